#include "replay/actor_inspection.h"

#include <algorithm>

#include "base/duration.h"
#include "base/text.h"
#include "check/provisioning_words.h"
#include "model/notation.h"
#include "world/client_calls.h"

namespace certdrill::replay {
namespace {

using trust::Grant;
using world::Outcome;

const model::Scenario& scenario_of(const Cursor& cursor) { return cursor.run().scenario(); }

std::string name_of(pki::CertificateId id, const model::Scenario& scenario) {
  return id == pki::no_certificate ? "nothing" : scenario.certificates[id].name;
}

std::string nodes_of(std::uint64_t some, std::uint64_t all) {
  return some == all ? (all == 1 ? "its one node" : "all " + counted(all, "node"))
                     : std::to_string(some) + " of " + counted(all, "node");
}

VersionRow version_row(const VersionMoment& version, const model::VaultVersion& said, bool current,
                       const model::Scenario& scenario) {
  const pki::CertificateSpec& spec = scenario.certificates[version.certificate];
  VersionRow row;
  row.certificate = version.certificate;
  row.name = spec.name;
  row.dates = date_to_string(spec.not_before) + " to " + date_to_string(spec.not_after);
  row.usable = version.made && !version.disabled;
  if (!version.made) {
    row.state = said.by_step ? "comes when a step makes it" : "comes on " + date_to_string(said.created);
  } else if (version.disabled) {
    row.state = "disabled";
  } else {
    row.state = current ? "the current one" : "an earlier one";
  }
  return row;
}

std::string policy_of(const model::RenewalPolicy& policy) {
  if (!policy.validity) return "imported; nothing is renewed";
  std::string text = "for " + to_string(*policy.validity) + "; ";
  if (policy.at_percent) {
    text += "renewed after " + std::to_string(*policy.at_percent) + " % of it";
  } else if (policy.before_expiry) {
    text += "renewed " + to_string(*policy.before_expiry) + " before its end";
  } else {
    return text + "never renewed by itself";
  }
  return text + (policy.same_key ? ", with the same key" : ", with a new key");
}

std::string_view words_for(model::AgentKind kind) {
  switch (kind) {
    case model::AgentKind::scale_set_secrets:
      return "scale-set secrets";
    case model::AgentKind::key_vault_extension:
      return "Key Vault extension";
    case model::AgentKind::file_drop:
      return "file drop";
  }
  return {};
}

std::string words_for(const check::ClientStandings& standings) {
  std::vector<std::string> parts;
  for (const Grant grant : {Grant::all, Grant::admin, Grant::user}) {
    if (standings[grant] == 0) continue;
    parts.push_back((grant == Grant::all ? "all rights" : std::string(trust::to_string(grant))) + " on " +
                    std::to_string(standings[grant]));
  }
  const std::uint64_t all = standings.connects() + standings[Grant::none];
  if (standings.connects() == 0) return "can connect to no node";
  return "can connect to " + nodes_of(standings.connects(), all) + ": " + join(parts, ", ");
}

CallRow call_row(const Cursor& cursor, model::ClientIndex client, std::uint32_t index, const model::ClientCall& call) {
  const model::Cluster& cluster = scenario_of(cursor).cluster;
  CallRow row;
  row.name = call.name;
  row.plan = call.every == Duration(0) ? "once" : "every " + to_string(call.every);
  row.plan += call.needs == model::NeededRole::admin ? ", needs Admin" : ", needs User";
  row.plan += call.attempts == 1
                  ? ", one attempt"
                  : ", " + std::to_string(call.attempts) + " attempts, " + to_string(call.pause) + " apart";
  std::uint64_t attempts = 0;
  std::uint64_t failed = 0;
  const CallPoint* last = nullptr;
  for (const CallPoint& each : cursor.run().calls_of(client)) {
    if (each.event > cursor.event()) break;
    if (each.call != index) continue;
    ++attempts;
    failed += each.succeeded() ? 0U : 1U;
    last = &each;
  }
  if (last == nullptr) {
    row.last = "not called yet";
    return row;
  }
  row.last = words_for(*last, cluster) + " at " + to_string(cursor.run().time_of(last->event));
  row.so_far = counted(attempts, "attempt") + " so far" +
               (failed == 0 ? ", none of them in vain" : ", " + std::to_string(failed) + " of them in vain");
  row.good = last->succeeded();
  return row;
}

}  // namespace

VaultInspection inspect_vault(const Cursor& cursor, model::VaultIndex vault) {
  const model::Scenario& scenario = scenario_of(cursor);
  const model::Vault& said = scenario.vaults[vault];
  const VaultMoment& is = cursor.snapshot().actors.vaults[vault];
  VaultInspection seen;
  seen.name = said.name;
  seen.answers = !is.out_until.has_value();
  seen.state = is.out_until ? "answers nobody until " + to_string(*is.out_until) : "answers";
  std::vector<std::string> readers;
  for (const model::IdentityIndex reader : is.readers) readers.push_back(scenario.identities[reader]);
  if (said.template_deployment) readers.emplace_back("the compute service, for scale-set secrets");
  seen.readers = readers.empty() ? "nobody" : join_words(readers);
  for (const LineMoment& line : is.lines) {
    const model::VaultCertificate& what = scenario.vault_certificates[line.line];
    LineInspection row;
    row.name = what.name;
    row.policy = line.deleted ? "deleted" : policy_of(what.policy);
    if (line.renewal_waits) row.policy += "; the next version is due, and waits for the vault";
    for (std::size_t version = 0; version < line.versions.size(); ++version) {
      row.versions.push_back(
          version_row(line.versions[version], what.versions[version], line.current == version, scenario));
      if (line.deleted) row.versions.back().usable = false;
    }
    seen.lines.push_back(std::move(row));
  }
  return seen;
}

AgentInspection inspect_agent(const Cursor& cursor, model::AgentIndex agent) {
  const model::Scenario& scenario = scenario_of(cursor);
  const model::Agent& said = scenario.agents[agent];
  const AgentMoment& is = cursor.snapshot().actors.agents[agent];
  AgentInspection seen;
  seen.name = said.name;
  seen.kind = std::string(words_for(said.kind)) + ", as identity " + scenario.identities[said.identity];
  if (said.kind != model::AgentKind::scale_set_secrets) seen.kind += ", every " + to_string(said.polling_interval);
  seen.state = is.runs ? "runs on " + counted(is.nodes, "node") : "does not run";
  if (is.syncing > 0) seen.state += "; " + std::to_string(is.syncing) + " of them wait for what they must have first";
  for (const ObservedMoment& each : is.observed) {
    ObservedRow row;
    row.address = each.address;
    row.good = each.failure == world::ProvisioningFailure::none && each.nodes_with == is.nodes;
    row.text = each.failure != world::ProvisioningFailure::none
                   ? std::string(check::words_for(each.failure))
                   : "is " + name_of(each.certificate, scenario) + ": on " + nodes_of(each.nodes_with, is.nodes);
    seen.observed.push_back(std::move(row));
  }
  if (is.starting > 0) seen.state += "; the first cycle of " + std::to_string(is.starting) + " is to come";
  if (is.to_poll > 0) {
    model::NodeIndex first = world::nobody;
    SimTime at = SimTime::max();
    const auto& by_node = cursor.world().provisioned().agents[agent].by_node;
    for (model::NodeIndex node = 0; node < by_node.size(); ++node) {
      const SimTime next = by_node[node].next_poll;
      if (by_node[node].stage == world::AgentOnNode::Stage::starting || next == SimTime::min() || next >= at) continue;
      at = next;
      first = node;
    }
    seen.waiting = counted(is.to_poll, "node") + " may find something at the next cycle";
    if (first != world::nobody)
      seen.waiting += ", " + scenario.cluster.node_name(first) + " first, at " + to_string(at);
  }
  std::vector<std::string> habits;
  if (said.require_initial_sync) habits.emplace_back("must have everything before a new machine goes on");
  if (said.link_on_renewal) habits.emplace_back("links what it brings to what it renews");
  seen.links = join(habits, "; ");
  return seen;
}

ClientInspection inspect_client(const Cursor& cursor, model::ClientIndex client) {
  const model::Scenario& scenario = scenario_of(cursor);
  const model::Client& is = world::ClientCalls::client(cursor.world(), client);
  const ClientMoment& moment = cursor.snapshot().actors.clients[client];
  ClientInspection seen;
  seen.name = scenario.cluster.clients[client].name;
  if (!moment.known) {
    seen.standing = "nobody knows what it shows and accepts: nothing can be said of it";
    seen.connects = false;
    return seen;
  }
  seen.security = model::to_string(scenario.securities[is.security]);
  seen.shows = name_of(moment.shows, scenario);
  seen.standing = words_for(moment.standings);
  seen.connects = moment.standings[Grant::none] == 0;
  for (std::uint32_t call = 0; call < is.calls.size(); ++call)
    seen.calls.push_back(call_row(cursor, client, call, is.calls[call]));
  return seen;
}

std::string agent_line(const AgentMoment& agent, const model::Scenario& scenario) {
  if (!agent.runs) return "does not run";
  if (const ObservedMoment* const way = agent.on_its_way()) {
    return name_of(way->certificate, scenario) + " on " + std::to_string(way->nodes_with) + " of " +
           counted(agent.nodes, "node");
  }
  const auto failing = std::find_if(agent.observed.begin(), agent.observed.end(), [](const ObservedMoment& each) {
    return each.failure != world::ProvisioningFailure::none;
  });
  if (failing != agent.observed.end() && agent.observed.size() == 1)
    return std::string(check::words_for(failing->failure));
  if (failing != agent.observed.end())
    return std::string(failing->address) + ": " + std::string(check::words_for(failing->failure));
  if (agent.observed.size() != 1) return "has brought all it observes";
  return name_of(agent.observed.front().certificate, scenario) + " on " + nodes_of(agent.nodes, agent.nodes);
}

std::string vault_line(const VaultMoment& vault, const model::Scenario& scenario) {
  if (vault.out_until) return "answers nobody";
  std::vector<std::string> current;
  for (const LineMoment& line : vault.lines) {
    current.push_back(line.current ? name_of(line.versions[*line.current].certificate, scenario)
                                   : scenario.vault_certificates[line.line].name +
                                         (line.deleted ? " deleted" : " has no version"));
  }
  return current.empty() ? "holds nothing" : "has " + join_words(current);
}

std::string words_for(const CallPoint& call, const model::Cluster& cluster) {
  const std::string node = call.node == world::nobody ? "a node" : cluster.node_name(call.node);
  switch (call.outcome) {
    case Outcome::allowed:
      return "let in by " + node;
    case Outcome::not_authorized:
      return "let in by " + node + ", and not allowed";
    case Outcome::refused:
      return "no connection to " + node;
    default:
      return "found no node";
  }
}

std::string client_line(const ClientMoment& client, const model::Scenario& scenario) {
  if (!client.known) return "unknown";
  if (client.last_calls.empty()) return words_for(client.standings);
  const auto failed = std::find_if(client.last_calls.begin(), client.last_calls.end(),
                                   [](const CallPoint& each) { return !each.succeeded(); });
  // The one that fails says most, else the latest.
  const auto latest = std::max_element(client.last_calls.begin(), client.last_calls.end(),
                                       [](const CallPoint& a, const CallPoint& b) { return a.event < b.event; });
  return words_for(failed != client.last_calls.end() ? *failed : *latest, scenario.cluster);
}

}  // namespace certdrill::replay
