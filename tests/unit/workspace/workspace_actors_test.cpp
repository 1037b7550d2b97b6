// Vaults, agents and clients as what can be selected, and the deadlines of a plan.
#include <algorithm>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/journey_text.h"
#include "workspace_drive.h"

namespace certdrill::workspace {
namespace {

using scene::Selection;
using scene::Target;
using testing::HasSubstr;

class Actors : public testing::Test {
 protected:
  void SetUp() override {
    test::write_text(folder_ / "scenario.json", test::journey_text);
    open_now(workspace_, folder_ / "scenario.json");
  }
  test::TemporaryFolder folder_;
  Workspace workspace_;
};

TEST_F(Actors, AreSelectedByName) {
  for (const char* const text : {"agent extension", "Agent extension", "extension"}) {
    EXPECT_FALSE(workspace_.select_named(text)) << text;
    EXPECT_EQ(workspace_.selection(), (Selection{Selection::Kind::agent, 0, 0}));
    EXPECT_EQ(workspace_.selected_name(), "agent extension");
  }
  EXPECT_FALSE(workspace_.select_named("vault kv"));
  EXPECT_EQ(workspace_.selected_name(), "vault kv");
  const std::optional<Problem> wrong = workspace_.select_named("extensoin");
  ASSERT_TRUE(wrong);
  EXPECT_THAT(wrong->help, HasSubstr("extension"));
}

TEST_F(Actors, AreSelectedByPointingAndInspected) {
  EXPECT_TRUE(workspace_.has_actors());
  workspace_.select(Target{Target::Kind::vault, 0, 0});
  const auto* const vault = std::get_if<replay::VaultInspection>(&workspace_.inspected_actor());
  ASSERT_NE(vault, nullptr);
  EXPECT_EQ(vault->name, "kv");
  workspace_.select(Target{Target::Kind::agent, 0, 0});
  const auto* const agent = std::get_if<replay::AgentInspection>(&workspace_.inspected_actor());
  ASSERT_NE(agent, nullptr);
  EXPECT_EQ(agent->observed[0].text, "is cluster-1: on all 3 nodes");
  EXPECT_EQ(workspace_.run_until("event=RenewVersion"), std::nullopt);
  workspace_.go_to(*workspace_.stops_at());
  EXPECT_EQ(std::get<replay::AgentInspection>(workspace_.inspected_actor()).observed[0].text,
            "is cluster-2: on 0 of 3 nodes")
      << "at another moment it is asked again";
  workspace_.select(Target{});
  EXPECT_TRUE(std::holds_alternative<std::monostate>(workspace_.inspected_actor()));
}

TEST_F(Actors, StaySelectedWhenTheFileIsReadAgain) {
  ASSERT_FALSE(workspace_.select_named("agent extension"));
  workspace_.execute(Command::reload);
  workspace_.wait();
  EXPECT_EQ(workspace_.selected_name(), "agent extension");
}

TEST_F(Actors, HaveAPanelOfTheirOwn) {
  workspace_.execute(Command::show_actors);
  EXPECT_EQ(workspace_.view.side, scene::SidePanel::actors);
  Workspace other;
  open_now(other, "thumbprint_rotation");
  other.execute(Command::show_actors);
  EXPECT_EQ(other.view.side, scene::SidePanel::why) << "there are none in this scenario";
}

TEST(Deadlines, AreFoundOnDemandAndKept) {
  Workspace workspace;
  open_now(workspace, "thumbprint_rotation");
  EXPECT_EQ(workspace.deadlines(), nullptr);
  workspace.execute(Command::toggle_deadlines);
  EXPECT_TRUE(workspace.busy());
  workspace.wait();
  ASSERT_NE(workspace.deadlines(), nullptr);
  EXPECT_EQ(workspace.timeline().deadlines, workspace.deadlines());
  const std::vector<scene::DeadlineMark>& marks = *workspace.deadlines();
  ASSERT_EQ(marks.size(), workspace.run().scenario().steps.size());
  for (const scene::DeadlineMark& mark : marks) {
    EXPECT_FALSE(mark.violated);
    EXPECT_FALSE(mark.words.empty());
    EXPECT_EQ(mark.target.kind, Target::Kind::step);
    EXPECT_LE(mark.earliest.value_or(mark.planned), mark.planned);
    EXPECT_GE(mark.latest.value_or(mark.planned), mark.planned);
  }
  EXPECT_THAT(workspace.as_command(), HasSubstr(" --deadlines"));
  workspace.execute(Command::toggle_deadlines);
  EXPECT_EQ(workspace.deadlines(), nullptr);
  workspace.execute(Command::toggle_deadlines);
  EXPECT_FALSE(workspace.busy()) << "they are known already";
  EXPECT_NE(workspace.deadlines(), nullptr);
}

TEST(Deadlines, OfAPlanThatDoesNotHoldSayWhatWouldMendIt) {
  Workspace workspace;
  open_now(workspace, "rotation_too_late");
  workspace.execute(Command::toggle_deadlines);
  workspace.wait();
  ASSERT_NE(workspace.deadlines(), nullptr);
  const auto& marks = *workspace.deadlines();
  EXPECT_TRUE(std::any_of(marks.begin(), marks.end(), [](const scene::DeadlineMark& mark) {
    return mark.violated && mark.words.starts_with("too late by ");
  }));
}

}  // namespace
}  // namespace certdrill::workspace
