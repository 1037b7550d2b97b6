// The catalogue of everything that has a page in docs/rules/: the ids that reports show, and the switches of a rule
// profile. It is put together from the lists of those who own the ids, so that none can be forgotten.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace certdrill::report {

enum class RuleKind : std::uint8_t {
  reason,          // trust::ReasonId: why a certificate is accepted or refused
  finding,         // check::Finding::id: what a run says of a broken check
  profile_switch,  // model::SwitchInfo: a rule that is not the same in every profile
  fault,           // what the other side of a refused connection sees
  candidate,       // trust::CandidateFate: what became of a certificate that a node could have presented
  lint,            // lint::Rule: what the documents advise against
};
[[nodiscard]] std::string_view to_string(RuleKind kind);  // "reason"
[[nodiscard]] std::string_view heading_of(RuleKind kind);

struct RuleEntry {
  RuleKind kind = RuleKind::reason;
  std::string id;
  std::string shown_as;  // how reports write it: mostly the id
  std::string source;    // where the rule comes from; empty when only the page says it
};
[[nodiscard]] const std::vector<RuleEntry>& rule_catalogue();  // by kind, then in the order of their owners

}  // namespace certdrill::report
