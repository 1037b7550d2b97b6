#include "report/junit_report.h"

#include <algorithm>

#include "base/text.h"

namespace certdrill::report {
namespace {

// XML 1.0 has no way to write most control characters at all; they become '?'.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
    }
  }
  return out;
}

std::string attribute(const std::string& name, const std::string& value) {
  return " " + name + "=\"" + escaped(value) + "\"";
}

std::string text_of(const check::RunResult& result, const check::Finding& finding) {
  std::string out = finding.id + " at " + to_string(finding.at) +
                    (finding.step.empty() ? "" : ", in " + quoted(finding.step)) + "\n" + finding.message + "\n";
  const check::Finding& told = finding.same_as ? result.findings[*finding.same_as] : finding;
  for (const std::string& sentence : told.story) out += sentence + "\n";
  if (!told.advice.empty()) out += "advice: " + told.advice + "\n";
  return out;
}

std::string failure_text(const check::RunResult& result, std::size_t check) {
  std::string out;
  for (const check::Finding& finding : result.findings) {
    if (finding.check == check) out += text_of(result, finding);
  }
  return out;
}

}  // namespace

std::string junit_report(const std::vector<JunitSuite>& suites) {
  std::size_t all_tests = 0;
  std::size_t all_failures = 0;
  std::string body;
  for (const JunitSuite& suite : suites) {
    const check::RunResult& result = *suite.result;
    const auto failures = static_cast<std::size_t>(std::count_if(
        result.checks.begin(), result.checks.end(), [](const check::CheckResult& each) { return !each.as_expected; }));
    // A refused step is a test of its own: no check asks for it.
    std::vector<const check::Finding*> refusals;
    for (const check::Finding& finding : result.findings) {
      if (finding.check == check::no_check && suite.scenario->expected == model::Verdict::holds)
        refusals.push_back(&finding);
    }
    all_tests += result.checks.size() + refusals.size();
    all_failures += failures + refusals.size();
    body += "  <testsuite" + attribute("name", suite.scenario->name) +
            attribute("tests", std::to_string(result.checks.size() + refusals.size())) +
            attribute("failures", std::to_string(failures + refusals.size())) + attribute("errors", "0") + ">\n";
    for (std::size_t i = 0; i < result.checks.size(); ++i) {
      const check::CheckResult& each = result.checks[i];
      const std::string name =
          std::string(model::to_string(each.check.quantifier)) + " " + model::to_string(each.check.property);
      body += "    <testcase" + attribute("classname", suite.scenario->name) + attribute("name", name);
      if (each.as_expected) {
        body += "/>\n";
        continue;
      }
      const std::string expected = each.check.expect_unknown ? "unknown" : "violated";
      const std::string message = each.holds     ? "it holds, and was expected to be " + expected
                                  : each.unknown ? "unknown: " + each.witness
                                                 : each.witness;
      body += ">\n      <failure" + attribute("message", message) + ">" + escaped(failure_text(result, i)) +
              "</failure>\n    </testcase>\n";
    }
    for (const check::Finding* refusal : refusals) {
      body += "    <testcase" + attribute("classname", suite.scenario->name) +
              attribute("name", quoted(refusal->step) + " is not refused") + ">\n      <failure" +
              attribute("message", refusal->message) + ">" + escaped(text_of(result, *refusal)) +
              "</failure>\n    </testcase>\n";
    }
    body += "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "certdrill") +
         attribute("tests", std::to_string(all_tests)) + attribute("failures", std::to_string(all_failures)) +
         attribute("errors", "0") + ">\n" + body + "</testsuites>\n";
}

}  // namespace certdrill::report
