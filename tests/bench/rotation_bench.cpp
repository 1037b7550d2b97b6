// A rotation without cryptography: install B, accept it, present it, retire A; who can talk to whom, and every check,
// known after each event.
//
// Certificates are minted and judged before the clock starts, as the classes of an earlier run of the same setting.
// Everything else is inside: making the world, drawing the moments, the event queue, the checks. Beside it, on the same
// events, the naive ways to know the same.
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <benchmark/benchmark.h>

#include "check/rehearsal.h"
#include "naive/naive_cluster.h"
#include "naive/rotation_scenario.h"
#include "report/trace_writer.h"

namespace {

using namespace certdrill;

struct Warm {
  explicit Warm(std::uint32_t nodes)
      : setting(std::make_shared<const world::Setting>(naive::rotation_scenario(nodes))),
        certificates(setting->certificates()),
        classes(setting, certificates) {
    world::Simulation simulation(setting);
    while (simulation.run_instant([&](const auto& event, const auto&,
                                      const world::World& world) { classes.learn(world.configurations(), event.at); },
                                  [](SimTime, const world::World&) {})) {
    }
    table = simulation.world().configurations();
    classes.forget_configurations();
  }
  std::shared_ptr<const world::Setting> setting;
  std::shared_ptr<const pki::CertificateSet> certificates;
  check::AuthenticationClasses classes;
  world::ConfigurationTable table{{}};  // as it is at the end
};

std::uint64_t run_with_monitor(const Warm& warm, check::RunObserver* observer) {
  world::Simulation simulation(warm.setting);
  simulation.world().classes() = warm.classes;
  check::Monitor monitor(simulation.world());
  if (observer != nullptr) observer->on_start(simulation.world(), monitor.classes());
  while (simulation.run_instant(
      [&](const world::Simulation::Event& event, const world::Effects& effects, const world::World& world) {
        monitor.on_event(event.at, event.what, effects, world);
        if (observer != nullptr) observer->on_event(event, effects, world, monitor.classes());
      },
      [&](SimTime at, const world::World& world) { monitor.on_instant(at, world); })) {
  }
  if (observer != nullptr) observer->on_end(simulation.end(), simulation.world());
  const check::RunResult result = monitor.finish(simulation.end(), simulation.events(), simulation.world());
  if (!result.holds) std::abort();
  return result.events;
}

void rotation_class_difference(benchmark::State& state) {
  const Warm warm(static_cast<std::uint32_t>(state.range(0)));
  std::uint64_t events = 0;
  for (auto _ : state) events += run_with_monitor(warm, nullptr);
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(rotation_class_difference)
    ->Arg(100)
    ->Arg(1000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);

// The events alone, with nobody watching: what the checks cost is the difference.
void rotation_unwatched(benchmark::State& state) {
  const Warm warm(static_cast<std::uint32_t>(state.range(0)));
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
BENCHMARK(rotation_unwatched)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond);

// The reference: after each event, the node that changed against all others, by a table of verdicts.
void rotation_changed_node_against_all(benchmark::State& state) {
  const Warm warm(static_cast<std::uint32_t>(state.range(0)));
  std::uint64_t events = 0;
  for (auto _ : state) {
    world::Simulation simulation(warm.setting);
    check::AuthenticationClasses classes = warm.classes;
    classes.learn(warm.table, warm.setting->scenario().start);
    std::vector<std::vector<bool>> link(classes.known_configurations());
    for (check::ConfigurationId a = 0; a < link.size(); ++a) {
      for (check::ConfigurationId b = 0; b < link.size(); ++b)
        link[a].push_back(classes.linked(classes.facts(a).class_id, classes.facts(b).class_id));
    }
    std::vector<std::uint32_t> configurations = simulation.world().configuration_by_node();
    std::uint64_t broken = 0;
    while (simulation.run_instant(
        [&](const world::Simulation::Event&, const world::Effects& effects, const world::World&) {
          for (const world::NodeChange& change : effects.changes) {
            broken -= naive::broken_with(configurations, link, change.node);
            configurations[change.node] = change.to;
            broken += naive::broken_with(configurations, link, change.node);
          }
          benchmark::DoNotOptimize(broken);
        },
        [](SimTime, const world::World&) {})) {
    }
    events += simulation.events();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(rotation_changed_node_against_all)->Arg(100)->Arg(1000)->Arg(10'000)->Unit(benchmark::kMillisecond);

// All pairs after every event, by the same table.
void rotation_all_pairs(benchmark::State& state) {
  const Warm warm(static_cast<std::uint32_t>(state.range(0)));
  std::uint64_t events = 0;
  for (auto _ : state) {
    world::Simulation simulation(warm.setting);
    naive::NaiveCluster oracle(simulation.world(), warm.certificates);
    while (simulation.run_instant(
        [](const auto&, const auto&, const world::World&) {},
        [&](SimTime at, const world::World& world) { benchmark::DoNotOptimize(oracle.ask(world, at).broken_pairs); })) {
    }
    events += simulation.events();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(rotation_all_pairs)->Arg(10)->Arg(30)->Unit(benchmark::kMillisecond);

// The same run with its trace written to a file: at most 30 % more.
void rotation_with_trace(benchmark::State& state) {
  const Warm warm(static_cast<std::uint32_t>(state.range(0)));
  const std::string path =
      std::string(std::getenv("TMPDIR") != nullptr ? std::getenv("TMPDIR") : "/tmp") + "/certdrill_bench_trace.jsonl";
  std::uint64_t events = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::remove(path.c_str());  // taking hundreds of megabytes off the disk is not writing a trace
    state.ResumeTiming();
    report::AtomicFile file = *report::AtomicFile::open(path);
    report::TraceWriter trace(file);
    events += run_with_monitor(warm, &trace);
    if (file.commit()) std::abort();
  }
  std::remove(path.c_str());
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(rotation_with_trace)->Arg(1000)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

// One node of a cluster with many classes goes from one to another: the difference, at any number of nodes.
void connectivity_move(benchmark::State& state) {
  const auto classes = static_cast<std::uint32_t>(state.range(0));
  model::Scenario scenario = naive::rotation_scenario(classes, 1);
  // Every class presents a certificate of its own and accepts all but the next class's.
  scenario.certificates.resize(1);
  scenario.securities.clear();
  scenario.steps.clear();
  scenario.cluster.stores.clear();
  const pki::CertificateSpec pattern = scenario.certificates[0];
  scenario.certificates.clear();
  for (std::uint32_t c = 0; c < classes; ++c) {
    scenario.certificates.push_back(pattern);
    scenario.certificates.back().name = "C" + std::to_string(c);
    model::SecurityConfiguration security;
    security.presents = model::PresentByThumbprint{{{"C" + std::to_string(c)}}};
    for (std::uint32_t other = 0; other < classes; ++other) {
      if (other != (c + 1) % classes)
        security.accepts.rules.emplace_back(model::AcceptThumbprint{{"C" + std::to_string(other)}, false});
    }
    scenario.securities.push_back(security);
    scenario.cluster.stores.push_back({{{c, model::PrivateKeyState::usable}}, {}, {}});
    scenario.cluster.nodes[c].security = scenario.cluster.nodes[c].store = c;
  }
  const auto setting = std::make_shared<const world::Setting>(std::move(scenario));
  world::World world(setting);
  check::AuthenticationClasses table(setting, setting->certificates());
  table.learn(world.configurations(), setting->scenario().start);
  check::Connectivity connectivity;
  connectivity.reset(table, std::vector<check::Population>(table.class_count(), {1000, 1}));
  check::ClassId from = 0;
  for (auto _ : state) {
    const check::ClassId to = (from + 7) % table.class_count();
    connectivity.move(from, to, false);
    benchmark::DoNotOptimize(connectivity.broken_pairs());
    from = to;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(connectivity_move)->Arg(4)->Arg(16)->Arg(64);

}  // namespace
