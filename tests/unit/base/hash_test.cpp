#include "base/hash.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace certdrill {
namespace {

Hash of(std::uint64_t value) {
  Hash hash;
  hash.add(value);
  return hash;
}

Hash of(std::string_view text) {
  Hash hash;
  hash.add(text);
  return hash;
}

// Saved digests outlive a version of the program: these values must never change. Computed with a separate
// implementation of what the header says.
TEST(Hash, ValuesArePinned) {
  EXPECT_EQ(Hash().value(), 0xcbf29ce484222325U);
  EXPECT_EQ(of(0).value(), 0xaebe53f85cdc3c4cU);
  EXPECT_EQ(of(1).value(), 0xd72ac492360993eaU);
  EXPECT_EQ(of(~std::uint64_t{0}).value(), 0x7717db1cd5b917d0U);
  EXPECT_EQ(of("abc").value(), 0x4d240f3637a7f3aeU);
  EXPECT_EQ(of("\u00e9").value(), 0xae9216c4cb4f598fU) << "bytes above 0x7F count as unsigned";
  Hash two = of(1);
  two.add(2);
  EXPECT_EQ(two.value(), 0x7cd380a09fe5c76dU);
}

TEST(Hash, IsKnownToTheCompilerToo) {
  constexpr std::uint64_t value = [] {
    Hash hash;
    hash.add(std::string_view("abc"));
    return hash.value();
  }();
  EXPECT_EQ(value, 0x4d240f3637a7f3aeU);
}

TEST(Hash, OrderAndBoundariesCount) {
  const auto joined = [](const std::vector<std::string>& parts) {
    Hash hash;
    for (const std::string& part : parts) hash.add(part);
    return hash.value();
  };
  EXPECT_NE(joined({"ab", "c"}), joined({"a", "bc"}));
  EXPECT_NE(joined({"abc"}), joined({"abc", ""}));
  EXPECT_NE(joined({"a", "b"}), joined({"b", "a"}));
  Hash up = of(1);
  up.add(2);
  Hash down = of(2);
  down.add(1);
  EXPECT_NE(up.value(), down.value());
}

}  // namespace
}  // namespace certdrill
