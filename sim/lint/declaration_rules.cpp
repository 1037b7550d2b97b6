// What V and P say of themselves, and what is declared and never named.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "lint/rule_groups.h"

namespace certdrill::lint {
namespace {

using What = model::NotationMark::What;

class DeclarationCheck {
 public:
  DeclarationCheck(const PlanView& view, Findings& findings) : view_(view), findings_(findings) {}

  void check() {
    for (const auto& [security, last] : view_.configurations()) {
      check_thumbprints(security);
      check_names_in_p(security);
      check_roles(security);
      if (last) check_stale(security);
    }
    check_clients();
    check_unused();
    for (const Era& era : view_.eras()) {
      if (!era.until) check_expiry(era);
      check_renewals(era);
    }
  }

 private:
  [[nodiscard]] const model::SecurityConfiguration& security(std::uint32_t index) const {
    return view_.scenario().securities[index];
  }

  void check_thumbprints(std::uint32_t index) {
    if (const auto* p = std::get_if<model::PresentByThumbprint>(&security(index).presents)) {
      for (const model::ThumbprintReference& each : p->entries)
        tell_of_issuer(index, each.text, Part::node, What::presented_thumbprint);
    }
    for (const Names& part : PlanView::parts_of(security(index))) {
      for (const model::ValidationRule& rule : part.rules->rules) {
        const auto* accept = std::get_if<model::AcceptThumbprint>(&rule);
        if (accept == nullptr) continue;
        tell_of_issuer(index, accept->certificate.text, part.part, What::accepted_thumbprint);
        const auto id = view_.find(accept->certificate.text);
        if (!id || !view_.scenario().switches.accept_expired_pinned || !view_.spec(*id).issuer ||
            view_.spec(*id).authority)
          continue;
        findings_.add("AcceptExpiredOfIssued",
                      view_.place(index, What::accepted_thumbprint, accept->certificate.text, part.part),
                      "acceptExpiredPinned is on, and does nothing for " + view_.name(*id) + ", which " +
                          view_.name(*view_.spec(*id).issuer) + " issued");
      }
    }
  }

  void tell_of_issuer(std::uint32_t index, const std::string& text, Part part, What what) {
    const auto id = view_.find(text);
    if (!id || !view_.spec(*id).authority) return;
    findings_.add("ThumbprintOfIssuer", view_.place(index, what, text, part),
                  "TP=" + text + " names an authority; nodes show what it issued, not itself");
  }

  void check_names_in_p(std::uint32_t index) {
    const auto* p = std::get_if<model::PresentByCommonName>(&security(index).presents);
    if (p == nullptr) return;
    for (const model::CommonNameReference& each : p->entries) {
      const std::string name = view_.common_name(each);
      const Location where = view_.place(index, What::presented_name, each.text);
      if (name.find('*') != std::string::npos) {
        findings_.add("WildcardInPresentation", where,
                      "P looks for the common name " + quoted(name) + " letter by letter");
        continue;
      }
      if (view_.scenario().switches.presented_name_ignores_case) continue;
      const auto& all = view_.scenario().certificates;
      const bool exact = std::any_of(all.begin(), all.end(),
                                     [&](const pki::CertificateSpec& spec) { return spec.common_name == name; });
      const auto other = std::find_if(all.begin(), all.end(), [&](const pki::CertificateSpec& spec) {
        return equal_ignoring_ascii_case(spec.common_name, name);
      });
      if (!exact && other != all.end()) {
        findings_.add("CaseDiffersInPresentation", where,
                      "P looks for " + quoted(name) + ", and the common name of " + other->name + " is " +
                          quoted(other->common_name));
      }
    }
  }

  // The same certificate for users and admins: it is always the admin.
  void check_roles(std::uint32_t index) {
    if (!view_.scenario().switches.roles_in_effect) return;
    const model::ManagementSecurity& management = security(index).management;
    for (const model::ValidationRule& user : management.clients.rules) {
      for (const model::ValidationRule& admin : management.admins.rules) {
        if (user != admin) continue;
        const auto* thumbprint = std::get_if<model::AcceptThumbprint>(&user);
        const auto* name = std::get_if<model::AcceptCommonName>(&user);
        const std::string& text = thumbprint != nullptr ? thumbprint->certificate.text
                                  : name != nullptr     ? name->name.text
                                                        : user_text_;
        findings_.add("UserIsAdminToo",
                      view_.place(index, thumbprint != nullptr ? What::accepted_thumbprint : What::accepted_name, text,
                                  Part::client),
                      to_string(user) + " is accepted as user and as admin: it is always the admin");
      }
    }
  }

  // Only by thumbprint: a name is there for what comes.
  void check_stale(std::uint32_t index) {
    for (const model::ValidationRule& rule : security(index).accepts.rules) {
      const auto* accept = std::get_if<model::AcceptThumbprint>(&rule);
      const auto id = accept != nullptr ? view_.find(accept->certificate.text) : std::nullopt;
      if (!id) continue;
      const bool named = std::any_of(view_.eras().begin(), view_.eras().end(), [&](const Era& era) {
        const auto ids = view_.named_by(view_.security(era).presents);
        return !era.until && std::find(ids.begin(), ids.end(), *id) != ids.end();
      });
      if (named) continue;
      findings_.add("StaleDeclaration", view_.place(index, What::accepted_thumbprint, accept->certificate.text),
                    "V still accepts " + view_.name(*id) + " at the end, and no P names it any more");
    }
  }

  void check_clients() {
    for (const model::Client& client : view_.scenario().cluster.clients) {
      if (!client.known) continue;
      for (const CertificateId id : view_.named_by(view_.scenario().securities[client.security].presents)) {
        const auto& eras = view_.eras();
        const bool of_nodes = std::any_of(eras.begin(), eras.end(), [&](const Era& era) {
          const auto ids = view_.named_by(view_.security(era).presents);
          return std::find(ids.begin(), ids.end(), id) != ids.end();
        });
        if (of_nodes) {
          findings_.add("ClientShowsClusterCertificate", client.where,
                        "client " + quoted(client.name) + " shows " + view_.name(id) + ", which is the nodes' own");
        }
      }
    }
  }

  void check_expiry(const Era& era) {
    if (!view_.scenario().end || !PlanView::by_thumbprint(view_.security(era).presents)) return;
    const std::vector<CertificateId> named = view_.named_by(view_.security(era).presents);
    const auto last = std::max_element(named.begin(), named.end(), [&](CertificateId a, CertificateId b) {
      return view_.spec(a).not_after < view_.spec(b).not_after;
    });
    if (last == named.end() || view_.spec(*last).not_after > *view_.scenario().end) return;
    findings_.add("ExpiryBeforeEnd", view_.place_of_p(era.security, *last),
                  view_.name(*last) + " is all that P names, and ends " + date_to_string(view_.spec(*last).not_after) +
                      ", before the scenario does");
  }

  // Of those that P names, the one that was made last should be the one that is presented.
  void check_renewals(const Era& era) {
    std::vector<CertificateId> named;
    for (const CertificateId id : view_.named_by(view_.security(era).presents)) {
      if (view_.meets(era, id)) named.push_back(id);
    }
    std::stable_sort(named.begin(), named.end(), [&](CertificateId a, CertificateId b) {
      return view_.spec(a).not_before < view_.spec(b).not_before;
    });
    std::optional<CertificateId> latest;
    for (const CertificateId id : named) {
      if (latest && view_.spec(id).not_before > view_.spec(*latest).not_before &&
          view_.spec(id).not_after < view_.spec(*latest).not_after) {
        findings_.add("RenewalExpiresSooner", view_.scenario().certificate_locations[id],
                      view_.name(id) + " is newer than " + view_.name(*latest) + " and ends sooner, " +
                          date_to_string(view_.spec(id).not_after) + ": it is not presented");
      }
      if (!latest || view_.spec(id).not_after > view_.spec(*latest).not_after) latest = id;
    }
  }

  // Named by nothing: no rule, no step, no vault, nothing that it issued.
  void check_unused() {
    const model::Scenario& scenario = view_.scenario();
    std::vector<bool> used(scenario.certificates.size(), false);
    const auto use = [&](CertificateId id) {
      if (id < used.size()) used[id] = true;
    };
    const auto use_text = [&](const std::string& text) {
      if (const auto id = view_.find(text)) use(*id);
    };
    for (const pki::CertificateSpec& spec : scenario.certificates) {
      if (spec.issuer) use(*spec.issuer);
      if (!spec.key_of.empty()) use_text(spec.key_of);
    }
    for (const model::SecurityConfiguration& each : scenario.securities) use_named(each, use);
    for (const model::VaultCertificate& line : scenario.vault_certificates) {
      for (const model::VaultVersion& version : line.versions) use(version.certificate);
    }
    for (const model::Store& store : scenario.cluster.stores) {
      for (const CertificateId id : store.trusted_roots) use(id);
      for (const model::StoreEntry& entry : store.entries) {
        if (entry.renewed_by != pki::no_certificate) use(entry.renewed_by);
      }
    }
    for (const model::Step& step : scenario.steps) {
      if (const auto* install = std::get_if<model::InstallStep>(&step.what)) {
        for (const model::StoreEntry& entry : install->entries) use(entry.certificate);
      }
      if (const auto* remove = std::get_if<model::RemoveStep>(&step.what))
        std::for_each(remove->certificates.begin(), remove->certificates.end(), use);
      if (const auto* revoke = std::get_if<model::RevokeStep>(&step.what))
        std::for_each(revoke->certificates.begin(), revoke->certificates.end(), use);
    }
    for (const model::Check& check : scenario.checks) {
      if (const std::string* name = certificate_named_by(check.property)) use_text(*name);
    }
    for (const model::Client& client : scenario.cluster.clients) {
      for (const model::ClientCall& call : client.calls) {
        if (call.installs_first) use(*call.installs_first);
      }
    }
    for (CertificateId id = 0; id < used.size(); ++id) {
      if (!used[id])
        findings_.add("UnusedCertificate", scenario.certificate_locations[id], "nothing names " + view_.name(id));
    }
  }

  template <typename Use>
  void use_named(const model::SecurityConfiguration& each, const Use& use) {
    for (const CertificateId id : view_.named_by(each.presents)) use(id);
    if (each.management.presents) {
      for (const CertificateId id : view_.named_by(*each.management.presents)) use(id);
    }
    for (const Names& part : PlanView::parts_of(each)) {
      for (CertificateId id = 0; id < view_.scenario().certificates.size(); ++id) {
        for (const model::ValidationRule& rule : part.rules->rules) {
          const auto* thumbprint = std::get_if<model::AcceptThumbprint>(&rule);
          const auto* name = std::get_if<model::AcceptCommonName>(&rule);
          if (thumbprint != nullptr && view_.find(thumbprint->certificate.text) == id) use(id);
          if (name == nullptr) continue;
          if (view_.matches(*name, id)) use(id);
          for (const model::IssuerPin& pin : name->issuers) {
            if (view_.find(pin.issuer.text) == id) use(id);
          }
        }
        for (const model::IssuerStore& store : part.rules->issuer_stores) {
          if (equal_ignoring_ascii_case(store.issuer_common_name, view_.spec(id).common_name)) use(id);
        }
      }
    }
  }

  const PlanView& view_;
  Findings& findings_;
  const std::string user_text_;
};

}  // namespace

void check_declarations(const PlanView& view, Findings& findings) { DeclarationCheck(view, findings).check(); }

}  // namespace certdrill::lint
