// Does a name in a certificate match the name that a rule expects?
//
// Matching   without regard to ASCII case; a whole left-most label "*" in the CERTIFICATE's name stands for exactly
//            one label of the expected name, and what follows it must have at least two labels; the rest is compared
//            as it is. A "*" in the expected name is only a character: it matches a certificate whose name has the
//            same one. No partial wildcards (a*.x), no trailing dots taken away.
// Source     authentication article, "a certificate will be considered a match if its subject common name or any of
//            its subject alternative names matches ... wildcards are supported ... case-insensitive"; RFC 6125
//            section 6.4.3 and RFC 9525 section 6.3 for what a wildcard may be.
#pragma once

#include <string_view>

namespace certdrill::trust {

[[nodiscard]] bool name_matches(std::string_view name_in_certificate, std::string_view expected);

}  // namespace certdrill::trust
