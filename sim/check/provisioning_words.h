// Words for what went wrong on a certificate's way from a vault to a node: the same ones in reports, findings and lists
// of events.
#pragma once

#include <string_view>

#include "world/world.h"

namespace certdrill::check {

// "access denied", "the vault does not answer": behind the address that was asked for, or the machine's name.
[[nodiscard]] std::string_view words_for(world::ProvisioningFailure failure);

// What an agent's event, or a step that changes an agent, did not get: of the list that it went through. null: no event
// of an agent, or nothing failed. The world's after the event, or the scenario's.
[[nodiscard]] const model::ObservedCertificate* failed_of(const world::Action& action, const world::EffectFacts& facts,
                                                          const world::World& world);

}  // namespace certdrill::check
