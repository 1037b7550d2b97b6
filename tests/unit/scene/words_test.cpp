// Headlines, hints and numbers in words.
#include "scene/words.h"

#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "moments.h"
#include "scene/label_room.h"

namespace certdrill::scene {
namespace {

using test::even_letters;
using test::TestMoment;

struct HeadlineCase {
  const char* name;
  std::function<void(TestMoment&)> prepare;
  const char* expected;
};
class Headline : public testing::TestWithParam<HeadlineCase> {};

TEST_P(Headline, Says) {
  TestMoment at;
  GetParam().prepare(at);
  EXPECT_EQ(headline(at.now, at.moment.setting->scenario()), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Moments, Headline,
    testing::Values(
        HeadlineCase{"all_is_well", [](TestMoment&) {}, "all 10 nodes up, every pair can authenticate, quorum kept"},
        HeadlineCase{
            "split", [](TestMoment& at) { at.switched(1, false, false).old_session(0, 1); },
            "all 10 nodes up, 16 of 45 pairs cannot authenticate, 2 pieces: 8 and 2, quorum kept, 1 old session"},
        HeadlineCase{"one_way", [](TestMoment& at) { at.switched(1, true, false); },
                     "all 10 nodes up, 16 of 45 pairs cannot authenticate (one-way), 2 pieces: 8 and 2, quorum kept"},
        HeadlineCase{"lost",
                     [](TestMoment& at) {
                       at.state(0, world::NodeState::down, true)
                           .state(1, world::NodeState::booting, true)
                           .state(2, world::NodeState::down);
                     },
                     "7 of 10 nodes up (2 lost), every pair can authenticate, NO QUORUM of seed nodes"}),
    [](const auto& row) { return std::string(row.param.name); });

struct HintCase {
  const char* name;
  Target target;
  const char* expected;
};
class Hint : public testing::TestWithParam<HintCase> {};

TEST_P(Hint, Says) {
  TestMoment at;
  at.switched(1, true, false).state(3, world::NodeState::joining, true).old_session(0, 1);
  EXPECT_EQ(hint(at.moment, GetParam().target), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Targets, Hint,
    testing::Values(
        HintCase{"nothing", {}, ""},
        HintCase{"node", {Target::Kind::node, 0, 0}, "N0 (UD0, seed node): presents B, up, has the new settings"},
        HintCase{"lost_node", {Target::Kind::node, 3, 0}, "N3 (UD3, seed node): presents A, lost, joining"},
        HintCase{"full", {Target::Kind::pair, 1, 2}, "N1 and N2 accept each other"},
        HintCase{"one_way", {Target::Kind::pair, 0, 1}, "N0 accepts N1, but N1 refuses N0"},
        HintCase{"session",
                 {Target::Kind::session, 0, 1},
                 "session of N0 and N1: made with A and A, which would not do today"},
        HintCase{"no_such_session", {Target::Kind::session, 1, 2}, "N1 and N2 accept each other"},
        HintCase{"domain", {Target::Kind::domain, 3, 0}, "upgrade domain UD3: 2 nodes, 1 not up"},
        HintCase{"certificate",
                 {Target::Kind::certificate, 0, 0},
                 "A, 2025-02-01 to 2026-02-01: valid for another 22d, presented by 8 nodes"},
        HintCase{"no_such_node", {Target::Kind::node, 99, 0}, ""},
        HintCase{"no_such_certificate", {Target::Kind::certificate, 99, 0}, ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Numbers, AreWrittenForPeople) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1'000), "1,000");
  EXPECT_EQ(with_thousands(1'234'567), "1,234,567");
  EXPECT_EQ(short_count(9'999), "9,999");
  EXPECT_EQ(short_count(12'345), "12k");
  EXPECT_EQ(short_count(2'000'000), "2M");
  EXPECT_EQ(short_count(2'560'000), "2.5M");
  EXPECT_EQ(counted_with_thousands(1, "node"), "1 node");
}

TEST(LabelRoom, CutsToWhatFits) {
  const LabelRoom room({{0, 0}, {100, 100}}, even_letters());
  EXPECT_EQ(room.cut("frontend", 64), "frontend");
  EXPECT_EQ(room.cut("frontend", 40), "fron…");
  EXPECT_EQ(room.cut("a long name", 24), "a…") << "no space before it";
  EXPECT_EQ(room.cut("frontend", 9), "");
  EXPECT_EQ(room.cut("äöüß", 24), "äö…") << "letters are not cut in two";
}

TEST(LabelRoom, GivesAPlaceOnce) {
  LabelRoom room({{0, 0}, {200, 100}}, even_letters());
  Drawing drawing;
  const Label label{{20, 20}, "here", Tone::text, Align::left, 1, Tone::none, {}};
  EXPECT_TRUE(room.put(drawing, label));
  EXPECT_FALSE(room.put(drawing, label));
  room.keep_free({{0, 50}, {200, 60}});
  EXPECT_FALSE(room.put(drawing, Label{{20, 55}, "there", Tone::text, Align::left, 1, Tone::none, {}}));
  EXPECT_TRUE(room.put_inside(drawing, Label{{20, 55}, "there", Tone::text, Align::left, 1, Tone::none, {}}));
  EXPECT_FALSE(room.put(drawing, Label{{190, 80}, "outside", Tone::text, Align::left, 1, Tone::none, {}}));
  EXPECT_EQ(drawing.marks.size(), 2U);
}

}  // namespace
}  // namespace certdrill::scene
