// Reads upgrade domains and fault domains, which are said, named and dealt out alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/cluster_reader.h"
#include "load/fields.h"
#include "model/scenario.h"

namespace certdrill::load {

enum class DomainKind : std::uint8_t { upgrade, fault };

class DomainReader {
 public:
  DomainReader(Report& report, ClusterNames& names, model::Cluster& cluster)
      : report_(report), names_(names), cluster_(cluster) {}

  // `said`: what each node of a list of nodes says itself; empty when they have no list.
  void read(const Fields& cluster_fields, DomainKind kind, const std::vector<std::optional<JsonValue>>& said);

 private:
  struct Words;
  std::vector<std::string> read_names(const std::optional<JsonValue>& value, const Words& words,
                                      const std::vector<std::optional<JsonValue>>& said);
  std::vector<std::string> read_list(const JsonValue& list, const Words& words);

  Report& report_;
  ClusterNames& names_;
  model::Cluster& cluster_;
};

// "not the name of a node: ...", when it is none.
bool check_place_name(Report& report, const JsonValue& value, std::string_view noun);

}  // namespace certdrill::load
