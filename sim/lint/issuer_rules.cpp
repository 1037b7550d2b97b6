// Which issuers V pins.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "lint/rule_groups.h"

namespace certdrill::lint {
namespace {

using What = model::NotationMark::What;

std::string written(const model::AcceptCommonName& rule) {
  return to_string(model::ValidationRule(model::AcceptCommonName{rule.name, {}}));
}

std::vector<const model::AcceptCommonName*> names_of(const model::ValidationRules& rules) {
  std::vector<const model::AcceptCommonName*> names;
  for (const model::ValidationRule& each : rules.rules) {
    if (const auto* name = std::get_if<model::AcceptCommonName>(&each)) names.push_back(name);
  }
  return names;
}

class IssuerCheck {
 public:
  IssuerCheck(const PlanView& view, Findings& findings) : view_(view), findings_(findings) {}

  void check() {
    for (const auto& [security, last] : view_.configurations()) {
      for (const Names& part : PlanView::parts_of(view_.scenario().securities[security])) {
        check_duplicates(security, part);
        for (const model::AcceptCommonName* name : names_of(*part.rules)) {
          check_pinned(security, part, *name);
          check_pkis(security, part, *name, last);
          check_pins_issue(security, part, *name);
        }
      }
    }
    for (const Era& era : view_.eras()) {
      for (const Names& part : PlanView::parts_of(view_.security(era))) {
        for (const model::AcceptCommonName* name : names_of(*part.rules)) check_all_pinned(era, part, *name);
      }
    }
  }

 private:
  void check_pinned(std::uint32_t security, const Names& part, const model::AcceptCommonName& name) {
    if (!name.issuers.empty() || !part.rules->issuer_stores.empty()) return;
    findings_.add("IssuerNotPinned", view_.place(security, What::accepted_name, name.name.text, part.part),
                  written(name) + " accepts that name from any issuer below a root that the node trusts");
  }

  void check_pkis(std::uint32_t security, const Names& part, const model::AcceptCommonName& name, bool last) {
    std::map<CertificateId, CertificateId> roots;  // and a pinned issuer below each
    for (const model::IssuerPin& pin : name.issuers) {
      if (const auto id = view_.find(pin.issuer.text)) roots.emplace(view_.root_of(*id), *id);
    }
    // The same key under two roots is cross-signed: one PKI.
    if (roots.size() < 2 || view_.same_key(roots.begin()->second, roots.rbegin()->second)) return;
    std::vector<std::string> words;
    for (const auto& [root, pin] : roots)
      words.push_back(view_.name(pin) + (pin == root ? "" : " below " + view_.name(root)));
    findings_.add("MixedPkis", view_.place(security, What::accepted_name, name.name.text, part.part),
                  written(name) + " pins issuers of different PKIs: " + join_words(words) +
                      (last ? "" : "; a later upgrade takes its place"),
                  last ? Level::warning : Level::note);
  }

  void check_duplicates(std::uint32_t security, const Names& part) {
    std::map<std::string, const model::AcceptCommonName*> first;
    for (const model::AcceptCommonName* name : names_of(*part.rules)) {
      const std::string key = lower_ascii(view_.common_name(name->name));
      const auto [known, is_new] = first.try_emplace(key, name);
      if (is_new) continue;
      findings_.add("DuplicateCommonName", view_.place(security, What::accepted_name, name->name.text, part.part),
                    "the common name " + quoted(view_.common_name(name->name)) + " stands in V more than once");
    }
  }

  // The list may name issuers that have not issued anything yet; but not those above the issuer, or what is none.
  void check_pins_issue(std::uint32_t security, const Names& part, const model::AcceptCommonName& name) {
    for (const model::IssuerPin& pin : name.issuers) {
      const auto pinned = view_.find(pin.issuer.text);
      if (!pinned) continue;
      const Location where =
          view_.place(security, pin.by_key ? What::pinned_issuer_key : What::pinned_issuer, pin.issuer.text, part.part);
      if (!view_.spec(*pinned).authority && view_.spec(*pinned).issuer) {
        findings_.add("PinIsNotDirectIssuer", where, view_.name(*pinned) + " is no authority, and issues nothing");
        continue;
      }
      std::optional<CertificateId> issuer_below;
      bool issues = false;
      for (CertificateId id = 0; id < view_.scenario().certificates.size(); ++id) {
        if (view_.spec(id).authority || !view_.matches(name, id)) continue;
        const CertificateId direct = view_.direct_issuer(id);
        issues = issues || direct == *pinned || view_.same_key(direct, *pinned);
        if (direct != *pinned && view_.root_of(id) == *pinned) issuer_below = direct;
      }
      if (issues || !issuer_below) continue;
      findings_.add("PinIsNotDirectIssuer", where,
                    view_.name(*pinned) + " stands above the issuer and does not count: the direct one is " +
                        view_.name(*issuer_below));
    }
  }

  void check_all_pinned(const Era& era, const Names& part, const model::AcceptCommonName& name) {
    if (name.issuers.empty()) return;
    std::map<CertificateId, std::vector<CertificateId>> missing;  // by issuer
    for (CertificateId id = 0; id < view_.scenario().certificates.size(); ++id) {
      if (view_.spec(id).authority || !view_.matches(name, id) || view_.accepts(*part.rules, id) ||
          !view_.meets(era, id))
        continue;
      missing[view_.direct_issuer(id)].push_back(id);
    }
    for (const auto& [issuer, certificates] : missing) {
      const CertificateId first = certificates.front();
      const Arrival& arrival = view_.arrival(first);
      std::string what =
          view_.spec(first).issuer
              ? view_.name(issuer) + " is not among the pins of " + written(name) + ", and issued " + view_.name(first)
              : view_.name(first) + " is self-signed, and itself not among the pins of " + written(name);
      if (certificates.size() > 1) what += " and " + counted(certificates.size() - 1, "other");
      if (!arrival.step && arrival.at > view_.scenario().start) what += ", which comes " + date_to_string(arrival.at);
      findings_.add("IssuerMissing", view_.place(era.security, What::accepted_name, name.name.text, part.part), what);
    }
  }

  const PlanView& view_;
  Findings& findings_;
};

}  // namespace

void check_issuers(const PlanView& view, Findings& findings) { IssuerCheck(view, findings).check(); }

}  // namespace certdrill::lint
