// Role says which of the cluster's conversations a certificate is shown in, and Grant what its bearer may do.
//
// Source     authentication article, "Identities and their respective roles"; Service Fabric runtime source,
//            SecuritySettings.cpp (DefaultRemoteRole) and SecurityContext.cpp (FaultToReport).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace certdrill::trust {

// Whose certificate is judged, by whom.
enum class Role : std::uint8_t {
  cluster,  // a node's, by another node
  server,   // the management endpoint's, by a client
  client,   // a client's, by the management endpoint: the lists of clients and of admin clients together
};
[[nodiscard]] std::string_view to_string(Role role);  // "cluster"
[[nodiscard]] std::optional<Role> parse_role(std::string_view text);

// What an accepted caller may do. Nodes, and clients where roles are not in effect, may do everything.
enum class Grant : std::uint8_t { none, user, admin, all };
[[nodiscard]] std::string_view to_string(Grant grant);  // "none", "User", "Admin", "All"

}  // namespace certdrill::trust
