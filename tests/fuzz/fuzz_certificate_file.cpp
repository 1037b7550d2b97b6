// Any bytes as a certificate file: what is read can be asked, verified and written again; else problems with places
// inside the file.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "pki/certificate_file.h"
#include "pki/chain.h"

namespace {

namespace pki = certdrill::pki;

void demand(bool good, const char* law) {
  if (good) return;
  std::fprintf(stderr, "broken law: %s\n", law);
  std::abort();
}

void check_problems(const pki::ReadCertificates& read, std::span<const std::uint8_t> bytes) {
  demand(read.file.has_value() != certdrill::has_errors(read.problems), "a file or an error, never both");
  demand(read.problems.size() <= 50, "a page of problems at most");
  demand(!read.needs_password || !read.file, "it asks for a password only where it needs one");
  const auto lines = static_cast<std::uint32_t>(
      std::count_if(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == '\n' || byte == '\r'; }));
  std::uint32_t last = 0;
  for (const certdrill::Problem& problem : read.problems) {
    demand(!problem.what.empty() && problem.where.file == "x", "a problem says something, and of which file");
    demand(problem.what.find('\n') == std::string::npos, "in one line");
    demand(problem.where.line >= last && problem.where.line <= lines + 1, "problems come in the order of the file");
    demand(problem.where.line == 0 || (problem.where.column >= 1 && problem.where.column <= bytes.size() + 1),
           "a problem lies inside the file");
    demand(!to_text(problem).empty(), "it can be shown");
    last = problem.where.line;
  }
}

void check_file(const pki::CertificateFile& file) {
  demand(!file.certificates.empty() || !file.crls.empty(), "a file has something");
  demand(!file.key_matches_first || file.has_private_key, "a key that matches is there");
  std::string text;
  for (const pki::Certificate& each : file.certificates) {
    text += each.pem();
    demand(each.common_names().size() <= each.subject().size(), "common names are of the subject");
    demand(each.common_names().empty() || each.common_names()[0] == each.common_name(), "the first is the first");
    static_cast<void>(each.matches_host("a.test"));
    static_cast<void>(each.is_self_signed());
    for (const pki::Crl& crl : file.crls) static_cast<void>(crl.lists(each));
  }
  for (const pki::Crl& each : file.crls) {
    demand(each.revoked_count() <= each.der().size(), "a list has room for what it lists");
    text += each.pem();
  }
  const pki::ReadCertificates again =
      pki::parse_certificate_file({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, "x");
  demand(again.file && again.file->certificates == file.certificates && again.file->crls.size() == file.crls.size(),
         "what is written as PEM is read as the same");
  if (file.certificates.empty()) return;
  const pki::ChainQuestion question{pki::ChainUse::tls_server, *certdrill::parse_sim_time("2025-06-01"),
                                    pki::RevocationCheck::chain_without_root, file.crls};
  const pki::ChainResult result =
      pki::verify_chain(file.certificates[0], file.certificates, file.certificates, question);
  demand(!result.chain.empty() && result.chain[0] == file.certificates[0], "a chain begins with its leaf");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  const pki::ReadCertificates read = pki::parse_certificate_file(bytes, "x");
  check_problems(read, bytes);
  if (read.file) check_file(*read.file);
  if (read.needs_password) {
    const pki::ReadCertificates with = pki::parse_certificate_file(bytes, "x", pki::Password{"pw", "the fuzzer"});
    check_problems(with, bytes);
    demand(!with.needs_password, "it asks once");
  }
  return 0;
}
