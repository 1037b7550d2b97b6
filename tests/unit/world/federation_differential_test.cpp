// The federation against one that lives the plain way (naive/naive_federation.h): hundreds of random small clusters,
// with certificates swapped without overlap, crashes, restarts, reboots and partitions, have the same story.
#include <algorithm>
#include <utility>

#include <gtest/gtest.h>

#include "drill.h"
#include "naive/naive_federation.h"
#include "support/rounds.h"

namespace certdrill::world {
namespace {

using naive::Deed;
using test::Drill;

struct Story {
  std::vector<std::string> lines;
  std::vector<Deed> deeds;  // with the moments that were drawn
};

void do_it(Drill& drill, const Deed& deed) {
  const Duration at(deed.at);
  if (deed.kind == Deed::Kind::settings) drill.take_settings(at, deed.node, deed.value);
  if (deed.kind == Deed::Kind::crash) drill.crash(at, deed.node);
  if (deed.kind == Deed::Kind::stop) drill.stop(at, deed.node, Membership::Stop::in_order);
  if (deed.kind == Deed::Kind::reboot) {
    drill.stop(at, deed.node, Membership::Stop::in_order_with_host);
    drill.start(at, deed.node, true);
  }
  if (deed.kind == Deed::Kind::start) drill.start(at, deed.node);
  if (deed.kind == Deed::Kind::part) drill.part(at, 1, deed.part);
  if (deed.kind == Deed::Kind::heal) {
    drill.at(at, [](World& world, SimTime now, Effects& effects) { Network(world).heal({}, now, effects); });
  }
}

Story story_of(Drill& drill, std::vector<Deed> deeds, Duration end) {
  for (const Deed& deed : deeds) do_it(drill, deed);
  drill.run_until(end);
  Story story{{}, std::move(deeds)};
  for (const Drill::Line& line : drill.lines()) {
    const std::string at = std::to_string(1'000'000'000 + line.at.count()) + " ";
    const bool left_out = std::holds_alternative<EstablishLease>(line.action) ||
                          (std::holds_alternative<RenewLease>(line.action) && line.effects.outcome == Outcome::renewed);
    if (line.effects.one_end && !left_out) {
      std::string words = at + std::string(name_of(line.action)) + " " + std::to_string(*line.effects.one_end) + "-" +
                          std::to_string(*line.effects.other_end) + " " + std::string(to_string(line.effects.outcome));
      if (line.effects.loser) words += " N" + std::to_string(*line.effects.loser);
      story.lines.push_back(words);
    }
    for (const NodeStateChange& each : line.effects.states) {
      story.lines.push_back(at + "N" + std::to_string(each.node) + " " + Drill::text(each));
    }
    if (std::holds_alternative<RenewSession>(line.action)) {
      story.deeds.push_back(
          {line.at.count(), Deed::Kind::renew_session, *line.effects.one_end, *line.effects.other_end, {}});
    }
  }
  std::stable_sort(story.deeds.begin(), story.deeds.end(), [](const Deed& a, const Deed& b) { return a.at < b.at; });
  std::sort(story.lines.begin(), story.lines.end());
  return story;
}

// Where two stories part, with what came before; empty when they do not.
std::string first_difference(const std::vector<std::string>& ours, const std::vector<std::string>& plain) {
  const auto [mine, other] = std::mismatch(ours.begin(), ours.end(), plain.begin(), plain.end());
  if (mine == ours.end() && other == plain.end()) return {};
  std::string text;
  for (auto line = ours.begin() + std::max<std::ptrdiff_t>(0, mine - ours.begin() - 12); line != mine; ++line) {
    text += *line + "\n";
  }
  text += "ours:\n";
  for (auto line = mine; line != ours.end() && line - mine < 4; ++line) text += *line + "\n";
  text += "plain:\n";
  for (auto line = other; line != plain.end() && line - other < 4; ++line) text += *line + "\n";
  return text;
}

std::vector<Deed> random_deeds(Random& random, std::uint32_t nodes) {
  std::vector<Deed> deeds;
  std::int64_t at = 0;
  bool parted = false;
  for (int i = 0; i < 14; ++i) {
    at += static_cast<std::int64_t>(1 + random.below(150'000));
    Deed deed;
    deed.at = at;
    deed.node = static_cast<std::uint32_t>(random.below(nodes));
    switch (random.below(8)) {
      case 0:
        deed.kind = Deed::Kind::crash;
        break;
      case 1:
        deed.kind = random.below(2) == 0 ? Deed::Kind::stop : Deed::Kind::reboot;
        break;
      case 2:
      case 3:
        deed.kind = Deed::Kind::start;
        break;
      case 4:  // one partition at a time is what the naive one knows
        deed.kind = std::exchange(parted, true) ? Deed::Kind::heal : Deed::Kind::part;
        if (deed.kind == Deed::Kind::heal) parted = false;
        for (std::uint32_t n = 0; n < nodes; ++n) {
          if (deed.kind == Deed::Kind::part && random.below(4) == 0) deed.part.push_back(n);
        }
        break;
      case 5:
        deed.kind = Deed::Kind::heal;
        parted = false;
        break;
      default:
        deed.value = static_cast<std::uint32_t>(random.below(4));
        break;
    }
    deeds.push_back(deed);
  }
  return deeds;
}

TEST(FederationDifferential, HundredsOfSmallClustersLiveAsTheNaiveOnes) {
  std::size_t lines = 0;
  for (std::uint64_t seed = 1; seed <= test::rounds(300U); ++seed) {
    Random random(seed);
    const auto nodes = static_cast<std::uint32_t>(2 + random.below(13));
    const auto seeds = random.below(2) == 0 ? nodes : static_cast<std::uint32_t>(1 + random.below(nodes));
    model::Scenario scenario = naive::federation_scenario(nodes, seeds);
    scenario.seed = seed;
    Drill drill(scenario);
    std::vector<naive::NaiveFederation::Begin> begin;
    for (const Lease& lease : drill.federation().leases) {
      if (lease.opener == nobody) continue;
      begin.push_back({lease.opener, lease.acceptor, (lease.granted - scenario.start).count()});
    }
    const Story story = story_of(drill, random_deeds(random, nodes), std::chrono::hours(1));
    std::vector<std::string> plain = naive::NaiveFederation(nodes, seeds, begin).live(story.deeds, 3'600'000);
    std::sort(plain.begin(), plain.end());
    ASSERT_EQ(first_difference(story.lines, plain), "")
        << "seed " << seed << ", " << nodes << " nodes, " << seeds << " seeds";
    lines += story.lines.size();
  }
  EXPECT_GT(lines, test::rounds(10'000U));
}

}  // namespace
}  // namespace certdrill::world
