// The smallest change that avoids a finding, when one is known, in one sentence.
//
// Source     authentication article: augment the validation rules first, so that all nodes converge on them while still
// using the current
//            credentials; management article: list all expected issuers, install with the private key, a certificate
//            that expires sooner is ignored.
#pragma once

#include <string>
#include <vector>

#include "check/classes.h"
#include "check/result.h"
#include "world/world.h"

namespace certdrill::check {

struct Happening;

[[nodiscard]] std::string advise_on_links(const world::World& world, AuthenticationClasses& classes,
                                          const std::vector<Refusal>& refusals,
                                          const std::vector<Happening>& happenings, SimTime now);

// A node was to present `wanted` and does not.
[[nodiscard]] std::string advise_on_presentation(const world::World& world, AuthenticationClasses& classes,
                                                 model::NodeIndex node, pki::CertificateId wanted, SimTime now);

}  // namespace certdrill::check
