#include "load/cluster_reader.h"

#include <algorithm>

#include "base/text.h"
#include "load/domain_reader.h"
#include "load/scenario_fields.h"
#include "load/store_reader.h"
#include "model/notation.h"
#include "model/seed_nodes.h"

namespace certdrill::load {
namespace {

constexpr std::uint64_t default_nodes = 5;
constexpr std::uint32_t most_default_seeds = 5;
constexpr std::uint32_t none = 0xFFFFFFFF;
constexpr std::string_view nodes_expected = "a number of nodes or a list of nodes";

// What a node, a type or the cluster says of the things that each may say; a node takes what it does not say itself
// from its type, and a type from the cluster.
struct Settings {
  std::optional<std::vector<model::StoreEntry>> installed;
  std::optional<std::vector<pki::CertificateId>> trusted_roots;
  std::optional<std::vector<pki::CertificateId>> unreachable_crls;
  std::optional<std::uint32_t> security;
  bool security_said = false;  // even when it could not be read
};

class ClusterReader {
 public:
  ClusterReader(Report& report, const CertificateNames& certificates, SecurityReader& securities,
                model::Scenario& scenario, ClusterNames& names)
      : report_(report),
        certificates_(certificates),
        securities_(securities),
        scenario_(scenario),
        cluster_(scenario.cluster),
        names_(names) {}

  std::vector<SecurityUse> read(const JsonValue& object) {
    const Fields fields(report_, object, cluster_fields);
    if (object.kind() != JsonKind::object) return {};
    whole_ = read_settings(fields);
    if (!whole_.installed) whole_.installed = default_store_entries(scenario_);
    if (!whole_.trusted_roots) whole_.trusted_roots.emplace();
    if (!whole_.unreachable_crls) whole_.unreachable_crls.emplace();
    const auto nodes = fields.get("nodes");
    const auto types = fields.get("nodeTypes");
    named_ = nodes && nodes->kind() == JsonKind::list;
    if (types) {
      read_node_types(*types, nodes);
    } else {
      cluster_.node_types.emplace_back();
      types_.push_back({});
      if (!named_) {
        const auto count = nodes ? read_count(report_, *nodes, "nodes", 1, model::limits::nodes, nodes_expected)
                                 : std::optional(default_nodes);
        if (!count) names_.forget_nodes();
        add_nodes(count.value_or(default_nodes), 0);
      }
    }
    names_.index_node_types();
    if (named_) read_named_nodes(*nodes);
    names_.index_nodes();
    check_ids();
    DomainReader(report_, names_, cluster_).read(fields, DomainKind::upgrade, said_by_nodes(&NamedNode::domain));
    DomainReader(report_, names_, cluster_).read(fields, DomainKind::fault, said_by_nodes(&NamedNode::fault_domain));
    choose_seeds(fields);
    settle_nodes(object);
    return std::move(uses_);
  }

 private:
  struct NamedNode {
    std::optional<JsonValue> domain;
    std::optional<JsonValue> fault_domain;
    std::optional<JsonValue> seed;
    bool is_seed = false;
    Settings settings;
    JsonValue object;
  };

  Settings read_settings(const Fields& fields) {
    Settings settings;
    if (const auto value = fields.get("installed"))
      settings.installed = read_store_entries(report_, certificates_, *value, "installed", true);
    if (const auto value = fields.get("trustedRoots"))
      settings.trusted_roots = read_trusted_roots(report_, certificates_, *value);
    if (const auto value = fields.get("unreachableCrls")) {
      if (is_list(report_, *value, "unreachableCrls", "a list of authorities", true))
        settings.unreachable_crls = read_crl_issuers(report_, certificates_, *value, "unreachableCrls");
    }
    if (const auto value = fields.get("security")) {
      settings.security_said = true;
      if (std::optional<SecurityUse> use = securities_.read(*value, "security")) {
        settings.security = use->security;
        uses_.push_back(*std::move(use));
      }
    }
    return settings;
  }

  void add_nodes(std::uint64_t count, std::uint32_t type) {
    model::Node node;
    node.node_type = type;
    cluster_.nodes.resize(cluster_.nodes.size() + count, node);
  }

  void read_node_types(const JsonValue& object, const std::optional<JsonValue>& nodes) {
    if (object.kind() != JsonKind::object) {
      report_.wrong_type(object, "nodeTypes", "an object of node types");
    } else if (object.size() == 0) {
      report_.error(object, "\"nodeTypes\" is empty", "leave it out");
    } else {
      if (nodes && !named_) {
        report_.error(*nodes, "\"nodes\" cannot be a number beside \"nodeTypes\"",
                      "give each node type its own \"nodes\"");
      }
      object.for_each_member([&](const JsonValue& key, const JsonValue& value) {
        if (std::find(cluster_.node_types.begin(), cluster_.node_types.end(), key.text()) != cluster_.node_types.end())
          return;
        if (cluster_.node_types.size() == model::limits::upgrade_domains) {
          report_.error(key, "more than " + std::to_string(model::limits::upgrade_domains) + " node types");
          return;
        }
        read_node_type(key, value);
      });
    }
    if (cluster_.node_types.empty()) {
      cluster_.node_types.emplace_back();
      types_.push_back({});
    }
    if (!named_ && cluster_.nodes.empty()) {  // reading goes on after a problem
      names_.forget_nodes();
      add_nodes(default_nodes, 0);
    }
  }

  void read_node_type(const JsonValue& key, const JsonValue& value) {
    (void)check_place_name(report_, key, "a node type");
    const auto type = static_cast<std::uint32_t>(cluster_.node_types.size());
    cluster_.node_types.emplace_back(key.text());
    const Fields fields(report_, value, node_type_fields);
    types_.push_back(read_settings(fields));
    const auto count = fields.get("nodes");
    if (named_) {
      if (count) {
        report_.error(*fields.key("nodes"), "\"nodes\" of a node type has no place beside a list of nodes",
                      "leave it out, each node says its \"nodeType\"");
      }
      return;
    }
    if (!count) {
      if (value.kind() == JsonKind::object) {
        report_.error(key, "node type " + quoted(key.text()) + " does not say how many nodes it has",
                      "add \"nodes\": 5");
      }
      return;
    }
    const auto number = read_count(report_, *count, "nodes", 1, model::limits::nodes);
    if (!number) {
      names_.forget_nodes();
      return;
    }
    if (cluster_.nodes.size() + *number > model::limits::nodes) {
      report_.error(*count,
                    "the node types have more than " + std::to_string(model::limits::nodes) + " nodes together");
      return;
    }
    add_nodes(*number, type);
  }

  void read_named_nodes(const JsonValue& list) {
    if (list.size() == 0) report_.error(list, "a cluster needs at least one node");
    if (list.size() > model::limits::nodes) {
      report_.error(list, "more than " + std::to_string(model::limits::nodes) + " nodes");
      return;
    }
    std::unordered_map<std::string, std::uint32_t> seen;
    list.for_each_item([&](const JsonValue& item) {
      const Fields fields(report_, item, node_fields);
      model::Node node;
      NamedNode named{fields.get("upgradeDomain"), fields.get("faultDomain"),
                      fields.get("seed"),          false,
                      read_settings(fields),       item};
      read_node_id(fields);
      const std::string fallback = "N" + std::to_string(cluster_.nodes.size());
      std::string name = fallback;
      if (const auto value = fields.get("name")) {
        if (const auto text = read_string(report_, *value, "name")) {
          (void)check_place_name(report_, *value, "a node");
          name = *text;
          const auto [first, is_new] = seen.try_emplace(name, static_cast<std::uint32_t>(cluster_.nodes.size()));
          if (!is_new) {
            report_.error(*value, "duplicate node name " + quoted(name),
                          "node " + std::to_string(first->second + 1) + " of the list has it already");
          }
        }
      } else if (item.kind() == JsonKind::object) {
        report_.error(item, "\"name\" is missing: every node of the list has one",
                      "add \"name\": \"" + fallback + "\"");
      }
      if (const auto value = fields.get("nodeType")) {
        if (read_string(report_, *value, "nodeType", "the name of a node type"))
          node.node_type = names_.find_node_type(report_, *value).value_or(0);
      } else if (cluster_.node_types.size() > 1 && item.kind() == JsonKind::object) {
        report_.error(item, "\"nodeType\" is missing: this cluster has several node types",
                      "one of: " + join(cluster_.node_types, ", "));
      }
      if (named.seed) named.is_seed = read_flag(report_, *named.seed, "seed").value_or(false);
      cluster_.node_names.push_back(std::move(name));
      cluster_.nodes.push_back(node);
      named_nodes_.push_back(std::move(named));
    });
  }

  [[nodiscard]] std::vector<std::optional<JsonValue>> said_by_nodes(std::optional<JsonValue> NamedNode::*domain) const {
    std::vector<std::optional<JsonValue>> said;
    said.reserve(named_nodes_.size());
    for (const NamedNode& node : named_nodes_) said.push_back(node.*domain);
    return said;
  }

  // Where a node stands on the ring: all nodes say it, or none does.
  void read_node_id(const Fields& fields) {
    const auto value = fields.get("id");
    if (!value) {
      without_id_ = without_id_ ? without_id_ : fields.object();
      return;
    }
    const auto text = read_string(report_, *value, "id", "32 hex digits in quotes");
    if (!text) return;
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    std::string id = lower_ascii(*text);
    if (id.size() != 32 || !std::all_of(id.begin(), id.end(), is_hex)) {
      report_.error(*value, "not the id of a node: " + quoted(*text),
                    "32 hex digits, such as 0000000000000000000000000000002A");
      return;
    }
    const auto [first, is_new] = ids_.try_emplace(id, static_cast<std::uint32_t>(cluster_.nodes.size()));
    if (!is_new) {
      report_.error(*value, "duplicate node id " + quoted(*text),
                    "node " + std::to_string(first->second + 1) + " of the list has it already");
    }
    cluster_.node_ids.push_back(std::move(id));
  }

  void check_ids() {
    if (!ids_.empty() && without_id_) {
      report_.error(*without_id_, "the node has no \"id\", and others have",
                    "either each node says its id, or none does");
    }
  }

  void choose_seeds(const Fields& fields) {
    const auto value = fields.get("seedNodes");
    const auto nodes = static_cast<std::uint32_t>(cluster_.nodes.size());
    const auto reliability = fields.get("reliability");
    if (reliability && value) {
      report_.error(*fields.key("reliability"), "\"reliability\" cannot stand beside \"seedNodes\"",
                    "leave one of them out");
      return;
    }
    const auto marked = std::find_if(named_nodes_.begin(), named_nodes_.end(),
                                     [](const NamedNode& node) { return node.seed.has_value(); });
    if (marked != named_nodes_.end()) {
      if (reliability) {
        report_.error(*fields.key("reliability"), "\"reliability\" has no place when nodes say \"seed\" themselves",
                      "leave one of them out");
      } else if (value) {
        report_.error(*fields.key("seedNodes"), "\"seedNodes\" has no place when nodes say \"seed\" themselves",
                      "leave one of them out");
      }
      bool any = false;
      for (std::size_t i = 0; i < named_nodes_.size(); ++i) {
        cluster_.nodes[i].seed = named_nodes_[i].is_seed;
        any = any || named_nodes_[i].is_seed;
      }
      if (!any) report_.error(*marked->seed, "no node is a seed node", "at least one node says \"seed\": true");
      return;
    }
    if (reliability) {
      choose_seeds_by_reliability(*reliability);
      return;
    }
    const std::uint32_t most = std::min(nodes, most_default_seeds);
    std::uint32_t count = most == 0 || most % 2 == 1 ? most : most - 1;
    if (value && value->kind() == JsonKind::list) {
      count = 0;
      if (!is_list(report_, *value, "seedNodes", "a list of nodes", false)) return;
      value->for_each_item([&](const JsonValue& item) {
        if (!read_string(report_, item, "seedNodes", "a list of the names of nodes")) return;
        const auto node = names_.find_node(report_, item);
        if (!node) return;
        if (cluster_.nodes[*node].seed)
          report_.error(item, "node " + quoted(item.text()) + " stands here a second time");
        cluster_.nodes[*node].seed = true;
      });
    } else if (value) {
      const auto read = read_count(report_, *value, "seedNodes", 1, model::limits::nodes,
                                   "a number of seed nodes or a list of names");
      if (read && *read > nodes && names_.nodes_known()) {
        report_.error(*value,
                      "more seed nodes (" + std::to_string(*read) + ") than nodes (" + std::to_string(nodes) + ")",
                      "at most " + counted(nodes, "seed node"));
      } else if (read) {
        count = static_cast<std::uint32_t>(std::min<std::uint64_t>(*read, nodes));
      }
    }
    for (std::uint32_t i = 0; i < count; ++i) cluster_.nodes[i].seed = true;
  }

  // Seed nodes are nodes of the primary node type, which is the first one.
  void choose_seeds_by_reliability(const JsonValue& value) {
    const auto count = read_choice(report_, value, "reliability", "reliability", model::reliability_levels);
    if (!count || !names_.nodes_known()) return;
    const std::vector<model::NodeIndex> seeds = model::choose_seed_nodes(cluster_.nodes, 0, *count);
    for (const model::NodeIndex seed : seeds) cluster_.nodes[seed].seed = true;
    if (seeds.size() == *count) return;
    const std::string& type = cluster_.node_types[0];
    report_.error(value,
                  quoted(value.text()) + " needs " + counted(*count, "seed node") + ", and there are " +
                      counted(seeds.size(), "node") + (type.empty() ? "" : " of type " + quoted(type)),
                  "a lower reliability, or more nodes");
  }

  // Gives every node its store and its security.
  void settle_nodes(const JsonValue& object) {
    std::vector<std::uint32_t> store_of_type(types_.size(), none);
    std::vector<bool> said(types_.size(), false);
    for (std::size_t i = 0; i < cluster_.nodes.size(); ++i) {
      model::Node& node = cluster_.nodes[i];
      const Settings& type = types_[node.node_type];
      const Settings* own = named_nodes_.empty() ? nullptr : &named_nodes_[i].settings;
      if (own != nullptr && (own->installed || own->trusted_roots || own->unreachable_crls)) {
        node.store = intern_store(store_of(*own, type));
      } else {
        std::uint32_t& store = store_of_type[node.node_type];
        if (store == none) store = intern_store(store_of({}, type));
        node.store = store;
      }
      if (own != nullptr && own->security_said) {
        node.security = own->security.value_or(0);
      } else if (type.security_said || whole_.security_said) {
        node.security = (type.security_said ? type.security : whole_.security).value_or(0);
      } else if (!said[node.node_type]) {
        said[node.node_type] = true;
        report_missing_security(object, i);
      }
    }
  }

  void report_missing_security(const JsonValue& object, std::size_t node) {
    const std::string& type = cluster_.node_types[cluster_.nodes[node].node_type];
    const std::string help = "add \"security\": \"{P:{TP=A}, V:{TP=A}}\" to the cluster";
    if (!named_nodes_.empty()) {
      report_.error(
          named_nodes_[node].object,
          "node " + quoted(cluster_.node_names[node]) + " has no \"security\", nor has its type or the cluster", help);
    } else if (!type.empty()) {
      report_.error(object, "node type " + quoted(type) + " has no \"security\", nor has the cluster", help);
    } else {
      report_.error(object, "\"security\" is missing in the cluster", help);
    }
  }

  // What a node says itself, else its type, else the cluster.
  [[nodiscard]] model::Store store_of(const Settings& own, const Settings& type) const {
    const auto first_said = [&](auto member) {
      return own.*member ? *(own.*member) : type.*member ? *(type.*member) : *(whole_.*member);
    };
    model::Store store;
    store.entries = first_said(&Settings::installed);
    store.unreachable_crls = first_said(&Settings::unreachable_crls);
    store.trusted_roots = first_said(&Settings::trusted_roots);
    return store;
  }

  std::uint32_t intern_store(model::Store store) {
    std::string key;
    for (const model::StoreEntry& entry : store.entries) {
      key += std::to_string(entry.certificate) + "k" + std::to_string(static_cast<int>(entry.key)) + "r" +
             std::to_string(entry.renewed_by) + " ";
    }
    for (const auto& list : {store.unreachable_crls, store.trusted_roots}) {
      key += '/';
      for (const pki::CertificateId id : list) key += std::to_string(id) + " ";
    }
    const auto [known, is_new] =
        known_stores_.try_emplace(std::move(key), static_cast<std::uint32_t>(cluster_.stores.size()));
    if (is_new) cluster_.stores.push_back(std::move(store));
    return known->second;
  }

  Report& report_;
  const CertificateNames& certificates_;
  SecurityReader& securities_;
  model::Scenario& scenario_;
  model::Cluster& cluster_;
  ClusterNames& names_;
  bool named_ = false;
  Settings whole_;
  std::vector<Settings> types_;
  std::vector<NamedNode> named_nodes_;
  std::optional<JsonValue> without_id_;                 // the first
  std::unordered_map<std::string, std::uint32_t> ids_;  // only looked up
  std::vector<SecurityUse> uses_;
  std::unordered_map<std::string, std::uint32_t> known_stores_;  // only looked up
};

}  // namespace

std::vector<SecurityUse> read_cluster(Report& report, const CertificateNames& certificates, SecurityReader& securities,
                                      const JsonValue& object, model::Scenario& scenario, ClusterNames& names) {
  return ClusterReader(report, certificates, securities, scenario, names).read(object);
}

}  // namespace certdrill::load
