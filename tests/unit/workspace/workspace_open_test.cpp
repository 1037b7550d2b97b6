// Opening: shipped scenarios, files that change, are cut off or broken while they are open, and what stays.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workspace_drive.h"

namespace certdrill::workspace {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Opening, ByNameByFolderAndByFile) {
  for (const std::string& argument :
       {std::string("thumbprint_rotation"), shipped("thumbprint_rotation").parent_path().string(),
        shipped("thumbprint_rotation").string()}) {
    Workspace workspace;
    open_now(workspace, argument);
    EXPECT_EQ(workspace.run().scenario().title, "Rotate a cluster certificate declared by thumbprint") << argument;
    EXPECT_EQ(workspace.cursor().event(), 0U);
    EXPECT_EQ(workspace.span, scene::whole_run(workspace.run()));
    EXPECT_THAT(workspace.document().lesson, Not(IsEmpty()));
    EXPECT_EQ(workspace.what_if().original(), workspace.document().text);
    EXPECT_THAT(workspace.notice(), HasSubstr("every check holds, as the scenario expects"));
  }
}

TEST(Opening, TellsAnUnexpectedOutcomeAndFindings) {
  Workspace workspace;
  open_now(workspace, "thumbprint_swap_without_overlap");
  EXPECT_THAT(workspace.notice(), HasSubstr("finding"));
  EXPECT_THAT(workspace.notice(), HasSubstr(", as the scenario expects"));
}

TEST(Opening, WithoutADocumentNothingBreaks) {
  Workspace workspace;
  workspace.update(1);
  EXPECT_FALSE(workspace.has_document());
  for (const CommandEntry& entry : all_commands()) workspace.execute(entry.command);
  EXPECT_FALSE(workspace.has_document());
  EXPECT_FALSE(workspace.playing());
  EXPECT_THAT(workspace.listed_events(), IsEmpty());
  EXPECT_EQ(workspace.moment().now, nullptr);
  EXPECT_EQ(workspace.timeline().run, nullptr);
  EXPECT_TRUE(workspace.select_named("N0"));
  EXPECT_TRUE(workspace.go_to_moment("end"));
  EXPECT_TRUE(workspace.run_until("N0"));
  EXPECT_TRUE(workspace.save_what_if("somewhere"));
  EXPECT_EQ(workspace.as_command(), "certdrill-viewer");
  EXPECT_EQ(workspace.selected_name(), "");
}

TEST(Opening, WhatIsNotThereIsToldAndTheLastOneStays) {
  Workspace workspace;
  open_now(workspace, "thumbprint_rotation");
  workspace.open("thumbprint_rotatoin");
  workspace.wait();
  ASSERT_THAT(workspace.problems(), Not(IsEmpty()));
  EXPECT_THAT(workspace.problems().front().help, HasSubstr("thumbprint_rotation"));
  ASSERT_TRUE(workspace.has_document());
  EXPECT_EQ(workspace.run().scenario().name, "thumbprint_rotation");
  workspace.clear_problems();
  EXPECT_THAT(workspace.problems(), IsEmpty());
}

TEST(Opening, AnotherDocumentBeginsAfresh) {
  scene::View view;
  view.event_filter = "N3";
  Workspace workspace(view);
  open_now(workspace, "thumbprint_rotation");
  EXPECT_EQ(workspace.view.event_filter, "N3") << "the view was made for this one";
  workspace.go_to(40);
  EXPECT_EQ(workspace.select_named("N3"), std::nullopt);
  workspace.execute(Command::zoom_in);
  workspace.set_playing(true);
  open_now(workspace, "presents_before_accepted");
  EXPECT_EQ(workspace.cursor().event(), 0U);
  EXPECT_EQ(workspace.selection(), scene::Selection());
  EXPECT_FALSE(workspace.playing());
  EXPECT_EQ(workspace.view.event_filter, "");
  EXPECT_EQ(workspace.view.viewports, scene::View().viewports);
  EXPECT_EQ(workspace.span, scene::whole_run(workspace.run()));
}

TEST(Opening, RecentFilesAreTheLatestFirstAndFew) {
  scene::View view;
  for (std::size_t file = 0; file < 20; ++file) view.recent_files.push_back("/old/" + std::to_string(file));
  Workspace workspace(view);
  open_now(workspace, "thumbprint_rotation");
  open_now(workspace, "presents_before_accepted");
  open_now(workspace, "thumbprint_rotation");
  ASSERT_EQ(workspace.view.recent_files.size(), most_recent_files);
  EXPECT_EQ(workspace.view.recent_files[0], shipped("thumbprint_rotation"));
  EXPECT_EQ(workspace.view.recent_files[1], shipped("presents_before_accepted"));
  EXPECT_EQ(workspace.view.recent_files[2], "/old/0");
}

TEST(Opening, CanBeStopped) {
  Workspace workspace;
  workspace.open("thumbprint_rotation");
  workspace.stop_work();
  workspace.wait();
  EXPECT_FALSE(workspace.has_document());
  EXPECT_EQ(workspace.notice(), "stopped");
  open_now(workspace, "thumbprint_rotation");
}

TEST(Opening, TheLatestOfSeveralWins) {
  Workspace workspace;
  for (const char* const name : {"thumbprint_rotation", "presents_before_accepted", "restart_is_not_enough"}) {
    workspace.open(name);
  }
  workspace.wait();
  ASSERT_TRUE(workspace.has_document());
  EXPECT_EQ(workspace.run().scenario().name, "restart_is_not_enough");
  EXPECT_EQ(workspace.view.recent_files.size(), 1U);
}

TEST(Reloading, AChangedFileKeepsTheMomentAndTheSelection) {
  ChangingFile file("thumbprint_rotation");
  Workspace workspace;
  open_now(workspace, file.path());
  EXPECT_EQ(workspace.go_to_moment("after 'present B' UD2"), std::nullopt);
  const SimTime at = workspace.cursor().now();
  EXPECT_EQ(workspace.select_named("N3"), std::nullopt);
  file.write(file.with("\"nodes\": 10", "\"nodes\": 12"));
  let_notice(workspace);
  EXPECT_EQ(workspace.run().setting()->node_count(), 12U);
  EXPECT_LE(workspace.cursor().now(), at);
  EXPECT_EQ(workspace.cursor().event(), workspace.run().last_event_until(at));
  EXPECT_EQ(workspace.selected_name(), "N3");
  EXPECT_THAT(workspace.problems(), IsEmpty());
}

TEST(Reloading, TheSameFileWrittenAgainStandsAtTheSameEventWithinItsInstant) {
  ChangingFile file("thumbprint_rotation");
  Workspace workspace;
  open_now(workspace, file.path());
  std::optional<replay::EventNumber> within;
  for (replay::EventNumber event = 1; event < workspace.run().last_event() && !within; ++event) {
    if (workspace.run().settled(event) != event) within = event;
  }
  ASSERT_TRUE(within) << "the scenario has an instant of several events";
  workspace.go_to(*within);
  const auto* const first = &workspace.run();
  file.write(file.text());
  let_notice(workspace);
  EXPECT_NE(&workspace.run(), first) << "it was read again";
  EXPECT_EQ(workspace.cursor().event(), *within);
}

TEST(Reloading, ABrokenFileKeepsTheLastGoodRunUntilItIsMended) {
  ChangingFile file("thumbprint_rotation");
  Workspace workspace;
  open_now(workspace, file.path());
  workspace.go_to(30);
  file.write(file.with("V:{TP=A, TP=B}", "V:{TP=A, TP=Bx}"));
  let_notice(workspace);
  ASSERT_THAT(workspace.problems(), Not(IsEmpty()));
  EXPECT_GT(workspace.problems().front().where.line, 0U) << "the line is told";
  EXPECT_THAT(workspace.notice(), HasSubstr("the last good run"));
  EXPECT_EQ(workspace.cursor().event(), 30U);
  file.write(file.text());
  let_notice(workspace);
  EXPECT_THAT(workspace.problems(), IsEmpty());
  EXPECT_EQ(workspace.cursor().event(), 30U);
}

TEST(Reloading, AHalfWrittenFileIsTriedAgain) {
  ChangingFile file("thumbprint_rotation");
  Workspace workspace;
  open_now(workspace, file.path());
  file.write(file.text().substr(0, 200));
  pass(workspace, 1.1);  // seen, but it may still be written
  EXPECT_FALSE(workspace.busy());
  file.write(file.with("\"nodes\": 10", "\"nodes\": 11"));
  let_notice(workspace);
  EXPECT_THAT(workspace.problems(), IsEmpty());
  EXPECT_EQ(workspace.run().setting()->node_count(), 11U);
}

TEST(Reloading, AFileThatIsGoneLeavesTheRun) {
  ChangingFile file("thumbprint_rotation");
  Workspace workspace;
  open_now(workspace, file.path());
  std::filesystem::remove(file.path());
  let_notice(workspace);
  EXPECT_TRUE(workspace.has_document());
  EXPECT_THAT(workspace.problems(), IsEmpty());
  file.write(file.with("\"nodes\": 10", "\"nodes\": 11"));
  let_notice(workspace);
  EXPECT_EQ(workspace.run().setting()->node_count(), 11U);
}

TEST(Reloading, ByCommand) {
  ChangingFile file("thumbprint_rotation");
  Workspace workspace;
  open_now(workspace, file.path());
  const auto* const first = &workspace.run();
  workspace.execute(Command::reload);
  workspace.wait();
  EXPECT_NE(&workspace.run(), first);
}

TEST(Reloading, AFileThatDidNotOpenIsOpenedWhenItIsMended) {
  ChangingFile file("thumbprint_rotation");
  file.write("{");
  Workspace workspace;
  workspace.open(file.path());
  workspace.wait();
  EXPECT_FALSE(workspace.has_document());
  EXPECT_THAT(workspace.problems(), Not(IsEmpty()));
  file.write(file.text());
  let_notice(workspace);
  EXPECT_TRUE(workspace.has_document());
  EXPECT_THAT(workspace.problems(), IsEmpty());
}

TEST(Reloading, AChangedLessonIsReadAgain) {
  ChangingFile file("thumbprint_rotation");
  Workspace workspace;
  open_now(workspace, file.path());
  EXPECT_THAT(workspace.document().lesson, IsEmpty());
  test::write_text(file.folder() / "about.md", "# A lesson\n\nIt teaches something.\n");
  let_notice(workspace);
  EXPECT_THAT(workspace.document().lesson, Not(IsEmpty()));
}

TEST(Reloading, KeepsWhatWasChangedForAWhatIf) {
  ChangingFile file("thumbprint_rotation");
  Workspace workspace;
  open_now(workspace, file.path());
  EXPECT_EQ(workspace.what_if().remove_step(0), std::nullopt);
  const std::string changed = workspace.what_if().text();
  workspace.rerun_what_if();
  workspace.wait();
  ASSERT_TRUE(workspace.comparing());
  file.write(file.with("\"nodes\": 10", "\"nodes\": 11"));
  let_notice(workspace);
  EXPECT_EQ(workspace.run().setting()->node_count(), 11U);
  EXPECT_EQ(workspace.what_if().text(), changed);
  EXPECT_EQ(workspace.what_if().original(), workspace.document().text);
  ASSERT_TRUE(workspace.comparing());
  ASSERT_TRUE(workspace.first_difference()) << "compared again";
  EXPECT_LE(workspace.first_difference()->in_first, workspace.run().last_event() + 1);
}

}  // namespace
}  // namespace certdrill::workspace
