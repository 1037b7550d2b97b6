// What small change lets a client in, lets it do what it has to, or keeps it out, in one sentence.
//
// Source     authentication article, "Identities and their respective roles" and "Validation rules"; Service Fabric
//            runtime source, SecuritySettings.cpp (EnableAdminRole).
#pragma once

#include <string>
#include <vector>

#include "check/classes.h"
#include "check/story.h"
#include "model/property.h"
#include "world/world.h"

namespace certdrill::check {

// `wanted` is how the client was to stand. Empty when no small change is known.
[[nodiscard]] std::string advise_on_client(const world::World& world, AuthenticationClasses& classes,
                                           const Meeting& meeting, model::ClientStanding wanted,
                                           const std::vector<Happening>& happenings, SimTime now);

// The same of a target of Octopus Deploy that finds no certificate to show, or refuses what the endpoint shows: it takes
// one thumbprint, and looks into one store. Empty when it is none, or something else is wrong.
[[nodiscard]] std::string advise_octopus(const world::World& world, const Meeting& meeting);
// Where the client looks for what it shows: "LocalMachine/MY".
[[nodiscard]] std::string place_of_certificate(const world::World& world, const Meeting& meeting);

}  // namespace certdrill::check
