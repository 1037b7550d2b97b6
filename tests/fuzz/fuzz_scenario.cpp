// Any bytes as a scenario file: a scenario that holds together, or problems with places inside the file.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <variant>

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
    demand(!spec.common_name.empty() || (spec.issuer && !spec.dns_names.empty()), "a certificate has a name");
  }
  for (const model::Step& step : scenario.steps) {
    demand(!step.name.empty(), "a step has a name");
    if (const auto* upgrade = std::get_if<model::UpgradeStep>(&step.what)) {
      demand(upgrade->security_by_node_type.size() == cluster.node_types.size(), "an upgrade knows all node types");
      for (const auto& security : upgrade->security_by_node_type) {
        demand(!security || *security < scenario.securities.size(), "and where it leads");
      }
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
