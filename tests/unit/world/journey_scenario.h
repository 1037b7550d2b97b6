// A cluster with a vault and agents, built piece by piece, for the tests of what brings certificates to nodes.
//
// It begins on 2026-01-10 and has certificates of one subject, cluster.contoso.test; every node may present any of them
// by that name, unless a test says otherwise. The federation is off.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/notation.h"
#include "world/agents.h"
#include "world/simulation.h"
#include "world/vaults.h"

namespace certdrill::test {

using namespace std::chrono_literals;

inline SimTime moment(std::string_view text) { return *parse_sim_time(text); }

struct JourneyScenario {
  model::Scenario scenario;

  explicit JourneyScenario(std::uint32_t nodes = 3,
                           const std::string& security = "{P:{CN=cluster.contoso.test}, V:{}}") {
    scenario.start = moment("2026-01-10");
    scenario.federation.simulate = false;
    model::Cluster& cluster = scenario.cluster;
    cluster.node_types = {""};
    cluster.upgrade_domains = {"UD0"};
    cluster.fault_domains = {"FD0"};
    cluster.stores = {{}};
    for (std::uint32_t node = 0; node < nodes; ++node) cluster.nodes.push_back({0, 0, 0, 0, 0, node < 3});
    add_security(security);
  }

  std::uint32_t add_security(const std::string& text) {
    scenario.securities.push_back(*model::parse_security(text));
    return static_cast<std::uint32_t>(scenario.securities.size() - 1);
  }
  pki::CertificateId certificate(const std::string& name, std::vector<std::string> dns_names = {},
                                 const std::string& common_name = "cluster.contoso.test",
                                 std::string_view until = "2027-01-01") {
    pki::CertificateSpec spec;
    spec.name = name;
    spec.common_name = common_name;
    spec.dns_names = std::move(dns_names);
    spec.not_before = moment("2025-06-01");
    spec.not_after = moment(until);
    scenario.certificates.push_back(std::move(spec));
    return static_cast<pki::CertificateId>(scenario.certificates.size() - 1);
  }
  model::IdentityIndex identity(const std::string& name) {
    for (model::IdentityIndex known = 0; known < scenario.identities.size(); ++known) {
      if (scenario.identities[known] == name) return known;
    }
    scenario.identities.push_back(name);
    return static_cast<model::IdentityIndex>(scenario.identities.size() - 1);
  }
  model::VaultIndex vault(const std::string& name, std::initializer_list<const char*> readers = {"vmss"}) {
    model::Vault vault;
    vault.name = name;
    for (const char* reader : readers) vault.readers.push_back(identity(reader));
    scenario.vaults.push_back(std::move(vault));
    return static_cast<model::VaultIndex>(scenario.vaults.size() - 1);
  }
  // Its versions are `name-1`, `name-2`, ..., one made at each of these moments; "step" instead: one that a step makes.
  model::LineIndex line(const std::string& name, std::initializer_list<const char*> created,
                        model::VaultIndex vault = 0) {
    model::VaultCertificate line;
    line.name = name;
    line.vault = vault;
    for (const char* at : created) {
      const bool by_step = std::string_view(at) == "step";
      const pki::CertificateId id =
          certificate(name + "-" + std::to_string(line.versions.size() + 1), {}, "cluster.contoso.test",
                      "2027-01-0" + std::to_string(line.versions.size() + 1));
      line.versions.push_back({id, by_step ? scenario.start : moment(at), by_step});
    }
    scenario.vault_certificates.push_back(std::move(line));
    return static_cast<model::LineIndex>(scenario.vault_certificates.size() - 1);
  }
  // A line of a certificate that is there already.
  model::LineIndex line_of(pki::CertificateId imported, const char* created = "2025-06-01",
                           model::VaultIndex vault = 0) {
    model::VaultCertificate line;
    line.name = "imported " + scenario.certificates[imported].name;
    line.vault = vault;
    line.versions = {{imported, moment(created), false}};
    scenario.vault_certificates.push_back(std::move(line));
    return static_cast<model::LineIndex>(scenario.vault_certificates.size() - 1);
  }
  [[nodiscard]] model::ObservedCertificate observed(model::LineIndex line,
                                                    std::optional<std::uint32_t> version = std::nullopt) const {
    const model::VaultCertificate& written = scenario.vault_certificates[line];
    return {line, version, written.vault, scenario.vaults[written.vault].name + "/" + written.name};
  }
  model::Agent& agent(model::AgentKind kind, std::vector<model::ObservedCertificate> observes,
                      const std::string& reader = "vmss") {
    model::Agent agent;
    agent.name = "agent" + std::to_string(scenario.agents.size());
    agent.kind = kind;
    agent.identity = identity(reader);
    agent.observes = std::move(observes);
    scenario.agents.push_back(std::move(agent));
    return scenario.agents.back();
  }
  model::Agent& extension(std::vector<model::ObservedCertificate> observes) {
    return agent(model::AgentKind::key_vault_extension, std::move(observes));
  }
  template <typename What>
  void step(std::string_view at, What what) {
    model::Step step;
    step.name = "step " + std::to_string(scenario.steps.size());
    step.what = std::move(what);
    step.not_before = moment(at);
    scenario.steps.push_back(std::move(step));
  }
  void ends(std::string_view at) { scenario.end = moment(at); }
};

// "cluster-1 usable, cluster-2 not granted > other": what lies on a node.
inline std::string store_text(const world::World& world, model::NodeIndex node) {
  static constexpr std::array<const char*, 5> keys = {"absent", "of another", "unreadable", "not granted", "usable"};
  const std::vector<pki::CertificateSpec>& certificates = world.scenario().certificates;
  std::string text;
  for (const model::StoreEntry& entry : world.configurations().store_of(world.configuration_of(node)).entries) {
    text += (text.empty() ? "" : ", ") + certificates[entry.certificate].name + " " +
            keys[static_cast<std::size_t>(entry.key)];
    if (entry.renewed_by != pki::no_certificate) text += " > " + certificates[entry.renewed_by].name;
  }
  return text;
}

// Runs a scenario and writes down what vaults, agents and the scan did.
class Journey {
 public:
  struct Line {
    SimTime at;
    world::Action action;
    world::EffectFacts facts;
    bool changed = false;
  };

  explicit Journey(JourneyScenario built)
      : simulation_(std::make_shared<const world::Setting>(std::move(built.scenario))) {}

  void run_until(std::string_view end) {
    while (!simulation_.over() && simulation_.next_time() <= moment(end)) next();
  }
  void run() {
    while (next()) {
    }
  }
  [[nodiscard]] world::Simulation& simulation() { return simulation_; }
  [[nodiscard]] const world::World& world() const { return simulation_.world(); }
  [[nodiscard]] std::string store(model::NodeIndex node = 0) const { return store_text(world(), node); }
  // The same on all nodes, or "not the same".
  [[nodiscard]] std::string stores() const {
    for (model::NodeIndex node = 1; node < world().setting().node_count(); ++node) {
      if (store(node) != store(0)) return "not the same";
    }
    return store(0);
  }
  template <typename Kind>
  [[nodiscard]] std::vector<Line> all_of() const {
    std::vector<Line> found;
    for (const Line& line : lines_) {
      if (std::holds_alternative<Kind>(line.action)) found.push_back(line);
    }
    return found;
  }
  // "accessDenied of 0" for each event of this kind that failed.
  template <typename Kind>
  [[nodiscard]] std::vector<std::string> failures_of() const {
    std::vector<std::string> found;
    for (const Line& line : all_of<Kind>()) {
      if (line.facts.provisioning == world::ProvisioningFailure::none) continue;
      found.push_back(std::string(to_string(line.facts.provisioning)) +
                      (line.facts.observed ? " of " + std::to_string(*line.facts.observed) : ""));
    }
    return found;
  }
  // The failure of each step, in their order: "" where there is none.
  [[nodiscard]] std::vector<std::string> steps() const {
    std::vector<std::string> found;
    for (const Line& line : all_of<world::BeginStep>()) {
      const bool failed = line.facts.provisioning != world::ProvisioningFailure::none;
      found.push_back(failed ? std::string(to_string(line.facts.provisioning)) : "");
    }
    return found;
  }

 private:
  bool next() {
    return simulation_.run_instant(
        [&](const world::Simulation::Event& event, const world::Effects& effects, const world::World&) {
          lines_.push_back({event.at, event.what, effects, !effects.changes.empty()});
        },
        [](SimTime, const world::World&) {});
  }

  world::Simulation simulation_;
  std::vector<Line> lines_;
};

}  // namespace certdrill::test
