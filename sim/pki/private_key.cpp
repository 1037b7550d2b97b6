#include "pki/private_key.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <openssl/core_names.h>
#include <openssl/obj_mac.h>

#include "pki/deterministic_bytes.h"

namespace certdrill::pki {
namespace {

constexpr std::string_view key_label = "certdrill key/1";
constexpr BN_ULONG public_exponent = 65537;

using Group = Handle<EC_GROUP, EC_GROUP_free>;
using Point = Handle<EC_POINT, EC_POINT_free>;
using ParameterBuilder = Handle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Handle<OSSL_PARAM, OSSL_PARAM_free>;
using KeyContext = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

BigNumber new_number() { return BigNumber(made(BN_new(), "no memory for a number")); }

BigNumber number_of(std::span<const std::uint8_t> big_endian) {
  return BigNumber(
      made(BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), nullptr), "no memory for a number"));
}

Key key_from(const char* algorithm, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(made(OSSL_PARAM_BLD_to_param(builder), "key parameters"));
  const KeyContext context(made(EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr), "key context"));
  EVP_PKEY* key = nullptr;
  need(EVP_PKEY_fromdata_init(context.get()) == 1 &&
           EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) == 1,
       "OpenSSL refuses a key made from the seed");
  return Key(key);
}

Key make_ed25519(std::uint64_t seed, std::string_view name) {
  const DeterministicBytes bytes(key_label, seed, name);
  return Key(made(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes.root().data(), bytes.root().size()),
                  "Ed25519 key"));
}

Key make_p256(std::uint64_t seed, std::string_view name) {
  DeterministicBytes bytes(key_label, seed, name, "p256");
  const Group group(made(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1), "P-256"));
  const BigNumberContext context(made(BN_CTX_new(), "no memory"));
  BigNumber scalar;
  do {
    std::array<std::uint8_t, 32> drawn{};
    bytes.fill(drawn);
    scalar = number_of(drawn);
  } while (BN_is_zero(scalar.get()) || BN_cmp(scalar.get(), EC_GROUP_get0_order(group.get())) >= 0);

  const Point point(made(EC_POINT_new(group.get()), "no memory"));
  need(EC_POINT_mul(group.get(), point.get(), scalar.get(), nullptr, nullptr, context.get()) == 1, "P-256 public key");
  std::array<std::uint8_t, 65> encoded{};
  need(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, encoded.data(), encoded.size(),
                          context.get()) == encoded.size(),
       "P-256 public key");

  const ParameterBuilder builder(made(OSSL_PARAM_BLD_new(), "no memory"));
  need(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0) == 1 &&
           OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, encoded.data(), encoded.size()) ==
               1 &&
           OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar.get()) == 1,
       "P-256 parameters");
  return key_from("EC", builder.get());
}

// The next prime at or above so many bytes of the stream whose two top bits are set, so that the product of two has
// twice as many bits, and for which e has an inverse.
BigNumber draw_prime(DeterministicBytes& bytes, int prime_bits, BN_CTX* context) {
  for (;;) {
    std::vector<std::uint8_t> drawn(static_cast<std::size_t>(prime_bits) / 8);
    bytes.fill(drawn);
    drawn.front() |= 0xC0;
    drawn.back() |= 0x01;
    BigNumber candidate = number_of(drawn);
    for (; BN_num_bits(candidate.get()) == prime_bits; need(BN_add_word(candidate.get(), 2) == 1, "addition")) {
      if (BN_mod_word(candidate.get(), public_exponent) == 1) continue;
      const int prime = BN_check_prime(candidate.get(), context, nullptr);
      need(prime >= 0, "primality test");
      if (prime == 1) return candidate;
    }
  }
}

Key make_rsa(int bits, std::uint64_t seed, std::string_view name) {
  DeterministicBytes bytes(key_label, seed, name, "rsa" + std::to_string(bits));
  const BigNumberContext context(made(BN_CTX_new(), "no memory"));
  BigNumber p = draw_prime(bytes, bits / 2, context.get());
  BigNumber q = draw_prime(bytes, bits / 2, context.get());
  if (BN_cmp(p.get(), q.get()) < 0) std::swap(p, q);  // the coefficient below is the inverse of q modulo p, with p > q

  const BigNumber n = new_number();
  const BigNumber e = new_number();
  const BigNumber p_1 = new_number();
  const BigNumber q_1 = new_number();
  const BigNumber product = new_number();
  const BigNumber divisor = new_number();
  const BigNumber lambda = new_number();
  const BigNumber d = new_number();
  const BigNumber d_p = new_number();
  const BigNumber d_q = new_number();
  const BigNumber coefficient = new_number();
  BN_CTX* c = context.get();
  need(BN_set_word(e.get(), public_exponent) == 1 && BN_mul(n.get(), p.get(), q.get(), c) == 1 &&
           BN_sub(p_1.get(), p.get(), BN_value_one()) == 1 && BN_sub(q_1.get(), q.get(), BN_value_one()) == 1 &&
           BN_mul(product.get(), p_1.get(), q_1.get(), c) == 1 && BN_gcd(divisor.get(), p_1.get(), q_1.get(), c) == 1 &&
           BN_div(lambda.get(), nullptr, product.get(), divisor.get(), c) == 1 &&
           BN_mod_inverse(d.get(), e.get(), lambda.get(), c) != nullptr &&
           BN_mod(d_p.get(), d.get(), p_1.get(), c) == 1 && BN_mod(d_q.get(), d.get(), q_1.get(), c) == 1 &&
           BN_mod_inverse(coefficient.get(), q.get(), p.get(), c) != nullptr,
       "RSA numbers");

  const ParameterBuilder builder(made(OSSL_PARAM_BLD_new(), "no memory"));
  const std::array<std::pair<const char*, const BIGNUM*>, 8> numbers = {
      {{OSSL_PKEY_PARAM_RSA_N, n.get()},
       {OSSL_PKEY_PARAM_RSA_E, e.get()},
       {OSSL_PKEY_PARAM_RSA_D, d.get()},
       {OSSL_PKEY_PARAM_RSA_FACTOR1, p.get()},
       {OSSL_PKEY_PARAM_RSA_FACTOR2, q.get()},
       {OSSL_PKEY_PARAM_RSA_EXPONENT1, d_p.get()},
       {OSSL_PKEY_PARAM_RSA_EXPONENT2, d_q.get()},
       {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, coefficient.get()}}};
  for (const auto& [parameter, number] : numbers) {
    need(OSSL_PARAM_BLD_push_BN(builder.get(), parameter, number) == 1, "RSA parameters");
  }
  return key_from("RSA", builder.get());
}

}  // namespace

Key make_private_key(KeyType type, std::uint64_t seed, std::string_view name) {
  switch (type) {
    case KeyType::ed25519:
      return make_ed25519(seed, name);
    case KeyType::p256:
      return make_p256(seed, name);
    case KeyType::rsa2048:
      return make_rsa(2048, seed, name);
    case KeyType::rsa512:
      return make_rsa(512, seed, name);
  }
  give_up("unknown key type");
}

}  // namespace certdrill::pki
