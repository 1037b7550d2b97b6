// certdrill judge: what is wrong with files, rules and options is said with its place, all at once, exit code 2.
#include <cstdint>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "judge_files.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

using Words = std::vector<std::string>;

struct WrongInputCase {
  const char* name;
  Words words;
  const char* said;
};
void PrintTo(const WrongInputCase& row, std::ostream* out) { *out << row.name; }

class WrongJudgeInput : public testing::TestWithParam<WrongInputCase> {};
TEST_P(WrongJudgeInput, IsAnsweredWithItsPlace) { expect_refused(judge(GetParam().words), GetParam().said); }

const auto row_name = [](const auto& row) { return std::string(row.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Files, WrongJudgeInput,
    testing::Values(
        WrongInputCase{"missing",
                       {"--cert", "nowhere.pem"},
                       "nowhere.pem: error: the file cannot be read: No such file or directory\n"},
        WrongInputCase{"folder",
                       {"--cert", "folder.pem"},
                       "folder.pem: error: is a folder, not a file\nhelp: name a file in it\n"},
        WrongInputCase{"empty", {"--cert", "empty.pem"}, "empty.pem: error: the file is empty\n"},
        WrongInputCase{"truncated_pem",
                       {"--cert", "truncated.pem"},
                       "truncated.pem:1:1: error: the block \"CERTIFICATE\" has no END line\n"
                       "    -----BEGIN CERTIFICATE-----\n    ^~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
                       "help: the file is cut off: copy all of it, up to and with -----END CERTIFICATE-----\n"},
        WrongInputCase{"no_certificate_at_all",
                       {"--cert", "letter.txt"},
                       "letter.txt: error: the file is neither PEM nor DER\n"
                       "help: a certificate file begins with -----BEGIN CERTIFICATE-----, or is binary DER, PKCS#7 or "
                       "PKCS#12\n"},
        WrongInputCase{"key_of_another",
                       {"--cert", "mismatch.pem"},
                       "mismatch.pem:13:1: error: the private key belongs to no certificate of the file\n"
                       "    -----BEGIN PRIVATE KEY-----\n    ^~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
                       "help: the certificate was renewed with a new key, or the files were mixed up\n"},
        WrongInputCase{"wrong_password",
                       {"--cert", "node.pfx", "--password-file", "wrong_password.txt"},
                       "node.pfx: error: the password from wrong_password.txt does not open the file\n"},
        WrongInputCase{"missing_password_file",
                       {"--cert", "node.pfx", "--password-file", "nowhere.txt"},
                       "nowhere.txt: error: cannot read the password: No such file or directory\n"},
        WrongInputCase{"password_file_that_is_a_folder",
                       {"--cert", "node.pfx", "--password-file", "folder.pem"},
                       "folder.pem: error: cannot read the password: Is a directory\n"},
        WrongInputCase{
            "list_as_certificate", {"--cert", "I1.crl.pem"}, "I1.crl.pem: error: there is no certificate in it\n"},
        WrongInputCase{"certificate_as_list",
                       {"--cert", "node.pem", "--crl", "I1.pem"},
                       "I1.pem: error: there is no revocation list in it\n"},
        WrongInputCase{"list_as_chain",
                       {"--cert", "node.pem", "--chain", "I1.crl.pem"},
                       "I1.crl.pem: error: there is no certificate in it\n"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Rules, WrongJudgeInput,
    testing::Values(
        WrongInputCase{"unknown_certificate",
                       {"--cert", "node.pem", "--issuer", "I1.pem", "--rule", "CN=node.contoso.test@I11"},
                       "--rule:1:22: error: unknown certificate \"I11\"\n    CN=node.contoso.test@I11\n"
                       "                         ^~~\nhelp: did you mean \"I1\"?\n"},
        WrongInputCase{"unknown_certificate_in_an_admin_rule",
                       {"--cert", "node.pem", "--role", "client", "--admin-rule", "TP=nod"},
                       "--admin-rule:1:4: error: unknown certificate \"nod\"\n    TP=nod\n       ^~~\n"
                       "help: did you mean \"node\"?\n"},
        WrongInputCase{
            "two_of_one_name",
            {"--cert", "node.pem", "--issuer", "I1.pem", "--issuer", "twin/I1.pem", "--rule", "CN=a.test@I1"},
            "--rule:1:11: error: two certificates are called \"I1\"\n    CN=a.test@I1\n              ^~\n"
            "help: write 40 hex digits instead\n"},
        WrongInputCase{"key_by_thumbprint",
                       {"--cert", "node.pem", "--rule", "CN=a.test@0123456789012345678901234567890123456789?key"},
                       "--rule:1:11: error: a public key cannot be told from a thumbprint: "
                       "\"0123456789012345678901234567890123456789\"\n"
                       "    CN=a.test@0123456789012345678901234567890123456789?key\n"
                       "              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
                       "help: give the issuer's certificate with --issuer FILE, and name it\n"},
        WrongInputCase{"form_that_is_not_judged",
                       {"--cert", "node.pem", "--issuer", "R1.pem", "--rule", "CA=R1"},
                       "--rule:1:1: error: this form of a rule is not judged yet: \"CA=R1\"\n    CA=R1\n    ^~~~~\n"
                       "help: write TP=... or CN=...\n"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Options, WrongJudgeInput,
    testing::Values(
        WrongInputCase{"no_certificate",
                       {"--rule", "TP=A"},
                       "error: \"--cert\" is missing\nhelp: certdrill judge --help tells what it takes\n"},
        WrongInputCase{"unknown_role",
                       {"--cert", "node.pem", "--role", "clinet"},
                       "error: unknown role \"clinet\"\nhelp: did you mean \"client\"?\n"},
        WrongInputCase{"unknown_profile",
                       {"--cert", "node.pem", "--profile", "window"},
                       "error: unknown profile \"window\"\nhelp: did you mean \"windows\"?\n"},
        WrongInputCase{"unknown_switch",
                       {"--cert", "node.pem", "--set", "acceptExpired=yes"},
                       "error: unknown switch \"acceptExpired\"\nhelp: certdrill rule profile lists the switches\n"},
        WrongInputCase{"unknown_word_of_a_switch",
                       {"--cert", "node.pem", "--set", "revocation=leav"},
                       "error: switch \"revocation\" has no value \"leav\"\nhelp: did you mean \"leaf\"?\n"},
        WrongInputCase{"switch_without_a_word",
                       {"--cert", "node.pem", "--set", "acceptExpiredPinned"},
                       "error: no switch and value: \"acceptExpiredPinned\"\n"
                       "help: for example: --set acceptExpiredPinned=yes\n"},
        WrongInputCase{"no_time",
                       {"--cert", "node.pem", "--at", "noon"},
                       "error: not a time: \"noon\": it does not begin with a date\n"
                       "help: expected a date like 2026-01-10 or a time like 2026-01-10T00:00:00Z\n"},
        WrongInputCase{"admin_rule_between_nodes",
                       {"--cert", "node.pem", "--admin-rule", "TP=node"},
                       "error: --admin-rule is for clients\nhelp: say --role client as well\n"},
        WrongInputCase{"unknown_node",
                       {"--cert", "node.pem", "--rules-from", "thumbprint_rotation", "--node", "N77"},
                       "error: unknown node \"N77\"\nhelp: did you mean \"N7\"?\n"},
        WrongInputCase{
            "unknown_client",
            {"--cert", "node.pem", "--rules-from", "thumbprint_rotation", "--node", "N0", "--role", "server"},
            "error: unknown client \"N0\": in the role server a client judges\n"},
        WrongInputCase{
            "unknown_scenario",
            {"--cert", "node.pem", "--rules-from", "thumbprint_rotatoin", "--node", "N0"},
            "error: no scenario \"thumbprint_rotatoin\": no folder, no file and no shipped scenario has this "
            "name\nhelp: did you mean \"thumbprint_rotation\"?\n"},
        WrongInputCase{"scenario_without_a_node",
                       {"--cert", "node.pem", "--rules-from", "thumbprint_rotation"},
                       "error: --rules-from requires --node\nhelp: certdrill judge --help tells what it takes\n"},
        WrongInputCase{"two_words_for_one_rule",
                       {"--cert", "node.pem", "--rule", "TP=node", "TP=node"},
                       "error: unexpected argument \"TP=node\"\nhelp: certdrill judge --help tells what it takes\n"}),
    row_name);

TEST(JudgeInput, TellsAllProblemsAtOnce) {
  const ProcessOutcome outcome =
      judge({"--cert", "empty.pem", "--root", "nowhere.pem", "--rule", "TP=x", "--role", "boss", "--at", "noon"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  for (const char* const said : {"empty.pem: error: ", "nowhere.pem: error: ", "--rule:1:4: error: ",
                                 "error: unknown role \"boss\"", "error: not a time: \"noon\""})
    EXPECT_NE(outcome.err.find(said), std::string::npos) << said << "\n" << outcome.err;
}

TEST(JudgeInput, DamagedBinaryFilesAreRefused) {
  for (const char* const file : {"truncated.der", "malformed.der"}) {
    const ProcessOutcome outcome = judge({"--cert", file});
    EXPECT_EQ(outcome.exit_code, 2) << file;
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(outcome.err.starts_with(std::string(file) + ": error: ")) << outcome.err;
  }
}

TEST(JudgeInput, AFileBeyondAllMeasureIsNotRead) {
  const std::string large = judge_files() + "/large.pem";
  write_text(large, "");
  std::filesystem::resize_file(large, std::uintmax_t{1} << 40);
  const ProcessOutcome outcome = judge({"--cert", "large.pem"});
  std::filesystem::remove(large);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.err, "large.pem: error: the file has 1099511627776 bytes; the most that is read is 16777216\n");
}

TEST(JudgeInput, OfSeveralCertificatesInAFileTheFirstIsJudged) {
  const ProcessOutcome outcome = judge({"--cert", "same.pem", "--rule", "TP=same", "--at", "2025-06-01"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
}

TEST(JudgeInput, WarnsOfWhatHasNoEffect) {
  const ProcessOutcome no_root =
      judge({"--cert", "node.pem", "--root", "I1.pem", "--rule", "TP=node", "--at", "2026-06-01"});
  EXPECT_EQ(no_root.exit_code, 0);
  EXPECT_EQ(no_root.err,
            "I1.pem: warning: \"Contoso Issuing 1\" is no root: no chain may end there\n"
            "help: it helps to build chains all the same\n");
  const ProcessOutcome no_list = judge(
      {"--cert", "lost.pem", "--crl", "I1.crl.pem", "--rule", "TP=lost", "--profile", "linux", "--at", "2026-06-01"});
  EXPECT_EQ(no_list.exit_code, 0);
  EXPECT_EQ(no_list.err,
            "warning: profile linux looks at no revocation list\nhelp: --set revocation=leaf has it looked at\n");
}

}  // namespace
}  // namespace certdrill::test
