#include "pki/signing.h"

#include <array>
#include <initializer_list>
#include <span>

#include <openssl/core_names.h>

namespace certdrill::pki {
namespace {

using Bytes = std::vector<std::uint8_t>;

// `encode` is one of OpenSSL's i2d functions with its object bound: it writes behind what it is given, and says how
// much that was.
template <typename Encode>
Bytes encoded(Encode encode) {
  const int length = encode(nullptr);
  need(length > 0, "encoding what is to be signed");
  Bytes der(static_cast<std::size_t>(length));
  unsigned char* out = der.data();
  need(encode(&out) == length, "encoding what is to be signed");
  return der;
}

const EVP_MD* message_digest(EVP_PKEY* key, SignatureDigest digest) {
  if (EVP_PKEY_is_a(key, "ED25519") == 1) {
    need(digest == SignatureDigest::sha256, "an Ed25519 key does not sign over SHA-1");
    return nullptr;
  }
  return digest == SignatureDigest::sha1 ? EVP_sha1() : EVP_sha256();
}

// Appends a DER element: its tag, its length and `content`, which is made of `parts` one behind the other.
void append_element(Bytes& to, int tag, bool constructed, std::initializer_list<std::span<const std::uint8_t>> parts) {
  std::size_t content = 0;
  for (const auto& part : parts) content += part.size();
  const int header = ASN1_object_size(constructed ? 1 : 0, static_cast<int>(content), tag);
  need(header > 0, "encoding a signature");
  const std::size_t at = to.size();
  to.resize(at + static_cast<std::size_t>(header) - content);
  unsigned char* out = to.data() + at;
  ASN1_put_object(&out, constructed ? 1 : 0, static_cast<int>(content), tag, V_ASN1_UNIVERSAL);
  for (const auto& part : parts) to.insert(to.end(), part.begin(), part.end());
}

// OpenSSL has signed with a random nonce and filled in the algorithm on the way. What it signed stays, the signature
// gives way to the one that is the same in every run.
Bytes with_deterministic_signature(const Bytes& signed_part, const X509_ALGOR* algorithm, EVP_PKEY* key,
                                   SignatureDigest digest) {
  BIGNUM* scalar = nullptr;
  need(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &scalar) == 1, "reading a P-256 key");
  const BigNumber owned_scalar(scalar);
  P256Scalar private_key{};
  need(BN_bn2binpad(scalar, private_key.data(), static_cast<int>(private_key.size())) >= 0, "reading a P-256 key");

  const Bytes signature = sign_p256(private_key, digest, signed_part);
  const std::array<std::uint8_t, 1> no_unused_bits = {0};
  Bytes bit_string;
  append_element(bit_string, V_ASN1_BIT_STRING, false, {no_unused_bits, signature});
  const Bytes encoded_algorithm = encoded([algorithm](unsigned char** out) { return i2d_X509_ALGOR(algorithm, out); });
  Bytes der;
  append_element(der, V_ASN1_SEQUENCE, true, {signed_part, encoded_algorithm, bit_string});
  return der;
}

bool signs_at_random(EVP_PKEY* key) { return EVP_PKEY_is_a(key, "EC") == 1; }

}  // namespace

Bytes signed_der(X509* x509, EVP_PKEY* key, SignatureDigest digest) {
  need(X509_sign(x509, key, message_digest(key, digest)) > 0, "signing a certificate");
  if (!signs_at_random(key)) return encoded([x509](unsigned char** out) { return i2d_X509(x509, out); });
  const ASN1_BIT_STRING* ignored = nullptr;
  const X509_ALGOR* algorithm = nullptr;
  X509_get0_signature(&ignored, &algorithm, x509);
  return with_deterministic_signature(encoded([x509](unsigned char** out) { return i2d_re_X509_tbs(x509, out); }),
                                      algorithm, key, digest);
}

Bytes signed_der(X509_CRL* crl, EVP_PKEY* key, SignatureDigest digest) {
  need(X509_CRL_sign(crl, key, message_digest(key, digest)) > 0, "signing a CRL");
  if (!signs_at_random(key)) return encoded([crl](unsigned char** out) { return i2d_X509_CRL(crl, out); });
  const ASN1_BIT_STRING* ignored = nullptr;
  const X509_ALGOR* algorithm = nullptr;
  X509_CRL_get0_signature(crl, &ignored, &algorithm);
  return with_deterministic_signature(encoded([crl](unsigned char** out) { return i2d_re_X509_CRL_tbs(crl, out); }),
                                      algorithm, key, digest);
}

}  // namespace certdrill::pki
