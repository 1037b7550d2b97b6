// Reads "during", "domain" and "after": steps that begin while another is under way. The other may stand behind them in
// the list, so that names are looked up when all steps are known.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "load/cluster_reader.h"
#include "load/fields.h"
#include "model/scenario.h"

namespace certdrill::load {

class DuringReader {
 public:
  DuringReader(Report& report, const ClusterNames& names, const model::Cluster& cluster)
      : report_(report), names_(names), cluster_(cluster) {}

  // Of the step that will have this number; true when it is to begin during another.
  bool read(const Fields& fields, std::uint32_t step);
  void resolve(std::vector<model::Step>& steps);

 private:
  struct Said {
    std::uint32_t step = 0;
    JsonValue name;
    std::optional<JsonValue> domain;
    Duration after{};
  };
  void resolve(const Said& said, std::uint32_t other, std::vector<model::Step>& steps);
  std::optional<std::uint32_t> find_domain(const Said& said, const model::Step& other);
  bool has_nodes(std::uint32_t domain, const model::UpgradeStep& upgrade);
  void report_circles(const std::vector<model::Step>& steps);

  Report& report_;
  const ClusterNames& names_;
  const model::Cluster& cluster_;
  std::vector<Said> said_;
  std::unordered_set<std::uint64_t> inhabited_;  // domain and node type; made when needed, only looked up
};

}  // namespace certdrill::load
