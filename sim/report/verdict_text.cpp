#include "report/verdict_text.h"

namespace certdrill::report {
namespace {

char mark_of(trust::Weight weight) {
  switch (weight) {
    case trust::Weight::supports:
      return '+';
    case trust::Weight::tolerated:
      return '~';
    case trust::Weight::refuses:
      return '-';
  }
  return '-';
}

}  // namespace

std::string rule_verdict_text(const trust::RuleVerdict& rule, std::string_view indent) {
  const std::string before(indent);
  std::string out =
      before + rule.rule + (rule.for_admins ? ", for admins," : "") + (rule.accepted ? " accepts\n" : " refuses\n");
  for (const trust::Reason& reason : rule.reasons) {
    out += before + "  " + mark_of(reason.weight) + " " + trust::to_string(reason) + "\n" + before + "      " +
           std::string(trust::source_of(reason.id)) + "\n";
  }
  return out;
}

}  // namespace certdrill::report
