// What StoryTeller tells of the journey of certificates: what agents brought, how machines came into being or did not,
// and why a certificate cannot be cleaned up.
#include <algorithm>

#include "base/duration.h"
#include "base/text.h"
#include "check/clean_up.h"
#include "check/federation_story.h"
#include "check/provisioning_words.h"
#include "check/story.h"
#include "model/notation.h"
#include "world/agents.h"
#include "world/machines.h"
#include "world/vaults.h"

namespace certdrill::check {
namespace {

using world::ProvisioningFailure;
using Of = ProvisioningTrouble::Of;

std::string label_of(model::NodeIndex node, const model::Cluster& cluster) {
  return cluster.node_name(node) + " (" + cluster.upgrade_domains[cluster.nodes[node].upgrade_domain] + ")";
}

const model::StoreEntry* find_entry(const model::Store& store, pki::CertificateId certificate) {
  const auto found = std::find_if(store.entries.begin(), store.entries.end(),
                                  [&](const model::StoreEntry& entry) { return entry.certificate == certificate; });
  return found == store.entries.end() ? nullptr : &*found;
}

// "cluster-2", "TP=cluster-2": what a machine lacks, and where.
std::string words_for_lack(const ProvisioningTrouble& trouble) {
  const std::string entry = trouble.what + (trouble.of_endpoint ? " of its server P" : " of its P");
  return trouble.why == ProvisioningFailure::private_key_missing
             ? "what " + entry + " names is in its store without the private key"
             : "its store has nothing that " + entry + " names";
}

// ": kv/cluster: access denied": the first thing that the agent cannot fetch now; empty: there is none.
std::string what_fails(const world::World& world, model::AgentIndex agent) {
  const std::vector<world::AgentState>& states = world.provisioned().agents;
  if (agent >= states.size()) return {};
  for (const model::ObservedCertificate& observed : states[agent].observes) {
    const world::Vaults::Answer answer = world::Vaults::get(world, observed, world.scenario().agents[agent].identity);
    if (answer.failure != ProvisioningFailure::none)
      return ": " + observed.address + ": " + std::string(words_for(answer.failure));
  }
  return {};
}

// What helps against the failure of an agent.
std::string advice_on(ProvisioningFailure failure) {
  switch (failure) {
    case ProvisioningFailure::access_denied:
      return "grant its identity access to the vault before it runs";
    case ProvisioningFailure::vault_unavailable:
      return "wait until the vault is back";
    case ProvisioningFailure::version_disabled:
      return "enable the version, or name another one";
    case ProvisioningFailure::secret_deleted:
    case ProvisioningFailure::unknown_certificate:
      return "take the address out of the agent's list, or put the certificate into the vault";
    case ProvisioningFailure::no_version_yet:
      return "have the first version in the vault before the agent needs it";
    case ProvisioningFailure::template_deployment_off:
      return "let the vault serve template deployments";
    default:
      return {};
  }
}

}  // namespace

std::string message_for(const ProvisioningTrouble& trouble, const model::Scenario& scenario) {
  const std::string reason(words_for(trouble.why));
  switch (trouble.of) {
    case Of::machine: {
      const std::string first = label_of(trouble.first_node.value_or(0), scenario.cluster);
      const std::string whom = trouble.nodes > 1 ? counted(trouble.nodes, "machine") : first;
      std::string why = words_for_lack(trouble);
      if (trouble.why == ProvisioningFailure::initial_sync_timed_out) {
        why = (trouble.who.empty() ? "what comes before the bootstrap agent" : trouble.who) + " was not done within " +
              certdrill::to_string(scenario.cluster.bootstrap.timeout);
      }
      return "the deployment of " + whom + " failed: " + why + (trouble.nodes > 1 ? "; first " + first : "");
    }
    case Of::update:
      return "the update of " + trouble.who + " failed as a whole: " + trouble.what + ": " + reason;
    case Of::vault:
      return "a version of " + trouble.who + " is due and cannot be made: " + reason;
    case Of::step:
      return quoted(trouble.who) + " changes nothing: " + reason;
    case Of::agent:
      break;
  }
  const std::string where = trouble.nodes == 1 ? label_of(trouble.first_node.value_or(0), scenario.cluster)
                                               : counted(trouble.nodes, "node") + ", first on " +
                                                     label_of(trouble.first_node.value_or(0), scenario.cluster);
  return trouble.who + " cannot fetch " + (trouble.what.empty() ? "what it observes" : trouble.what) + " on " + where +
         ": " + reason;
}

// "extension on N3 (UD0) installed cluster-2", with what else it did there.
std::string StoryTeller::brought(model::AgentIndex agent, const world::NodeChange& change) const {
  const model::Store& before = world_->configurations().store_of(change.from);
  const model::Store& after = world_->configurations().store_of(change.to);
  std::vector<std::string> parts;
  for (const model::StoreEntry& entry : after.entries) {
    const model::StoreEntry* const was = find_entry(before, entry.certificate);
    const std::string name = certificate_name(entry.certificate);
    if (was == nullptr) {
      parts.push_back("installed " + name);
    } else if (was->key != entry.key) {
      parts.push_back("installed " + name + " anew, with its key");
    }
    const pki::CertificateId marked = was == nullptr ? pki::no_certificate : was->renewed_by;
    if (entry.renewed_by != marked && entry.renewed_by != pki::no_certificate)
      parts.push_back("marked " + name + " as renewed by " + certificate_name(entry.renewed_by));
  }
  for (const model::StoreEntry& entry : before.entries) {
    if (find_entry(after, entry.certificate) == nullptr)
      parts.push_back("took " + certificate_name(entry.certificate) + " away");
  }
  return world_->scenario().agents[agent].name + " on " + node_label(change.node) + " " +
         (parts.empty() ? "changed nothing" : join_words(parts));
}

// "cluster-2 alone", "cluster-1 and cluster-2"; authorities are not told.
std::string StoryTeller::holdings(model::NodeIndex node) const {
  const model::Store& store = world_->configurations().store_of(world_->configuration_of(node));
  std::vector<pki::CertificateId> held;
  for (const model::StoreEntry& entry : store.entries) {
    if (!world_->scenario().certificates[entry.certificate].authority) held.push_back(entry.certificate);
  }
  if (held.empty()) return "no certificate";
  return held.size() == 1 ? "only " + certificate_name(held.front()) : names_of(held);
}

std::optional<std::string> StoryTeller::cause_in_provisioning(const Happening& happening) const {
  const auto told_of = [&](model::NodeIndex node) {
    return happening.step && std::holds_alternative<model::ReimageStep>(world_->scenario().steps[*happening.step].what)
               ? node_label(node) + " was re-imaged"
               : node_label(node) + " was deployed";
  };
  if (const auto* poll = std::get_if<world::PollVault>(&happening.action); poll != nullptr && happening.change)
    return brought(poll->agent, *happening.change) + ".";
  if (const auto* start = std::get_if<world::StartAgent>(&happening.action); start != nullptr && happening.change)
    return brought(start->agent, *happening.change) + ".";
  if (const auto* scan = std::get_if<world::ScanStore>(&happening.action); scan != nullptr && happening.change)
    return changed_store(scan->node, *happening.change) + " by the scan of its store.";
  if (const auto* boot = std::get_if<world::BootstrapNode>(&happening.action); boot != nullptr && happening.change)
    return told_of(boot->node) + " and has " + holdings(boot->node) + ".";
  if (const auto* reimage = std::get_if<world::ReimageNode>(&happening.action))
    return node_label(reimage->node) + " went back to its image.";
  if (const auto* made = std::get_if<world::DeployNode>(&happening.action))
    return "The machine of " + node_label(made->node) + " was made.";
  return std::nullopt;
}

// What its bootstrap agent looked for, and why the agents before it had not brought it.
void StoryTeller::tell_of_machine(const ProvisioningTrouble& trouble, Finding& finding) {
  const model::Scenario& scenario = world_->scenario();
  const model::NodeIndex node = trouble.first_node.value_or(0);
  const std::string label = node_label(node);
  finding.story.push_back(label + " is to present " + model::to_string(security_of(world_->configuration_of(node))) +
                          ", and its store has " + holdings(node) + ".");
  const auto selects = [&](const model::NodeSelection& where) {
    return where.all || std::binary_search(where.nodes.begin(), where.nodes.end(), node);
  };
  const std::vector<model::AgentIndex>& after = scenario.cluster.bootstrap.after;
  std::string not_awaited;
  std::string not_required;
  for (model::AgentIndex agent = 0; agent < scenario.agents.size(); ++agent) {
    const model::Agent& each = scenario.agents[agent];
    if (!selects(each.where)) continue;
    const bool awaited = std::binary_search(after.begin(), after.end(), agent);
    const std::vector<world::AgentState>& states = world_->provisioned().agents;
    if (agent < states.size() && !states[agent].runs) {
      finding.story.push_back(each.name + " does not run there.");
    } else if (!awaited) {
      finding.story.push_back("The bootstrap agent did not wait for " + each.name + ".");
      if (not_awaited.empty()) not_awaited = each.name;
    } else if (!world::Agents::ready(*world_, agent, node)) {
      finding.story.push_back(each.name + " was not done" + what_fails(*world_, agent) + ".");
    } else {
      const bool polls = each.kind != model::AgentKind::scale_set_secrets;
      finding.story.push_back(each.name + " was done" +
                              (polls && !each.require_initial_sync
                                   ? ", for it need not have fetched all that it observes (requireInitialSync is off)"
                                   : "") +
                              what_fails(*world_, agent) + ".");
      if (polls && !each.require_initial_sync && not_required.empty()) not_required = each.name;
    }
  }
  if (trouble.why == ProvisioningFailure::initial_sync_timed_out) {
    finding.advice = "see under Provisioning what " + (trouble.who.empty() ? "the agent" : trouble.who) +
                     " cannot fetch: it waits for all that it observes";
  } else if (!not_awaited.empty()) {
    finding.advice = "let the bootstrap agent wait for " + not_awaited + " (bootstrap, after)";
  } else if (!not_required.empty()) {
    finding.advice = "set requireInitialSync of " + not_required + ", and see to it that it can fetch what it observes";
  } else {
    finding.advice = "have an agent bring what the P of the node names, with its private key, before the node starts";
  }
}

Finding StoryTeller::tell_trouble(const ProvisioningTrouble& trouble) {
  Finding finding;
  finding.id = trouble.of == Of::machine ? id_of_failed_deployment : id_of_failed_provisioning;
  finding.check = no_check;
  finding.at = trouble.since;
  if (trouble.step) finding.step = world_->scenario().steps[*trouble.step].name;
  finding.message = message_for(trouble, world_->scenario());
  if (trouble.of == Of::machine) {
    tell_of_machine(trouble, finding);
  } else {
    finding.story.push_back("One version that it cannot read, and " + trouble.who + " installs nothing, on no node.");
    finding.advice = advice_on(trouble.why);
  }
  return finding;
}

void StoryTeller::tell_of_clean_up(const WatchedProperty& watched, const std::vector<Happening>& happenings,
                                   Finding& finding) {
  const std::string name = certificate_name(watched.certificate);
  const model::Scenario& scenario = world_->scenario();
  if (!happenings.empty()) finding.story.push_back(cause(happenings));
  CleanUp found;
  for (CleanUp& each : clean_up(*world_, *classes_, now_)) {
    if (each.certificate == watched.certificate) found = std::move(each);
  }
  finding.message = name + " cannot be cleaned up";
  if (found.in_use.count > 0) {
    finding.message += ": it is in use on " + counted(found.in_use.count, "node") + ", first on " +
                       node_label(found.in_use.first.front());
    finding.story.push_back(presents(found.in_use.first.front()) + ".");
    finding.advice = found.kernels_alone
                         ? "restart the hosts: only the sessions of the kernels use it, and those outlive the nodes"
                         : "wait until nobody presents it and the last session made with it has ended";
  } else if (found.needed.count > 0) {
    finding.message += ": the P of " + counted(found.needed.count, "node") + " finds no other, first that of " +
                       node_label(found.needed.first.front());
    finding.story.push_back(presents(found.needed.first.front()) + ".");
    finding.advice = "change P first";
  } else if (!found.brought_by.empty()) {
    const std::string& agent = scenario.agents[found.brought_by.front()].name;
    finding.message += ": " + agent + " would install it again";
    finding.advice = "take it out of what " + agent + " observes, or have a newer version in the vault";
  }
}

}  // namespace certdrill::check
