#include "world/federation.h"

namespace certdrill::world {

Ring::Ring(const model::Cluster& /*cluster*/, std::uint32_t /*neighborhood_size*/) {}

}  // namespace certdrill::world
