#include "check/state_line.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace certdrill::check {
namespace {

constexpr std::size_t names_in_a_group = 10;        // a longer group is told by its number
constexpr std::size_t nodes_told_by_name = 10'000;  // above it, groups are told by their numbers alone

}  // namespace

StateLine state_line(std::string label, std::optional<std::uint32_t> step, SimTime at, const world::World& world,
                     const ClusterCount& count) {
  StateLine line;
  line.label = std::move(label);
  line.at = at;
  const model::Scenario& scenario = world.scenario();
  const std::vector<Population>& by_configuration = count.by_configuration();
  std::vector<std::uint64_t> nodes(scenario.securities.size(), 0);
  for (ConfigurationId id = 0; id < by_configuration.size(); ++id)
    nodes[world.configurations()[id].security] += by_configuration[id].nodes;

  std::vector<std::uint32_t> groups;
  for (std::uint32_t security = 0; security < nodes.size(); ++security) {
    if (nodes[security] > 0) groups.push_back(security);
  }
  const std::vector<std::uint32_t>& configurations = world.configuration_by_node();
  std::vector<std::vector<std::string>> names(scenario.securities.size());
  std::vector<model::NodeIndex> first(scenario.securities.size(), 0);
  const bool by_name = configurations.size() <= nodes_told_by_name;
  if (groups.size() > 1 && by_name) {
    std::vector<bool> met(scenario.securities.size(), false);
    for (model::NodeIndex node = 0; node < configurations.size(); ++node) {
      if (!world.configurations().store_of(configurations[node]).deployed) continue;
      const std::uint32_t security = world.configurations()[configurations[node]].security;
      if (!met[security]) first[security] = node;
      met[security] = true;
      if (nodes[security] <= names_in_a_group) names[security].push_back(scenario.cluster.node_name(node));
    }
  }
  // Those that the step under way has reached come first, in the order of their first nodes; the last group is "the
  // others".
  const auto reached = [&](std::uint32_t security) {
    const auto* upgrade = step ? std::get_if<model::UpgradeStep>(&scenario.steps[*step].what) : nullptr;
    if (upgrade == nullptr) return false;
    const auto& targets = upgrade->security_by_node_type;
    return std::find(targets.begin(), targets.end(), std::optional(security)) != targets.end();
  };
  std::stable_sort(groups.begin(), groups.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tuple(!reached(a), first[a]) < std::tuple(!reached(b), first[b]);
  });
  for (std::size_t i = 0; i < groups.size(); ++i) {
    model::NodeGroup group;
    group.security = scenario.securities[groups[i]];
    if (groups.size() == 1) {
      group.all = true;
      group.others = nodes[groups[i]];
    } else if (by_name && !names[groups[i]].empty() && i + 1 < groups.size()) {
      group.nodes = names[groups[i]];
    } else {
      group.others = nodes[groups[i]];
      group.counted = i + 1 < groups.size();
    }
    line.groups.push_back(std::move(group));
  }
  for (pki::CertificateId id = 0; id < count.presented().size(); ++id) {
    if (count.presented()[id] > 0) line.presented.push_back({id, count.presented()[id]});
  }
  if (count.presenting_nothing() > 0) line.presented.push_back({pki::no_certificate, count.presenting_nothing()});
  const Connectivity& connectivity = count.connectivity();
  const Shape shape = connectivity.shape();
  line.pairs = connectivity.pairs();
  line.broken_pairs = connectivity.broken_pairs();
  line.one_way_pairs = connectivity.one_way_pairs();
  line.components = shape.components;
  line.largest_component = shape.largest_component;
  line.not_deployed = count.not_deployed();
  line.clients = count.clients().standings();
  return line;
}

}  // namespace certdrill::check
