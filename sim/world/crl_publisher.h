// The authorities, as far as they publish: a list at the start, one whenever they revoke something, one whenever a step
// says so, and one every so often where their policy says so.
//
// A list is valid from the second in which it is published, for as long as its authority's policy says. When it ends and
// the policy publishes none by itself, nobody does.
// Waiting    of each authority one end of a list is awaited at a time, that of the oldest list which has not been seen
//            to end. When that moment comes and a newer list is there, nothing has happened but that the end of the
//            newer one is awaited from then on.
// Source     RFC 5280, section 5.1.2 (thisUpdate, nextUpdate), section 5.2.3 (CRL number).
#pragma once

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

// The lists that are published when the scenario begins, in the order of Scenario::crl_policies.
[[nodiscard]] std::vector<pki::CrlSpec> first_crls(const model::Scenario& scenario);

class CrlPublisher {
 public:
  explicit CrlPublisher(World& world) : world_(world) {}

  void publish_first_lists();
  void revoke(const std::vector<pki::CertificateId>& certificates, SimTime at, Effects& effects);
  void publish(const std::vector<pki::CertificateId>& authorities, SimTime at, Effects& effects);
  [[nodiscard]] static bool awaits_end_of(const World& world, pki::CertificateId authority);
  void end_list(pki::CertificateId authority, Effects& effects);  // the awaited moment has come

  void apply(const PublishCrl& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const PublishCrl& action, SimTime at);

  static void list_awaited_ends(const World& world, Effects& found);

 private:
  [[nodiscard]] static std::size_t place_of(const World& world, pki::CertificateId authority);
  void publish_next(std::size_t place, SimTime at, Effects& effects);
  void await_end(std::size_t place, Effects& effects);

  World& world_;
};

}  // namespace certdrill::world
