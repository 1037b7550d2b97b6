// A recorded run: opening it, jumping about in it, and what it takes in memory. The reference is the rehearsal of the
// same scenario, which records nothing, in the same process.
#include <memory>

#include <benchmark/benchmark.h>

#include "base/random.h"
#include "check/rehearsal.h"
#include "naive/federation_scenario.h"
#include "replay/snapshot.h"

namespace {

using namespace certdrill;

using Setting = std::shared_ptr<const world::Setting>;

// Three upgrades of a whole federation: 1,000 nodes make about 30,000 events, 4,000 about 100,000.
Setting rotation(benchmark::State& state) {
  return std::make_shared<const world::Setting>(
      naive::federation_rotation(static_cast<std::uint32_t>(state.range(0)), true));
}

void replay_reference_rehearsal(benchmark::State& state) {
  const Setting setting = rotation(state);
  std::uint64_t events = 0;
  for (auto each : state) {
    (void)each;
    events = check::rehearse(setting)->events;
  }
  state.counters["events"] = static_cast<double>(events);
}

void replay_open(benchmark::State& state) {
  const Setting setting = rotation(state);
  std::shared_ptr<const replay::RecordedRun> run;
  for (auto each : state) {
    (void)each;
    run = replay::RecordedRun::record(setting);
  }
  state.counters["events"] = static_cast<double>(run->last_event());
  state.counters["keyframes"] = static_cast<double>(run->keyframes());
  state.counters["MB"] = static_cast<double>(run->memory_bytes()) / 1e6;
}

// To a moment anywhere, with all that a picture needs of it.
void replay_jump(benchmark::State& state) {
  const auto run = replay::RecordedRun::record(rotation(state));
  replay::Cursor cursor(run);
  Random random(1);
  for (auto each : state) {
    (void)each;
    cursor.go_to(random.below(run->last_event() + 1));
    benchmark::DoNotOptimize(cursor.snapshot().broken_pairs);
  }
  state.counters["events"] = static_cast<double>(run->last_event());
}

// One event back, from anywhere.
void replay_step_back(benchmark::State& state) {
  const auto run = replay::RecordedRun::record(rotation(state));
  replay::Cursor cursor(run);
  cursor.go_to(run->last_event() - run->last_event() / 3);
  for (auto each : state) {
    (void)each;
    if (cursor.event() == 0) cursor.go_to(run->last_event());
    cursor.go_to(cursor.event() - 1);
    benchmark::DoNotOptimize(cursor.snapshot().broken_pairs);
  }
}

void replay_step_forward(benchmark::State& state) {
  const auto run = replay::RecordedRun::record(rotation(state));
  replay::Cursor cursor(run);
  for (auto each : state) {
    (void)each;
    cursor.go_to(cursor.event() == run->last_event() ? 0 : cursor.event() + 1);
    benchmark::DoNotOptimize(cursor.snapshot().broken_pairs);
  }
}

BENCHMARK(replay_reference_rehearsal)->Arg(1'000)->Arg(4'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_open)->Arg(1'000)->Arg(4'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_jump)->Arg(1'000)->Arg(4'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_step_back)->Arg(1'000)->Arg(4'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_step_forward)->Arg(1'000)->Arg(4'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
