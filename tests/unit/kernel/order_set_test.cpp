#include "kernel/order_set.h"

#include <set>

#include <gtest/gtest.h>

#include "base/random.h"

namespace certdrill {
namespace {

TEST(OrderSet, AgreesWithASetOfNumbers) {
  Random random(8);
  OrderSet set;
  for (int round = 0; round < 3; ++round) {
    std::set<std::uint64_t> reference;
    EXPECT_FALSE(set.contains(0));
    for (int i = 0; i < 20'000; ++i) {
      const std::uint64_t order = random.below(i % 2 == 0 ? 8000 : ~std::uint64_t{0});
      ASSERT_EQ(set.insert(order), reference.insert(order).second);
      const std::uint64_t asked = random.below(8000);
      ASSERT_EQ(set.contains(asked), reference.count(asked) > 0);
    }
    EXPECT_EQ(set.size(), reference.size());
    set.clear();
    EXPECT_EQ(set.size(), 0U);
  }
}

}  // namespace
}  // namespace certdrill
