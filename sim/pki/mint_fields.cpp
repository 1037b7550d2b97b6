#include "pki/mint_fields.h"

#include <array>

#include "pki/deterministic_bytes.h"

namespace certdrill::pki {

Integer serial_number_of(std::uint64_t seed, std::string_view name) {
  std::array<std::uint8_t, 16> bytes{};
  DeterministicBytes("certdrill serial/1", seed, name).fill(bytes);
  bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x7FU) | 0x40U);  // positive, and always 16 bytes long
  const BigNumber number(made(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), "no memory"));
  return Integer(made(BN_to_ASN1_INTEGER(number.get(), nullptr), "serial number"));
}

Time time_of(SimTime at) { return Time(made(ASN1_TIME_set(nullptr, unix_seconds(at)), "certificate time")); }

OctetString key_identifier_of(X509* x509) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  need(X509_pubkey_digest(x509, EVP_sha1(), digest.data(), &length) == 1, "key identifier");
  OctetString identifier(made(ASN1_OCTET_STRING_new(), "no memory"));
  need(ASN1_OCTET_STRING_set(identifier.get(), digest.data(), static_cast<int>(length)) == 1, "key identifier");
  return identifier;
}

AuthorityKeyId authority_key_identifier_of(X509* issuer) {
  AuthorityKeyId authority(made(AUTHORITY_KEYID_new(), "no memory"));
  authority->keyid = key_identifier_of(issuer).release();
  return authority;
}

void append_name(GENERAL_NAMES* names, int type, std::string_view text) {
  GENERAL_NAME* name = made(GENERAL_NAME_new(), "no memory");
  need(sk_GENERAL_NAME_push(names, name) > 0, "alternative name");
  ASN1_IA5STRING* string = made(ASN1_IA5STRING_new(), "no memory");
  GENERAL_NAME_set0_value(name, type, string);
  need(ASN1_STRING_set(string, text.data(), static_cast<int>(text.size())) == 1, "alternative name");
}

std::string crl_address_of(std::string_view authority_name) {
  constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string address = "http://crl.test/";
  for (const char letter : authority_name) {
    if (unreserved.find(letter) != std::string_view::npos) {
      address += letter;
    } else {
      const auto byte = static_cast<unsigned char>(letter);
      address += {'%', hex[byte >> 4], hex[byte & 0x0FU]};
    }
  }
  return address + ".crl";
}

}  // namespace certdrill::pki
