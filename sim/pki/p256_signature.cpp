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
using Octets = std::array<std::uint8_t, 32>;  // a number below the order: int2octets of section 2.3.3

BigNumber new_number() { return BigNumber(made(BN_new(), "no memory for a number")); }
BigNumber number_of(std::span<const std::uint8_t> bytes) {
  return BigNumber(made(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), "no memory for a number"));
}
Octets octets_of(const BIGNUM* number) {
  Octets bytes{};
  need(BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size())) >= 0, "a number of more than 256 bits");
  return bytes;
}

const EVP_MD* message_digest(SignatureDigest digest) {
  return digest == SignatureDigest::sha1 ? EVP_sha1() : EVP_sha256();
}

// The candidates for the nonce, in order: the HMAC_DRBG of section 3.2, steps b to h. A P-256 order has 256 bits; no
// digest here has more, so bits2int is a plain conversion.
class NonceCandidates {
 public:
  NonceCandidates(const EVP_MD* digest, const Octets& private_key, const Octets& reduced_digest)
      : digest_(digest),
        key_(static_cast<std::size_t>(EVP_MD_get_size(digest)), 0x00),
        value_(static_cast<std::size_t>(EVP_MD_get_size(digest)), 0x01) {
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
    std::vector<std::uint8_t> drawn;  // as many blocks as fill 256 bits, and the left-most of those
    while (drawn.size() < std::tuple_size_v<Octets>) {
      value_ = keyed(value_);
      drawn.insert(drawn.end(), value_.begin(), value_.end());
    }
    return number_of(std::span(drawn).first(std::tuple_size_v<Octets>));
  }

 private:
  std::vector<std::uint8_t> keyed(std::span<const std::uint8_t> input) const {
    std::vector<std::uint8_t> out(value_.size());
    need(HMAC(digest_, key_.data(), static_cast<int>(key_.size()), input.data(), input.size(), out.data(), nullptr) !=
             nullptr,
         "HMAC");
    return out;
  }

  const EVP_MD* digest_;
  std::vector<std::uint8_t> key_;
  std::vector<std::uint8_t> value_;
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

std::vector<std::uint8_t> sign_p256(const P256Scalar& private_key, SignatureDigest digest,
                                    std::span<const std::uint8_t> message) {
  start_openssl();
  const Group group(made(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1), "P-256"));
  const BigNumberContext context(made(BN_CTX_new(), "no memory"));
  BN_CTX* c = context.get();
  const BIGNUM* order = EC_GROUP_get0_order(group.get());

  const EVP_MD* function = message_digest(digest);
  std::vector<std::uint8_t> hash(static_cast<std::size_t>(EVP_MD_get_size(function)));
  need(EVP_Digest(message.data(), message.size(), hash.data(), nullptr, function, nullptr) == 1, "hashing");
  const BigNumber z = number_of(hash);
  need(BN_nnmod(z.get(), z.get(), order, c) == 1, "reduction");
  const BigNumber d = number_of(private_key);

  NonceCandidates nonces(function, private_key, octets_of(z.get()));
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
