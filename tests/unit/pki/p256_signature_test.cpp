#include "pki/p256_signature.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace certdrill::pki {
namespace {

std::vector<std::uint8_t> bytes_of(std::string_view hex) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

struct SignatureCase {
  std::string name;
  SignatureDigest digest;
  std::string message;
  std::string der;  // SEQUENCE { r, s }

  friend std::ostream& operator<<(std::ostream& out, const SignatureCase& row) { return out << row.name; }
};

class P256Signature : public testing::TestWithParam<SignatureCase> {};

// The key and the signatures of RFC 6979, appendix A.2.5.
TEST_P(P256Signature, IsTheOneOfRfc6979) {
  const std::vector<std::uint8_t> key = bytes_of("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
  P256Scalar scalar{};
  std::copy(key.begin(), key.end(), scalar.begin());
  const std::string& message = GetParam().message;
  const std::vector<std::uint8_t> input(message.begin(), message.end());
  EXPECT_EQ(sign_p256(scalar, GetParam().digest, input), bytes_of(GetParam().der));
}

INSTANTIATE_TEST_SUITE_P(
    Messages, P256Signature,
    testing::Values(SignatureCase{"sample_sha256", SignatureDigest::sha256, "sample",
                                  "3046"
                                  "022100EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                                  "022100F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"},
                    SignatureCase{"test_sha256", SignatureDigest::sha256, "test",
                                  "3045"
                                  "022100F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367"
                                  "0220019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"},
                    SignatureCase{"sample_sha1", SignatureDigest::sha1, "sample",
                                  "3044"
                                  "022061340C88C3AAEBEB4F6D667F672CA9759A6CCAA9FA8811313039EE4A35471D32"
                                  "02206D7F147DAC089441BB2E2FE8F7A3FA264B9C475098FDCF6E00D7C996E1B8B7EB"},
                    SignatureCase{"test_sha1", SignatureDigest::sha1, "test",
                                  "3044"
                                  "02200CBCC86FD6ABD1D99E703E1EC50069EE5C0B4BA4B9AC60E409E8EC5910D81A89"
                                  "022001B9D7B73DFAA60D5651EC4591A0136F87653E0FD780C3B1BC872FFDEAE479B1"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace certdrill::pki
