// What an agent gets from vaults in one cycle, and what that makes of the store of a machine.
//
// Installed  a certificate that is there with a key of its own stays as it is. An extension never removes anything; a file
//            that is dropped takes the place of the one before it.
// Links      with link_on_renewal, what comes new into a store becomes the renewal of each certificate there whose
//            alternative names it includes, all of them; one without any is never linked.
// Source     management article, "Certificate provisioning", "Certificate linking, explained".
#pragma once

#include <cstdint>
#include <vector>

#include "model/scenario.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

// What an agent was given for one of the addresses on its list.
struct Retrieved {
  pki::CertificateId certificate = pki::no_certificate;
  model::LineIndex line = 0;
};
struct Retrieval {
  std::vector<Retrieved> got;                               // in the order of its list
  ProvisioningFailure failure = ProvisioningFailure::none;  // the first one
  std::uint32_t failed = 0;                                 // its place in the list
};

// One that fails is passed over; the compute service takes all or none.
[[nodiscard]] Retrieval retrieve(const World& world, const model::Agent& agent,
                                 const std::vector<model::ObservedCertificate>& observes);

// Says in full what installing it does to a store: nothing else of the agent or the vaults matters.
[[nodiscard]] std::vector<std::uint32_t> key_of(model::AgentIndex agent, const Retrieval& retrieval);

// Keys come without access, but for those of files.
[[nodiscard]] model::Store with_delivered(model::Store store, const model::Scenario& scenario,
                                          const model::Agent& agent, const Retrieval& retrieval);

// Sets `retrieved` as the renewal of each certificate in the store whose alternative names it includes, all of them. One
// without any is left alone, and so is `retrieved` itself; an older mark is replaced.
[[nodiscard]] model::Store with_links_to(model::Store store, pki::CertificateId retrieved,
                                         const std::vector<pki::CertificateSpec>& certificates);

}  // namespace certdrill::world
