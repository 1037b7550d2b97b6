#include "report/rule_catalogue.h"

#include <array>

#include "check/story.h"
#include "lint/rules.h"
#include "model/rule_profile.h"
#include "trust/presentation.h"
#include "trust/reason.h"

namespace certdrill::report {
namespace {

// The names that the runtime itself uses. The first two are faults, the others stand behind them as their reason or are
// told by the node that has nothing to show.
// Source: Service Fabric runtime source, SecurityContext.cpp (FaultToReport) and ErrorCodeValue.h.
constexpr std::array<std::string_view, 10> faults = {
    "ConnectionDenied",    "ServerAuthenticationFailed", "CERT_E_EXPIRED", "CERT_E_UNTRUSTEDROOT",
    "CRYPT_E_REVOKED",     "CRYPT_E_REVOCATION_OFFLINE", "E_FAIL",         "OperationFailed",
    "CertificateNotFound", "InvalidCredentials"};
constexpr std::string_view faults_source = "Service Fabric runtime source, SecurityContext.cpp and ErrorCodeValue.h";

constexpr auto last_fate = trust::CandidateFate::link_leads_nowhere;

std::string_view id_of(trust::CandidateFate fate) {
  switch (fate) {
    case trust::CandidateFate::chosen:
      return "Chosen";
    case trust::CandidateFate::not_preferred:
      return "NotPreferred";
    case trust::CandidateFate::secondary_not_asked:
      return "SecondaryNotAsked";
    case trust::CandidateFate::expired:
      return "ExpiredCandidate";
    case trust::CandidateFate::no_private_key:
      return "NoPrivateKey";
    case trust::CandidateFate::key_unreadable:
      return "KeyUnreadable";
    case trust::CandidateFate::key_of_another:
      return "KeyOfAnother";
    case trust::CandidateFate::key_not_granted:
      return "KeyNotGranted";
    case trust::CandidateFate::link_leads_nowhere:
      return "LinkLeadsNowhere";
  }
  return "Chosen";
}

std::vector<RuleEntry> make_catalogue() {
  std::vector<RuleEntry> all;
  for (const trust::ReasonId id : trust::all_reason_ids()) {
    const std::string name(trust::to_string(id));
    all.push_back({RuleKind::reason, name, name, std::string(trust::source_of(id))});
  }
  for (const std::string_view id : check::all_finding_ids())
    all.push_back({RuleKind::finding, std::string(id), std::string(id), {}});
  for (const model::SwitchInfo& each : model::all_switches())
    all.push_back({RuleKind::profile_switch, std::string(each.name), std::string(each.name), std::string(each.source)});
  for (const std::string_view name : faults)
    all.push_back({RuleKind::fault, std::string(name), std::string(name), std::string(faults_source)});
  for (std::size_t i = 0; i <= static_cast<std::size_t>(last_fate); ++i) {
    const auto fate = static_cast<trust::CandidateFate>(i);
    all.push_back({RuleKind::candidate, std::string(id_of(fate)), std::string(trust::to_string(fate)), {}});
  }
  for (const lint::Rule& rule : lint::all_rules())
    all.push_back({RuleKind::lint, std::string(rule.id), std::string(rule.id), std::string(rule.source)});
  return all;
}

}  // namespace

std::string_view to_string(RuleKind kind) {
  switch (kind) {
    case RuleKind::reason:
      return "reason";
    case RuleKind::finding:
      return "finding";
    case RuleKind::profile_switch:
      return "switch";
    case RuleKind::fault:
      return "fault";
    case RuleKind::candidate:
      return "candidate";
    case RuleKind::lint:
      return "lint";
  }
  return "reason";
}

std::string_view heading_of(RuleKind kind) {
  switch (kind) {
    case RuleKind::reason:
      return "Reasons: what speaks for and against a certificate";
    case RuleKind::finding:
      return "Findings: what a run says of a check that is broken";
    case RuleKind::profile_switch:
      return "Switches: the rules that are not the same in every profile (certdrill rule profile has their values)";
    case RuleKind::fault:
      return "Faults: what the other side of a refused connection sees, and the runtime's own error names";
    case RuleKind::candidate:
      return "Candidates: what became of a certificate that a node could have presented";
    case RuleKind::lint:
      return "Lint: what the documents advise against, found by certdrill lint";
  }
  return "";
}

const std::vector<RuleEntry>& rule_catalogue() {
  static const std::vector<RuleEntry> all = make_catalogue();
  return all;
}

}  // namespace certdrill::report
