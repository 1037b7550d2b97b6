// PEM and DER, whole and damaged. PKCS#12 and what other programs write: foreign_certificate_file_test.cpp.
#include "pki/certificate_file.h"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "certificate_file_support.h"

namespace certdrill::pki {
namespace {

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

// No rows of the table above: each start of the program would make the certificates to know how long they are.
TEST(CertificateFileTest, DerThatIsTooLongOrTooShortIsAnsweredWithItsLength) {
  const std::string leaf = der_of(2);
  const std::string other = der_of(1);
  EXPECT_EQ(summary_of(parsed(leaf + other)), "the certificate has bytes behind the certificate (it ends after " +
                                                  std::to_string(leaf.size()) + " of " +
                                                  std::to_string(leaf.size() + other.size()) + " bytes)");
  EXPECT_EQ(summary_of(parsed(leaf.substr(0, 100))),
            "the file is cut off: it begins as one of " + std::to_string(leaf.size()) + " bytes, and 100 are there");
}

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

}  // namespace
}  // namespace certdrill::pki
