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
  if (!verdict.accepted && verdict.role != trust::Role::cluster) out += "  " + shower + " sees " + verdict.fault + "\n";
  for (const trust::RuleVerdict& rule : verdict.rules) out += rule_verdict_text(rule, "  ");
  return out;
}

}  // namespace

std::string explanation_text(const model::Scenario& scenario, const check::Explanation& explanation,
                             const pki::CertificateSet& certificates, bool colored) {
  const std::string from = check::name_of(explanation.from.who, scenario.cluster);
  const std::string to = check::name_of(explanation.to.who, scenario.cluster);
  const bool with_client = explanation.from.who.is_client || explanation.to.who.is_client;
  std::string out = "at " + to_string(explanation.at) + ", ";
  if (with_client) {
    const bool from_client = explanation.from.who.is_client;
    const trust::Grant grant = explanation.grant();
    out += "client " + (from_client ? from : to) + (explanation.linked() ? " can" : " cannot") + " connect to " +
           (from_client ? to : from) +
           (grant == trust::Grant::none  ? ""
            : grant == trust::Grant::all ? " with all rights"
                                         : " as " + std::string(trust::to_string(grant))) +
           "\n";
  } else {
    out += from + " and " + to + (explanation.linked() ? " can" : " cannot") + " authenticate\n";
  }
  for (const check::ExplainedParty* end : {&explanation.from, &explanation.to}) {
    out += "  " + check::name_of(end->who, scenario.cluster) + " = " + model::to_string(end->security) +
           "\n    presents " + trust::explain(end->presentation, certificates) + "\n";
  }
  return out + "\n" + direction(to, from, explanation.to_judges_from, colored) + "\n" +
         direction(from, to, explanation.from_judges_to, colored);
}

std::string explanation_json(const model::Scenario& scenario, const check::Explanation& explanation,
                             const pki::CertificateSet& certificates) {
  const auto end = [&](const check::ExplainedParty& node) {
    Json out;
    out[node.who.is_client ? "client" : "node"] = check::name_of(node.who, scenario.cluster);
    out["security"] = model::to_string(node.security);
    out["presents"] = node.presentation.chosen == pki::no_certificate
                          ? Json(nullptr)
                          : Json(certificates.spec(node.presentation.chosen).name);
    out["candidates"] = Json::array();
    for (const trust::Candidate& candidate : node.presentation.candidates) {
      out["candidates"].push_back(
          {{"certificate", certificates.spec(candidate.certificate).name}, {"fate", trust::to_string(candidate.fate)}});
    }
    if (!node.presentation.links.empty()) {
      out["renewalMarksLeadTo"] = Json::array();
      for (const pki::CertificateId link : node.presentation.links)
        out["renewalMarksLeadTo"].push_back(certificates.spec(link).name);
    }
    return out;
  };
  Json out;
  out["format"] = "certdrill.explanation/1";
  out["scenario"] = scenario.name;
  out["at"] = to_string(explanation.at);
  out["canAuthenticate"] = explanation.linked();
  if (explanation.from.who.is_client || explanation.to.who.is_client)
    out["grant"] = trust::to_string(explanation.grant());
  out["from"] = end(explanation.from);
  out["to"] = end(explanation.to);
  out["toJudgesFrom"] = verdict_json(explanation.to_judges_from);
  out["fromJudgesTo"] = verdict_json(explanation.from_judges_to);
  return to_text(out);
}

}  // namespace certdrill::report
