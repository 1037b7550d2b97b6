// certdrill certs: files that the openssl command reads and judges as we do.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "certdrill_program.h"
#include "support/rehearsed_scenario.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::test {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

ProcessOutcome openssl(const std::vector<std::string>& words) { return run_process("openssl", words); }

// "sha1 Fingerprint=AB:CD:...\n" without its colons.
std::string fingerprint_of(const std::string& file) {
  std::string text = openssl({"x509", "-in", file, "-fingerprint", "-sha1", "-noout"}).out;
  text.erase(0, text.find('=') + 1);
  std::erase(text, ':');
  std::erase(text, '\n');
  return text;
}

bool has_line_with(const std::string& text, const std::string& beginning, const std::string& part) {
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with(beginning) && line.find(part) != std::string::npos) return true;
  }
  return false;
}

TEST(Certs, HaveTheThumbprintsOfTheReport) {
  for (const std::string& name : scenario_names()) {
    const TemporaryFolder folder;
    const ProcessOutcome outcome = certdrill_program({"certs", name, "--out", folder.path()});
    ASSERT_EQ(outcome.exit_code, 0) << name << outcome.err;
    const std::string report = certdrill_program({"run", name}).out;
    for (const pki::CertificateSpec& spec : read_shipped_scenario(name).certificates) {
      const std::string thumbprint = fingerprint_of(folder / (spec.name + ".crt"));
      EXPECT_EQ(thumbprint.size(), 40U) << name << ": " << spec.name;
      EXPECT_TRUE(has_line_with(report, "  " + spec.name + " ", " " + thumbprint + " ")) << name << ": " << spec.name;
    }
  }
}

TEST(Certs, AreWrittenWithKeysAndChains) {
  const TemporaryFolder folder;
  const ProcessOutcome outcome = certdrill_program({"certs", "thumbprint_to_common_name", "-o", folder / "new/folder"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(TemporaryFolder::names_in(folder / "new/folder"),
            (Names{"A.crt", "A.key", "B.chain.crt", "B.crt", "B.key", "I1.chain.crt", "I1.crt", "I1.key", "R1.crt",
                   "R1.key"}));
  EXPECT_TRUE(outcome.out.ends_with("4 certificates written to " + (folder / "new/folder") + "\n")) << outcome.out;
}

TEST(Certs, HaveKeysForTheirOwnerAlone) {
  const TemporaryFolder folder;
  ASSERT_EQ(certdrill_program({"certs", "thumbprint_rotation", "-o", folder.path()}).exit_code, 0);
  for (const std::string& name : folder.names()) {
    struct stat facts {};
    ASSERT_EQ(::stat((folder / name).c_str(), &facts), 0);
    if (name.ends_with(".key")) {
      EXPECT_EQ(facts.st_mode & 0777U, 0600U) << name;
    } else {
      EXPECT_NE(facts.st_mode & 0777U, 0600U) << name;
    }
  }
}

TEST(Certs, HaveTheKeysThatBelongToThem) {
  const TemporaryFolder folder;
  ASSERT_EQ(certdrill_program({"certs", "thumbprint_to_common_name", "-o", folder.path()}).exit_code, 0);
  for (const std::string name : {"A", "B", "I1", "R1"}) {
    const std::string of_certificate = openssl({"x509", "-in", folder / (name + ".crt"), "-pubkey", "-noout"}).out;
    EXPECT_FALSE(of_certificate.empty());
    EXPECT_EQ(openssl({"pkey", "-in", folder / (name + ".key"), "-pubout"}).out, of_certificate) << name;
  }
}

TEST(Certs, WithoutKeysHaveNone) {
  const TemporaryFolder folder;
  ASSERT_EQ(certdrill_program({"certs", "thumbprint_rotation", "-o", folder.path(), "--no-keys"}).exit_code, 0);
  EXPECT_EQ(folder.names(), (Names{"A.crt", "B.crt"}));
}

struct VerifiedCase {
  const char* name;
  const char* at;  // seconds since 1970
  const char* trusted;
  bool good;
};

void PrintTo(const VerifiedCase& row, std::ostream* out) { *out << row.name; }

class VerifiedByOpenssl : public testing::TestWithParam<VerifiedCase> {};

// B of thumbprint_to_common_name: issued by I1, which R1 issued; valid 2026-01-05 to 2027-01-05.
TEST_P(VerifiedByOpenssl, AsWeDo) {
  const TemporaryFolder folder;
  ASSERT_EQ(certdrill_program({"certs", "thumbprint_to_common_name", "-o", folder.path()}).exit_code, 0);
  const ProcessOutcome outcome =
      openssl({"verify", "-attime", GetParam().at, "-no-CApath", "-no-CAstore", "-CAfile", folder / GetParam().trusted,
               "-untrusted", folder / "B.chain.crt", folder / "B.crt"});
  EXPECT_EQ(outcome.exit_code == 0, GetParam().good) << outcome.out << outcome.err;
}

INSTANTIATE_TEST_SUITE_P(Times, VerifiedByOpenssl,
                         testing::Values(VerifiedCase{"a_second_too_early", "1767571199", "R1.crt", false},
                                         VerifiedCase{"its_first_second", "1767571200", "R1.crt", true},
                                         VerifiedCase{"its_last_second", "1799107199", "R1.crt", true},
                                         VerifiedCase{"at_its_end", "1799107200", "R1.crt", false},
                                         VerifiedCase{"another_root", "1768000000", "A.crt", false}),
                         [](const auto& row) { return std::string(row.param.name); });

// The list that an authority publishes at the start is one that openssl takes, and without which it refuses.
TEST(Certs, ComeWithTheCrlsThatOpensslChecks) {
  const TemporaryFolder folder;
  write_text(folder / "scenario.json", R"({ "start": "2026-01-10", "keyType": "p256",
    "authorities": { "R1": {}, "I1": { "issuer": "R1", "crl": { "validFor": "7d" } } },
    "certificates": { "A": { "issuer": "I1" } }, "cluster": { "nodes": 1, "security": "{P:{TP=A}, V:{TP=A}}" } })");
  const ProcessOutcome outcome = certdrill_program({"certs", folder / "scenario.json", "-o", folder / "out"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("I1.crt, I1.key, I1.chain.crt, I1.crl.pem\n"), std::string::npos) << outcome.out;
  EXPECT_EQ(TemporaryFolder::names_in(folder / "out"), (Names{"A.chain.crt", "A.crt", "A.key", "I1.chain.crt",
                                                              "I1.crl.pem", "I1.crt", "I1.key", "R1.crt", "R1.key"}));
  const auto verify = [&](const std::string& at, bool with_list) {
    std::vector<std::string> words = {"verify",     "-crl_check",
                                      "-attime",    at,
                                      "-no-CApath", "-no-CAstore",
                                      "-CAfile",    folder / "out/R1.crt",
                                      "-untrusted", folder / "out/A.chain.crt"};
    if (with_list) words.insert(words.end(), {"-CRLfile", folder / "out/I1.crl.pem"});
    words.push_back(folder / "out/A.crt");
    const ProcessOutcome verified = openssl(words);
    return verified.exit_code == 0 ? "" : verified.out + verified.err;
  };
  EXPECT_EQ(verify("1768003200", true), "") << "2026-01-10, its first second";
  EXPECT_EQ(verify("1768607999", true), "") << "2026-01-16, its last second";
  EXPECT_NE(verify("1768608000", true).find("CRL has expired"), std::string::npos);
  EXPECT_NE(verify("1768003200", false).find("unable to get certificate CRL"), std::string::npos);
}

struct ListedCase {
  const char* name;
  const char* at;  // empty: --at is not given
  const char* revoked;
};

void PrintTo(const ListedCase& row, std::ostream* out) { *out << row.name; }

class ListAsPublished : public testing::TestWithParam<ListedCase> {};

// The plan revokes "revoked", which I2 issued, at the first moment of 2026-01-11.
TEST_P(ListAsPublished, NamesWhatIsRevokedByThen) {
  const TemporaryFolder folder;
  std::vector<std::string> words = {"certs", "faulty_certificates", "--no-keys", "-o", folder.path()};
  if (GetParam().at[0] != '\0') words.insert(words.end(), {"--at", GetParam().at});
  const ProcessOutcome outcome = certdrill_program(words);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::string list = openssl({"crl", "-in", folder / "I2.crl.pem", "-noout", "-text"}).out;
  EXPECT_NE(list.find(GetParam().revoked), std::string::npos) << list;
}

INSTANTIATE_TEST_SUITE_P(
    Times, ListAsPublished,
    testing::Values(ListedCase{"no_time", "", "No Revoked Certificates"},
                    ListedCase{"before_the_start", "2025-12-01", "No Revoked Certificates"},
                    ListedCase{"just_before", "2026-01-10T23:59:59Z", "No Revoked Certificates"},
                    ListedCase{"at_that_moment", "2026-01-11", "Revocation Date: Jan 11 00:00:00 2026 GMT"},
                    ListedCase{"after_the_end", "2030-01-01", "Revocation Date: Jan 11 00:00:00 2026 GMT"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Certs, AtWhatIsNoTimeAreRefused) {
  const TemporaryFolder folder;
  const ProcessOutcome outcome = certdrill_program(
      {"certs", "faulty_certificates", "--out", "out", "--at", "2026-01-32"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.err,
            "error: not a time: \"2026-01-32\": the calendar has no such day\n"
            "help: expected a date like 2026-01-10 or a time like 2026-01-10T00:00:00Z\n");
  EXPECT_EQ(folder.names(), Names{});
}

TEST(Certs, AreTheSameBytesTwiceAndOthersFromAnotherSeed) {
  const TemporaryFolder folder;
  const auto write = [&](const std::string& name, const std::vector<std::string>& more) {
    std::vector<std::string> words = {"certs", "thumbprint_rotation", "-o", folder / name};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_EQ(certdrill_program(words).exit_code, 0);
    return read_text(folder / (name + "/A.crt")) + read_text(folder / (name + "/A.key"));
  };
  const std::string first = write("first", {});
  EXPECT_EQ(write("second", {}), first);
  EXPECT_NE(write("third", {"--seed", "2"}), first);
}

TEST(Certs, AreAlsoListedAsJson) {
  const TemporaryFolder folder;
  const ProcessOutcome outcome = certdrill_program({"certs", "undeclared_issuer", "-o", folder.path(), "--json"});
  const nlohmann::json list = nlohmann::json::parse(outcome.out, nullptr, false);
  ASSERT_TRUE(list.is_object()) << outcome.out;
  EXPECT_EQ(list["format"], "certdrill.certificates/1");
  ASSERT_EQ(list["certificates"].size(), 5U);
  for (const auto& each : list["certificates"])
    EXPECT_EQ(each["thumbprint"], fingerprint_of(folder / each["certificateFile"].get<std::string>()));
}

TEST(Certs, IntoAPlaceThatCannotBeWrittenAreRefused) {
  const TemporaryFolder folder;
  write_text(folder / "file", "kept");
  const ProcessOutcome outcome =
      certdrill_program({"certs", "thumbprint_rotation", "-o", "file"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(outcome.err.starts_with("file: error: cannot make the folder: ")) << outcome.err;
  EXPECT_EQ(folder.names(), Names{"file"});
  EXPECT_EQ(read_text(folder / "file"), "kept");
}

TEST(Certs, AreAllWrittenOrNone) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "out/B.key");
  const ProcessOutcome outcome =
      certdrill_program({"certs", "thumbprint_rotation", "--out", "out"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.err,
            "out/B.key: error: cannot write: there is a folder of this name\nhelp: name another folder to write to\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "out/A.crt"));
}

}  // namespace
}  // namespace certdrill::test
