// Reads which nodes a step concerns: "nodes", "nodeTypes", "upgradeDomains" and "faultDomains" together, all nodes when
// none of these is said, and then without "except".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "load/cluster_reader.h"
#include "load/fields.h"
#include "model/scenario.h"

namespace certdrill::load {

class SelectionReader {
 public:
  SelectionReader(Report& report, const ClusterNames& names, const model::Cluster& cluster)
      : report_(report), names_(names), cluster_(cluster) {}

  // `noun`: what has to concern some node.
  [[nodiscard]] model::NodeSelection read(const Fields& fields, std::string_view noun = "the step");
  // "N3", ["N3", "N4"], "all", "seeds", or an object with the fields above.
  [[nodiscard]] model::NodeSelection read_where(const JsonValue& value, std::string_view field);
  // The same as it stands in the name of a step: "N3 and N4", "UD1 except N6".
  [[nodiscard]] static std::string words_for(const JsonValue& value);

 private:
  // Ten thousand selections among ten million nodes would fill any memory.
  static constexpr std::size_t most_names_said = 5;
  static constexpr std::uint64_t most_nodes_of_all_selections = 200'000'000;

  template <typename Find>
  std::vector<bool> read_names(const Fields& fields, std::string_view field, std::string_view expected,
                               std::size_t size, Find find);

  bool may_look_at_all(const JsonValue& at);

  Report& report_;
  const ClusterNames& names_;
  const model::Cluster& cluster_;
  std::uint64_t nodes_looked_at_ = 0;
  bool good_ = true;
};

}  // namespace certdrill::load
