#include "naive/federation_scenario.h"

#include <array>
#include <cstdio>

#include "model/notation.h"

namespace certdrill::naive {

model::Scenario federation_scenario(std::uint32_t nodes, std::uint32_t seeds) {
  model::Scenario scenario;
  scenario.name = "federation";
  scenario.start = *parse_sim_time("2026-01-10");
  for (const char* name : {"A", "B", "C"}) {
    pki::CertificateSpec spec;
    spec.name = name;
    spec.common_name = "cluster.contoso.test";
    spec.not_before = *parse_sim_time("2025-02-01");
    spec.not_after = *parse_sim_time("2027-01-05");
    scenario.certificates.push_back(std::move(spec));
  }
  for (const char* text : {"{P:{TP=A}, V:{TP=A}}", "{P:{TP=A}, V:{TP=A, TP=B}}", "{P:{TP=B}, V:{TP=A, TP=B}}",
                           "{P:{TP=B}, V:{TP=B}}", "{P:{TP=C}, V:{TP=A}}"}) {
    scenario.securities.push_back(*model::parse_security(text));
  }
  const auto usable = model::PrivateKeyState::usable;
  scenario.cluster.node_types = {""};
  scenario.cluster.fault_domains = {"FD0"};
  scenario.cluster.stores = {{{{0, usable}, {1, usable}}, {}, {}}};
  for (std::uint32_t d = 0; d < 5; ++d) scenario.cluster.upgrade_domains.push_back("UD" + std::to_string(d));
  for (std::uint32_t i = 0; i < nodes; ++i) {
    scenario.cluster.nodes.push_back({i % 5, 0, 0, only_a, 0, i < seeds});
    std::array<char, 33> id{};
    std::snprintf(id.data(), id.size(), "%032x", i);
    scenario.cluster.node_ids.emplace_back(id.data());
  }
  return scenario;
}

model::Scenario federation_rotation(std::uint32_t nodes, bool overlap) {
  model::Scenario scenario = federation_scenario(nodes, 5);
  for (std::uint32_t target = overlap ? a_and_both : only_b; target <= only_b; ++target) {
    model::UpgradePolicy policy;
    policy.domain_duration = std::chrono::minutes(5);
    policy.pause_between_domains = std::chrono::minutes(2);
    model::Step step;
    step.name = "phase " + std::to_string(target);
    step.what = model::UpgradeStep{{target}, policy};
    step.pause_before = std::chrono::minutes(6);
    scenario.steps.push_back(std::move(step));
  }
  return scenario;
}

}  // namespace certdrill::naive
