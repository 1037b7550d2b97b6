// The fields that certificates and CRLs have alike: serial numbers, times, key identifiers, names of other servers.
// Private to pki.
//
// Errors     OpenSSL failing is a mistake of ours: it aborts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/sim_time.h"
#include "pki/openssl_handles.h"

namespace certdrill::pki {

using AuthorityKeyId = Handle<AUTHORITY_KEYID, AUTHORITY_KEYID_free>;
using GeneralNames = Handle<GENERAL_NAMES, GENERAL_NAMES_free>;
using Integer = Handle<ASN1_INTEGER, ASN1_INTEGER_free>;
using OctetString = Handle<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;
using Time = Handle<ASN1_TIME, ASN1_TIME_free>;

// 16 bytes from the seed and the name, positive. One can be had without minting its certificate.
[[nodiscard]] Integer serial_number_of(std::uint64_t seed, std::string_view name);

[[nodiscard]] Time time_of(SimTime at);  // UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5)

// The SHA-1 digest of the public key's bits: RFC 5280, 4.2.1.2, method 1.
[[nodiscard]] OctetString key_identifier_of(X509* x509);
[[nodiscard]] AuthorityKeyId authority_key_identifier_of(X509* issuer);

void append_name(GENERAL_NAMES* names, int type, std::string_view text);  // type: GEN_DNS, GEN_EMAIL or GEN_URI

// "http://crl.test/NAME.crl": what a URI does not allow in a name is written as %XX (RFC 3986, 2.1).
[[nodiscard]] std::string crl_address_of(std::string_view authority_name);

}  // namespace certdrill::pki
