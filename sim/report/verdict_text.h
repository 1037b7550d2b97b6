// One rule's verdict in text, the same wherever one is written.
#pragma once

#include <string>
#include <string_view>

#include "trust/reason.h"

namespace certdrill::report {

// "TP=A refuses", and below it each reason with its mark (+ supports, ~ tolerated, - refuses) and its source.
[[nodiscard]] std::string rule_verdict_text(const trust::RuleVerdict& rule, std::string_view indent);

}  // namespace certdrill::report
