#include "world/health_watch.h"

#include <algorithm>

namespace certdrill::world {
namespace {

SimTime end_of(const World& world, pki::CertificateId certificate) {
  return world.scenario().certificates[certificate].not_after;
}

// From when on its end is near.
SimTime near_from(const World& world, pki::CertificateId certificate) {
  return end_of(world, certificate) - world.scenario().cluster.store_watch.expiry_warning;
}

// When its warning is due, as long as it stays in use; max: it is not, or has been warned of, or has ended.
SimTime due_at(const World& world, pki::CertificateId certificate) {
  const Provisioned& provisioned = world.provisioned();
  const SimTime since = provisioned.in_use_since[certificate];
  if (provisioned.warned[certificate] || since == SimTime::min()) return SimTime::max();
  const SimTime due = std::max(since, near_from(world, certificate));
  return due < end_of(world, certificate) ? due : SimTime::max();
}

bool some_end_comes_near(const World& world) {
  const model::Scenario& scenario = world.scenario();
  for (pki::CertificateId id = 0; id < scenario.certificates.size(); ++id) {
    if (end_of(world, id) > scenario.start && (!scenario.end || near_from(world, id) <= *scenario.end)) return true;
  }
  return false;
}

}  // namespace

void HealthWatch::begin(World& world) {
  Provisioned& provisioned = world.provisioned_;
  if (!provisioned.on && !world.scenario().cluster.store_watch.says_expiry_warning) return;
  if (!some_end_comes_near(world)) return;
  const std::size_t certificates = world.scenario().certificates.size();
  provisioned.warned.assign(certificates, false);
  provisioned.in_use_since.assign(certificates, SimTime::min());
  world.presented_now_.users.assign(certificates, 0);
  HealthWatch watch(world);
  const SimTime start = world.scenario().start;
  watch.learn(start);
  for (const std::uint32_t configuration : world.configuration_) watch.count(configuration, true);
  Effects ignored;
  watch.settle(start, ignored);
}

PresentedNow::Shown HealthWatch::shown_by(std::uint32_t configuration, SimTime at) const {
  PresentedNow::Shown shown;
  const ConfigurationTable& table = world_.table_;
  if (!table.store_of(configuration).deployed) return shown;
  shown.to_peers = world_.classes_.presentation(table, configuration, at).chosen;
  const model::SecurityConfiguration& security = world_.scenario().securities[table[configuration].security];
  if (security.management.presents)
    shown.to_clients = world_.classes_.endpoint_presentation(table, configuration, at).chosen;
  return shown;
}

// The configurations that are new in the table.
void HealthWatch::learn(SimTime at) {
  PresentedNow& now = world_.presented_now_;
  for (auto id = static_cast<std::uint32_t>(now.shown.size()); id < world_.table_.size(); ++id) {
    now.shown.push_back(shown_by(id, at));
    now.nodes.push_back(0);
  }
}

void HealthWatch::use(pki::CertificateId certificate, std::uint64_t nodes, bool add) {
  if (certificate == pki::no_certificate || nodes == 0) return;
  std::uint64_t& users = world_.presented_now_.users[certificate];
  const bool was_used = users > 0;
  users = add ? users + nodes : users - nodes;
  if (was_used != (users > 0)) world_.presented_now_.touched.push_back(certificate);
}

void HealthWatch::count(std::uint32_t configuration, bool add) {
  PresentedNow& now = world_.presented_now_;
  now.nodes[configuration] += add ? 1U : 0xFFFFFFFFU;
  use(now.shown[configuration].to_peers, 1, add);
  use(now.shown[configuration].to_clients, 1, add);
}

void HealthWatch::settle(SimTime at, Effects& effects) {
  PresentedNow& now = world_.presented_now_;
  for (const pki::CertificateId certificate : now.touched) {
    SimTime& since = world_.provisioned_.in_use_since[certificate];
    if (now.users[certificate] == 0) {
      since = SimTime::min();
    } else if (since == SimTime::min()) {
      since = at;
      if (const SimTime due = due_at(world_, certificate); due != SimTime::max())
        effects.enabled.push_back({WarnOfExpiry{certificate}, {due, due}});
    }
  }
  now.touched.clear();
}

void HealthWatch::follow(std::size_t first, SimTime at, Effects& effects) {
  if (effects.changes.size() == first) return;
  learn(at);
  for (std::size_t i = first; i < effects.changes.size(); ++i) {
    const NodeChange change = effects.changes[i];
    if (change.from == change.to) continue;
    count(change.to, true);
    count(change.from, false);
  }
  settle(at, effects);
}

void HealthWatch::boundary_passed(pki::CertificateId certificate, SimTime at, Effects& effects) {
  PresentedNow& now = world_.presented_now_;
  for (std::uint32_t id = 0; id < now.shown.size(); ++id) {
    const std::vector<model::StoreEntry>& entries = world_.table_.store_of(id).entries;
    const bool held = std::any_of(entries.begin(), entries.end(),
                                  [&](const model::StoreEntry& entry) { return entry.certificate == certificate; });
    if (!held) continue;
    const PresentedNow::Shown before = now.shown[id];
    now.shown[id] = shown_by(id, at);
    use(now.shown[id].to_peers, now.nodes[id], true);
    use(now.shown[id].to_clients, now.nodes[id], true);
    use(before.to_peers, now.nodes[id], false);
    use(before.to_clients, now.nodes[id], false);
  }
  settle(at, effects);
}

void HealthWatch::apply(const WarnOfExpiry& action, SimTime /*at*/, Effects& effects) {
  world_.provisioned_.warned[action.certificate] = true;
  effects.version = action.certificate;
}

bool HealthWatch::expects(const World& world, const WarnOfExpiry& action, SimTime at) {
  return is_on(world) && due_at(world, action.certificate) == at;
}

void HealthWatch::list_possible(const World& world, Effects& found) {
  if (!is_on(world)) return;
  for (pki::CertificateId id = 0; id < world.provisioned().warned.size(); ++id) {
    if (const SimTime due = due_at(world, id); due != SimTime::max())
      found.enabled.push_back({WarnOfExpiry{id}, {due, due}});
  }
}

}  // namespace certdrill::world
