#include "pki/crl_mint.h"

#include <utility>

#include "pki/mint_fields.h"
#include "pki/signing.h"

namespace certdrill::pki {
namespace {

using Revoked = Handle<X509_REVOKED, X509_REVOKED_free>;

void add_extension(X509_CRL* crl, int nid, void* value) {
  need(X509_CRL_add1_ext_i2d(crl, nid, value, 0, X509V3_ADD_APPEND) == 1, "adding an extension to a CRL");
}

}  // namespace

std::vector<std::uint8_t> mint_crl_der(std::uint64_t seed, const CrlSpec& spec, const std::vector<RevokedName>& revoked,
                                       const Certificate& issuer, EVP_PKEY* issuer_key) {
  const CrlHandle owned(made(X509_CRL_new(), "no memory"));
  X509_CRL* crl = owned.get();
  X509* issuing = x509_of(issuer);
  need(X509_CRL_set_version(crl, X509_CRL_VERSION_2) == 1 &&
           X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuing)) == 1 &&
           X509_CRL_set1_lastUpdate(crl, time_of(spec.this_update).get()) == 1 &&
           X509_CRL_set1_nextUpdate(crl, time_of(spec.next_update).get()) == 1,
       "filling in a CRL");
  for (const RevokedName& each : revoked) {
    Revoked entry(made(X509_REVOKED_new(), "no memory"));
    need(X509_REVOKED_set_serialNumber(entry.get(), serial_number_of(seed, each.name).get()) == 1 &&
             X509_REVOKED_set_revocationDate(entry.get(), time_of(each.at).get()) == 1 &&
             X509_CRL_add0_revoked(crl, entry.get()) == 1,
         "filling in a CRL");
    static_cast<void>(entry.release());  // the CRL has it now
  }
  need(X509_CRL_sort(crl) == 1, "sorting a CRL");

  add_extension(crl, NID_authority_key_identifier, authority_key_identifier_of(issuing).get());
  const Integer number(made(ASN1_INTEGER_new(), "no memory"));
  need(ASN1_INTEGER_set_uint64(number.get(), spec.number) == 1, "CRL number");
  add_extension(crl, NID_crl_number, number.get());
  return signed_der(crl, issuer_key, SignatureDigest::sha256);
}

}  // namespace certdrill::pki
