#include "window/opening.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"

namespace certdrill::window {
namespace {

std::optional<Problem> open_domain(const std::string& name, workspace::Workspace& workspace) {
  const std::vector<std::string>& domains = workspace.run().scenario().cluster.upgrade_domains;
  const auto found = std::find(domains.begin(), domains.end(), name);
  if (found == domains.end())
    return problem("unknown upgrade domain " + certdrill::quoted(name), did_you_mean(name, domains));
  std::vector<std::uint32_t>& open = workspace.view.open_domains;
  const auto domain = static_cast<std::uint32_t>(found - domains.begin());
  if (std::find(open.begin(), open.end(), domain) == open.end()) open.push_back(domain);
  return std::nullopt;
}

std::optional<Problem> change(const std::string& path_and_value, workspace::Workspace& workspace) {
  const std::size_t equals = path_and_value.find('=');
  return workspace.what_if().set(path_and_value.substr(0, equals), path_and_value.substr(equals + 1));
}

Result<scene::Prediction::Pair> pair_named(const std::string& text, workspace::Workspace& workspace) {
  const scene::Selection before = workspace.selection();
  const std::optional<Problem> wrong = workspace.select_named(text);
  const scene::Selection chosen = workspace.selection();
  workspace.select(before);
  if (wrong) return *wrong;
  if (chosen.kind != scene::Selection::Kind::pair) {
    return problem("not a pair of nodes: " + certdrill::quoted(text), "expected two nodes: N0-N5");
  }
  return scene::Prediction::Pair(chosen.first, chosen.second);
}

std::optional<Problem> predict(const Options& options, workspace::Workspace& workspace) {
  // Names are looked up before it is asked: then a pair that is selected is one that is marked.
  std::vector<scene::Prediction::Pair> pairs;
  for (const std::string& each : options.mark) {
    const Result<scene::Prediction::Pair> pair = pair_named(each, workspace);
    if (!pair) return pair.problem();
    pairs.push_back(*pair);
  }
  workspace.execute(workspace::Command::predict_domain);
  scene::Prediction* const prediction = workspace.prediction();
  if (prediction == nullptr) return problem("there is nothing to predict: the plan is over by then");
  for (const auto& [one, other] : pairs) {
    if (!prediction->is_marked(one, other)) prediction->toggle(one, other);
  }
  if (options.reveal) workspace.execute(workspace::Command::reveal);
  return std::nullopt;
}

}  // namespace

std::optional<Problem> show(const Options& options, workspace::Workspace& workspace) {
  for (const std::string& each : options.set) {
    if (auto wrong = change(each, workspace)) return wrong;
  }
  if (!options.set.empty()) workspace.rerun_what_if();
  for (const std::string& each : options.open_domains) {
    if (auto wrong = open_domain(each, workspace)) return wrong;
  }
  // A finding that is selected leads to its moment, unless one is named.
  if (!options.select.empty()) {
    if (auto wrong = workspace.select_named(options.select)) return wrong;
  }
  if (!options.at.empty()) {
    if (auto wrong = workspace.go_to_moment(options.at)) return wrong;
  }
  if (options.deadlines) workspace.execute(workspace::Command::toggle_deadlines);
  return options.predict ? predict(options, workspace) : std::nullopt;
}

}  // namespace certdrill::window
