// World is the state of a cluster in the middle of its plan: a plain value that can be copied, compared and hashed.
//
// apply(action, at) is the whole of its conduct: state, action and time in, state and effects out. It draws nothing,
// asks no clock and remembers nothing beside what is compared. enabled() lists what can happen next and when; it
// depends on the state alone.
// Memory     per node 4 bytes of configuration and 1 bit here; 20 + 4 bytes shared by all copies (Setting).
//            And what the authorities have published: each node that can reach a list sees the newest at once.
// Cost       apply: constant per node that changes; enabled actions are listed once, when they become possible.
// Errors     applying an action that is not enabled is a mistake of ours: it aborts with the action's name.
//            With the federation (world/federation.h) 318 bytes more per node; a run takes 520 (docs/performance.md).
// Source     docs/decisions/0003, 0016.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/sim_time.h"
#include "world/action.h"
#include "world/authentication_classes.h"
#include "world/configuration_table.h"
#include "world/fault_state.h"
#include "world/federation.h"
#include "world/setting.h"
#include "world/upgrade_state.h"
#include "world/vault_state.h"

namespace certdrill::world {

// How far the plan has come.
struct Progress {
  enum class Stage : std::uint8_t {
    before_step,      // `step` begins at `resume_at`
    before_domain,    // `domain` begins at `resume_at`
    in_domain,        // nodes of `domain` switch; it began at `since`
    after_domain,     // `domain` began at `since`, and is done; its health is checked, or an operator decides
    changing_stores,  // nodes install or remove; it began at `since`
    waiting,          // until `resume_at`
    done,             // since `since`
    making_machines,  // machines are made, or go back to their image; it began at `since`
  };
  Stage stage = Stage::done;
  std::uint32_t step = 0;
  std::uint32_t domain = 0;
  std::uint32_t remaining = 0;  // nodes that have yet to act
  SimTime since{};
  SimTime resume_at{};
  std::uint32_t next_boundary = 0;  // index into Setting::boundaries

  friend bool operator==(const Progress&, const Progress&) = default;
};

// Which end of a list of an authority is awaited (world/crl_publisher.h); number 0: none.
struct AwaitedCrlEnd {
  std::uint64_t number = 0;
  SimTime at{};
  friend bool operator==(const AwaitedCrlEnd&, const AwaitedCrlEnd&) = default;
};

class World {
 public:
  explicit World(std::shared_ptr<const Setting> setting);

  // Adds to `effects`, which the caller clears.
  void apply(const Action& action, SimTime at, Effects& effects);
  // The same when it is expected; false, and nothing has changed, when it is not.
  bool apply_if_expected(const Action& action, SimTime at, Effects& effects);
  // It will be applied soon, and `near`: very soon. Brings what it is about nearer to the processor; changes nothing.
  // Worth it when the federation outgrows the processor's cache.
  void expect_soon(const Action& action, bool near) const;
  [[nodiscard]] bool is_large() const { return federation_.leases.size() > 16'384; }

  // Can this happen now? What was possible once may have become moot: a driver drops it.
  [[nodiscard]] bool expects(const Action& action, SimTime at) const;

  // Everything that can happen from here, in a fixed order.
  [[nodiscard]] std::vector<EnabledAction> enabled() const;

  [[nodiscard]] const Setting& setting() const { return *setting_; }
  [[nodiscard]] const std::shared_ptr<const Setting>& setting_pointer() const { return setting_; }
  [[nodiscard]] const model::Scenario& scenario() const { return setting_->scenario(); }
  [[nodiscard]] const ConfigurationTable& configurations() const { return table_; }
  [[nodiscard]] std::uint32_t configuration_of(model::NodeIndex node) const { return configuration_[node]; }
  [[nodiscard]] const std::vector<std::uint32_t>& configuration_by_node() const { return configuration_; }
  // The newest list of each authority that publishes, in the order of Scenario::crl_policies; it may have ended.
  [[nodiscard]] const std::vector<pki::CrlSpec>& crls() const { return crls_; }
  [[nodiscard]] const Progress& progress() const { return progress_; }
  [[nodiscard]] const Federation& federation() const { return federation_; }
  [[nodiscard]] const UpgradeState& upgrade() const { return upgrade_; }
  [[nodiscard]] const Interludes& interludes() const { return interludes_; }
  [[nodiscard]] const Provisioned& provisioned() const { return provisioned_; }
  [[nodiscard]] const ClientStates& clients() const { return clients_; }
  // The plan is done.
  [[nodiscard]] bool done() const { return progress_.stage == Progress::Stage::done; }
  // Since when nothing brings the plan on any more by itself: an upgrade waits for a node that never answers, for a
  // quorum, for an operator who is never asked, or tries a step back again and again. none: it goes on, or is done.
  [[nodiscard]] std::optional<SimTime> stuck_since() const {
    return upgrade_.runs_freely() ? std::nullopt : find_stuck_since();
  }
  // The plan is done, or stuck, and the federation has settled: no session, lease or node is about to go on to another
  // state; nor is a store about to be scanned or an update about to reach a machine.
  [[nodiscard]] bool at_rest() const;
  // The last of the plan's faults and outages that are going on now and end by themselves does so then.
  [[nodiscard]] std::optional<SimTime> last_fault_ends() const;
  // Who accepts whom: kept answers to questions about the state, not state.
  [[nodiscard]] AuthenticationClasses& classes() const { return classes_; }

  // Equal states have equal hashes, whatever way led to them. Linear in nodes.
  [[nodiscard]] std::uint64_t hash() const;
  friend bool operator==(const World& a, const World& b);

  // Has the node done its part of the step under way: switched, or changed its store?
  [[nodiscard]] bool has_acted(model::NodeIndex node) const { return acted(node); }
  // What a copy takes, about; without the setting, which all copies share. Linear in configurations, not in nodes.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  // One file an actor: these are the rolling upgrade (rolling_upgrade.cpp), the one who fills stores
  // (provisioning.cpp), and the authorities (crl_publisher.cpp).
  friend class RollingUpgrade;
  friend class Provisioning;
  friend class CrlPublisher;
  // How certificates come to the nodes, and who calls from outside.
  friend class Vaults;
  friend class Agents;
  friend class AccessScan;
  friend class Machines;
  friend class HealthWatch;
  friend class ClientCalls;
  // The federation: life of nodes, sessions, leases, arbitration, votes, network; and what goes wrong.
  friend class Membership;
  friend class Neighbourhood;
  friend class Arbitration;
  friend class Sessions;
  friend class Leases;
  friend class GlobalLease;
  friend class Network;
  friend class Faults;
  friend struct WorldForTests;

  void apply_one(const BeginStep& action, SimTime at, Effects& effects);
  void apply_one(const BeginStepDuring& action, SimTime at, Effects& effects);
  void apply_one(const EndWait& action, SimTime at, Effects& effects);
  void apply_one(const ChangeStore& action, SimTime at, Effects& effects);
  void apply_one(const CrlExpires& action, SimTime at, Effects& effects);
  void apply_one(const CertificateBecomesValid& action, SimTime at, Effects& effects);
  void apply_one(const CertificateExpires& action, SimTime at, Effects& effects);
  [[nodiscard]] bool expects_one(const BeginStep& action, SimTime at) const;
  [[nodiscard]] bool expects_one(const BeginStepDuring& action, SimTime at) const;
  [[nodiscard]] bool expects_one(const EndWait& action, SimTime at) const;
  [[nodiscard]] bool expects_one(const ChangeStore& action, SimTime at) const;
  [[nodiscard]] bool expects_one(const CrlExpires& action, SimTime at) const;
  [[nodiscard]] bool expects_one(const CertificateBecomesValid& action, SimTime at) const;
  [[nodiscard]] bool expects_one(const CertificateExpires& action, SimTime at) const;
  // All others are those of an actor.
  template <typename OfAnActor>
  void apply_one(const OfAnActor& action, SimTime at, Effects& effects);
  template <typename OfAnActor>
  [[nodiscard]] bool expects_one(const OfAnActor& action, SimTime at) const;
  void pass_boundary(SimTime at, Effects& effects);
  [[nodiscard]] bool next_boundary_is(const Action& action) const;
  void begin_step_during(std::uint32_t step, SimTime at, Effects& effects);
  void begin_step(SimTime at, Effects& effects);
  bool begin_step_at_once(const model::Step& step, SimTime at, Effects& effects);
  void begin_fault(std::uint32_t step, SimTime at, Effects& effects);
  void complete_step(SimTime at, Effects& effects);
  void await_step(std::uint32_t step, SimTime not_before, Effects& effects);
  void await_at(std::uint32_t step, SimTime at, Effects& effects);
  // The steps that begin during this one, or this domain of it, have their moments now.
  void announce_during(std::uint32_t step, std::optional<std::uint32_t> domain, SimTime at, Effects& effects);
  [[nodiscard]] std::optional<SimTime> find_stuck_since() const;
  static void list_plan(const World& world, Effects& found);
  void enable_next_boundary(Effects& effects) const;
  // The node's store or settings are others from now on; the scan of its store may have something to do.
  void set_configuration(model::NodeIndex node, std::uint32_t to, SimTime at, Effects& effects);
  // The same for its store alone, and those who use it learn of it; nothing when it is the same.
  void set_store(model::NodeIndex node, std::uint32_t to, SimTime at, Effects& effects);
  void tell_upgrade(std::size_t first, bool had_quorum, SimTime at, Effects& effects);
  void judge_crls_anew(std::size_t first, SimTime at, Effects& effects);
  [[nodiscard]] const model::Step& current_step() const { return scenario().steps[progress_.step]; }
  [[nodiscard]] bool acted(model::NodeIndex node) const { return (acted_[node / 64] >> (node % 64) & 1U) != 0; }
  void mark_acted(model::NodeIndex node) { acted_[node / 64] |= std::uint64_t{1} << (node % 64); }

  std::shared_ptr<const Setting> setting_;
  ConfigurationTable table_;
  std::vector<std::uint32_t> configuration_;     // by node
  std::vector<std::uint64_t> acted_;             // a bit by node: has it acted in the current step?
  std::vector<pki::CrlSpec> crls_;               // by authority, as Scenario::crl_policies
  std::vector<AwaitedCrlEnd> awaited_crl_ends_;  // likewise
  std::vector<SimTime> crls_due_;                // likewise: the next list that comes by itself; max: none does
  Progress progress_;
  UpgradeState upgrade_;
  Interludes interludes_;
  Federation federation_;
  FaultState faults_;
  Provisioned provisioned_;
  ClientStates clients_;
  PresentedNow presented_now_;  // kept answers (world/health_watch.h)
  mutable AuthenticationClasses classes_;
};

}  // namespace certdrill::world
