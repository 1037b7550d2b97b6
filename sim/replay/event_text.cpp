#include "replay/event_text.h"

#include <algorithm>

#include "base/text.h"
#include "check/federation_story.h"
#include "check/provisioning_words.h"
#include "model/notation.h"
#include "replay/store_change.h"

namespace certdrill::replay {
namespace {

using world::Outcome;

constexpr std::size_t most_turns_told = 2;
constexpr std::size_t most_nodes_looked_at = 100;  // an event may be about all nodes of a large cluster

// The sentence of one event: what it is, then what came of it.
class Sentence {
 public:
  Sentence(const RecordedRun& run, EventNumber number)
      : run_(run),
        scenario_(run.scenario()),
        number_(number),
        event_(run.event(number)),
        detail_(run.detail(number)),
        before_(run.place_at(number - 1)),
        place_(run.place_of_event(number)) {}

  std::string text() {
    std::string out = std::visit([this](const auto& each) { return of(each); }, event_.what);
    tell_upgrade(out);
    tell_states(out);
    if (event_.domain_completed && place_.domain) out += "; " + domain(*place_.domain) + " is done";
    if (event_.step_completed && place_.step) out += "; " + step(*place_.step) + " is done";
    return out;
  }

 private:
  [[nodiscard]] std::string name(model::NodeIndex node) const {
    return node == world::nobody ? "a node" : scenario_.cluster.node_name(node);
  }
  [[nodiscard]] std::string label(model::NodeIndex node) const {
    return name(node) + " (" + domain(scenario_.cluster.nodes[node].upgrade_domain) + ")";
  }
  [[nodiscard]] const std::string& domain(std::uint32_t index) const {
    return scenario_.cluster.upgrade_domains[index];
  }
  [[nodiscard]] std::string step(std::uint32_t index) const { return quoted(scenario_.steps[index].name); }
  [[nodiscard]] std::string certificate(pki::CertificateId id) const {
    return id == pki::no_certificate ? "nothing" : scenario_.certificates[id].name;
  }
  [[nodiscard]] std::string pair() const { return name(event_.node) + " and " + name(event_.other); }
  [[nodiscard]] std::string shown() const {
    return name(event_.node) + " shows " + certificate(detail_.node_shows) + ", " + name(event_.other) + " shows " +
           certificate(detail_.other_shows);
  }
  [[nodiscard]] std::string in_step() const { return before_.step ? " of " + step(*before_.step) : std::string(); }
  [[nodiscard]] std::string store_changes(std::string_view gets = "gets") const;
  [[nodiscard]] const model::Store& store(std::uint32_t configuration) const {
    return run_.configurations().store_of(configuration);
  }
  [[nodiscard]] bool changes_store() const { return detail_.to != world::nobody && detail_.from != detail_.to; }
  [[nodiscard]] std::string agent(const world::OfAgentOnNode& each) const {
    return "agent " + scenario_.agents[each.agent].name + " on " + label(each.node);
  }
  [[nodiscard]] std::string agent_did(model::AgentIndex index) const;
  [[nodiscard]] std::string because() const {
    return detail_.provisioning == world::ProvisioningFailure::none
               ? std::string()
               : ": " + std::string(check::words_for(detail_.provisioning));
  }
  [[nodiscard]] std::string failed_deployment(model::NodeIndex node) const;
  [[nodiscard]] std::string of_validity(pki::CertificateId id, SimTime boundary, const char* words) const {
    // A clock that is wrong comes to the boundary at a moment of its own.
    return certificate(id) + " " + words + (boundary == event_.at ? "" : " by the clock of nodes whose clock is wrong");
  }
  [[nodiscard]] std::string fault_of(const world::OfRandomFault& each) const {
    return std::string(model::to_string(scenario_.random_faults[each.fault].fault.kind));
  }

  std::string of(const world::BeginStep& each) const { return step(each.step) + " begins" + made_by_step(); }
  std::string of(const world::BeginStepDuring& each) const {
    const std::string while_under_way = before_.step ? " while " + step(*before_.step) + " is under way" : "";
    const bool fault = std::holds_alternative<model::FaultStep>(scenario_.steps[each.step].what);
    return step(each.step) + (fault ? " begins" : " is asked for") + while_under_way;
  }
  std::string of(const world::EndWait& each) const { return "the wait " + step(each.step) + " is over"; }
  std::string of(const world::BeginDomain& each) const {
    return domain(each.domain) + in_step() + " begins" + (detail_.backward ? ", going back" : "");
  }
  std::string of(const world::SwitchNode& each) const {
    if (detail_.to == world::nobody) return label(each.node) + " cannot be told to switch, and is waited for";
    const std::uint32_t security = run_.configurations()[detail_.to].security;
    return label(each.node) + " switches to " + model::to_string(scenario_.securities[security]);
  }
  std::string of(const world::CheckSeeds& each) const {
    return "may the next seed nodes of " + domain(each.domain) + " restart?";
  }
  std::string of(const world::CheckHealth& each) const {
    const std::string words = "the health of the cluster is looked at in " + domain(each.domain);
    return event_.outcome == Outcome::none ? words : words + ": " + std::string(world::to_string(event_.outcome));
  }
  std::string of(const world::MoveNext& each) const {
    return "the operator goes on to the domain after " + domain(each.domain);
  }
  std::string of(const world::GiveUpNode& each) const {
    return label(each.node) + " is given up: the upgrade goes on without it";
  }
  std::string of(const world::ChangeStore& each) const { return label(each.node) + " " + store_changes(); }
  std::string of(const world::CertificateBecomesValid& each) const {
    return of_validity(each.certificate, scenario_.certificates[each.certificate].not_before, "becomes valid");
  }
  std::string of(const world::CertificateExpires& each) const {
    return of_validity(each.certificate, scenario_.certificates[each.certificate].not_after, "expires");
  }
  std::string of(const world::CrlExpires& each) const {
    return "CRL " + std::to_string(detail_.crl_number) + " of " + certificate(each.authority) + " ends" +
           (detail_.crl_matters ? ", and there is no newer one" : "; a newer one is published");
  }
  std::string of(const world::EndFault& each) const { return "the fault " + step(each.step) + " is over"; }
  std::string of(const world::RandomStrike& each) const {
    return "a random fault strikes " + label(each.node) + ": " + fault_of(each);
  }
  std::string of(const world::EndRandomStrike& each) const {
    return "the random fault at " + label(each.node) + " is over: " + fault_of(each);
  }
  std::string of(const world::StartNode& each) const { return "the process of " + label(each.node) + " has started"; }
  std::string of(const world::TryToJoin& each) const {
    const std::string words = label(each.node) + " asks its neighbours to take it in";
    if (event_.other != world::nobody) return words + ": " + name(event_.other) + " refuses it";
    return words + (event_.outcome == Outcome::failed ? ": they cannot" : ": they begin to");
  }
  std::string of(const world::CompleteJoin& each) const {
    return label(each.node) + (event_.outcome == Outcome::failed ? " cannot join after all" : " has joined");
  }
  std::string of(const world::SuspendNode& each) const {
    return label(each.node) + " is suspended: a lease of it has expired";
  }
  std::string of(const world::FailNode& each) const { return label(each.node) + " lost, and its process ends"; }
  std::string of(const world::FormRing& /*each*/) const {
    return event_.outcome == Outcome::failed ? "seed nodes try to form a ring, and cannot" : "seed nodes form a ring";
  }
  std::string of(const world::RenewSession& /*each*/) const {
    return event_.outcome == Outcome::renewed ? pair() + " renew their session: " + shown()
                                              : pair() + " cannot renew their session: " + shown();
  }
  std::string of(const world::CloseSession& /*each*/) const {
    return event_.outcome == Outcome::renewed
               ? pair() + " renew their session at the last moment: " + shown()
               : "the session of " + pair() + " is closed, for its renewal failed: " + shown();
  }
  std::string of(const world::AgeSessions& /*each*/) const { return "sessions have reached their natural lifetime"; }
  std::string of(const world::NoticeStore& each) const { return label(each.node) + " looks into its store"; }
  std::string of(const world::PublishCrl& each) const { return certificate(each.authority) + " publishes a CRL"; }
  std::string of(const world::RenewVersion& each) const {
    const model::VaultCertificate& line = scenario_.vault_certificates[each.line];
    const std::string vault = "vault " + scenario_.vaults[line.vault].name;
    if (detail_.version != pki::no_certificate) return vault + " makes " + certificate(detail_.version);
    return "the next version of " + line.name + " is due, but " + vault + " cannot make it" + because();
  }
  std::string of(const world::EndVaultOutage& each) const {
    return "vault " + scenario_.vaults[each.vault].name + " answers again";
  }
  std::string of(const world::StartAgent& each) const { return agent(each) + " begins: " + agent_did(each.agent); }
  std::string of(const world::PollVault& each) const { return agent(each) + " " + agent_did(each.agent); }
  std::string of(const world::ScanStore& each) const {
    std::vector<std::string> granted;
    if (changes_store()) granted = granted_keys(store(detail_.from), store(detail_.to), scenario_);
    return "the scan gives " + label(each.node) + " access to " +
           (granted.empty() ? "no key" : (granted.size() == 1 ? "the key of " : "the keys of ") + join_words(granted));
  }
  std::string of(const world::ReimageNode& each) const {
    const std::string words = label(each.node) + " goes back to its image";
    return changes_store() ? words + ", and " + store_changes() : words;
  }
  std::string of(const world::DeployNode& each) const { return "the machine of " + label(each.node) + " is made"; }
  std::string of(const world::BootstrapNode& each) const {
    if (detail_.provisioning == world::ProvisioningFailure::none)
      return "the bootstrap agent starts " + label(each.node);
    return failed_deployment(each.node);
  }
  std::string of(const world::FailDeployment& each) const { return failed_deployment(each.node); }
  std::string of(const world::WarnOfExpiry& each) const {
    return certificate(each.certificate) + " is in use, and expires soon: on " +
           date_to_string(scenario_.certificates[each.certificate].not_after);
  }
  std::string of(const world::CallEndpoint& each) const {
    const std::string who = (detail_.call.empty() ? "a call" : "the " + std::string(detail_.call)) + " of " +
                            scenario_.cluster.clients[each.client].name;
    const std::string again = detail_.attempt > 1 ? ", attempt " + std::to_string(detail_.attempt) : std::string();
    switch (event_.outcome) {
      case Outcome::allowed:
        return who + " is let in by " + name(event_.node) + again;
      case Outcome::not_authorized:
        return who + " is let in by " + name(event_.node) + ", but may not do that" + again;
      case Outcome::refused:
        return who + " and " + name(event_.node) + " cannot authenticate" + again;
      default:
        return who + " finds no node to call" + again;
    }
  }
  std::string of(const world::RenewLease& /*each*/) const { return renewal_of_lease(""); }
  std::string of(const world::RenewLeaseIndirectly& /*each*/) const {
    return renewal_of_lease(" through a common neighbour");
  }
  std::string of(const world::LoseRenewal& /*each*/) const {
    return "the message with which " + pair() + " would renew their lease is lost";
  }
  std::string renewal_of_lease(const char* how) const {
    return pair() + (event_.outcome == Outcome::renewed ? " renew" : " cannot renew") + " their lease" + how;
  }
  std::string of(const world::EstablishLease& /*each*/) const {
    if (event_.outcome != Outcome::established) return pair() + " cannot establish their lease";
    return pair() + " establish their lease" + (detail_.shows ? ": " + shown() : std::string());
  }
  std::string of(const world::ExpireLease& /*each*/) const {
    const std::string words = "the lease of " + pair() + " expires: ";
    switch (event_.outcome) {
      case Outcome::one_side_loses:
        return words + name(detail_.loser == EventDetail::Loser::other ? event_.other : event_.node) + " loses";
      case Outcome::both_lose:
        return words + "both lose";
      default:
        return words + "neither loses, and they try to get it again";
    }
  }
  std::string of(const world::RefreshTickets& /*each*/) const {
    return "the votes are refreshed: " + counted(detail_.pieces, "piece") + ", " +
           counted(detail_.nodes_with_quorum, "node") + " with a quorum of seed nodes";
  }
  std::string of(const world::ExpireGlobalLease& /*each*/) const {
    return "nodes without contact to a quorum of seed nodes for too long end";
  }

  [[nodiscard]] std::string made_by_step() const {
    std::string out;
    if (detail_.version != pki::no_certificate) out += "; the vault has " + certificate(detail_.version) + " now";
    if (detail_.provisioning == world::ProvisioningFailure::none) return out;
    return out + "; " + (detail_.address.empty() ? "it fails" : std::string(detail_.address) + " cannot be read") +
           because();
  }
  void tell_upgrade(std::string& out) const;
  void tell_states(std::string& out) const;

  const RecordedRun& run_;
  const model::Scenario& scenario_;
  EventNumber number_;
  const RecordedEvent& event_;
  const EventDetail& detail_;
  check::PlanPlace before_;  // where in the plan it came
  check::PlanPlace place_;   // to which it belongs
};

std::string Sentence::store_changes(std::string_view gets) const {
  if (!changes_store()) return "finds nothing to change in its store";
  return store_change_text(store(detail_.from), store(detail_.to), scenario_, gets);
}

// "installs cluster-2", "cannot read kv/cluster: access denied; goes on with the next".
std::string Sentence::agent_did(model::AgentIndex index) const {
  std::vector<std::string> parts;
  if (changes_store()) parts.push_back(store_changes("installs"));
  if (detail_.provisioning != world::ProvisioningFailure::none) {
    std::string failed =
        "cannot read " + (detail_.address.empty() ? "what it observes" : std::string(detail_.address)) + because();
    const model::Agent& agent = scenario_.agents[index];
    if (agent.kind == model::AgentKind::scale_set_secrets) {
      failed += "; installs nothing";
    } else if (parts.empty() && agent.observes.size() > 1) {
      failed += "; goes on with the next";
    }
    parts.push_back(std::move(failed));
  }
  return parts.empty() ? "finds nothing new" : join(parts, "; ");
}

std::string Sentence::failed_deployment(model::NodeIndex node) const {
  const std::string words = "the deployment of " + label(node) + " failed";
  if (detail_.version == pki::no_certificate) {
    return words + (detail_.provisioning == world::ProvisioningFailure::none ? ": it took too long" : because());
  }
  const bool key = detail_.provisioning == world::ProvisioningFailure::private_key_missing;
  return words + ": " + certificate(detail_.version) +
         (key ? " is in its store without its private key" : " is not in its store");
}

// What became of the upgrade, and what it waits for.
void Sentence::tell_upgrade(std::string& out) const {
  const std::string whose = detail_.upgrade_step ? step(*detail_.upgrade_step) + " " : "the upgrade ";
  if (detail_.phase)
    out += "; phase " + std::to_string(*detail_.phase + 1) + (detail_.backward ? " is undone" : " begins");
  switch (event_.turn) {
    case world::UpgradeTurn::none:
    case world::UpgradeTurn::domain_verified:
      break;
    case world::UpgradeTurn::refused:
      out += "; the runtime refuses it: " + std::string(detail_.error);
      break;
    case world::UpgradeTurn::rollback_begins:
      out += "; " + whose + "goes back: " + std::string(world::to_string(detail_.failure));
      break;
    case world::UpgradeTurn::becomes_manual:
      out += "; " + whose + "waits for an operator from now on: " + std::string(world::to_string(detail_.failure));
      break;
    case world::UpgradeTurn::interrupted:
      out += "; " + whose + "is interrupted";
      break;
    case world::UpgradeTurn::rolled_back:
      out += "; " + whose + "has been rolled back";
      break;
    case world::UpgradeTurn::completed:
      if (!event_.step_completed && !detail_.phase) out += "; " + whose + "is done";
      break;
  }
  if (detail_.wait == world::WaitReason::none) return;
  check::UpgradeWait wait;
  wait.reason = detail_.wait;
  if (detail_.awaited != world::nobody) wait.node = detail_.awaited;
  out += "; the upgrade " + check::words_for(wait, scenario_.cluster);
}

void Sentence::tell_states(std::string& out) const {
  const std::vector<NodeTurn>& turns = run_.node_turns();
  const auto first = std::lower_bound(turns.begin(), turns.end(), number_,
                                      [](const NodeTurn& turn, EventNumber wanted) { return turn.event < wanted; });
  // Of a node that went through several states, the first and the last of them.
  struct Turns {
    const NodeTurn* first;
    const NodeTurn* last;
  };
  std::vector<Turns> nodes;
  for (auto turn = first; turn != turns.end() && turn->event == number_; ++turn) {
    if (nodes.size() > most_nodes_looked_at) break;
    const auto known =
        std::find_if(nodes.begin(), nodes.end(), [&](const Turns& each) { return each.first->node == turn->node; });
    if (known == nodes.end()) {
      nodes.push_back({&*turn, &*turn});
    } else {
      known->last = &*turn;
    }
  }
  // That has been said already.
  std::erase_if(nodes, [&](const Turns& each) {
    return each.last->node == event_.node &&
           (each.last->cause == world::Cause::joined || std::holds_alternative<world::SuspendNode>(event_.what));
  });
  for (std::size_t i = 0; i < std::min(nodes.size(), most_turns_told); ++i) {
    const NodeTurn* const began = nodes[i].first;
    const NodeTurn* const ended = nodes[i].last;
    out += "; " + name(ended->node);
    const auto* const down = std::find_if(began, ended, [&](const NodeTurn& each) {
      return each.node == ended->node && each.to == world::NodeState::down;
    });
    const bool starts_again = ended->cause == world::Cause::host_restarts_it;
    if (starts_again && down != ended) {
      out += " ends: " + std::string(check::words_for(down->cause)) + ", and its host starts it again";
      continue;
    }
    out += " is " + std::string(world::to_string(ended->to));
    const bool left = ended->to == world::NodeState::down || ended->to == world::NodeState::suspended || starts_again;
    if (left && ended->cause != world::Cause::none) out += ": " + std::string(check::words_for(ended->cause));
  }
  if (nodes.size() > most_nodes_looked_at) {
    out += "; other nodes go on to other states too";
  } else if (nodes.size() > most_turns_told) {
    out += "; " + counted(nodes.size() - most_turns_told, "other node") + " likewise";
  }
}

}  // namespace

std::string event_text(const RecordedRun& run, EventNumber number) {
  if (number == 0) return "the start";
  return Sentence(run, number).text();
}

std::string_view event_name(const RecordedRun& run, EventNumber number) {
  return number == 0 ? std::string_view("Start") : world::name_of(run.event(number).what);
}

}  // namespace certdrill::replay
