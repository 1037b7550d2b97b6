// Lines of events between two nodes: the fast ones are the same as those put together plainly.
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "report/trace_writer.h"
#include "support/setting_from.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::report {
namespace {

// The lines of these events, of a cluster with nodes that are named as `names` says.
class Traced {
 public:
  explicit Traced(const std::string& nodes)
      : setting_(without_federation(test::scenario_from(test::two_certificates(nodes, "")))),
        classes_(setting_, setting_->certificates()),
        world_(setting_) {}

  std::vector<std::string> lines(const std::vector<std::pair<world::Action, world::Effects>>& events) {
    const test::TemporaryFolder folder;
    {
      AtomicFile file = *AtomicFile::open(folder / "trace");
      TraceWriter writer(file);
      writer.on_start(world_, classes_);
      for (const auto& [action, effects] : events)
        writer.on_event({*parse_sim_time("2026-01-10T00:00:05Z"), 0, action}, effects, world_, classes_);
      writer.on_end(*parse_sim_time("2026-01-10T00:01:00Z"), world_);
      EXPECT_FALSE(file.commit());
    }
    std::vector<std::string> found;
    for (const std::string& line : test::lines_of(test::read_text(folder / "trace"))) {
      if (line.find("\"n\":") != std::string::npos || line.find("NodeState") != std::string::npos)
        found.push_back(
            line.substr(line.find("\"n\":") == std::string::npos ? line.find("\"change\"") : line.find("\"n\":")));
    }
    return found;
  }

 private:
  static std::shared_ptr<const world::Setting> without_federation(model::Scenario scenario) {
    scenario.federation.simulate = false;
    return std::make_shared<const world::Setting>(std::move(scenario));
  }

  std::shared_ptr<const world::Setting> setting_;
  check::AuthenticationClasses classes_;
  world::World world_;
};

world::Effects between(model::NodeIndex a, model::NodeIndex b, world::Outcome outcome) {
  world::Effects effects;
  effects.one_end = a;
  effects.other_end = b;
  effects.outcome = outcome;
  return effects;
}

const std::vector<std::pair<world::Action, world::Effects>> pairs = {
    {world::RenewSession{0}, between(0, 1, world::Outcome::renewed)},
    {world::RenewSession{1}, between(1, 2, world::Outcome::refused)},
    {world::RenewSession{0}, between(2, 0, world::Outcome::renewed)},
    {world::RenewLease{4}, between(2, 0, world::Outcome::failed)},
    {world::ExpireLease{4}, between(2, 0, world::Outcome::nobody_loses)},
};

TEST(PairLine, SaysWhomItConcernsAndHowItWent) {
  EXPECT_EQ(Traced(R"("nodes": 3,)").lines(pairs),
            (std::vector<std::string>{
                R"("n":1,"event":"RenewSession","a":"N0","b":"N1","outcome":"renewed","aShows":null,"bShows":null})",
                R"("n":2,"event":"RenewSession","a":"N1","b":"N2","outcome":"refused","aShows":null,"bShows":null})",
                R"("n":3,"event":"RenewSession","a":"N2","b":"N0","outcome":"renewed","aShows":null,"bShows":null})",
                R"("n":4,"event":"RenewLease","a":"N2","b":"N0","outcome":"failed"})",
                R"("n":5,"event":"ExpireLease","a":"N2","b":"N0","outcome":"nobodyLoses"})"}));
}

TEST(PairLine, IsTheSameWhenNodesHaveNames) {
  std::vector<std::string> plain =
      Traced(
          R"("nodes": [ { "name": "N0", "upgradeDomain": "UD0", "seed": true }, { "name": "N1", "upgradeDomain": "UD1" },
                           { "name": "N2", "upgradeDomain": "UD2" } ],)")
          .lines(pairs);
  EXPECT_EQ(plain, Traced(R"("nodes": 3,)").lines(pairs)) << "named nodes take the slow way";
}

TEST(PairLine, ManyDifferentEndsFillManyBatches) {
  std::vector<std::pair<world::Action, world::Effects>> many;
  for (std::uint32_t i = 0; i < 10'000; ++i) many.emplace_back(pairs[i % pairs.size()]);
  const std::vector<std::string> lines = Traced(R"("nodes": 3,)").lines(many);
  ASSERT_EQ(lines.size(), many.size());
  const std::vector<std::string> few = Traced(R"("nodes": 3,)").lines(pairs);
  const auto without_number = [](const std::string& line) { return line.substr(line.find(",\"event\"")); };
  for (std::size_t i = 0; i < many.size(); ++i)
    ASSERT_EQ(without_number(lines[i]), without_number(few[i % few.size()])) << i;
}

TEST(TraceOfTheFederation, TellsStatesTurnsAndWaits) {
  world::Effects failing;
  failing.states.push_back({1, world::NodeState::suspended, world::NodeState::down, world::Cause::lease_failed});
  failing.states.push_back({1, world::NodeState::down, world::NodeState::booting, world::Cause::host_restarts_it});
  world::Effects losing = between(0, 1, world::Outcome::one_side_loses);
  losing.loser = 1;
  world::Effects waiting;
  waiting.outcome = world::Outcome::unhealthy;
  waiting.wait = world::WaitReason::health_check_retry;
  waiting.wait_until = *parse_sim_time("2026-01-10T00:10:00Z");
  world::Effects turning;
  turning.turn = world::UpgradeTurn::rollback_begins;
  turning.failure = world::UpgradeFailure::health_check;
  turning.backward = true;
  EXPECT_EQ(
      Traced(R"("nodes": 3,)")
          .lines({{world::FailNode{1}, failing},
                  {world::ExpireLease{0}, losing},
                  {world::CheckHealth{0}, waiting},
                  {world::CheckHealth{0}, turning}}),
      (std::vector<std::string>{
          R"("n":1,"event":"FailNode","node":"N1"})",
          R"("change":"NodeState","node":"N1","from":"suspended","to":"down","cause":"leaseFailed"})",
          R"("change":"NodeState","node":"N1","from":"down","to":"booting","cause":"hostRestartsIt"})",
          R"("n":2,"event":"ExpireLease","a":"N0","b":"N1","outcome":"oneSideLoses","loser":"N1"})",
          R"("n":3,"event":"CheckHealth","domain":"UD0","outcome":"unhealthy","wait":"healthCheckRetry","until":"2026-01-10T00:10:00.000Z"})",
          R"("n":4,"event":"CheckHealth","domain":"UD0","backward":true,"turn":"rollbackBegins","failure":"HealthCheck"})"}));
}

}  // namespace
}  // namespace certdrill::report
