// A changed scenario beside the one that is open, saved as another; and predictions.
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workspace_drive.h"

namespace certdrill::workspace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Comparing : public testing::Test {
 protected:
  void SetUp() override { open_now(workspace_, "thumbprint_rotation"); }
  // The plan without its first phase: B is presented before it is accepted.
  void run_without_first_phase() {
    EXPECT_EQ(workspace_.what_if().set("steps/0/to", "{P:{TP=A, TP=B}, V:{TP=A}}"), std::nullopt);
    workspace_.rerun_what_if();
    EXPECT_TRUE(workspace_.busy());
    workspace_.wait();
    ASSERT_TRUE(workspace_.comparing()) << workspace_.notice();
  }

  Workspace workspace_;
};

TEST_F(Comparing, NothingChangedIsNotRun) {
  workspace_.rerun_what_if();
  EXPECT_FALSE(workspace_.busy());
  EXPECT_FALSE(workspace_.comparing());
  EXPECT_THAT(workspace_.notice(), HasSubstr("nothing is changed"));
}

TEST_F(Comparing, ShowsBothOnOneClock) {
  run_without_first_phase();
  ASSERT_TRUE(workspace_.first_difference());
  EXPECT_THAT(workspace_.outcome_difference(), Not(IsEmpty()));
  EXPECT_TRUE(workspace_.run().result().holds) << "the one that is open stays what it was";
  EXPECT_FALSE(workspace_.other().run().result().holds);
  const replay::EventNumber difference = workspace_.first_difference()->in_first;
  for (replay::EventNumber event = 0; event <= workspace_.run().last_event(); ++event) {
    workspace_.go_to(event);
    ASSERT_LE(workspace_.other().now(), workspace_.cursor().now()) << event;
    if (event < difference) {
      ASSERT_EQ(workspace_.other().event(), event);
    } else {
      ASSERT_EQ(workspace_.other().event(), workspace_.other().run().last_event_until(workspace_.cursor().now()));
    }
  }
  EXPECT_EQ(workspace_.timeline().other, &workspace_.other().run());
  EXPECT_EQ(workspace_.timeline().first_difference, difference);
  EXPECT_EQ(workspace_.other_moment().now, &workspace_.other().snapshot());
}

TEST_F(Comparing, GoesToTheFirstDifference) {
  workspace_.execute(Command::to_first_difference);
  EXPECT_THAT(workspace_.notice(), HasSubstr("no second run"));
  run_without_first_phase();
  workspace_.execute(Command::to_first_difference);
  EXPECT_EQ(workspace_.cursor().event(), workspace_.first_difference()->in_first);
  EXPECT_EQ(workspace_.notice(), workspace_.first_difference()->text);
}

TEST_F(Comparing, PlayingMovesBoth) {
  run_without_first_phase();
  workspace_.set_playing(true);
  workspace_.execute(Command::speed_express);
  workspace_.update(0.1);
  EXPECT_EQ(workspace_.cursor().event(), workspace_.run().last_event());
  EXPECT_GT(workspace_.other().event(), 0U);
}

TEST_F(Comparing, DroppingIsBackToOne) {
  run_without_first_phase();
  workspace_.execute(Command::drop_what_if);
  EXPECT_FALSE(workspace_.comparing());
  EXPECT_FALSE(workspace_.what_if().changed());
  EXPECT_FALSE(workspace_.first_difference());
  EXPECT_THAT(workspace_.outcome_difference(), IsEmpty());
  EXPECT_EQ(workspace_.timeline().other, nullptr);
  EXPECT_EQ(workspace_.other_moment().now, nullptr);
}

TEST_F(Comparing, WhatDoesNotLoadIsToldAndTheLastOneStays) {
  run_without_first_phase();
  const auto* const other = &workspace_.other().run();
  EXPECT_EQ(workspace_.what_if().set("steps/0/to", "{P:{TP=Nobody}, V:{TP=A}}"), std::nullopt);
  workspace_.rerun_what_if();
  workspace_.wait();
  EXPECT_THAT(workspace_.problems(), Not(IsEmpty()));
  ASSERT_TRUE(workspace_.comparing());
  EXPECT_EQ(&workspace_.other().run(), other);
}

TEST_F(Comparing, AChangeOfWordsMakesNoDifference) {
  EXPECT_EQ(workspace_.what_if().set("title", "Another title"), std::nullopt);
  workspace_.rerun_what_if();
  workspace_.wait();
  ASSERT_TRUE(workspace_.comparing());
  EXPECT_FALSE(workspace_.first_difference());
  EXPECT_THAT(workspace_.notice(), HasSubstr("no difference"));
  workspace_.execute(Command::to_end);
  EXPECT_EQ(workspace_.other().event(), workspace_.run().last_event());
}

TEST_F(Comparing, AnotherDocumentEndsIt) {
  run_without_first_phase();
  open_now(workspace_, "presents_before_accepted");
  EXPECT_FALSE(workspace_.comparing());
  EXPECT_FALSE(workspace_.first_difference());
  EXPECT_FALSE(workspace_.what_if().changed());
}

class Saving : public Comparing {
 protected:
  void SetUp() override {
    Comparing::SetUp();
    EXPECT_EQ(workspace_.what_if().remove_step(0), std::nullopt);
  }
  test::TemporaryFolder folder_;
};

TEST_F(Saving, IntoANewFolder) {
  EXPECT_EQ(workspace_.save_what_if(folder_ / "next year"), std::nullopt);
  EXPECT_EQ(test::read_text(folder_ / "next year/scenario.json"), workspace_.what_if().text());
  EXPECT_THAT(test::TemporaryFolder::names_in(folder_ / "next year"), ElementsAre("scenario.json"));
  EXPECT_THAT(workspace_.notice(), HasSubstr("next year"));
  EXPECT_THAT(workspace_.view.recent_files, testing::Contains(folder_ / "next year/scenario.json"));
  open_now(workspace_, folder_ / "next year");
  EXPECT_EQ(workspace_.run().scenario().steps.size(), 2U);
}

TEST_F(Saving, IntoANewFile) {
  EXPECT_EQ(workspace_.save_what_if(" " + (folder_ / "other.json")), std::nullopt);
  EXPECT_EQ(test::read_text(folder_ / "other.json"), workspace_.what_if().text());
}

TEST_F(Saving, ASlashAtTheEndIsAFolder) {
  EXPECT_EQ(workspace_.save_what_if(folder_ / "plan/"), std::nullopt);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "plan/scenario.json"));
}

TEST_F(Saving, TheTildeIsHome) {
  const char* const home = std::getenv("HOME");
  const std::optional<std::string> was = home == nullptr ? std::nullopt : std::optional<std::string>(home);
  ::setenv("HOME", folder_.path().c_str(), 1);
  EXPECT_EQ(workspace_.save_what_if("~/plan"), std::nullopt);
  if (was) ::setenv("HOME", was->c_str(), 1);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "plan/scenario.json"));
}

TEST_F(Saving, NothingIsEverOverwritten) {
  test::write_text(folder_ / "mine.json", "mine");
  std::filesystem::create_directory(folder_ / "mine");
  std::filesystem::create_symlink(folder_ / "nowhere", folder_ / "link");
  for (const std::string& place : {folder_ / "mine.json", folder_ / "mine", folder_ / "mine/", folder_ / "link",
                                   shipped("thumbprint_rotation").string(), std::string("")}) {
    const std::optional<Problem> refused = workspace_.save_what_if(place);
    ASSERT_TRUE(refused) << place;
    EXPECT_THAT(refused->help, Not(IsEmpty())) << place;
  }
  EXPECT_EQ(test::read_text(folder_ / "mine.json"), "mine");
  EXPECT_THAT(test::TemporaryFolder::names_in(folder_ / "mine"), IsEmpty());
  EXPECT_THAT(folder_.names(), ElementsAre("link", "mine", "mine.json"));
}

TEST_F(Saving, APlaceThatIsNotThereIsTold) {
  for (const std::string& place : {folder_ / "no/where/at/all", folder_ / "no/where.json"}) {
    const std::optional<Problem> refused = workspace_.save_what_if(place);
    ASSERT_TRUE(refused) << place;
    EXPECT_THAT(refused->where.file, HasSubstr("where"));
  }
  EXPECT_THAT(folder_.names(), IsEmpty());
}

TEST_F(Saving, WhatDoesNotLoadIsNotSaved) {
  EXPECT_EQ(workspace_.what_if().set("steps/0/to", "{P:{TP=Nobody}, V:{TP=A}}"), std::nullopt);
  const std::optional<Problem> refused = workspace_.save_what_if(folder_ / "broken");
  ASSERT_TRUE(refused);
  EXPECT_THAT(refused->what, HasSubstr("Nobody"));
  EXPECT_THAT(folder_.names(), IsEmpty());
}

TEST_F(Saving, TheCommandAsksForAName) {
  workspace_.execute(Command::save_what_if);
  EXPECT_TRUE(workspace_.take_requests().save_as);
}

class Predicting : public testing::Test {
 protected:
  void SetUp() override { open_now(workspace_, "thumbprint_swap_without_overlap"); }
  void point_at(scene::Target::Kind kind, std::uint64_t a, std::uint64_t b = 0) {
    workspace_.select(scene::Target{kind, a, b});
  }
  Workspace workspace_;
};

TEST_F(Predicting, MarksAreMadeAndTakenBackByPointing) {
  workspace_.execute(Command::predict_domain);
  const scene::Prediction* const asked = workspace_.prediction();
  ASSERT_NE(asked, nullptr);
  EXPECT_EQ(workspace_.notice(), asked->question);
  EXPECT_EQ(workspace_.moment().prediction, asked);
  point_at(scene::Target::Kind::pair, 5, 1);
  EXPECT_TRUE(asked->is_marked(1, 5));
  point_at(scene::Target::Kind::session, 1, 5);
  EXPECT_FALSE(asked->is_marked(1, 5));
  point_at(scene::Target::Kind::node, 2);
  EXPECT_EQ(workspace_.selected_name(), "N2");
  point_at(scene::Target::Kind::node, 5);
  EXPECT_TRUE(asked->is_marked(2, 5)) << "one node and then another";
  EXPECT_EQ(workspace_.selected_name(), "");
  point_at(scene::Target::Kind::certificate, 1);
  EXPECT_EQ(workspace_.selected_name(), "B") << "what is no link is selected as ever";
}

TEST_F(Predicting, RevealingGoesThereAndScores) {
  workspace_.execute(Command::predict_domain);
  ASSERT_NE(workspace_.prediction(), nullptr);
  const replay::EventNumber to = workspace_.prediction()->to;
  point_at(scene::Target::Kind::pair, 0, 1);  // will break: N0 is of UD0
  point_at(scene::Target::Kind::pair, 1, 2);  // will hold
  workspace_.execute(Command::reveal);
  ASSERT_NE(workspace_.prediction(), nullptr);
  EXPECT_TRUE(workspace_.prediction()->revealed);
  EXPECT_EQ(workspace_.cursor().event(), to);
  EXPECT_THAT(workspace_.prediction()->right, ElementsAre(scene::Prediction::Pair(0, 1)));
  EXPECT_THAT(workspace_.prediction()->wrong, ElementsAre(scene::Prediction::Pair(1, 2)));
  EXPECT_EQ(workspace_.prediction()->missed.size(), 15U) << "of the 16 that break in UD0";
  EXPECT_EQ(workspace_.notice(), workspace_.prediction()->score);
  EXPECT_THAT(workspace_.change().pairs, Not(IsEmpty())) << "what broke is marked as changed";
  point_at(scene::Target::Kind::pair, 3, 4);
  EXPECT_EQ(workspace_.selected_name(), "N3-N4") << "afterwards a click asks why";
  workspace_.execute(Command::next_event);
  EXPECT_EQ(workspace_.prediction(), nullptr) << "the marks are of that moment";
}

TEST_F(Predicting, RevealingLooksAtWhatWasAskedAboutWhereverTheCursorIs) {
  workspace_.execute(Command::predict_domain);
  ASSERT_NE(workspace_.prediction(), nullptr);
  const replay::EventNumber to = workspace_.prediction()->to;
  workspace_.execute(Command::to_end);
  ASSERT_NE(workspace_.prediction(), nullptr);
  workspace_.execute(Command::reveal);
  EXPECT_EQ(workspace_.cursor().event(), to);
  EXPECT_EQ(workspace_.prediction()->missed.size(), 16U);
}

TEST_F(Predicting, AWholePhase) {
  workspace_.execute(Command::predict_phase);
  ASSERT_NE(workspace_.prediction(), nullptr);
  workspace_.execute(Command::reveal);
  EXPECT_EQ(workspace_.cursor().snapshot().broken_pairs, 0U) << "at the end of the swap all have B";
}

TEST_F(Predicting, AtTheEndThereIsNothingToAsk) {
  workspace_.execute(Command::to_end);
  workspace_.execute(Command::predict_domain);
  EXPECT_EQ(workspace_.prediction(), nullptr);
  EXPECT_THAT(workspace_.notice(), HasSubstr("no step"));
  workspace_.execute(Command::reveal);
  EXPECT_THAT(workspace_.notice(), HasSubstr("nothing is asked"));
}

}  // namespace
}  // namespace certdrill::workspace
