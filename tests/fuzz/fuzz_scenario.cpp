// Any bytes as a scenario file: a scenario that holds together, or problems with places inside the file.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <variant>
#include <vector>

#include "load/scenario_reader.h"

namespace {

namespace model = certdrill::model;

void demand(bool good, const char* law) {
  if (good) return;
  std::fprintf(stderr, "broken law: %s\n", law);
  std::abort();
}

void check_problems(const certdrill::load::LoadedScenario& loaded, std::size_t bytes) {
  demand(loaded.scenario.has_value() != certdrill::has_errors(loaded.problems), "a scenario or an error, never both");
  demand(loaded.problems.size() <= 51, "a page of problems at most");
  std::uint32_t last = 0;
  for (const certdrill::Problem& problem : loaded.problems) {
    demand(!problem.what.empty() && problem.where.file == "x", "a problem says something, and of which file");
    demand(problem.where.line == 0 || problem.where.line >= last, "problems come in the order of the file");
    demand(problem.where.line == 0 || problem.where.column >= 1, "a line has a column");
    demand(problem.where.column <= bytes + 1, "a problem lies inside the file");
    demand(!to_text(problem).empty(), "it can be shown");
    last = problem.where.line;
  }
}

void check_key(const model::Scenario& scenario, const certdrill::pki::CertificateSpec& spec) {
  using certdrill::pki::KeyType;
  if (!spec.key_of.empty()) {
    const auto owner = scenario.find_certificate(spec.key_of);
    demand(owner.has_value(), "a key is somebody's");
    const certdrill::pki::CertificateSpec& other = scenario.certificates[*owner];
    demand(other.key_of.empty() && other.key_type == spec.key_type, "whose own it is, and of that type");
  }
  const KeyType signer = spec.issuer ? scenario.certificates[*spec.issuer].key_type : spec.key_type;
  demand(!spec.sha1_signature || signer != KeyType::ed25519, "an Ed25519 signature has no digest to choose");
}

bool publishes(const model::Scenario& scenario, certdrill::pki::CertificateId issuer) {
  return std::any_of(scenario.crl_policies.begin(), scenario.crl_policies.end(),
                     [issuer](const model::CrlPolicy& policy) { return policy.issuer == issuer; });
}

void check_crl_issuers(const model::Scenario& scenario, const std::vector<certdrill::pki::CertificateId>& issuers) {
  for (std::size_t i = 0; i < issuers.size(); ++i) {
    demand(i == 0 || issuers[i - 1] < issuers[i], "authorities are sorted, each once");
    demand(publishes(scenario, issuers[i]), "and publish CRLs");
  }
}

void check_crls(const model::Scenario& scenario) {
  for (std::size_t i = 0; i < scenario.crl_policies.size(); ++i) {
    const model::CrlPolicy& policy = scenario.crl_policies[i];
    demand(i == 0 || scenario.crl_policies[i - 1].issuer < policy.issuer, "policies come by issuer");
    demand(scenario.certificates.at(policy.issuer).authority && scenario.certificates[policy.issuer].publishes_crl,
           "who publishes CRLs is an authority and says so in what it issues");
    demand(policy.valid_for >= std::chrono::seconds(1) &&
               policy.valid_for % std::chrono::seconds(1) == certdrill::Duration(0),
           "a CRL is valid for whole seconds");
  }
  for (const model::Store& store : scenario.cluster.stores) {
    check_crl_issuers(scenario, store.unreachable_crls);
    for (std::size_t i = 1; i < store.entries.size(); ++i)
      demand(store.entries[i - 1].certificate < store.entries[i].certificate, "a store has a certificate once");
  }
}

// What the rest of the program takes for granted.
void check_scenario(const model::Scenario& scenario) {
  const model::Cluster& cluster = scenario.cluster;
  demand(!cluster.nodes.empty() && !cluster.upgrade_domains.empty() && !cluster.node_types.empty(),
         "a cluster has nodes");
  demand(cluster.node_names.empty() || cluster.node_names.size() == cluster.nodes.size(),
         "all nodes have names, or none");
  bool any_seed = false;
  for (const model::Node& node : cluster.nodes) {
    demand(node.upgrade_domain < cluster.upgrade_domains.size() && node.node_type < cluster.node_types.size() &&
               node.security < scenario.securities.size() && node.store < cluster.stores.size(),
           "a node refers to what there is");
    any_seed = any_seed || node.seed;
  }
  demand(any_seed, "there is a seed node");
  for (std::size_t id = 0; id < scenario.certificates.size(); ++id) {
    const certdrill::pki::CertificateSpec& spec = scenario.certificates[id];
    demand(spec.not_before < spec.not_after, "a certificate begins before it ends");
    demand(!spec.issuer || (*spec.issuer < id && scenario.certificates[*spec.issuer].authority), "issuers come first");
    const bool other_name = !spec.dns_names.empty() || !spec.email_names.empty() || !spec.ip_addresses.empty();
    demand(!spec.common_name.empty() || (spec.issuer && (other_name || !spec.subject.empty())),
           "a certificate has a name");
    demand(!spec.authority || !spec.common_name.empty() || !spec.subject.empty(), "an issuer has a subject");
    check_key(scenario, spec);
  }
  check_crls(scenario);
  for (const model::Step& step : scenario.steps) {
    demand(!step.name.empty(), "a step has a name");
    if (const auto* upgrade = std::get_if<model::UpgradeStep>(&step.what)) {
      demand(upgrade->security_by_node_type.size() == cluster.node_types.size(), "an upgrade knows all node types");
      for (const auto& security : upgrade->security_by_node_type) {
        demand(!security || *security < scenario.securities.size(), "and where it leads");
      }
    } else if (const auto* revoke = std::get_if<model::RevokeStep>(&step.what)) {
      for (const certdrill::pki::CertificateId id : revoke->certificates)
        demand(publishes(scenario, scenario.certificates.at(id).issuer.value()), "who revokes publishes it");
    } else if (const auto* publish = std::get_if<model::PublishCrlStep>(&step.what)) {
      check_crl_issuers(scenario, publish->authorities);
    } else if (const auto* reach = std::get_if<model::CrlReachStep>(&step.what)) {
      check_crl_issuers(scenario, reach->authorities);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const certdrill::load::LoadedScenario loaded = certdrill::load::parse_scenario(text, "x");
  check_problems(loaded, size);
  if (loaded.scenario && loaded.scenario->cluster.nodes.size() < 100'000) check_scenario(*loaded.scenario);
  return 0;
}
