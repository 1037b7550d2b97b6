// Examiner builds and verifies the chains that a run asks for, each once for every view of trust and validity period,
// and applies rules to them.
//
// A view of trust is what a validating party knows beside its rules: the roots it trusts, the authorities whose CRL it
// cannot fetch, and how far its clock is off.
// Cost       one verification for each pair (certificate, view) and period; a certificate's period ends at its own
//            boundaries and its issuers', and with each new CRL of theirs.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/sim_time.h"
#include "pki/certificate_set.h"
#include "trust/judge.h"
#include "world/setting.h"

namespace certdrill::world {

class Examiner {
 public:
  using ViewId = std::uint32_t;

  Examiner(std::shared_ptr<const Setting> setting, std::shared_ptr<const pki::CertificateSet> certificates);

  [[nodiscard]] ViewId view_of(const model::Store& store);
  [[nodiscard]] const trust::ExaminedCertificate& examined(pki::CertificateId certificate, ViewId view, SimTime now);

  // Who judges in this scenario, by its profile. `own` is what the judging node presents itself.
  [[nodiscard]] trust::Judge judge_for(trust::Role role, pki::CertificateId own = pki::no_certificate) const;

  // The CRLs that are published now, one for each authority that publishes any.
  void set_crls(std::vector<pki::CrlSpec> crls);

  // Is this certificate another one, or among its issuers?
  [[nodiscard]] bool depends(pki::CertificateId on_what, pki::CertificateId certificate) const;
  // Forgets what was found out about certificates that depend on this one.
  void forget(pki::CertificateId certificate);

  [[nodiscard]] std::size_t memory_bytes() const;  // about

 private:
  struct View {
    std::vector<pki::CertificateId> trusted_roots;
    std::vector<pki::CertificateId> unreachable_crls;
    Duration clock_offset{};
    friend auto operator<=>(const View&, const View&) = default;
  };
  struct Held {  // minted when first asked for
    std::optional<std::vector<pki::Certificate>> roots;
    std::optional<std::vector<pki::Crl>> crls;
  };

  std::shared_ptr<const Setting> setting_;
  std::shared_ptr<const pki::CertificateSet> certificates_;
  std::vector<pki::CrlSpec> crl_specs_;
  std::map<View, ViewId> view_ids_;
  std::vector<View> views_;  // by number: values, so that a copy stands on its own
  std::vector<Held> held_;   // by view
  std::map<std::pair<pki::CertificateId, ViewId>, trust::ExaminedCertificate> examined_;
};

}  // namespace certdrill::world
