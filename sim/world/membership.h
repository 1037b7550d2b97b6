// Membership is the life of a node: it starts, joins, belongs to the ring, is suspended, leaves.
//
// A node joins when it has a link to each of its neighbours in the ring and a path to a quorum of seed nodes; it asks
// every join_retry. Without a ring, a quorum of seed nodes that can talk to each other form one.
// Blocked     a joining node whose neighbour refuses it waits for something to change, and asks again at the next
//             moment of its own grid: the tries between would all have failed alike.
// Source      Service Fabric runtime source, Federation/JoinManager.cpp, VoteManager.cpp, SiteNode.cpp.
#pragma once

#include <vector>

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Membership {
 public:
  explicit Membership(World& world) : world_(world) {}

  // How a process ends. in_order: it says goodbye, and its neighbours let it go at once. silently: they learn it when
  // its leases have expired. with_host: silently or not, the kernel's sessions end as well.
  enum class Stop : std::uint8_t { in_order, silently, in_order_with_host, silently_with_host };

  // Everybody is up and has been for long, with sessions made from what each presents now.
  void begin();

  void stop(model::NodeIndex node, Stop how, Cause cause, SimTime at, Effects& effects);
  // Starts a node that is down: it boots for process_start, or host_start after the host went down.
  void start(model::NodeIndex node, Cause cause, bool with_host, SimTime at, Effects& effects);

  // Is there a piece of the ring with a quorum of seed nodes, so that somebody can manage an upgrade? And does it reach
  // this node? Both are true when the federation is not simulated.
  [[nodiscard]] bool has_quorum() const;
  [[nodiscard]] bool is_managed(model::NodeIndex node) const;

  // Arbitration has decided against it: it fails at `fails`, and is suspended before.
  void lose(model::NodeIndex node, SimTime fails, SimTime at, Effects& effects);
  // What it accepts or presents is another now, or whether it can act: those that wait for it try again.
  void node_changed(model::NodeIndex node, SimTime at, Effects& effects);
  // A node that went down for want of a credential starts when it has one.
  void credential_may_have_come(model::NodeIndex node, SimTime at, Effects& effects);
  // Any certificate may be judged in another way now.
  void everything_changed(SimTime at, Effects& effects);
  // Any two nodes may reach each other now that did not.
  void links_changed(SimTime at, Effects& effects);
  void wake_joiners_near(model::NodeIndex node, SimTime at, Effects& effects);
  void wake_all_joiners(SimTime at, Effects& effects);

  // The actions that are this actor's. expects(): is it still possible, now?
  void apply(const StartNode& action, SimTime at, Effects& effects);
  void apply(const TryToJoin& action, SimTime at, Effects& effects);
  void apply(const CompleteJoin& action, SimTime at, Effects& effects);
  void apply(const SuspendNode& action, SimTime at, Effects& effects);
  void apply(const FailNode& action, SimTime at, Effects& effects);
  void apply(const FormRing& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const StartNode& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const TryToJoin& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const CompleteJoin& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const SuspendNode& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const FailNode& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const FormRing& action, SimTime at);
  // Adds what is possible to `found`, in a fixed order.
  static void list_possible(const World& world, Effects& found);

 private:
  // Counters over nodes follow from their state and next_at: every change of those goes through here.
  template <typename Change>
  void change(model::NodeIndex node, Change&& make) {
    count(node, false);
    make();
    count(node, true);
  }
  void count(model::NodeIndex node, bool add);
  void set_state(model::NodeIndex node, NodeState to, Cause cause, SimTime at, Effects& effects);
  void become_up(model::NodeIndex node, SimTime at, Effects& effects);
  void block(model::NodeIndex node);
  void wake_joiner(model::NodeIndex node, SimTime at, Effects& effects);
  void await_ring(SimTime at, Effects& effects);
  [[nodiscard]] bool has_contact(model::NodeIndex node) const;  // to a quorum of seed nodes
  [[nodiscard]] bool may_join(model::NodeIndex node, SimTime at) const;
  [[nodiscard]] std::vector<model::NodeIndex> seeds_that_agree(SimTime at) const;

  World& world_;
};

}  // namespace certdrill::world
