// Clients call the management endpoints: a deployment, a health check, an administrator's command, each again and again.
//
// Attempt    goes to one node that is up, the next attempt to the next. It is allowed when both accept what the other
//            shows and the node grants the role that the call needs. A connection that fails is tried again, attempts
//            and pause as the call says; a client that is let in and may not do what it calls for is told so at once.
// Schedule   the first call at its `first`, the others a multiple of `every` behind it. A call that takes longer than
//            that leaves out those that it overtakes.
// Cost       an attempt asks for kept answers; what it costs does not depend on the number of nodes that are up.
// Source     OctopusDeploy/Calamari, AzureServiceFabricContext.ps1 (five tries, five seconds apart);
//            authentication article, "Identities and their respective roles".
#pragma once

#include <optional>

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

// By which rules a client connects, and what it finds in the place where it looks.
struct ClientConduct {
  std::uint32_t security = 0;  // index into Scenario::securities
  const model::Store* store = nullptr;
};

class ClientCalls {
 public:
  explicit ClientCalls(World& world) : world_(world) {}

  static void begin(World& world);

  // As it is now: as the scenario has it, or as the last ClientStep left it.
  [[nodiscard]] static const model::Client& client(const World& world, model::ClientIndex index);
  // As it was: 0 is how the scenario has it, n + 1 how step n left it.
  [[nodiscard]] static const model::Client& variant(const model::Scenario& scenario, model::ClientIndex index,
                                                    std::uint32_t number);
  // As it connects when nobody says for which call, and for one of its calls. The world has to stay as it is.
  [[nodiscard]] static ClientConduct conduct(const World& world, model::ClientIndex index);
  [[nodiscard]] static ClientConduct conduct(const World& world, model::ClientIndex index, std::uint32_t call);

  void change(const model::ClientStep& step, std::uint32_t number, SimTime at, Effects& effects);
  void install(const model::InstallStep& step, SimTime at, Effects& effects);

  void apply(const CallEndpoint& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const CallEndpoint& action, SimTime at);
  static void list_possible(const World& world, Effects& found);

 private:
  [[nodiscard]] std::optional<model::NodeIndex> next_endpoint(ClientState& client) const;
  [[nodiscard]] Outcome call(const OfCall& which, const model::ClientCall& call, model::NodeIndex node, SimTime at);
  void install_into(model::ClientIndex client, std::uint32_t place, const std::vector<model::StoreEntry>& entries,
                    Effects& effects);
  static void enable(const World& world, model::ClientIndex client, std::uint32_t call, Effects& effects);

  World& world_;
};

}  // namespace certdrill::world
