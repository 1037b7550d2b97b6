// What OpenSSL's own command says of the certificates written out: the same as this code.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "chain_cases.h"
#include "pki/certificate_set.h"
#include "pki_test_support.h"

namespace certdrill::pki {
namespace {

namespace fs = std::filesystem;

struct CommandResult {
  int status = -1;
  std::string output;  // both of stdout and stderr
};

class OpenSslCommand : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "certdrill_pki_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr) << pattern;
    folder_ = pattern;
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  std::string write(const std::string& name, const std::string& text) const {
    const fs::path file = folder_ / name;
    std::ofstream(file, std::ios::binary) << text;
    std::string quoted_path(1, '\'');
    return quoted_path.append(file.string()).append(1, '\'');
  }
  std::string write_all(const std::string& name, const std::vector<Certificate>& certificates) const {
    std::string text;
    for (const Certificate& each : certificates) text += each.pem();
    return write(name, text);
  }

  static CommandResult run(const std::string& arguments) {
    CommandResult result;
    const std::string command = "openssl " + arguments + " 2>&1 </dev/null";
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return result;
    char part[512];
    for (std::size_t got = 0; (got = fread(part, 1, sizeof part, pipe)) > 0;) result.output.append(part, got);
    result.status = pclose(pipe);
    return result;
  }

 private:
  fs::path folder_;
};

TEST_F(OpenSslCommand, PrintsTheSameThumbprints) {
  for (CertificateId id = 0; id < world().size(); ++id) {
    const Certificate& certificate = world().certificate(id);
    const CommandResult printed = run("x509 -noout -fingerprint -sha1 -in " + write("a.pem", certificate.pem()));
    ASSERT_EQ(printed.status, 0) << printed.output;
    std::string digits = printed.output.substr(printed.output.find('=') + 1);
    std::erase(digits, ':');
    EXPECT_EQ(digits, certificate.thumbprint().to_string() + "\n") << world().spec(id).name;
  }
}

TEST_F(OpenSslCommand, AcceptsTheKeysAndTheyBelongToTheCertificates) {
  for (const char* name : {"A", "self_p256", "self_rsa"}) {
    CertificateId id = 0;
    while (world().spec(id).name != name) ++id;
    const std::string key = write("key.pem", world().private_key_pem(id));
    const CommandResult checked = run("pkey -noout -check -pubcheck -in " + key);
    // OpenSSL 3.0 has no consistency check for Ed25519 keys; it reads them all the same.
    if (world().spec(id).key_type != KeyType::ed25519) {
      EXPECT_EQ(checked.status, 0) << name << ": " << checked.output;
    }
    const CommandResult of_key = run("pkey -pubout -in " + key);
    const CommandResult of_certificate =
        run("x509 -noout -pubkey -in " + write("a.pem", world().certificate(id).pem()));
    EXPECT_EQ(of_key.status, 0) << of_key.output;
    EXPECT_EQ(of_key.output, of_certificate.output) << name;
  }
}

TEST_F(OpenSslCommand, PrintsTheExtensionsAsMeant) {
  CertificateSpec leaf = spec_of("leaf", "2025-02-01", "2026-02-01");
  leaf.common_name.clear();
  leaf.dns_names = {"*.contoso.test"};
  leaf.key_usages = {KeyUsage::server_auth};
  leaf.key_type = KeyType::rsa2048;
  CertificateSpec root = spec_of("root", "2025-02-01", "2026-02-01");
  root.authority = true;
  const CertificateSet set(5, {root, leaf});
  const std::string extensions = "x509 -noout -ext basicConstraints,keyUsage,extendedKeyUsage,subjectAltName -in ";
  EXPECT_EQ(run(extensions + write("leaf.pem", set.certificate(1).pem())).output,
            "X509v3 Basic Constraints: critical\n    CA:FALSE\n"
            "X509v3 Key Usage: critical\n    Digital Signature, Key Encipherment\n"
            "X509v3 Extended Key Usage: \n    TLS Web Server Authentication\n"
            "X509v3 Subject Alternative Name: critical\n    DNS:*.contoso.test\n");
  EXPECT_EQ(run(extensions + write("root.pem", set.certificate(0).pem())).output,
            "X509v3 Basic Constraints: critical\n    CA:TRUE\n"
            "X509v3 Key Usage: critical\n    Certificate Sign, CRL Sign\n");
}

struct PrintedError {
  int number = 0;
  int depth = 0;
};

// "error 10 at 1 depth lookup: certificate has expired" becomes {10, 1}.
std::vector<PrintedError> errors_in(const std::string& output) {
  std::vector<PrintedError> errors;
  for (std::size_t at = output.find("error "); at != std::string::npos; at = output.find("error ", at + 1)) {
    PrintedError error;
    if (std::sscanf(output.c_str() + at, "error %d at %d depth", &error.number, &error.depth) == 2) {
      errors.push_back(error);
    }
  }
  return errors;
}

class OpenSslVerify : public OpenSslCommand, public testing::WithParamInterface<ChainCase> {};

// The command goes on after some errors and stops at others, so it may see less; what it sees is found here too, and
// the two agree on what is clean.
TEST_P(OpenSslVerify, AgreesWithVerifyChain) {
  const ChainCase& row = GetParam();
  const std::vector<Certificate> trusted = in_world(row.trusted);
  const std::vector<Certificate> sent = in_world(row.sent);
  const std::vector<Certificate> leaf = {in_world(row.leaf)};
  const SimTime at = time_at(row.at);
  const ChainResult result = verify_chain(leaf[0], sent, trusted, ChainQuestion{row.use, at});

  std::string arguments = "verify -no-CAfile -no-CApath -no-CAstore -auth_level 1 -check_ss_sig -purpose ";
  arguments += row.use == ChainUse::tls_client ? "sslclient" : "sslserver";
  arguments += " -attime " + std::to_string(unix_seconds(at));
  if (!trusted.empty()) arguments += " -CAfile " + write_all("trusted.pem", trusted);
  if (!sent.empty()) arguments += " -untrusted " + write_all("sent.pem", sent);
  const CommandResult verified = run(arguments + " " + write_all("leaf.pem", leaf));

  EXPECT_EQ(verified.status == 0, result.clean()) << verified.output;
  const std::vector<PrintedError> errors = errors_in(verified.output);
  EXPECT_EQ(errors.empty(), result.clean()) << verified.output;
  for (const PrintedError& error : errors) {
    const bool found = std::any_of(result.faults.begin(), result.faults.end(), [&error](const ChainFault& fault) {
      return fault.kind == chain_fault_of(error.number) && fault.depth == static_cast<std::uint32_t>(error.depth);
    });
    EXPECT_TRUE(found) << error.number << " at " << error.depth << ", here: " << text_of(result);
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, OpenSslVerify, testing::ValuesIn(chain_cases()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace certdrill::pki
