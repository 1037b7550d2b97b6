#include "world/access_scan.h"

#include <algorithm>

namespace certdrill::world {
namespace {

Window window_of(const World& world, SimTime from) {
  const Duration interval = world.scenario().cluster.store_watch.scan_interval;
  return {from + Duration(1), from + std::max(Duration(1), interval)};
}

bool has_something_to_grant(const World& world, model::NodeIndex node) {
  const std::uint32_t id = world.configuration_of(node);
  return world.configurations().store_of(id).deployed && world.classes().has_key_to_grant(world.configurations(), id);
}

// Tells the kept answers apart from those of agents, whose first number is that of an agent.
const std::vector<std::uint32_t>& key_of_grant() {
  static const std::vector<std::uint32_t> key = {};
  return key;
}

}  // namespace

void AccessScan::begin(World& world) {
  if (!world.provisioned_.on) return;
  Effects ignored;
  for (model::NodeIndex node = 0; node < world.setting().node_count(); ++node)
    AccessScan(world).node_changed(node, world.scenario().start, ignored);
}

void AccessScan::node_changed(model::NodeIndex node, SimTime at, Effects& effects) {
  Provisioned& provisioned = world_.provisioned_;
  SimTime& from = provisioned.scan_from[node];
  const bool awaited = from != SimTime::min();
  if (has_something_to_grant(world_, node) == awaited) return;
  if (awaited) {
    from = SimTime::min();
    --provisioned.unsettled;
    return;
  }
  from = at;
  ++provisioned.unsettled;
  effects.enabled.push_back({ScanStore{node}, window_of(world_, at)});
}

void AccessScan::apply(const ScanStore& action, SimTime at, Effects& effects) {
  const std::uint32_t from = world_.configuration_[action.node];
  const std::uint32_t to = world_.table_.with_known_change(from, key_of_grant(), [&](model::Store store) {
    const std::uint32_t security = world_.table_[from].security;
    for (model::StoreEntry& entry : store.entries) {
      const bool granted = entry.key == model::PrivateKeyState::not_granted &&
                           world_.classes_.presents_by_rule(security, entry.certificate);
      if (granted) entry.key = model::PrivateKeyState::usable;
    }
    return store;
  });
  world_.set_store(action.node, to, at, effects);
}

bool AccessScan::expects(const World& world, const ScanStore& action, SimTime at) {
  const std::vector<SimTime>& scan_from = world.provisioned().scan_from;
  if (action.node >= scan_from.size() || scan_from[action.node] == SimTime::min()) return false;
  const Window window = window_of(world, scan_from[action.node]);
  return window.earliest <= at && at <= window.latest;
}

void AccessScan::list_possible(const World& world, Effects& found) {
  const std::vector<SimTime>& scan_from = world.provisioned().scan_from;
  for (model::NodeIndex node = 0; node < scan_from.size(); ++node) {
    if (scan_from[node] != SimTime::min())
      found.enabled.push_back({ScanStore{node}, window_of(world, scan_from[node])});
  }
}

}  // namespace certdrill::world
