#include "pki/certificate_file.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "openssl_command.h"
#include "pki/certificate_set.h"
#include "pki_test_support.h"

namespace certdrill::pki {
namespace {

using Bytes = std::vector<std::uint8_t>;

// 0: root, 1: inter, 2: leaf, 3: a self-signed RSA one.
const CertificateSet& set() {
  static const CertificateSet made = [] {
    std::vector<CertificateSpec> specs;
    for (const char* name : {"root", "inter", "leaf", "self"}) {
      specs.push_back(spec_of(name, "2025-01-01", "2026-01-01"));
    }
    specs[0].authority = specs[1].authority = true;
    specs[1].issuer = 0;
    specs[2].issuer = 1;
    specs[3].key_type = KeyType::rsa2048;
    return CertificateSet(17, std::move(specs));
  }();
  return made;
}

std::string pem_of(CertificateId id) { return set().certificate(id).pem(); }
std::string key_of(CertificateId id) { return set().private_key_pem(id); }
std::string der_of(CertificateId id) {
  const Bytes& der = set().certificate(id).der();
  return {der.begin(), der.end()};
}
Crl crl() {
  CrlSpec spec;
  spec.issuer = 1;
  spec.this_update = time_at("2025-03-01");
  spec.next_update = time_at("2025-04-01");
  return set().crl(spec);
}
std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

ReadCertificates parsed(const std::string& text, const std::optional<Password>& password = std::nullopt) {
  return parse_certificate_file(Bytes(text.begin(), text.end()), "f", password);
}

// "2:1 what" for each problem; with a "warning " in front of those.
std::string problems_of(const ReadCertificates& read) {
  std::string text;
  for (const Problem& each : read.problems) {
    EXPECT_EQ(each.where.file, "f");
    if (!text.empty()) text += "; ";
    if (each.severity == Severity::warning) text += "warning ";
    if (each.where.line > 0) {
      text += std::to_string(each.where.line) + ":" + std::to_string(each.where.column) + " ";
    }
    text += each.what;
  }
  return text;
}

// "leaf.test inter.test, 1 CRL, key of the first"; or the problems.
std::string summary_of(const ReadCertificates& read) {
  EXPECT_EQ(read.file.has_value(), !has_errors(read.problems));
  if (!read.file) return problems_of(read);
  std::string text;
  for (const Certificate& each : read.file->certificates) text += each.common_name() + " ";
  if (!read.file->crls.empty()) text += std::to_string(read.file->crls.size()) + " CRL ";
  if (read.file->has_private_key) {
    text += !read.file->key_matches_first ? "key unread " : *read.file->key_matches_first ? "its key " : "other key ";
  }
  if (!text.empty()) text.pop_back();
  return read.problems.empty() ? text : text + "; " + problems_of(read);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string without_last_line(std::string text) {
  text.pop_back();
  return text.substr(0, text.rfind('\n') + 1);
}

std::string body_of(const std::string& pem) { return without_last_line(pem.substr(pem.find('\n') + 1)); }

std::string in_block(const std::string& label, const std::string& body) {
  return "-----BEGIN " + label + "-----\n" + body + "-----END " + label + "-----\n";
}

struct FileCase {
  std::string name;
  std::function<std::string()> bytes;
  std::string expected;

  friend std::ostream& operator<<(std::ostream& out, const FileCase& row) { return out << row.name; }
};

class ReadFile : public testing::TestWithParam<FileCase> {};

TEST_P(ReadFile, GivesWhatIsInItOrSaysWhatIsWrong) {
  EXPECT_EQ(summary_of(parsed(GetParam().bytes())), GetParam().expected);
}

const std::vector<FileCase>& good_files() {
  static const std::vector<FileCase> cases = {
      {"pem", [] { return pem_of(2); }, "leaf.test"},
      {"pem_chain", [] { return pem_of(2) + pem_of(1) + pem_of(0); }, "leaf.test inter.test root.test"},
      {"pem_with_crlf", [] { return replaced(pem_of(2) + pem_of(1), "\n", "\r\n"); }, "leaf.test inter.test"},
      {"pem_with_cr", [] { return replaced(pem_of(2), "\n", "\r"); }, "leaf.test"},
      {"pem_with_a_byte_order_mark", [] { return "\xEF\xBB\xBF" + pem_of(2); }, "leaf.test"},
      {"pem_with_text_between",
       [] { return "subject=CN = leaf\nissuer: x\n\n" + pem_of(2) + "\n--- and its issuer\n" + pem_of(1) + "\nend\n"; },
       "leaf.test inter.test"},
      {"pem_indented", [] { return "  " + replaced(pem_of(2), "\n", "\n  "); }, "leaf.test"},
      {"pem_without_a_last_line_end", [] { return pem_of(2).substr(0, pem_of(2).size() - 1); }, "leaf.test"},
      {"pem_in_one_line", [] { return in_block("CERTIFICATE", replaced(body_of(pem_of(2)), "\n", "") + "\n"); },
       "leaf.test"},
      {"pem_old_label", [] { return replaced(pem_of(2), "CERTIFICATE", "X509 CERTIFICATE"); }, "leaf.test"},
      {"pem_list", [] { return pem_of(2) + crl().pem(); }, "leaf.test 1 CRL"},
      {"pem_list_alone", [] { return crl().pem(); }, "1 CRL"},
      {"pem_with_its_key", [] { return key_of(2) + pem_of(2) + pem_of(1); }, "leaf.test inter.test its key"},
      {"pem_with_keys_of_all", [] { return key_of(1) + pem_of(2) + key_of(2) + pem_of(1); },
       "leaf.test inter.test its key"},
      {"pem_in_the_wrong_order", [] { return pem_of(1) + pem_of(2) + key_of(2); },
       "inter.test leaf.test other key; warning 19:1 the private key belongs to certificate 2 of the file, and the "
       "first one is taken for the leaf"},
      {"pem_with_parameters", [] { return in_block("EC PARAMETERS", "BggqhkjOPQMBBw==\n") + pem_of(2); }, "leaf.test"},
      {"pem_with_an_encrypted_key", [] { return pem_of(2) + in_block("ENCRYPTED PRIVATE KEY", "MAA=\n"); },
       "leaf.test key unread"},
      {"pem_with_an_old_encrypted_key",
       [] {
         return pem_of(2) +
                in_block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0123\n\nAAAA\n");
       },
       "leaf.test key unread"},
      {"der", [] { return der_of(2); }, "leaf.test"},
      {"der_list", [] { return text_of(crl().der()); }, "1 CRL"},
  };
  return cases;
}

const std::vector<FileCase>& bad_files() {
  static const std::vector<FileCase> cases = {
      {"empty", [] { return ""; }, "the file is empty"},
      {"blank", [] { return " \r\n\t\n"; }, "the file is empty"},
      {"json", [] { return "{\"a\": 1}"; }, "the file is JSON, not a certificate"},
      {"html", [] { return "<html>404</html>"; }, "the file is XML or HTML, not a certificate"},
      {"some_text", [] { return "hello"; }, "the file is neither PEM nor DER"},
      {"some_digits", [] { return "0123456789"; }, "the file is neither PEM nor DER"},
      {"zero_bytes", [] { return std::string(100, '\0'); }, "the file is neither PEM nor DER"},
      {"utf16", [] { return std::string("\xFF\xFE-\0-\0", 6); }, "the file is UTF-16"},
      {"java_keystore", [] { return std::string("\xFE\xED\xFE\xED\0\0\0\2", 8); }, "the file is a keystore of Java"},
      {"zip", [] { return "PK\x03\x04..."; }, "the file is a zip archive"},
      {"ssh_public_key", [] { return "ssh-ed25519 AAAA me"; },
       "the file is a public key of OpenSSH, not a certificate"},
      {"ssh_private_key", [] { return in_block("OPENSSH PRIVATE KEY", "AAAA\n"); },
       "1:1 the file is a private key of OpenSSH, not a certificate"},
      {"putty_key", [] { return "PuTTY-User-Key-File-3: ssh-ed25519"; },
       "the file is a private key of PuTTY, not a certificate"},
      {"key_only", [] { return "my key\n" + key_of(2); }, "2:1 the file is a private key only, without a certificate"},
      {"encrypted_key_only", [] { return in_block("ENCRYPTED PRIVATE KEY", "MAA=\n"); },
       "1:1 the file is a private key only, without a certificate"},
      {"public_key", [] { return in_block("PUBLIC KEY", "MAA=\n"); },
       "1:1 the file is a public key, not a certificate"},
      {"request", [] { return in_block("CERTIFICATE REQUEST", "MAA=\n"); },
       "1:1 the file is a certificate request, not a certificate"},
      {"other_block", [] { return in_block("PGP MESSAGE", "MAA=\n"); },
       "1:1 the file has no certificate; its first block is \"PGP MESSAGE\""},
      {"base64_alone", [] { return body_of(pem_of(2)); }, "the file is base64 text without the lines of PEM around it"},

      {"no_end_line", [] { return without_last_line(pem_of(2)); }, "1:1 the block \"CERTIFICATE\" has no END line"},
      {"no_end_line_before_the_next", [] { return without_last_line(pem_of(2)) + pem_of(1); },
       "1:1 the block \"CERTIFICATE\" has no END line"},
      {"begin_line_only", [] { return "-----BEGIN CERTIFICATE-----"; },
       "1:1 the block \"CERTIFICATE\" has no END line"},
      {"end_of_another", [] { return replaced(pem_of(2), "END CERTIFICATE", "END X509 CRL"); },
       "9:1 the block \"CERTIFICATE\" of line 1 ends as \"X509 CRL\""},
      {"dash_missing", [] { return pem_of(2).substr(1); },
       "1:1 a BEGIN line has to have five dashes on either side and nothing else"},
      {"empty_block", [] { return in_block("CERTIFICATE", ""); },
       "1:1 the certificate is not an X.509 certificate in DER form"},
      {"wrong_character",
       [] {
         std::string text = pem_of(2);
         text[text.find('\n') + 10] = '*';
         return text;
       },
       "2:10 \"*\" is no character of base64 in the block \"CERTIFICATE\" of line 1"},
      {"wrong_character_of_two_bytes", [] { return in_block("CERTIFICATE", "AA\u00FC\n"); },
       "2:3 \"\u00FC\" is no character of base64 in the block \"CERTIFICATE\" of line 1"},
      {"padding_within", [] { return in_block("CERTIFICATE", "AA==\nAAAA\n"); },
       "3:1 \"A\" is no character of base64 in the block \"CERTIFICATE\" of line 1"},
      {"too_much_padding", [] { return in_block("CERTIFICATE", "AAAA=\n"); },
       "2:5 \"=\" may only end the base64 text of the block \"CERTIFICATE\" of line 1"},
      {"character_lost", [] { return in_block("CERTIFICATE", "AAAAA\n"); },
       "1:1 the base64 text of the block \"CERTIFICATE\" is not complete"},
      {"line_lost",
       [] {
         const std::string text = pem_of(2);
         const std::size_t second = text.find('\n', text.find('\n') + 1);
         return text.substr(0, text.find('\n')) + text.substr(second);
       },
       "1:1 the certificate is not an X.509 certificate in DER form"},
      {"key_of_another", [] { return pem_of(2) + key_of(1); },
       "10:1 the private key belongs to no certificate of the file"},
      {"key_damaged", [] { return pem_of(2) + in_block("PRIVATE KEY", "MAA=\n"); },
       "10:1 the private key cannot be read"},
      {"bundle_damaged", [] { return in_block("PKCS7", "MAA=\n"); }, "1:1 the PKCS#7 bundle cannot be read"},
      {"all_at_once",
       [] {
         return in_block("CERTIFICATE", "MAA=\n") + "text\n" + pem_of(2) + in_block("X509 CRL", "MAA=\n") +
                in_block("CERTIFICATE", "M*A=\n");
       },
       "1:1 the certificate is not an X.509 certificate in DER form; "
       "14:1 the revocation list is not an X.509 certificate revocation list in DER form; "
       "18:2 \"*\" is no character of base64 in the block \"CERTIFICATE\" of line 17"},

      {"der_two_in_a_row", [] { return der_of(2) + der_of(1); },
       "the certificate has bytes behind the certificate (it ends after " + std::to_string(der_of(2).size()) + " of " +
           std::to_string(der_of(2).size() + der_of(1).size()) + " bytes)"},
      {"der_cut_off", [] { return der_of(2).substr(0, 100); },
       "the file is cut off: it begins as one of " + std::to_string(der_of(2).size()) + " bytes, and 100 are there"},
      {"der_of_nothing", [] { return std::string("\x30\x00", 2); },
       "the file is binary (ASN.1), but no certificate, revocation list, PKCS#7 or PKCS#12"},
      {"der_endless", [] { return std::string("\x30\x80\x30\x80\x30\x80", 6); },
       "the file is binary (ASN.1), but no certificate, revocation list, PKCS#7 or PKCS#12"},
  };
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Good, ReadFile, testing::ValuesIn(good_files()),
                         [](const auto& row) { return row.param.name; });
INSTANTIATE_TEST_SUITE_P(Bad, ReadFile, testing::ValuesIn(bad_files()), [](const auto& row) { return row.param.name; });

TEST(CertificateFileTest, ADamagedPrivateKeyIsNotShown) {
  std::string text = pem_of(2) + key_of(2);
  text[text.rfind("-----END") - 5] = '*';
  const ReadCertificates read = parsed(text);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].where.source_line, "");
  EXPECT_NE(read.problems[0].what.find("\"*\" is no character of base64"), std::string::npos);
}

TEST(CertificateFileTest, AProblemShowsItsLine) {
  const ReadCertificates read = parsed("  -----BEGIN CERTIFICATE-----\nAAAA\n");
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(to_text(read.problems[0]),
            "f:1:3: error: the block \"CERTIFICATE\" has no END line\n"
            "    -----BEGIN CERTIFICATE-----\n"
            "    ^~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
            "help: the file is cut off: copy all of it, up to and with -----END CERTIFICATE-----\n");
}

TEST(CertificateFileTest, APageOfProblemsIsEnough) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += in_block("CERTIFICATE", i % 2 == 0 ? "MAA=\n" : "*\n");
  EXPECT_EQ(parsed(text).problems.size(), 50U);
}

TEST(CertificateFileTest, TenThousandCertificatesAndNoMore) {
  std::string text;
  for (std::size_t i = 0; i < most_certificates_in_a_file; ++i) text += pem_of(2);
  const ReadCertificates read = parsed(text);
  ASSERT_TRUE(read.file);
  EXPECT_EQ(read.file->certificates.size(), most_certificates_in_a_file);
  const ReadCertificates refused = parsed(text + pem_of(1) + pem_of(1));
  EXPECT_EQ(summary_of(refused), "90001:1 the file has more than 10000 certificates");
}

TEST(CertificateFileTest, KeysAreLimitedToo) {
  std::string text = pem_of(2);
  for (int i = 0; i < 17; ++i) text += key_of(2);
  EXPECT_EQ(summary_of(parsed(text)), "58:1 the file has more than 16 private keys");
}

TEST(CertificateFileTest, EveryTruncationOfPemIsRefused) {
  const std::string text = pem_of(2);
  for (std::size_t length = 0; length + 1 < text.size(); ++length) {
    EXPECT_FALSE(parsed(text.substr(0, length)).file) << length;
  }
}

TEST(CertificateFileTest, EveryTruncationOfDerIsRefused) {
  for (const std::string& whole : {der_of(2), text_of(crl().der()), text_of(set().pfx(2, "pw"))}) {
    const std::size_t step = whole.size() > 1000 ? 13 : 1;
    for (std::size_t length = 0; length < whole.size(); length += step) {
      EXPECT_FALSE(parsed(whole.substr(0, length), Password{"pw", "a test"}).file) << length;
    }
  }
}

// --- PKCS#12 ---

TEST(PfxFile, IsOpenedWithItsPasswordAndTheLeafComesFirst) {
  const std::string pfx = text_of(set().pfx(2, "p\u00E4ss word"));
  EXPECT_EQ(summary_of(parsed(pfx, Password{"p\u00E4ss word", "a test"})), "leaf.test inter.test root.test its key");
}

TEST(PfxFile, AWrongPasswordIsNamedByItsOrigin) {
  const std::string pfx = text_of(set().pfx(2, "right"));
  for (const std::string& wrong : {std::string("wrong"), std::string(), std::string("right\0", 6)}) {
    const ReadCertificates read = parsed(pfx, Password{wrong, "--password-file pw.txt"});
    EXPECT_EQ(summary_of(read), "the password from --password-file pw.txt does not open the file");
    EXPECT_FALSE(read.needs_password);
  }
}

TEST(PfxFile, WithoutAPasswordItAsksForOne) {
  const ReadCertificates read = parsed(text_of(set().pfx(2, "right")));
  EXPECT_EQ(summary_of(read), "the file needs a password");
  EXPECT_TRUE(read.needs_password);
}

TEST(PfxFile, AnEmptyPasswordNeedsNoAsking) {
  const std::string pfx = text_of(set().pfx(3, ""));
  EXPECT_EQ(summary_of(parsed(pfx)), "self.test its key");
  EXPECT_EQ(summary_of(parsed(pfx, Password{"not needed", "a test"})), "self.test its key");
}

TEST(PfxFile, NoDamagedByteDoesHarm) {
  const std::string pfx = text_of(set().pfx(2, "pw"));
  std::size_t opened = 0;
  for (std::size_t place = 0; place < pfx.size(); place += 3) {
    std::string damaged = pfx;
    damaged[place] = static_cast<char>(static_cast<unsigned char>(damaged[place]) ^ 0xFFU);
    if (parsed(damaged, Password{"pw", "a test"}).file) ++opened;
  }
  EXPECT_LT(opened, 20U) << "the check value covers nearly all of it";
}

// --- what other programs write ---

class ForeignFiles : public OpenSslCommand {
 protected:
  ReadCertificates made_by(const std::string& arguments, const std::optional<Password>& password = std::nullopt) {
    const std::filesystem::path out = path_of("out");
    const CommandResult result = run(arguments + " -out " + in_quotes(out));
    EXPECT_EQ(result.status, 0) << result.output;
    return read(out, password);
  }
  static ReadCertificates read(const std::filesystem::path& path,
                               const std::optional<Password>& password = std::nullopt) {
    ReadCertificates found = read_certificate_file(path, password);
    for (Problem& each : found.problems) {
      EXPECT_EQ(each.where.file, path.string());
      each.where.file = "f";
    }
    return found;
  }
  [[nodiscard]] std::string export_arguments() const {
    return "pkcs12 -export -in " + write("leaf.pem", pem_of(2)) + " -inkey " + write("key.pem", key_of(2)) +
           " -certfile " + write("rest.pem", pem_of(0) + pem_of(1)) + " -passout pass:pw";
  }
};

struct PfxCase {
  std::string name;
  std::string options;

  friend std::ostream& operator<<(std::ostream& out, const PfxCase& row) { return out << row.name; }
};
class PfxOfOpenSsl : public ForeignFiles, public testing::WithParamInterface<PfxCase> {};

TEST_P(PfxOfOpenSsl, IsOpened) {
  EXPECT_EQ(summary_of(made_by(export_arguments() + " " + GetParam().options, Password{"pw", "a test"})),
            "leaf.test root.test inter.test its key");
  EXPECT_TRUE(made_by(export_arguments() + " " + GetParam().options).needs_password);
}

INSTANTIATE_TEST_SUITE_P(Encryptions, PfxOfOpenSsl,
                         testing::Values(PfxCase{"today", ""}, PfxCase{"old_windows", "-legacy"},
                                         PfxCase{"triple_des", "-descert"},
                                         PfxCase{"certificates_in_the_clear", "-certpbe NONE"},
                                         PfxCase{"nothing_encrypted", "-certpbe NONE -keypbe NONE"},
                                         PfxCase{"sha1_check", "-macalg sha1"}, PfxCase{"many_rounds", "-iter 100000"}),
                         [](const auto& row) { return row.param.name; });

TEST_F(ForeignFiles, APfxWithoutAKeyOrWithoutACheckIsRead) {
  const std::string no_key = "pkcs12 -export -nokeys -in " + write("chain.pem", pem_of(2) + pem_of(1));
  EXPECT_EQ(summary_of(made_by(no_key + " -passout pass:")), "leaf.test inter.test");
  const Password right{"pw", "a test"};
  EXPECT_EQ(summary_of(made_by(export_arguments() + " -nomac", right)), "leaf.test root.test inter.test its key");
  const ReadCertificates unasked = made_by(export_arguments() + " -nomac");
  EXPECT_EQ(summary_of(unasked), "the file needs a password");
  EXPECT_TRUE(unasked.needs_password);
  EXPECT_EQ(summary_of(made_by(export_arguments() + " -nomac", Password{"wrong", "the environment"})),
            "the password from the environment does not open the file");
}

TEST_F(ForeignFiles, TooManyRoundsAreRefused) {
  const CommandResult asked = run("pkcs12 -help");
  ASSERT_EQ(asked.status, 0) << asked.output;
  std::string pfx = text_of(set().pfx(2, "pw"));
  // The rounds of the check value end the file: INTEGER 2048.
  ASSERT_EQ(pfx.substr(pfx.size() - 4), std::string("\x02\x02\x08\x00", 4));
  pfx.replace(pfx.size() - 2, 2, "\x7F\xFF");
  EXPECT_EQ(summary_of(parsed(pfx, Password{"pw", "a test"})), "the password from a test does not open the file");
  const auto longer = [&pfx](std::size_t place) {
    const auto high = static_cast<unsigned char>(pfx[place]);
    const auto low = static_cast<unsigned char>(pfx[place + 1]);
    const unsigned length = (static_cast<unsigned>(high) << 8 | low) + 2;
    pfx[place] = static_cast<char>(length >> 8);
    pfx[place + 1] = static_cast<char>(length & 0xFFU);
  };
  // Two bytes more in the number, in the MacData that holds it, and in the whole.
  pfx.replace(pfx.size() - 4, 4, "\x02\x04\x7F\xFF\xFF\xFF");
  const std::size_t mac = pfx.rfind(std::string("\x30\x31\x30\x0D", 4));
  ASSERT_NE(mac, std::string::npos);
  pfx[mac - 1] = static_cast<char>(pfx[mac - 1] + 2);
  longer(2);
  EXPECT_EQ(summary_of(parsed(pfx, Password{"pw", "a test"})),
            "the file asks for more than 10000000 rounds of its password function");
}

TEST_F(ForeignFiles, ABundleOfPkcs7IsReadWithTheLeafFirst) {
  const std::string chain = " -certfile " + write("chain.pem", pem_of(0) + pem_of(2) + pem_of(1));
  EXPECT_EQ(summary_of(made_by("crl2pkcs7 -nocrl" + chain)), "leaf.test root.test inter.test");
  EXPECT_EQ(summary_of(made_by("crl2pkcs7 -nocrl -outform DER" + chain)), "leaf.test root.test inter.test");
  EXPECT_EQ(summary_of(made_by("crl2pkcs7 -in " + write("list.pem", crl().pem()) + chain)),
            "leaf.test root.test inter.test 1 CRL");
  EXPECT_EQ(summary_of(made_by("crl2pkcs7 -nocrl -certfile " + write("two.pem", pem_of(3) + pem_of(2)))),
            "self.test leaf.test");
}

TEST_F(ForeignFiles, ARequestAndAKeyAreNamed) {
  const std::string key = write("key.pem", key_of(3));
  const std::string request = "req -new -subj /CN=a.test -key " + key;
  EXPECT_EQ(summary_of(made_by(request)), "1:1 the file is a certificate request, not a certificate");
  EXPECT_EQ(summary_of(made_by(request + " -outform DER")), "the file is a certificate request, not a certificate");
  const std::string no_certificate = "the file is a private key only, without a certificate";
  EXPECT_EQ(summary_of(made_by("pkey -outform DER -in " + key)), no_certificate);
  EXPECT_EQ(summary_of(made_by("pkcs8 -topk8 -passout pass:x -outform DER -in " + key)), no_certificate);
  EXPECT_EQ(summary_of(made_by("rsa -traditional -aes128 -passout pass:x -in " + key)), "1:1 " + no_certificate);
  EXPECT_EQ(summary_of(made_by("pkey -pubout -outform DER -in " + key)), "the file is a public key, not a certificate");
}

TEST_F(ForeignFiles, KeysOfOlderFormsBelongToTheirCertificate) {
  const CommandResult old =
      run("rsa -traditional -in " + write("key.pem", key_of(3)) + " -out " + in_quotes(path_of("old.pem")));
  ASSERT_EQ(old.status, 0) << old.output;
  std::ifstream in(path_of("old.pem"));
  const std::string key((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_EQ(key.substr(0, 31), "-----BEGIN RSA PRIVATE KEY-----");
  EXPECT_EQ(summary_of(parsed(key + pem_of(3))), "self.test its key");
}

TEST_F(ForeignFiles, ACertificateOfTheCommandIsRead) {
  EXPECT_EQ(summary_of(made_by("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=made.test "
                               "-keyout /dev/null")),
            "made.test");
  const std::string trusted = "x509 -trustout -addtrust serverAuth -in " + write("leaf.pem", pem_of(2));
  EXPECT_EQ(summary_of(made_by(trusted)), "leaf.test");
}

TEST_F(ForeignFiles, WhatIsNoFileIsSaidPlainly) {
  EXPECT_EQ(summary_of(read(path_of("nowhere.pem"))), "the file cannot be read: No such file or directory");
  EXPECT_EQ(summary_of(read(path_of(""))), "is a folder, not a file");
  const std::filesystem::path large = path_of("large.pem");
  std::ofstream(large).close();
  std::filesystem::resize_file(large, largest_certificate_file_bytes + 1);
  EXPECT_EQ(summary_of(read(large)), "the file has 16777217 bytes; the most that is read is 16777216");
  EXPECT_EQ(summary_of(read("/dev/zero")), "the file has more bytes than that; the most that is read is 16777216");
}

// Where OpenSSL has no legacy provider; in a process of its own, before it is looked for.
TEST(OutdatedPfxDeathTest, IsNamedAsSuchWhereItCannotBeRead) {
  EXPECT_EXIT(
      {
        setenv("OPENSSL_MODULES", "/nonexistent", 1);
        std::string folder = testing::TempDir() + "certdrill_pfx_XXXXXX";
        if (mkdtemp(folder.data()) == nullptr) std::exit(1);
        std::ofstream(folder + "/both.pem") << pem_of(2) << key_of(2);
        const std::string make = "env -u OPENSSL_MODULES openssl pkcs12 -export -legacy -passout pass:pw -in " +
                                 folder + "/both.pem -out " + folder + "/old.pfx";
        if (std::system(make.c_str()) != 0) std::exit(1);
        const ReadCertificates read = read_certificate_file(folder + "/old.pfx", Password{"pw", "a test"});
        std::filesystem::remove_all(folder);
        for (const Problem& each : read.problems) std::fputs(to_text(each).c_str(), stderr);
        std::exit(0);
      },
      testing::ExitedWithCode(0), "is encrypted in an outdated way");
}

}  // namespace
}  // namespace certdrill::pki
