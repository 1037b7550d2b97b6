#include "world/provisioning.h"

#include <algorithm>

#include "world/sessions.h"

namespace certdrill::world {
namespace {

struct StoreStep {
  const model::NodeSelection* where = nullptr;
  Duration within{};
};

StoreStep store_step_of(const model::Step& step) {
  if (const auto* install = std::get_if<model::InstallStep>(&step.what)) return {&install->where, install->within};
  if (const auto* reach = std::get_if<model::CrlReachStep>(&step.what)) return {&reach->where, reach->within};
  const auto& remove = std::get<model::RemoveStep>(step.what);
  return {&remove.where, remove.within};
}

}  // namespace

void Provisioning::begin(SimTime at, Effects& effects) {
  Progress& progress = world_.progress_;
  progress.stage = Progress::Stage::changing_stores;
  progress.since = at;
  const std::size_t before = effects.enabled.size();
  list_changes(world_, effects);
  progress.remaining = static_cast<std::uint32_t>(effects.enabled.size() - before);
  if (progress.remaining == 0) world_.complete_step(at, effects);  // a selection that names no node
}

void Provisioning::list_changes(const World& world, Effects& found) {
  const StoreStep step = store_step_of(world.current_step());
  const SimTime begin = world.progress().since;
  const Window window{begin + Duration(1), begin + std::max(Duration(1), step.within)};
  const auto add = [&](model::NodeIndex node) {
    if (!world.acted(node)) found.enabled.push_back({ChangeStore{node}, window});
  };
  if (step.where->all) {
    for (model::NodeIndex node = 0; node < world.setting().node_count(); ++node) add(node);
  } else {
    for (const model::NodeIndex node : step.where->nodes) add(node);
  }
}

void Provisioning::change_store(model::NodeIndex node, SimTime at, Effects& effects) {
  const std::uint32_t from = world_.configuration_[node];
  const model::Step& step = world_.current_step();
  const std::uint32_t to = world_.table_.with_store_change(from, world_.progress_.step, [&](model::Store store) {
    if (const auto* install = std::get_if<model::InstallStep>(&step.what))
      return with_installed(std::move(store), install->entries);
    if (const auto* reach = std::get_if<model::CrlReachStep>(&step.what))
      return with_crl_reach(std::move(store), reach->authorities, reach->reachable);
    return with_removed(std::move(store), std::get<model::RemoveStep>(step.what).certificates);
  });
  world_.mark_acted(node);
  world_.set_configuration(node, to, at, effects);
  if (to != from) Sessions(world_).store_changed(node, at, effects);
  if (--world_.progress_.remaining == 0) world_.complete_step(at, effects);
}

model::Store with_installed(model::Store store, const std::vector<model::StoreEntry>& entries) {
  for (const model::StoreEntry& entry : entries) {
    const auto place =
        std::lower_bound(store.entries.begin(), store.entries.end(), entry.certificate,
                         [](const model::StoreEntry& held, pki::CertificateId id) { return held.certificate < id; });
    if (place != store.entries.end() && place->certificate == entry.certificate) {
      place->key = std::max(place->key, entry.key);
    } else {
      store.entries.insert(place, entry);
    }
  }
  return store;
}

model::Store with_removed(model::Store store, const std::vector<pki::CertificateId>& certificates) {
  std::erase_if(store.entries, [&](const model::StoreEntry& held) {
    return std::find(certificates.begin(), certificates.end(), held.certificate) != certificates.end();
  });
  return store;
}

model::Store with_crl_reach(model::Store store, const std::vector<pki::CertificateId>& authorities, bool reachable) {
  std::vector<pki::CertificateId>& blocked = store.unreachable_crls;
  for (const pki::CertificateId authority : authorities) {
    const auto place = std::lower_bound(blocked.begin(), blocked.end(), authority);
    const bool is_blocked = place != blocked.end() && *place == authority;
    if (reachable && is_blocked) blocked.erase(place);
    if (!reachable && !is_blocked) blocked.insert(place, authority);
  }
  return store;
}

}  // namespace certdrill::world
