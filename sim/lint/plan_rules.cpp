// How the steps of a plan follow each other.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "lint/rule_groups.h"

namespace certdrill::lint {
namespace {

using What = model::NotationMark::What;

class PlanCheck {
 public:
  PlanCheck(const PlanView& view, Findings& findings) : view_(view), findings_(findings) {}

  void check() {
    for (const Era& now : view_.eras()) {
      if (!now.from) continue;
      for (const Era& before : view_.eras()) {
        if (before.until == now.from && before.node_type == now.node_type) check_change(before, now);
      }
    }
    for (std::uint32_t i = 0; i < view_.scenario().steps.size(); ++i) {
      check_restart(i);
      check_revocation(i);
    }
  }

 private:
  [[nodiscard]] std::string step_name(std::uint32_t step) const { return quoted(view_.scenario().steps[step].name); }

  void check_change(const Era& before, const Era& now) {
    check_conversion(before, now);
    check_pins(before, now);
    // A conversion goes through phases of its own.
    if (std::holds_alternative<model::UpgradeStep>(view_.scenario().steps[*now.from].what)) check_phases(before, now);
  }

  // While the upgrade is on its way from domain to domain, some nodes are as before and some as after it.
  void check_phases(const Era& before, const Era& now) {
    const auto old_shown = view_.shown(before);
    const auto new_shown = view_.shown(now);
    if (old_shown == new_shown && view_.security(before).accepts == view_.security(now).accepts) return;
    for (const Era& other : view_.eras()) {
      const bool in_force = (!other.from || *other.from < *now.from) && (!other.until || *other.until >= *now.from);
      if (!in_force || !new_shown || new_shown == old_shown) continue;
      if (!view_.accepts(view_.security(other).accepts, *new_shown)) {
        findings_.add("NoSecondPhase", view_.place_of_p(now.security, *new_shown),
                      step_name(*now.from) + " presents " + view_.name(*new_shown) +
                          " while nodes that it has not reached yet do not accept it");
        break;
      }
    }
    if (old_shown && !view_.accepts(view_.security(now).accepts, *old_shown) &&
        view_.accepts(view_.security(before).accepts, *old_shown)) {
      findings_.add("NoSecondPhase", view_.place_of(now.security),
                    step_name(*now.from) + " takes " + view_.name(*old_shown) +
                        " out of V while nodes that it has not reached yet still present it");
    }
  }

  void check_conversion(const Era& before, const Era& now) {
    const auto* by_name = std::get_if<model::PresentByCommonName>(&view_.security(now).presents);
    if (by_name == nullptr || !PlanView::by_thumbprint(view_.security(before).presents)) return;
    const std::vector<CertificateId> old = view_.named_by(view_.security(before).presents);
    if (old.empty()) return;
    const std::vector<CertificateId> found = view_.named_by(view_.security(now).presents);
    const bool fit = std::any_of(old.begin(), old.end(), [&](CertificateId id) {
      return view_.spec(id).issuer && std::find(found.begin(), found.end(), id) != found.end();
    });
    if (fit) return;
    const std::string name = view_.common_name(by_name->entries.front());
    const pki::CertificateSpec& shown = view_.spec(old.front());
    findings_.add("ConvertsUnfitCertificate",
                  view_.place(now.security, What::presented_name, by_name->entries.front().text),
                  step_name(*now.from) + " goes to the common name " + quoted(name) + ", and " + shown.name +
                      (shown.issuer ? ", which is presented until then, has another"
                                    : ", which is presented until then, is self-signed"));
  }

  void check_pins(const Era& before, const Era& now) {
    for (const model::ValidationRule& rule : view_.security(now).accepts.rules) {
      const auto* name = std::get_if<model::AcceptCommonName>(&rule);
      if (name == nullptr || name->issuers.empty()) continue;
      for (const model::ValidationRule& old_rule : view_.security(before).accepts.rules) {
        const auto* old = std::get_if<model::AcceptCommonName>(&old_rule);
        if (old == nullptr || old->issuers.empty() ||
            !equal_ignoring_ascii_case(view_.common_name(old->name), view_.common_name(name->name)))
          continue;
        const bool common = std::any_of(name->issuers.begin(), name->issuers.end(), [&](const model::IssuerPin& pin) {
          return std::find(old->issuers.begin(), old->issuers.end(), pin) != old->issuers.end();
        });
        if (common) continue;
        findings_.add("IssuersDoNotIntersect", view_.place(now.security, What::accepted_name, name->name.text),
                      step_name(*now.from) + " pins none of the issuers of " + quoted(view_.common_name(name->name)) +
                          " that were pinned before");
      }
    }
  }

  void check_restart(std::uint32_t step) {
    const auto* fault = std::get_if<model::FaultStep>(&view_.scenario().steps[step].what);
    if (fault == nullptr || fault->fault.kind != model::FaultKind::restart) return;
    for (std::uint32_t later = step; later < view_.scenario().steps.size(); ++later) {
      const auto* other = std::get_if<model::FaultStep>(&view_.scenario().steps[later].what);
      if (other != nullptr && other->fault.kind == model::FaultKind::host_reboot) return;
    }
    const auto& eras = view_.eras();
    const bool changed = std::any_of(eras.begin(), eras.end(), [&](const Era& now) {
      return now.from && *now.from < step && std::any_of(eras.begin(), eras.end(), [&](const Era& before) {
               return before.until == now.from && before.node_type == now.node_type &&
                      view_.security(before).presents != view_.security(now).presents;
             });
    });
    if (!changed) return;
    findings_.add("RestartIsNotEnough", view_.scenario().steps[step].where,
                  "nodes restart after another certificate is presented, and their hosts never do: the sessions of "
                  "leases keep the old one");
  }

  void check_revocation(std::uint32_t step) {
    const auto* revoke = std::get_if<model::RevokeStep>(&view_.scenario().steps[step].what);
    if (revoke == nullptr) return;
    std::set<CertificateId> revoked;
    for (const model::Step& each : view_.scenario().steps) {
      if (const auto* other = std::get_if<model::RevokeStep>(&each.what))
        revoked.insert(other->certificates.begin(), other->certificates.end());
    }
    for (const CertificateId gone : revoke->certificates) {
      for (CertificateId id = 0; id < view_.scenario().certificates.size(); ++id) {
        if (id == gone || view_.spec(id).authority || !view_.same_key(id, gone) || revoked.contains(id) ||
            !view_.arrival(id).at_all)
          continue;
        findings_.add("RevokedKeyLivesOn", view_.scenario().steps[step].where,
                      view_.name(gone) + " is revoked, and " + view_.name(id) + " has the same key");
      }
    }
  }

  const PlanView& view_;
  Findings& findings_;
};

}  // namespace

void check_plan(const PlanView& view, Findings& findings) { PlanCheck(view, findings).check(); }

}  // namespace certdrill::lint
