#include "check/clean_up.h"

#include <algorithm>
#include <map>
#include <utility>

#include "world/vaults.h"

namespace certdrill::check {
namespace {

bool selects(const model::NodeSelection& where, model::NodeIndex node) {
  return where.all || std::binary_search(where.nodes.begin(), where.nodes.end(), node);
}

bool holds(const model::Store& store, pki::CertificateId certificate) {
  const auto place =
      std::lower_bound(store.entries.begin(), store.entries.end(), certificate,
                       [](const model::StoreEntry& entry, pki::CertificateId id) { return entry.certificate < id; });
  return place != store.entries.end() && place->certificate == certificate;
}

// What an agent would bring to a node that is new.
std::vector<pki::CertificateId> brought_by(const world::World& world, model::AgentIndex agent) {
  std::vector<pki::CertificateId> brought;
  const std::vector<world::AgentState>& states = world.provisioned().agents;
  if (agent >= states.size() || !states[agent].runs) return brought;
  for (const model::ObservedCertificate& observed : states[agent].observes) {
    if (!observed.line) continue;
    const std::optional<std::uint32_t> version =
        observed.version ? observed.version : world::Vaults::current_version(world, *observed.line);
    if (version) brought.push_back(world.scenario().vault_certificates[*observed.line].versions[*version].certificate);
  }
  std::sort(brought.begin(), brought.end());
  brought.erase(std::unique(brought.begin(), brought.end()), brought.end());
  return brought;
}

// What the rules of nodes of this configuration find.
struct Found {
  std::vector<pki::CertificateId> alone;  // by a P that finds nothing else
  pki::CertificateId shown_to_clients = pki::no_certificate;
};
Found found_by(const world::World& world, AuthenticationClasses& classes, ConfigurationId id, SimTime now) {
  Found result;
  const auto look = [&](const trust::Presentation& found) {
    if (found.candidates.size() == 1) result.alone.push_back(found.candidates.front().certificate);
    return found.chosen;
  };
  (void)look(classes.presentation(world.configurations(), id, now));
  result.shown_to_clients = look(classes.endpoint_presentation(world.configurations(), id, now));
  return result;
}
bool finds_alone(const Found& found, pki::CertificateId certificate) {
  return std::find(found.alone.begin(), found.alone.end(), certificate) != found.alone.end();
}

void add(CleanUp::Nodes& nodes, model::NodeIndex node, std::size_t most_named) {
  ++nodes.count;
  if (nodes.first.size() < most_named) nodes.first.push_back(node);
}

CleanUpVerdict verdict_of(const CleanUp& each) {
  if (each.in_use.count > 0) return CleanUpVerdict::in_use;
  if (each.needed.count > 0) return CleanUpVerdict::needed;
  if (each.comes_back.count > 0) return CleanUpVerdict::comes_back;
  return each.held > 0 ? CleanUpVerdict::safe : CleanUpVerdict::gone;
}

class Look {
 public:
  Look(const world::World& world, AuthenticationClasses& classes, SimTime now, std::size_t most_named)
      : world_(world),
        classes_(classes),
        now_(now),
        most_named_(most_named),
        shown_(certificates_shown(world, classes)) {
    const auto agents = static_cast<model::AgentIndex>(world.scenario().agents.size());
    for (model::AgentIndex agent = 0; agent < agents; ++agent) brought_.push_back(brought_by(world, agent));
  }

  std::vector<CleanUp> all() {
    const auto nodes = static_cast<model::NodeIndex>(world_.configuration_by_node().size());
    for (model::NodeIndex node = 0; node < nodes; ++node) look_at(node);
    for (const auto& [certificate, node] : shown_) {
      CleanUp& each = of(certificate);
      const ConfigurationId id = world_.configuration_of(node);
      if (!holds(world_.configurations().store_of(id), certificate)) add(each.in_use, node, most_named_);
    }
    std::vector<CleanUp> result;
    for (auto& [certificate, each] : found_) {
      if (world_.scenario().certificates[certificate].authority) continue;
      each.verdict = verdict_of(each);
      std::sort(each.in_use.first.begin(), each.in_use.first.end());
      for (model::AgentIndex agent = 0; agent < brought_.size(); ++agent) {
        if (std::binary_search(brought_[agent].begin(), brought_[agent].end(), certificate))
          each.brought_by.push_back(agent);
      }
      result.push_back(std::move(each));
    }
    return result;
  }

 private:
  CleanUp& of(pki::CertificateId certificate) {
    CleanUp& each = found_[certificate];
    each.certificate = certificate;
    return each;
  }

  void look_at(model::NodeIndex node) {
    const ConfigurationId id = world_.configuration_of(node);
    const model::Store& store = world_.configurations().store_of(id);
    if (!store.deployed) return;
    const auto [rules, is_new] = rules_.try_emplace(id);
    if (is_new) rules->second = found_by(world_, classes_, id, now_);
    for (const model::StoreEntry& entry : store.entries) {
      CleanUp& each = of(entry.certificate);
      ++each.held;
      if (entry.certificate == rules->second.shown_to_clients ||
          std::binary_search(shown_.begin(), shown_.end(), std::pair(entry.certificate, node))) {
        add(each.in_use, node, most_named_);
      } else if (finds_alone(rules->second, entry.certificate)) {
        add(each.needed, node, most_named_);
      } else if (comes_back(entry.certificate, node)) {
        add(each.comes_back, node, most_named_);
      } else {
        add(each.safe, node, most_named_);
      }
    }
  }

  [[nodiscard]] bool comes_back(pki::CertificateId certificate, model::NodeIndex node) const {
    for (model::AgentIndex agent = 0; agent < brought_.size(); ++agent) {
      if (std::binary_search(brought_[agent].begin(), brought_[agent].end(), certificate) &&
          selects(world_.scenario().agents[agent].where, node))
        return true;
    }
    return false;
  }

  const world::World& world_;
  AuthenticationClasses& classes_;
  SimTime now_;
  std::size_t most_named_;
  std::vector<ShownByNode> shown_;
  std::vector<std::vector<pki::CertificateId>> brought_;  // by agent
  std::map<ConfigurationId, Found> rules_;
  std::map<pki::CertificateId, CleanUp> found_;
};

}  // namespace

std::vector<CleanUp> clean_up(const world::World& world, AuthenticationClasses& classes, SimTime now,
                              std::size_t most_named) {
  std::vector<CleanUp> all = Look(world, classes, now, most_named).all();
  const std::vector<CertificateUse> uses = certificate_use(world, classes, 0);
  for (CleanUp& each : all) {
    const auto use = std::find_if(uses.begin(), uses.end(),
                                  [&](const CertificateUse& known) { return known.certificate == each.certificate; });
    each.kernels_alone =
        use != uses.end() && use->kernel_leases > 0 && use->transport_sessions == 0 && use->loaded == 0;
  }
  return all;
}

bool can_be_cleaned_up(pki::CertificateId certificate, const world::World& world, const ClusterCount& count,
                       const SessionCount* sessions, SimTime now) {
  // What rules most moments out comes first.
  if (count.presented()[certificate] > 0) return false;
  if (sessions != nullptr && sessions->with(certificate) > 0) return false;
  const auto agents = static_cast<model::AgentIndex>(world.scenario().agents.size());
  for (model::AgentIndex agent = 0; agent < agents; ++agent) {
    const std::vector<pki::CertificateId> brought = brought_by(world, agent);
    if (std::binary_search(brought.begin(), brought.end(), certificate)) return false;
  }
  AuthenticationClasses& classes = world.classes();
  for (ConfigurationId id = 0; id < count.by_configuration().size(); ++id) {
    if (count.by_configuration()[id].nodes == 0 || !holds(world.configurations().store_of(id), certificate)) continue;
    const Found found = found_by(world, classes, id, now);
    if (found.shown_to_clients == certificate || finds_alone(found, certificate)) return false;
  }
  const std::vector<pki::CertificateId>& loaded = world.federation().loaded;
  return std::find(loaded.begin(), loaded.end(), certificate) == loaded.end();
}

}  // namespace certdrill::check
