// A simulated year of renewals: a vault makes a new version every two months, an extension polls it every hour on each
// node, and the scan of each store runs every minute; who can talk to whom is known after each event.
//
// Polls and scans are events only where they may find something. Beside it, the reference: the same year with an event
// for each hourly poll, which does nothing but to come again.
#include <cstdlib>
#include <memory>

#include <benchmark/benchmark.h>

#include "check/rehearsal.h"
#include "model/notation.h"
#include "naive/rotation_scenario.h"

namespace {

using namespace certdrill;

constexpr Duration year = std::chrono::hours(24 * 365);
constexpr std::uint64_t renewals = 6;

model::Scenario year_of_renewals(std::uint32_t nodes) {
  model::Scenario scenario = naive::rotation_scenario(nodes);
  scenario.steps.clear();
  scenario.end = scenario.start + year;
  scenario.certificates.clear();
  scenario.cluster.stores = {{}};
  scenario.securities = {*model::parse_security("{P:{CN=cluster.contoso.test}, V:{CN=cluster.contoso.test@issuer}}")};
  const auto add = [&](const std::string& name, SimTime from, Duration validity) {
    pki::CertificateSpec spec;
    spec.name = name;
    spec.common_name = "cluster.contoso.test";
    spec.not_before = from;
    spec.not_after = from + validity;
    scenario.certificates.push_back(spec);
    return static_cast<pki::CertificateId>(scenario.certificates.size() - 1);
  };
  const pki::CertificateId issuer = add("issuer", scenario.start - year, 10 * year);
  scenario.certificates[issuer].authority = true;
  scenario.certificates[issuer].common_name = "issuer";
  scenario.identities = {"vmss"};
  scenario.vaults.push_back({"kv", {0}, true, {}});
  model::VaultCertificate line;
  line.name = "cluster";
  for (std::uint64_t version = 0; version <= renewals; ++version) {
    const SimTime created = scenario.start - std::chrono::hours(24 * 10) + version * std::chrono::hours(24 * 60);
    const pki::CertificateId id = add("cluster-" + std::to_string(version + 1), created, std::chrono::hours(24 * 90));
    scenario.certificates[id].issuer = issuer;
    line.versions.push_back({id, created, false});
  }
  scenario.vault_certificates.push_back(std::move(line));
  model::Agent extension;
  extension.name = "extension";
  extension.observes = {{0, std::nullopt, 0, "kv/cluster"}};
  scenario.agents.push_back(std::move(extension));
  return scenario;
}

std::uint64_t run(const std::shared_ptr<const world::Setting>& setting) {
  world::Simulation simulation(setting);
  check::Monitor monitor(simulation.world());
  while (
      simulation.run_instant([&](const world::Simulation::Event& event, const world::Effects& effects,
                                 const world::World& world) { monitor.on_event(event.at, event.what, effects, world); },
                             [&](SimTime at, const world::World& world) { monitor.on_instant(at, world); })) {
  }
  const check::RunResult result = monitor.finish(simulation.end(), simulation.events(), simulation.world());
  if (!result.holds) std::abort();
  return result.events;
}

void provisioning_year(benchmark::State& state) {
  const auto nodes = static_cast<std::uint32_t>(state.range(0));
  const auto setting = std::make_shared<const world::Setting>(year_of_renewals(nodes));
  run(setting);  // certificates are minted before the clock starts
  std::uint64_t events = 0;
  for (auto _ : state) {
    const std::uint64_t of_this_run = run(setting);
    // One first cycle, and a poll and a scan for each renewal, on each node; and what vault and certificates do.
    if (of_this_run < nodes * (1 + 2 * renewals)) std::abort();
    events += of_this_run;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(provisioning_year)->Arg(1000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

struct Poll {
  std::uint32_t node;
};

void provisioning_every_poll_an_event(benchmark::State& state) {
  const auto nodes = static_cast<std::uint32_t>(state.range(0));
  const SimTime start = *parse_sim_time("2026-01-10");
  std::uint64_t events = 0;
  for (auto _ : state) {
    EventLoop<Poll> loop(start);
    Random random(1);
    for (std::uint32_t node = 0; node < nodes; ++node)
      loop.schedule(random.between(start, start + std::chrono::hours(1)), Poll{node});
    loop.run_until(
        start + year, [&](const auto& event) { loop.schedule(event.at + std::chrono::hours(1), event.what); },
        [](SimTime) {});
    events += loop.handled();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(provisioning_every_poll_an_event)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
