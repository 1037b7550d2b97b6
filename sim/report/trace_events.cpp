// What the lines of events say: whom an event concerns, how it went, and what became of nodes and of the upgrade.
#include "report/trace_events.h"

#include <algorithm>
#include <string>
#include <type_traits>

#include "check/provisioning_words.h"
#include "report/trace_writer.h"
#include "world/client_calls.h"

namespace certdrill::report {
namespace {

// What the two ends of the session of a lease show: of one that is open, or was made, what it was made with; of one
// that was refused or closed, what they have loaded.
world::SessionCertificates shown_by(const world::Federation& federation, const world::Lease* lease,
                                    const world::Effects& effects) {
  const bool stands = lease != nullptr && lease->has_session() && effects.outcome != world::Outcome::refused;
  if (stands) return lease->transport;
  const auto loaded = [&](const std::optional<model::NodeIndex>& node) {
    return node && *node < federation.loaded.size() ? federation.loaded[*node] : pki::no_certificate;
  };
  return {loaded(effects.one_end), loaded(effects.other_end)};
}

std::optional<world::LeaseIndex> lease_of(const world::Action& action) {
  return std::visit(
      [](const auto& each) -> std::optional<world::LeaseIndex> {
        if constexpr (requires { each.lease; }) return each.lease;
        return std::nullopt;
      },
      action);
}

// Does the event try a session, so that certificates are shown?
bool shows_certificates(const world::Action& action, const world::Effects& effects) {
  return std::holds_alternative<world::RenewSession>(action) || std::holds_alternative<world::CloseSession>(action) ||
         (std::holds_alternative<world::EstablishLease>(action) && effects.outcome != world::Outcome::failed);
}

}  // namespace

bool is_plain(const world::Effects& effects) {
  return !effects.domain_completed && !effects.step_completed && effects.states.empty() &&
         effects.wait == world::WaitReason::none && effects.turn == world::UpgradeTurn::none && !effects.phase;
}

bool TraceWriter::tell_pair_quickly(const world::Simulation::Event& event, const world::Effects& effects,
                                    const world::World& world) {
  const std::optional<world::LeaseIndex> index = lease_of(event.what);
  const model::Scenario& scenario = world.scenario();
  if (!index || !effects.one_end || !effects.other_end || effects.loser || !is_plain(effects) ||
      !effects.changes.empty() || !scenario.cluster.node_names.empty()) {
    return false;
  }
  const world::Federation& federation = world.federation();
  const world::Lease* const lease = *index < federation.leases.size() ? &federation.leases[*index] : nullptr;
  const bool shows = shows_certificates(event.what, effects);
  const world::SessionCertificates shown = shows ? shown_by(federation, lease, effects) : world::SessionCertificates{};
  // One number for all that the rest of the line says; certificates are fewer than 2^17 (model::limits).
  constexpr std::uint64_t below = 1ULL << 17;
  const auto id = [&](pki::CertificateId certificate) { return std::min<std::uint64_t>(certificate, below - 1); };
  const std::uint64_t key = static_cast<std::uint64_t>(effects.outcome) | (shows ? 1ULL << 8 : 0) |
                            id(shown.of_opener) << 16 | id(shown.of_acceptor) << 40;
  const std::uint32_t rest = writer_.batch().rest_of_line(key, [&] {
    const auto name = [&](pki::CertificateId certificate) {
      return certificate == pki::no_certificate ? "null" : "\"" + scenario.certificates[certificate].name + "\"";
    };
    std::string text = "\"";
    if (effects.outcome != world::Outcome::none)
      text += ",\"outcome\":\"" + std::string(world::to_string(effects.outcome)) + "\"";
    if (shows) text += ",\"aShows\":" + name(shown.of_opener) + ",\"bShows\":" + name(shown.of_acceptor);
    return text + "}\n";
  });
  const world::Action what = std::visit(
      [&](const auto& each) -> world::Action {
        using Kind = std::decay_t<decltype(each)>;
        if constexpr (requires { each.lease; }) return Kind{rest};
        return each;
      },
      event.what);
  writer_.batch().add_node_event(event.at, events_, what, *effects.one_end, *effects.other_end);
  if (writer_.batch().full()) writer_.hand_over();
  return true;
}

void TraceWriter::put_subject(const world::Simulation::Event& event, const world::Effects& effects,
                              const world::World& world) {
  const model::Scenario& scenario = world.scenario();
  const bool of_node =
      std::holds_alternative<world::SwitchNode>(event.what) || std::holds_alternative<world::ChangeStore>(event.what);
  std::visit(
      [&](const auto& each) {
        if constexpr (requires { each.fault; }) {
          put_word("fault", model::to_string(scenario.random_faults[each.fault].fault.kind));
          put_key("node");
          put_node(scenario, each.node);
        } else if constexpr (requires { each.agent; }) {
          put_word("agent", scenario.agents[each.agent].name);
          put_key("node");
          put_node(scenario, each.node);
        } else if constexpr (requires { each.call; }) {
          put_call(each, effects, world);
        } else if constexpr (requires { each.vault; }) {
          put_word("vault", scenario.vaults[each.vault].name);
        } else if constexpr (requires { each.line; }) {
          put_word("vaultCertificate", scenario.vault_certificates[each.line].name);
        } else if constexpr (requires { each.step; }) {
          put_word("step", scenario.steps[each.step].name);
        } else if constexpr (requires { each.domain; }) {
          put_word("domain", scenario.cluster.upgrade_domains[each.domain]);
        } else if constexpr (requires { each.node; }) {
          put_key("node");
          put_node(scenario, each.node);
        } else if constexpr (requires { each.authority; }) {
          put_word("authority", scenario.certificates[each.authority].name);
          put_key("number");
          put_number(effects.crl_number);
          if constexpr (std::is_same_v<std::decay_t<decltype(each)>, world::CrlExpires>)
            put(effects.crls_changed.empty() ? ",\"newerPublished\":true" : ",\"newerPublished\":false");
        } else if constexpr (requires { each.certificate; }) {
          put_word("certificate", scenario.certificates[each.certificate].name);
        }
      },
      event.what);
  if (of_node && !effects.changes.empty()) {
    put_key("from");
    put_number(effects.changes.back().from);
    put_key("to");
    put_number(effects.changes.back().to);
  }
  if (effects.one_end && !std::holds_alternative<world::CallEndpoint>(event.what)) {
    put_key("a");
    put_node(scenario, *effects.one_end);
  }
  if (effects.other_end) {
    put_key("b");
    put_node(scenario, *effects.other_end);
  }
  if (effects.outcome != world::Outcome::none) put_word("outcome", world::to_string(effects.outcome));
  const std::optional<world::LeaseIndex> lease = lease_of(event.what);
  if (lease && effects.one_end && effects.other_end && shows_certificates(event.what, effects)) {
    const world::Federation& federation = world.federation();
    const world::SessionCertificates shown =
        shown_by(federation, *lease < federation.leases.size() ? &federation.leases[*lease] : nullptr, effects);
    for (const auto& [key, certificate] :
         {std::pair("aShows", shown.of_opener), std::pair("bShows", shown.of_acceptor)}) {
      put_key(key);
      if (certificate == pki::no_certificate) {
        put("null");
      } else {
        put_string(scenario.certificates[certificate].name);
      }
    }
  }
  if (effects.loser) {
    put_key("loser");
    put_node(scenario, *effects.loser);
  }
  if (std::holds_alternative<world::RefreshTickets>(event.what)) {
    put_key("pieces");
    put_number(world.federation().numbers.pieces);
    put_key("nodesWithQuorum");
    put_number(world.federation().numbers.nodes_with_quorum);
  }
}

// Whose call it is, which, which attempt, and the node that is called.
void TraceWriter::put_call(const world::CallEndpoint& call, const world::Effects& effects, const world::World& world) {
  const model::Scenario& scenario = world.scenario();
  put_word("client", scenario.cluster.clients[call.client].name);
  const std::vector<model::ClientCall>& calls = world::ClientCalls::client(world, call.client).calls;
  if (call.call < calls.size()) put_word("call", calls[call.call].name);
  if (effects.attempt) {
    put_key("attempt");
    put_number(*effects.attempt);
  }
  if (effects.one_end) {
    put_key("node");
    put_node(scenario, *effects.one_end);
  }
}

// What came of an agent's cycle, of a machine or of a vault.
void TraceWriter::put_provisioning(const world::Simulation::Event& event, const world::Effects& effects,
                                   const world::World& world) {
  const model::Scenario& scenario = world.scenario();
  if (effects.version) put_word("version", scenario.certificates[*effects.version].name);
  if (effects.provisioning == world::ProvisioningFailure::none) return;
  put_word("failure", world::to_string(effects.provisioning));
  if (const auto* const failed = check::failed_of(event.what, effects, world)) put_word("observed", failed->address);
}

// What became of the upgrade, and what it waits for.
void TraceWriter::put_effects(const world::Effects& effects, const model::Scenario& scenario) {
  if (effects.phase) {
    put_key("phase");
    put_number(*effects.phase + 1);
  }
  if (effects.backward) put(",\"backward\":true");
  if (effects.turn != world::UpgradeTurn::none) put_word("turn", world::to_string(effects.turn));
  if (effects.upgrade_step) put_word("upgrade", scenario.steps[*effects.upgrade_step].name);
  if (effects.failure != world::UpgradeFailure::none) put_word("failure", world::to_string(effects.failure));
  if (!effects.error.empty()) put_word("error", effects.error);
  if (effects.wait != world::WaitReason::none) put_word("wait", world::to_string(effects.wait));
  if (effects.awaited) {
    put_key("awaited");
    put_node(scenario, *effects.awaited);
  }
  if (effects.wait_until) {
    put_key("until");
    put_time(*effects.wait_until);
  }
}

void TraceWriter::tell_states(SimTime at, const world::Effects& effects, const model::Scenario& scenario) {
  for (const world::NodeStateChange& change : effects.states) {
    begin_line(at);
    put_word("change", "NodeState");
    put_key("node");
    put_node(scenario, change.node);
    put_word("from", world::to_string(change.from));
    put_word("to", world::to_string(change.to));
    put_word("cause", world::to_string(change.cause));
    end_line();
  }
}

}  // namespace certdrill::report
