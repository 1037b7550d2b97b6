// Sessions are made with the certificates that both ends have loaded, and live on with them.
//
// After a change of settings a node renews each of its sessions at a moment of its own within session_refresh_delay.
// When the two ends cannot authenticate any more, the session is closed session_refresh_timeout later, and when it is
// the accepting end that changed, session_close_delay later still. A session that nobody touches is renewed when it is
// session_expiration old; that renewal may fail, and is tried again every session_refresh_retry.
// A store that changes is noticed by the monitor within certificate_monitor, and only new sessions show what it found.
// Source     Service Fabric runtime source, Transport/TcpSendTarget.cpp UpdateSecurity, TcpConnection.cpp
//            OnSessionExpired, TransportSecurity.cpp RefreshX509CredentialsIfNeeded.
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Sessions {
 public:
  explicit Sessions(World& world) : world_(world) {}

  // The node takes this security configuration (an index into Scenario::securities) in place.
  void take_settings(model::NodeIndex node, std::uint32_t security, SimTime at, Effects& effects);
  // The node has taken a new security configuration in place: it loads what that presents, and renews its sessions;
  // with nothing to present it fails.
  void settings_changed(model::NodeIndex node, SimTime at, Effects& effects);
  // What it would present may have changed without its settings: its store, a certificate's validity, its clock.
  void store_changed(model::NodeIndex node, SimTime at, Effects& effects);

  // Makes the session of a lease, with what both ends have loaded; the kernels keep the one that they still have.
  void make(LeaseIndex index, SimTime at, Effects& effects);
  // The session of the transport ends.
  void end(LeaseIndex index, Effects& effects);

  // The actions that are this actor's. expects(): is it still possible, now?
  void apply(const RenewSession& action, SimTime at, Effects& effects);
  void apply(const CloseSession& action, SimTime at, Effects& effects);
  void apply(const AgeSessions& action, SimTime at, Effects& effects);
  void apply(const NoticeStore& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const RenewSession& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const CloseSession& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const AgeSessions& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const NoticeStore& action, SimTime at);
  // Adds what is possible to `found`, in a fixed order.
  static void list_possible(const World& world, Effects& found);

 private:
  void remake(LeaseIndex index, SimTime at, Effects& effects);
  bool find_open_sessions();
  void set(Lease& lease, Lease::Session session, bool natural, SimTime session_at);

  World& world_;
};

}  // namespace certdrill::world
