// JUnit XML: a suite for each scenario, a case for each check; what fails is what did not end as expected.
#include "report/junit_report.h"

#include <string>

#include <gtest/gtest.h>

#include "support/child_process.h"
#include "support/rehearsed_scenario.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::report {
namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

// xmllint (Debian package libxml2-utils) reads it, and is another program than ours.
void expect_well_formed(const std::string& xml) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "junit.xml", xml);
  const test::ProcessOutcome outcome = test::run_process("xmllint", {"--noout", folder / "junit.xml"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err << xml;
}

std::string report_of(const test::Rehearsed& run) { return junit_report({{&run.setting->scenario(), &run.result}}); }

TEST(JunitReport, OfAScenarioThatHoldsHasNoFailure) {
  const std::string xml = report_of(test::rehearsed(test::read_shipped_scenario("thumbprint_rotation")));
  expect_well_formed(xml);
  EXPECT_EQ(xml.find("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), 0U);
  EXPECT_EQ(count(xml, "<testsuite name=\"thumbprint_rotation\" tests=\"5\" failures=\"0\" errors=\"0\">"), 1U) << xml;
  EXPECT_EQ(count(xml, "<testcase "), 5U);
  EXPECT_EQ(count(xml, "name=\"always every pair can authenticate\"/>"), 1U);
  EXPECT_EQ(count(xml, "<failure"), 0U);
}

TEST(JunitReport, OfAMistakeThatIsTaughtHasNoFailure) {
  const std::string xml = report_of(test::rehearsed(test::read_shipped_scenario("thumbprint_swap_without_overlap")));
  expect_well_formed(xml);
  EXPECT_EQ(count(xml, "<failure"), 0U);
}

TEST(JunitReport, FailsWhereACheckIsViolatedAndNobodyExpectedIt) {
  model::Scenario scenario = test::read_shipped_scenario("thumbprint_swap_without_overlap");
  for (model::Check& check : scenario.checks) check.expect_violated = false;
  scenario.expected = model::Verdict::holds;
  const test::Rehearsed run = test::rehearsed(std::move(scenario));
  const std::string xml = report_of(run);
  expect_well_formed(xml);
  EXPECT_EQ(count(xml, "failures=\"3\""), 2U) << xml;  // of the suite and of all suites
  EXPECT_EQ(count(xml, "<failure message=\""), 3U);
  // The failure tells the whole story: some systems show nothing else.
  ASSERT_FALSE(run.result.findings.empty());
  EXPECT_EQ(count(xml, run.result.findings[0].id), 1U);
  EXPECT_GE(count(xml, "advice: "), 1U);
}

TEST(JunitReport, FailsWhereACheckHoldsThatWasToBeViolated) {
  model::Scenario scenario = test::read_shipped_scenario("thumbprint_rotation");
  scenario.checks[0].expect_violated = true;
  const std::string xml = report_of(test::rehearsed(std::move(scenario)));
  expect_well_formed(xml);
  EXPECT_EQ(count(xml, "<failure message=\"it holds, and was expected to be violated\">"), 1U) << xml;
}

TEST(JunitReport, EscapesWhatXmlHasToEscape) {
  test::Rehearsed run = test::rehearsed(test::read_shipped_scenario("thumbprint_rotation"));
  model::Scenario scenario = run.scenario();
  scenario.name = "a<b>&\"c\"'d'\x01 \xC3\xA4";
  run.result.checks[0].as_expected = false;
  run.result.checks[0].holds = false;
  run.result.checks[0].witness = "]]> <&\"\n\x1B[31m\x7F";
  const std::string xml = junit_report({{&scenario, &run.result}});
  expect_well_formed(xml);
  EXPECT_EQ(count(xml, "name=\"a&lt;b&gt;&amp;&quot;c&quot;'d'? \xC3\xA4\" tests"), 1U) << xml;
  EXPECT_EQ(xml.find('\x1B'), std::string::npos);
}

TEST(JunitReport, HasASuiteForEachScenario) {
  const test::Rehearsed one = test::rehearsed(test::read_shipped_scenario("thumbprint_rotation"));
  const test::Rehearsed other = test::rehearsed(test::read_shipped_scenario("undeclared_issuer"));
  const std::string xml =
      junit_report({{&one.setting->scenario(), &one.result}, {&other.setting->scenario(), &other.result}});
  expect_well_formed(xml);
  EXPECT_EQ(count(xml, "<testsuite "), 2U);
  EXPECT_EQ(count(xml, "<testsuites name=\"certdrill\" tests=\"7\" failures=\"0\" errors=\"0\">"), 1U) << xml;
  expect_well_formed(junit_report({}));
}

}  // namespace
}  // namespace certdrill::report
