#include "pki/certificate_file.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pkcs7.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "pki/file_kinds.h"
#include "pki/openssl_handles.h"
#include "pki/pem_blocks.h"
#include "pki/pfx.h"

namespace certdrill::pki {
namespace {

using Pkcs7 = Handle<PKCS7, PKCS7_free>;

constexpr std::size_t most_problems = 50;
constexpr std::size_t most_keys = 16;

std::string too_large_text(const std::string& size) {
  return "the file has " + size + "; the most that is read is " + std::to_string(largest_certificate_file_bytes);
}

std::string name_der(const X509_NAME* name) {
  const unsigned char* bytes = nullptr;
  std::size_t size = 0;
  need(X509_NAME_get0_der(name, &bytes, &size) == 1, "reading a name");
  return {bytes, bytes + size};
}

class Collector {
 public:
  Collector(const std::string& file_name, const std::optional<Password>& password) : password_(password) {
    whole_file_.file = file_name;
  }

  ReadCertificates read(std::span<const std::uint8_t> bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (bytes.size() > largest_certificate_file_bytes) {
      complain(whole_file_, problem(too_large_text(std::to_string(bytes.size()) + " bytes")));
    } else if (looks_like_der(bytes)) {
      read_der(bytes);
    } else if (text.find("-----BEGIN") != std::string_view::npos || text.find("BEGIN CERT") != std::string_view::npos) {
      read_pem(text);
    } else {
      complain(whole_file_, no_certificate_file(text));
    }
    match_keys();
    ReadCertificates result;
    result.needs_password = needs_password_;
    if (!has_errors(problems_)) result.file = std::move(file_);
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const Problem& a, const Problem& b) { return a.where.line < b.where.line; });
    result.problems = std::move(problems_);
    return result;
  }

 private:
  struct FoundKey {
    Key key;
    Location where;
  };

  [[nodiscard]] bool full() const { return problems_.size() >= most_problems || gave_up_; }

  void complain(const Location& where, Problem why) {
    if (full()) return;
    why.where = where;
    problems_.push_back(std::move(why));
  }

  void complain(const Location& where, std::string_view whose, Problem why) {
    why.what.insert(0, std::string(whose) + " ");
    complain(where, std::move(why));
  }

  // --- PEM ---

  void read_pem(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.substr(0, byte_order_mark.size()) == byte_order_mark) text.remove_prefix(byte_order_mark.size());
    PemText pem = read_pem_blocks(text, whole_file_.file, most_problems);
    problems_ = std::move(pem.problems);
    for (PemBlock& block : pem.blocks) {
      if (full()) return;
      add_block(block);
    }
    if (!file_.certificates.empty() || !file_.crls.empty() || !problems_.empty()) return;
    if (pem.blocks.empty()) return complain(whole_file_, no_certificate_file(text));
    const PemBlock& first = pem.blocks.front();
    complain(first.begin, no_certificate_block(first.label));
  }

  void add_block(const PemBlock& block) {
    const std::string& label = block.label;
    if (label == "CERTIFICATE" || label == "X509 CERTIFICATE") {
      add_certificate(block.bytes, block.begin);
    } else if (label == "TRUSTED CERTIFICATE") {  // OpenSSL's own: settings follow the certificate
      add_certificate(first_element(block.bytes), block.begin);
    } else if (label == "X509 CRL") {
      add_crl(block.bytes, block.begin);
    } else if (label == "PKCS7" || label == "CMS") {
      add_pkcs7(block.bytes, block.begin);
    } else if (label == "ENCRYPTED PRIVATE KEY" || (block.encrypted && is_private_key(label))) {
      file_.has_private_key = true;
    } else if (is_private_key(label) && label != "OPENSSH PRIVATE KEY") {
      add_key(block.bytes, block.begin);
    }
  }

  static bool is_private_key(std::string_view label) {
    constexpr std::string_view ending = "PRIVATE KEY";
    return label.size() >= ending.size() && label.substr(label.size() - ending.size()) == ending;
  }

  // --- what the file is made of ---

  void add_certificate(std::span<const std::uint8_t> der, const Location& where) {
    if (file_.certificates.size() == most_certificates_in_a_file) {
      complain(where, problem("the file has more than " + std::to_string(most_certificates_in_a_file) + " certificates",
                              "split it"));
      gave_up_ = true;
      return;
    }
    Result<Certificate> read = Certificate::from_der(der);
    if (read) {
      file_.certificates.push_back(*std::move(read));
    } else {
      complain(where, "the certificate", cut_off(der).value_or(read.problem()));
    }
  }

  void add_crl(std::span<const std::uint8_t> der, const Location& where) {
    Result<Crl> read = Crl::from_der(der);
    if (read) {
      file_.crls.push_back(*std::move(read));
    } else {
      complain(where, "the revocation list", cut_off(der).value_or(read.problem()));
    }
  }

  void add_key(std::span<const std::uint8_t> der, const Location& where) {
    file_.has_private_key = true;
    if (keys_.size() == most_keys) {
      complain(where, problem("the file has more than " + std::to_string(most_keys) + " private keys", "split it"));
      gave_up_ = true;
      return;
    }
    const unsigned char* next = der.data();
    Key key(d2i_AutoPrivateKey(nullptr, &next, static_cast<long>(der.size())));
    ERR_clear_error();
    if (key) {
      keys_.push_back({std::move(key), where});
    } else {
      complain(where, "the private key", cut_off(der).value_or(problem("cannot be read", "it is damaged")));
    }
  }

  void add_pkcs7(std::span<const std::uint8_t> der, const Location& where) {
    const unsigned char* next = der.data();
    const Pkcs7 read(d2i_PKCS7(nullptr, &next, static_cast<long>(der.size())));
    ERR_clear_error();
    if (!read) {
      return complain(where, "the PKCS#7 bundle", cut_off(der).value_or(problem("cannot be read", "it is damaged")));
    }
    if (!PKCS7_type_is_signed(read.get()) || read->d.sign == nullptr) {
      return complain(where, problem("the PKCS#7 content is not a bundle of certificates"));
    }
    const std::size_t before = file_.certificates.size();
    const std::size_t crls_before = file_.crls.size();
    const STACK_OF(X509)* certificates = read->d.sign->cert;
    for (int i = 0; i < sk_X509_num(certificates) && !full(); ++i) {
      add_certificate(der_of(sk_X509_value(certificates, i), i2d_X509), where);
    }
    const STACK_OF(X509_CRL)* crls = read->d.sign->crl;
    for (int i = 0; i < sk_X509_CRL_num(crls) && !full(); ++i) {
      add_crl(der_of(sk_X509_CRL_value(crls, i), i2d_X509_CRL), where);
    }
    if (file_.certificates.size() == before && file_.crls.size() == crls_before && !has_errors(problems_)) {
      complain(where, problem("the PKCS#7 bundle holds no certificate"));
    }
    put_leaf_first(before);
  }

  template <typename T>
  static std::vector<std::uint8_t> der_of(const T* object, int (*encode)(const T*, unsigned char**)) {
    const int length = encode(object, nullptr);
    need(length > 0, "encoding what was read");
    std::vector<std::uint8_t> der(static_cast<std::size_t>(length));
    unsigned char* out = der.data();
    encode(object, &out);
    return der;
  }

  // Of a set of certificates, from `first` on: the one whose name is the issuer of no other, if there is just one.
  void put_leaf_first(std::size_t first) {
    const auto begin = file_.certificates.begin() + static_cast<std::ptrdiff_t>(first);
    std::set<std::string> issuers;
    for (auto each = begin; each != file_.certificates.end(); ++each) {
      X509* x509 = x509_of(*each);
      std::string issuer = name_der(X509_get_issuer_name(x509));
      if (issuer != name_der(X509_get_subject_name(x509))) issuers.insert(std::move(issuer));
    }
    const auto is_leaf = [&issuers](const Certificate& each) {
      return issuers.count(name_der(X509_get_subject_name(x509_of(each)))) == 0;
    };
    if (std::count_if(begin, file_.certificates.end(), is_leaf) != 1) return;
    const auto leaf = std::find_if(begin, file_.certificates.end(), is_leaf);
    std::rotate(begin, leaf, leaf + 1);
  }

  // --- DER ---

  void read_der(std::span<const std::uint8_t> der) {
    switch (kind_of_der(der)) {
      case DerKind::certificate:
        return add_certificate(der, whole_file_);
      case DerKind::crl:
        return add_crl(der, whole_file_);
      case DerKind::pkcs7:
        return add_pkcs7(der, whole_file_);
      case DerKind::pfx:
        return read_pfx(der);
      case DerKind::request:
        return complain(whole_file_, no_certificate_block("CERTIFICATE REQUEST"));
      case DerKind::private_key:
        return complain(whole_file_, no_certificate_block("PRIVATE KEY"));
      case DerKind::public_key:
        return complain(whole_file_, no_certificate_block("PUBLIC KEY"));
      case DerKind::unknown:
        break;
    }
    if (std::optional<Problem> cut = cut_off(der)) return complain(whole_file_, "the file", *std::move(cut));
    complain(whole_file_, problem("the file is binary (ASN.1), but no certificate, revocation list, PKCS#7 or PKCS#12",
                                  "it is damaged, or of another kind: export the certificate as PEM"));
  }

  void read_pfx(std::span<const std::uint8_t> der) {
    std::optional<OpenedPfx> opened = open_pfx(der, password_);
    need(opened.has_value(), "what was PKCS#12 is none any more");
    needs_password_ = opened->needs_password;
    if (!opened->pfx) {
      const bool of_the_file = opened->problem.what.rfind("the ", 0) != 0;
      return of_the_file ? complain(whole_file_, "the file", opened->problem) : complain(whole_file_, opened->problem);
    }
    for (const auto& each : opened->pfx->certificates) {
      if (!full()) add_certificate(each, whole_file_);
    }
    for (const auto& each : opened->pfx->crls) {
      if (!full()) add_crl(each, whole_file_);
    }
    file_.has_private_key = !opened->pfx->keys.empty();
    for (Key& key : opened->pfx->keys) keys_.push_back({std::move(key), whole_file_});
    if (file_.certificates.empty() && file_.crls.empty() && problems_.empty()) {
      complain(whole_file_, problem("the PKCS#12 file holds no certificate"));
    }
    if (!keys_.empty()) {
      if (const auto owner = owner_of(keys_.front()); owner) {
        const auto leaf = file_.certificates.begin() + static_cast<std::ptrdiff_t>(*owner);
        std::rotate(file_.certificates.begin(), leaf, leaf + 1);
      }
    }
  }

  // --- keys ---

  [[nodiscard]] std::optional<std::size_t> owner_of(const FoundKey& found) const {
    std::optional<std::size_t> owner;
    for (std::size_t i = 0; i < file_.certificates.size() && !owner; ++i) {
      if (X509_check_private_key(x509_of(file_.certificates[i]), found.key.get()) == 1) owner = i;
    }
    ERR_clear_error();
    return owner;
  }

  void match_keys() {
    if (full() || file_.certificates.empty() || has_errors(problems_)) return;
    for (const FoundKey& each : keys_) {
      const std::optional<std::size_t> owner = owner_of(each);
      if (!owner) {
        complain(each.where, problem("the private key belongs to no certificate of the file",
                                     "the certificate was renewed with a new key, or the files were mixed up"));
      } else if (*owner > 0 && !file_.key_matches_first) {
        file_.key_matches_first = false;
        Problem warning = problem("the private key belongs to certificate " + std::to_string(*owner + 1) +
                                      " of the file, and the first one is taken for the leaf",
                                  "put the certificate of the key first");
        warning.severity = Severity::warning;
        complain(each.where, std::move(warning));
      } else if (*owner == 0) {
        file_.key_matches_first = true;
      }
    }
    if (file_.key_matches_first == true) {  // a second key of an issuer is no reason to warn
      std::erase_if(problems_, [](const Problem& each) { return each.severity == Severity::warning; });
    }
  }

  const std::optional<Password>& password_;
  Location whole_file_;
  CertificateFile file_;
  std::vector<FoundKey> keys_;
  Problems problems_;
  bool needs_password_ = false;
  bool gave_up_ = false;  // at a limit
};

ReadCertificates unreadable(const std::string& file_name, std::string what, std::string help = {}) {
  ReadCertificates result;
  Problem why = problem(std::move(what), std::move(help));
  why.where.file = file_name;
  result.problems.push_back(std::move(why));
  return result;
}

struct Descriptor {
  int number;
  explicit Descriptor(int opened) : number(opened) {}
  ~Descriptor() {
    if (number >= 0) close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

std::string system_words(int error) { return std::generic_category().message(error); }

}  // namespace

ReadCertificates parse_certificate_file(std::span<const std::uint8_t> bytes, const std::string& file_name,
                                        const std::optional<Password>& password) {
  start_openssl();
  return Collector(file_name, password).read(bytes);
}

ReadCertificates read_certificate_file(const std::filesystem::path& path, const std::optional<Password>& password) {
  const std::string name = path.string();
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0) return unreadable(name, "the file cannot be read: " + system_words(errno));
  struct stat status {};
  if (fstat(file.number, &status) != 0) return unreadable(name, "the file cannot be read: " + system_words(errno));
  if (S_ISDIR(status.st_mode)) return unreadable(name, "is a folder, not a file", "name a file in it");
  if (S_ISREG(status.st_mode) && static_cast<std::uint64_t>(status.st_size) > largest_certificate_file_bytes) {
    return unreadable(name, too_large_text(std::to_string(status.st_size) + " bytes"));
  }
  std::vector<std::uint8_t> bytes;  // grows as it is read: a pipe has no size
  for (;;) {
    constexpr std::size_t part = 65536;
    const std::size_t have = bytes.size();
    bytes.resize(have + part);
    const ssize_t got = read(file.number, bytes.data() + have, part);
    if (got < 0 && errno == EINTR) {
      bytes.resize(have);
      continue;
    }
    if (got < 0) return unreadable(name, "the file cannot be read: " + system_words(errno));
    bytes.resize(have + static_cast<std::size_t>(got));
    if (got == 0) break;
    if (bytes.size() > largest_certificate_file_bytes) return unreadable(name, too_large_text("more bytes than that"));
  }
  return parse_certificate_file(bytes, name, password);
}

}  // namespace certdrill::pki
