#include "load/selection_reader.h"

namespace certdrill::load {

// The things that the names of a list stand for, as one bit each.
template <typename Find>
std::vector<bool> SelectionReader::read_names(const Fields& fields, std::string_view field, std::string_view expected,
                                              std::size_t size, Find find) {
  std::vector<bool> chosen(size, false);
  const auto list = fields.get(field);
  if (!list) return chosen;
  if (!is_list(report_, *list, field, expected, false)) {
    good_ = false;
    return chosen;
  }
  list->for_each_item([&](const JsonValue& item) {
    const auto found = read_string(report_, item, field, expected) ? find(item) : std::nullopt;
    if (found) {
      chosen[*found] = true;
    } else {
      good_ = false;
    }
  });
  return chosen;
}

model::NodeSelection SelectionReader::read(const Fields& fields) {
  const bool some = fields.has("nodes") || fields.has("nodeTypes") || fields.has("upgradeDomains");
  if (!some && !fields.has("except")) return {};
  const std::size_t size = cluster_.nodes.size();
  if (nodes_looked_at_ > most_nodes_of_all_selections) return {};
  nodes_looked_at_ += size;
  if (nodes_looked_at_ > most_nodes_of_all_selections) {
    report_.error(fields.object(), "too many steps choose among too many nodes", "use fewer steps, or fewer nodes");
    return {};
  }
  good_ = true;
  const auto find_node = [&](const JsonValue& item) { return names_.find_node(report_, item); };
  const auto find_type = [&](const JsonValue& item) { return names_.find_node_type(report_, item); };
  const auto find_domain = [&](const JsonValue& item) { return names_.find_upgrade_domain(report_, item); };
  const auto nodes = read_names(fields, "nodes", "a list of the names of nodes", size, find_node);
  const auto types =
      read_names(fields, "nodeTypes", "a list of the names of node types", cluster_.node_types.size(), find_type);
  const auto domains = read_names(fields, "upgradeDomains", "a list of the names of upgrade domains",
                                  cluster_.upgrade_domains.size(), find_domain);
  const auto except = read_names(fields, "except", "a list of the names of nodes", size, find_node);
  model::NodeSelection selection{false, {}};
  for (model::NodeIndex i = 0; i < size; ++i) {
    const model::Node& node = cluster_.nodes[i];
    const bool chosen = !some || nodes[i] || types[node.node_type] || domains[node.upgrade_domain];
    if (chosen && !except[i]) selection.nodes.push_back(i);
  }
  if (selection.nodes.empty() && good_) report_.error(fields.object(), "the step concerns no node");
  return selection;
}

}  // namespace certdrill::load
