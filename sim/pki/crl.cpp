#include "pki/crl.h"

#include <algorithm>
#include <limits>
#include <optional>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "pki/openssl_handles.h"
#include "pki/read_fields.h"

namespace certdrill::pki {
namespace {

using AuthorityKeyId = Handle<AUTHORITY_KEYID, AUTHORITY_KEYID_free>;

constexpr const char* not_a_crl = "is not an X.509 certificate revocation list in DER form";

}  // namespace

Result<Crl> Crl::from_der(std::span<const std::uint8_t> der) {
  start_openssl();
  if (der.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return problem(not_a_crl);
  const unsigned char* next = der.data();
  CrlHandle crl(d2i_X509_CRL(nullptr, &next, static_cast<long>(der.size())));
  ERR_clear_error();  // what is wrong is said by the Problem; nothing may be left behind for the next caller
  if (!crl) return problem(not_a_crl);
  const auto length = static_cast<std::size_t>(next - der.data());
  if (length != der.size()) {
    return problem("has bytes behind the revocation list (it ends after " + std::to_string(length) + " of " +
                   std::to_string(der.size()) + " bytes)");
  }

  const std::optional<SimTime> this_update = read_time(X509_CRL_get0_lastUpdate(crl.get()));
  if (!this_update) return problem("has a thisUpdate that is not a time between 1950 and 9999");
  std::optional<SimTime> next_update = latest_sim_time();
  if (const ASN1_TIME* written = X509_CRL_get0_nextUpdate(crl.get())) next_update = read_time(written);
  if (!next_update) return problem("has a nextUpdate that is not a time between 1950 and 9999");
  const std::optional<std::vector<SubjectAttribute>> issuer = read_name(X509_CRL_get_issuer(crl.get()));
  if (!issuer) {
    ERR_clear_error();
    return problem("has an issuer whose common name is not text");
  }

  auto parsed = std::make_shared<Parsed>();
  parsed->der.assign(der.begin(), der.end());
  parsed->this_update = *this_update;
  parsed->next_update = *next_update;
  parsed->issuer_common_name = first_common_name(*issuer);
  const STACK_OF(X509_REVOKED)* revoked = X509_CRL_get_REVOKED(crl.get());
  parsed->revoked_count = static_cast<std::size_t>(std::max(0, sk_X509_REVOKED_num(revoked)));

  int critical = 0;  // -1: it has none, -2: it has it twice
  parsed->number.reset(static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(crl.get(), NID_crl_number, &critical, nullptr)));
  if (!parsed->number && critical != -1) {
    ERR_clear_error();
    return problem("has a CRL number that cannot be read");
  }
  const AuthorityKeyId authority(
      static_cast<AUTHORITY_KEYID*>(X509_CRL_get_ext_d2i(crl.get(), NID_authority_key_identifier, nullptr, nullptr)));
  if (authority && authority->keyid != nullptr) {
    const unsigned char* bytes = ASN1_STRING_get0_data(authority->keyid);
    parsed->authority_key.assign(bytes, bytes + ASN1_STRING_length(authority->keyid));
  }
  parsed->crl = std::move(crl);
  ERR_clear_error();
  return Crl(std::move(parsed));
}

const std::vector<std::uint8_t>& Crl::der() const { return parsed_->der; }
const std::string& Crl::issuer_common_name() const { return parsed_->issuer_common_name; }
SimTime Crl::this_update() const { return parsed_->this_update; }
SimTime Crl::next_update() const { return parsed_->next_update; }
std::size_t Crl::revoked_count() const { return parsed_->revoked_count; }

std::string Crl::pem() const {
  const BioHandle memory(made(BIO_new(BIO_s_mem()), "no memory"));
  need(PEM_write_bio_X509_CRL(memory.get(), parsed_->crl.get()) == 1, "writing PEM");
  return text_of(memory.get());
}

// RFC 5280, 5.2.3 allows numbers of 20 bytes: one beyond 64 bits is told as the largest there is.
std::uint64_t Crl::number() const {
  std::uint64_t value = 0;
  if (!parsed_->number) return 0;
  if (ASN1_INTEGER_get_uint64(&value, parsed_->number.get()) == 1) return value;
  ERR_clear_error();
  return std::numeric_limits<std::uint64_t>::max();
}

bool Crl::lists(const Certificate& certificate) const {
  X509* x509 = x509_of(certificate);
  if (X509_NAME_cmp(X509_CRL_get_issuer(parsed_->crl.get()), X509_get_issuer_name(x509)) != 0) return false;
  X509_REVOKED* entry = nullptr;
  // 2 says that the entry takes a revocation back (removeFromCRL).
  return X509_CRL_get0_by_serial(parsed_->crl.get(), &entry, X509_get_serialNumber(x509)) == 1;
}

}  // namespace certdrill::pki
