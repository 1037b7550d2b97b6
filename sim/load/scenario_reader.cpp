#include "load/scenario_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/text.h"
#include "load/agent_reader.h"
#include "load/certificate_reader.h"
#include "load/check_reader.h"
#include "load/client_reader.h"
#include "load/cluster_reader.h"
#include "load/fault_reader.h"
#include "load/federation_reader.h"
#include "load/fields.h"
#include "load/key_reader.h"
#include "load/profile_reader.h"
#include "load/scenario_fields.h"
#include "load/step_reader.h"
#include "load/vault_reader.h"

namespace certdrill::load {
namespace {

constexpr std::uint64_t largest_seed = std::uint64_t{1} << 53;  // what every JSON tool keeps exactly
constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_description = 10'000;

LoadedScenario only_problem(const std::filesystem::path& file, std::string what, std::string help = {}) {
  Problem wrong = problem(std::move(what), std::move(help));
  wrong.where.file = file.string();
  return {std::nullopt, {std::move(wrong)}};
}

void read_heading(Report& report, const Fields& fields, model::Scenario& scenario) {
  scenario.start = *parse_sim_time("2026-01-01T00:00:00Z");
  if (const auto value = fields.get("$schema")) (void)read_string(report, *value, "$schema");
  if (const auto value = fields.get("title"))
    scenario.title = read_line(report, *value, "title", longest_title).value_or("");
  if (const auto value = fields.get("description")) {
    const auto text = read_string(report, *value, "description");
    if (text && text->size() > longest_description) {
      report.error(*value, "\"description\" is longer than " + std::to_string(longest_description) + " bytes",
                   "longer stories go into about.md");
    }
  }
  bool good_start = true;
  if (const auto value = fields.get("start")) {
    const auto start = read_time(report, *value, "start");
    good_start = start.has_value();
    scenario.start = start.value_or(scenario.start);
  }
  if (const auto value = fields.get("end")) {
    scenario.end = read_time(report, *value, "end");
    if (good_start && scenario.end && *scenario.end <= scenario.start) {
      report.error(*value, "\"end\" has to be after the start, " + date_to_string(scenario.start));
    }
  }
  if (const auto value = fields.get("seed"))
    scenario.seed = read_count(report, *value, "seed", 0, largest_seed).value_or(1);
  read_profile(report, fields, scenario);
  if (const auto value = fields.get("expect")) {
    static constexpr std::pair<std::string_view, model::Verdict> verdicts[] = {
        {"holds", model::Verdict::holds}, {"violated", model::Verdict::violated}, {"unknown", model::Verdict::unknown}};
    scenario.expected = read_choice(report, *value, "expect", "verdict", verdicts).value_or(scenario.expected);
  }
}

bool all_nodes_come_later(const model::Scenario& scenario) {
  std::vector<bool> later(scenario.cluster.nodes.size(), false);
  for (const model::Step& step : scenario.steps) {
    const auto* const deploy = std::get_if<model::DeployStep>(&step.what);
    if (deploy == nullptr) continue;
    if (deploy->where.all) return true;
    for (const model::NodeIndex node : deploy->where.nodes) later[node] = true;
  }
  return std::find(later.begin(), later.end(), false) == later.end();
}

void read_root(Report& report, const SourceText& source, const JsonValue& root, model::Scenario& scenario) {
  const Fields fields(report, root, scenario_fields);
  if (root.kind() != JsonKind::object) return;
  read_heading(report, fields, scenario);
  pki::KeyType key_type = pki::KeyType::ed25519;
  if (const auto value = fields.get("keyType")) key_type = read_key_type(report, *value).value_or(key_type);
  read_certificates(report, source, fields, key_type, scenario);
  VaultNames vaults(scenario);
  read_vaults(report, source, fields, key_type, scenario, vaults);
  const CertificateNames certificates(scenario.certificates);
  SecurityReader securities(report, source, certificates, scenario);
  ClusterNames names(scenario.cluster);
  HeldCertificates held(scenario.certificates.size());
  std::vector<SecurityUse> uses;
  if (const auto value = fields.get("cluster")) {
    uses = read_cluster(report, certificates, securities, *value, scenario, names);
    for (const model::Store& store : scenario.cluster.stores) {
      for (const model::StoreEntry& entry : store.entries) held.add(entry);
    }
  } else {
    report.error(root, "\"cluster\" is missing", "add \"cluster\": {\"security\": \"{P:{TP=A}, V:{TP=A}}\"}");
  }
  SelectionReader selections(report, names, scenario.cluster);
  AgentReader agents(report, source, vaults, selections, scenario);
  agents.read(fields.get("agents"), fields.get("cluster"));
  agents.add_at_start(held);
  // Without nodes, which is a problem of its own, everything would be missing.
  if (scenario.cluster.nodes.empty()) uses.clear();
  const HeldCertificates held_at_start = held;
  agents.add_later(held);
  ClientReader clients(report, source, certificates, names, securities, scenario);
  if (const auto value = fields.get("clients")) clients.read(*value);
  if (const auto value = fields.get("federation")) scenario.federation = read_federation(report, *value);
  if (const auto value = fields.get("randomFaults"))
    FaultReader(report, selections, scenario.cluster).read_random(*value, scenario.random_faults);
  const DefaultPolicy policy = read_upgrade_policy(report, fields.get("upgradePolicy"));
  if (const auto value = fields.get("steps")) {
    read_steps(report, source, certificates, names, securities, policy, held, selections, vaults, agents, clients,
               *value, scenario);
  }
  // A cluster that is deployed by a step has nothing to miss before.
  if (!all_nodes_come_later(scenario)) {
    for (const SecurityUse& use : uses) securities.warn_of_missing(use, held_at_start, "when the scenario begins");
  }
  if (!scenario.cluster.clients.empty()) securities.warn_of_closed_endpoints();
  read_checks(report, source, certificates, fields.get("checks"), scenario);
}

}  // namespace

LoadedScenario parse_scenario(std::string_view text, const std::string& file_name) {
  const SourceText source(file_name, text);
  if (std::optional<Problem> wrong = source.check()) return {std::nullopt, {*std::move(wrong)}};
  ProblemList problems(source);
  LoadedScenario loaded;
  if (const std::optional<JsonTree> tree = JsonTree::build(source, problems)) {
    Report report(problems);
    model::Scenario scenario;
    scenario.file = file_name;
    scenario.name = std::filesystem::path(file_name).stem().string();
    read_root(report, source, tree->root(), scenario);
    if (!problems.has_errors()) {
      scenario.text = std::make_shared<const std::string>(text);
      loaded.scenario = std::move(scenario);
    }
  }
  loaded.problems = problems.take();
  return loaded;
}

LoadedScenario read_scenario(const std::filesystem::path& file) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(file, error);
  if (std::filesystem::is_directory(status)) return only_problem(file, "is a folder, not a scenario file");
  if (std::filesystem::is_regular_file(status)) {
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (!error && size > largest_file_bytes) {
      return only_problem(file, "the file has " + std::to_string(size) + " bytes; the most that is read is " +
                                    std::to_string(largest_file_bytes));
    }
  }
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return only_problem(file, std::string("cannot be read: ") + std::strerror(errno));
  std::string text;
  std::string block(std::size_t{1} << 16, '\0');
  while (text.size() <= largest_file_bytes && stream) {
    stream.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return only_problem(file, "cannot be read to its end");
  LoadedScenario loaded = parse_scenario(text, file.string());
  if (loaded.scenario && file.filename() == "scenario.json") {
    const std::filesystem::path whole = std::filesystem::absolute(file, error).lexically_normal();
    loaded.scenario->name = whole.parent_path().filename().string();
  }
  return loaded;
}

}  // namespace certdrill::load
