// Reads a scenario that has to be right, and says parts of it in a few words.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "load/scenario_reader.h"
#include "marked_text.h"
#include "model/notation.h"

namespace certdrill::load {

inline model::Scenario read(const std::string& text) {
  LoadedScenario loaded = parse_scenario(text, "folder/test.json");
  EXPECT_EQ(all_of(loaded.problems), "");
  EXPECT_TRUE(loaded.scenario.has_value());
  return loaded.scenario ? *std::move(loaded.scenario) : model::Scenario{};
}

inline std::string seeds_of(const model::Scenario& scenario) {
  std::string text;
  for (std::size_t i = 0; i < scenario.cluster.nodes.size(); ++i) {
    if (scenario.cluster.nodes[i].seed)
      text += (text.empty() ? "" : " ") + scenario.cluster.node_name(static_cast<model::NodeIndex>(i));
  }
  return text;
}

inline std::string domains_of(const model::Scenario& scenario) {
  std::string text;
  for (const model::Node& node : scenario.cluster.nodes) {
    text += (text.empty() ? "" : " ") + scenario.cluster.upgrade_domains[node.upgrade_domain];
  }
  return text;
}

inline std::string_view key_mark(model::PrivateKeyState key) {
  switch (key) {
    case model::PrivateKeyState::absent:
      return "";
    case model::PrivateKeyState::of_another_certificate:
      return "+other";
    case model::PrivateKeyState::unreadable:
      return "+unreadable";
    case model::PrivateKeyState::not_granted:
      return "+not granted";
    case model::PrivateKeyState::usable:
      return "+key";
  }
  return "?";
}

inline std::string store_of(const model::Scenario& scenario, std::size_t node) {
  const model::Store& store = scenario.cluster.stores[scenario.cluster.nodes[node].store];
  std::string text;
  for (const model::StoreEntry& entry : store.entries) {
    text += scenario.certificates[entry.certificate].name + std::string(key_mark(entry.key)) + " ";
  }
  for (const pki::CertificateId issuer : store.unreachable_crls)
    text += "no-crl:" + scenario.certificates[issuer].name + " ";
  for (const pki::CertificateId root : store.trusted_roots) text += "root:" + scenario.certificates[root].name + " ";
  return text;
}

inline std::string security_of(const model::Scenario& scenario, std::size_t node) {
  return to_string(scenario.securities[scenario.cluster.nodes[node].security]);
}

inline std::string nodes_of(const model::Scenario& scenario, const model::NodeSelection& selection) {
  if (selection.all) return "all";
  std::string text;
  for (const model::NodeIndex node : selection.nodes)
    text += (text.empty() ? "" : " ") + scenario.cluster.node_name(node);
  return text;
}

}  // namespace certdrill::load
