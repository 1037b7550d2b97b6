// A rule profile says whose rules decide: the documents', or those of a runtime.
//
// documented  the default: the authentication article and the management article, where they are silent RFC 5280 and
// RFC 6125.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace certdrill::trust {

enum class Profile { documented };

[[nodiscard]] std::optional<Profile> parse_profile(std::string_view name);
[[nodiscard]] std::string_view to_string(Profile profile);
[[nodiscard]] std::vector<std::string> profile_names();

}  // namespace certdrill::trust
