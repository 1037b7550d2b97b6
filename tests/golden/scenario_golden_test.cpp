// Every folder under scenarios/ is rehearsed and its report compared with the approved one.
//
// To approve reports after reading them: CERTDRILL_APPROVE=1 and the test's name, as a failure shows.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/rehearsed_scenario.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

namespace fs = std::filesystem;

class ScenarioGolden : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] static fs::path folder() { return scenarios_folder() / GetParam(); }
};

TEST_P(ScenarioGolden, ReportIsTheApprovedOne) {
  const fs::path approved = folder() / "expected_report.txt";
  const std::string report = rehearsed(read_shipped_scenario(GetParam())).text;
  if (std::getenv("CERTDRILL_APPROVE") != nullptr) write_text(approved, report);
  ASSERT_TRUE(fs::exists(approved)) << "no report of " << GetParam() << " was approved yet; read this one:\n"
                                    << report << "and when it is good: CERTDRILL_APPROVE=1 ctest -R 'ScenarioGolden.*"
                                    << GetParam() << "'";
  EXPECT_EQ(report, read_text(approved)) << "if this is meant: CERTDRILL_APPROVE=1 ctest -R 'ScenarioGolden.*"
                                         << GetParam() << "'";
}

TEST_P(ScenarioGolden, EndsAsItSays) { EXPECT_TRUE(rehearsed(read_shipped_scenario(GetParam())).result.as_expected); }

TEST_P(ScenarioGolden, IsToldInWords) {
  const fs::path about = folder() / "about.md";
  ASSERT_TRUE(fs::exists(about));
  EXPECT_TRUE(read_text(about).starts_with("# ")) << about << " begins with a heading";
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ScenarioGolden, testing::ValuesIn(scenario_names()),
                         [](const auto& row) { return row.param; });

// The folder names that the documents and people's scripts rely on.
TEST(ShippedScenarios, AreAllThere) {
  const std::vector<std::string> names = scenario_names();
  for (const char* const name : {"certificate_missing_on_one_node",
                                 "client_roles",
                                 "clock_behind_on_one_node",
                                 "expired_but_pinned",
                                 "faulty_certificates",
                                 "interrupted_by_a_second_upgrade",
                                 "minority_partition_during_rotation",
                                 "node_down_through_both_phases",
                                 "old_certificate_retired_too_early",
                                 "old_sessions_hide_the_break",
                                 "presents_before_accepted",
                                 "quorum_lost_by_the_third_domain",
                                 "renewal_expires_sooner",
                                 "restart_is_not_enough",
                                 "revoked_in_mid_rotation",
                                 "rollback_into_the_same_trap",
                                 "rollback_saves_the_cluster",
                                 "rotation_too_late",
                                 "three_phase_conversion",
                                 "thumbprint_rotation",
                                 "thumbprint_swap_without_overlap",
                                 "thumbprint_to_common_name",
                                 "undeclared_issuer",
                                 "upgrade_stuck_at_ud0",
                                 "windows_and_linux_disagree"}) {
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
  }
}

}  // namespace
}  // namespace certdrill::test
