#include "load/agent_reader.h"

#include <algorithm>
#include <numeric>

#include "base/duration.h"
#include "base/text.h"
#include "load/json_text.h"
#include "load/scenario_fields.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

constexpr std::size_t longest_name = 64;
constexpr Duration longest_interval = std::chrono::hours(24 * 3650);
constexpr Duration least_interval = std::chrono::seconds(1);
constexpr std::pair<std::string_view, model::AgentKind> agent_kinds[] = {
    {"scaleSetSecrets", model::AgentKind::scale_set_secrets},
    {"keyVaultExtension", model::AgentKind::key_vault_extension},
    {"fileDrop", model::AgentKind::file_drop}};

// Of fields that only some kinds have.
struct Belongs {
  std::string_view field;
  bool to_file_drop;
};
constexpr Belongs polling_fields[] = {
    {"pollingInterval", true}, {"requireInitialSync", true}, {"linkOnRenewal", false}};

}  // namespace

void AgentReader::read(const std::optional<JsonValue>& agents, const std::optional<JsonValue>& cluster) {
  if (agents && agents->kind() != JsonKind::object) {
    report_.wrong_type(*agents, "agents", "an object of agents");
  } else if (agents && agents->size() > model::limits::agents) {
    report_.error(*agents, "more than " + std::to_string(model::limits::agents) + " agents");
  } else if (agents) {
    agents->for_each_member([&](const JsonValue& key, const JsonValue& value) { read_agent(key, value); });
  }
  model::Cluster& into = scenario_.cluster;
  into.bootstrap.after.resize(scenario_.agents.size());
  std::iota(into.bootstrap.after.begin(), into.bootstrap.after.end(), model::AgentIndex{0});
  if (!cluster) return;
  if (const auto value = member_of(*cluster, "bootstrap")) read_bootstrap(*value);
  if (const auto value = member_of(*cluster, "scanInterval")) {
    into.store_watch.scan_interval =
        read_interval(*value, "scanInterval", least_interval).value_or(into.store_watch.scan_interval);
  }
  if (const auto value = member_of(*cluster, "expiryWarning")) {
    into.store_watch.says_expiry_warning = true;
    into.store_watch.expiry_warning =
        read_interval(*value, "expiryWarning", Duration(0)).value_or(into.store_watch.expiry_warning);
  }
}

void AgentReader::read_agent(const JsonValue& key, const JsonValue& value) {
  const std::string_view name = key.text();
  if (!model::is_node_name(name) || name.size() > longest_name) {
    report_.error(key, "not the name of an agent: " + quoted(name),
                  "a letter or _, and then letters, digits, _, - and dots, at most " + std::to_string(longest_name));
    return;
  }
  model::Agent agent;
  agent.name = name;
  const StringPlaces::Range place = inside_of(key);
  agent.where_said = source_.brief_location(place.offset, place.length);
  const Fields fields(report_, value, agent_fields);
  if (value.kind() != JsonKind::object) return;
  if (const auto kind = fields.get("kind")) {
    const auto read = read_choice(report_, *kind, "kind", "kind of agent", agent_kinds);
    if (!read) return;
    agent.kind = *read;
  } else {
    report_.error(key, "agent " + quoted(name) + " does not say of which \"kind\" it is",
                  "keyVaultExtension, scaleSetSecrets or fileDrop");
    return;
  }
  read_settings(fields, agent);
  const auto index = static_cast<model::AgentIndex>(scenario_.agents.size());
  // Of a name that stands twice, the first counts.
  if (!by_name_.try_emplace(agent.name, index).second) return;
  names_.push_back(agent.name);
  scenario_.agents.push_back(std::move(agent));
}

void AgentReader::read_settings(const Fields& fields, model::Agent& agent) {
  const bool secrets = agent.kind == model::AgentKind::scale_set_secrets;
  if (const auto value = fields.get("identity")) {
    agent.identity = vaults_.read_identity(report_, *value, "identity").value_or(0);
  } else {
    agent.identity = vaults_.identity(secrets ? "compute" : agent.name);
  }
  if (const auto value = fields.get("observes")) {
    agent.observes = read_observed(*value, agent.kind, false).value_or(agent.observes);
  } else {
    report_.error(fields.object(), "\"observes\" is missing: what does agent " + quoted(agent.name) + " bring?",
                  secrets ? R"(add "observes": ["kv/cluster/1"])" : R"(add "observes": ["kv/cluster"])");
  }
  for (const Belongs& each : polling_fields) {
    if (!fields.has(each.field) || (!secrets && (each.to_file_drop || agent.kind != model::AgentKind::file_drop)))
      continue;
    report_.error(
        *fields.key(each.field),
        quoted(each.field) + " has no place in an agent of kind " + std::string(to_string(agent.kind)),
        secrets ? "it installs when the operator updates it, and on new machines" : "only keyVaultExtension does that");
  }
  if (const auto value = fields.get("pollingInterval"))
    agent.polling_interval = read_interval(*value, "pollingInterval", least_interval).value_or(agent.polling_interval);
  if (const auto value = fields.get("requireInitialSync"))
    agent.require_initial_sync = read_flag(report_, *value, "requireInitialSync").value_or(false);
  if (const auto value = fields.get("linkOnRenewal"))
    agent.link_on_renewal = read_flag(report_, *value, "linkOnRenewal").value_or(false);
  if (const auto value = fields.get("starts")) {
    static constexpr std::pair<std::string_view, bool> choices[] = {{"atStart", true}, {"later", false}};
    agent.runs_at_start = read_choice(report_, *value, "starts", "moment of a start", choices).value_or(true);
  }
  agent.where = selections_.read(fields, "the agent");
}

std::optional<std::vector<model::ObservedCertificate>> AgentReader::read_observed(const JsonValue& list,
                                                                                  model::AgentKind kind,
                                                                                  bool may_be_empty) {
  if (!is_list(report_, list, "observes", "a list of addresses, such as [\"kv/cluster\"]", may_be_empty))
    return std::nullopt;
  if (list.size() > model::limits::observed_by_agent) {
    report_.error(list, "more than " + std::to_string(model::limits::observed_by_agent) + " observed certificates");
    return std::nullopt;
  }
  std::vector<model::ObservedCertificate> observed;
  bool good = true;
  list.for_each_item([&](const JsonValue& item) {
    const auto read = vaults_.read_address(report_, item, "observes");
    good = good && read.has_value();
    if (!read) return;
    const bool versioned = std::count(read->address.begin(), read->address.end(), '/') == 2;
    const bool wants_version = kind == model::AgentKind::scale_set_secrets;
    if (versioned != wants_version) {
      report_.error(item,
                    wants_version ? "a scale set's secret names a version: " + quoted(read->address)
                                  : "agents of kind " + std::string(to_string(kind)) +
                                        " observe the newest version: " + quoted(read->address),
                    wants_version ? "such as " + quoted(read->address + "/1") : "leave the number out");
      good = false;
    } else if (std::find(observed.begin(), observed.end(), *read) != observed.end()) {
      report_.error(item, quoted(read->address) + " stands here a second time");
      good = false;
    } else {
      observed.push_back(*read);
    }
  });
  if (!good) return std::nullopt;
  return observed;
}

std::optional<model::AgentIndex> AgentReader::find(const JsonValue& value, std::string_view field) const {
  const auto name = read_string(report_, value, field, "the name of an agent");
  if (!name) return std::nullopt;
  const auto found = by_name_.find(std::string(*name));
  if (found != by_name_.end()) return found->second;
  if (names_.empty()) {
    report_.error(value, "unknown agent " + quoted(*name), "this scenario has no \"agents\"");
  } else {
    report_.unknown(value, "agent", names_);
  }
  return std::nullopt;
}

void AgentReader::read_bootstrap(const JsonValue& object) {
  const Fields fields(report_, object, bootstrap_fields);
  model::Bootstrap& bootstrap = scenario_.cluster.bootstrap;
  if (const auto list = fields.get("after"); list && is_list(report_, *list, "after", "a list of agents", true)) {
    bootstrap.after.clear();
    list->for_each_item([&](const JsonValue& item) {
      const auto agent = find(item, "after");
      if (!agent) return;
      if (std::find(bootstrap.after.begin(), bootstrap.after.end(), *agent) != bootstrap.after.end()) {
        report_.error(item, "agent " + quoted(item.text()) + " stands here a second time");
      } else {
        bootstrap.after.push_back(*agent);
      }
    });
    std::sort(bootstrap.after.begin(), bootstrap.after.end());
  }
  if (const auto value = fields.get("timeout"))
    bootstrap.timeout = read_interval(*value, "timeout", least_interval).value_or(bootstrap.timeout);
}

std::optional<Duration> AgentReader::read_interval(const JsonValue& value, std::string_view field, Duration least) {
  const auto length = read_duration(report_, value, field);
  if (!length) return std::nullopt;
  if (*length >= least && *length <= longest_interval) return length;
  report_.error(value, quoted(field) + " is out of range: " + quoted(value.text()),
                "from " + to_string(least) + " to " + to_string(longest_interval));
  return std::nullopt;
}

bool AgentReader::may_read(const model::Agent& agent, const model::ObservedCertificate& observed) const {
  const model::Vault& vault = scenario_.vaults[observed.vault];
  if (agent.kind == model::AgentKind::scale_set_secrets && vault.template_deployment &&
      scenario_.identities[agent.identity] == "compute")
    return true;
  return std::binary_search(vault.readers.begin(), vault.readers.end(), agent.identity);
}

void AgentReader::add_at_start(HeldCertificates& held) const {
  for (const model::Agent& agent : scenario_.agents) {
    if (!agent.runs_at_start) continue;
    for (const model::ObservedCertificate& observed : agent.observes) {
      if (!observed.line || !may_read(agent, observed)) continue;
      const std::vector<model::VaultVersion>& versions = scenario_.vault_certificates[*observed.line].versions;
      std::optional<std::uint32_t> version;
      for (std::uint32_t i = 0; i < versions.size() && versions[i].created <= scenario_.start; ++i) version = i;
      if (observed.version && version && *observed.version <= *version) version = observed.version;
      if (version) held.add({versions[*version].certificate, model::PrivateKeyState::usable, pki::no_certificate});
    }
  }
}

void AgentReader::add_later(HeldCertificates& held) const {
  for (const model::Agent& agent : scenario_.agents) {
    if (agent.runs_at_start) add(agent.observes, held);
  }
}

void AgentReader::add(const std::vector<model::ObservedCertificate>& observed, HeldCertificates& held) const {
  for (const model::ObservedCertificate& each : observed) {
    if (!each.line) continue;
    const std::vector<model::VaultVersion>& versions = scenario_.vault_certificates[*each.line].versions;
    for (std::uint32_t i = 0; i < versions.size(); ++i) {
      if (!each.version || *each.version == i)
        held.add({versions[i].certificate, model::PrivateKeyState::usable, pki::no_certificate});
    }
  }
}

}  // namespace certdrill::load
