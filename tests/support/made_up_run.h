// Runs that no world has gone through: events with what they did, one after the other, of a scenario. For words and
// pictures of what only few scenarios come to.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "replay/recorded_run.h"
#include "support/setting_from.h"

namespace certdrill::replay {

struct MadeUpEvent {
  world::Action what;
  EventDetail detail;
  world::Outcome outcome = world::Outcome::none;
  model::NodeIndex node = world::nobody;
};

struct RecordedRunForTests {
  // An event each minute from the start on.
  static std::shared_ptr<RecordedRun> of(std::shared_ptr<const world::Setting> setting,
                                         const world::ConfigurationTable& configurations,
                                         const std::vector<MadeUpEvent>& events) {
    auto run = std::make_shared<RecordedRun>();
    run->setting_ = std::move(setting);
    run->configurations_ = std::make_unique<const world::ConfigurationTable>(configurations);
    const model::Scenario& scenario = run->scenario();
    run->result_.start = scenario.start;
    run->calls_.resize(scenario.cluster.clients.size());
    run->kinds_of_calls_.resize(scenario.cluster.clients.size(), 2);
    run->client_points_.resize(scenario.cluster.clients.size(), {ClientPoint{}});
    run->plan_points_.push_back({0, {}});
    run->trust_points_.push_back({});
    for (const MadeUpEvent& each : events) {
      RecordedEvent event;
      event.at = scenario.start + std::chrono::minutes(run->events_.size() + 1);
      event.what = each.what;
      event.outcome = each.outcome;
      event.node = each.node;
      event.detail = static_cast<std::uint32_t>(run->details_.size());
      run->details_.push_back(each.detail);
      run->events_.push_back(event);
    }
    run->result_.end = scenario.start + std::chrono::hours(1);
    run->result_.nodes = scenario.cluster.nodes.size();
    return run;
  }
  static std::vector<JourneyPoint>& journey(RecordedRun& run) { return run.journey_; }
  static std::vector<JourneyPoint>& deliveries(RecordedRun& run) { return run.deliveries_; }
  static std::vector<CallPoint>& calls(RecordedRun& run, model::ClientIndex client) { return run.calls_[client]; }
};

// Three nodes; a vault with two versions of a certificate, and one of another; two agents, one of which observes both; a
// client with a deployment and a health check.
inline std::shared_ptr<const world::Setting> journey_setting() {
  model::Scenario scenario = test::scenario_from(R"({
    "start": "2026-01-10", "end": "2026-12-01",
    "vaults": { "kv": { "access": ["vmss"], "certificates": {
      "cluster": { "selfSigned": true, "created": "2025-12-20", "validity": "120d", "renewAt": "75 %" },
      "spare": { "selfSigned": true, "created": "2025-12-20", "renewAt": "never" } } } },
    "agents": { "extension": { "kind": "keyVaultExtension", "identity": "vmss", "observes": ["kv/cluster", "kv/spare"] },
                "secrets": { "kind": "scaleSetSecrets", "observes": ["kv/cluster/1"] } },
    "cluster": { "nodes": 3, "upgradeDomains": 3, "installed": [], "security": "{P:{TP=cluster-1}, V:{TP=cluster-1}}" },
    "steps": [ { "vaultOutage": "kv", "for": "6h" },
               { "renewSecret": "kv/spare", "at": "2026-02-01" },
               { "stopAgent": "secrets" } ]
  })");
  model::Client client;
  client.name = "octopus";
  client.places.resize(1);
  for (const char* const name : {"deployment", "health check"}) {
    model::ClientCall call;
    call.name = name;
    call.every = std::chrono::hours(6);
    client.calls.push_back(call);
  }
  scenario.cluster.clients.push_back(client);
  return std::make_shared<const world::Setting>(std::move(scenario));
}

}  // namespace certdrill::replay
