// The federation beside the bare kernel: a rotation of three phases over two hours in a living cluster, and a swap without
// overlap, in which the cluster falls apart. Certificates are judged before the clock starts; making the world is inside.
//
// bare_kernel  the same number of events, as many of them pending, through the same event loop, drawn by the same random
//              numbers, handled by nobody. The federation has to reach a third of its rate.
#include <cstdint>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/random.h"
#include "kernel/event_loop.h"
#include "naive/federation_scenario.h"
#include "world/simulation.h"

namespace certdrill {
namespace {

std::uint64_t run(world::Simulation simulation) {
  while (simulation.run_instant([](const auto&, const auto&, const world::World&) {},
                                [](SimTime, const world::World&) {})) {
  }
  return simulation.events();
}

void federation_rotation(benchmark::State& state) {
  const auto setting = std::make_shared<const world::Setting>(
      naive::federation_rotation(static_cast<std::uint32_t>(state.range(0)), true));
  run(world::Simulation(setting));
  std::uint64_t events = 0;
  for (auto _ : state) events += run(world::Simulation(setting));
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}

void federation_falls_apart(benchmark::State& state) {
  const auto setting = std::make_shared<const world::Setting>(
      naive::federation_rotation(static_cast<std::uint32_t>(state.range(0)), false));
  run(world::Simulation(setting));
  std::uint64_t events = 0;
  for (auto _ : state) events += run(world::Simulation(setting));
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}

// A wave of renewals as an upgrade domain makes it: each event schedules the next one of its lease within 300 s.
void bare_kernel(benchmark::State& state) {
  const auto leases = static_cast<std::uint32_t>(state.range(0)) * 4;
  const std::uint64_t total = std::uint64_t{leases} * 8;
  for (auto _ : state) {
    Random random(1);
    EventLoop<world::Action> loop(SimTime{});
    const auto draw = [&](const world::Action& action, SimTime at) {
      loop.schedule(random.between(at, at + std::chrono::seconds(300)), action);
    };
    for (std::uint32_t lease = 0; lease < leases; ++lease) draw(world::RenewSession{lease}, SimTime{});
    std::uint64_t left = total;
    while (loop.run_instant(
        [&](const auto& event) {
          if (left == 0) return;
          --left;
          draw(event.what, event.at);
        },
        [](SimTime) {})) {
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(static_cast<std::uint64_t>(state.iterations()) * (total + leases)));
}

BENCHMARK(bare_kernel)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(federation_rotation)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(federation_falls_apart)->Arg(1000)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace certdrill
