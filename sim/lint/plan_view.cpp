#include "lint/plan_view.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace certdrill::lint {

using What = model::NotationMark::What;

std::string_view to_string(Level level) { return level == Level::note ? "note" : "warning"; }

bool name_matches(std::string_view pattern, std::string_view name) {
  if (equal_ignoring_ascii_case(pattern, name)) return true;
  if (!pattern.starts_with("*.")) return false;
  const std::size_t dot = name.find('.');
  return dot != std::string_view::npos && dot > 0 && equal_ignoring_ascii_case(pattern.substr(1), name.substr(dot));
}

bool may_read(const model::Scenario& scenario, const model::Agent& agent, model::VaultIndex vault,
              const std::vector<std::pair<model::VaultIndex, model::IdentityIndex>>& granted) {
  const model::Vault& read = scenario.vaults[vault];
  if (agent.kind == model::AgentKind::scale_set_secrets && read.template_deployment &&
      scenario.identities[agent.identity] == "compute")
    return true;
  return std::binary_search(read.readers.begin(), read.readers.end(), agent.identity) ||
         std::find(granted.begin(), granted.end(), std::pair(vault, agent.identity)) != granted.end();
}

PlanView::PlanView(const model::Scenario& scenario)
    : scenario_(scenario), arrivals_(scenario.certificates.size()), versions_(scenario.certificates.size()) {
  for (model::LineIndex line = 0; line < scenario.vault_certificates.size(); ++line) {
    const auto& made = scenario.vault_certificates[line].versions;
    for (std::uint32_t i = 0; i < made.size(); ++i) versions_[made[i].certificate] = {line, i};
  }
  for (CertificateId id = 0; id < scenario.certificates.size(); ++id) {
    by_name_.emplace(scenario.certificates[id].name, id);
    by_common_name_[lower_ascii(scenario.certificates[id].common_name)].push_back(id);
  }
  find_moments();
  find_eras();
  find_arrivals();
}

void PlanView::find_moments() {
  SimTime at = scenario_.start;
  horizon_ = scenario_.end.value_or(scenario_.start);
  for (const model::Step& step : scenario_.steps) {
    if (!step.during) at += step.pause_before;
    if (step.not_before) at = std::max(at, *step.not_before);
    earliest_begin_.push_back(at);
    if (const auto* wait = std::get_if<model::WaitStep>(&step.what))
      at = wait->until ? std::max(at, *wait->until) : at + wait->length;
    horizon_ = std::max(horizon_, at);
  }
}

void PlanView::find_eras() {
  const model::Cluster& cluster = scenario_.cluster;
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> at_start;  // node type, security
  for (const model::Node& node : cluster.nodes) at_start[{node.node_type, node.security}] = true;
  std::vector<std::vector<std::size_t>> now(cluster.node_types.size());  // by node type: eras in force
  for (const auto& [key, there] : at_start) {
    now[key.first].push_back(eras_.size());
    eras_.push_back({key.first, key.second, std::nullopt, std::nullopt});
  }
  const auto go_to = [&](std::uint32_t type, std::uint32_t security, std::uint32_t step) {
    for (const std::size_t old : now[type]) eras_[old].until = step;
    now[type] = {eras_.size()};
    eras_.push_back({type, security, step, std::nullopt});
  };
  for (std::uint32_t i = 0; i < scenario_.steps.size(); ++i) {
    const model::Step& step = scenario_.steps[i];
    for (std::uint32_t type = 0; type < now.size(); ++type) {
      if (now[type].empty()) continue;
      if (const auto* upgrade = std::get_if<model::UpgradeStep>(&step.what);
          upgrade != nullptr && upgrade->security_by_node_type[type])
        go_to(type, *upgrade->security_by_node_type[type], i);
      if (const auto* convert = std::get_if<model::ConvertStep>(&step.what);
          convert != nullptr && !convert->phases.empty())
        go_to(type, convert->to, i);
    }
  }
  std::map<std::uint32_t, bool> last;
  for (const Era& era : eras_) last[era.security] = last[era.security] || !era.until;
  configurations_.assign(last.begin(), last.end());
}

void PlanView::arrive(CertificateId id, const Arrival& arrival) {
  Arrival& first = arrivals_[id];
  if (!first.at_all) {
    first = arrival;
    return;
  }
  const auto moment = [&](const Arrival& each) { return each.step ? earliest_begin_[*each.step] : each.at; };
  if (moment(arrival) < moment(first)) first = arrival;
}

void PlanView::find_arrivals() {
  for (const model::Store& store : scenario_.cluster.stores) {
    for (const model::StoreEntry& entry : store.entries) arrive(entry.certificate, {true, {}, scenario_.start, false});
  }
  const auto bring = [&](const std::vector<model::ObservedCertificate>& observed, SimTime from) {
    for (const model::ObservedCertificate& each : observed) {
      if (!each.line) continue;
      const auto& versions = scenario_.vault_certificates[*each.line].versions;
      for (std::uint32_t i = 0; i < versions.size(); ++i) {
        if (each.version && *each.version != i) continue;
        // Of older versions, one that polls brings the newest alone.
        const bool replaced = !each.version && i + 1 < versions.size() && versions[i + 1].created <= from;
        if (!replaced) arrive(versions[i].certificate, {true, {}, std::max(versions[i].created, from), true});
      }
    }
  };
  for (const model::Agent& agent : scenario_.agents) {
    if (agent.runs_at_start) bring(agent.observes, scenario_.start);
  }
  for (std::uint32_t i = 0; i < scenario_.steps.size(); ++i) {
    const auto& what = scenario_.steps[i].what;
    if (const auto* install = std::get_if<model::InstallStep>(&what)) {
      const bool on_nodes = install->where.all || !install->where.nodes.empty();
      for (const model::StoreEntry& entry : install->entries) {
        if (on_nodes) arrive(entry.certificate, {true, i, earliest_begin_[i], false});
      }
    } else if (const auto* change = std::get_if<model::AgentStep>(&what)) {
      if (change->observes) bring(*change->observes, earliest_begin_[i]);
      if (change->run == model::AgentStep::Run::start)
        bring(scenario_.agents[change->agent].observes, earliest_begin_[i]);
    }
  }
}

bool PlanView::meets(const Era& era, CertificateId id) const {
  const Arrival& arrival = arrivals_[id];
  if (!arrival.at_all) return false;
  if (!era.until) return true;
  if (arrival.step) return *arrival.step < *era.until;
  return arrival.at <= scenario_.start || arrival.at < earliest_begin_[*era.until];
}

std::optional<CertificateId> PlanView::find(const std::string& certificate) const {
  const auto found = by_name_.find(certificate);
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

std::string PlanView::common_name(const model::CommonNameReference& reference) const {
  const auto id = reference.literal ? std::nullopt : find(reference.text);
  return id ? spec(*id).common_name : reference.text;
}

bool PlanView::matches(const model::AcceptCommonName& rule, CertificateId id) const {
  const std::string pattern = common_name(rule.name);
  const pki::CertificateSpec& certificate = spec(id);
  return name_matches(pattern, certificate.common_name) ||
         std::any_of(certificate.dns_names.begin(), certificate.dns_names.end(),
                     [&](const std::string& each) { return name_matches(pattern, each); });
}

bool PlanView::same_key(CertificateId a, CertificateId b) const {
  const auto key = [&](CertificateId id) { return spec(id).key_of.empty() ? spec(id).name : spec(id).key_of; };
  return key(a) == key(b);
}

bool PlanView::pins(const model::AcceptCommonName& rule, CertificateId issuer) const {
  return std::any_of(rule.issuers.begin(), rule.issuers.end(), [&](const model::IssuerPin& pin) {
    const auto pinned = find(pin.issuer.text);
    // Digits may mean anybody.
    return !pinned || *pinned == issuer || (pin.by_key && same_key(*pinned, issuer));
  });
}

CertificateId PlanView::root_of(CertificateId id) const {
  while (spec(id).issuer) id = *spec(id).issuer;
  return id;
}

bool PlanView::accepts(const model::ValidationRules& rules, CertificateId id) const {
  return std::any_of(rules.rules.begin(), rules.rules.end(), [&](const model::ValidationRule& rule) {
    if (const auto* by_thumbprint = std::get_if<model::AcceptThumbprint>(&rule)) {
      const auto meant = find(by_thumbprint->certificate.text);
      return !meant || *meant == id;
    }
    const auto* by_name = std::get_if<model::AcceptCommonName>(&rule);
    if (by_name == nullptr) return true;  // an authority, which is not judged yet
    return matches(*by_name, id) && (by_name->issuers.empty() || pins(*by_name, direct_issuer(id)));
  });
}

std::vector<CertificateId> PlanView::named_by(const model::PresentationRule& rule) const {
  std::vector<CertificateId> named;
  const auto add = [&](CertificateId id) {
    if (std::find(named.begin(), named.end(), id) == named.end()) named.push_back(id);
  };
  if (const auto* by_thumbprint = std::get_if<model::PresentByThumbprint>(&rule)) {
    for (const model::ThumbprintReference& each : by_thumbprint->entries) {
      if (const auto id = find(each.text)) add(*id);
    }
  } else if (const auto* by_name = std::get_if<model::PresentByCommonName>(&rule)) {
    for (const model::CommonNameReference& each : by_name->entries) {
      const std::string wanted = common_name(each);
      const auto found = by_common_name_.find(lower_ascii(wanted));
      if (found == by_common_name_.end()) continue;
      for (const CertificateId id : found->second) {
        const bool same = scenario_.switches.presented_name_ignores_case
                              ? equal_ignoring_ascii_case(spec(id).common_name, wanted)
                              : spec(id).common_name == wanted;
        if (same && !spec(id).authority) add(id);
      }
    }
  } else if (const auto* by_extension = std::get_if<model::PresentByExtension>(&rule)) {
    for (const model::DnsNameReference& each : by_extension->entries) {
      for (CertificateId id = 0; id < scenario_.certificates.size(); ++id) {
        const auto& names = spec(id).dns_names;
        if (std::any_of(names.begin(), names.end(),
                        [&](const std::string& dns) { return equal_ignoring_ascii_case(dns, each.text); }))
          add(id);
      }
    }
  }
  return named;
}

std::optional<CertificateId> PlanView::shown(const Era& era) const {
  std::optional<CertificateId> best;
  for (const CertificateId id : named_by(security(era).presents)) {
    const Arrival& arrival = arrivals_[id];
    const SimTime at = arrival.step ? earliest_begin_[*arrival.step] : arrival.at;
    if (!arrival.at_all || at > std::max(begin_of(era), scenario_.start)) continue;
    if (!best || spec(id).not_after > spec(*best).not_after) best = id;
  }
  return best;
}

std::vector<Names> PlanView::parts_of(const model::SecurityConfiguration& security) {
  return {{Part::node, &security.accepts},
          {Part::client, &security.management.clients},
          {Part::admin, &security.management.admins}};
}

Location PlanView::place_of(std::uint32_t security) const {
  return security < scenario_.security_locations.size() ? scenario_.security_locations[security] : Location{};
}

Location PlanView::place(std::uint32_t security, What what, const std::string& text, Part part) const {
  Location where = place_of(security);
  if (where.source_line.empty() || where.column == 0) return where;
  const std::vector<std::string_view> characters = utf8_characters(where.source_line);
  if (where.column - 1 + where.length > characters.size()) return where;
  const char* const begin = characters[where.column - 1].data();
  const std::string_view last = characters[where.column - 1 + where.length - 1];
  const std::string_view written(begin, static_cast<std::size_t>(last.data() + last.size() - begin));
  const Result<model::MarkedSecurity> marked = model::parse_marked_security(written);
  if (!marked) return where;  // written with escapes
  for (const model::NotationMark& mark : marked->marks) {
    if (mark.what != what || mark.part != part || mark.text != text) continue;
    where.column += mark.column - 1;
    where.length = mark.length;
    return where;
  }
  return where;
}

Location PlanView::place_of_p(std::uint32_t security, CertificateId certificate) const {
  const model::PresentationRule& rule = scenario_.securities[security].presents;
  if (by_thumbprint(rule)) return place(security, What::presented_thumbprint, name(certificate));
  if (const auto* by_name = std::get_if<model::PresentByCommonName>(&rule)) {
    for (const model::CommonNameReference& each : by_name->entries) {
      if (equal_ignoring_ascii_case(common_name(each), spec(certificate).common_name))
        return place(security, What::presented_name, each.text);
    }
  }
  return place_of(security);
}

}  // namespace certdrill::lint
