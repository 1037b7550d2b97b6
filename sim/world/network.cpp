#include "world/network.h"

namespace certdrill::world {

void Network::begin(std::uint32_t /*id*/, const model::Fault& /*fault*/, SimTime /*at*/, Effects& /*effects*/) {}

void Network::end(std::uint32_t /*id*/, const model::Fault& /*fault*/, SimTime /*at*/, Effects& /*effects*/) {}

bool Network::reach_each_other(model::NodeIndex a, model::NodeIndex b) const {
  return !world_.federation_.on || world_.federation_.side[a] == world_.federation_.side[b];
}

}  // namespace certdrill::world
