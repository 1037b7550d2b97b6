#include "pki/certificate_mint.h"

#include <string_view>

#include "pki/mint_fields.h"
#include "pki/signing.h"

namespace certdrill::pki {
namespace {

using BasicConstraints = Handle<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free>;
using BitString = Handle<ASN1_BIT_STRING, ASN1_BIT_STRING_free>;
using DistributionPoints = Handle<CRL_DIST_POINTS, CRL_DIST_POINTS_free>;
using ExtendedKeyUsages = Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;
using Name = Handle<X509_NAME, X509_NAME_free>;

// Numbers of the bits of keyUsage: RFC 5280, 4.2.1.3.
constexpr int digital_signature = 0;
constexpr int key_encipherment = 2;
constexpr int key_cert_sign = 5;
constexpr int crl_sign = 6;

void add_extension(X509* x509, int nid, void* value, bool critical) {
  need(X509_add1_ext_i2d(x509, nid, value, critical ? 1 : 0, X509V3_ADD_APPEND) == 1, "adding an extension");
}

int string_type_of(int nid) {
  switch (nid) {
    case NID_countryName:
      return V_ASN1_PRINTABLESTRING;
    case NID_domainComponent:
    case NID_pkcs9_emailAddress:
      return V_ASN1_IA5STRING;
    default:
      return V_ASN1_UTF8STRING;
  }
}

// The string type is given outright, which leaves out OpenSSL's limit of 64 characters: how long a name may be is for
// the reader of the scenario to say.
void append_attribute(X509_NAME* name, int nid, std::string_view value) {
  const std::vector<unsigned char> text(value.begin(), value.end());
  need(X509_NAME_add_entry_by_NID(name, nid, string_type_of(nid), text.data(), static_cast<int>(text.size()), -1, 0) ==
           1,
       "subject");
}

Name subject_of(const CertificateSpec& spec) {
  Name name(made(X509_NAME_new(), "no memory"));
  if (!spec.common_name.empty()) append_attribute(name.get(), NID_commonName, spec.common_name);
  for (const SubjectAttribute& attribute : spec.subject) {
    const int nid = OBJ_sn2nid(attribute.key.c_str());
    need(nid != NID_undef, "a subject attribute of no known name: \"" + attribute.key + "\"");
    append_attribute(name.get(), nid, attribute.value);
  }
  return name;
}

void add_basic_constraints(X509* x509, const CertificateSpec& spec) {
  const BasicConstraints constraints(made(BASIC_CONSTRAINTS_new(), "no memory"));
  constraints->ca = spec.authority ? 0xFF : 0;
  if (spec.authority && spec.path_length) {
    constraints->pathlen = made(ASN1_INTEGER_new(), "no memory");
    need(ASN1_INTEGER_set_uint64(constraints->pathlen, *spec.path_length) == 1, "path length");
  }
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
    if (spec.key_type == KeyType::rsa2048 || spec.key_type == KeyType::rsa512) set(key_encipherment);
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

// Four bytes of an IPv4 address, sixteen of an IPv6 one: RFC 5280, 4.2.1.6.
void append_ip_address(GENERAL_NAMES* names, const std::string& text) {
  ASN1_OCTET_STRING* address = made(a2i_IPADDRESS(text.c_str()), "no IP address: \"" + text + "\"");
  GENERAL_NAME* name = made(GENERAL_NAME_new(), "no memory");
  GENERAL_NAME_set0_value(name, GEN_IPADD, address);
  need(sk_GENERAL_NAME_push(names, name) > 0, "IP address");
}

void add_alternative_names(X509* x509, const CertificateSpec& spec) {
  if (spec.dns_names.empty() && spec.email_names.empty() && spec.ip_addresses.empty()) return;
  const GeneralNames names(made(GENERAL_NAMES_new(), "no memory"));
  for (const std::string& text : spec.dns_names) append_name(names.get(), GEN_DNS, text);
  for (const std::string& text : spec.email_names) append_name(names.get(), GEN_EMAIL, text);
  for (const std::string& text : spec.ip_addresses) append_ip_address(names.get(), text);
  const bool no_subject = X509_NAME_entry_count(X509_get_subject_name(x509)) == 0;
  add_extension(x509, NID_subject_alt_name, names.get(), no_subject);
}

void add_key_identifiers(X509* x509, const MintIssuer* issuer) {
  add_extension(x509, NID_subject_key_identifier, key_identifier_of(x509).get(), false);
  X509* issuing = issuer != nullptr ? x509_of(*issuer->certificate) : x509;
  add_extension(x509, NID_authority_key_identifier, authority_key_identifier_of(issuing).get(), false);
}

// RFC 5280, 4.2.1.13.
void add_distribution_point(X509* x509, const MintIssuer* issuer) {
  if (issuer == nullptr || !issuer->spec->publishes_crl) return;
  const DistributionPoints points(made(sk_DIST_POINT_new_null(), "no memory"));
  DIST_POINT* point = made(DIST_POINT_new(), "no memory");
  need(sk_DIST_POINT_push(points.get(), point) > 0, "CRL distribution point");
  point->distpoint = made(DIST_POINT_NAME_new(), "no memory");
  point->distpoint->type = 0;  // a full name
  point->distpoint->name.fullname = made(GENERAL_NAMES_new(), "no memory");
  append_name(point->distpoint->name.fullname, GEN_URI, crl_address_of(issuer->spec->name));
  add_extension(x509, NID_crl_distribution_points, points.get(), false);
}

}  // namespace

std::vector<std::uint8_t> mint_der(std::uint64_t seed, const CertificateSpec& spec, EVP_PKEY* key,
                                   const MintIssuer* issuer) {
  const X509Handle x509(made(X509_new(), "no memory"));
  X509* x = x509.get();
  const Name subject = subject_of(spec);
  const X509_NAME* issuer_name =
      issuer != nullptr ? X509_get_subject_name(x509_of(*issuer->certificate)) : subject.get();
  need(X509_set_version(x, X509_VERSION_3) == 1 &&
           X509_set_serialNumber(x, serial_number_of(seed, spec.name).get()) == 1 &&
           X509_set_subject_name(x, subject.get()) == 1 && X509_set_issuer_name(x, issuer_name) == 1 &&
           X509_set1_notBefore(x, time_of(spec.not_before).get()) == 1 &&
           X509_set1_notAfter(x, time_of(spec.not_after).get()) == 1 && X509_set_pubkey(x, key) == 1,
       "filling in a certificate");
  add_basic_constraints(x, spec);
  add_key_usage(x, spec);
  add_extended_key_usage(x, spec);
  add_alternative_names(x, spec);
  add_key_identifiers(x, issuer);
  add_distribution_point(x, issuer);

  std::vector<std::uint8_t> der = signed_der(x, issuer != nullptr ? issuer->key : key,
                                             spec.sha1_signature ? SignatureDigest::sha1 : SignatureDigest::sha256);
  if (spec.damaged_signature) der.back() ^= 0x01;  // the signature is what stands last, so it is still DER
  return der;
}

}  // namespace certdrill::pki
