// Connectivity, kept by difference, against the naive cluster that looks at all pairs after every instant of random
// scenarios.
#include "check/connectivity.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "check/cluster_count.h"
#include "check/rehearsal.h"
#include "naive/naive_cluster.h"
#include "naive/rotation_scenario.h"
#include "support/rounds.h"
#include "support/setting_from.h"

namespace certdrill::check {
namespace {

// A scenario with everything that this model has, drawn at random: rules, stores, roots, steps, boundaries in the
// middle.
std::string random_scenario(Random& random) {
  const auto pick = [&](std::initializer_list<const char*> choices) {
    return std::string(choices.begin()[random.below(choices.size())]);
  };
  const auto presents = [&] {
    return "{P:" + pick({"{TP=A}", "{TP=B}", "{TP=A, TP=B}", "{TP=B, TP=C}", "{CN=C}", "{CN=D}", "{}"});
  };
  const auto accepts = [&] {
    std::string rules;
    const std::uint64_t count = random.below(4);
    for (std::uint64_t i = 0; i < count; ++i) {
      rules += (i > 0 ? ", " : "") + pick({"TP=A", "TP=B", "TP=C", "CN=C", "CN=C@I1", "CN=C@I2", "CN=C@I1|I2", "CN=D@D",
                                           "CN='*.contoso.test'"});
    }
    return ", V:{" + rules + "}}";
  };
  const auto security = [&] { return "\"" + presents() + accepts() + "\""; };
  const auto store = [&] {
    std::string entries;
    for (const char* name : {"A", "B", "C", "C2", "D"}) {
      const std::uint64_t how = random.below(4);
      if (how == 0) continue;
      entries += std::string(entries.empty() ? "" : ", ") + "{\"certificate\": \"" + name +
                 "\", \"privateKey\": " + (how == 1 ? "false" : "true") + "}";
    }
    return "[" + entries + "]";
  };
  std::string nodes;
  const std::uint64_t count = random.below(9) + 1;
  for (std::uint64_t i = 0; i < count; ++i) {
    nodes += std::string(i > 0 ? ", " : "") + "{\"name\": \"n" + std::to_string(i) +
             "\", \"seed\": " + (random.below(2) == 0 || i == 0 ? "true" : "false") +
             (random.below(2) == 0 ? ", \"installed\": " + store() : "") +
             (random.below(2) == 0 ? ", \"security\": " + security() : "") +
             (random.below(3) == 0 ? ", \"trustedRoots\": [\"R\"]" : "") + "}";
  }
  std::string steps;
  const std::uint64_t step_count = random.below(4) + 1;
  for (std::uint64_t i = 0; i < step_count; ++i) {
    const std::string name = "\"s" + std::to_string(i) + "\"";
    switch (random.below(4)) {
      case 0:
        steps += std::string(i > 0 ? ", " : "") + "{\"install\": [" + pick({"\"A\"", "\"B\", \"C\"", "\"C2\""}) +
                 "], \"name\": " + name + ", \"within\": \"40s\"}";
        break;
      case 1:
        steps += std::string(i > 0 ? ", " : "") + "{\"remove\": " + pick({"\"A\"", "\"B\"", "\"C\""}) +
                 ", \"name\": " + name + ", \"within\": \"40s\"}";
        break;
      default:
        steps += std::string(i > 0 ? ", " : "") + "{\"upgrade\": " + name + ", \"to\": " + security() + "}";
        break;
    }
  }
  return R"({ "start": "2026-01-10T00:00:00Z", "end": "2026-01-10T00:20:00Z",
    "federation": { "simulate": false }, "seed": )" +
         std::to_string(random.below(1000)) + R"(,
    "authorities": { "R": {}, "I1": { "issuer": "R" }, "I2": { "issuer": "R", "notAfter": "2026-01-10T00:02:00Z" } },
    "certificates": {
      "A": { "commonName": "a.contoso.test", "notAfter": "2026-01-10T00:03:00Z" },
      "B": { "commonName": "b.contoso.test", "notBefore": "2026-01-10T00:01:00Z" },
      "C": { "commonName": "c.contoso.test", "issuer": "I1" },
      "C2": { "commonName": "c.contoso.test", "issuer": "I2", "notAfter": "2027-06-01" },
      "D": { "commonName": "d.contoso.test", "dnsNames": ["*.contoso.test"] }
    },
    "cluster": { "nodes": [)" +
         nodes + R"(], "upgradeDomains": )" + std::to_string(random.below(std::min<std::uint64_t>(count, 3)) + 1) +
         R"(, "installed": ["A", "C"], "security": )" + security() + R"( },
    "upgradePolicy": { "domainDuration": "40s", "pauseBetweenDomains": "5s", "pauseBetweenSteps": "5s" },
    "steps": [)" +
         steps + "] }";
}

TEST(Connectivity, AgreesWithAllPairsAfterEveryInstantOfRandomScenarios) {
  Random random(11);
  std::uint64_t instants = 0;
  std::uint64_t broken = 0;
  std::uint64_t whole = 0;
  std::uint64_t cut = 0;
  for (int round = 0; round < test::rounds(150); ++round) {
    const std::string text = random_scenario(random);
    SCOPED_TRACE(text);
    const auto setting = test::setting_from(text);
    const auto certificates = setting->certificates();
    world::Simulation simulation(setting);
    AuthenticationClasses classes(setting, certificates);
    ClusterCount count(simulation.world(), classes, {0}, setting->scenario().start);
    naive::NaiveCluster oracle(simulation.world(), certificates);
    const auto compare = [&](SimTime at, const world::World& world) {
      const naive::Answer truth = oracle.ask(world, at);
      const Connectivity& connectivity = count.connectivity();
      ASSERT_EQ(connectivity.broken_pairs(), truth.broken_pairs) << to_string(at);
      ASSERT_EQ(connectivity.one_way_pairs(), truth.one_way_pairs) << to_string(at);
      ASSERT_EQ(connectivity.shape(), truth.shape) << to_string(at);
      for (const auto& [certificate, nodes] : truth.presented) ASSERT_EQ(count.presented()[certificate], nodes);
      ASSERT_EQ(count.numbers().distinct_presented, truth.presented.size());
      std::vector<model::NodeIndex> cut_nodes;
      for (model::NodeIndex node = 0; node < world.setting().node_count(); ++node) {
        const ClassId id = classes.facts(world.configuration_of(node)).class_id;
        const std::vector<std::uint32_t>& cut_classes = connectivity.cut_classes();
        if (std::find(cut_classes.begin(), cut_classes.end(), id) != cut_classes.end()) cut_nodes.push_back(node);
      }
      ASSERT_EQ(cut_nodes, truth.cut_nodes) << to_string(at);
      ++instants;
      ++(truth.broken_pairs > 0 ? broken : whole);
      cut += truth.cut_nodes.empty() ? 0U : 1U;
    };
    compare(setting->scenario().start, simulation.world());
    while (simulation.run_instant(
        [&](const world::Simulation::Event& event, const world::Effects& effects, const world::World& world) {
          const auto* expires = std::get_if<world::CertificateExpires>(&event.what);
          const auto* valid = std::get_if<world::CertificateBecomesValid>(&event.what);
          if (expires != nullptr) count.pass_boundary(world, expires->certificate, event.at);
          if (valid != nullptr) count.pass_boundary(world, valid->certificate, event.at);
          count.follow(world, effects, event.at);
        },
        [&](SimTime at, const world::World& world) { compare(at, world); })) {
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  // The cases are meant to meet all kinds.
  EXPECT_GT(instants, test::rounds(1500U));
  EXPECT_GT(broken, test::rounds(500U));
  EXPECT_GT(whole, test::rounds(20U));
  EXPECT_GT(cut, test::share_of_rounds == 1 ? 10U : 0U);  // too rare to be met evenly in a part of the rounds
}

TEST(Connectivity, CountsPairsOfAMillionNodesWithoutOverflow) {
  const auto setting = std::make_shared<const world::Setting>(naive::rotation_scenario(1'000'000));
  world::World world(setting);
  AuthenticationClasses classes(setting, setting->certificates());
  const ClusterCount count(world, classes, {}, setting->scenario().start);
  EXPECT_EQ(count.connectivity().pairs(), 499'999'500'000U);
  EXPECT_EQ(count.connectivity().broken_pairs(), 0U);
}

}  // namespace
}  // namespace certdrill::check
