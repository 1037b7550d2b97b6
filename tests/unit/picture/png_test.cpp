// PNG files: what is written is read back, nothing half-written is left, and problems are told in plain words.
#include "picture/png.h"

#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::picture {
namespace {

Image sample(int width, int height) {
  Image image{width, height, {}};
  for (int at = 0; at < width * height * 3; ++at) image.rgb.push_back(static_cast<std::uint8_t>(at * 37 + at / 256));
  return image;
}

TEST(Png, IsReadBackAsItWasWritten) {
  const test::TemporaryFolder folder;
  for (const auto& [width, height] : {std::pair{1, 1}, {7, 3}, {640, 480}}) {
    const Image image = sample(width, height);
    ASSERT_EQ(write_png(image, folder / "a.png"), std::nullopt);
    const Result<Image> back = read_png(folder / "a.png");
    ASSERT_TRUE(back) << to_text(back.problem());
    EXPECT_EQ(*back, image) << width << "x" << height;
  }
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a.png"});
}

TEST(Png, TakesThePlaceOfAnEarlierPicture) {
  const test::TemporaryFolder folder;
  ASSERT_EQ(write_png(sample(9, 9), folder / "a.png"), std::nullopt);
  ASSERT_EQ(write_png(sample(4, 4), folder / "a.png"), std::nullopt);
  EXPECT_EQ(read_png(folder / "a.png")->width, 4);
}

TEST(Png, LeavesNothingWhereItCannotBeWritten) {
  const test::TemporaryFolder folder;
  const std::optional<Problem> missing = write_png(sample(4, 4), folder / "missing/a.png");
  ASSERT_TRUE(missing.has_value());
  EXPECT_NE(to_text(*missing).find("missing/a.png"), std::string::npos) << to_text(*missing);
  EXPECT_EQ(folder.names(), std::vector<std::string>{});
  EXPECT_TRUE(write_png(Image{}, folder / "empty.png").has_value());
  EXPECT_EQ(folder.names(), std::vector<std::string>{});
}

struct BadFile {
  const char* name;
  const char* content;  // null: there is no such file
  const char* said;
};
void PrintTo(const BadFile& row, std::ostream* out) { *out << row.name; }
class BadPng : public testing::TestWithParam<BadFile> {};

TEST_P(BadPng, IsToldInPlainWords) {
  const test::TemporaryFolder folder;
  const std::string file = folder / "a.png";
  if (GetParam().content != nullptr) test::write_text(file, GetParam().content);
  const Result<Image> image = read_png(file);
  ASSERT_FALSE(image);
  EXPECT_EQ(image.problem().where.file, file);
  EXPECT_NE(image.problem().what.find(GetParam().said), std::string::npos) << image.problem().what;
}
INSTANTIATE_TEST_SUITE_P(Files, BadPng,
                         testing::Values(BadFile{"missing", nullptr, "cannot be read: No such file"},
                                         BadFile{"empty", "", "is not a PNG picture"},
                                         BadFile{"text", "{ \"title\": \"not a picture\" }", "is not a PNG picture"}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Png, TellsThatAFileWasCutOff) {
  const test::TemporaryFolder folder;
  ASSERT_EQ(write_png(sample(64, 64), folder / "a.png"), std::nullopt);
  const std::string whole = test::read_text(folder / "a.png");
  test::write_text(folder / "b.png", whole.substr(0, whole.size() / 2));
  const Result<Image> image = read_png(folder / "b.png");
  ASSERT_FALSE(image);
  EXPECT_NE(image.problem().what.find("damaged"), std::string::npos) << image.problem().what;
}

}  // namespace
}  // namespace certdrill::picture
