// The deadlines of some shipped scenarios, against approved texts: deadlines/NAME.txt.
//
// To approve them after reading: CERTDRILL_APPROVE=1 and the test's name.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "plan/deadlines.h"
#include "report/deadline_report.h"
#include "support/rehearsed_scenario.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

namespace fs = std::filesystem;

class DeadlineGolden : public testing::TestWithParam<std::string> {};

TEST_P(DeadlineGolden, ReportIsTheApprovedOne) {
  const fs::path approved = fs::path(CERTDRILL_GOLDEN) / "deadlines" / (GetParam() + ".txt");
  const auto setting = std::make_shared<const world::Setting>(read_shipped_scenario(GetParam()));
  const std::optional<plan::Deadlines> deadlines = plan::find_deadlines(setting);
  ASSERT_TRUE(deadlines);
  const std::string report = report::deadlines_text(setting->scenario(), *deadlines);
  if (std::getenv("CERTDRILL_APPROVE") != nullptr) write_text(approved, report);
  ASSERT_TRUE(fs::exists(approved)) << report;
  EXPECT_EQ(report, read_text(approved)) << "if this is meant: CERTDRILL_APPROVE=1 ctest -R 'DeadlineGolden.*"
                                         << GetParam() << "'";
}

INSTANTIATE_TEST_SUITE_P(Scenarios, DeadlineGolden, testing::Values("thumbprint_rotation", "rotation_too_late"),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace certdrill::test
