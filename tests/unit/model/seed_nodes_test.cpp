// Seed nodes by reliability are spread over fault domains and upgrade domains.
#include "model/seed_nodes.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace certdrill::model {
namespace {

// Dealt out in turn, as the reader does.
std::vector<Node> dealt_out(std::uint32_t count, std::uint32_t fault_domains, std::uint32_t upgrade_domains) {
  std::vector<Node> nodes(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    nodes[i].fault_domain = i % fault_domains;
    nodes[i].upgrade_domain = i % upgrade_domains;
  }
  return nodes;
}

struct Fullest {
  std::uint32_t fault_domain = 0;
  std::uint32_t upgrade_domain = 0;
};
Fullest fullest(const std::vector<Node>& nodes, const std::vector<NodeIndex>& seeds) {
  std::vector<std::uint32_t> fault(100);
  std::vector<std::uint32_t> upgrade(100);
  for (const NodeIndex seed : seeds) {
    ++fault[nodes[seed].fault_domain];
    ++upgrade[nodes[seed].upgrade_domain];
  }
  return {*std::max_element(fault.begin(), fault.end()), *std::max_element(upgrade.begin(), upgrade.end())};
}

TEST(SeedNodes, AreSpreadOverBothKindsOfDomains) {
  const std::vector<Node> nodes = dealt_out(15, 3, 5);
  const std::vector<NodeIndex> seeds = choose_seed_nodes(nodes, 0, 5);
  ASSERT_EQ(seeds.size(), 5U);
  EXPECT_EQ(fullest(nodes, seeds).fault_domain, 2U) << "five among three";
  EXPECT_EQ(fullest(nodes, seeds).upgrade_domain, 1U);
}

TEST(SeedNodes, DoNotAllStandWhereTheFirstNodesStand) {
  std::vector<Node> nodes = dealt_out(30, 3, 5);
  for (std::uint32_t i = 0; i < 9; ++i) nodes[i].fault_domain = nodes[i].upgrade_domain = 0;
  const std::vector<NodeIndex> seeds = choose_seed_nodes(nodes, 0, 9);
  ASSERT_EQ(seeds.size(), 9U);
  EXPECT_EQ(fullest(nodes, seeds).fault_domain, 3U);
  EXPECT_EQ(fullest(nodes, seeds).upgrade_domain, 2U);
}

TEST(SeedNodes, AreOfOneNodeTypeAndNotMoreThanItHas) {
  std::vector<Node> nodes = dealt_out(10, 1, 5);
  for (std::uint32_t i = 0; i < 6; ++i) nodes[i].node_type = 1;
  EXPECT_EQ(choose_seed_nodes(nodes, 0, 3), (std::vector<NodeIndex>{6, 7, 8}));
  EXPECT_EQ(choose_seed_nodes(nodes, 0, 9).size(), 4U);
}

}  // namespace
}  // namespace certdrill::model
