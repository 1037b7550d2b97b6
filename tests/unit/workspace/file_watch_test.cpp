// A file counts as changed once it has come to rest in another state than the one that was read.
#include "workspace/file_watch.h"

#include <chrono>

#include <gtest/gtest.h>

#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::workspace {
namespace {

namespace fs = std::filesystem;

class FileWatching : public testing::Test {
 protected:
  FileWatching() {
    write("one");
    watch_.watch({file_, lesson_}, stamps_of({file_, lesson_}));
  }
  // Each write is a minute later than the last: file systems count time in ticks.
  void write(const std::string& text) {
    test::write_text(file_, text);
    fs::last_write_time(file_, began_ + std::chrono::minutes(++writes_));
  }
  bool look() { return watch_.changed_after(1.0); }

  test::TemporaryFolder folder_;
  fs::path file_ = folder_ / "scenario.json";
  fs::path lesson_ = folder_ / "about.md";
  FileWatch watch_;

 private:
  fs::file_time_type began_ = fs::file_time_type::clock::now();
  int writes_ = 0;
};

TEST_F(FileWatching, WhatStaysIsNoChange) {
  for (int second = 0; second < 5; ++second) EXPECT_FALSE(look());
}

TEST_F(FileWatching, AChangeIsToldOnceWhenItHasComeToRest) {
  write("two!");
  EXPECT_FALSE(look()) << "it may still be written";
  EXPECT_TRUE(look());
  EXPECT_FALSE(look());
  write("three");
  EXPECT_FALSE(look());
  EXPECT_TRUE(look());
}

TEST_F(FileWatching, TheSameLengthAtAnotherTimeIsAChange) {
  write("two");
  look();
  EXPECT_TRUE(look());
}

TEST_F(FileWatching, WhatGoesOnChangingIsWaitedFor) {
  for (int second = 0; second < 4; ++second) {
    write("more and more" + std::string(static_cast<std::size_t>(second), '.'));
    EXPECT_FALSE(look());
  }
  EXPECT_TRUE(look());
}

TEST_F(FileWatching, AFileThatIsGoneIsNoChangeUntilItIsBack) {
  fs::remove(file_);
  for (int second = 0; second < 3; ++second) EXPECT_FALSE(look());
  write("two!");
  EXPECT_FALSE(look());
  EXPECT_TRUE(look());
}

TEST_F(FileWatching, OtherFilesBesideItCount) {
  test::write_text(lesson_, "# A lesson\n");
  EXPECT_FALSE(look());
  EXPECT_TRUE(look());
}

TEST_F(FileWatching, LooksOnceASecond) {
  write("two!");
  for (int frame = 0; frame < 59; ++frame) EXPECT_FALSE(watch_.changed_after(1.0 / 60)) << frame;
  int frames = 59;
  while (!watch_.changed_after(1.0 / 60)) ASSERT_LT(++frames, 120) << "two seconds are enough";
}

TEST_F(FileWatching, ForgetsWhenItIsTold) {
  write("two!");
  watch_.forget();
  EXPECT_FALSE(look());
  EXPECT_FALSE(look());
}

TEST_F(FileWatching, AFolderIsNoFile) { EXPECT_FALSE(stamp_of(folder_.path()).there); }

}  // namespace
}  // namespace certdrill::workspace
