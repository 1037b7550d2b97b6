// Deadlines of a rotation in three upgrades, beside one rehearsal of it: what the search costs is its runs, and each costs
// about what the rehearsal does.
//
// runs             how many the search made
// runs_per_second  beside that of rehearsal_of_a_rotation, which is one run an iteration
#include <cstdint>
#include <memory>

#include <benchmark/benchmark.h>

#include "check/rehearsal.h"
#include "naive/federation_scenario.h"
#include "plan/deadlines.h"

namespace {

using namespace certdrill;

std::shared_ptr<const world::Setting> rotation(std::int64_t nodes) {
  model::Scenario scenario = naive::federation_rotation(static_cast<std::uint32_t>(nodes), true);
  scenario.checks.clear();
  for (const char* text : {"every pair can authenticate", "no node is lost"})
    scenario.checks.push_back({model::Quantifier::always, *model::parse_property(text), false, {}, {}});
  return std::make_shared<const world::Setting>(std::move(scenario));
}

void rehearsal_of_a_rotation(benchmark::State& state) {
  const auto setting = rotation(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(check::rehearse(setting));
}
BENCHMARK(rehearsal_of_a_rotation)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond)->UseRealTime();

void deadlines_of_a_rotation(benchmark::State& state) {
  const auto setting = rotation(state.range(0));
  std::size_t runs = 0;
  for (auto _ : state) {
    plan::DeadlineOptions options;
    options.threads = static_cast<std::uint32_t>(state.range(1));
    const std::optional<plan::Deadlines> deadlines = plan::find_deadlines(setting, options);
    if (!deadlines || deadlines->violated_by) {
      state.SkipWithError("the plan does not hold");
      break;
    }
    runs = deadlines->runs;
  }
  state.counters["runs"] = static_cast<double>(runs);
  state.counters["runs_per_second"] =
      benchmark::Counter(static_cast<double>(runs), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(deadlines_of_a_rotation)
    ->ArgNames({"nodes", "threads"})
    ->Args({10, 1})
    ->Args({10, 2})
    ->Args({100, 2})
    ->Args({1000, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
