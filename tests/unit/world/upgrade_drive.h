// Drives a world by hand, with accidents at chosen moments: every action happens at the first moment of its window.
//
// A line for each event: "01:00.001 SwitchNode 3 turn=completed". After each event it is checked that what is pending
// and what World::enabled() lists are the same.
// Nodes go down, come up and are cut off as the test says, and the federation does with that what it does.
#pragma once

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/setting_from.h"
#include "world/membership.h"
#include "world/network.h"
#include "world/rolling_upgrade.h"
#include "world/world.h"

namespace certdrill::world {

// The one place that reaches into a world.
struct WorldForTests {
  // As World::apply() does behind each action.
  static void tell_upgrade(World& world, std::size_t first, bool had_quorum, SimTime at, Effects& effects) {
    world.tell_upgrade(first, had_quorum, at, effects);
  }
};

}  // namespace certdrill::world

namespace certdrill::test {

class UpgradeDrive {
 public:
  using Accident = std::function<void(UpgradeDrive&)>;

  explicit UpgradeDrive(model::Scenario scenario)
      : world_(std::make_shared<const world::Setting>(std::move(scenario))), now_(world_.scenario().start) {
    schedule(world_.enabled());
  }

  [[nodiscard]] const world::World& world() const { return world_; }
  [[nodiscard]] SimTime now() const { return now_; }
  [[nodiscard]] Duration elapsed() const { return now_ - world_.scenario().start; }

  void at(Duration after_start, Accident accident) {
    accidents_.emplace(world_.scenario().start + after_start, std::move(accident));
  }

  // Until nothing is pending, or so long.
  std::vector<std::string> run(Duration most = std::chrono::hours(4)) {
    const SimTime end = world_.scenario().start + most;
    while (true) {
      const bool accident_first =
          !accidents_.empty() && (pending_.empty() || accidents_.begin()->first <= pending_.begin()->first);
      if (accident_first) {
        if (accidents_.begin()->first > end) break;
        auto accident = accidents_.extract(accidents_.begin());
        now_ = accident.key();
        effects_.clear();
        accident.mapped()(*this);
        settle("accident");
        continue;
      }
      if (pending_.empty() || pending_.begin()->first > end) break;
      const auto event = pending_.extract(pending_.begin());
      if (!world_.expects(event.mapped(), event.key())) continue;
      now_ = event.key();
      effects_.clear();
      world_.apply(event.mapped(), now_, effects_);
      settle(line_of(event.mapped()));
    }
    return log_;
  }

  void go_down(model::NodeIndex node, world::Membership::Stop how = world::Membership::Stop::in_order) {
    do_and_tell([&] { world::Membership(world_).stop(node, how, world::Cause::fault, now_, effects_); });
  }
  void come_up(model::NodeIndex node) {
    do_and_tell([&] { world::Membership(world_).start(node, world::Cause::fault, false, now_, effects_); });
  }
  // From all others.
  void cut_off(model::NodeIndex node) {
    do_and_tell([&] { world::Network(world_).begin(node, partition_of(node), now_, effects_); });
  }
  void reach_again(model::NodeIndex node) {
    do_and_tell([&] { world::Network(world_).end(node, partition_of(node), now_, effects_); });
  }
  void hang(model::NodeIndex node, bool hangs) { world::RollingUpgrade(world_).hang(node, hangs, now_, effects_); }
  // So many seed nodes go down, the last ones first.
  void lose_quorum() {
    const world::Ring& ring = world_.setting().ring();
    for (auto seed = ring.seeds().rbegin(); seed != ring.seeds().rend(); ++seed) {
      if (federation().numbers.eligible_seeds < ring.quorum()) break;
      go_down(*seed);
    }
  }
  void regain_quorum() {
    for (const model::NodeIndex seed : world_.setting().ring().seeds()) come_up(seed);
  }

  [[nodiscard]] std::string security_of(model::NodeIndex node) const {
    return std::to_string(world_.configurations()[world_.configuration_of(node)].security);
  }
  // "0 0 1": by node, which of the scenario's security configurations it has.
  [[nodiscard]] std::string securities() const {
    std::string text;
    for (model::NodeIndex node = 0; node < world_.setting().node_count(); ++node)
      text += (node == 0 ? "" : " ") + security_of(node);
    return text;
  }

 private:
  [[nodiscard]] const world::Federation& federation() const { return world_.federation(); }

  static model::Fault partition_of(model::NodeIndex node) {
    model::Fault fault;
    fault.kind = model::FaultKind::partition;
    fault.where = {false, {node}};
    return fault;
  }

  template <typename Deed>
  void do_and_tell(Deed&& deed) {
    const std::size_t first = effects_.states.size();
    const bool had_quorum = federation().numbers.nodes_with_quorum > 0;
    deed();
    if (federation().on) world::WorldForTests::tell_upgrade(world_, first, had_quorum, now_, effects_);
  }

  void schedule(const std::vector<world::EnabledAction>& enabled) {
    for (const world::EnabledAction& each : enabled) pending_.emplace(each.window.earliest, each.action);
  }

  void settle(std::string line) {
    schedule(effects_.enabled);
    add_effects(line);
    log_.push_back(std::move(line));
    check_what_is_possible();
  }

  void check_what_is_possible() {
    const std::vector<world::EnabledAction> enabled = world_.enabled();
    for (const world::EnabledAction& each : enabled) {
      const auto [first, last] = pending_.equal_range(each.window.earliest);
      const bool found = std::any_of(first, last, [&](const auto& pending) { return pending.second == each.action; }) ||
                         each.window.earliest < now_;
      EXPECT_TRUE(found) << "possible, but not pending after " << log_.back() << ": " << name_of(each.action);
    }
    for (const auto& [at, action] : pending_) {
      if (!world_.expects(action, at)) continue;
      const bool listed = std::any_of(enabled.begin(), enabled.end(), [&, a = action, t = at](const auto& each) {
        return each.action == a && each.window.earliest <= t && t <= each.window.latest;
      });
      EXPECT_TRUE(listed) << "pending and expected, but not possible after " << log_.back() << ": " << name_of(action);
    }
  }

  [[nodiscard]] std::string text_of(SimTime moment) const {
    const auto milliseconds = (moment - world_.scenario().start).count();
    char text[32];
    std::snprintf(text, sizeof text, "%02d:%02d.%03d", static_cast<int>(milliseconds / 60'000),
                  static_cast<int>(milliseconds / 1000 % 60), static_cast<int>(milliseconds % 1000));
    return text;
  }

  [[nodiscard]] std::string line_of(const world::Action& action) const {
    const auto subject = [](const auto& each) -> std::string {
      if constexpr (requires { each.step; }) {
        return " " + std::to_string(each.step);
      } else if constexpr (requires { each.domain; }) {
        return " " + std::to_string(each.domain);
      } else if constexpr (requires { each.node; }) {
        return " " + std::to_string(each.node);
      } else if constexpr (requires { each.certificate; }) {
        return " " + std::to_string(each.certificate);
      } else {
        return "";
      }
    };
    return std::string(name_of(action)) + std::visit(subject, action);
  }

  void add_effects(std::string& line) const {
    line = text_of(now_) + " " + line;
    const auto add = [&](std::string_view what, std::string_view value) {
      if (value != "none") line += " " + std::string(what) + "=" + std::string(value);
    };
    add("outcome", to_string(effects_.outcome));
    add("turn", to_string(effects_.turn));
    add("failure", to_string(effects_.failure));
    add("wait", to_string(effects_.wait));
    add("provisioning", to_string(effects_.provisioning));
    if (effects_.awaited) add("for", std::to_string(*effects_.awaited));
    if (effects_.wait_until) add("until", text_of(*effects_.wait_until));
    if (!effects_.error.empty()) add("error", effects_.error);
    if (effects_.phase) add("phase", std::to_string(*effects_.phase));
    if (effects_.backward) line += " backward";
    if (effects_.domain_completed) line += " domain_done";
    if (effects_.step_completed) line += " step_done";
  }

  world::World world_;
  SimTime now_;
  std::multimap<SimTime, world::Action> pending_;  // equal moments in the order in which they became possible
  std::multimap<SimTime, Accident> accidents_;
  world::Effects effects_;
  std::vector<std::string> log_;
};

// The lines that have one of these words.
inline std::vector<std::string> lines_with(const std::vector<std::string>& log, const std::vector<std::string>& words) {
  std::vector<std::string> chosen;
  for (const std::string& line : log) {
    if (std::any_of(words.begin(), words.end(),
                    [&](const std::string& word) { return line.find(word) != std::string::npos; }))
      chosen.push_back(line);
  }
  return chosen;
}

// Six nodes in three domains, N0 and N3 in UD0 and so on; one step, "change", from {P A, V A B} to {P A B, V A B},
// whose nodes switch a millisecond after their domain began, with no pause. Nothing of it can end a session. Nodes that
// start are up at once.
inline model::Scenario upgrade_of_six_nodes(const std::string& more_steps = "") {
  model::Scenario scenario = scenario_from(R"({ "start": "2026-01-10",
    "certificates": { "A": { "notBefore": "2025-02-01", "notAfter": "2028-02-01" }, "B": { "notBefore": "2025-02-01", "notAfter": "2029-02-01" } },
    "cluster": { "nodes": 6, "upgradeDomains": 3, "seedNodes": ["N0", "N1", "N2"], "security": "{P:{TP=A}, V:{TP=A, TP=B}}" },
    "upgradePolicy": { "domainDuration": "0s", "pauseBetweenDomains": "0s", "pauseBetweenSteps": "0s" },
    "steps": [ { "upgrade": "change", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" })" +
                                           more_steps + " ] }");
  scenario.federation.process_start = {};
  scenario.federation.join_duration = {};
  return scenario;
}

inline model::UpgradePolicy& policy_of_step(model::Scenario& scenario, std::size_t step = 0) {
  auto& what = scenario.steps[step].what;
  if (auto* conversion = std::get_if<model::ConvertStep>(&what)) return conversion->policy;
  return std::get<model::UpgradeStep>(what).policy;
}

}  // namespace certdrill::test
