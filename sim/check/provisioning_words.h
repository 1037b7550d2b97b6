// Words for what went wrong on a certificate's way from a vault to a node: the same ones in reports, findings and lists of
// events.
#pragma once

#include <string_view>

#include "world/action.h"

namespace certdrill::check {

// "access denied", "the vault does not answer": behind the address that was asked for, or the machine's name.
[[nodiscard]] std::string_view words_for(world::ProvisioningFailure failure);

}  // namespace certdrill::check
