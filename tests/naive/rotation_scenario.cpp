#include "naive/rotation_scenario.h"

#include "model/notation.h"

namespace certdrill::naive {

model::Scenario rotation_scenario(std::uint32_t nodes, std::uint32_t domains) {
  model::Scenario scenario;
  scenario.name = "rotation";
  scenario.start = *parse_sim_time("2026-01-10");
  scenario.federation.simulate = false;  // who could authenticate whom, and nothing else
  const auto self_signed = [&](const char* name, const char* from, const char* until) {
    pki::CertificateSpec spec;
    spec.name = name;
    spec.common_name = "cluster.contoso.test";
    spec.not_before = *parse_sim_time(from);
    spec.not_after = *parse_sim_time(until);
    scenario.certificates.push_back(std::move(spec));
  };
  self_signed("A", "2025-02-01", "2026-02-01");
  self_signed("B", "2026-01-05", "2027-01-05");
  for (const char* text : {"{P:{TP=A}, V:{TP=A}}", "{P:{TP=A}, V:{TP=A, TP=B}}", "{P:{TP=A, TP=B}, V:{TP=A, TP=B}}",
                           "{P:{TP=B}, V:{TP=B}}"}) {
    scenario.securities.push_back(*model::parse_security(text));
  }
  scenario.cluster.node_types = {""};
  scenario.cluster.stores = {{{{0, model::PrivateKeyState::usable}}, {}, {}}};
  scenario.cluster.fault_domains = {"FD0"};
  for (std::uint32_t d = 0; d < domains; ++d) scenario.cluster.upgrade_domains.push_back("UD" + std::to_string(d));
  for (std::uint32_t i = 0; i < nodes; ++i) scenario.cluster.nodes.push_back({i % domains, 0, 0, 0, 0, i < 5});
  const auto minutes = [](int count) { return Duration(std::chrono::minutes(count)); };
  model::Step install;
  install.name = "install B";
  install.what = model::InstallStep{{{1, model::PrivateKeyState::usable}}, {}, minutes(10), {}};
  scenario.steps.push_back(std::move(install));
  for (std::uint32_t target = 1; target <= 3; ++target) {
    model::UpgradePolicy policy;
    policy.domain_duration = minutes(1);
    policy.pause_between_domains = minutes(1);
    model::Step upgrade;
    upgrade.name = "phase " + std::to_string(target);
    upgrade.what = model::UpgradeStep{{target}, policy};
    upgrade.pause_before = minutes(1);
    scenario.steps.push_back(std::move(upgrade));
  }
  for (const char* text : {"every pair can authenticate", "the federation is connected", "seed quorum"}) {
    scenario.checks.push_back({model::Quantifier::always, *model::parse_property(text), false, {}, {}});
  }
  return scenario;
}

}  // namespace certdrill::naive
