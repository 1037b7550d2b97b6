#include "model/utf8.h"

#include <string>

#include <gtest/gtest.h>

namespace certdrill::model {
namespace {

TEST(Utf8, FindsTheFirstByteThatIsNoCharacter) {
  EXPECT_EQ(find_invalid_utf8(""), 0U);
  EXPECT_EQ(find_invalid_utf8("aä€😀"), 10U);  // all of it is good
  const auto bad_at = [](std::string_view text) { return find_invalid_utf8(text) < text.size(); };
  EXPECT_TRUE(bad_at("\x80")) << "a continuation alone";
  EXPECT_TRUE(bad_at("\xC0\x80")) << "overlong, two bytes";
  EXPECT_TRUE(bad_at("\xE0\x80\x80")) << "overlong, three bytes";
  EXPECT_TRUE(bad_at("\xF0\x80\x80\x80")) << "overlong, four bytes";
  EXPECT_TRUE(bad_at("\xED\xA0\x80")) << "a surrogate";
  EXPECT_TRUE(bad_at("\xF4\x90\x80\x80")) << "beyond U+10FFFF";
  EXPECT_TRUE(bad_at("\xF5\x80\x80\x80"));
  EXPECT_TRUE(bad_at("a\xE2\x82")) << "cut off";
  EXPECT_EQ(find_invalid_utf8("ab\xFFz"), 2U);
}

TEST(Utf8, CountsCharacters) {
  EXPECT_EQ(count_characters("aä€😀"), 4U);
  EXPECT_EQ(count_characters("a\xFF\xE2\x82z"), 5U) << "a stray byte counts as one";
}

}  // namespace
}  // namespace certdrill::model
