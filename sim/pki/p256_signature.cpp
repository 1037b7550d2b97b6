#include "pki/p256_signature.h"

#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>

#include "pki/openssl_handles.h"

namespace certdrill::pki {
namespace {

using Group = Handle<EC_GROUP, EC_GROUP_free>;
using Point = Handle<EC_POINT, EC_POINT_free>;
using Signature = Handle<ECDSA_SIG, ECDSA_SIG_free>;
using Digest = std::array<std::uint8_t, 32>;

BigNumber new_number() { return BigNumber(made(BN_new(), "no memory for a number")); }
BigNumber number_of(const Digest& bytes) {
  return BigNumber(made(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), "no memory for a number"));
}
Digest bytes_of(const BIGNUM* number) {
  Digest bytes{};
  need(BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size())) >= 0, "a number of more than 256 bits");
  return bytes;
}

// The candidates for the nonce, in order: the HMAC_DRBG of section 3.2, steps b to h. A P-256 order has 256 bits, as
// many as the digest, so bits2int is a plain conversion.
class NonceCandidates {
 public:
  NonceCandidates(const Digest& private_key, const Digest& reduced_digest) {
    value_.fill(0x01);
    for (const std::uint8_t round : {std::uint8_t{0x00}, std::uint8_t{0x01}}) {
      std::vector<std::uint8_t> input(value_.begin(), value_.end());
      input.push_back(round);
      input.insert(input.end(), private_key.begin(), private_key.end());
      input.insert(input.end(), reduced_digest.begin(), reduced_digest.end());
      key_ = keyed(input);
      value_ = keyed(value_);
    }
  }

  BigNumber next() {
    if (!first_) {
      std::vector<std::uint8_t> input(value_.begin(), value_.end());
      input.push_back(0x00);
      key_ = keyed(input);
      value_ = keyed(value_);
    }
    first_ = false;
    value_ = keyed(value_);
    return number_of(value_);
  }

 private:
  Digest keyed(std::span<const std::uint8_t> input) const {
    Digest out{};
    need(HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), input.data(), input.size(), out.data(),
              nullptr) != nullptr,
         "HMAC");
    return out;
  }

  Digest key_{};
  Digest value_{};
  bool first_ = true;
};

std::vector<std::uint8_t> der_of(BigNumber r, BigNumber s) {
  const Signature signature(made(ECDSA_SIG_new(), "no memory"));
  need(ECDSA_SIG_set0(signature.get(), r.release(), s.release()) == 1, "ECDSA signature");
  const int size = i2d_ECDSA_SIG(signature.get(), nullptr);
  need(size > 0, "ECDSA signature");
  std::vector<std::uint8_t> der(static_cast<std::size_t>(size));
  unsigned char* out = der.data();
  i2d_ECDSA_SIG(signature.get(), &out);
  return der;
}

}  // namespace

std::vector<std::uint8_t> sign_p256_sha256(const P256Scalar& private_key, std::span<const std::uint8_t> message) {
  start_openssl();
  const Group group(made(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1), "P-256"));
  const BigNumberContext context(made(BN_CTX_new(), "no memory"));
  BN_CTX* c = context.get();
  const BIGNUM* order = EC_GROUP_get0_order(group.get());

  Digest digest{};
  need(EVP_Digest(message.data(), message.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1, "SHA-256");
  const BigNumber z = number_of(digest);
  need(BN_nnmod(z.get(), z.get(), order, c) == 1, "reduction");
  const BigNumber d = number_of(private_key);

  NonceCandidates nonces(private_key, bytes_of(z.get()));
  for (;;) {
    const BigNumber k = nonces.next();
    if (BN_is_zero(k.get()) || BN_cmp(k.get(), order) >= 0) continue;
    const Point point(made(EC_POINT_new(group.get()), "no memory"));
    BigNumber r = new_number();
    BigNumber s = new_number();
    const BigNumber inverse = new_number();
    need(EC_POINT_mul(group.get(), point.get(), k.get(), nullptr, nullptr, c) == 1 &&
             EC_POINT_get_affine_coordinates(group.get(), point.get(), r.get(), nullptr, c) == 1 &&
             BN_nnmod(r.get(), r.get(), order, c) == 1 && BN_mod_mul(s.get(), r.get(), d.get(), order, c) == 1 &&
             BN_mod_add(s.get(), s.get(), z.get(), order, c) == 1 &&
             BN_mod_inverse(inverse.get(), k.get(), order, c) != nullptr &&
             BN_mod_mul(s.get(), s.get(), inverse.get(), order, c) == 1,
         "ECDSA");
    if (!BN_is_zero(r.get()) && !BN_is_zero(s.get())) return der_of(std::move(r), std::move(s));
  }
}

}  // namespace certdrill::pki
