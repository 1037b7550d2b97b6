#include "load/selection_reader.h"

#include <algorithm>

#include "base/text.h"
#include "load/scenario_fields.h"

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

bool SelectionReader::may_look_at_all(const JsonValue& at) {
  if (nodes_looked_at_ > most_nodes_of_all_selections) return false;
  nodes_looked_at_ += cluster_.nodes.size();
  if (nodes_looked_at_ <= most_nodes_of_all_selections) return true;
  report_.error(at, "too many steps choose among too many nodes", "use fewer steps, or fewer nodes");
  return false;
}

model::NodeSelection SelectionReader::read(const Fields& fields, std::string_view noun) {
  const bool some =
      fields.has("nodes") || fields.has("nodeTypes") || fields.has("upgradeDomains") || fields.has("faultDomains");
  if (!some && !fields.has("except")) return {};
  const std::size_t size = cluster_.nodes.size();
  if (!may_look_at_all(fields.object())) return {};
  good_ = true;
  const auto find_node = [&](const JsonValue& item) { return names_.find_node(report_, item); };
  const auto find_type = [&](const JsonValue& item) { return names_.find_node_type(report_, item); };
  const auto find_domain = [&](const JsonValue& item) { return names_.find_upgrade_domain(report_, item); };
  const auto find_fault_domain = [&](const JsonValue& item) { return names_.find_fault_domain(report_, item); };
  const auto nodes = read_names(fields, "nodes", "a list of the names of nodes", size, find_node);
  const auto types =
      read_names(fields, "nodeTypes", "a list of the names of node types", cluster_.node_types.size(), find_type);
  const auto domains = read_names(fields, "upgradeDomains", "a list of the names of upgrade domains",
                                  cluster_.upgrade_domains.size(), find_domain);
  const auto fault_domains = read_names(fields, "faultDomains", "a list of the names of fault domains",
                                        cluster_.fault_domains.size(), find_fault_domain);
  const auto except = read_names(fields, "except", "a list of the names of nodes", size, find_node);
  model::NodeSelection selection{false, {}};
  for (model::NodeIndex i = 0; i < size; ++i) {
    const model::Node& node = cluster_.nodes[i];
    const bool chosen =
        !some || nodes[i] || types[node.node_type] || domains[node.upgrade_domain] || fault_domains[node.fault_domain];
    if (chosen && !except[i]) selection.nodes.push_back(i);
  }
  if (selection.nodes.empty() && good_) report_.error(fields.object(), std::string(noun) + " concerns no node");
  return selection;
}

model::NodeSelection SelectionReader::read_where(const JsonValue& value, std::string_view field) {
  model::NodeSelection selection{false, {}};
  const auto add = [&](const JsonValue& item) {
    if (!read_string(report_, item, field, "the names of nodes")) return;
    if (const auto node = names_.find_node(report_, item)) selection.nodes.push_back(*node);
  };
  if (value.kind() == JsonKind::object) {
    if (value.size() > 0) return read(Fields(report_, value, selection_fields));
    report_.error(value, quoted(field) + " does not say which nodes are meant",
                  "\"all\", \"seeds\", a node, a list of nodes, or an object with: nodes, nodeTypes, upgradeDomains, "
                  "faultDomains, except");
    return {};
  }
  if (value.kind() == JsonKind::list) {
    if (!is_list(report_, value, field, "a list of nodes", false)) return {};
    value.for_each_item(add);
  } else if (value.kind() != JsonKind::string) {
    report_.wrong_type(value, field, "\"all\", \"seeds\", a node, a list of nodes, or an object that selects some");
    return {};
  } else if (value.text() == "all") {
    return {};
  } else if (value.text() == "seeds") {
    if (!may_look_at_all(value)) return {};
    for (model::NodeIndex i = 0; i < cluster_.nodes.size(); ++i) {
      if (cluster_.nodes[i].seed) selection.nodes.push_back(i);
    }
  } else {
    add(value);
  }
  std::sort(selection.nodes.begin(), selection.nodes.end());
  selection.nodes.erase(std::unique(selection.nodes.begin(), selection.nodes.end()), selection.nodes.end());
  return selection;
}

std::string SelectionReader::words_for(const JsonValue& value) {
  std::vector<std::string> words;
  std::vector<std::string> without;
  std::size_t more = 0;
  const auto take = [&](const JsonValue& item, std::vector<std::string>& into) {
    if (into.size() < most_names_said) {
      into.emplace_back(item.text());
    } else {
      ++more;
    }
  };
  if (value.kind() == JsonKind::object) {
    value.for_each_member([&](const JsonValue& key, const JsonValue& list) {
      if (list.kind() != JsonKind::list) return;
      list.for_each_item([&](const JsonValue& item) { take(item, key.text() == "except" ? without : words); });
    });
    if (words.empty()) words.emplace_back("all");
  } else if (value.kind() == JsonKind::list) {
    value.for_each_item([&](const JsonValue& item) { take(item, words); });
  } else {
    words.emplace_back(value.text());
  }
  if (more > 0) words.push_back(std::to_string(more) + " more");
  return join_words(words) + (without.empty() ? "" : " except " + join_words(without));
}

}  // namespace certdrill::load
