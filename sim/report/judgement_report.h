// The report of `certdrill judge`: the answer first, then what the other side sees, each rule with its reasons, the facts
// of the certificate, and the nearest rule that would have accepted it.
//
// Text       for people; JSON "certdrill.judgement/1" for programs (docs/judge.md).
#pragma once

#include <string>

#include "check/judgement.h"

namespace certdrill::report {

[[nodiscard]] std::string judgement_text(const check::Judgement& judgement, bool colored = false);
[[nodiscard]] std::string judgement_json(const check::Judgement& judgement);

}  // namespace certdrill::report
