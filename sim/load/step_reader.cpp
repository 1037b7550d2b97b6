#include "load/step_reader.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "base/duration.h"
#include "base/text.h"
#include "load/calendar.h"
#include "load/convert_step_reader.h"
#include "load/during_reader.h"
#include "load/fault_reader.h"
#include "load/journey_step_reader.h"
#include "load/scenario_fields.h"
#include "load/store_reader.h"

namespace certdrill::load {
namespace {

constexpr std::size_t longest_step_name = 200;
constexpr Duration default_within = std::chrono::minutes(10);

struct StepKind {
  std::string_view field;  // the one that tells the kind
  const FieldTable* fields;
};
constexpr std::array<StepKind, 34> kinds = {{{"upgrade", &upgrade_step_fields},
                                             {"convert", &convert_step_fields},
                                             {"install", &install_step_fields},
                                             {"remove", &remove_step_fields},
                                             {"revoke", &revoke_step_fields},
                                             {"publishCrl", &publish_crl_step_fields},
                                             {"blockCrl", &block_crl_step_fields},
                                             {"unblockCrl", &unblock_crl_step_fields},
                                             {"wait", &wait_step_fields},
                                             {"waitUntil", &wait_until_step_fields},
                                             {"crash", &crash_step_fields},
                                             {"restart", &restart_step_fields},
                                             {"hostReboot", &host_reboot_step_fields},
                                             {"partition", &partition_step_fields},
                                             {"slow", &slow_step_fields},
                                             {"lossy", &lossy_step_fields},
                                             {"hang", &hang_step_fields},
                                             {"clock", &clock_step_fields},
                                             {"heal", &heal_step_fields},
                                             {"start", &start_step_fields},
                                             {"grantAccess", &grant_access_step_fields},
                                             {"withdrawAccess", &withdraw_access_step_fields},
                                             {"vaultOutage", &vault_outage_step_fields},
                                             {"disableVersion", &disable_version_step_fields},
                                             {"enableVersion", &enable_version_step_fields},
                                             {"deleteSecret", &delete_secret_step_fields},
                                             {"renewSecret", &renew_secret_step_fields},
                                             {"updateAgent", &update_agent_step_fields},
                                             {"startAgent", &start_agent_step_fields},
                                             {"stopAgent", &stop_agent_step_fields},
                                             {"reimage", &reimage_step_fields},
                                             {"deploy", &deploy_step_fields},
                                             {"scaleOut", &scale_out_step_fields},
                                             {"changeClient", &change_client_step_fields}}};

class StepReader {
 public:
  StepReader(Report& report, const SourceText& source, const CertificateNames& certificates, const ClusterNames& names,
             SecurityReader& securities, const DefaultPolicy& policy, HeldCertificates& held,
             SelectionReader& selections, VaultNames& vaults, AgentReader& agents, ClientReader& clients,
             model::Scenario& scenario)
      : report_(report),
        source_(source),
        certificates_(certificates),
        names_(names),
        securities_(securities),
        policy_(policy),
        held_(held),
        scenario_(scenario),
        selections_(selections),
        clients_(clients),
        faults_(report, selections, scenario.cluster),
        during_(report, names, scenario.cluster),
        conversions_(report, certificates, securities, policy, scenario),
        journey_(report, certificates, vaults, agents, selections, held, scenario),
        calendar_(scenario) {
    for (const model::RandomFault& each : scenario.random_faults) {
      if (each.fault.kind == model::FaultKind::partition) partitions_.begin({}, true);
    }
  }

  void read(const JsonValue& list) {
    if (!is_list(report_, list, "steps", "a list of steps", true)) return;
    if (list.size() > model::limits::steps) {
      report_.error(list, "more than " + std::to_string(model::limits::steps) + " steps");
      return;
    }
    take_given_names(list);
    list.for_each_item([&](const JsonValue& item) { read_step(item); });
    during_.resolve(scenario_.steps);
    if (!any_monitored_) warn_of_unmonitored(report_, policy_.for_monitored);
  }

 private:
  static bool is_wait(const model::Step& step) { return std::holds_alternative<model::WaitStep>(step.what); }

  // The kind of a step is told by which of these fields it has.
  std::optional<StepKind> kind_of(const JsonValue& item) {
    if (item.kind() != JsonKind::object) {
      report_.wrong_type(item, "steps", "a list of objects");
      return std::nullopt;
    }
    std::optional<StepKind> kind;
    std::vector<std::string> fields;
    bool twice = false;
    item.for_each_member([&](const JsonValue& key, const JsonValue&) {
      fields.emplace_back(key.text());
      const auto found =
          std::find_if(kinds.begin(), kinds.end(), [&](const StepKind& each) { return each.field == key.text(); });
      if (found == kinds.end()) return;
      if (kind && kind->field != found->field) {
        report_.error(key,
                      "a step is one thing: " + quoted(found->field) + " cannot stand beside " + quoted(kind->field),
                      "make two steps of it");
        twice = true;
      }
      if (!kind) kind = *found;
    });
    if (kind || twice) return twice ? std::nullopt : kind;
    std::vector<std::string> known;
    for (const StepKind& each : kinds) known.emplace_back(each.field);
    std::string help = "one of: " + join(known, ", ");
    for (const std::string& field : fields) {
      if (!suggestions(field, known).empty()) help = quoted(field) + ": " + did_you_mean(field, known);
    }
    report_.error(item, "the step does not say what it does", help);
    return std::nullopt;
  }

  // Names that the file gives are theirs; defaults keep out of their way.
  void take_given_names(const JsonValue& list) {
    list.for_each_item([&](const JsonValue& item) {
      if (item.kind() != JsonKind::object) return;
      item.for_each_member([&](const JsonValue& key, const JsonValue& value) {
        const bool names = key.text() == "name" || key.text() == "upgrade" || key.text() == "convert";
        if (!names || value.kind() != JsonKind::string) return;
        const auto [first, is_new] = given_names_.try_emplace(std::string(value.text()), value);
        if (is_new) return;
        const Location where = source_.location(first->second.offset(), 1);
        report_.error(
            value, "duplicate step name " + quoted(value.text()),
            "the first is at line " + std::to_string(where.line) + ", column " + std::to_string(where.column));
      });
    });
  }

  std::string default_name(const std::string& wanted) {
    std::string name = wanted;
    for (int i = 2; given_names_.count(name) > 0 || default_names_.count(name) > 0; ++i) {
      name = wanted + " (" + std::to_string(i) + ")";
    }
    default_names_.insert(name);
    return name;
  }

  std::string name_of(const Fields& fields, const std::string& wanted) {
    if (const auto value = fields.get("name"))
      return read_line(report_, *value, "name", longest_step_name).value_or("");
    return default_name(wanted);
  }

  void read_step(const JsonValue& item) {
    const std::optional<StepKind> kind = kind_of(item);
    if (!kind) return;
    const Fields fields(report_, item, *kind->fields);
    model::Step step;
    out_of_sequence_ = false;
    const StringPlaces::Range place = inside_of(*fields.get(kind->field));
    step.where = source_.brief_location(place.offset, place.length);
    if (kind->field == "upgrade") {
      read_upgrade(fields, step);
    } else if (kind->field == "convert") {
      read_convert(fields, step);
    } else if (const auto fault = model::parse_fault_kind(kind->field)) {
      read_fault(item, fields, *fault, step);
    } else if (JourneyStepReader::reads(kind->field)) {
      const std::string wanted = journey_.read(fields, kind->field, step);
      step.name = name_of(fields, wanted);
      read_at(fields, step);
    } else if (kind->field == "install") {
      read_install(fields, step);
    } else if (kind->field == "changeClient") {
      read_change_of_client(fields, step);
    } else if (kind->field == "remove") {
      read_remove(fields, step);
    } else if (kind->field == "revoke") {
      read_revoke(fields, step);
    } else if (kind->field == "publishCrl") {
      read_publish_crl(fields, step);
    } else if (kind->field == "blockCrl" || kind->field == "unblockCrl") {
      read_crl_reach(fields, kind->field, step);
    } else if (kind->field == "wait") {
      const auto length = read_duration(report_, *fields.get("wait"), "wait");
      step.what = model::WaitStep{length.value_or(Duration(0)), {}};
      step.name = name_of(fields, "wait " + to_string(length.value_or(Duration(0))));
    } else {
      const std::optional<SimTime> until = read_moment(*fields.get("waitUntil"), "waitUntil");
      step.what = model::WaitStep{{}, until};
      step.name = name_of(fields, "wait until " + (until ? date_to_string(*until) : std::string()));
    }
    // A wait stands in place of the pause; what begins during another step is not in the sequence.
    if (!out_of_sequence_) {
      const bool pause = pause_is_next_ && !is_wait(step);
      step.pause_before = pause ? policy_.pause_between_steps : Duration(0);
      pause_is_next_ = !is_wait(step);
      const auto* wait = std::get_if<model::WaitStep>(&step.what);
      partitions_.pass(wait != nullptr ? wait->length : step.pause_before);
    }
    if (!calendar_.has_room_for(step))
      report_.error(item, "the plan would go on behind the year 9999", "shorten the waits");
    scenario_.steps.push_back(std::move(step));
  }

  std::optional<SimTime> read_moment(const JsonValue& value, std::string_view field) {
    const auto at = read_time(report_, value, field);
    if (at && *at < scenario_.start) {
      report_.error(value, quoted(field) + " is before the start of the scenario, " + date_to_string(scenario_.start));
      return std::nullopt;
    }
    return at;
  }

  void read_at(const Fields& fields, model::Step& step) {
    if (const auto value = fields.get("at")) step.not_before = read_moment(*value, "at");
  }

  void read_upgrade(const Fields& fields, model::Step& step) {
    const JsonValue name = *fields.get("upgrade");
    step.name = read_line(report_, name, "upgrade", longest_step_name).value_or("");
    model::UpgradeStep upgrade;
    upgrade.policy = policy_.policy;
    upgrade.security_by_node_type.resize(scenario_.cluster.node_types.size());
    const std::string moment = "when " + quoted(step.name) + " begins";
    const auto to = fields.get("to");
    if (!to) {
      report_.error(name, "\"to\" is missing: what does the upgrade lead to?", "add \"to\": \"{P:{TP=A}, V:{TP=A}}\"");
    } else if (to->kind() == JsonKind::object) {
      if (to->size() == 0) report_.error(*to, "\"to\" names no node type");
      to->for_each_member([&](const JsonValue& key, const JsonValue& value) {
        const auto type = names_.find_node_type(report_, key);
        const auto use = securities_.read(value, key.text());
        if (!type || !use) return;
        upgrade.security_by_node_type[*type] = use->security;
        securities_.warn_of_missing(*use, held_, moment);
      });
    } else if (to->kind() != JsonKind::string) {
      report_.wrong_type(*to, "to", "a security configuration in quotes, or an object with one for each node type");
    } else if (const auto use = securities_.read(*to, "to")) {
      for (auto& each : upgrade.security_by_node_type) each = use->security;
      securities_.warn_of_missing(*use, held_, moment);
    }
    if (const auto value = fields.get("policy")) upgrade.policy = read_step_policy(report_, *value, upgrade.policy);
    any_monitored_ = any_monitored_ || upgrade.policy.mode == model::UpgradeMode::monitored;
    read_at(fields, step);
    read_during(fields);
    conversions_.note(upgrade);
    step.what = std::move(upgrade);
  }

  void read_during(const Fields& fields) {
    out_of_sequence_ = during_.read(fields, static_cast<std::uint32_t>(scenario_.steps.size()));
  }

  void read_convert(const Fields& fields, model::Step& step) {
    step.name = read_line(report_, *fields.get("convert"), "convert", longest_step_name).value_or("");
    read_at(fields, step);
    step.what = conversions_.read(fields, step.not_before.value_or(scenario_.start), held_);
    any_monitored_ = true;
  }

  void read_fault(const JsonValue& item, const Fields& fields, model::FaultKind kind, model::Step& step) {
    const std::string_view word = model::to_string(kind);
    step.name = name_of(fields, std::string(word) + " " + SelectionReader::words_for(*fields.get(word)));
    read_at(fields, step);
    read_during(fields);
    model::Fault fault = faults_.read(fields, kind);
    if (kind == model::FaultKind::heal && fault.where.all && !out_of_sequence_) partitions_.heal();
    if (kind == model::FaultKind::partition) {
      const bool room = !partitions_.too_many();
      partitions_.begin(fault.length, out_of_sequence_);
      if (room && partitions_.too_many()) {
        report_.error(item,
                      "more than " + std::to_string(PartitionCount::most) + " partitions may be under way at once",
                      "say \"for\" and wait, or heal all before");
      }
    }
    step.what = model::FaultStep{std::move(fault)};
  }

  void read_install(const Fields& fields, model::Step& step) {
    const JsonValue value = *fields.get("install");
    model::InstallStep install;
    if (value.kind() == JsonKind::list) {
      install.entries = read_store_entries(report_, certificates_, value, "install", false).value_or(install.entries);
    } else if (const auto entry = read_store_entry(report_, certificates_, value, "install")) {
      install.entries.push_back(*entry);
    }
    std::vector<pki::CertificateId> ids;
    for (const model::StoreEntry& entry : install.entries) ids.push_back(entry.certificate);
    read_common(fields, "install", ids, install.where, install.within, step);
    if (const auto clients = fields.get("clients")) {
      install.clients = clients_.read_names(*clients, "clients");
      // Who names clients and no nodes means clients.
      const auto is_said = [&](std::string_view field) { return fields.has(field); };
      if (std::none_of(selection_fields.fields.begin(), selection_fields.fields.end(), is_said)) {
        install.where = {false, {}};
        install.within = {};
      }
    }
    if (install.where.all || !install.where.nodes.empty()) {
      for (const model::StoreEntry& entry : install.entries) held_.add(entry);
    }
    step.what = std::move(install);
  }

  void read_change_of_client(const Fields& fields, model::Step& step) {
    const JsonValue name = *fields.get("changeClient");
    const std::string who(name.kind() == JsonKind::string ? name.text() : std::string_view());
    step.name = name_of(fields, "change " + who);
    read_at(fields, step);
    step.what = clients_.read_change(fields);
  }

  // One name of a certificate, or a list of them: each once, in the order written.
  template <typename Use>
  void read_certificates_of(const JsonValue& value, std::string_view field, Use use) {
    std::unordered_set<pki::CertificateId> seen;
    const auto read_name = [&](const JsonValue& item) {
      const auto name = read_string(report_, item, field, "the name of a certificate, or a list of names");
      const auto id = name ? certificates_.find_or_report(report_, inside_of(item), *name) : std::nullopt;
      if (!id) return;
      if (!seen.insert(*id).second) {
        report_.error(item, "certificate " + quoted(*name) + " stands here a second time");
      } else {
        use(item, *id);
      }
    };
    if (value.kind() != JsonKind::list) {
      read_name(value);
    } else if (is_list(report_, value, field, "a list of certificates", false)) {
      value.for_each_item(read_name);
    }
  }

  void read_remove(const Fields& fields, model::Step& step) {
    model::RemoveStep remove;
    read_certificates_of(*fields.get("remove"), "remove",
                         [&](const JsonValue&, pki::CertificateId id) { remove.certificates.push_back(id); });
    std::sort(remove.certificates.begin(), remove.certificates.end());
    read_common(fields, "remove", remove.certificates, remove.where, remove.within, step);
    if (remove.where.all) {
      for (const pki::CertificateId id : remove.certificates) held_.remove(id);
    }
    step.what = std::move(remove);
  }

  void read_revoke(const Fields& fields, model::Step& step) {
    model::RevokeStep revoke;
    std::vector<JsonValue> items;
    read_certificates_of(*fields.get("revoke"), "revoke", [&](const JsonValue& item, pki::CertificateId id) {
      const pki::CertificateSpec& spec = certificates_.spec(id);
      if (!spec.issuer) {
        report_.error(item, "certificate " + quoted(spec.name) + " is self-signed: no authority can revoke it",
                      "take it out of V, and remove it from the nodes");
        return;
      }
      const pki::CertificateSpec& issuer = certificates_.spec(*spec.issuer);
      if (!issuer.publishes_crl) {
        report_.error(item,
                      "certificate " + quoted(spec.name) + " cannot be revoked: " + quoted(issuer.name) +
                          ", which issued it, publishes no CRL",
                      std::string(add_crl));
        return;
      }
      revoke.certificates.push_back(id);
      items.push_back(item);
    });
    std::vector<pki::CertificateId> in_order = revoke.certificates;
    std::sort(in_order.begin(), in_order.end());
    step.name = name_of(fields, "revoke " + list_of(in_order));
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto [first, is_new] = revoked_by_.try_emplace(revoke.certificates[i], step.name);
      if (is_new) continue;
      report_.error(items[i],
                    "certificate " + quoted(items[i].text()) + " is revoked already, by step " + quoted(first->second));
    }
    revoke.certificates = std::move(in_order);
    read_at(fields, step);
    step.what = std::move(revoke);
  }

  std::vector<pki::CertificateId> read_authorities(const JsonValue& value, std::string_view field) {
    const bool good_list =
        value.kind() != JsonKind::list || is_list(report_, value, field, "a list of authorities", false);
    if (!good_list) return {};
    return read_crl_issuers(report_, certificates_, value, field).value_or(std::vector<pki::CertificateId>{});
  }

  void read_publish_crl(const Fields& fields, model::Step& step) {
    model::PublishCrlStep publish{read_authorities(*fields.get("publishCrl"), "publishCrl")};
    step.name = name_of(fields, "publish the CRL of " + list_of(publish.authorities));
    read_at(fields, step);
    step.what = std::move(publish);
  }

  void read_crl_reach(const Fields& fields, std::string_view field, model::Step& step) {
    model::CrlReachStep reach;
    reach.authorities = read_authorities(*fields.get(field), field);
    reach.reachable = field == "unblockCrl";
    const std::string verb = reach.reachable ? "unblock the CRL of" : "block the CRL of";
    read_common(fields, verb, reach.authorities, reach.where, reach.within, step);
    step.what = std::move(reach);
  }

  [[nodiscard]] std::string list_of(const std::vector<pki::CertificateId>& ids) const {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < ids.size() && i < 5; ++i) words.push_back(certificates_.spec(ids[i]).name);
    if (ids.size() > words.size()) words.push_back(std::to_string(ids.size() - words.size()) + " more");
    return join_words(words);
  }

  // What the steps that reach one node after the other have in common.
  void read_common(const Fields& fields, const std::string& verb, const std::vector<pki::CertificateId>& ids,
                   model::NodeSelection& where, Duration& within, model::Step& step) {
    step.name = name_of(fields, verb + " " + list_of(ids));
    within = default_within;
    if (const auto value = fields.get("within")) within = read_duration(report_, *value, "within").value_or(within);
    read_at(fields, step);
    where = selections_.read(fields);
  }

  Report& report_;
  const SourceText& source_;
  const CertificateNames& certificates_;
  const ClusterNames& names_;
  SecurityReader& securities_;
  const DefaultPolicy& policy_;
  HeldCertificates& held_;
  model::Scenario& scenario_;
  SelectionReader& selections_;
  ClientReader& clients_;
  FaultReader faults_;
  DuringReader during_;
  ConvertStepReader conversions_;
  PartitionCount partitions_;
  JourneyStepReader journey_;
  Calendar calendar_;
  bool out_of_sequence_ = false;  // the step that is being read
  bool pause_is_next_ = false;
  bool any_monitored_ = false;
  std::unordered_map<std::string, JsonValue> given_names_;  // these are only looked up
  std::unordered_set<std::string> default_names_;
  std::unordered_map<pki::CertificateId, std::string> revoked_by_;  // and this: the step's name
};

}  // namespace

void read_steps(Report& report, const SourceText& source, const CertificateNames& certificates,
                const ClusterNames& names, SecurityReader& securities, const DefaultPolicy& policy,
                HeldCertificates& held, SelectionReader& selections, VaultNames& vaults, AgentReader& agents,
                ClientReader& clients, const JsonValue& list, model::Scenario& scenario) {
  StepReader(report, source, certificates, names, securities, policy, held, selections, vaults, agents, clients,
             scenario)
      .read(list);
}

bool is_kind_of_step(std::string_view field) {
  return std::any_of(kinds.begin(), kinds.end(), [&](const StepKind& each) { return each.field == field; });
}

}  // namespace certdrill::load
