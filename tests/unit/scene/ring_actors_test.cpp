// Vaults, agents and clients beside the ring, and what is on its way between them.
#include "scene/ring_actors.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "moments.h"

namespace certdrill::scene {
namespace {

using test::all_of;
using test::even_letters;
using test::TestMoment;

const Point size{1000, 600};
const test::ClusterShape with_actors{10, 5, 5, 1, "", 4};

Drawing ring_of(const TestMoment& at) { return draw_ring(at.moment, View{}, size, even_letters()); }

std::vector<Glyph> glyphs(const Drawing& drawing, GlyphShape shape) {
  std::vector<Glyph> found = all_of<Glyph>(drawing);
  std::erase_if(found, [shape](const Glyph& each) { return each.shape != shape; });
  return found;
}

// The line of this target that has something at its end.
const Line* line_of(const std::vector<Line>& lines, const Target& target) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const Line& each) {
    return each.target == target && each.at_to != LineEnd::none;
  });
  return found == lines.end() ? nullptr : &*found;
}

TEST(RingActors, LeaveTheRingAloneWhereThereAreNone) {
  const TestMoment at;
  const Rect area{{0, 0}, size};
  EXPECT_EQ(area_beside_actors(at.moment, area), area);
  const TestMoment crowded(with_actors);
  EXPECT_GT(area_beside_actors(crowded.moment, area).min.x, 100);
  EXPECT_LT(area_beside_actors(crowded.moment, area).max.x, 900);
  const Rect narrow{{0, 0}, {300, 300}};
  EXPECT_EQ(area_beside_actors(crowded.moment, narrow), narrow) << "there is no room for them";
}

TEST(RingActors, StandOnTheirSidesWithTheirNames) {
  const TestMoment at(with_actors);
  const Drawing drawing = draw_ring(at.moment, View{}, {1000, 1200}, even_letters());
  const Mark* const vault = mark_of(drawing, {Target::Kind::vault, 0, 0});
  const Mark* const agent = mark_of(drawing, {Target::Kind::agent, 0, 0});
  const Mark* const client = mark_of(drawing, {Target::Kind::client, 0, 0});
  const Mark* const node = mark_of(drawing, {Target::Kind::node, 0, 0});
  ASSERT_TRUE(vault != nullptr && agent != nullptr && client != nullptr && node != nullptr);
  EXPECT_LT(middle_of(*vault).y, middle_of(*agent).y) << "vaults stand above agents";
  EXPECT_LT(middle_of(*agent).x, middle_of(*node).x);
  EXPECT_GT(middle_of(*client).x, middle_of(*node).x);
  EXPECT_TRUE(test::has_label(drawing, "extension_0"));
  EXPECT_TRUE(test::has_label(drawing, "octopus_0"));
  EXPECT_EQ(glyphs(drawing, GlyphShape::hexagon).size(), 5U) << "four, and a hollow one for the one that does not run";
  EXPECT_EQ(glyphs(drawing, GlyphShape::person).size(), 4U);
}

TEST(RingActors, StandStillWhateverHappens) {
  TestMoment at(with_actors);
  const Point before = middle_of(*mark_of(ring_of(at), {Target::Kind::client, 2, 0}));
  at.now.actors.agents.front().installs.clear();
  at.now.actors.vaults.front().out_until = at.now.at;
  at.now.actors.clients[2].last_calls.clear();
  at.state(3, world::NodeState::down, true);
  EXPECT_EQ(middle_of(*mark_of(ring_of(at), {Target::Kind::client, 2, 0})), before);
}

struct Called {
  const char* name;
  std::uint32_t client;
  Tone tone;
  LineStyle style;
  LineEnd end;
};
class Calls : public testing::TestWithParam<Called> {};

TEST_P(Calls, AreToldByToneAndShape) {
  const TestMoment at(with_actors);
  const std::vector<Line> lines = all_of<Line>(ring_of(at));
  const Line* const line = line_of(lines, {Target::Kind::client, GetParam().client, 0});
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->tone, GetParam().tone);
  EXPECT_EQ(line->style, GetParam().style);
  EXPECT_EQ(line->at_to, GetParam().end);
}
INSTANTIATE_TEST_SUITE_P(Outcomes, Calls,
                         testing::Values(Called{"let_in", 0, Tone::good, LineStyle::full, LineEnd::arrow},
                                         Called{"refused", 1, Tone::refused, LineStyle::full, LineEnd::bar},
                                         Called{"not_allowed", 2, Tone::one_way, LineStyle::dashed, LineEnd::cross},
                                         Called{"never_called", 3, Tone::good, LineStyle::full, LineEnd::arrow}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(RingActors, TellEachKindOfCallByItself) {
  TestMoment at({10, 5, 5, 1, "", 1});
  at.now.actors.clients[0].last_calls = {{4, 0, 2, world::Outcome::allowed, 1}, {5, 1, 7, world::Outcome::refused, 5}};
  const Drawing drawing = ring_of(at);
  std::vector<LineEnd> ends;
  for (const Line& line : all_of<Line>(drawing)) {
    if (line.target == Target{Target::Kind::client, 0, 0}) ends.push_back(line.at_to);
  }
  EXPECT_THAT(ends, testing::ElementsAre(LineEnd::arrow, LineEnd::bar)) << "one is well, and the other is not";
  const std::vector<std::string> labels = test::labels_of(drawing);
  EXPECT_THAT(labels, testing::Contains("✓ call"));
  EXPECT_THAT(labels, testing::Contains("✗ call"));
  EXPECT_EQ(hint(at.moment, {Target::Kind::client, 0, 0}), "client octopus_0: no connection to N7");
}

TEST(RingActors, ShowCertificatesOnTheirWay) {
  TestMoment at({10, 5, 5, 1, "", 1});
  Drawing drawing = ring_of(at);
  const pki::CertificateId certificate = at.now.actors.agents.front().observed.front().certificate;
  std::vector<Glyph> sheets = glyphs(drawing, GlyphShape::sheet);
  ASSERT_EQ(sheets.size(), 2U) << "one between the vault and the agent, one on its way to N0";
  EXPECT_EQ(sheets[0].tone, certificate_tone(certificate));
  EXPECT_EQ(sheets[1].target, (Target{Target::Kind::node, 0, 0}));
  const auto counted = [](const std::string& label) { return label.find("cluster0-2 on 1 of") != std::string::npos; };
  const std::vector<std::string> labels = test::labels_of(drawing);
  EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), counted)) << testing::PrintToString(labels);

  at.now.actors.agents.front().observed.front().nodes_with = 10;
  at.now.actors.agents.front().installs.clear();
  EXPECT_TRUE(glyphs(ring_of(at), GlyphShape::sheet).empty()) << "it is everywhere";
}

TEST(RingActors, ShowWhoCannotRead) {
  const TestMoment at(with_actors);
  const std::vector<Line> lines = all_of<Line>(ring_of(at));
  const auto denied = std::find_if(lines.begin(), lines.end(), [](const Line& each) {
    return each.target == Target{Target::Kind::agent, 1, 0} && each.at_from == LineEnd::bar;
  });
  ASSERT_NE(denied, lines.end());
  EXPECT_EQ(denied->tone, Tone::refused);
}

TEST(RingActors, MarkTheOneThatIsSelected) {
  TestMoment at(with_actors);
  at.moment.selection = {Selection::Kind::agent, 2, 0};
  const std::vector<Circle> circles = all_of<Circle>(ring_of(at));
  EXPECT_TRUE(std::any_of(circles.begin(), circles.end(), [](const Circle& each) {
    return each.outline == Tone::selected && each.target == Target{Target::Kind::agent, 2, 0};
  }));
}

TEST(RingActors, ShowTheOneThatIsSelectedAmongMany) {
  TestMoment at({10, 5, 5, 1, "", 30});
  EXPECT_EQ(mark_of(ring_of(at), {Target::Kind::client, 25, 0}), nullptr);
  at.moment.selection = {Selection::Kind::client, 25, 0};
  const Drawing drawing = ring_of(at);
  EXPECT_NE(mark_of(drawing, {Target::Kind::client, 25, 0}), nullptr);
  const std::vector<std::string> labels = test::labels_of(drawing);
  EXPECT_THAT(labels, testing::Contains(testing::MatchesRegex("and [0-9]+ more")));
}

TEST(RingNodes, ThatAreNotThereAreHollowAndRefuseNobody) {
  TestMoment at;
  at.absent(3, world::MachineStage::not_made).absent(4, world::MachineStage::failed);
  at.absent(5, world::MachineStage::provisioning);
  const Drawing drawing = ring_of(at);
  const std::vector<Circle> circles = all_of<Circle>(drawing);
  const auto circle = std::find_if(circles.begin(), circles.end(), [](const Circle& each) {
    return each.target == Target{Target::Kind::node, 3, 0};
  });
  ASSERT_NE(circle, circles.end());
  EXPECT_EQ(circle->fill, Tone::background);
  EXPECT_TRUE(circle->dashed);
  EXPECT_TRUE(test::has_label(drawing, "N3 to come"));
  EXPECT_TRUE(test::has_label(drawing, "N4 failed"));
  EXPECT_TRUE(test::has_label(drawing, "N5 re-imaging"));
  for (const Line& line : all_of<Line>(drawing)) {
    const bool of_absent = line.target.kind == Target::Kind::pair && (line.target.a == 3 || line.target.b == 3);
    EXPECT_FALSE(of_absent) << "nobody has a link to it";
  }
  EXPECT_EQ(headline(at.now, at.moment.setting->scenario()).substr(0, 28), "all 7 nodes up (3 not there)");
}

TEST(RingNodes, MayAllBeStillToCome) {
  TestMoment at({3, 3, 0});
  for (const model::NodeIndex node : {0U, 1U, 2U}) at.absent(node, world::MachineStage::not_made);
  at.now.pieces.clear();
  EXPECT_EQ(headline(at.now, at.moment.setting->scenario()), "no node is there yet");
  EXPECT_TRUE(test::has_label(ring_of(at), "N1 to come"));
}

TEST(RingNodes, ThatWaitForAKeyHaveAnOpenLock) {
  TestMoment at;
  EXPECT_TRUE(glyphs(ring_of(at), GlyphShape::open_lock).empty());
  at.now.nodes[6].key_waits = true;
  const std::vector<Glyph> locks = glyphs(ring_of(at), GlyphShape::open_lock);
  ASSERT_EQ(locks.size(), 1U);
  EXPECT_EQ(locks[0].target, (Target{Target::Kind::node, 6, 0}));
  EXPECT_EQ(hint(at.moment, {Target::Kind::node, 6, 0}), "N6 (UD1): presents A, up, waits for access to a key");
}

TEST(RingActors, AreExplainedUnderTheMouse) {
  const TestMoment at(with_actors);
  EXPECT_EQ(hint(at.moment, {Target::Kind::vault, 0, 0}), "vault vault_of_contoso_0: has cluster0-2");
  EXPECT_EQ(hint(at.moment, {Target::Kind::vault, 1, 0}), "vault vault_of_contoso_1: answers nobody");
  EXPECT_EQ(hint(at.moment, {Target::Kind::agent, 0, 0}), "agent extension_0: cluster0-2 on 1 of 10 nodes");
  EXPECT_EQ(hint(at.moment, {Target::Kind::agent, 1, 0}),
            "agent extension_1: vault_of_contoso_1/cluster1: access denied");
  EXPECT_EQ(hint(at.moment, {Target::Kind::agent, 3, 0}), "agent extension_3: does not run");
  EXPECT_EQ(hint(at.moment, {Target::Kind::client, 0, 0}), "client octopus_0: let in by N0");
  EXPECT_EQ(hint(at.moment, {Target::Kind::client, 3, 0}),
            "client octopus_3: can connect to all 10 nodes: Admin on 10");
}

}  // namespace
}  // namespace certdrill::scene
