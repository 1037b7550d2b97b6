// Every setting survives being written and read; what is broken costs at most itself.
#include "workspace/view_file.h"

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::workspace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// No setting is what it is by default.
scene::View another_view() {
  scene::View view;
  view.graph = scene::GraphKind::matrix;
  view.theme = scene::Theme::colour_blind;
  view.scale = 1.5F;
  view.speed = scene::Speed::express;
  view.side = scene::SidePanel::lesson;
  view.show_sessions = false;
  view.show_links = false;
  view.show_only_broken_links = true;
  view.show_events = false;
  view.show_timeline = false;
  view.show_side = false;
  view.time_axis = scene::TimeAxis::by_event;
  view.event_filter = "node=N3 \"present B\"";
  view.until = "outcome=refused";
  view.viewports[0] = {2.0F, {10.5F, -20.25F}};
  view.viewports[2] = {0.5F, {-1.0F, 3.0F}};
  view.open_domains = {1, 7};
  view.left_width = 123;
  view.right_width = 456;
  view.bottom_height = 78;
  view.recent_files = {"/plans/next year/scenario.json", "/plans/\xC3\xA4ra.jsonl"};
  return view;
}

TEST(ViewFile, BringsEverySettingBack) {
  const RestoredView restored = view_from_json(view_to_json(another_view()));
  EXPECT_EQ(restored.view, another_view());
  EXPECT_EQ(restored.notice, "");
}

TEST(ViewFile, BringsEveryWordBack) {
  for (const auto graph : {scene::GraphKind::ring, scene::GraphKind::map, scene::GraphKind::matrix}) {
    for (const auto theme : {scene::Theme::dark, scene::Theme::light, scene::Theme::projector}) {
      for (const auto speed : {scene::Speed::step, scene::Speed::run, scene::Speed::fast}) {
        for (const auto side : {scene::SidePanel::why, scene::SidePanel::certificates, scene::SidePanel::checks,
                                scene::SidePanel::what_if}) {
          scene::View view;
          view.graph = graph;
          view.theme = theme;
          view.speed = speed;
          view.side = side;
          EXPECT_EQ(view_from_json(view_to_json(view)).view, view);
        }
      }
    }
  }
}

TEST(ViewFile, AFileNameThatIsNoTextDoesNotBreakIt) {
  scene::View view;
  view.recent_files = {"/plans/\xFF"};
  const RestoredView restored = view_from_json(view_to_json(view));
  EXPECT_THAT(restored.view.recent_files, ElementsAre("/plans/\xEF\xBF\xBD"));
}

struct BrokenCase {
  const char* name;
  const char* json;
  const char* notice;  // what it must say; empty: no notice
};

class BrokenViewFile : public testing::TestWithParam<BrokenCase> {};

// Whatever it is, the theme beside it counts when the file is one of this program's.
TEST_P(BrokenViewFile, CostsAtMostItself) {
  const RestoredView restored = view_from_json(GetParam().json);
  if (*GetParam().notice == '\0') {
    EXPECT_EQ(restored.notice, "");
  } else {
    EXPECT_THAT(restored.notice, HasSubstr(GetParam().notice));
  }
  scene::View expected;
  if (std::string(GetParam().json).find("\"light\"") != std::string::npos) expected.theme = scene::Theme::light;
  EXPECT_EQ(restored.view, expected);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BrokenViewFile,
    testing::Values(
        BrokenCase{"empty", "", "broken"}, BrokenCase{"cut_off", R"({"format": "certdrill.view/1", "theme")", "broken"},
        BrokenCase{"no_object", "[1, 2]", "broken"}, BrokenCase{"no_format", R"({"theme": "dark"})", "another program"},
        BrokenCase{"format_is_a_number", R"({"format": 1})", "another program"},
        BrokenCase{"nothing_but_the_format", R"({"format": "certdrill.view/1"})", ""},
        BrokenCase{"unknown_member", R"({"format": "certdrill.view/1", "smell": 3, "theme": "light"})", ""},
        BrokenCase{"later_version", R"({"format": "certdrill.view/2", "theme": "light"})", "another version"},
        BrokenCase{"unknown_word", R"({"format": "certdrill.view/1", "graph": "globe", "theme": "light"})", "one of"},
        BrokenCase{"wrong_kinds", R"({"format": "certdrill.view/1", "graph": 3, "scale": "x", "theme": "light"})",
                   "2 of"},
        BrokenCase{"scale_of_zero", R"({"format": "certdrill.view/1", "scale": 0, "theme": "light"})", "one of"},
        BrokenCase{"scale_beyond_all", R"({"format": "certdrill.view/1", "scale": 1e300, "theme": "light"})", "one of"},
        BrokenCase{"negative_width", R"({"format": "certdrill.view/1", "leftWidth": -5, "theme": "light"})", "one of"},
        BrokenCase{"viewports_no_object", R"({"format": "certdrill.view/1", "viewports": 1, "theme": "light"})",
                   "one of"},
        BrokenCase{"viewport_no_object",
                   R"({"format": "certdrill.view/1", "viewports": {"ring": 1}, "theme": "light"})", "one of"},
        BrokenCase{"zoom_of_zero",
                   R"({"format": "certdrill.view/1", "viewports": {"ring": {"zoom": 0}}, "theme": "light"})", "one of"},
        BrokenCase{"negative_domain", R"({"format": "certdrill.view/1", "openDomains": [-1], "theme": "light"})",
                   "one of"},
        BrokenCase{"domain_too_large",
                   R"({"format": "certdrill.view/1", "openDomains": [4294967296], "theme": "light"})", "one of"},
        BrokenCase{"recent_files_no_text",
                   R"({"format": "certdrill.view/1", "recentFiles": [7, null], "theme": "light"})", "2 of"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ViewFile, DeepNestingIsAnswered) {
  EXPECT_THAT(view_from_json(std::string(1'000'000, '[')).notice, HasSubstr("broken"));
}

TEST(ViewFile, IsWrittenIntoAFolderThatItMakes) {
  const test::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "config" / "certdrill" / "viewer.json";
  EXPECT_EQ(save_view(another_view(), file), std::nullopt);
  EXPECT_EQ(load_view(file).view, another_view());
  EXPECT_THAT(test::TemporaryFolder::names_in(file.parent_path()), ElementsAre("viewer.json"))
      << "nothing is left over";
}

TEST(ViewFile, NoFileYetIsNoProblem) {
  const test::TemporaryFolder folder;
  const RestoredView restored = load_view(folder / "viewer.json");
  EXPECT_EQ(restored.view, scene::View());
  EXPECT_EQ(restored.notice, "");
}

TEST(ViewFile, AFolderInItsPlaceIsToldAndSavingSaysWhy) {
  const test::TemporaryFolder folder;
  const std::filesystem::path place = folder.path() / "viewer.json";
  std::filesystem::create_directory(place);
  EXPECT_THAT(load_view(place).notice, HasSubstr("viewer.json"));
  const std::optional<Problem> failed = save_view({}, place);
  ASSERT_TRUE(failed);
  EXPECT_THAT(failed->what, HasSubstr("cannot write"));
}

TEST(ViewFile, AHugeFileIsNotRead) {
  const test::TemporaryFolder folder;
  const std::filesystem::path place = folder.path() / "viewer.json";
  std::ofstream(place).close();
  std::filesystem::resize_file(place, std::uintmax_t{1} << 32);
  EXPECT_THAT(load_view(place).notice, HasSubstr("broken"));
}

// Variables of the environment for one test; put back when it is over.
class Environment {
 public:
  explicit Environment(const char* name, const char* value) : name_(name) {
    if (const char* const was = std::getenv(name)) was_ = was;
    if (value == nullptr) {
      ::unsetenv(name);
    } else {
      ::setenv(name, value, 1);
    }
  }
  ~Environment() {
    if (was_) {
      ::setenv(name_, was_->c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::optional<std::string> was_;
};

struct PlaceCase {
  const char* name;
  const char* xdg;
  const char* home;
  const char* place;
};

class ViewFilePlace : public testing::TestWithParam<PlaceCase> {};

TEST_P(ViewFilePlace, Is) {
  const Environment xdg("XDG_CONFIG_HOME", GetParam().xdg);
  const Environment home("HOME", GetParam().home);
  EXPECT_EQ(view_file_place(), GetParam().place);
}

INSTANTIATE_TEST_SUITE_P(
    Variables, ViewFilePlace,
    testing::Values(PlaceCase{"xdg", "/configuration", "/home/me", "/configuration/certdrill/viewer.json"},
                    PlaceCase{"home", nullptr, "/home/me", "/home/me/.config/certdrill/viewer.json"},
                    PlaceCase{"empty_counts_as_unset", "", "/home/me", "/home/me/.config/certdrill/viewer.json"},
                    PlaceCase{"xdg_must_be_absolute", "here", "/home/me", "/home/me/.config/certdrill/viewer.json"},
                    PlaceCase{"neither", nullptr, nullptr, ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ViewFile, WithoutAPlaceSavingSaysWhy) {
  const std::optional<Problem> failed = save_view({}, {});
  ASSERT_TRUE(failed);
  EXPECT_THAT(failed->what, HasSubstr("HOME"));
}

}  // namespace
}  // namespace certdrill::workspace
