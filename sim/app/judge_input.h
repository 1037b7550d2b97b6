// What `certdrill judge` is given - files, rules as text, a node of a scenario - becomes the question that is judged.
//
// Names      a certificate is called by its file's name without its ending ("I1" of pki/I1.crt, "B" of B.chain.crt), or as
//            the scenario calls it. In a rule, a word is such a name, or else a literal common name.
// Errors     the problems of all arguments at once. Warnings may stand beside an answer.
#pragma once

#include <optional>

#include "app/commands.h"
#include "check/judgement.h"

namespace certdrill::app {

struct JudgeInput {
  std::optional<check::CertificateInHand> hand;
  Problems problems;
};

// `scenario` is that of --rules-from, when it was given.
[[nodiscard]] JudgeInput read_judge_input(const JudgeArguments& arguments,
                                          const std::optional<model::Scenario>& scenario);

}  // namespace certdrill::app
