#include "pki/certificate.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <limits>
#include <optional>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "pki/openssl_handles.h"

namespace certdrill::pki {
namespace {

using ExtendedKeyUsages = Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;
using GeneralNames = Handle<GENERAL_NAMES, GENERAL_NAMES_free>;

// An X.509 time in one of the two forms of RFC 5280, 4.1.2.5: YYMMDDhhmmssZ and YYYYMMDDhhmmssZ. OpenSSL also reads
// times without seconds or with a zone, but its verification refuses them, so they are refused here already.
std::optional<SimTime> read_time(const ASN1_TIME* time) {
  const int length = ASN1_STRING_length(time);
  const int expected = ASN1_STRING_type(time) == V_ASN1_UTCTIME ? 13 : 15;
  if (length != expected || ASN1_STRING_get0_data(time)[length - 1] != 'Z') return std::nullopt;
  std::tm fields{};
  if (ASN1_TIME_to_tm(time, &fields) != 1) return std::nullopt;
  const std::chrono::year_month_day date = std::chrono::year(fields.tm_year + 1900) /
                                           std::chrono::month(static_cast<unsigned>(fields.tm_mon) + 1) /
                                           std::chrono::day(static_cast<unsigned>(fields.tm_mday));
  if (!date.ok()) return std::nullopt;
  const SimTime at = SimTime(std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(fields.tm_hour) +
                             std::chrono::minutes(fields.tm_min) + std::chrono::seconds(fields.tm_sec));
  if (at < earliest_sim_time() || at > latest_sim_time()) return std::nullopt;
  return at;
}

// The first common name as UTF-8; empty when there is none, nothing when it is no text.
std::optional<std::string> read_common_name(const X509_NAME* name) {
  const int place = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (place < 0) return std::string();
  unsigned char* text = nullptr;
  const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, place)));
  if (length < 0) return std::nullopt;
  const OpenSslText owned(text);
  return std::string(text, text + length);
}

std::vector<std::string> read_dns_names(const X509* x509) {
  std::vector<std::string> found;
  const GeneralNames names(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    const unsigned char* text = ASN1_STRING_get0_data(name->d.dNSName);
    found.emplace_back(text, text + ASN1_STRING_length(name->d.dNSName));
  }
  return found;
}

std::optional<KeyUsage> key_usage_of(const ASN1_OBJECT* object) {
  switch (OBJ_obj2nid(object)) {
    case NID_server_auth:
      return KeyUsage::server_auth;
    case NID_client_auth:
      return KeyUsage::client_auth;
    case NID_code_sign:
      return KeyUsage::code_signing;
    case NID_anyExtendedKeyUsage:
      return KeyUsage::any;
    default:
      return std::nullopt;
  }
}

Problem not_a_certificate(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view pem_begin = "-----BEGIN";
  const bool looks_like_pem =
      bytes.size() >= pem_begin.size() && std::equal(pem_begin.begin(), pem_begin.end(), bytes.begin());
  return problem("is not an X.509 certificate in DER form",
                 looks_like_pem ? "it is PEM text: decode what stands between BEGIN and END first" : "");
}

}  // namespace

Result<Certificate> Certificate::from_der(std::span<const std::uint8_t> der) {
  start_openssl();
  if (der.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return not_a_certificate(der);
  const unsigned char* next = der.data();
  X509Handle x509(d2i_X509(nullptr, &next, static_cast<long>(der.size())));
  ERR_clear_error();  // what is wrong is said by the Problem; nothing may be left behind for the next caller
  if (!x509) return not_a_certificate(der);
  const auto length = static_cast<std::size_t>(next - der.data());
  if (length != der.size()) {
    return problem("has bytes behind the certificate (it ends after " + std::to_string(length) + " of " +
                   std::to_string(der.size()) + " bytes)");
  }

  auto parsed = std::make_shared<Parsed>();
  parsed->der.assign(der.begin(), der.end());

  // OpenSSL reads more than DER. A thumbprint is of DER bytes, so another encoding would have two of them.
  unsigned char* again = nullptr;
  const int again_length = i2d_X509(x509.get(), &again);
  const OpenSslText owned(again);
  if (again_length < 0 || !std::equal(der.begin(), der.end(), again, again + again_length)) {
    ERR_clear_error();
    return problem("is not encoded as DER demands");
  }

  // Reads every extension that OpenSSL knows, and fails when one of them cannot be read.
  if (X509_check_purpose(x509.get(), -1, 0) != 1) {
    ERR_clear_error();
    return problem("has an extension that cannot be read, or one twice");
  }

  const std::optional<SimTime> not_before = read_time(X509_get0_notBefore(x509.get()));
  if (!not_before) return problem("has a NotBefore that is not a time between 1950 and 9999");
  const std::optional<SimTime> not_after = read_time(X509_get0_notAfter(x509.get()));
  if (!not_after) return problem("has a NotAfter that is not a time between 1950 and 9999");
  parsed->not_before = *not_before;
  parsed->not_after = *not_after;

  std::optional<std::string> common_name = read_common_name(X509_get_subject_name(x509.get()));
  std::optional<std::string> issuer_common_name = read_common_name(X509_get_issuer_name(x509.get()));
  if (!common_name || !issuer_common_name) {
    ERR_clear_error();
    return problem("has a common name that is not text");
  }
  parsed->common_name = *std::move(common_name);
  parsed->issuer_common_name = *std::move(issuer_common_name);
  parsed->dns_names = read_dns_names(x509.get());

  const ExtendedKeyUsages usages(
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(x509.get(), NID_ext_key_usage, nullptr, nullptr)));
  parsed->limits_key_usage = usages != nullptr;
  for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    if (const auto usage = key_usage_of(sk_ASN1_OBJECT_value(usages.get(), i))) parsed->key_usages.push_back(*usage);
  }

  Thumbprint::Bytes digest{};
  need(EVP_Digest(der.data(), der.size(), digest.data(), nullptr, EVP_sha1(), nullptr) == 1, "SHA-1");
  parsed->thumbprint = Thumbprint(digest);
  parsed->x509 = std::move(x509);
  ERR_clear_error();
  return Certificate(std::move(parsed));
}

const std::vector<std::uint8_t>& Certificate::der() const { return parsed_->der; }
const Thumbprint& Certificate::thumbprint() const { return parsed_->thumbprint; }
const std::string& Certificate::common_name() const { return parsed_->common_name; }
const std::vector<std::string>& Certificate::dns_names() const { return parsed_->dns_names; }
const std::vector<KeyUsage>& Certificate::key_usages() const { return parsed_->key_usages; }
bool Certificate::limits_key_usage() const { return parsed_->limits_key_usage; }
SimTime Certificate::not_before() const { return parsed_->not_before; }
SimTime Certificate::not_after() const { return parsed_->not_after; }
const std::string& Certificate::issuer_common_name() const { return parsed_->issuer_common_name; }

std::string Certificate::pem() const {
  const BioHandle memory(made(BIO_new(BIO_s_mem()), "no memory"));
  need(PEM_write_bio_X509(memory.get(), parsed_->x509.get()) == 1, "writing PEM");
  return text_of(memory.get());
}

bool Certificate::is_self_signed() const {
  std::call_once(parsed_->self_signed_once, [this] {
    parsed_->self_signed = X509_self_signed(parsed_->x509.get(), 1) == 1;
    ERR_clear_error();
  });
  return parsed_->self_signed;
}

}  // namespace certdrill::pki
