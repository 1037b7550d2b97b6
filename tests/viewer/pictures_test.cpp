// The pictures of the documents are what the viewer shows today: made again by the program and compared, pixel by
// pixel.
//
// When a difference is meant: CERTDRILL_APPROVE=1 ctest -R Pictures, and look at what it wrote.
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "picture/png.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"
#include "viewer_program.h"

namespace certdrill::test {
namespace {

struct Shown {
  const char* name;  // of the file in docs/pictures
  std::vector<std::string> words;
};
void PrintTo(const Shown& row, std::ostream* out) { *out << row.name; }

// Clusters that no shipped scenario has, in folders of these names.
std::string scenario_of(const std::string& title, const std::string& cluster, const std::string& steps) {
  return R"({
  "title": ")" +
         title + R"(",
  "start": "2026-01-10T00:00:00Z",
  "certificates": {
    "A": { "commonName": "cluster.contoso.test", "notBefore": "2025-02-01", "notAfter": "2026-02-01" },
    "B": { "commonName": "cluster.contoso.test", "notBefore": "2026-01-05", "notAfter": "2027-01-05" }
  },
  "cluster": { )" +
         cluster + R"(, "installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A}}" },
  "steps": [ )" +
         steps + R"( ],
  "checks": [ { "always": "every pair can authenticate" } ]
}
)";
}
const std::string two_phases =
    R"({ "upgrade": "accept B as well", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" },
       { "upgrade": "present B", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" })";
const std::vector<std::pair<std::string, std::string>> clusters = {
    {"large_rotation",
     scenario_of("Two-phase rotation of 100,000 nodes",
                 R"("nodes": 100000, "upgradeDomains": 20, "faultDomains": 10, "seedNodes": 9)", two_phases)},
    {"racks", scenario_of("Two phases across five upgrade domains and six racks",
                          R"("nodes": 60, "upgradeDomains": 5, "faultDomains": 6, "seedNodes": 7)", two_phases)}};

class Pictures : public testing::TestWithParam<Shown> {};

TEST_P(Pictures, AreWhatIsShown) {
  const TemporaryFolder folder;
  for (const auto& [name, scenario] : clusters) {
    std::filesystem::create_directory(folder / name);
    write_text(folder / (name + "/scenario.json"), scenario);
  }
  std::vector<std::string> words = GetParam().words;
  words.insert(words.end(), {"--screenshot", "shown.png"});
  ProcessOptions options;
  options.folder = folder.path().string();
  const ProcessOutcome outcome = viewer_program(words, options);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const Result<picture::Image> shown = picture::read_png(folder / "shown.png");
  ASSERT_TRUE(shown) << to_text(shown.problem());

  const std::filesystem::path approved =
      std::filesystem::path(CERTDRILL_PICTURES) / (std::string(GetParam().name) + ".png");
  Result<picture::Image> expected = picture::read_png(approved);
  if (std::getenv("CERTDRILL_APPROVE") != nullptr && (!expected || !(*expected == *shown))) {
    std::filesystem::create_directories(approved.parent_path());
    std::filesystem::copy_file(folder / "shown.png", approved, std::filesystem::copy_options::overwrite_existing);
    expected = picture::read_png(approved);
  }
  ASSERT_TRUE(expected) << to_text(expected.problem());
  ASSERT_EQ(shown->width, expected->width);
  ASSERT_EQ(shown->height, expected->height);
  std::size_t different = 0;
  std::size_t first = 0;
  const auto width = static_cast<std::size_t>(shown->width);
  for (std::size_t at = shown->rgb.size() / 3; at-- > 0;) {
    if (shown->rgb[at * 3] == expected->rgb[at * 3] && shown->rgb[at * 3 + 1] == expected->rgb[at * 3 + 1] &&
        shown->rgb[at * 3 + 2] == expected->rgb[at * 3 + 2]) {
      continue;
    }
    ++different;
    first = at;
  }
  EXPECT_EQ(different, 0U) << "pixels of " << approved << " differ, the first at " << first % width << ", "
                           << first / width << "; if this is meant: CERTDRILL_APPROVE=1 ctest -R Pictures";
}

INSTANTIATE_TEST_SUITE_P(
    Documents, Pictures,
    testing::Values(
        Shown{"two_phases", {"thumbprint_rotation", "--at", "after 'present B' UD2", "--panel", "lesson"}},
        Shown{"swap_without_overlap", {"thumbprint_swap_without_overlap", "--at", "finding 1"}},
        Shown{"why", {"thumbprint_swap_without_overlap", "--at", "finding 1", "--select", "finding 1"}},
        Shown{"why_a_node", {"old_sessions_hide_the_break", "--at", "finding 1", "--select", "N0"}},
        Shown{"matrix", {"presents_before_accepted", "--at", "finding 1", "--view", "matrix", "--theme", "light"}},
        Shown{"map", {"racks", "--at", "after 'present B' UD1", "--view", "map", "--select", "N7"}},
        Shown{"partition", {"minority_partition_during_rotation", "--at", "finding 1", "--panel", "checks"}},
        Shown{"side_by_side",
              {"thumbprint_swap_without_overlap", "--at", "finding 1", "--panel", "what-if", "--set",
               "cluster/security={P:{TP=A}, V:{TP=A, TP=B}}", "--set", "steps/0/to={P:{TP=B}, V:{TP=A, TP=B}}"}},
        Shown{"predict",
              {"thumbprint_swap_without_overlap", "--predict", "--mark", "N0-N5", "--mark", "N0-N2", "--reveal"}},
        Shown{"certificates",
              {"renewal_expires_sooner", "--at", "finding 1", "--select", "B", "--panel", "certificates", "--theme",
               "projector"}},
        Shown{"colour_blind", {"rollback_into_the_same_trap", "--at", "finding 1", "--theme", "colour-blind"}},
        Shown{"many_nodes", {"large_rotation", "--at", "after 'present B' UD9", "--open-domain", "UD10"}},
        Shown{"certificate_on_its_way",
              {"autorollover_conversion", "--at", "2026-03-20T00:07:00Z", "--select", "agent extension", "--sessions",
               "off"}},
        Shown{"green_but_broken",
              {"octopus_green_but_broken", "--at", "finding 1", "--select", "client octopus", "--sessions", "off"}},
        Shown{"deadlines", {"migrate_to_another_pki", "--at", "2026-03-21T00:00:00Z", "--deadlines"}},
        Shown{"gallery", {}}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::test
