#include "workspace/names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "base/text.h"

namespace certdrill::workspace {
namespace {

using scene::Selection;
using Kind = scene::Selection::Kind;

constexpr std::size_t most_suggested_names = 2'000;  // of nodes that a misspelt word is compared with

std::optional<std::uint32_t> parse_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// "finding 3" of four findings: 2.
std::optional<Result<Selection>> counted_selection(std::string_view text, std::string_view noun, Kind kind,
                                                   std::size_t count) {
  const std::string lower = lower_ascii(text);
  if (!lower.starts_with(noun) || lower.size() <= noun.size() || lower[noun.size()] != ' ') return std::nullopt;
  const std::optional<std::uint32_t> number = parse_number(trimmed(text.substr(noun.size())));
  if (number && *number >= 1 && *number <= count) return Selection{kind, *number - 1, 0};
  std::string help = count == 0   ? "there is none"
                     : count == 1 ? "there is one: " + std::string(noun) + " 1"
                                  : "there are " + std::to_string(count) + ", from 1";
  return problem("no " + quoted(text) + " in this run", std::move(help));
}

template <typename Named>
std::optional<std::uint32_t> index_of(const std::vector<Named>& list, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Named& each) { return each.name == name; });
  if (found == list.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - list.begin());
}

std::optional<std::uint32_t> find_actor(const model::Scenario& scenario, Kind kind, std::string_view name) {
  return kind == Kind::vault   ? index_of(scenario.vaults, name)
         : kind == Kind::agent ? index_of(scenario.agents, name)
                               : index_of(scenario.cluster.clients, name);
}

constexpr std::array<std::pair<Kind, std::string_view>, 3> actor_words = {
    {{Kind::vault, "vault"}, {Kind::agent, "agent"}, {Kind::client, "client"}}};

// "vault kv"; or "kv" alone.
std::optional<Selection> actor_selection(std::string_view text, const model::Scenario& scenario) {
  for (const auto& [kind, word] : actor_words) {
    const bool named =
        lower_ascii(text.substr(0, word.size())) == word && text.size() > word.size() && text[word.size()] == ' ';
    if (!named) continue;
    if (const auto found = find_actor(scenario, kind, trimmed(text.substr(word.size()))))
      return Selection{kind, *found, 0};
  }
  for (const auto& [kind, word] : actor_words) {
    if (const auto found = find_actor(scenario, kind, text)) return Selection{kind, *found, 0};
  }
  return std::nullopt;
}

const std::string& name_of_actor(const Selection& selection, const model::Scenario& scenario) {
  return selection.kind == Kind::vault   ? scenario.vaults[selection.first].name
         : selection.kind == Kind::agent ? scenario.agents[selection.first].name
                                         : scenario.cluster.clients[selection.first].name;
}

std::optional<Selection> pair_selection(std::string_view text, const model::Cluster& cluster) {
  // Names may have hyphens themselves: every one of them may be the one between.
  for (std::size_t at = text.find('-'); at != std::string_view::npos; at = text.find('-', at + 1)) {
    const std::optional<model::NodeIndex> first = find_node(cluster, trimmed(text.substr(0, at)));
    if (!first) continue;
    const std::optional<model::NodeIndex> second = find_node(cluster, trimmed(text.substr(at + 1)));
    if (second && *first != *second) return Selection{Kind::pair, *first, *second};
  }
  return std::nullopt;
}

// Mostly a node has the same number in both: then nothing is searched.
std::optional<model::NodeIndex> same_node(model::NodeIndex node, const model::Cluster& last,
                                          const model::Cluster& now) {
  const std::string name = last.node_name(node);
  if (node < now.nodes.size() && now.node_name(node) == name) return node;
  return find_node(now, name);
}

}  // namespace

std::optional<model::NodeIndex> find_node(const model::Cluster& cluster, std::string_view name) {
  if (cluster.node_names.empty()) {
    if (name.size() < 2 || lower_ascii(name.front()) != 'n') return std::nullopt;
    if (name[1] == '0' && name.size() > 2) return std::nullopt;
    const std::optional<std::uint32_t> number = parse_number(name.substr(1));
    if (!number || *number >= cluster.nodes.size()) return std::nullopt;
    return *number;
  }
  const auto& names = cluster.node_names;
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<model::NodeIndex>(found - names.begin());
}

Result<Selection> parse_selection(std::string_view text, const replay::RecordedRun& run) {
  const std::string_view name = trimmed(text);
  const model::Scenario& scenario = run.scenario();
  if (const auto node = find_node(scenario.cluster, name)) return Selection{Kind::node, *node, 0};
  if (const auto pair = pair_selection(name, scenario.cluster)) return *pair;
  if (const auto certificate = scenario.find_certificate(name)) return Selection{Kind::certificate, *certificate, 0};
  if (const auto actor = actor_selection(name, scenario)) return *actor;
  if (auto finding = counted_selection(name, "finding", Kind::finding, run.result().findings.size())) return *finding;
  if (auto check = counted_selection(name, "check", Kind::check, run.result().checks.size())) return *check;

  std::vector<std::string> known;
  const std::size_t nodes = std::min(scenario.cluster.nodes.size(), most_suggested_names);
  for (std::size_t node = 0; node < nodes; ++node) {
    known.push_back(scenario.cluster.node_name(static_cast<model::NodeIndex>(node)));
  }
  for (const pki::CertificateSpec& each : scenario.certificates) known.push_back(each.name);
  for (const model::Vault& each : scenario.vaults) known.push_back(each.name);
  for (const model::Agent& each : scenario.agents) known.push_back(each.name);
  for (const model::Client& each : scenario.cluster.clients) known.push_back(each.name);
  const std::vector<std::string> close = suggestions(name, known);
  return problem("nothing here is called " + quoted(name),
                 close.empty() ? "name a node, two nodes (\"N3-N4\"), a certificate, \"finding 1\" or \"check 1\""
                               : did_you_mean(name, known));
}

std::string name_of(const Selection& selection, const replay::RecordedRun& run) {
  const model::Scenario& scenario = run.scenario();
  switch (selection.kind) {
    case Kind::nothing:
      return {};
    case Kind::node:
      return scenario.cluster.node_name(selection.first);
    case Kind::pair:
      return scenario.cluster.node_name(selection.first) + "-" + scenario.cluster.node_name(selection.second);
    case Kind::certificate:
      return scenario.certificates[selection.first].name;
    case Kind::finding:
      return "finding " + std::to_string(selection.first + 1);
    case Kind::check:
      return "check " + std::to_string(selection.first + 1);
    case Kind::vault:
      return "vault " + name_of_actor(selection, scenario);
    case Kind::agent:
      return "agent " + name_of_actor(selection, scenario);
    case Kind::client:
      return "client " + name_of_actor(selection, scenario);
  }
  return {};
}

Selection same_selection(const Selection& selection, const replay::RecordedRun& last, const replay::RecordedRun& now) {
  const model::Cluster& cluster = now.scenario().cluster;
  switch (selection.kind) {
    case Kind::nothing:
      return {};
    case Kind::node:
    case Kind::pair: {
      const model::Cluster& then = last.scenario().cluster;
      const std::optional<model::NodeIndex> first = same_node(selection.first, then, cluster);
      const std::optional<model::NodeIndex> second =
          selection.kind == Kind::pair ? same_node(selection.second, then, cluster) : 0;
      if (!first || !second) return {};
      return {selection.kind, *first, *second};
    }
    case Kind::certificate: {
      const auto found = now.scenario().find_certificate(last.scenario().certificates[selection.first].name);
      if (!found) return {};
      return {selection.kind, *found, 0};
    }
    case Kind::vault:
    case Kind::agent:
    case Kind::client: {
      const auto found = find_actor(now.scenario(), selection.kind, name_of_actor(selection, last.scenario()));
      if (!found) return {};
      return {selection.kind, *found, 0};
    }
    case Kind::check: {
      const auto& checks = now.scenario().checks;
      if (selection.first >= checks.size()) return {};
      return selection;
    }
    case Kind::finding: {
      const check::Finding& wanted = last.result().findings[selection.first];
      const auto& findings = now.result().findings;
      const auto found = std::find_if(findings.begin(), findings.end(), [&](const check::Finding& each) {
        return each.id == wanted.id && each.message == wanted.message;
      });
      if (found == findings.end()) return {};
      return {selection.kind, static_cast<std::uint32_t>(found - findings.begin()), 0};
    }
  }
  return {};
}

}  // namespace certdrill::workspace
