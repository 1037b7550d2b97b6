// Clients call the management endpoints: a deployment, a health check, an administrator's command, each again and again.
//
// An attempt goes to one node that is up, the next attempt to the next; it succeeds when both accept what the other
// shows and the node grants the role that the call needs. A failed one is repeated, attempts and pause as the call says.
// Source     OctopusDeploy/Calamari, AzureServiceFabricContext.ps1 (five tries, five seconds apart);
//            authentication article, "Identities and their respective roles".
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class ClientCalls {
 public:
  explicit ClientCalls(World& world) : world_(world) {}

  static void begin(World& world);

  // As it is now: as the scenario has it, or as the last ClientStep left it.
  [[nodiscard]] static const model::Client& client(const World& world, model::ClientIndex index);

  void change(const model::ClientStep& step, std::uint32_t number, SimTime at, Effects& effects);
  void install(const model::InstallStep& step, SimTime at, Effects& effects);

  void apply(const CallEndpoint& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const CallEndpoint& action, SimTime at);
  static void list_possible(const World& world, Effects& found);

 private:
  World& world_;
};

}  // namespace certdrill::world
