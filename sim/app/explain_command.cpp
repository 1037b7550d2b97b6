#include "app/commands.h"
#include "base/text.h"
#include "check/explanation.h"
#include "check/rehearsal.h"
#include "report/explanation_report.h"

namespace certdrill::app {
namespace {

std::optional<check::Party> find_party(const model::Cluster& cluster, const std::string& name, Console& console) {
  for (check::ClientIndex client = 0; client < cluster.clients.size(); ++client) {
    if (cluster.clients[client].name == name) return check::Party::of_client(client);
  }
  for (model::NodeIndex node = 0; node < cluster.nodes.size(); ++node) {
    if (cluster.node_name(node) == name) return check::Party(node);
  }
  std::vector<std::string> names;
  constexpr std::size_t most_compared = 10'000;
  for (const model::Client& client : cluster.clients) names.push_back(client.name);
  for (model::NodeIndex node = 0; node < std::min(cluster.nodes.size(), most_compared); ++node)
    names.push_back(cluster.node_name(node));
  std::string help = did_you_mean(name, names);
  if (help.empty()) {
    help = "the nodes are " + cluster.node_name(0) + " to " +
           cluster.node_name(static_cast<model::NodeIndex>(cluster.nodes.size() - 1));
  }
  console.complain(
      problem("unknown node " + std::string(cluster.clients.empty() ? "" : "or client ") + quoted(name), help));
  return std::nullopt;
}

std::optional<check::Moment> read_moment(const std::vector<std::string>& words, const model::Scenario& scenario,
                                         Console& console) {
  check::Moment moment;
  if (words.empty()) return moment;
  const std::string help = "write at TIME, or after STEP, or after STEP DOMAIN";
  if (words[0] == "at" && words.size() == 2) {
    const Result<SimTime> at = parse_sim_time(words[1]);
    if (!at) {
      console.complain(at.problem());
      return std::nullopt;
    }
    moment.at = *at;
    return moment;
  }
  if (words[0] != "after" || words.size() < 2 || words.size() > 3) {
    console.complain(problem("no moment: " + quoted(join(words, " ")), help));
    return std::nullopt;
  }
  std::vector<std::string> steps;
  for (std::uint32_t i = 0; i < scenario.steps.size(); ++i) {
    if (scenario.steps[i].name == words[1]) moment.after_step = i;
    steps.push_back(scenario.steps[i].name);
  }
  if (!moment.after_step) {
    console.complain(problem("unknown step " + quoted(words[1]), did_you_mean(words[1], steps)));
    return std::nullopt;
  }
  if (words.size() == 2) return moment;
  const std::vector<std::string>& domains = scenario.cluster.upgrade_domains;
  for (std::uint32_t i = 0; i < domains.size(); ++i) {
    if (domains[i] == words[2]) moment.after_domain = i;
  }
  if (!moment.after_domain) {
    console.complain(problem("unknown upgrade domain " + quoted(words[2]), did_you_mean(words[2], domains)));
    return std::nullopt;
  }
  return moment;
}

}  // namespace

ExitCode explain_command(const ExplainArguments& arguments, Console& console) {
  std::optional<model::Scenario> scenario = load_scenario(arguments.scenario, arguments.seed, console);
  if (!scenario) return ExitCode::wrong_input;
  const std::optional<check::Party> from = find_party(scenario->cluster, arguments.from, console);
  const std::optional<check::Party> to = find_party(scenario->cluster, arguments.to, console);
  const std::optional<check::Moment> moment = read_moment(arguments.moment, *scenario, console);
  if (from && to && from->is_client && to->is_client) {
    console.complain(
        problem("clients do not talk to each other: " + quoted(arguments.from) + " and " + quoted(arguments.to),
                "name a client and a node"));
    return ExitCode::wrong_input;
  }
  if (from && from == to) {
    console.complain(problem("a node has no link with itself: " + quoted(arguments.from), "name two different nodes"));
    return ExitCode::wrong_input;
  }
  if (!from || !to || !moment) return ExitCode::wrong_input;
  for (const check::Party& party : {*from, *to}) {
    if (!party.is_client || scenario->cluster.clients[party.index].known) continue;
    const std::string& name = scenario->cluster.clients[party.index].name;
    console.complain(problem("nobody knows how client " + quoted(name) + " connects",
                             "say its \"security\" in the place of \"unknown\""));
    return ExitCode::inconclusive;
  }
  const auto setting = std::make_shared<const world::Setting>(std::move(*scenario));
  const auto certificates = setting->certificates();
  const Result<check::Explanation> explanation = check::explain(setting, certificates, *from, *to, *moment);
  if (!explanation) {
    console.complain(explanation.problem());
    return ExitCode::wrong_input;
  }
  console.print(arguments.json ? report::explanation_json(setting->scenario(), *explanation, *certificates)
                               : report::explanation_text(setting->scenario(), *explanation, *certificates,
                                                          console.colors_results()));
  return ExitCode::as_expected;
}

}  // namespace certdrill::app
