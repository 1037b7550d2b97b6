#include "pki/certificate_mint.h"

#include <array>
#include <string_view>

#include <openssl/core_names.h>

#include "pki/deterministic_bytes.h"
#include "pki/p256_signature.h"

namespace certdrill::pki {
namespace {

using BasicConstraints = Handle<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free>;
using BitString = Handle<ASN1_BIT_STRING, ASN1_BIT_STRING_free>;
using OctetString = Handle<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;
using ExtendedKeyUsages = Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;
using GeneralNames = Handle<GENERAL_NAMES, GENERAL_NAMES_free>;
using AuthorityKeyId = Handle<AUTHORITY_KEYID, AUTHORITY_KEYID_free>;
using Integer = Handle<ASN1_INTEGER, ASN1_INTEGER_free>;
using Time = Handle<ASN1_TIME, ASN1_TIME_free>;
using Name = Handle<X509_NAME, X509_NAME_free>;

// Numbers of the bits of keyUsage: RFC 5280, 4.2.1.3.
constexpr int digital_signature = 0;
constexpr int key_encipherment = 2;
constexpr int key_cert_sign = 5;
constexpr int crl_sign = 6;

void add_extension(X509* x509, int nid, void* value, bool critical) {
  need(X509_add1_ext_i2d(x509, nid, value, critical ? 1 : 0, X509V3_ADD_APPEND) == 1, "adding an extension");
}

void set_serial(X509* x509, std::uint64_t seed, std::string_view name) {
  std::array<std::uint8_t, 16> bytes{};
  DeterministicBytes("certdrill serial/1", seed, name).fill(bytes);
  bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x7FU) | 0x40U);  // positive, and always 16 bytes long
  const BigNumber number(made(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), "no memory"));
  const Integer serial(made(BN_to_ASN1_INTEGER(number.get(), nullptr), "serial number"));
  need(X509_set_serialNumber(x509, serial.get()) == 1, "serial number");
}

Time time_of(SimTime at) { return Time(made(ASN1_TIME_set(nullptr, unix_seconds(at)), "certificate time")); }

// The string type is given outright, which leaves out OpenSSL's limit of 64 characters: how long a name may be is for
// the reader of the scenario to say.
Name subject_of(const CertificateSpec& spec) {
  Name name(made(X509_NAME_new(), "no memory"));
  if (!spec.common_name.empty()) {
    const std::vector<unsigned char> text(spec.common_name.begin(), spec.common_name.end());
    need(X509_NAME_add_entry_by_NID(name.get(), NID_commonName, V_ASN1_UTF8STRING, text.data(),
                                    static_cast<int>(text.size()), -1, 0) == 1,
         "subject");
  }
  return name;
}

void add_basic_constraints(X509* x509, const CertificateSpec& spec) {
  const BasicConstraints constraints(made(BASIC_CONSTRAINTS_new(), "no memory"));
  constraints->ca = spec.authority ? 0xFF : 0;
  add_extension(x509, NID_basic_constraints, constraints.get(), true);
}

void add_key_usage(X509* x509, const CertificateSpec& spec) {
  const BitString bits(made(ASN1_BIT_STRING_new(), "no memory"));
  const auto set = [&bits](int bit) { need(ASN1_BIT_STRING_set_bit(bits.get(), bit, 1) == 1, "key usage"); };
  if (spec.authority) {
    set(key_cert_sign);
    set(crl_sign);
  } else {
    set(digital_signature);
    if (spec.key_type == KeyType::rsa2048) set(key_encipherment);
  }
  add_extension(x509, NID_key_usage, bits.get(), true);
}

int nid_of(KeyUsage usage) {
  switch (usage) {
    case KeyUsage::server_auth:
      return NID_server_auth;
    case KeyUsage::client_auth:
      return NID_client_auth;
    case KeyUsage::code_signing:
      return NID_code_sign;
    case KeyUsage::any:
      return NID_anyExtendedKeyUsage;
  }
  give_up("unknown key usage");
}

void add_extended_key_usage(X509* x509, const CertificateSpec& spec) {
  if (spec.key_usages.empty()) return;
  const ExtendedKeyUsages usages(made(EXTENDED_KEY_USAGE_new(), "no memory"));
  for (const KeyUsage usage : spec.key_usages) {
    need(sk_ASN1_OBJECT_push(usages.get(), OBJ_nid2obj(nid_of(usage))) > 0, "extended key usage");
  }
  add_extension(x509, NID_ext_key_usage, usages.get(), false);
}

void add_dns_names(X509* x509, const CertificateSpec& spec) {
  if (spec.dns_names.empty()) return;
  const GeneralNames names(made(GENERAL_NAMES_new(), "no memory"));
  for (const std::string& text : spec.dns_names) {
    GENERAL_NAME* name = made(GENERAL_NAME_new(), "no memory");
    need(sk_GENERAL_NAME_push(names.get(), name) > 0, "DNS name");
    ASN1_IA5STRING* string = made(ASN1_IA5STRING_new(), "no memory");
    GENERAL_NAME_set0_value(name, GEN_DNS, string);
    need(ASN1_STRING_set(string, text.data(), static_cast<int>(text.size())) == 1, "DNS name");
  }
  add_extension(x509, NID_subject_alt_name, names.get(), spec.common_name.empty());
}

// The SHA-1 digest of the public key's bits: RFC 5280, 4.2.1.2, method 1.
OctetString key_identifier_of(X509* x509) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  need(X509_pubkey_digest(x509, EVP_sha1(), digest.data(), &length) == 1, "key identifier");
  OctetString identifier(made(ASN1_OCTET_STRING_new(), "no memory"));
  need(ASN1_OCTET_STRING_set(identifier.get(), digest.data(), static_cast<int>(length)) == 1, "key identifier");
  return identifier;
}

void add_key_identifiers(X509* x509, const Certificate* issuer) {
  add_extension(x509, NID_subject_key_identifier, key_identifier_of(x509).get(), false);
  const AuthorityKeyId authority(made(AUTHORITY_KEYID_new(), "no memory"));
  authority->keyid = key_identifier_of(issuer != nullptr ? x509_of(*issuer) : x509).release();
  add_extension(x509, NID_authority_key_identifier, authority.get(), false);
}

std::vector<std::uint8_t> der_of(X509* x509) {
  const int length = i2d_X509(x509, nullptr);
  need(length > 0, "encoding a certificate");
  std::vector<std::uint8_t> der(static_cast<std::size_t>(length));
  unsigned char* out = der.data();
  i2d_X509(x509, &out);
  return der;
}

// Appends a DER element: its tag, its length and `content`, which is made of `parts` one behind the other.
void append_element(std::vector<std::uint8_t>& to, int tag, bool constructed,
                    std::initializer_list<std::span<const std::uint8_t>> parts) {
  std::size_t content = 0;
  for (const auto& part : parts) content += part.size();
  const int header = ASN1_object_size(constructed ? 1 : 0, static_cast<int>(content), tag);
  need(header > 0, "encoding a certificate");
  const std::size_t at = to.size();
  to.resize(at + static_cast<std::size_t>(header) - content);
  unsigned char* out = to.data() + at;
  ASN1_put_object(&out, constructed ? 1 : 0, static_cast<int>(content), tag, V_ASN1_UNIVERSAL);
  for (const auto& part : parts) to.insert(to.end(), part.begin(), part.end());
}

// OpenSSL has signed with a random nonce and filled in the algorithm on the way. What it signed stays, the signature
// gives way to the one that is the same in every run.
std::vector<std::uint8_t> with_deterministic_signature(X509* x509, EVP_PKEY* issuer_key) {
  unsigned char* signed_part = nullptr;
  const int signed_length = i2d_re_X509_tbs(x509, &signed_part);
  const OpenSslText owned_part(signed_part);
  const ASN1_BIT_STRING* ignored = nullptr;
  const X509_ALGOR* algorithm = nullptr;
  X509_get0_signature(&ignored, &algorithm, x509);
  unsigned char* encoded_algorithm = nullptr;
  const int algorithm_length = i2d_X509_ALGOR(algorithm, &encoded_algorithm);
  const OpenSslText owned_algorithm(encoded_algorithm);
  need(signed_length > 0 && algorithm_length > 0, "encoding a certificate");

  BIGNUM* scalar = nullptr;
  need(EVP_PKEY_get_bn_param(issuer_key, OSSL_PKEY_PARAM_PRIV_KEY, &scalar) == 1, "reading a P-256 key");
  const BigNumber owned_scalar(scalar);
  P256Scalar private_key{};
  need(BN_bn2binpad(scalar, private_key.data(), static_cast<int>(private_key.size())) >= 0, "reading a P-256 key");

  const std::span<const std::uint8_t> tbs(signed_part, static_cast<std::size_t>(signed_length));
  const std::vector<std::uint8_t> signature = sign_p256_sha256(private_key, tbs);
  const std::array<std::uint8_t, 1> no_unused_bits = {0};
  std::vector<std::uint8_t> bit_string;
  append_element(bit_string, V_ASN1_BIT_STRING, false, {no_unused_bits, signature});
  std::vector<std::uint8_t> der;
  append_element(der, V_ASN1_SEQUENCE, true,
                 {tbs, {encoded_algorithm, static_cast<std::size_t>(algorithm_length)}, bit_string});
  return der;
}

}  // namespace

std::vector<std::uint8_t> mint_der(std::uint64_t seed, const CertificateSpec& spec, EVP_PKEY* key,
                                   const Certificate* issuer, EVP_PKEY* issuer_key) {
  const X509Handle x509(made(X509_new(), "no memory"));
  X509* x = x509.get();
  need(X509_set_version(x, X509_VERSION_3) == 1, "version");
  set_serial(x, seed, spec.name);
  const Name subject = subject_of(spec);
  need(X509_set_subject_name(x, subject.get()) == 1 &&
           X509_set_issuer_name(x, issuer != nullptr ? X509_get_subject_name(x509_of(*issuer)) : subject.get()) == 1 &&
           X509_set1_notBefore(x, time_of(spec.not_before).get()) == 1 &&
           X509_set1_notAfter(x, time_of(spec.not_after).get()) == 1 && X509_set_pubkey(x, key) == 1,
       "filling in a certificate");
  add_basic_constraints(x, spec);
  add_key_usage(x, spec);
  add_extended_key_usage(x, spec);
  add_dns_names(x, spec);
  add_key_identifiers(x, issuer);

  const bool signs_digests_itself = EVP_PKEY_is_a(issuer_key, "ED25519") == 1;
  need(X509_sign(x, issuer_key, signs_digests_itself ? nullptr : EVP_sha256()) > 0, "signing a certificate");
  return EVP_PKEY_is_a(issuer_key, "EC") == 1 ? with_deterministic_signature(x, issuer_key) : der_of(x);
}

}  // namespace certdrill::pki
