// What OpenSSL's own command says of the certificates written out: the same as this code.
#include "openssl_command.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "chain_cases.h"
#include "pki/certificate_set.h"
#include "pki_test_support.h"
#include "revocation_cases.h"

namespace certdrill::pki {
namespace {

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

TEST_F(OpenSslCommand, OpensThePkcs12FilesWithTheirChain) {
  for (const char* name : {"leaf", "self_rsa"}) {
    CertificateId id = 0;
    while (world().spec(id).name != name) ++id;
    const std::vector<std::uint8_t> pfx = world().pfx(id, "p w");
    const std::string file = write("a.pfx", {pfx.begin(), pfx.end()});
    const CommandResult certificates = run("pkcs12 -nokeys -passin 'pass:p w' -in " + file);
    EXPECT_EQ(certificates.status, 0) << certificates.output;
    EXPECT_NE(certificates.output.find(world().certificate(id).pem()), std::string::npos);
    for (const CertificateId issuer : world().issuers_of(id)) {
      EXPECT_NE(certificates.output.find(world().certificate(issuer).pem()), std::string::npos);
    }
    const CommandResult key = run("pkcs12 -nocerts -nodes -passin 'pass:p w' -in " + file);
    EXPECT_NE(key.output.find(world().private_key_pem(id)), std::string::npos) << key.output;
    EXPECT_NE(run("pkcs12 -noout -passin pass:wrong -in " + file).status, 0);
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

// --- revocation lists ---

TEST_F(OpenSslCommand, ReadsAndVerifiesTheListsOfEveryKeyType) {
  for (const std::string name : {"root", "p256_root", "rsa_root"}) {
    const std::string words = name + " 300 2025-03-01 2025-03-08:" + (name == "root" ? " inter" : "");
    const Crl crl = lists_in_world({words})[0];
    const CommandResult printed = run("crl -noout -text -CAfile " + write_all("ca.pem", in_revocation_world({name})) +
                                      " -in " + write("list.pem", crl.pem()));
    EXPECT_EQ(printed.status, 0) << printed.output;
    const auto has = [&printed](const std::string& text) { return printed.output.find(text) != std::string::npos; };
    EXPECT_TRUE(has("verify OK")) << printed.output;
    EXPECT_TRUE(has("Version 2 (0x1)")) << printed.output;
    EXPECT_TRUE(has("Issuer: CN = " + name + ".test")) << printed.output;
    EXPECT_TRUE(has("Last Update: Mar  1 00:00:00 2025 GMT")) << printed.output;
    EXPECT_TRUE(has("Next Update: Mar  8 00:00:00 2025 GMT")) << printed.output;
    EXPECT_TRUE(has("X509v3 CRL Number: \n                300\n")) << printed.output;
    EXPECT_TRUE(has("X509v3 Authority Key Identifier")) << printed.output;
    EXPECT_EQ(has("Revocation Date: Jan 15 00:00:00 2025 GMT"), name == "root") << printed.output;
    EXPECT_EQ(has("No Revoked Certificates."), name != "root") << printed.output;
  }
}

TEST_F(OpenSslCommand, PrintsWhereTheListIsPublished) {
  const CommandResult printed =
      run("x509 -noout -ext crlDistributionPoints -in " + write_all("leaf.pem", in_revocation_world({"leaf"})));
  EXPECT_NE(printed.output.find("URI:http://crl.test/inter.crl\n"), std::string::npos) << printed.output;
}

// What the command can be asked: it knows no "newest of one issuer", and looks up self-signed ends too.
std::vector<RevocationCase> cases_for_the_command() {
  std::vector<RevocationCase> cases;
  for (const RevocationCase& row : revocation_cases()) {
    std::vector<std::string> issuers = issuers_in_world(row.crls);
    std::sort(issuers.begin(), issuers.end());
    const bool one_each = std::adjacent_find(issuers.begin(), issuers.end()) == issuers.end();
    const bool known_check = row.check == RevocationCheck::leaf || row.check == RevocationCheck::chain_without_root;
    if (one_each && known_check && row.leaf != "self") cases.push_back(row);
  }
  return cases;
}

class OpenSslCrlCheck : public OpenSslCommand, public testing::WithParamInterface<RevocationCase> {};

TEST_P(OpenSslCrlCheck, AgreesWithVerifyChain) {
  const RevocationCase& row = GetParam();
  const std::vector<Certificate> leaf = in_revocation_world({row.leaf});
  const std::vector<Certificate> sent = in_revocation_world(row.sent);
  const std::vector<Certificate> trusted = in_revocation_world(row.trusted);
  const std::vector<Crl> crls = lists_in_world(row.crls);
  const ChainResult result =
      verify_chain(leaf[0], sent, trusted, ChainQuestion{ChainUse::any, time_at(row.at), row.check, crls});

  std::string arguments = "verify -no-CAfile -no-CApath -no-CAstore -auth_level 1 -check_ss_sig";
  arguments += row.check == RevocationCheck::leaf ? " -crl_check" : " -crl_check -crl_check_all";
  arguments += " -attime " + std::to_string(unix_seconds(time_at(row.at)));
  if (!trusted.empty()) arguments += " -CAfile " + write_all("trusted.pem", trusted);
  if (!sent.empty()) arguments += " -untrusted " + write_all("sent.pem", sent);
  if (!crls.empty()) arguments += " -CRLfile " + write_all("lists.pem", crls);
  const CommandResult verified = run(arguments + " " + write_all("leaf.pem", leaf));

  std::vector<PrintedError> errors = errors_in(verified.output);
  const Certificate& end = result.chain.back();
  if (row.check == RevocationCheck::chain_without_root && end.is_self_signed()) {
    std::erase_if(errors, [&](const PrintedError& error) {  // of the root, which is not looked up here
      return (error.number == 3 || error.number == 23) && error.depth + 1 == static_cast<int>(result.chain.size());
    });
  } else {
    EXPECT_EQ(verified.status == 0, result.clean()) << verified.output;
  }
  EXPECT_EQ(errors.empty(), result.clean()) << verified.output;
  for (const PrintedError& error : errors) {
    const bool found = std::any_of(result.faults.begin(), result.faults.end(), [&error](const ChainFault& fault) {
      return fault.openssl_error == error.number && fault.depth == static_cast<std::uint32_t>(error.depth);
    });
    EXPECT_TRUE(found) << error.number << " at " << error.depth << ", here: " << text_of(result);
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, OpenSslCrlCheck, testing::ValuesIn(cases_for_the_command()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace certdrill::pki
