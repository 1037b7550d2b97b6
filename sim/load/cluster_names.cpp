#include <charconv>

#include "base/text.h"
#include "load/cluster_reader.h"

namespace certdrill::load {
namespace {

void fill(std::unordered_map<std::string, std::uint32_t>& index, const std::vector<std::string>& names) {
  for (std::uint32_t i = 0; i < names.size(); ++i) index.emplace(names[i], i);
}

std::optional<std::uint32_t> find_in(const std::unordered_map<std::string, std::uint32_t>& index, Report& report,
                                     const JsonValue& value, std::string_view noun,
                                     const std::vector<std::string>& known) {
  const auto found = index.find(std::string(value.text()));
  if (found != index.end()) return found->second;
  report.unknown(value, noun, known);
  return std::nullopt;
}

// N0, N12: the number behind the N, when it is written as the nodes are named.
std::optional<model::NodeIndex> number_of(std::string_view name, std::size_t nodes) {
  std::uint32_t number = 0;
  if (name.size() < 2 || name[0] != 'N' || (name[1] == '0' && name.size() > 2)) return std::nullopt;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size() || number >= nodes) return std::nullopt;
  return number;
}

}  // namespace

void ClusterNames::index_nodes() { fill(nodes_, cluster_.node_names); }
void ClusterNames::index_node_types() { fill(node_types_, cluster_.node_types); }
void ClusterNames::index_upgrade_domains() { fill(upgrade_domains_, cluster_.upgrade_domains); }
void ClusterNames::index_fault_domains() { fill(fault_domains_, cluster_.fault_domains); }

bool ClusterNames::is_node(std::string_view name) const {
  if (!cluster_.node_names.empty()) return nodes_.count(std::string(name)) > 0;
  return number_of(name, cluster_.nodes.size()).has_value();
}

std::optional<model::NodeIndex> ClusterNames::find_node(Report& report, const JsonValue& value) const {
  if (!cluster_.node_names.empty()) return find_in(nodes_, report, value, "node", cluster_.node_names);
  if (const auto number = number_of(value.text(), cluster_.nodes.size())) return number;
  if (!nodes_known_ || cluster_.nodes.empty()) return std::nullopt;
  const std::string last = cluster_.nodes.size() == 1 ? "" : " to N" + std::to_string(cluster_.nodes.size() - 1);
  report.error(value, "unknown node " + quoted(value.text()), "the nodes are N0" + last);
  return std::nullopt;
}

std::optional<std::uint32_t> ClusterNames::find_node_type(Report& report, const JsonValue& value) const {
  if (cluster_.node_types.empty()) return std::nullopt;  // there is no cluster at all, which has been said
  const bool unnamed = cluster_.node_types.size() == 1 && cluster_.node_types[0].empty();
  if (!unnamed) return find_in(node_types_, report, value, "node type", cluster_.node_types);
  report.error(value, "unknown node type " + quoted(value.text()), "this cluster has no \"nodeTypes\"");
  return std::nullopt;
}

std::optional<std::uint32_t> ClusterNames::find_upgrade_domain(Report& report, const JsonValue& value) const {
  if (cluster_.upgrade_domains.empty()) return std::nullopt;
  return find_in(upgrade_domains_, report, value, "upgrade domain", cluster_.upgrade_domains);
}

std::optional<std::uint32_t> ClusterNames::find_fault_domain(Report& report, const JsonValue& value) const {
  if (cluster_.fault_domains.empty()) return std::nullopt;
  return find_in(fault_domains_, report, value, "fault domain", cluster_.fault_domains);
}

}  // namespace certdrill::load
