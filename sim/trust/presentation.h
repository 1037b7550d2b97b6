// Which certificate does a node show? The rules of presentation, for the switches of a profile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sim_time.h"
#include "model/rule_profile.h"
#include "model/scenario.h"
#include "pki/certificate_set.h"
#include "trust/rules.h"

namespace certdrill::trust {

// What became of a certificate of the node's store that the presentation rule names.
enum class CandidateFate : std::uint8_t {
  chosen,
  not_preferred,
  secondary_not_asked,  // the primary found one, and UseSecondaryIfNewer is off
  expired,
  no_private_key,
  key_unreadable,
  key_of_another,
  key_not_granted,  // access to its key has not been granted yet
  // It would have been chosen, but its renewal mark leads to a certificate that cannot be used (SEC_E_UNKNOWN_CREDENTIALS),
  // or that is not in the store, or in a circle.
  link_leads_nowhere,
};
[[nodiscard]] std::string_view to_string(CandidateFate fate);

// Where the renewal marks of the chosen certificate lead.
enum class LinkEnd : std::uint8_t {
  usable,  // or there are none
  not_in_store,
  key_unusable,  // SEC_E_UNKNOWN_CREDENTIALS
  circle,
};

struct Candidate {
  pki::CertificateId certificate = pki::no_certificate;
  std::size_t entry = 0;  // 0: found by the primary, 1: by the secondary
  CandidateFate fate = CandidateFate::chosen;
};

struct Presentation {
  pki::CertificateId chosen = pki::no_certificate;  // no_certificate: the node has nothing to present
  std::vector<Candidate> candidates;                // in the order of preference; the chosen one first
  // The certificates that renewal marks lead to, from the one that the rules chose, in their order; the last one is what
  // is sent, if it can be. Empty: the chosen one has no mark.
  std::vector<pki::CertificateId> links;
  LinkEnd link_end = LinkEnd::usable;
  model::PrivateKeyState key_at_end = model::PrivateKeyState::usable;       // of key_unusable: what it is like
  model::PresentedOrder order = model::PresentedOrder::farthest_not_after;  // what they were sorted by
};

// Source: authentication article: "locate and load the specified certificates, and sort them in descending order of
// their NotAfter attribute; expired certificates are ignored, and the first element of the list is selected";
// management article: they have to be installed inclusive of their private keys. NotBefore is not looked at: a
// certificate that is not yet valid can be chosen, and its peers refuse it (Service Fabric runtime source,
// SecurityCredentials.cpp).
// Renewal marks: "if this property is set, its value represents the thumbprint of the 'renewal' certificate, and so
// S-channel will instead attempt to load the linked certificate. In fact, it will traverse this linked (and hopefully
// acyclic) list until it ends up with the 'final' certificate - one without a renewal mark"; unconditionally, whatever
// the rules say of it (management article, "Certificate linking, explained"). Switch followRenewalLinks.
// Equal NotAfter, where the documents are silent: the later NotBefore (the one issued last) first, then the primary
// before the secondary, then the smaller thumbprint (docs/decisions/0007).
[[nodiscard]] Presentation choose_presented(const Presenting& rule, const model::Store& store,
                                            const pki::CertificateSet& certificates, const model::Switches& switches,
                                            SimTime now);

// Does the rule name this certificate, whatever else may keep it from being presented?
[[nodiscard]] bool names(const Presenting& rule, pki::CertificateId id, const pki::CertificateSet& certificates,
                         const model::Switches& switches);

// "B, because it expires last (2027-01-05); A expires sooner (2026-02-01)", or why there is nothing.
[[nodiscard]] std::string explain(const Presentation& presentation, const pki::CertificateSet& certificates);

}  // namespace certdrill::trust
