// A second thread changes nothing about the file.
#include "report/background_writer.h"

#include <csignal>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::report {
namespace {

using test::read_text;
using test::TemporaryFolder;

void add_event(BackgroundWriter& writer, std::uint64_t number) {
  const world::SwitchNode what{static_cast<model::NodeIndex>(number)};
  writer.batch().add_node_event(SimTime(Duration(number)), number, what, 0U, 1U);
}

std::string line_of(std::uint64_t number) {
  const std::string second_and_ms = std::to_string(100'000 + number % 60'000);
  const std::string minute = std::to_string(100 + number / 60'000);
  return "{\"at\":\"1970-01-01T00:" + minute.substr(1) + ":" + second_and_ms.substr(1, 2) + "." +
         second_and_ms.substr(3) + "Z\",\"n\":" + std::to_string(number) + ",\"event\":\"SwitchNode\",\"node\":\"N" +
         std::to_string(number) + "\",\"from\":0,\"to\":1}\n";
}

// What the trace writer does: a batch goes when it is full.
void add_events(BackgroundWriter& writer, std::uint64_t first, std::uint64_t end) {
  for (std::uint64_t number = first; number < end; ++number) {
    add_event(writer, number);
    if (writer.batch().full()) writer.hand_over();
  }
}

TEST(BackgroundWriter, WritesWhatIsLessThanABatch) {
  const TemporaryFolder folder;
  AtomicFile file = *AtomicFile::open(folder / "trace");
  BackgroundWriter writer(file);
  writer.batch().add("begin\n");
  add_event(writer, 1);
  writer.batch().add("between, ");
  writer.batch().add("in two pieces\n");
  add_event(writer, 2);
  add_event(writer, 3);
  writer.batch().add("end\n");
  writer.finish();
  ASSERT_FALSE(file.commit());
  EXPECT_EQ(read_text(folder / "trace"),
            "begin\n" + line_of(1) + "between, in two pieces\n" + line_of(2) + line_of(3) + "end\n");
}

TEST(BackgroundWriter, WritesNothingWhenThereIsNothing) {
  const TemporaryFolder folder;
  AtomicFile file = *AtomicFile::open(folder / "trace");
  BackgroundWriter writer(file);
  writer.finish();
  ASSERT_FALSE(file.commit());
  EXPECT_EQ(read_text(folder / "trace"), "");
}

TEST(BackgroundWriter, KeepsTheOrderOverManyBatches) {
  const TemporaryFolder folder;
  AtomicFile file = *AtomicFile::open(folder / "trace");
  BackgroundWriter writer(file);
  std::string expected;
  for (std::uint64_t number = 0; number < 50 * TraceBatch::enough_events; ++number) {
    add_events(writer, number, number + 1);
    expected += line_of(number);
    if (number % 97 == 0) {
      const std::string text = "after " + std::to_string(number) + "\n";
      writer.batch().add(text);
      expected += text;
    }
  }
  writer.finish();
  ASSERT_FALSE(file.commit());
  EXPECT_TRUE(read_text(folder / "trace") == expected);  // 9 MB: not to be printed
}

TEST(BackgroundWriter, TakesATextOfAnyLength) {
  const TemporaryFolder folder;
  AtomicFile file = *AtomicFile::open(folder / "trace");
  BackgroundWriter writer(file);
  std::string text;
  for (int i = 0; text.size() < 3'000'000; ++i) text += std::to_string(i) + " ";
  add_event(writer, 1);
  writer.batch().add(text);
  EXPECT_TRUE(writer.batch().full());
  writer.hand_over();
  EXPECT_FALSE(writer.batch().full());
  add_event(writer, 2);
  writer.finish();
  ASSERT_FALSE(file.commit());
  EXPECT_TRUE(read_text(folder / "trace") == line_of(1) + text + line_of(2));
}

TEST(BackgroundWriter, AnInterruptedRunLeavesNothing) {
  const TemporaryFolder folder;
  {
    AtomicFile file = *AtomicFile::open(folder / "trace");
    BackgroundWriter writer(file);
    add_events(writer, 0, 10 * TraceBatch::enough_events + 1);
  }
  EXPECT_EQ(folder.names(), std::vector<std::string>{});
}

// Files of this process cannot grow beyond `bytes` while it lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : on_excess_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, on_excess_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*on_excess_)(int);
};

TEST(BackgroundWriter, ACommitTellsWhatTheOtherThreadMet) {
  const TemporaryFolder folder;
  {
    const FileSizeLimit limit(1'000'000);
    AtomicFile file = *AtomicFile::open(folder / "trace");
    BackgroundWriter writer(file);
    add_events(writer, 0, 20 * TraceBatch::enough_events);
    writer.finish();
    EXPECT_TRUE(file.failed());
    const std::optional<Problem> failure = file.commit();
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->where.file, folder / "trace");
    EXPECT_NE(failure->what.find("File too large"), std::string::npos) << failure->what;
  }
  EXPECT_EQ(folder.names(), std::vector<std::string>{});
}

}  // namespace
}  // namespace certdrill::report
