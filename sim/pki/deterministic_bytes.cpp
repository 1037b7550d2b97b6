#include "pki/deterministic_bytes.h"

#include <utility>
#include <vector>

#include <openssl/evp.h>

#include "pki/openssl_handles.h"

namespace certdrill::pki {
namespace {

void append(std::vector<std::uint8_t>& to, std::string_view text) { to.insert(to.end(), text.begin(), text.end()); }

void append(std::vector<std::uint8_t>& to, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(number >> shift));
}

DeterministicBytes::Digest sha256(std::span<const std::uint8_t> bytes) {
  DeterministicBytes::Digest digest{};
  need(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1, "SHA-256");
  return digest;
}

DeterministicBytes::Digest root_of(std::string_view label, std::uint64_t seed, std::string_view name) {
  std::vector<std::uint8_t> input;
  append(input, label);
  append(input, seed);
  append(input, name);
  return sha256(input);
}

}  // namespace

DeterministicBytes::DeterministicBytes(std::string_view label, std::uint64_t seed, std::string_view name,
                                       std::string purpose)
    : root_(root_of(label, seed, name)), purpose_(std::move(purpose)) {}

void DeterministicBytes::fill(std::span<std::uint8_t> bytes) {
  for (std::uint8_t& byte : bytes) {
    if (used_ == block_.size()) {
      std::vector<std::uint8_t> input(root_.begin(), root_.end());
      append(input, purpose_);
      append(input, next_block_++);
      block_ = sha256(input);
      used_ = 0;
    }
    byte = block_[used_++];
  }
}

}  // namespace certdrill::pki
