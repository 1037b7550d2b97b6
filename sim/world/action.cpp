#include "world/action.h"

#include <array>

#include "base/hash.h"

namespace certdrill::world {

std::string_view name_of(const Action& action) {
  static constexpr std::array<std::string_view, std::variant_size_v<Action>> names = {
      "BeginStep",          "EndWait",   "BeginDomain", "SwitchNode", "ChangeStore", "CertificateBecomesValid",
      "CertificateExpires", "CrlExpires"};
  return names[action.index()];
}

std::uint64_t hash_of(const Action& action) {
  Hash hash;
  hash.add(action.index());
  const auto subject = [](const auto& each) -> std::uint64_t {
    if constexpr (requires { each.step; }) {
      return each.step;
    } else if constexpr (requires { each.domain; }) {
      return each.domain;
    } else if constexpr (requires { each.node; }) {
      return each.node;
    } else if constexpr (requires { each.authority; }) {
      return each.authority;
    } else {
      return each.certificate;
    }
  };
  hash.add(std::visit(subject, action));
  return hash.value();
}

}  // namespace certdrill::world
