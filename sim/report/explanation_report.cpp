#include "report/explanation_report.h"

#include "base/text.h"
#include "model/notation.h"
#include "report/verdict_json.h"
#include "report/verdict_text.h"

namespace certdrill::report {
namespace {

using Json = nlohmann::ordered_json;

std::string direction(const std::string& validator, const std::string& shower, const trust::Verdict& verdict,
                      bool colored) {
  const auto paint = [colored](const char* code, const std::string& text) {
    return colored ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  };
  std::string out = validator + " " + (verdict.accepted ? paint("1;32", "accepts") : paint("1;31", "refuses")) + " " +
                    shower + ": " + trust::summary(verdict) + "\n";
  for (const trust::RuleVerdict& rule : verdict.rules) out += rule_verdict_text(rule, "  ");
  return out;
}

}  // namespace

std::string explanation_text(const model::Scenario& scenario, const check::Explanation& explanation,
                             const pki::CertificateSet& certificates, bool colored) {
  const std::string from = scenario.cluster.node_name(explanation.from.node);
  const std::string to = scenario.cluster.node_name(explanation.to.node);
  std::string out = "at " + to_string(explanation.at) + ", " + from + " and " + to +
                    (explanation.linked() ? " can" : " cannot") + " authenticate\n";
  for (const check::ExplainedNode* end : {&explanation.from, &explanation.to}) {
    out += "  " + scenario.cluster.node_name(end->node) + " = " + model::to_string(end->security) + "\n    presents " +
           trust::explain(end->presentation, certificates) + "\n";
  }
  return out + "\n" + direction(to, from, explanation.to_judges_from, colored) + "\n" +
         direction(from, to, explanation.from_judges_to, colored);
}

std::string explanation_json(const model::Scenario& scenario, const check::Explanation& explanation,
                             const pki::CertificateSet& certificates) {
  const auto end = [&](const check::ExplainedNode& node) {
    Json out;
    out["node"] = scenario.cluster.node_name(node.node);
    out["security"] = model::to_string(node.security);
    out["presents"] = node.presentation.chosen == pki::no_certificate
                          ? Json(nullptr)
                          : Json(certificates.spec(node.presentation.chosen).name);
    out["candidates"] = Json::array();
    for (const trust::Candidate& candidate : node.presentation.candidates) {
      out["candidates"].push_back(
          {{"certificate", certificates.spec(candidate.certificate).name}, {"fate", trust::to_string(candidate.fate)}});
    }
    return out;
  };
  Json out;
  out["format"] = "certdrill.explanation/1";
  out["scenario"] = scenario.name;
  out["at"] = to_string(explanation.at);
  out["canAuthenticate"] = explanation.linked();
  out["from"] = end(explanation.from);
  out["to"] = end(explanation.to);
  out["toJudgesFrom"] = verdict_json(explanation.to_judges_from);
  out["fromJudgesTo"] = verdict_json(explanation.from_judges_to);
  return to_text(out);
}

}  // namespace certdrill::report
