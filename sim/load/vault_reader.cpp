#include "load/vault_reader.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "base/text.h"
#include "load/certificate_fields.h"
#include "load/json_text.h"
#include "load/scenario_fields.h"
#include "load/vault_policy_reader.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

constexpr std::size_t longest_vault = 64;
constexpr std::size_t longest_line = 58;  // its versions have a number behind it
constexpr auto day = std::chrono::hours(24);

// A step that makes a version, as far as versions depend on it; its own reader tells what is wrong with it.
struct Renewal {
  JsonValue step;
  SimTime at{};
  std::optional<JsonValue> issuer;
  std::optional<JsonValue> validity;
};

class VaultReader {
 public:
  VaultReader(Report& report, const SourceText& source, pki::KeyType default_key_type, model::Scenario& scenario,
              VaultNames& names)
      : report_(report),
        source_(source),
        declared_(scenario.certificates),
        declared_size_(scenario.certificates.size()),
        policies_(report, declared_, default_key_type, scenario.start),
        scenario_(scenario),
        names_(names) {}

  void read(const Fields& scenario_object) {
    const auto vaults = scenario_object.get("vaults");
    if (!vaults) return;
    end_said_ = scenario_object.has("end");
    if (const auto steps = scenario_object.get("steps")) find_renewals(*steps);
    if (vaults->kind() != JsonKind::object) {
      report_.wrong_type(*vaults, "vaults", "an object of vaults");
      return;
    }
    if (vaults->size() > model::limits::vaults) {
      report_.error(*vaults, "more than " + std::to_string(model::limits::vaults) + " vaults");
      return;
    }
    vaults->for_each_member([&](const JsonValue& key, const JsonValue& value) { read_vault(key, value); });
  }

 private:
  void find_renewals(const JsonValue& steps) {
    if (steps.kind() != JsonKind::list) return;
    ProblemList ignored(source_);
    Report quiet(ignored);
    steps.for_each_item([&](const JsonValue& step) {
      const auto address = member_of(step, "renewSecret");
      const auto at = member_of(step, "at");
      if (!address || !at || address->kind() != JsonKind::string) return;
      const auto moment = read_certificate_date(quiet, *at, "at");
      if (!moment || *moment < scenario_.start) return;
      renewals_[std::string(address->text())].push_back(
          {step, *moment, member_of(step, "issuer"), member_of(step, "validity")});
    });
    for (auto& [address, list] : renewals_) {
      std::stable_sort(list.begin(), list.end(), [](const Renewal& a, const Renewal& b) { return a.at < b.at; });
    }
  }

  void read_vault(const JsonValue& key, const JsonValue& value) {
    const std::string_view name = key.text();
    if (!model::is_node_name(name) || name.size() > longest_vault) {
      report_.error(key, "not the name of a vault: " + quoted(name),
                    "a letter or _, and then letters, digits, _, - and dots, at most " + std::to_string(longest_vault));
    }
    model::Vault vault;
    vault.name = name;
    vault.where = place(key);
    const Fields fields(report_, value, vault_fields);
    if (const auto access = fields.get("access")) read_access(*access, vault);
    if (const auto flag = fields.get("templateDeployment"))
      vault.template_deployment = read_flag(report_, *flag, "templateDeployment").value_or(true);
    const auto index = static_cast<model::VaultIndex>(scenario_.vaults.size());
    scenario_.vaults.push_back(std::move(vault));
    const auto certificates = fields.get("certificates");
    if (!certificates) return;
    if (certificates->kind() != JsonKind::object) {
      report_.wrong_type(*certificates, "certificates", "an object of vault certificates");
      return;
    }
    certificates->for_each_member(
        [&](const JsonValue& line, const JsonValue& said) { read_line_of(index, line, said); });
  }

  void read_access(const JsonValue& list, model::Vault& vault) {
    if (!is_list(report_, list, "access", "a list of identities", true)) return;
    list.for_each_item([&](const JsonValue& item) {
      const auto identity = names_.read_identity(report_, item, "access");
      if (!identity) return;
      if (std::find(vault.readers.begin(), vault.readers.end(), *identity) != vault.readers.end()) {
        report_.error(item, "identity " + quoted(item.text()) + " stands here a second time");
      } else {
        vault.readers.push_back(*identity);
      }
    });
    std::sort(vault.readers.begin(), vault.readers.end());
  }

  Location place(const JsonValue& value) const {
    const StringPlaces::Range range = inside_of(value);
    return source_.brief_location(range.offset, range.length);
  }

  bool check_line_name(const JsonValue& key) {
    const std::string_view name = key.text();
    const auto [first, is_new] = first_lines_.try_emplace(std::string(name), key);
    if (!is_new) {
      const Location where = source_.location(first->second.offset(), 1);
      report_.error(key,
                    "duplicate name " + quoted(name) + ": vault certificates have names of their own in all vaults",
                    "the first is at line " + std::to_string(where.line) + ", column " + std::to_string(where.column));
      return false;
    }
    if (!model::is_word(name) || model::is_thumbprint_text(name)) {
      report_.error(key, "not the name of a vault certificate: " + quoted(name),
                    "a letter, and then letters, digits, _ and -");
      return false;
    }
    if (name.size() <= longest_line) return true;
    report_.error(key, "the name has " + std::to_string(name.size()) + " characters, at most " +
                           std::to_string(longest_line) + " are allowed");
    return false;
  }

  void read_line_of(model::VaultIndex vault, const JsonValue& key, const JsonValue& value) {
    if (scenario_.vault_certificates.size() == model::limits::vault_certificates) {
      if (!said_too_many_)
        report_.error(key, "more than " + std::to_string(model::limits::vault_certificates) + " vault certificates");
      said_too_many_ = true;
      return;
    }
    const bool good_name = check_line_name(key);
    const Fields fields(report_, value, vault_certificate_fields);
    if (value.kind() != JsonKind::object) return;
    model::VaultCertificate line;
    line.name = key.text();
    line.vault = vault;
    line.where = place(key);
    if (const auto imports = fields.get("imports")) {
      read_imports(*imports, fields, line);
    } else if (const auto policy = policies_.read(key, fields); policy && good_name) {
      make_versions(key, *policy, line);
    }
    // Without a version it has been told why; whoever names it is not told that it is unknown.
    if (good_name) scenario_.vault_certificates.push_back(std::move(line));
  }

  void read_imports(const JsonValue& list, const Fields& fields, model::VaultCertificate& line) {
    for (const std::string_view field : field_names::vault_certificate) {
      if (field == "imports" || !fields.has(field)) continue;
      report_.error(*fields.key(field),
                    quoted(field) + " has no place beside \"imports\": they are as they are declared", "leave it out");
    }
    if (!is_list(report_, list, "imports", "a list of certificates", false)) return;
    // What was there before the scenario begins; no order is known among them but that of the list.
    SimTime latest = std::max(earliest_sim_time(), scenario_.start - day);
    list.for_each_item([&](const JsonValue& item) {
      JsonValue name = item;
      model::VaultVersion version;
      version.created = latest;
      if (item.kind() == JsonKind::object) {
        const Fields said(report_, item, import_fields);
        const auto certificate = said.get("certificate");
        if (!certificate) {
          report_.error(item, "\"certificate\" is missing", "say which one");
          return;
        }
        name = *certificate;
        if (const auto at = said.get("at")) {
          const auto moment = read_time(report_, *at, "at");
          if (moment && *moment < latest && !line.versions.empty()) {
            report_.error(*at, "versions stand in the order in which they come: the one before it comes later",
                          "change their order");
          }
          version.created = moment.value_or(latest);
        }
      }
      const auto text = read_string(report_, name, "imports", "names of certificates");
      const auto id = text ? declared_.find_or_report(report_, inside_of(name), *text) : std::nullopt;
      if (!id) return;
      if (declared_.spec(*id).authority) {
        report_.error(name, quoted(*text) + " is an authority: nodes do not present it",
                      "declare it under \"certificates\"");
      } else if (!imported_.insert(*id).second) {
        report_.error(name, "certificate " + quoted(*text) + " is imported already");
      } else {
        version.certificate = *id;
        latest = version.created;
        line.versions.push_back(version);
      }
    });
  }

  void make_versions(const JsonValue& key, const VaultPolicy& policy, model::VaultCertificate& line) {
    line.policy = policy.renewal;
    const std::string address = scenario_.vaults[line.vault].name + "/" + line.name;
    const auto found = renewals_.find(address);
    const std::vector<Renewal> none;
    const std::vector<Renewal>& steps = found == renewals_.end() ? none : found->second;
    auto next_step = steps.begin();
    Maker maker{key, policy, line, {}, {}};
    SimTime created = policy.created;
    Duration validity = *policy.renewal.validity;
    const Renewal* by = nullptr;
    for (;;) {
      if (!add_version(maker, created, validity, by)) return;
      const std::optional<Duration> life = VaultPolicyReader::renewed_after(policy.renewal, validity);
      if (life && !scenario_.end) {
        if (!end_said_) {
          report_.error(policy.renew_at_value.value_or(key),
                        "versions of " + quoted(line.name) + " would be made for ever: the scenario has no \"end\"",
                        R"(add "end": "2027-01-01" to the scenario, or "renewAt": "never")");
        }
        return;
      }
      if (next_step != steps.end() && (!life || next_step->at <= created + *life)) {
        by = &*next_step++;
        if (by->at < created) {
          report_.error(by->step, quoted(address) + " is there from " + date_to_string(created) + " on only",
                        "a later \"at\", or an earlier \"created\"");
          return;
        }
        created = by->at;
        validity = *policy.renewal.validity;
        if (by->validity) {
          const auto read = VaultPolicyReader::read_validity(report_, *by->validity);
          if (!read || !VaultPolicyReader::fits(report_, *by->validity, policy.renewal, *read)) return;
          validity = *read;
        }
      } else if (life && created + *life <= *scenario_.end) {
        by = nullptr;
        created += *life;
        validity = *policy.renewal.validity;
      } else {
        return;
      }
    }
  }

  struct Maker {
    JsonValue key;
    const VaultPolicy& policy;
    model::VaultCertificate& line;
    std::set<pki::CertificateId> warned_of_dates;  // issuers
    std::set<pki::CertificateId> warned_of_end;
  };

  bool add_version(Maker& maker, SimTime created, Duration validity, const Renewal* by) {
    model::VaultCertificate& line = maker.line;
    const JsonValue at = by != nullptr ? by->step : maker.policy.validity_value.value_or(maker.key);
    if (line.versions.size() == model::limits::versions_of_line ||
        scenario_.certificates.size() >= model::limits::certificates) {
      report_.error(at,
                    "more than " +
                        std::to_string(std::min(model::limits::versions_of_line, model::limits::certificates)) +
                        " versions are made of " + quoted(line.name),
                    "a longer \"validity\", or an earlier \"end\"");
      return false;
    }
    if (validity > latest_sim_time() - created) {
      report_.error(at, "a version of " + quoted(line.name) + " would be valid behind the year 9999",
                    "a shorter \"validity\"");
      return false;
    }
    pki::CertificateSpec spec = maker.policy.like;
    spec.name = line.name + "-" + std::to_string(line.versions.size() + 1);
    spec.not_before = created;
    spec.not_after = created + validity;
    if (maker.policy.renewal.same_key && !line.versions.empty())
      spec.key_of = scenario_.certificates[line.versions.front().certificate].name;
    const IssuerFrom* from = &maker.policy.issuers.front();
    for (const IssuerFrom& each : maker.policy.issuers) {
      if (each.from <= created) from = &each;
    }
    spec.issuer = from->issuer;
    JsonValue issuer_at = from->at.value_or(maker.key);
    if (by != nullptr && by->issuer) {
      issuer_at = *by->issuer;
      spec.issuer = VaultPolicyReader::read_issuer(report_, declared_, issuer_at);
      if (!spec.issuer) return false;
    }
    if (const auto taken = declared_.find(spec.name); taken && *taken < declared_size_) {
      report_.error(maker.key,
                    "version " + std::to_string(line.versions.size() + 1) + " of " + quoted(line.name) + " is called " +
                        quoted(spec.name) + ", and so is a certificate or authority",
                    "another name for one of them");
      return false;
    }
    if (spec.issuer) warn_of_issuer(maker, spec, issuer_at);
    const auto id = static_cast<pki::CertificateId>(scenario_.certificates.size());
    if (by != nullptr) {
      names_.note_step(by->step.offset(), static_cast<model::LineIndex>(scenario_.vault_certificates.size()),
                       static_cast<std::uint32_t>(line.versions.size()));
    }
    scenario_.certificates.push_back(std::move(spec));
    scenario_.certificate_locations.push_back(place(maker.key));
    line.versions.push_back({id, created, by != nullptr});
    return true;
  }

  void warn_of_issuer(Maker& maker, const pki::CertificateSpec& spec, const JsonValue& at) {
    const pki::CertificateSpec& issuer = scenario_.certificates[*spec.issuer];
    if (spec.not_before < issuer.not_before || spec.not_before >= issuer.not_after) {
      if (!maker.warned_of_dates.insert(*spec.issuer).second) return;
      const bool early = spec.not_before < issuer.not_before;
      report_.warning(
          at, quoted(issuer.name) + (early ? " is not valid yet when " : " has expired when ") + quoted(spec.name) +
                  " is made, " + date_to_string(spec.not_before) + ": it " +
                  (early ? "begins " + date_to_string(issuer.not_before) : "ends " + date_to_string(issuer.not_after)));
    } else if (issuer.not_after < spec.not_after && maker.warned_of_end.insert(*spec.issuer).second) {
      report_.warning(maker.key, "certificate " + quoted(spec.name) + " outlives its issuer " + quoted(issuer.name) +
                                     ", which ends " + date_to_string(issuer.not_after));
    }
  }

  Report& report_;
  const SourceText& source_;
  const CertificateNames declared_;
  std::size_t declared_size_;
  VaultPolicyReader policies_;
  model::Scenario& scenario_;
  VaultNames& names_;
  bool end_said_ = false;
  bool said_too_many_ = false;
  std::map<std::string, std::vector<Renewal>> renewals_;    // by address
  std::unordered_map<std::string, JsonValue> first_lines_;  // only looked up
  std::unordered_set<pki::CertificateId> imported_;         // likewise
};

}  // namespace

void read_vaults(Report& report, const SourceText& source, const Fields& scenario_object, pki::KeyType default_key_type,
                 model::Scenario& scenario, VaultNames& names) {
  VaultReader(report, source, default_key_type, scenario, names).read(scenario_object);
  names.index();
}

}  // namespace certdrill::load
