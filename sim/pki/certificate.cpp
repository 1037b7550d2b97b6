#include "pki/certificate.h"

#include <algorithm>
#include <limits>
#include <optional>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "pki/openssl_handles.h"
#include "pki/read_fields.h"

namespace certdrill::pki {
namespace {

using ExtendedKeyUsages = Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;
using GeneralNames = Handle<GENERAL_NAMES, GENERAL_NAMES_free>;

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

  std::optional<std::vector<SubjectAttribute>> subject = read_name(X509_get_subject_name(x509.get()));
  const std::optional<std::vector<SubjectAttribute>> issuer = read_name(X509_get_issuer_name(x509.get()));
  if (!subject || !issuer) {
    ERR_clear_error();
    return problem("has a common name that is not text");
  }
  parsed->common_name = first_common_name(*subject);
  parsed->issuer_common_name = first_common_name(*issuer);
  parsed->subject = *std::move(subject);
  parsed->dns_names = read_dns_names(x509.get());

  const ExtendedKeyUsages usages(
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(x509.get(), NID_ext_key_usage, nullptr, nullptr)));
  parsed->limits_key_usage = usages != nullptr;
  for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    if (const auto usage = key_usage_of(sk_ASN1_OBJECT_value(usages.get(), i))) parsed->key_usages.push_back(*usage);
  }

  parsed->names_crl = X509_get_ext_by_NID(x509.get(), NID_crl_distribution_points, -1) >= 0;

  const ASN1_BIT_STRING* key = X509_get0_pubkey_bitstr(x509.get());
  PublicKeyId::Bytes key_digest{};
  need(EVP_Digest(ASN1_STRING_get0_data(key), static_cast<std::size_t>(ASN1_STRING_length(key)), key_digest.data(),
                  nullptr, EVP_sha256(), nullptr) == 1,
       "SHA-256");
  parsed->public_key = PublicKeyId(key_digest);

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
const std::vector<SubjectAttribute>& Certificate::subject() const { return parsed_->subject; }
const std::vector<std::string>& Certificate::dns_names() const { return parsed_->dns_names; }
const PublicKeyId& Certificate::public_key() const { return parsed_->public_key; }
bool Certificate::names_crl() const { return parsed_->names_crl; }
const std::vector<KeyUsage>& Certificate::key_usages() const { return parsed_->key_usages; }
bool Certificate::limits_key_usage() const { return parsed_->limits_key_usage; }
SimTime Certificate::not_before() const { return parsed_->not_before; }
SimTime Certificate::not_after() const { return parsed_->not_after; }
const std::string& Certificate::issuer_common_name() const { return parsed_->issuer_common_name; }

std::vector<std::string> Certificate::common_names() const {
  std::vector<std::string> names;
  for (const SubjectAttribute& each : parsed_->subject) {
    if (each.key == SN_commonName) names.push_back(each.value);
  }
  return names;
}

// An empty name is no name; OpenSSL would take its length for "count yourself".
bool Certificate::matches_host(std::string_view expected) const {
  if (expected.empty()) return false;
  const bool matches = X509_check_host(parsed_->x509.get(), expected.data(), expected.size(), 0, nullptr) == 1;
  ERR_clear_error();
  return matches;
}

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
