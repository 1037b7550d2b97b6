// certdrill rule: the page of every id, and that its example shows what it is about.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "certdrill_program.h"
#include "support/rehearsed_scenario.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

using nlohmann::json;

json rule_json(const std::string& id) {
  const ProcessOutcome outcome = certdrill_program({"rule", id, "--json"});
  EXPECT_EQ(outcome.exit_code, 0) << id << outcome.err;
  return json::parse(outcome.out, nullptr, false);
}

std::vector<std::string> all_ids() {
  std::vector<std::string> ids;
  const json list = json::parse(certdrill_program({"rule", "--json"}).out, nullptr, false);
  for (const json& each : list["rules"]) ids.push_back(each["id"]);
  return ids;
}

ProcessOutcome in_a_shell(const std::string& command, const std::string& folder) {
  const std::string program_folder = std::filesystem::path(CERTDRILL_PROGRAM).parent_path().string();
  return run_process("bash", {"-c", command + " 2>&1"},
                     {{"PATH=" + program_folder + ":" + std::getenv("PATH"),
                       "CERTDRILL_SCENARIOS=" + scenarios_folder().string(), "NO_COLOR=1"},
                      folder,
                      {}});
}

TEST(Rule, ListsEveryIdWithALine) {
  const ProcessOutcome outcome = certdrill_program({"rule"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  for (const std::string& id : all_ids()) EXPECT_NE(outcome.out.find("\n  " + id + " "), std::string::npos) << id;
  const std::size_t line = outcome.out.find("\n  Expired ");
  ASSERT_NE(line, std::string::npos);
  EXPECT_EQ(outcome.out.substr(outcome.out.find_first_not_of(' ', line + 11)).find("the certificate, or one of its"),
            0U)
      << outcome.out;
}

TEST(Rule, ShowsThePageOfAnId) {
  const ProcessOutcome outcome = certdrill_program({"rule", "IssuerNotMatched"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_TRUE(
      outcome.out.starts_with("IssuerNotMatched: its direct issuer is not among those pinned\n\nWhat it means\n\n"))
      << outcome.out;
  for (const char* const heading :
       {"\nThe rule\n\n", "\nExample\n\n    $ certdrill run undeclared_issuer\n", "\nWhat to do\n\n"})
    EXPECT_NE(outcome.out.find(heading), std::string::npos) << heading << outcome.out;
}

TEST(Rule, FindsACandidatesFateByTheWordsOfReports) {
  EXPECT_EQ(certdrill_program({"rule", "has no private key here"}).out,
            certdrill_program({"rule", "NoPrivateKey"}).out);
}

TEST(Rule, SuggestsWhatWasMeant) {
  expect_refused(certdrill_program({"rule", "UntrustedRot"}),
                 "error: unknown rule \"UntrustedRot\"\nhelp: did you mean \"UntrustedRoot\"?\n");
  expect_refused(certdrill_program({"rule", "profiles"}),
                 "error: unknown rule \"profiles\"\nhelp: did you mean \"profile\"?\n");
  expect_refused(certdrill_program({"rule", "weather"}),
                 "error: unknown rule \"weather\"\nhelp: certdrill rule lists them all\n");
}

TEST(Rule, TellsEachProfilesValueOfEverySwitch) {
  const ProcessOutcome text = certdrill_program({"rule", "profile"});
  EXPECT_EQ(text.exit_code, 0);
  const json table = json::parse(certdrill_program({"rule", "profile", "--json"}).out, nullptr, false);
  EXPECT_EQ(table["format"], "certdrill.profiles/1");
  EXPECT_EQ(table["profiles"], (json::array({"documented", "windows", "linux"})));
  const std::vector<std::string> lines = lines_of(text.out);
  ASSERT_EQ(lines.size(), table["switches"].size() + 1);
  for (std::size_t i = 0; i < table["switches"].size(); ++i) {
    const json& each = table["switches"][i];
    EXPECT_TRUE(lines[i + 1].starts_with(std::string(each["name"]) + " ")) << lines[i + 1];
    EXPECT_TRUE(lines[i + 1].ends_with("  " + std::string(each["question"]))) << lines[i + 1];
    EXPECT_NE(each["source"], "") << each["name"];
    EXPECT_EQ(each["in"].size(), 3U);
  }
  const auto implicit = std::find_if(table["switches"].begin(), table["switches"].end(),
                                     [](const json& each) { return each["name"] == "implicitPeerTrust"; });
  ASSERT_NE(implicit, table["switches"].end());
  EXPECT_EQ((*implicit)["in"], (json{{"documented", "no"}, {"windows", "yes"}, {"linux", "yes"}}));
  EXPECT_EQ((*implicit)["setting"], "ImplicitPeerTrustEnabled");
}

// The commands of each page, run one after the other in a folder of their own, show what the page is about. What cannot
// be shown is named here, with what its example shows instead.
TEST(RuleExamples, RunAndShowTheId) {
  const std::map<std::string, std::string> not_shown = {
      {"OtherChainFault", ""},  // every fault of OpenSSL has an id of its own
      {"LinkLeadsNowhere", "SEC_E_UNKNOWN_CREDENTIALS"},
      {"followRenewalLinks", "to which the renewal mark of A leads"},
      {"InvalidCredentials", "is expired"}  // reports say which of the causes it was
  };
  for (const std::string& id : all_ids()) {
    SCOPED_TRACE(id);
    const json page = rule_json(id);
    std::string wanted = page["shownAs"];
    if (const auto exception = not_shown.find(id); exception != not_shown.end()) wanted = exception->second;
    EXPECT_EQ(page["commands"].empty(), wanted.empty());
    const TemporaryFolder folder;
    std::filesystem::create_directory_symlink(scenarios_folder(), folder / "scenarios");
    std::string said;
    for (const json& command : page["commands"]) {
      const ProcessOutcome outcome = in_a_shell(command, folder.path().string());
      const bool inconclusive = outcome.exit_code == 3;  // of a client that nobody knows
      EXPECT_TRUE(outcome.exit_code <= 1 || inconclusive) << command << "\n" << outcome.out;
      said += outcome.out;
    }
    EXPECT_NE(said.find(wanted), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace certdrill::test
