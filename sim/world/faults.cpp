#include "world/faults.h"

#include <algorithm>
#include <limits>

#include "world/membership.h"
#include "world/network.h"
#include "world/rolling_upgrade.h"
#include "world/sessions.h"

namespace certdrill::world {
namespace {

using model::FaultKind;

constexpr SimTime struck = SimTime::max();  // in the place of a window that has not begun again

// A node is struck by this fault, by that place in the list of windows.
struct Strike {
  std::uint32_t fault = 0;
  model::NodeIndex node = 0;
};

std::uint32_t count_of(const model::NodeSelection& where, const model::Scenario& scenario) {
  return static_cast<std::uint32_t>(where.all ? scenario.cluster.nodes.size() : where.nodes.size());
}

std::optional<std::uint32_t> place_of(const model::NodeSelection& where, model::NodeIndex node) {
  if (where.all) return node;
  const auto found = std::lower_bound(where.nodes.begin(), where.nodes.end(), node);
  if (found == where.nodes.end() || *found != node) return std::nullopt;
  return static_cast<std::uint32_t>(found - where.nodes.begin());
}

// The place of a random fault at a node among all windows.
std::uint32_t place_of(const model::Scenario& scenario, const OfRandomFault& strike) {
  std::uint32_t before = 0;
  for (std::uint32_t fault = 0; fault < strike.fault; ++fault)
    before += count_of(scenario.random_faults[fault].fault.where, scenario);
  return before + place_of(scenario.random_faults[strike.fault].fault.where, strike.node).value_or(0);
}

Strike strike_at(const model::Scenario& scenario, std::uint32_t place) {
  for (std::uint32_t fault = 0;; ++fault) {
    const model::NodeSelection& where = scenario.random_faults[fault].fault.where;
    const std::uint32_t count = count_of(where, scenario);
    if (place < count) return {fault, where.all ? place : where.nodes[place]};
    place -= count;
  }
}

Window window_of(const model::Scenario& scenario, std::uint32_t fault, SimTime from) {
  const model::RandomFault& random = scenario.random_faults[fault];
  const std::int64_t nodes = count_of(random.fault.where, scenario);
  // The mean of a window is half its length; one that would leave the calendar ends with it.
  const Duration room = latest_sim_time() - from;
  const bool fits = random.every.count() <= room.count() / (2 * nodes);
  return {from + Duration(1), fits ? from + random.every * 2 * nodes : latest_sim_time()};
}

}  // namespace

FaultState Faults::first_state(const model::Scenario& scenario) {
  FaultState state;
  for (const model::RandomFault& random : scenario.random_faults) {
    state.strikes_from.resize(state.strikes_from.size() + count_of(random.fault.where, scenario), scenario.start);
  }
  return state;
}

template <typename Visit>
void Faults::for_each_node(const model::NodeSelection& where, Visit visit) const {
  if (where.all) {
    for (model::NodeIndex node = 0; node < world_.setting().node_count(); ++node) visit(node);
  } else {
    for (const model::NodeIndex node : where.nodes) visit(node);
  }
}

model::Fault Faults::fault_of(std::uint32_t id) const {
  const model::Scenario& scenario = world_.scenario();
  if (id < first_random_fault) return std::get<model::FaultStep>(scenario.steps[id].what).fault;
  const Strike strike = strike_at(scenario, id - first_random_fault);
  model::Fault fault = scenario.random_faults[strike.fault].fault;
  fault.where = {false, {strike.node}};
  return fault;
}

std::optional<SimTime> Faults::last_end(const FaultState& state) {
  std::optional<SimTime> last;
  for (const ActiveFault& each : state.active) {
    if (each.id < first_random_fault && each.until) last = std::max(last.value_or(*each.until), *each.until);
  }
  return last;
}

void Faults::begin(std::uint32_t step, const model::Fault& fault, SimTime at, Effects& effects) {
  if (fault.kind == FaultKind::heal) {
    heal(fault.where, at, effects);
    return;
  }
  strike(step, fault, at, effects);
  if (fault.length) effects.enabled.push_back({EndFault{step}, {at + *fault.length, at + *fault.length}});
}

void Faults::strike(std::uint32_t id, const model::Fault& fault, SimTime at, Effects& effects) {
  using Stop = Membership::Stop;
  Membership membership(world_);
  const bool starts_again = !fault.length && !fault.for_good;
  const auto stop = [&](Stop how, bool with_host) {
    for_each_node(fault.where, [&](model::NodeIndex node) {
      membership.stop(node, how, Cause::fault, at, effects);
      if (starts_again) membership.start(node, Cause::host_restarts_it, with_host, at, effects);
    });
  };
  bool lasts = fault.length.has_value();
  switch (fault.kind) {
    case FaultKind::crash:
      stop(Stop::silently, false);
      break;
    case FaultKind::restart:
      stop(Stop::in_order, false);
      break;
    case FaultKind::host_reboot:
      stop(Stop::in_order_with_host, true);
      break;
    case FaultKind::partition:
    case FaultKind::slow:
    case FaultKind::lossy:
      lasts = Network(world_).begin(id, fault, at, effects);
      if (!lasts) effects.outcome = Outcome::failed;  // too many at once
      break;
    case FaultKind::hang:
      for_each_node(fault.where, [&](model::NodeIndex node) { RollingUpgrade(world_).hang(node, true, at, effects); });
      lasts = true;
      break;
    case FaultKind::clock:
      for_each_node(fault.where, [&](model::NodeIndex node) { set_clock(node, fault.clock_offset, at, effects); });
      lasts = true;
      break;
    case FaultKind::start:
      for_each_node(fault.where,
                    [&](model::NodeIndex node) { membership.start(node, Cause::fault, false, at, effects); });
      break;
    case FaultKind::heal:
      break;  // begin() knows it
  }
  if (!lasts) return;
  const ActiveFault active{id, fault.length ? std::optional(at + *fault.length) : std::nullopt};
  const auto place = std::lower_bound(world_.faults_.active.begin(), world_.faults_.active.end(), id,
                                      [](const ActiveFault& each, std::uint32_t wanted) { return each.id < wanted; });
  world_.faults_.active.insert(place, active);
}

std::vector<model::Fault> Faults::under_way_like(FaultKind kind) const {
  const auto stops = [](FaultKind each) {
    return each == FaultKind::crash || each == FaultKind::restart || each == FaultKind::host_reboot;
  };
  std::vector<model::Fault> found;
  if (!stops(kind) && kind != FaultKind::hang && kind != FaultKind::clock) return found;
  for (const ActiveFault& active : world_.faults_.active) {
    model::Fault fault = fault_of(active.id);
    if (fault.kind == kind || (stops(kind) && stops(fault.kind))) found.push_back(std::move(fault));
  }
  return found;
}

void Faults::undo(std::uint32_t id, const model::Fault& fault, SimTime at, Effects& effects) {
  std::erase_if(world_.faults_.active, [id](const ActiveFault& each) { return each.id == id; });
  // What another fault of the kind, begun last, still does to a node goes on.
  const std::vector<model::Fault> others = under_way_like(fault.kind);
  const auto other_on = [&](model::NodeIndex node) {
    const auto found = std::find_if(others.rbegin(), others.rend(),
                                    [&](const model::Fault& each) { return place_of(each.where, node).has_value(); });
    return found == others.rend() ? nullptr : &*found;
  };
  switch (fault.kind) {
    case FaultKind::crash:
    case FaultKind::restart:
    case FaultKind::host_reboot:
      for_each_node(fault.where, [&](model::NodeIndex node) {
        if (other_on(node) != nullptr) return;
        const bool with_host = fault.kind == FaultKind::host_reboot;
        Membership(world_).start(node, Cause::fault, with_host, at, effects);
      });
      break;
    case FaultKind::partition:
    case FaultKind::slow:
    case FaultKind::lossy:
      Network(world_).end(id, fault, at, effects);
      break;
    case FaultKind::hang:
      for_each_node(fault.where, [&](model::NodeIndex node) {
        if (other_on(node) == nullptr) RollingUpgrade(world_).hang(node, false, at, effects);
      });
      break;
    case FaultKind::clock:
      for_each_node(fault.where, [&](model::NodeIndex node) {
        const model::Fault* const other = other_on(node);
        set_clock(node, other != nullptr ? other->clock_offset : Duration(0), at, effects);
      });
      break;
    case FaultKind::heal:
    case FaultKind::start:
      break;
  }
}

// What keeps nodes from others, or from the upgrade; not what has stopped them, and not their clocks.
void Faults::heal(const model::NodeSelection& where, SimTime at, Effects& effects) {
  std::vector<std::uint32_t> healed;
  for (const ActiveFault& active : world_.faults_.active) {
    const model::Fault fault = fault_of(active.id);
    const bool can_be = fault.kind == FaultKind::partition || fault.kind == FaultKind::slow ||
                        fault.kind == FaultKind::lossy || fault.kind == FaultKind::hang;
    const auto is_selected = [&](model::NodeIndex node) { return place_of(where, node).has_value(); };
    const bool meant =
        where.all || fault.where.all || std::any_of(fault.where.nodes.begin(), fault.where.nodes.end(), is_selected);
    if (can_be && meant) healed.push_back(active.id);
  }
  for (const std::uint32_t id : healed) {
    undo(id, fault_of(id), at, effects);
    if (id >= first_random_fault) await_strike(id - first_random_fault, at, effects);
  }
}

void Faults::set_clock(model::NodeIndex node, Duration offset, SimTime at, Effects& effects) {
  const std::uint32_t from = world_.configuration_[node];
  const std::uint32_t to = world_.table_.with_changed_store(from, [offset](model::Store store) {
    store.clock_offset = offset;
    return store;
  });
  if (from == to) return;
  world_.set_configuration(node, to, at, effects);
  Sessions(world_).store_changed(node, at, effects);
}

void Faults::await_strike(std::uint32_t place, SimTime at, Effects& effects) {
  const Strike strike = strike_at(world_.scenario(), place);
  world_.faults_.strikes_from[place] = at;
  effects.enabled.push_back({RandomStrike{strike.fault, strike.node}, window_of(world_.scenario(), strike.fault, at)});
}

void Faults::apply(const EndFault& action, SimTime at, Effects& effects) {
  undo(action.step, fault_of(action.step), at, effects);
}

void Faults::apply(const RandomStrike& action, SimTime at, Effects& effects) {
  const std::uint32_t place = place_of(world_.scenario(), action);
  const std::uint32_t id = first_random_fault + place;
  const model::Fault fault = fault_of(id);
  strike(id, fault, at, effects);
  if (fault.length) {
    world_.faults_.strikes_from[place] = struck;
    effects.enabled.push_back({EndRandomStrike{action.fault, action.node}, {at + *fault.length, at + *fault.length}});
  } else {
    await_strike(place, at, effects);
  }
}

void Faults::apply(const EndRandomStrike& action, SimTime at, Effects& effects) {
  const std::uint32_t place = place_of(world_.scenario(), action);
  undo(first_random_fault + place, fault_of(first_random_fault + place), at, effects);
  await_strike(place, at, effects);
}

namespace {

const ActiveFault* active_fault(const FaultState& state, std::uint32_t id) {
  const auto found = std::lower_bound(state.active.begin(), state.active.end(), id,
                                      [](const ActiveFault& each, std::uint32_t wanted) { return each.id < wanted; });
  return found != state.active.end() && found->id == id ? &*found : nullptr;
}

}  // namespace

bool Faults::expects(const World& world, const EndFault& action, SimTime at) {
  const ActiveFault* const active = active_fault(world.faults_, action.step);
  return active != nullptr && active->until == at;
}

bool Faults::expects(const World& world, const RandomStrike& action, SimTime at) {
  const SimTime from = world.faults_.strikes_from[place_of(world.scenario(), action)];
  if (from == struck) return false;
  const Window window = window_of(world.scenario(), action.fault, from);
  return window.earliest <= at && at <= window.latest;
}

bool Faults::expects(const World& world, const EndRandomStrike& action, SimTime at) {
  const ActiveFault* const active =
      active_fault(world.faults_, first_random_fault + place_of(world.scenario(), action));
  return active != nullptr && active->until == at;
}

void Faults::list_possible(const World& world, Effects& found) {
  for (const ActiveFault& active : world.faults_.active) {
    if (!active.until) continue;
    const Window exactly{*active.until, *active.until};
    if (active.id < first_random_fault) {
      found.enabled.push_back({EndFault{active.id}, exactly});
    } else {
      const Strike strike = strike_at(world.scenario(), active.id - first_random_fault);
      found.enabled.push_back({EndRandomStrike{strike.fault, strike.node}, exactly});
    }
  }
  const auto places = static_cast<std::uint32_t>(world.faults_.strikes_from.size());
  for (std::uint32_t place = 0; place < places; ++place) {
    const SimTime from = world.faults_.strikes_from[place];
    if (from == struck) continue;
    const Strike strike = strike_at(world.scenario(), place);
    found.enabled.push_back({RandomStrike{strike.fault, strike.node}, window_of(world.scenario(), strike.fault, from)});
  }
}

}  // namespace certdrill::world
