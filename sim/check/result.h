// RunResult is all that a rehearsal found out, as plain values. Reports format it and decide nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sim_time.h"
#include "check/client_access.h"
#include "check/federation_result.h"
#include "check/provisioning_result.h"
#include "model/notation.h"
#include "model/property.h"
#include "model/scenario.h"
#include "pki/certificate_spec.h"
#include "trust/reason.h"

namespace certdrill::check {

struct PresentedCount {
  pki::CertificateId certificate = pki::no_certificate;  // no_certificate: nodes that have nothing to present
  std::uint64_t nodes = 0;
  friend bool operator==(const PresentedCount&, const PresentedCount&) = default;
};

// How the cluster stands at one moment, as the authentication article writes it down.
struct StateLine {
  std::string label;  // "initial state", "after UD0", "after install B"
  SimTime at{};
  std::vector<model::NodeGroup> groups;
  std::vector<PresentedCount> presented;  // by certificate; those that nobody presents are left out
  std::uint64_t pairs = 0;
  std::uint64_t broken_pairs = 0;
  std::uint64_t one_way_pairs = 0;
  std::uint64_t components = 0;
  std::uint64_t largest_component = 0;
  std::vector<ClientStandings> clients;  // by client: how many nodes grant it what
  std::uint64_t not_deployed = 0;        // nodes that are none yet, or are being re-imaged: not counted above
};

enum class StepKind : std::uint8_t {
  upgrade,
  install,
  remove,
  wait,
  revoke,
  publish_crl,
  block_crl,
  unblock_crl,
  convert,
  fault,
  vault_access,
  vault_outage,
  vault_version,
  delete_secret,
  renew_secret,
  agent,
  reimage,
  deploy,
  client
};
[[nodiscard]] constexpr bool takes_time(StepKind kind) {
  switch (kind) {
    case StepKind::revoke:
    case StepKind::publish_crl:
    case StepKind::vault_access:
    case StepKind::vault_outage:
    case StepKind::vault_version:
    case StepKind::delete_secret:
    case StepKind::renew_secret:
    case StepKind::agent:
    case StepKind::client:
      return false;
    default:
      return true;
  }
}

// What became of a step, or of a phase of a conversion. stuck: it began, and was not done when the run ended.
enum class StepState : std::uint8_t { not_begun, under_way, completed, rolled_back, interrupted, refused, stuck };
[[nodiscard]] std::string_view to_string(StepState state);  // "rolledBack", the word of the JSON result

// An upgrade waited for one thing, as far as events told.
struct UpgradeWait {
  world::WaitReason reason = world::WaitReason::none;
  std::optional<model::NodeIndex> node;  // that is waited for
  std::optional<std::uint32_t> domain;   // under way, or the last one that was
  Stretch time;                          // `until`: of the event that ended it
};

// Something became of an upgrade. `error` is the runtime's name for a refusal.
struct UpgradeEvent {
  world::UpgradeTurn turn = world::UpgradeTurn::none;
  world::UpgradeFailure failure = world::UpgradeFailure::none;
  std::string error;
  std::optional<std::uint32_t> domain;
  SimTime at{};
};

// One upgrade of those that a conversion consists of.
struct PhaseResult {
  std::uint32_t index = 0;  // from 0
  bool backward = false;
  StepState state = StepState::under_way;
  SimTime start{};
  SimTime end{};
};

struct StepResult {
  std::string name;
  StepKind kind = StepKind::upgrade;
  bool completed = false;
  SimTime start{};
  SimTime end{};
  std::vector<StateLine> lines;
  StepState state = StepState::not_begun;
  std::vector<PhaseResult> phases;   // of a conversion, in their order
  std::vector<UpgradeWait> waits;    // likewise of an upgrade
  std::vector<UpgradeEvent> events;  // but for domains that were verified
};

// One who shows a certificate or judges one: a node, in talking to a client its management endpoint; or a client.
struct Party {
  Party() = default;
  Party(model::NodeIndex node) : index(node) {}  // NOLINT(google-explicit-constructor): most parties are nodes
  static Party of_client(ClientIndex client) {
    Party party(client);
    party.is_client = true;
    return party;
  }

  std::uint32_t index = 0;  // of the node, or into Cluster::clients
  bool is_client = false;
  friend bool operator==(const Party&, const Party&) = default;
};
[[nodiscard]] std::string name_of(const Party& party, const model::Cluster& cluster);

// A client and an endpoint: `validator` refuses what `shower` shows.
struct ClientRefusal {
  Party validator;
  Party shower;
  pki::CertificateId shown = pki::no_certificate;
  trust::Verdict verdict;
};

// One side of a broken pair: `validator` refuses what `shower` shows.
struct Refusal {
  model::NodeIndex validator = 0;
  model::NodeIndex shower = 0;
  pki::CertificateId shown = pki::no_certificate;
  trust::Verdict verdict;
};

// A finding that no check asked for: the runtime refused a step.
inline constexpr std::size_t no_check = SIZE_MAX;

struct Finding {
  std::string id;  // CamelCase, stable: PairCannotAuthenticate, FederationSplit, ...
  std::size_t check = 0;
  SimTime at{};
  std::optional<SimTime> until;  // when the property held again
  std::string step;              // during which it happened; empty before the first and after the last
  std::string domain;  // the upgrade domain under way, or the last one that was; empty before the first of the step
  bool between_domains = false;  // that domain was completed already
  bool by_expiry = false;        // nobody did anything: a certificate expired
  std::string message;           // one line
  std::vector<std::string> story;
  std::vector<Refusal> refusals;
  std::vector<ClientRefusal> client_refusals;
  std::string advice;                  // empty when no small change is known to avoid it
  std::optional<std::size_t> same_as;  // an earlier finding with the same story
};

struct CheckResult {
  model::Check check;
  bool holds = true;
  std::optional<SimTime> at;  // of the violation, or of the moment that fulfilled a `sometimes`
  std::string witness;        // the finding's message, or what fulfilled it
  std::string step;           // in which `at` lies
  bool as_expected = true;
};

// The moment with the smallest largest component; of equal ones, the first.
struct Worst {
  SimTime at{};
  std::uint64_t components = 1;
  std::uint64_t largest_component = 0;
  std::uint64_t broken_pairs = 0;
};

// How long before its end a certificate was last needed.
struct Margin {
  pki::CertificateId certificate = pki::no_certificate;
  SimTime presented_until{};  // the last moment at which somebody presented it
  bool still_presented = false;
  SimTime not_after{};                                 // its own, or that of the first of its issuers to end
  pki::CertificateId ends_with = pki::no_certificate;  // whose end that is
};

// How a client stands at the end.
struct ClientResult {
  ClientIndex client = 0;
  pki::CertificateId shows = pki::no_certificate;
  ClientStandings standings;
  std::optional<model::NodeIndex> refusing;  // the first node that it cannot connect to
  std::string fault;                         // what the one sees that the other refuses: "ConnectionDenied: ..."
};

// How the same scenario ends under another profile.
struct ProfileOutcome {
  model::Profile profile = model::Profile::documented;
  bool holds = true;
  bool same = true;  // the same findings at the same moments
  // The first finding that the scenario's own profile does not have, or, when there is none, the first that this one
  // does not have.
  std::string first_difference;
  bool only_there = true;             // that finding is the other profile's
  std::vector<std::string> switches;  // "nameMatching=hostName": each of them alone brings the other outcome about
};

struct RunResult {
  bool whole = true;        // false: it was stopped before its end, and what the end would show is not known
  bool holds = true;        // every check held, and no step was refused
  bool as_expected = true;  // every check, and the whole, ended as the scenario says
  std::uint64_t events = 0;
  SimTime start{};
  SimTime end{};
  StateLine initial;
  std::optional<StateLine> at_end;            // when it is not the last one told
  std::vector<StateLine> lines_before_steps;  // what time alone changed before the first step was over
  std::vector<StepResult> steps;
  std::vector<CheckResult> checks;
  std::vector<Finding> findings;
  FederationResult federation;
  std::vector<PresentedCount> presented;  // at the end, every certificate that was ever held by a node, zeros too
  std::uint64_t presenting_nothing = 0;
  std::uint64_t nodes = 0;
  std::uint64_t come_later = 0;    // of these: they are not deployed when the run begins
  std::uint64_t not_deployed = 0;  // likewise, at the end; those that are being re-imaged count among them
  ProvisioningResult provisioning;
  Worst worst;
  std::vector<ClientResult> clients;                   // in their order
  std::vector<pki::CertificateId> shown_at_endpoints;  // by endpoints or clients, at any time
  std::vector<Margin> margins;                         // of every certificate that was presented, in order of id
  std::vector<ProfileOutcome> under_other_profiles;    // as Scenario::also_under asks
  std::uint64_t judged_pairs = 0;
  std::uint64_t classes = 0;  // authentication classes at the end
};

}  // namespace certdrill::check
