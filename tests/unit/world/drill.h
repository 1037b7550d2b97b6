// Drill drives a world as world/simulation.h does, lets a test do something to it at any moment, and writes down each
// event.
//
// A line is "+12.345 RenewLease 0-4 failed": seconds since the start, the action, the ends of its lease, how it went;
// and behind that "N3 up>down leaseFailed" for each node that changed.
#pragma once

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "kernel/event_loop.h"
#include "naive/federation_scenario.h"
#include "world/membership.h"
#include "world/network.h"
#include "world/sessions.h"
#include "world/world.h"

namespace certdrill::test {

using namespace std::chrono_literals;

class Drill {
 public:
  struct Line {
    Duration at;
    world::Action action;
    world::Effects effects;
  };
  using Deed = std::function<void(world::World&, SimTime, world::Effects&)>;

  explicit Drill(model::Scenario scenario)
      : world_(std::make_shared<const world::Setting>(std::move(scenario))),
        loop_(world_.scenario().start),
        random_(world_.scenario().seed) {
    draw(world_.enabled());
  }

  [[nodiscard]] world::World& world() { return world_; }
  [[nodiscard]] const world::Federation& federation() const { return world_.federation(); }
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  [[nodiscard]] Duration now() const { return loop_.now() - world_.scenario().start; }

  // From now on it is checked after each event that what is pending and what World::enabled() lists are the same.
  void watch_what_is_possible() { watches_ = true; }

  void run_until(Duration end) {
    loop_.run_until(
        world_.scenario().start + end,
        [&](const auto& event) {
          if (!world_.expects(event.what, event.at)) return;
          world::Effects effects;
          world_.apply(event.what, event.at, effects);
          draw(effects.enabled);
          lines_.push_back({event.at - world_.scenario().start, event.what, std::move(effects)});
          if (watches_) check_what_is_possible();
        },
        [](SimTime) {});
  }
  // Runs until then and does it.
  void at(Duration when, const Deed& deed) {
    run_until(when);
    world::Effects effects;
    deed(world_, loop_.now(), effects);
    draw(effects.enabled);
    lines_.push_back({when, world::BeginStep(0xFFFF), std::move(effects)});
    if (watches_) check_what_is_possible();
  }
  void crash(Duration when, model::NodeIndex node) { stop(when, node, world::Membership::Stop::silently); }
  void stop(Duration when, model::NodeIndex node, world::Membership::Stop how) {
    at(when, [&](world::World& world, SimTime now, world::Effects& effects) {
      world::Membership(world).stop(node, how, world::Cause::fault, now, effects);
    });
  }
  void start(Duration when, model::NodeIndex node, bool with_host = false) {
    at(when, [&](world::World& world, SimTime now, world::Effects& effects) {
      world::Membership(world).start(node, world::Cause::fault, with_host, now, effects);
    });
  }
  // As an upgrade does it.
  void take_settings(Duration when, model::NodeIndex node, std::uint32_t security) {
    at(when, [&](world::World& world, SimTime now, world::Effects& effects) {
      world::Sessions(world).take_settings(node, security, now, effects);
    });
  }
  void part(Duration when, std::uint32_t id, std::vector<model::NodeIndex> nodes) {
    model::Fault fault;
    fault.kind = model::FaultKind::partition;
    fault.where = {false, std::move(nodes)};
    begin(when, id, fault);
  }
  void begin(Duration when, std::uint32_t id, const model::Fault& fault) {
    at(when, [&](world::World& world, SimTime now, world::Effects& effects) {
      world::Network(world).begin(id, fault, now, effects);
    });
  }
  void end(Duration when, std::uint32_t id, const model::Fault& fault) {
    at(when, [&](world::World& world, SimTime now, world::Effects& effects) {
      world::Network(world).end(id, fault, now, effects);
    });
  }

  // Seconds of each event with this name, and of each change of a node to this state.
  [[nodiscard]] std::vector<std::string> times_of(std::string_view name) const {
    std::vector<std::string> found;
    for (const Line& line : lines_) {
      if (name_of(line.action) == name) found.push_back(seconds(line.at));
    }
    return found;
  }
  [[nodiscard]] std::vector<std::string> changes_of(model::NodeIndex node) const {
    std::vector<std::string> found;
    for (const Line& line : lines_) {
      for (const world::NodeStateChange& each : line.effects.states) {
        if (each.node == node) found.push_back(seconds(line.at) + " " + text(each));
      }
    }
    return found;
  }
  // All events but RefreshTickets.
  [[nodiscard]] std::vector<std::string> story() const {
    std::vector<std::string> found;
    for (const Line& line : lines_) {
      const std::string_view name = name_of(line.action);
      if (name == "RefreshTickets") continue;
      std::string words = seconds(line.at) + " " + (name == "BeginStep" ? "deed" : std::string(name));
      if (line.effects.one_end) {
        words += " " + std::to_string(*line.effects.one_end) + "-" + std::to_string(*line.effects.other_end);
      }
      if (line.effects.outcome != world::Outcome::none) words += " " + std::string(to_string(line.effects.outcome));
      if (line.effects.loser) words += " N" + std::to_string(*line.effects.loser);
      for (const world::NodeStateChange& each : line.effects.states) {
        words += ", N" + std::to_string(each.node) + " " + text(each);
      }
      found.push_back(std::move(words));
    }
    return found;
  }

  static std::string seconds(Duration at) {
    const auto millis = at.count();
    std::string rest = std::to_string(1000 + millis % 1000).substr(1);
    return "+" + std::to_string(millis / 1000) + "." + rest;
  }
  static std::string text(const world::NodeStateChange& each) {
    return std::string(to_string(each.from)) + ">" + std::string(to_string(each.to)) + " " +
           std::string(to_string(each.cause));
  }

 private:
  void draw(const std::vector<world::EnabledAction>& enabled) {
    for (const world::EnabledAction& each : enabled) {
      const auto [earliest, latest] = each.window;
      const SimTime at = earliest == latest ? earliest : random_.between(earliest, latest);
      const bool otherwise = each.otherwise_percent > 0 && random_.below(100) < each.otherwise_percent;
      loop_.schedule(at, otherwise ? each.otherwise : each.action);
    }
  }

  void check_what_is_possible() const {
    const std::vector<world::EnabledAction> enabled = world_.enabled();
    std::multimap<std::uint64_t, std::pair<world::Action, SimTime>> pending;
    loop_.queue().for_each([&](const auto& event) {
      if (event.at > loop_.now() || world_.expects(event.what, event.at))
        pending.emplace(hash_of(event.what), std::pair(event.what, event.at));
    });
    const auto within = [](const world::EnabledAction& each, SimTime at) {
      return each.window.earliest <= at && at <= each.window.latest;
    };
    std::multimap<std::uint64_t, const world::EnabledAction*> listed;
    for (const world::EnabledAction& each : enabled) {
      listed.emplace(hash_of(each.action), &each);
      listed.emplace(hash_of(each.otherwise), &each);
      const auto is_pending = [&](const world::Action& action) {
        const auto [first, last] = pending.equal_range(hash_of(action));
        return std::any_of(first, last, [&](const auto& entry) {
          return entry.second.first == action && within(each, entry.second.second);
        });
      };
      ASSERT_TRUE(is_pending(each.action) || is_pending(each.otherwise))
          << "possible, but not pending at " << seconds(now()) << ": " << name_of(each.action);
    }
    for (const auto& [hash, entry] : pending) {
      if (!world_.expects(entry.first, entry.second)) continue;
      const auto [first, last] = listed.equal_range(hash);
      const SimTime at = entry.second;
      ASSERT_TRUE(std::any_of(first, last, [&](const auto& each) { return within(*each.second, at); }))
          << "pending and expected, but not possible at " << seconds(now()) << ": " << name_of(entry.first);
    }
  }

  world::World world_;
  EventLoop<world::Action> loop_;
  Random random_;
  bool watches_ = false;
  std::vector<Line> lines_;
};

}  // namespace certdrill::test
