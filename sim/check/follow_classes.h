// Keeps the world's classes up to date through an event, where nobody else does: a world that is led through recorded
// events has no Monitor that watches it.
//
// The federation keeps them itself, as far as time and revocation lists change them; new configurations are learnt here.
// It does what ClusterCount does, so the classes have the same numbers as in the run that was recorded.
#pragma once

#include "world/world.h"

namespace certdrill::check {

// After each event. `effects` are those of the event alone.
void follow_classes(const world::World& world, const world::Action& action, const world::Effects& effects, SimTime at);

}  // namespace certdrill::check
