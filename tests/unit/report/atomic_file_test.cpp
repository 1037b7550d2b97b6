// A file is there whole or not at all.
#include "report/atomic_file.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::report {
namespace {

namespace fs = std::filesystem;
using test::read_text;
using test::TemporaryFolder;
using test::write_text;

using Names = std::vector<std::string>;

TEST(AtomicFile, IsThereWhenItIsCommitted) {
  const TemporaryFolder folder;
  Result<AtomicFile> file = AtomicFile::open(folder / "report.txt");
  ASSERT_TRUE(file);
  file->write("one ");
  file->write("two");
  EXPECT_FALSE(fs::exists(folder / "report.txt"));
  EXPECT_FALSE(file->commit());
  EXPECT_EQ(folder.names(), Names{"report.txt"});
  EXPECT_EQ(read_text(folder / "report.txt"), "one two");
}

TEST(AtomicFile, LeavesNothingBehindWhenItIsNotCommitted) {
  const TemporaryFolder folder;
  {
    Result<AtomicFile> file = AtomicFile::open(folder / "report.txt");
    ASSERT_TRUE(file);
    file->write("half of i");
  }
  EXPECT_EQ(folder.names(), Names{});
}

TEST(AtomicFile, KeepsTheOldFileUntilTheNewOneIsWhole) {
  const TemporaryFolder folder;
  write_text(folder / "report.txt", "old");
  {
    Result<AtomicFile> file = AtomicFile::open(folder / "report.txt");
    ASSERT_TRUE(file);
    file->write("new");
    EXPECT_EQ(read_text(folder / "report.txt"), "old");
  }
  EXPECT_EQ(read_text(folder / "report.txt"), "old");
  EXPECT_FALSE(write_file(folder / "report.txt", "new"));
  EXPECT_EQ(read_text(folder / "report.txt"), "new");
  EXPECT_EQ(folder.names(), Names{"report.txt"});
}

TEST(AtomicFile, CanBeMoved) {
  const TemporaryFolder folder;
  Result<AtomicFile> first = AtomicFile::open(folder / "first");
  Result<AtomicFile> second = AtomicFile::open(folder / "second");
  ASSERT_TRUE(first && second);
  *second = std::move(*first);  // the second is given up
  second->write("moved");
  EXPECT_FALSE(second->commit());
  EXPECT_EQ(folder.names(), Names{"first"});
  EXPECT_EQ(read_text(folder / "first"), "moved");
}

TEST(AtomicFile, OfAPrivateKeyIsForItsOwnerAlone) {
  const TemporaryFolder folder;
  EXPECT_FALSE(write_file(folder / "A.key", "secret", true));
  struct stat facts {};
  ASSERT_EQ(::stat((folder / "A.key").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(AtomicFile, OtherwiseHasTheModeThatNewFilesHave) {
  const TemporaryFolder folder;
  EXPECT_FALSE(write_file(folder / "A.crt", "public"));
  { const std::ofstream ordinary(folder / "ordinary"); }
  struct stat ours {};
  struct stat theirs {};
  ASSERT_EQ(::stat((folder / "A.crt").c_str(), &ours), 0);
  ASSERT_EQ(::stat((folder / "ordinary").c_str(), &theirs), 0);
  EXPECT_EQ(ours.st_mode, theirs.st_mode);
}

struct UnwritableCase {
  const char* name;
  const char* path;  // below a folder that holds a file "file" and a folder "folder"
  const char* what;
};

class Unwritable : public testing::TestWithParam<UnwritableCase> {};

TEST_P(Unwritable, IsToldAtOnceWithItsPath) {
  const TemporaryFolder folder;
  write_text(folder / "file", "kept");
  fs::create_directory(folder / "folder");
  const std::string path = folder / GetParam().path;
  const Result<AtomicFile> file = AtomicFile::open(path);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.problem().what, GetParam().what);
  EXPECT_EQ(file.problem().where.file, path);
  EXPECT_FALSE(file.problem().help.empty());
  EXPECT_EQ(folder.names(), (Names{"file", "folder"}));
  EXPECT_EQ(read_text(folder / "file"), "kept");
  EXPECT_EQ(TemporaryFolder::names_in(folder / "folder"), Names{});
}

INSTANTIATE_TEST_SUITE_P(
    Paths, Unwritable,
    testing::Values(UnwritableCase{"in_no_folder", "nowhere/report.txt", "cannot write: No such file or directory"},
                    UnwritableCase{"below_a_file", "file/report.txt", "cannot write: Not a directory"},
                    UnwritableCase{"a_folder", "folder", "cannot write: Is a directory"},
                    UnwritableCase{"a_folder_with_a_slash", "folder/", "cannot write: Is a directory"}),
    [](const auto& row) { return std::string(row.param.name); });

// /dev/null must not become a file, whoever runs this.
TEST(AtomicFile, WritesToADeviceWithoutReplacingIt) {
  EXPECT_FALSE(write_file("/dev/null", "gone"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(AtomicFile, TellsOfAFullDevice) {
  Result<AtomicFile> file = AtomicFile::open("/dev/full");
  ASSERT_TRUE(file);
  file->write("too much");
  EXPECT_TRUE(file->failed());
  const std::optional<Problem> failure = file->commit();
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->what, "cannot write: No space left on device");
  EXPECT_EQ(failure->where.file, "/dev/full");
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

}  // namespace
}  // namespace certdrill::report
