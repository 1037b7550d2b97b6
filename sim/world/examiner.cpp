#include "world/examiner.h"

#include <algorithm>

namespace certdrill::world {

Examiner::Examiner(std::shared_ptr<const Setting> setting, std::shared_ptr<const pki::CertificateSet> certificates)
    : setting_(std::move(setting)), certificates_(std::move(certificates)) {}

Examiner::ViewId Examiner::view_of(const model::Store& store) {
  const auto [place, added] = view_ids_.emplace(View{store.trusted_roots, store.unreachable_crls, store.clock_offset},
                                                static_cast<ViewId>(views_.size()));
  if (added) {
    views_.push_back(place->first);
    held_.emplace_back();
  }
  return place->second;
}

const trust::ExaminedCertificate& Examiner::examined(pki::CertificateId certificate, ViewId view, SimTime now) {
  const auto place = examined_.find({certificate, view});
  if (place != examined_.end()) return place->second;
  const View& known = views_[view];
  Held& held = held_[view];
  if (!held.roots) {
    held.roots.emplace();
    for (const pki::CertificateId root : known.trusted_roots) held.roots->push_back(certificates_->certificate(root));
  }
  const model::Switches& switches = setting_->scenario().switches;
  if (!held.crls) {
    held.crls.emplace();
    for (const pki::CrlSpec& crl : crl_specs_) {
      const bool reachable =
          !std::binary_search(known.unreachable_crls.begin(), known.unreachable_crls.end(), crl.issuer);
      if (reachable && switches.revocation != model::RevocationFlag::off) held.crls->push_back(certificates_->crl(crl));
    }
  }
  return examined_
      .emplace(std::pair(certificate, view),
               trust::examine(trust::show(*certificates_, certificate), {*held.roots, *held.crls}, switches,
                              now + known.clock_offset))
      .first->second;
}

trust::Judge Examiner::judge_for(trust::Role role, pki::CertificateId own) const {
  const model::Scenario& scenario = setting_->scenario();
  const bool peers = role == trust::Role::cluster && scenario.switches.implicit_peer_trust;
  return {scenario.profile, scenario.switches, role,
          peers && own != pki::no_certificate ? &certificates_->certificate(own) : nullptr};
}

void Examiner::set_crls(std::vector<pki::CrlSpec> crls) {
  const std::vector<pki::CrlSpec> before = std::exchange(crl_specs_, std::move(crls));
  for (Held& held : held_) held.crls.reset();
  const auto forget_missing = [&](const std::vector<pki::CrlSpec>& from, const std::vector<pki::CrlSpec>& in) {
    for (const pki::CrlSpec& crl : from) {
      if (std::find(in.begin(), in.end(), crl) == in.end()) forget(crl.issuer);
    }
  };
  forget_missing(before, crl_specs_);
  forget_missing(crl_specs_, before);
}

bool Examiner::depends(pki::CertificateId on_what, pki::CertificateId certificate) const {
  if (certificate == on_what) return true;
  const std::vector<pki::CertificateId> issuers = certificates_->issuers_of(certificate);
  return std::find(issuers.begin(), issuers.end(), on_what) != issuers.end();
}

void Examiner::forget(pki::CertificateId certificate) {
  std::erase_if(examined_, [&](const auto& entry) { return depends(certificate, entry.first.first); });
}

}  // namespace certdrill::world
