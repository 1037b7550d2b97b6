#include "trust/role.h"

namespace certdrill::trust {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::cluster:
      return "cluster";
    case Role::server:
      return "server";
    case Role::client:
      return "client";
  }
  return "cluster";
}

std::optional<Role> parse_role(std::string_view text) {
  for (const Role role : {Role::cluster, Role::server, Role::client}) {
    if (to_string(role) == text) return role;
  }
  return std::nullopt;
}

std::string_view to_string(Grant grant) {
  switch (grant) {
    case Grant::none:
      return "none";
    case Grant::user:
      return "User";
    case Grant::admin:
      return "Admin";
    case Grant::all:
      return "All";
  }
  return "none";
}

}  // namespace certdrill::trust
