// FederationSettings are the times and numbers of the federation: ring, sessions, leases, arbitration, global lease and
// joining.
//
// Units      lengths are Duration; counts say what they count.
// Defaults   those of the public runtime, each with its source beside it; docs/federation.md has the same table, and
//            the scenario's object "federation" sets every one of them. Where the runtime has no such number, "ours"
//            says so.
// Source     Service Fabric runtime source, the file named behind each.
#pragma once

#include <cstdint>

#include "base/sim_time.h"

namespace certdrill::model {

struct FederationSettings {
  // Without the second reading a run asks only who could authenticate whom: ours.
  bool simulate = true;

  // Ring. FederationConfig.h: NeighborhoodSize, 1 to 8, on each side.
  std::uint32_t neighborhood_size = 4;

  // Leases. FederationConfig.h and Lease/linux/Leases.cpp.
  Duration lease_duration = std::chrono::seconds(30);        // LeaseDuration
  std::uint32_t lease_renew_begin_ratio = 6;                 // LeaseRenewBeginRatio: first renewal at duration / ratio
  std::uint32_t lease_retry_count = 3;                       // LeaseRetryCount: retries share what is left equally
  Duration lease_suspend_timeout = std::chrono::seconds(2);  // LeaseSuspendTimeout, after the expiry
  Duration arbitration_timeout = std::chrono::seconds(30);   // ArbitrationTimeout, after the expiry
  Duration max_indirect_lease = std::chrono::seconds(600);   // MaxConsecutiveIndirectLeaseDuration
  Duration establish_retry = std::chrono::seconds(1);        // retry of a failed establish call
  // Arbitration. ArbitrationTable.cpp.
  Duration voter_history = std::chrono::seconds(60);  // MaxLeaseDuration + MaxArbitrationTimeout: younger voters reject
  Duration repeat_window = std::chrono::seconds(300);  // records expire: a second expiry within it is "continuous"
  // Votes. FederationConfig.h.
  Duration global_lease = std::chrono::seconds(300);         // GlobalTicketLeaseDuration
  Duration global_lease_refresh = std::chrono::seconds(10);  // refresh interval of the tickets
  // Joining. JoinManager.cpp, VoteManager.cpp.
  Duration join_retry = std::chrono::seconds(2);          // QueryingNeighborhood
  Duration join_duration = std::chrono::seconds(1);       // what the sub-second phases of a join take together: ours
  Duration bootstrap_interval = std::chrono::seconds(5);  // votes are asked for again

  // Sessions. TcpSendTarget.cpp, TcpConnection.cpp, SecurityConfig.h.
  Duration session_refresh_delay = std::chrono::seconds(300);     // MaxSessionRefreshDelay
  Duration session_refresh_timeout = std::chrono::seconds(70);    // SessionRefreshTimeout
  Duration session_close_delay = std::chrono::seconds(180);       // SessionExpirationCloseDelay, accepting side only
  Duration session_expiration = std::chrono::hours(168);          // SessionExpiration, 7 days
  Duration session_expiration_spread = std::chrono::minutes(10);  // a random time on top
  Duration session_refresh_retry = std::chrono::minutes(60);      // SessionRefreshRetryDelay, at natural expiry
  Duration certificate_monitor = std::chrono::minutes(60);        // CertificateMonitorInterval

  // How long things take to start: ours.
  Duration process_start = std::chrono::seconds(10);
  Duration host_start = std::chrono::minutes(2);

  friend bool operator==(const FederationSettings&, const FederationSettings&) = default;
};

}  // namespace certdrill::model
