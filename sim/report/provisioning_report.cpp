#include "report/provisioning_report.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/duration.h"
#include "base/text.h"
#include "check/federation_story.h"
#include "check/story.h"

namespace certdrill::report {
namespace {

using Json = nlohmann::ordered_json;
using check::CleanUp;
using check::CleanUpVerdict;
using check::HealthWarning;
using check::ProvisioningTrouble;

constexpr std::size_t most_troubles = 20;
constexpr std::size_t most_warnings = 20;
constexpr std::size_t most_certificates = 40;

std::string_view id_of(const ProvisioningTrouble& trouble) {
  return trouble.of == ProvisioningTrouble::Of::machine ? check::id_of_failed_deployment
                                                        : check::id_of_failed_provisioning;
}

std::string_view word_of(ProvisioningTrouble::Of of) {
  switch (of) {
    case ProvisioningTrouble::Of::agent:
      return "agent";
    case ProvisioningTrouble::Of::update:
      return "update";
    case ProvisioningTrouble::Of::vault:
      return "vault";
    case ProvisioningTrouble::Of::machine:
      return "machine";
    case ProvisioningTrouble::Of::step:
      return "step";
  }
  return "agent";
}

void cut(std::vector<std::string>& lines, std::size_t all, std::size_t most) {
  if (all > most) lines.push_back("and " + std::to_string(all - most) + " more");
}

// "3 nodes (N0, N1, N2)".
std::string nodes_text(const CleanUp::Nodes& nodes, const model::Cluster& cluster) {
  std::string names = check::names_of(nodes.first, cluster);
  if (nodes.count > nodes.first.size()) names += " and " + std::to_string(nodes.count - nodes.first.size()) + " more";
  return counted(nodes.count, "node") + " (" + names + ")";
}

std::string agents_text(const CleanUp& each, const model::Scenario& scenario) {
  std::vector<std::string> names;
  for (const std::uint32_t agent : each.brought_by) names.push_back(scenario.agents[agent].name);
  return join_words(names);
}

std::string clean_up_text(const CleanUp& each, const model::Scenario& scenario) {
  const model::Cluster& cluster = scenario.cluster;
  std::vector<std::string> parts;
  if (each.in_use.count > 0) {
    parts.push_back("still in use on " + nodes_text(each.in_use, cluster) +
                    (each.kernels_alone ? ", by sessions of the kernels alone: a restart of the hosts ends them" : ""));
  }
  if (each.needed.count > 0) parts.push_back("the only one that P finds on " + nodes_text(each.needed, cluster));
  if (each.comes_back.count > 0) {
    parts.push_back("not in use on " + nodes_text(each.comes_back, cluster) + ", but " + agents_text(each, scenario) +
                    " would install it again");
  }
  if (each.safe.count > 0) {
    parts.push_back(std::string(each.verdict == CleanUpVerdict::safe ? "safe to clean up" : "not needed") + " on " +
                    nodes_text(each.safe, cluster));
  }
  return join(parts, "; ");
}

Json nodes_json(const CleanUp::Nodes& nodes, const model::Cluster& cluster) {
  Json first = Json::array();
  for (const model::NodeIndex node : nodes.first) first.push_back(cluster.node_name(node));
  return {{"nodes", nodes.count}, {"firstNodes", std::move(first)}};
}

Json time_or_null(const std::optional<SimTime>& at) { return at ? Json(to_string(*at)) : Json(nullptr); }

}  // namespace

std::string come_later_text(const check::RunResult& result) {
  if (result.come_later == 0) return {};
  if (result.come_later == result.nodes) return result.nodes == 1 ? "it comes later" : "all of them come later";
  return std::to_string(result.come_later) + " of them " + (result.come_later == 1 ? "comes" : "come") + " later";
}

std::vector<std::string> provisioning_lines(const check::RunResult& result, const model::Scenario& scenario) {
  std::vector<std::string> lines;
  const std::vector<ProvisioningTrouble>& troubles = result.provisioning.troubles;
  for (std::size_t i = 0; i < std::min(troubles.size(), most_troubles); ++i) {
    const ProvisioningTrouble& trouble = troubles[i];
    std::string line = std::string(id_of(trouble)) + ", " + to_string(trouble.since);
    const bool once = trouble.of == ProvisioningTrouble::Of::update || trouble.of == ProvisioningTrouble::Of::step;
    if (!once && trouble.until) {
      line += ", until " + to_string(*trouble.until) + " (" + rough(*trouble.until - trouble.since) + ")";
    }
    if (!once && !trouble.until) line += ", to the end";
    lines.push_back(line + ": " + check::message_for(trouble, scenario) +
                    (trouble.finding ? ": finding " + std::to_string(*trouble.finding + 1) : ""));
  }
  cut(lines, troubles.size(), most_troubles);
  return lines;
}

std::vector<std::string> health_lines(const check::RunResult& result, const model::Scenario& scenario) {
  std::vector<std::string> lines;
  const std::vector<HealthWarning>& warnings = result.provisioning.warnings;
  for (std::size_t i = 0; i < std::min(warnings.size(), most_warnings); ++i) {
    const HealthWarning& warning = warnings[i];
    lines.push_back(std::string(check::id_of_near_expiry) + ", " + to_string(warning.at) + ": " +
                    scenario.certificates[warning.certificate].name + " is in use on " +
                    counted(warning.nodes, "node") + " and expires in " + rough(warning.not_after - warning.at) + ", " +
                    to_string(warning.not_after) +
                    (warning.presented_until ? "; presented until " + to_string(*warning.presented_until)
                                             : std::string("; still presented at the end")));
  }
  cut(lines, warnings.size(), most_warnings);
  return lines;
}

std::vector<std::string> clean_up_lines(const check::RunResult& result, const model::Scenario& scenario) {
  std::vector<std::string> lines;
  const std::vector<CleanUp>& all = result.provisioning.clean_up;
  std::size_t width = 0;
  const std::size_t listed = std::min(all.size(), most_certificates);
  for (std::size_t i = 0; i < listed; ++i)
    width = std::max(width, scenario.certificates[all[i].certificate].name.size());
  bool some_safe = false;
  for (std::size_t i = 0; i < listed; ++i) {
    lines.push_back(padded(scenario.certificates[all[i].certificate].name, width) + "  " +
                    clean_up_text(all[i], scenario));
    some_safe = some_safe || all[i].verdict == CleanUpVerdict::safe;
  }
  cut(lines, all.size(), most_certificates);
  if (some_safe) {
    lines.emplace_back(
        "Nobody removes what is safe to clean up: it stays until it is removed, or the machine re-imaged.");
  }
  return lines;
}

void put_provisioning(Json& out, const check::RunResult& result, const model::Scenario& scenario) {
  const check::ProvisioningResult& provisioning = result.provisioning;
  if (!provisioning.troubles.empty()) out["provisioning"] = Json::array();
  for (const ProvisioningTrouble& trouble : provisioning.troubles) {
    Json entry;
    entry["id"] = id_of(trouble);
    entry["of"] = word_of(trouble.of);
    entry["who"] = trouble.who;
    entry["what"] = trouble.what;
    entry["failure"] = world::to_string(trouble.why);
    entry["nodes"] = trouble.nodes;
    entry["firstNode"] = trouble.first_node ? Json(scenario.cluster.node_name(*trouble.first_node)) : Json(nullptr);
    entry["since"] = to_string(trouble.since);
    entry["until"] = time_or_null(trouble.until);
    entry["step"] = trouble.step ? scenario.steps[*trouble.step].name : std::string();
    entry["message"] = check::message_for(trouble, scenario);
    entry["finding"] = trouble.finding ? Json(*trouble.finding) : Json(nullptr);
    out["provisioning"].push_back(std::move(entry));
  }
  if (!provisioning.warnings.empty()) out["health"] = Json::array();
  for (const HealthWarning& warning : provisioning.warnings) {
    out["health"].push_back({{"id", check::id_of_near_expiry},
                             {"certificate", scenario.certificates[warning.certificate].name},
                             {"at", to_string(warning.at)},
                             {"notAfter", to_string(warning.not_after)},
                             {"nodes", warning.nodes},
                             {"presentedUntil", time_or_null(warning.presented_until)}});
  }
  if (!provisioning.tells_clean_up) return;
  out["cleanUp"] = Json::array();
  for (const CleanUp& each : provisioning.clean_up) {
    Json agents = Json::array();
    for (const std::uint32_t agent : each.brought_by) agents.push_back(scenario.agents[agent].name);
    out["cleanUp"].push_back({{"certificate", scenario.certificates[each.certificate].name},
                              {"verdict", check::to_string(each.verdict)},
                              {"onDisk", each.held},
                              {"inUse", nodes_json(each.in_use, scenario.cluster)},
                              {"needed", nodes_json(each.needed, scenario.cluster)},
                              {"comesBack", nodes_json(each.comes_back, scenario.cluster)},
                              {"safe", nodes_json(each.safe, scenario.cluster)},
                              {"kernelsAlone", each.kernels_alone},
                              {"broughtBy", std::move(agents)}});
  }
}

}  // namespace certdrill::report
