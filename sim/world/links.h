// Links answers whether two nodes can talk: over the session that they have, or by a new handshake.
//
// Both ends have to accept what the other has loaded to present, and the network has to let them reach each other. What
// a node has loaded may lag behind its store; what it accepts does not (Service Fabric runtime source,
// TransportSecurity.cpp: credentials are kept in memory, rules are read with the settings).
// Cost       two kept answers of AuthenticationClasses.
#pragma once

#include "base/sim_time.h"
#include "world/world.h"

namespace certdrill::world {

class Links {
 public:
  explicit Links(const World& world) : world_(world), federation_(world.federation()) {}

  // What the node would load to present if it looked into its store now; no_certificate: nothing usable.
  [[nodiscard]] pki::CertificateId presentable(model::NodeIndex node, SimTime at) const {
    return facts(node, at).presented;
  }
  [[nodiscard]] const AuthenticationClasses::Facts& facts(model::NodeIndex node, SimTime at) const {
    learn(at);
    return world_.classes().facts(world_.configuration_of(node));
  }

  [[nodiscard]] bool reach(model::NodeIndex a, model::NodeIndex b) const {
    return federation_.side[a] == federation_.side[b];
  }
  // A new handshake between two running processes.
  [[nodiscard]] bool fresh(model::NodeIndex a, model::NodeIndex b, SimTime at) const {
    if (!reach(a, b)) return false;
    learn(at);
    AuthenticationClasses& classes = world_.classes();
    return classes.accepts_certificate(world_.configuration_of(a), federation_.loaded[b], at) &&
           classes.accepts_certificate(world_.configuration_of(b), federation_.loaded[a], at);
  }
  [[nodiscard]] bool over_session(const Lease& lease) const {
    return lease.has_session() && reach(lease.opener, lease.acceptor);
  }

  // What a message between them takes longer, and how many of a hundred renewals get lost.
  [[nodiscard]] Duration delay(model::NodeIndex a, model::NodeIndex b) const;
  [[nodiscard]] std::uint32_t percent_lost(model::NodeIndex a, model::NodeIndex b) const;

 private:
  // Configurations come up whenever a node changes; they are learnt when somebody asks.
  void learn(SimTime at) const {
    AuthenticationClasses& classes = world_.classes();
    if (classes.known_configurations() != world_.configurations().size()) classes.learn(world_.configurations(), at);
  }

  const World& world_;
  const Federation& federation_;
};

}  // namespace certdrill::world
