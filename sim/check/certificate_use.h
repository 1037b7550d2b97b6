// Where certificates are: on disk, loaded by processes, shown in sessions. It answers "is the old certificate really
// gone?".
//
// Two ways   certificate_use() looks at everything once, for the end of a run. SessionCount keeps up to date how many
//            sessions use which certificate, for the properties that ask about it at every instant.
// Sessions   of transports and of kernels both count: a lease that the kernels carry lives on with what it was made
//            with, whatever became of the process.
// Cost       certificate_use(): linear in nodes and leases. SessionCount: 16 bytes a lease, and constant time for each
//            session that is made or ended.
// Source     management article: the old certificate is in use until the last session made with it has ended.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "check/classes.h"
#include "check/federation_result.h"
#include "world/world.h"

namespace certdrill::check {

// Of each certificate that is held, loaded or shown, in order of id; each names the first `most_named` nodes. `classes`
// know what is presented, where no federation knows what is loaded.
[[nodiscard]] std::vector<CertificateUse> certificate_use(const world::World& world,
                                                          const AuthenticationClasses& classes,
                                                          std::size_t most_named = 5);

// Who shows what: a certificate and a node that has it loaded or showed it in a session that is open; sorted, each once.
using ShownByNode = std::pair<pki::CertificateId, model::NodeIndex>;
[[nodiscard]] std::vector<ShownByNode> certificates_shown(const world::World& world,
                                                          const AuthenticationClasses& classes);

// How many sessions there are, and how many have a certificate at both ends or at one at least.
class SessionCount {
 public:
  SessionCount() = default;
  explicit SessionCount(const world::Federation& federation, std::size_t certificates);

  // After an event.
  void follow(const world::Effects& effects, const world::Federation& federation);

  [[nodiscard]] std::uint64_t sessions() const { return sessions_; }
  [[nodiscard]] std::uint64_t with(pki::CertificateId certificate) const { return with_[certificate]; }
  [[nodiscard]] std::uint64_t with_at_both_ends(pki::CertificateId certificate) const { return both_[certificate]; }

 private:
  static constexpr world::SessionCertificates nothing{pki::no_certificate, pki::no_certificate};

  // Of a lease, as it was counted last: what each session shows, `nothing` when there is none. There are millions of
  // them.
  struct alignas(16) Counted {
    world::SessionCertificates transport = nothing;
    world::SessionCertificates kernel = nothing;
    friend bool operator==(const Counted&, const Counted&) = default;
  };

  void look_at(world::LeaseIndex lease, const world::Federation& federation);
  void add(const world::SessionCertificates& shown);
  void remove(const world::SessionCertificates& shown);

  std::vector<Counted> counted_;  // by lease
  std::uint64_t sessions_ = 0;
  std::vector<std::uint64_t> with_;  // by certificate
  std::vector<std::uint64_t> both_;  // by certificate
};

}  // namespace certdrill::check
