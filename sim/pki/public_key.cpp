#include "pki/public_key.h"

#include <string_view>

namespace certdrill::pki {

std::string PublicKeyId::to_short_string() const {
  constexpr std::string_view hex = "0123456789ABCDEF";
  const auto digits = [&hex](std::uint8_t byte) { return std::string{hex[byte >> 4], hex[byte & 0x0FU]}; };
  const std::size_t last = bytes_.size() - 1;
  return digits(bytes_[0]) + digits(bytes_[1]) + ".." + digits(bytes_[last - 1]) + digits(bytes_[last]);
}

}  // namespace certdrill::pki
