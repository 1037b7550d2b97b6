// PKCS#12 with its passwords, and what other programs write.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "certificate_file_support.h"
#include "openssl_command.h"

namespace certdrill::pki {
namespace {

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
