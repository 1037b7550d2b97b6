// What vaults keep, who may read them, and when they renew.
#include <algorithm>
#include <map>

#include "base/duration.h"
#include "base/text.h"
#include "lint/rule_groups.h"

namespace certdrill::lint {
namespace {

class VaultCheck {
 public:
  VaultCheck(const PlanView& view, Findings& findings) : view_(view), findings_(findings), scenario_(view.scenario()) {}

  void check() {
    for (model::VaultIndex vault = 0; vault < scenario_.vaults.size(); ++vault) check_readers(vault);
    for (model::LineIndex line = 0; line < scenario_.vault_certificates.size(); ++line) {
      if (scenario_.vault_certificates[line].versions.empty()) continue;
      check_names(line);
      check_policy(line);
    }
  }

 private:
  void check_readers(model::VaultIndex vault) {
    const model::Vault& said = scenario_.vaults[vault];
    const bool granted = std::any_of(scenario_.steps.begin(), scenario_.steps.end(), [&](const model::Step& step) {
      const auto* access = std::get_if<model::VaultAccessStep>(&step.what);
      return access != nullptr && access->granted && access->vault == vault;
    });
    const bool by_compute =
        std::any_of(scenario_.agents.begin(), scenario_.agents.end(), [&](const model::Agent& agent) {
          return agent.kind == model::AgentKind::scale_set_secrets && may_read(scenario_, agent, vault);
        });
    if (!said.readers.empty() || granted || by_compute) return;
    findings_.add("VaultWithoutReader", said.where, "nobody may read vault " + quoted(said.name));
  }

  void check_names(model::LineIndex line) {
    const model::VaultCertificate& said = scenario_.vault_certificates[line];
    const pki::CertificateSpec& spec = view_.spec(said.versions.front().certificate);
    const std::string subject = subject_of(spec);
    const auto [first, is_new] = subjects_.try_emplace(subject, line);
    if (!is_new) {
      findings_.add("SharedSubject", said.where,
                    quoted(said.name) + " has the subject of " +
                        quoted(scenario_.vault_certificates[first->second].name) + ": " + subject);
    }
    std::map<model::LineIndex, std::string> shared;  // and a name that both have
    for (const auto* names : {&spec.dns_names, &spec.email_names, &spec.ip_addresses}) {
      for (const std::string& name : *names) {
        const auto [owner, own] = alternative_names_.try_emplace(lower_ascii(name), line);
        if (!own && owner->second != line) shared.emplace(owner->second, name);
      }
    }
    for (const auto& [other, name] : shared) {
      findings_.add("SharedAlternativeNames", said.where,
                    quoted(said.name) + " and " + quoted(scenario_.vault_certificates[other].name) +
                        " both have the alternative name " + quoted(name));
    }
    const std::string wanted = "CN=" + spec.common_name;
    if (spec.common_name.empty() ||
        std::find(spec.dns_names.begin(), spec.dns_names.end(), wanted) != spec.dns_names.end())
      return;
    const bool links = std::any_of(scenario_.agents.begin(), scenario_.agents.end(),
                                   [](const model::Agent& agent) { return agent.link_on_renewal; });
    findings_.add("CommonNameNotInAlternativeNames", said.where,
                  quoted(said.name) + " does not have " + quoted(wanted) + " among its alternative names" +
                      (links ? ", and an agent links certificates by these" : ""),
                  links ? Level::warning : Level::note);
  }

  static std::string subject_of(const pki::CertificateSpec& spec) {
    std::string subject = "CN=" + spec.common_name;
    for (const pki::SubjectAttribute& each : spec.subject) subject += ", " + each.key + "=" + each.value;
    return subject;
  }

  // The longest that an agent may take to find a new version; none: nobody looks.
  [[nodiscard]] std::optional<Duration> slowest(model::LineIndex line) const {
    std::optional<Duration> longest;
    const auto observes = [&](const std::vector<model::ObservedCertificate>& observed) {
      return std::any_of(observed.begin(), observed.end(),
                         [&](const model::ObservedCertificate& each) { return each.line == line; });
    };
    for (model::AgentIndex i = 0; i < scenario_.agents.size(); ++i) {
      const model::Agent& agent = scenario_.agents[i];
      bool brings = observes(agent.observes);
      for (const model::Step& step : scenario_.steps) {
        const auto* change = std::get_if<model::AgentStep>(&step.what);
        if (change != nullptr && change->agent == i && change->observes) brings = brings || observes(*change->observes);
      }
      if (polls(agent) && brings) longest = std::max(longest.value_or(Duration(0)), agent.polling_interval);
    }
    return longest;
  }

  void check_policy(model::LineIndex line) {
    const model::VaultCertificate& said = scenario_.vault_certificates[line];
    const std::optional<Duration> interval = slowest(line);
    if (!said.policy.validity) {
      findings_.add("ImportedCertificate", said.where, quoted(said.name) + " is imported: the vault does not renew it");
    } else if (interval && !view_.spec(said.versions.front().certificate).issuer && named_by_common_name(line)) {
      findings_.add("SelfSignedWithAutorollover", said.where,
                    "versions of " + quoted(said.name) +
                        " are self-signed, and P finds them by common name: each has to be pinned before it comes");
    }
    if (!interval) return;
    for (std::size_t i = 1; i < said.versions.size(); ++i) {
      const pki::CertificateSpec& before = view_.spec(said.versions[i - 1].certificate);
      const Duration left = before.not_after - said.versions[i].created;
      const std::string when =
          view_.name(said.versions[i].certificate) + " comes " +
          (left < Duration(0) ? certdrill::to_string(-left) + " behind" : certdrill::to_string(left) + " before") +
          " the end of " + before.name;
      if (left <= *interval + scenario_.cluster.store_watch.scan_interval) {
        findings_.add("RenewalTooLate", said.where,
                      when + ", and agents look every " + certdrill::to_string(*interval));
        return;
      }
      if (left < scenario_.cluster.store_watch.expiry_warning && said.policy.validity) {
        findings_.add("RenewsAfterHealthWarning", said.where,
                      when + ", and the health warning " +
                          certdrill::to_string(scenario_.cluster.store_watch.expiry_warning) + " before it");
        return;
      }
    }
  }

  [[nodiscard]] bool named_by_common_name(model::LineIndex line) const {
    return std::any_of(view_.eras().begin(), view_.eras().end(), [&](const Era& era) {
      if (PlanView::by_thumbprint(view_.security(era).presents)) return false;
      const auto named = view_.named_by(view_.security(era).presents);
      return std::any_of(named.begin(), named.end(),
                         [&](CertificateId id) { return view_.version(id) && view_.version(id)->first == line; });
    });
  }

  const PlanView& view_;
  Findings& findings_;
  const model::Scenario& scenario_;
  std::map<std::string, model::LineIndex> subjects_;           // the first line of each
  std::map<std::string, model::LineIndex> alternative_names_;  // lower case, likewise
};

}  // namespace

void check_vaults(const PlanView& view, Findings& findings) { VaultCheck(view, findings).check(); }

}  // namespace certdrill::lint
