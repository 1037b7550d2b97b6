#include "world/configuration_table.h"

#include <gtest/gtest.h>

namespace certdrill::world {
namespace {

using Key = model::PrivateKeyState;

const model::Store empty_store{};
const model::Store holds_a{{{0, Key::usable}}, {}, {}};

TEST(ConfigurationTable, SameContentHasOneNumber) {
  ConfigurationTable table({empty_store, holds_a});
  const std::uint32_t first = table.intern({0, 0});
  EXPECT_EQ(table.intern({0, 0}), first);
  EXPECT_NE(table.intern({0, 1}), first);
  EXPECT_NE(table.intern({1, 0}), first);
  EXPECT_EQ(table.size(), 3U);
}

TEST(ConfigurationTable, AStoreThatComesUpTwiceIsOneStore) {
  ConfigurationTable table({empty_store});
  const std::uint32_t nothing = table.intern({0, 0});
  const auto add_a = [](model::Store store) {
    store.entries = {{0, Key::usable}};
    return store;
  };
  const std::uint32_t once = table.with_store_change(nothing, 0, add_a);
  const std::uint32_t again = table.with_store_change(nothing, 1, add_a);
  EXPECT_EQ(once, again);
  EXPECT_EQ(table.store_of(once), holds_a);
}

TEST(ConfigurationTable, AChangeIsAskedForOncePerConfigurationAndStep) {
  ConfigurationTable table({empty_store});
  const std::uint32_t nothing = table.intern({0, 0});
  int asked = 0;
  const auto add_a = [&](model::Store store) {
    ++asked;
    store.entries = {{0, Key::usable}};
    return store;
  };
  for (int node = 0; node < 100; ++node) table.with_store_change(nothing, 0, add_a);
  EXPECT_EQ(asked, 1);
}

TEST(ConfigurationTable, ContentHashDoesNotDependOnTheOrderOfNumbers) {
  ConfigurationTable one({empty_store, holds_a});
  ConfigurationTable other({holds_a, empty_store});
  EXPECT_EQ(one.content_hash(one.intern({4, 1})), other.content_hash(other.intern({4, 0})));
  EXPECT_NE(one.content_hash(one.intern({4, 1})), other.content_hash(other.intern({4, 1})));
}

TEST(ConfigurationTable, AKeyMakesADifference) {
  EXPECT_NE(content_hash(holds_a), content_hash(model::Store{{{0, Key::absent}}, {}, {}}));
}

TEST(ConfigurationTable, EachStateOfAKeyIsAnother) {
  const std::vector<Key> keys = {Key::absent, Key::of_another_certificate, Key::unreadable, Key::usable};
  for (const Key one : keys) {
    for (const Key other : keys) {
      EXPECT_EQ(content_hash(model::Store{{{0, one}}, {}, {}}) == content_hash(model::Store{{{0, other}}, {}, {}}),
                one == other);
    }
  }
}

TEST(ConfigurationTable, AListedIdIsNotTakenForAnother) {
  const std::vector<std::uint64_t> hashes = {content_hash(model::Store{{{3, Key::usable}}, {}, {}}),
                                             content_hash(model::Store{{}, {3}, {}}),
                                             content_hash(model::Store{{}, {}, {3}})};
  EXPECT_NE(hashes[0], hashes[1]);
  EXPECT_NE(hashes[0], hashes[2]);
  EXPECT_NE(hashes[1], hashes[2]) << "a CRL out of reach is no root";
}

}  // namespace
}  // namespace certdrill::world
