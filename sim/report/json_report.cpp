#include "report/json_report.h"

#include "model/notation.h"
#include "report/client_report.h"
#include "report/federation_report.h"
#include "report/provisioning_report.h"
#include "report/verdict_json.h"

namespace certdrill::report {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word_for(model::Verdict verdict) { return verdict == model::Verdict::holds ? "holds" : "violated"; }
// What every reader of results knows; `outcome` is more exact.
std::string_view plain_word_for(check::StepState state) {
  switch (state) {
    case check::StepState::completed:
      return "completed";
    case check::StepState::rolled_back:
    case check::StepState::interrupted:
      return "rolledBack";
    default:
      return "failed";
  }
}

Json optional_time(const std::optional<SimTime>& at) { return at ? Json(to_string(*at)) : Json(nullptr); }

std::string certificate_name(const model::Scenario& scenario, pki::CertificateId id) {
  return id == pki::no_certificate ? "" : scenario.certificates[id].name;
}

Json refusal_json(const model::Scenario& scenario, const check::Refusal& refusal) {
  Json out;
  out["validator"] = scenario.cluster.node_name(refusal.validator);
  out["shower"] = scenario.cluster.node_name(refusal.shower);
  out["shown"] = refusal.shown == pki::no_certificate ? Json(nullptr) : Json(certificate_name(scenario, refusal.shown));
  out["verdict"] = verdict_json(refusal.verdict);
  return out;
}

Json client_refusal_json(const model::Scenario& scenario, const check::ClientRefusal& refusal) {
  Json out;
  out["validator"] = check::name_of(refusal.validator, scenario.cluster);
  out["shower"] = check::name_of(refusal.shower, scenario.cluster);
  out["client"] = check::name_of(refusal.validator.is_client ? refusal.validator : refusal.shower, scenario.cluster);
  out["shown"] = refusal.shown == pki::no_certificate ? Json(nullptr) : Json(certificate_name(scenario, refusal.shown));
  out["verdict"] = verdict_json(refusal.verdict);
  return out;
}

Json finding_json(const model::Scenario& scenario, const check::Finding& finding) {
  Json out;
  out["id"] = finding.id;
  out["at"] = to_string(finding.at);
  out["until"] = optional_time(finding.until);
  out["check"] = finding.check == check::no_check ? Json(nullptr) : Json(finding.check);
  out["step"] = finding.step;
  out["domain"] = finding.domain;
  out["betweenDomains"] = finding.between_domains;
  out["message"] = finding.message;
  out["story"] = finding.story;
  out["refusals"] = Json::array();
  for (const check::Refusal& refusal : finding.refusals) out["refusals"].push_back(refusal_json(scenario, refusal));
  for (const check::ClientRefusal& refusal : finding.client_refusals)
    out["refusals"].push_back(client_refusal_json(scenario, refusal));
  out["advice"] = finding.advice;
  out["sameAs"] = finding.same_as ? Json(*finding.same_as) : Json(nullptr);
  return out;
}

// The switches that the scenario sets otherwise than its profile.
Json rules_json(const model::Scenario& scenario) {
  Json out = Json::object();
  for (const model::SwitchInfo& info : model::all_switches()) {
    const std::string_view value = model::value_of(scenario.switches, info.name);
    if (value != model::value_of(model::switches_of(scenario.profile), info.name)) out[std::string(info.name)] = value;
  }
  return out;
}

Json step_json(const model::Scenario& scenario, const check::StepResult& step) {
  static constexpr std::string_view kinds[] = {
      "upgrade",     "install", "remove",  "wait",        "revoke",      "publishCrl",   "blockCrl",
      "unblockCrl",  "convert", "fault",   "vaultAccess", "vaultOutage", "vaultVersion", "deleteSecret",
      "renewSecret", "agent",   "reimage", "deploy",      "client"};
  Json out;
  out["name"] = step.name;
  out["kind"] = kinds[static_cast<std::size_t>(step.kind)];
  out["state"] = plain_word_for(step.state);
  out["outcome"] = check::to_string(step.state);
  out["start"] = to_string(step.start);
  out["end"] = to_string(step.end);
  const auto put_domain = [&](Json& entry, const std::optional<std::uint32_t>& domain) {
    entry["domain"] = domain ? scenario.cluster.upgrade_domains[*domain] : std::string();
  };
  if (!step.waits.empty()) out["waits"] = Json::array();
  for (const check::UpgradeWait& wait : step.waits) {
    Json entry;
    entry["reason"] = world::to_string(wait.reason);
    entry["node"] = wait.node ? Json(scenario.cluster.node_name(*wait.node)) : Json(nullptr);
    put_domain(entry, wait.domain);
    entry["from"] = to_string(wait.time.from);
    entry["until"] = optional_time(wait.time.until);
    out["waits"].push_back(std::move(entry));
  }
  if (!step.events.empty()) out["turns"] = Json::array();
  for (const check::UpgradeEvent& event : step.events) {
    Json entry;
    entry["turn"] = world::to_string(event.turn);
    entry["failure"] = event.failure == world::UpgradeFailure::none ? "" : world::to_string(event.failure);
    entry["error"] = event.error;
    put_domain(entry, event.domain);
    entry["at"] = to_string(event.at);
    out["turns"].push_back(std::move(entry));
  }
  return out;
}

Json phase_json(const check::StepResult& step, const check::PhaseResult& phase) {
  Json out;
  out["name"] = step.name + ", phase " + std::to_string(phase.index + 1);
  out["state"] = plain_word_for(phase.state);
  out["outcome"] = check::to_string(phase.state);
  out["start"] = to_string(phase.start);
  out["end"] = to_string(phase.end);
  out["backward"] = phase.backward;
  return out;
}

}  // namespace

std::string json_report(const model::Scenario& scenario, const check::RunResult& result) {
  Json out;
  out["format"] = "certdrill.result/1";
  out["scenario"] = scenario.name;
  out["title"] = scenario.title;
  out["seed"] = scenario.seed;
  out["profile"] = model::to_string(scenario.profile);
  out["rules"] = rules_json(scenario);
  if (!result.under_other_profiles.empty()) {
    Json others = Json::array();
    for (const check::ProfileOutcome& other : result.under_other_profiles) {
      Json entry = {{"profile", model::to_string(other.profile)},
                    {"verdict", other.holds ? "holds" : "violated"},
                    {"sameFindings", other.same}};
      if (!other.same) {
        entry[other.only_there ? "onlyThere" : "notThere"] = other.first_difference;
        entry["becauseOf"] = other.switches;
      }
      others.push_back(std::move(entry));
    }
    out["otherProfiles"] = std::move(others);
  }
  out["verdict"] = result.holds ? "holds" : "violated";
  out["expected"] = word_for(scenario.expected);
  out["asExpected"] = result.as_expected;
  out["events"] = result.events;
  out["start"] = to_string(result.start);
  out["end"] = to_string(result.end);
  out["checks"] = Json::array();
  for (const check::CheckResult& each : result.checks) {
    Json entry;
    entry["kind"] = model::to_string(each.check.quantifier);
    entry["property"] = model::to_string(each.check.property);
    entry["holds"] = each.holds;
    entry["at"] = optional_time(each.at);
    entry["witness"] = each.witness;
    entry["step"] = each.step;
    entry["expected"] = each.check.expect_violated ? "violated" : "holds";
    entry["asExpected"] = each.as_expected;
    out["checks"].push_back(std::move(entry));
  }
  out["phases"] = Json::array();
  out["steps"] = Json::array();
  for (const check::StepResult& step : result.steps) {
    Json entry = step_json(scenario, step);
    if (step.kind == check::StepKind::upgrade) {
      Json phase = entry;
      phase.erase("kind");
      out["phases"].push_back(std::move(phase));
    }
    for (const check::PhaseResult& phase : step.phases) out["phases"].push_back(phase_json(step, phase));
    out["steps"].push_back(std::move(entry));
  }
  const std::uint64_t there =
      result.federation.simulated ? result.federation.nodes : result.nodes - result.not_deployed;
  out["nodes"] = {{"total", result.nodes}, {"up", there - result.federation.unavailable}};
  if (result.come_later > 0) out["nodes"]["comeLater"] = result.come_later;
  if (result.not_deployed > 0) out["nodes"]["notDeployed"] = result.not_deployed;
  out["presented"] = Json::object();
  for (const check::PresentedCount& each : result.presented)
    out["presented"][certificate_name(scenario, each.certificate)] = each.nodes;
  out["presentingNothing"] = result.presenting_nothing;
  out["worst"] = {{"at", to_string(result.worst.at)},
                  {"components", result.worst.components},
                  {"largestComponent", result.worst.largest_component},
                  {"brokenPairs", result.worst.broken_pairs}};
  out["federation"] = federation_json(result, scenario);
  out["margins"] = Json::array();
  for (const check::Margin& margin : result.margins) {
    out["margins"].push_back({{"certificate", certificate_name(scenario, margin.certificate)},
                              {"presentedUntil", to_string(margin.presented_until)},
                              {"stillPresented", margin.still_presented},
                              {"notAfter", to_string(margin.not_after)}});
  }
  if (!result.clients.empty()) out["clients"] = clients_json(result, scenario);
  put_provisioning(out, result, scenario);
  out["judgedPairs"] = result.judged_pairs;
  out["findings"] = Json::array();
  for (const check::Finding& finding : result.findings) out["findings"].push_back(finding_json(scenario, finding));
  return to_text(out);
}

std::string json_array(const std::vector<std::string>& documents) {
  std::string out = "[\n";
  for (std::size_t i = 0; i < documents.size(); ++i) {
    std::string document = documents[i];
    while (document.ends_with('\n')) document.pop_back();
    out += document + (i + 1 < documents.size() ? ",\n" : "\n");
  }
  return out + "]\n";
}

}  // namespace certdrill::report
