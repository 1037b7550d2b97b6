// Reads "cluster": nodes by number, by type or one by one; their ids, domains, seeds, stores and security.
//
// Cost    nodes by number cost one pass over 20 bytes each and no names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "load/certificate_reader.h"
#include "load/fields.h"
#include "load/security_reader.h"
#include "model/scenario.h"

namespace certdrill::load {

// The names of a cluster, for whatever refers to them.
class ClusterNames {
 public:
  explicit ClusterNames(const model::Cluster& cluster) : cluster_(cluster) {}

  // To be called once the names they look up are complete.
  void index_nodes();
  void index_node_types();
  void index_upgrade_domains();
  void index_fault_domains();
  // After a problem with the nodes themselves, nobody is told that theirs is unknown.
  void forget_nodes() { nodes_known_ = false; }
  [[nodiscard]] bool nodes_known() const { return nodes_known_; }

  [[nodiscard]] bool is_node(std::string_view name) const;
  [[nodiscard]] std::optional<model::NodeIndex> find_node(Report& report, const JsonValue& value) const;
  [[nodiscard]] std::optional<std::uint32_t> find_node_type(Report& report, const JsonValue& value) const;
  [[nodiscard]] std::optional<std::uint32_t> find_upgrade_domain(Report& report, const JsonValue& value) const;
  [[nodiscard]] std::optional<std::uint32_t> find_fault_domain(Report& report, const JsonValue& value) const;

 private:
  using Index = std::unordered_map<std::string, std::uint32_t>;  // only looked up

  const model::Cluster& cluster_;
  bool nodes_known_ = true;
  Index nodes_;
  Index node_types_;
  Index upgrade_domains_;
  Index fault_domains_;
};

// Fills in Scenario::cluster. The configurations that nodes begin with are returned, to be compared with the stores.
std::vector<SecurityUse> read_cluster(Report& report, const CertificateNames& certificates, SecurityReader& securities,
                                      const JsonValue& object, model::Scenario& scenario, ClusterNames& names);

}  // namespace certdrill::load
