#include "base/random.h"

#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace certdrill {
namespace {

// SplitMix64 of seed 1234567 begins 6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431
// (the values printed with the reference code by several independent ports).
TEST(Random, IsSeededBySplitMix64) {
  EXPECT_THAT(Random(1234567).state(), testing::ElementsAre(6457827717110365317U, 3203168211198807973U,
                                                            9817491932198370423U, 4593380528125082431U));
}

struct DrawsCase {
  const char* name;
  std::uint64_t seed;
  std::array<std::uint64_t, 4> draws;
};

class RandomDraws : public testing::TestWithParam<DrawsCase> {};

TEST_P(RandomDraws, AreThePublishedOnes) {
  Random random(GetParam().seed);
  for (const std::uint64_t expected : GetParam().draws) EXPECT_EQ(random.next(), expected);
}

// Computed with a separate implementation of the published algorithm, which also gives the known sequence of the state
// {1, 2, 3, 4}: 41943041, 58720359, 3588806011781223, 3591011842654386.
INSTANTIATE_TEST_SUITE_P(
    Seeds, RandomDraws,
    testing::Values(
        DrawsCase{"zero", 0, {5987356902031041503U, 7051070477665621255U, 6633766593972829180U, 211316841551650330U}},
        DrawsCase{
            "one", 1, {14971601782005023387U, 13781649495232077965U, 1847458086238483744U, 13765271635752736470U}},
        DrawsCase{
            "some", 1234567, {437095814655224680U, 8127161015984454572U, 18128670339019551454U, 254746599813523466U}},
        DrawsCase{"largest",
                  ~std::uint64_t{0},
                  {6254647548650071986U, 16610832622747802512U, 16422857234328439435U, 5048281510058307187U}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Random, ACopyGoesOnWithTheSameSequence) {
  Random original(5);
  (void)original.next();
  Random copy = original;
  EXPECT_EQ(copy, original);
  for (int i = 0; i < 100; ++i) ASSERT_EQ(copy.next(), original.next());
  (void)copy.next();
  EXPECT_NE(copy, original);
}

// Chi-square with 99 degrees of freedom: a fair generator exceeds 148.2 once in 1,000 times and stays below 60.2 as
// rarely. The seeds are fixed, so each either passes always or never.
TEST(Random, BelowIsUniform) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
    constexpr std::uint64_t cells = 100;
    constexpr std::int64_t expected = 10'000;
    Random random(seed);
    std::array<std::int64_t, cells> counts{};
    for (std::uint64_t i = 0; i < cells * expected; ++i) ++counts.at(random.below(cells));
    std::int64_t squares = 0;
    for (const std::int64_t count : counts) squares += (count - expected) * (count - expected);
    EXPECT_LT(squares, 1482 * expected / 10) << "seed " << seed;
    EXPECT_GT(squares, 602 * expected / 10) << "seed " << seed << ": too even to be random";
  }
}

// A bound just above 2^63 makes plain multiplication favour half of the numbers two to one.
TEST(Random, BelowIsUnbiasedForHugeBounds) {
  constexpr std::uint64_t bound = (std::uint64_t{3} << 62U);
  Random random(17);
  std::array<int, 3> thirds{};
  for (int i = 0; i < 300'000; ++i) {
    const std::uint64_t draw = random.below(bound);
    ASSERT_LT(draw, bound);
    ++thirds.at(static_cast<std::size_t>(draw % 3));
  }
  for (const int count : thirds) EXPECT_NEAR(count, 100'000, 1000);
}

TEST(Random, BelowOneIsZero) {
  Random random(1);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(random.below(1), 0U);
}

TEST(Random, BetweenReachesBothEndsAndNoMore) {
  Random random(2);
  std::array<int, 3> counts{};
  for (int i = 0; i < 3000; ++i) {
    ++counts.at(static_cast<std::size_t>(random.between(Duration(-1), Duration(1)).count() + 1));
  }
  for (const int count : counts) EXPECT_GT(count, 900);
  EXPECT_EQ(random.between(SimTime(Duration(5)), SimTime(Duration(5))), SimTime(Duration(5)));
  for (int i = 0; i < 100; ++i) {
    const SimTime at = random.between(earliest_sim_time(), latest_sim_time());
    EXPECT_GE(at, earliest_sim_time());
    EXPECT_LE(at, latest_sim_time());
  }
}

// Mean m, and P(X > m) = 1/e, P(X > 3m) = 1/e^3: within four standard deviations of a million draws.
TEST(Random, ExponentialHasItsMeanAndItsTail) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    constexpr std::int64_t mean = 1'000'000;
    constexpr std::int64_t draws = 1'000'000;
    Random random(seed);
    std::int64_t sum = 0;
    int above_mean = 0;
    int above_three_means = 0;
    for (std::int64_t i = 0; i < draws; ++i) {
      const std::int64_t value = random.exponential(Duration(mean)).count();
      ASSERT_GE(value, 0);
      sum += value;
      above_mean += value > mean ? 1 : 0;
      above_three_means += value > 3 * mean ? 1 : 0;
    }
    EXPECT_NEAR(static_cast<double>(sum / draws), 1e6, 4e3) << "seed " << seed;
    EXPECT_NEAR(above_mean, 367'879, 1930) << "seed " << seed;
    EXPECT_NEAR(above_three_means, 49'787, 870) << "seed " << seed;
  }
}

TEST(Random, ExponentialDrawsArePinned) {
  Random random(1);
  EXPECT_EQ(random.exponential(Duration(0)), Duration(0));
  std::vector<std::int64_t> draws;
  for (int i = 0; i < 5; ++i) draws.push_back(random.exponential(Duration(1'000'000)).count());
  EXPECT_THAT(draws, testing::ElementsAre(184678, 986874, 920380, 89496, 2158724));
}

TEST(RandomDeath, AnEmptyRangeIsAMistake) {
  Random random(1);
  EXPECT_DEATH((void)random.below(0), "");
  EXPECT_DEATH((void)random.between(Duration(2), Duration(1)), "");
}

}  // namespace
}  // namespace certdrill
