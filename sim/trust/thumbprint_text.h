// Thumbprints as a cluster's configuration writes them, and lists of them.
//
// Text form  a thumbprint, then perhaps "?true": the chain has to be good as well. Lists are separated by commas; empty
//            entries are left out, of equal ones the first is kept.
// anyWhiteSpace  40 hex digits, white space anywhere.
// runtime        what is between the blanks at both ends, cut into pairs from its END unless it has a space in it, is
//                read as hexadecimal numbers one after the other. So a fully spaced and a fully compact form are equal;
//                "a1 b2c3" is not readable; "a1b" is two bytes; a sign or a tab makes bytes nobody meant. The number of
//                bytes is not checked: what has not 20 is accepted and matches no certificate.
// Errors     the runtime's name of the error first: "InvalidX509Thumbprint: ..."; a list of commas alone is
//            InvalidArgument.
// Source     authentication article, "a case-insensitive string comparison excluding all whitespaces"; Service Fabric
//            runtime source, Thumbprint.cpp and ThumbprintSet.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/rule_profile.h"
#include "pki/thumbprint.h"

namespace certdrill::trust {

struct WrittenThumbprint {
  std::vector<std::uint8_t> bytes;
  bool check_chain = false;

  // None when it has not 20 bytes, and so is no certificate's.
  [[nodiscard]] std::optional<pki::Thumbprint> thumbprint() const;
  // Two digits a byte, in lower case, as the runtime writes it.
  [[nodiscard]] std::string to_string() const;
  // ?true does not count: Service Fabric runtime source, Thumbprint.cpp.
  friend bool operator==(const WrittenThumbprint& a, const WrittenThumbprint& b) { return a.bytes == b.bytes; }
};

[[nodiscard]] Result<WrittenThumbprint> parse_thumbprint(std::string_view text, model::ThumbprintText form);
[[nodiscard]] Result<std::vector<WrittenThumbprint>> parse_thumbprint_list(std::string_view text,
                                                                           model::ThumbprintText form);

// Is it plainly 40 hex digits? Whatever else is readable is worth a warning.
[[nodiscard]] bool is_plain_thumbprint(std::string_view text);

}  // namespace certdrill::trust
