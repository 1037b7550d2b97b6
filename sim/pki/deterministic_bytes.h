// DeterministicBytes is an endless stream of bytes that depends on a label, a seed and a name alone: what keys and
// serial numbers are made from.
//
// Rule       root = SHA-256(label | seed, 8 bytes big-endian | name); block i = SHA-256(root | purpose | i, 8 bytes
//            big-endian), i from 0.
// Security   none beyond the seed's: for rehearsals.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace certdrill::pki {

class DeterministicBytes {
 public:
  using Digest = std::array<std::uint8_t, 32>;

  DeterministicBytes(std::string_view label, std::uint64_t seed, std::string_view name, std::string purpose = {});

  [[nodiscard]] const Digest& root() const { return root_; }
  void fill(std::span<std::uint8_t> bytes);  // the next bytes of the stream

 private:
  Digest root_;
  std::string purpose_;
  Digest block_{};
  std::size_t used_ = std::tuple_size_v<Digest>;
  std::uint64_t next_block_ = 0;
};

}  // namespace certdrill::pki
