#include "world/client_calls.h"

namespace certdrill::world {

void ClientCalls::begin(World& /*world*/) {}
const model::Client& ClientCalls::client(const World& world, model::ClientIndex index) {
  return world.scenario().cluster.clients[index];
}
void ClientCalls::change(const model::ClientStep& /*step*/, std::uint32_t /*number*/, SimTime /*at*/,
                         Effects& /*effects*/) {}
void ClientCalls::install(const model::InstallStep& /*step*/, SimTime /*at*/, Effects& /*effects*/) {}
void ClientCalls::apply(const CallEndpoint& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
bool ClientCalls::expects(const World& /*world*/, const CallEndpoint& /*action*/, SimTime /*at*/) { return false; }
void ClientCalls::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
