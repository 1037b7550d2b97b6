// Provisioning agents bring certificates from vaults to the stores of nodes (model/provisioning.h tells the kinds).
//
// Cycles     an agent that polls does so every polling_interval, from the moment of its first cycle on that machine. Only
//            cycles that may find something are events: one behind each change in a vault, of access or of its list. One
//            that failed is not tried again before something has changed: it would fail again.
// Rollout    what an operator does with an agent, a start, a new list of secrets, reaches each machine at a moment of its
//            own within `rollout`; so does the first cycle on a machine that is new.
// Installed  keys come with access for nobody but those who run elevated: the scan of the store grants it
//            (world/access_scan.h). At the start of a scenario what runs has done its work already.
// Links      with link_on_renewal a retrieved certificate is set as the renewal of each certificate in the store whose
//            alternative names it includes, all of them; a certificate without any is never linked.
// Source     management article, "Certificate provisioning, explained", "Certificate linking, explained".
#pragma once

#include <optional>
#include <vector>

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

// What changed in a vault.
struct VaultChange {
  std::optional<model::LineIndex> line;          // this one alone
  std::optional<model::IdentityIndex> identity;  // for this one alone
};

class Agents {
 public:
  static constexpr Duration rollout = std::chrono::minutes(10);

  explicit Agents(World& world) : world_(world) {}

  static void begin(World& world);

  // Those who observe it look at it in their next cycles.
  void vault_changed(model::VaultIndex vault, const VaultChange& change, SimTime at, Effects& effects);
  // An update of scale-set secrets that names a version which cannot be read fails as a whole, and changes nothing.
  void change(const model::AgentStep& step, SimTime at, Effects& effects);
  // The machine is new, or back to its image: what it holds of agents is gone, and they start again.
  void machine_made(model::NodeIndex node, SimTime at, Effects& effects);
  // Has it done its first work on this machine, as far as it is required?
  [[nodiscard]] static bool ready(const World& world, model::AgentIndex agent, model::NodeIndex node);

  void apply(const StartAgent& action, SimTime at, Effects& effects);
  void apply(const PollVault& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const StartAgent& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const PollVault& action, SimTime at);
  static void list_possible(const World& world, Effects& found);

 private:
  void start_on(model::AgentIndex agent, model::NodeIndex node, SimTime at, Effects& effects);
  void stop_on(model::AgentIndex agent, model::NodeIndex node);
  void stop(model::AgentIndex agent, SimTime at, Effects& effects);
  void update_on(model::AgentIndex agent, model::NodeIndex node, SimTime at, Effects& effects);
  bool can_read_all(const std::vector<model::ObservedCertificate>& observes, model::AgentIndex agent,
                    Effects& effects) const;
  void work(model::AgentIndex agent, model::NodeIndex node, SimTime at, Effects& effects);
  void set_on_its_way(AgentOnNode& each, bool on_its_way);

  World& world_;
};

}  // namespace certdrill::world
