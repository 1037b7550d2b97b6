#include "world/position_set.h"

#include <set>

#include <gtest/gtest.h>

#include "base/random.h"

namespace certdrill::world {
namespace {

TEST(PositionSet, AnswersLikeAnOrderedSetOfTheStandardLibrary) {
  for (const std::uint32_t size : {1U, 63U, 64U, 65U, 4096U, 5000U, 300'000U}) {
    Random random(size);
    PositionSet set(size);
    std::set<std::uint32_t> plain;
    for (int i = 0; i < 3000; ++i) {
      const auto position = static_cast<std::uint32_t>(random.below(size));
      if (random.below(2) == 0) {
        set.insert(position);
        plain.insert(position);
      } else {
        set.erase(position);
        plain.erase(position);
      }
      const auto asked = static_cast<std::uint32_t>(random.below(size));
      const auto at = plain.lower_bound(asked);
      const auto behind = plain.upper_bound(asked);
      ASSERT_EQ(set.count(), plain.size());
      ASSERT_EQ(set.contains(asked), plain.contains(asked));
      ASSERT_EQ(set.at_or_after(asked), at == plain.end() ? PositionSet::none : *at);
      ASSERT_EQ(set.before(asked), at == plain.begin() ? PositionSet::none : *std::prev(at));
      if (plain.empty()) {
        ASSERT_EQ(set.next(asked), PositionSet::none);
        ASSERT_EQ(set.previous(asked), PositionSet::none);
        continue;
      }
      ASSERT_EQ(set.next(asked), behind == plain.end() ? *plain.begin() : *behind);
      ASSERT_EQ(set.previous(asked), at == plain.begin() ? *plain.rbegin() : *std::prev(at));
    }
  }
}

}  // namespace
}  // namespace certdrill::world
