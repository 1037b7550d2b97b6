// NaiveCluster answers the questions of check/connectivity.h by looking at all nodes, or all pairs of them. No classes,
// no counts, no graph library.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "base/sim_time.h"
#include "check/connectivity.h"
#include "pki/certificate_set.h"
#include "world/world.h"

namespace certdrill::naive {

struct Answer {
  std::uint64_t broken_pairs = 0;
  std::uint64_t one_way_pairs = 0;
  check::Shape shape;
  std::vector<model::NodeIndex> cut_nodes;  // whose loss splits what was one piece, ascending
  std::map<pki::CertificateId, std::uint64_t> presented;
};

class NaiveCluster {
 public:
  NaiveCluster(const world::World& world, std::shared_ptr<const pki::CertificateSet> certificates);

  // Does `validator` accept what `shower` shows at this moment? Judged anew for each pair of stores and rules, kept
  // only within `now`.
  [[nodiscard]] bool accepts(const world::World& world, model::NodeIndex validator, model::NodeIndex shower,
                             SimTime now);
  [[nodiscard]] Answer ask(const world::World& world, SimTime now);

 private:
  void forget_unless(SimTime now);
  [[nodiscard]] pki::CertificateId presented(const world::World& world, model::NodeIndex node, SimTime now);

  std::shared_ptr<const pki::CertificateSet> certificates_;
  SimTime asked_at_{};
  std::map<std::tuple<std::uint32_t, std::uint32_t>, bool>
      verdicts_;  // by configuration of validator and shower, for asked_at_
  std::map<std::uint32_t, pki::CertificateId> presented_;
};

// Connected pieces of a graph given as a full matrix, by depth-first search; -1 for nodes that are left out.
[[nodiscard]] std::vector<int> pieces(const std::vector<std::vector<bool>>& linked, const std::vector<bool>& left_out);

// Broken pairs after one node changed, the naive way: that node against all others. `link` is a table by configuration.
[[nodiscard]] std::uint64_t broken_with(const std::vector<std::uint32_t>& configuration_by_node,
                                        const std::vector<std::vector<bool>>& link, model::NodeIndex node);

}  // namespace certdrill::naive
