// Which certificates can be cleaned up: taken from the stores, with nobody missing them?
//
// In use     by a process that has it loaded, or by a session that was made with it. Those of the kernels outlive the
//            node: only a restart of the host ends them.
// Needed     the P of a node, or its server P, finds no other certificate. Where it finds another one too, it is not.
// Comes back an agent that runs on the node would install it again: of a version-less address the newest version, of
//            another the one it names.
// Not asked  what applications use it for, and what V lists: neither needs it in the store of the node.
// Cost       linear in nodes and leases, for one certificate in configurations; once for the end of a run.
// Source     management article, "Certificate cleanup": "It is often a non-trivial task to determine whether or not a
//            given certificate is being used at a given time."
#pragma once

#include <vector>

#include "check/certificate_use.h"
#include "check/cluster_count.h"
#include "check/provisioning_result.h"
#include "world/world.h"

namespace certdrill::check {

// Of each certificate that a node holds or uses, but authorities, in order of id; each names the first `most_named`
// nodes.
[[nodiscard]] std::vector<CleanUp> clean_up(const world::World& world, AuthenticationClasses& classes, SimTime now,
                                            std::size_t most_named = 5);

// The verdict alone. `sessions` may be null where the federation is not simulated.
[[nodiscard]] bool can_be_cleaned_up(pki::CertificateId certificate, const world::World& world,
                                     const ClusterCount& count, const SessionCount* sessions, SimTime now);

}  // namespace certdrill::check
