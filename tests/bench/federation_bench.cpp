// The federation beside the bare kernel: three monitored upgrades over two hours in a living cluster, every check known
// after each instant; and a swap without overlap, in which the cluster falls apart.
//
// Certificates are judged before the clock starts; making the world, drawing the moments, the queue, the federation and
// the checks are inside. Node ids are hashed from the names, as they are in a scenario that gives none, so that the
// nodes of a domain lie scattered over the ring.
//
// bare_kernel  the same events at the same moments, through the same event loop, drawn by the same random numbers,
//              handled by nobody: what each event makes possible was written down in a run before. The federation has
//              to reach a third of its rate.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/random.h"
#include "check/rehearsal.h"
#include "kernel/event_loop.h"
#include "naive/federation_scenario.h"
#include "world/simulation.h"

namespace {

using namespace certdrill;

model::Scenario scenario_of(std::uint32_t nodes, bool overlap) {
  model::Scenario scenario = naive::federation_rotation(nodes, overlap);
  scenario.cluster.node_ids.clear();
  for (const char* text : {"every pair can authenticate", "the federation is connected", "seed quorum",
                           "no node is lost", "the federation is whole", "quorum is kept"}) {
    scenario.checks.push_back({model::Quantifier::always, *model::parse_property(text), false, {}, {}});
  }
  return scenario;
}

// Five domains of five minutes and three of health checks, three times: two hours.
model::Scenario rotation(std::uint32_t nodes) {
  model::Scenario scenario = scenario_of(nodes, true);
  for (model::Step& step : scenario.steps) {
    model::UpgradePolicy& policy = std::get<model::UpgradeStep>(step.what).policy;
    policy.mode = model::UpgradeMode::monitored;
    policy.health_check_wait = std::chrono::minutes(1);
    policy.health_check_stable = std::chrono::minutes(2);
    step.pause_before = {};
  }
  return scenario;
}

struct Warm {
  explicit Warm(model::Scenario scenario)
      : setting(std::make_shared<const world::Setting>(std::move(scenario))),
        classes(setting, setting->certificates()) {
    world::Simulation simulation(setting);
    while (simulation.run_instant([&](const auto& event, const auto&,
                                      const world::World& world) { classes.learn(world.configurations(), event.at); },
                                  [](SimTime, const world::World&) {})) {
    }
    classes.forget_configurations();
  }
  std::shared_ptr<const world::Setting> setting;
  check::AuthenticationClasses classes;
};

check::RunResult run(const Warm& warm) {
  world::Simulation simulation(warm.setting);
  simulation.world().classes() = warm.classes;
  check::Monitor monitor(simulation.world());
  while (
      simulation.run_instant([&](const world::Simulation::Event& event, const world::Effects& effects,
                                 const world::World& world) { monitor.on_event(event.at, event.what, effects, world); },
                             [&](SimTime at, const world::World& world) { monitor.on_instant(at, world); })) {
  }
  return monitor.finish(simulation.end(), simulation.events(), simulation.world());
}

void measure(benchmark::State& state, const Warm& warm, bool holds) {
  std::uint64_t events = 0;
  for (auto _ : state) {
    const check::RunResult result = run(warm);
    if (result.holds != holds) std::abort();
    events += result.events;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}

void federation_rotation(benchmark::State& state) {
  measure(state, Warm(rotation(static_cast<std::uint32_t>(state.range(0)))), true);
}

// The same with nobody watching: what the checks cost is the difference.
void federation_unwatched(benchmark::State& state) {
  const Warm warm(rotation(static_cast<std::uint32_t>(state.range(0))));
  std::uint64_t events = 0;
  for (auto _ : state) {
    world::Simulation simulation(warm.setting);
    while (simulation.run_instant([](const auto&, const auto&, const world::World&) {},
                                  [](SimTime, const world::World&) {})) {
    }
    events += simulation.events();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}

// And with a property about sessions at every instant: each of them is counted.
void federation_sessions_counted(benchmark::State& state) {
  model::Scenario scenario = rotation(static_cast<std::uint32_t>(state.range(0)));
  scenario.checks.push_back({model::Quantifier::always, *model::parse_property("every session uses B"), false, {}, {}});
  measure(state, Warm(std::move(scenario)), false);
}

void federation_falls_apart(benchmark::State& state) {
  measure(state, Warm(scenario_of(static_cast<std::uint32_t>(state.range(0)), false)), false);
}

struct Possible {
  world::Action action;
  world::Window window;
};

// As the simulation does.
SimTime moment_in(const world::Window& window, Random& random) {
  return window.earliest == window.latest ? window.earliest : random.between(window.earliest, window.latest);
}

struct Recorded {
  std::vector<Possible> possible;    // in the order in which it became so
  std::vector<std::uint32_t> count;  // at the beginning, then after each event
};

// The same seed and the same windows, so a replay takes the same events off the queue in the same order.
Recorded record(const std::shared_ptr<const world::Setting>& setting) {
  Recorded recorded;
  world::World world(setting);
  EventLoop<world::Action> loop(setting->scenario().start);
  Random random(setting->scenario().seed);
  const auto draw = [&](const std::vector<world::EnabledAction>& enabled) {
    recorded.count.push_back(static_cast<std::uint32_t>(enabled.size()));
    for (const world::EnabledAction& each : enabled) {
      recorded.possible.push_back({each.action, each.window});
      loop.schedule(moment_in(each.window, random), each.action);
    }
  };
  draw(world.enabled());
  world::Effects effects;
  while (!(world.done() && world.at_rest())) {
    loop.run_instant(
        [&](const auto& event) {
          effects.clear();
          if (world.expects(event.what, event.at)) world.apply(event.what, event.at, effects);
          draw(effects.enabled);
        },
        [](SimTime) {});
  }
  return recorded;
}

void bare_kernel(benchmark::State& state) {
  const auto setting = std::make_shared<const world::Setting>(rotation(static_cast<std::uint32_t>(state.range(0))));
  const Recorded recorded = record(setting);
  std::uint64_t events = 0;
  for (auto _ : state) {
    Random random(setting->scenario().seed);
    EventLoop<world::Action> loop(setting->scenario().start);
    const Possible* next = recorded.possible.data();
    const auto draw = [&](std::uint32_t count) {
      for (const Possible* const end = next + count; next != end; ++next)
        loop.schedule(moment_in(next->window, random), next->action);
    };
    const std::uint32_t* count = recorded.count.data();
    const std::uint32_t* const end = count + recorded.count.size();
    draw(*count++);
    while (count != end && loop.run_instant(
                               [&](const auto&) {
                                 if (count != end) draw(*count++);
                               },
                               [](SimTime) {})) {
    }
    events += recorded.count.size() - 1;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}

BENCHMARK(bare_kernel)->Arg(1000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(federation_rotation)->Arg(1000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(federation_unwatched)->Arg(1000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(federation_sessions_counted)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(federation_falls_apart)->Arg(1000)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
