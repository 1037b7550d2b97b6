// ProvisioningWatch follows what events tell of agents, vaults, machines and certificates that are near their end.
//
// It reads what events did, so an event costs nothing unless it is one of these.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "check/cluster_count.h"
#include "check/federation_result.h"
#include "check/provisioning_result.h"
#include "world/world.h"

namespace certdrill::check {

class ProvisioningWatch {
 public:
  // After each event, when `count` has followed it.
  void follow(SimTime at, const world::Action& action, const world::Effects& effects, const PlanPlace& place,
              const world::World& world, const ClusterCount& count);

  // Those that make a finding of their own, and have none yet. Each is told once.
  [[nodiscard]] std::vector<std::size_t> take_findings_due();
  [[nodiscard]] ProvisioningTrouble& trouble(std::size_t index) { return result_.troubles[index]; }

  [[nodiscard]] ProvisioningResult finish();

 private:
  using Subject = std::pair<std::uint32_t, model::NodeIndex>;  // an agent on a node; `machine`: the node's machine
  static constexpr std::uint32_t machine = 0xFFFFFFFF;

  void fail(const Subject& subject, const ProvisioningTrouble& trouble);
  void recover(const Subject& subject, SimTime at);
  std::size_t find_or_add(const ProvisioningTrouble& trouble);
  void follow_agent(SimTime at, model::AgentIndex agent, model::NodeIndex node, const world::Effects& effects,
                    const PlanPlace& place, const world::World& world);
  void follow_machine(SimTime at, model::NodeIndex node, const world::Effects& effects, const PlanPlace& place,
                      const world::World& world);
  void follow_step(SimTime at, const world::Effects& effects, const PlanPlace& place, const world::World& world);
  void follow_line(SimTime at, model::LineIndex line, const world::Effects& effects, const PlanPlace& place,
                   const world::World& world);

  ProvisioningResult result_;
  std::map<Subject, std::size_t> failing_;          // the trouble that it has now
  std::vector<std::set<model::NodeIndex>> had_it_;  // by trouble: nodes, at any time
  std::vector<std::uint64_t> have_it_;              // by trouble: nodes, now
  std::map<model::LineIndex, std::size_t> failing_lines_;
  std::vector<std::size_t> findings_due_;
};

}  // namespace certdrill::check
