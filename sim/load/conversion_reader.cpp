#include "load/conversion_reader.h"

#include <algorithm>
#include <map>

#include "model/orchestration.h"

namespace certdrill::load {
namespace {

using model::ClusterCertificates;
using model::ClusterName;
using model::Installed;
using model::SecurityConfiguration;

// The values that the orchestrator compares, and what each of them was written as. It disregards the case of
// thumbprints, while names of certificates that differ in case are different certificates here: so thumbprints are
// numbered.
class Declarations {
 public:
  explicit Declarations(const SecurityReader& securities) : securities_(securities) {}

  model::OrchestratedSecurity read(const SecurityConfiguration& security) {
    model::OrchestratedSecurity read;
    for (const model::ValidationRule& rule : security.accepts.rules) note(rule);
    if (const auto* thumbprints = std::get_if<model::PresentByThumbprint>(&security.presents)) {
      for (const auto& each : thumbprints->entries)
        read.certificates.thumbprints.push_back(number_of(each.text, thumbprints_));
    } else if (const auto* names = std::get_if<model::PresentByCommonName>(&security.presents)) {
      for (const auto& each : names->entries) {
        const std::string name = securities_.common_name_of(each);
        read.certificates.names.push_back({name, pins_of(name, security.accepts)});
      }
    }
    for (const model::IssuerStore& each : security.accepts.issuer_stores) {
      const auto known = std::find_if(read.issuer_stores.begin(), read.issuer_stores.end(), [&](const auto& other) {
        return other.issuer_common_name == each.issuer_common_name;
      });
      auto& stores =
          known == read.issuer_stores.end()
              ? read.issuer_stores.emplace_back(model::IssuerStoreDeclaration{each.issuer_common_name, {}}).stores
              : known->stores;
      stores.emplace_back(each.store == model::StoreName::my ? "My" : "Root");
    }
    return read;
  }

  // The rules of V that accept these.
  [[nodiscard]] std::vector<model::ValidationRule> rules_of(const ClusterCertificates& accepts) const {
    std::vector<model::ValidationRule> rules;
    for (const std::string& each : accepts.thumbprints) rules.emplace_back(thumbprint_rules_.at(each));
    for (const ClusterName& each : accepts.names) {
      model::AcceptCommonName rule{names_.at(each.name), {}};
      for (const std::string& issuer : each.issuers) rule.issuers.push_back(pins_.at(issuer));
      rules.emplace_back(std::move(rule));
    }
    return rules;
  }

  [[nodiscard]] const std::string& thumbprint(const std::string& number) const {
    return thumbprint_rules_.at(number).certificate.text;
  }
  [[nodiscard]] const std::string& issuer(const std::string& number) const { return pins_.at(number).issuer.text; }

 private:
  using Numbers = std::map<std::string, std::string>;

  static std::string number_of(const std::string& text, Numbers& numbers) {
    return numbers.try_emplace(text, std::to_string(numbers.size())).first->second;
  }
  std::string number_of(const model::IssuerPin& pin) {
    return number_of(pin.issuer.text + (pin.by_key ? "?key" : ""), issuers_);
  }

  void note(const model::ValidationRule& rule) {
    if (const auto* thumbprint = std::get_if<model::AcceptThumbprint>(&rule)) {
      thumbprint_rules_.try_emplace(number_of(thumbprint->certificate.text, thumbprints_), *thumbprint);
    } else if (const auto* name = std::get_if<model::AcceptCommonName>(&rule)) {
      names_.try_emplace(securities_.common_name_of(name->name), name->name);
      for (const model::IssuerPin& pin : name->issuers) pins_.try_emplace(number_of(pin), pin);
    }
  }

  // Of several rules for one name an unpinned one accepts more than the others.
  std::vector<std::string> pins_of(const std::string& common_name, const model::ValidationRules& accepts) {
    std::vector<std::string> pins;
    for (const model::ValidationRule& rule : accepts.rules) {
      const auto* name = std::get_if<model::AcceptCommonName>(&rule);
      if (name == nullptr || securities_.common_name_of(name->name) != common_name) continue;
      if (name->issuers.empty()) return {};
      for (const model::IssuerPin& pin : name->issuers) pins.push_back(number_of(pin));
    }
    return pins;
  }

  const SecurityReader& securities_;
  Numbers thumbprints_;
  Numbers issuers_;
  std::map<std::string, model::AcceptThumbprint> thumbprint_rules_;  // by number
  std::map<std::string, model::CommonNameReference> names_;          // by common name
  std::map<std::string, model::IssuerPin> pins_;                     // by number
};

// What the validator would find on a node that has all that any node has.
class StoreOfTheOrchestrator {
 public:
  StoreOfTheOrchestrator(const CertificateNames& certificates, const HeldCertificates& held,
                         const Declarations& declarations, SimTime now)
      : certificates_(certificates), held_(held), declarations_(declarations), now_(now) {}

  [[nodiscard]] model::LocalStore look() const {
    return {[this](const std::string& number) {
              const auto id = certificates_.find(declarations_.thumbprint(number));
              return id ? state_of(*id) : Installed::valid;  // digits: whose they are is not known here
            },
            [this](const std::string& name) {
              std::optional<pki::CertificateId> last;
              for (const pki::CertificateId id : certificates_.with_common_name(name)) {
                if (!held_.key_of(id)) continue;
                if (!last || certificates_.spec(id).not_after > certificates_.spec(*last).not_after) last = id;
              }
              return last ? state_of(*last) : Installed::no;
            },
            [this](const std::string& name, const std::string& issuer) {
              const auto authority = certificates_.find(declarations_.issuer(issuer));
              const std::vector<pki::CertificateId>& named = certificates_.with_common_name(name);
              return authority && std::any_of(named.begin(), named.end(), [&](pki::CertificateId id) {
                       return held_.key_of(id) && is_above(*authority, id);
                     });
            }};
  }

 private:
  [[nodiscard]] Installed state_of(pki::CertificateId id) const {
    if (!held_.key_of(id)) return Installed::no;
    return certificates_.spec(id).not_after <= now_ ? Installed::invalid : Installed::valid;
  }
  [[nodiscard]] bool is_above(pki::CertificateId authority, pki::CertificateId id) const {
    for (std::optional<pki::CertificateId> at = id; at; at = certificates_.spec(*at).issuer) {
      if (*at == authority) return true;
    }
    return false;
  }

  const CertificateNames& certificates_;
  const HeldCertificates& held_;
  const Declarations& declarations_;
  SimTime now_;
};

}  // namespace

std::string ConversionReader::why_not(std::uint32_t index) const {
  const SecurityConfiguration& security = scenario_.securities[index];
  std::vector<std::string> presented;
  if (const auto* thumbprints = std::get_if<model::PresentByThumbprint>(&security.presents)) {
    for (const auto& each : thumbprints->entries) presented.push_back("TP=" + each.text);
  } else if (const auto* names = std::get_if<model::PresentByCommonName>(&security.presents)) {
    for (const auto& each : names->entries) {
      if (each.literal && each.text.find('=') != std::string::npos) return "its P names a whole subject";
      presented.push_back("CN=" + securities_.common_name_of(each));
    }
  } else if (!std::holds_alternative<model::PresentNothing>(security.presents)) {
    return "its P names neither thumbprints nor common names";
  }
  std::vector<std::string> accepted;
  for (const model::ValidationRule& rule : security.accepts.rules) {
    if (const auto* thumbprint = std::get_if<model::AcceptThumbprint>(&rule)) {
      accepted.push_back("TP=" + thumbprint->certificate.text);
    } else if (const auto* name = std::get_if<model::AcceptCommonName>(&rule)) {
      accepted.push_back("CN=" + securities_.common_name_of(name->name));
    } else {
      return "its V has other rules than thumbprints and common names";
    }
    if (std::find(presented.begin(), presented.end(), accepted.back()) == presented.end())
      return "its V accepts " + accepted.back() + ", which its P does not name";
  }
  for (const std::string& each : presented) {
    if (std::find(accepted.begin(), accepted.end(), each) == accepted.end())
      return "its P names " + each + ", which its V does not accept";
  }
  return {};
}

Conversion ConversionReader::plan(std::uint32_t from, std::uint32_t to, bool pins_at_once, const HeldCertificates& held,
                                  SimTime earliest) {
  Conversion conversion;
  if (from == to) return conversion;
  const SecurityConfiguration& before = scenario_.securities[from];
  const SecurityConfiguration target = scenario_.securities[to];  // a copy: more are to come
  Declarations declarations(securities_);
  const model::OrchestratedSecurity now = declarations.read(before);
  const model::OrchestratedSecurity then = declarations.read(target);
  const StoreOfTheOrchestrator store(certificates_, held, declarations, earliest);
  conversion.refusal = model::refusal_of(now, then, store.look());
  if (!conversion.refusal.empty()) return conversion;
  std::optional<std::vector<model::OrchestrationPhase>> phases;
  if (model::is_certificate_change(now.certificates, then.certificates))
    phases = model::phases_of(now.certificates, then.certificates, pins_at_once);
  if (!phases) {
    conversion.phases.push_back(to);
    return conversion;
  }
  const SecurityConfiguration origin = before;
  for (const model::OrchestrationPhase& phase : *phases) {
    SecurityConfiguration security = target;
    if (phase.presents == now.certificates) security.presents = origin.presents;
    if (phase.accepts != then.certificates) security.accepts.rules = declarations.rules_of(phase.accepts);
    conversion.phases.push_back(securities_.keep(std::move(security)));
  }
  return conversion;
}

}  // namespace certdrill::load
