// The lists of revoked certificates: named, reachable, and there in time.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "lint/rule_groups.h"

namespace certdrill::lint {
namespace {

class CrlCheck {
 public:
  CrlCheck(const PlanView& view, Findings& findings) : view_(view), findings_(findings) {}

  void check() {
    find_looked_up();
    const model::Scenario& scenario = view_.scenario();
    for (const CertificateId issuer : looked_up_) {
      if (view_.spec(issuer).publishes_crl) continue;
      findings_.add("NoCrlEndpoint", scenario.certificate_locations[issuer],
                    view_.name(issuer) + " publishes no CRL: what it issued names none");
    }
    if (scenario.switches.revocation == model::RevocationFlag::off) return;
    std::set<CertificateId> unreachable;
    for (const model::Store& store : scenario.cluster.stores)
      unreachable.insert(store.unreachable_crls.begin(), store.unreachable_crls.end());
    for (const CertificateId issuer : unreachable) {
      if (looked_up_.contains(issuer)) {
        findings_.add("CrlUnreachable", scenario.certificate_locations[issuer],
                      "there are nodes or clients that cannot reach the CRL of " + view_.name(issuer));
      }
    }
    for (const model::Step& step : scenario.steps) {
      const auto* reach = std::get_if<model::CrlReachStep>(&step.what);
      if (reach == nullptr || reach->reachable) continue;
      for (const CertificateId issuer : reach->authorities) {
        if (looked_up_.contains(issuer)) {
          findings_.add("CrlUnreachable", step.where,
                        "nodes cannot reach the CRL of " + view_.name(issuer) + " any more");
        }
      }
    }
    for (const model::CrlPolicy& policy : scenario.crl_policies) {
      if (looked_up_.contains(policy.issuer)) check_runs_out(policy);
    }
  }

 private:
  // Issuers of what some V accepts by name.
  void find_looked_up() {
    for (const Era& era : view_.eras()) {
      for (const Names& part : PlanView::parts_of(view_.security(era))) {
        for (const model::ValidationRule& rule : part.rules->rules) {
          const auto* name = std::get_if<model::AcceptCommonName>(&rule);
          if (name == nullptr) continue;
          for (CertificateId id = 0; id < view_.scenario().certificates.size(); ++id) {
            const auto issuer = view_.spec(id).issuer;
            if (issuer && !view_.spec(id).authority && view_.matches(*name, id)) looked_up_.insert(*issuer);
          }
        }
      }
    }
  }

  void check_runs_out(const model::CrlPolicy& policy) {
    if (policy.publish_every && *policy.publish_every < policy.valid_for) return;
    std::vector<SimTime> published = {view_.scenario().start};
    for (std::uint32_t i = 0; i < view_.scenario().steps.size(); ++i) {
      const auto& what = view_.scenario().steps[i].what;
      const auto* publish = std::get_if<model::PublishCrlStep>(&what);
      const auto* revoke = std::get_if<model::RevokeStep>(&what);
      const bool own =
          (publish != nullptr && std::find(publish->authorities.begin(), publish->authorities.end(), policy.issuer) !=
                                     publish->authorities.end()) ||
          (revoke != nullptr && std::any_of(revoke->certificates.begin(), revoke->certificates.end(),
                                            [&](CertificateId id) { return view_.spec(id).issuer == policy.issuer; }));
      if (own) published.push_back(view_.earliest_begin(i));
    }
    SimTime good_until = view_.scenario().start;
    for (const SimTime at : published) {
      if (at > good_until) break;
      good_until = std::max(good_until, at + policy.valid_for);
    }
    if (policy.publish_every) good_until = view_.scenario().start + policy.valid_for;
    if (good_until >= view_.horizon()) return;
    findings_.add("CrlRunsOut", view_.scenario().certificate_locations[policy.issuer],
                  "the CRL of " + view_.name(policy.issuer) + " ends " + date_to_string(good_until) +
                      ", and the next one is not there by then");
  }

  const PlanView& view_;
  Findings& findings_;
  std::set<CertificateId> looked_up_;
};

}  // namespace

void check_crls(const PlanView& view, Findings& findings) { CrlCheck(view, findings).check(); }

}  // namespace certdrill::lint
