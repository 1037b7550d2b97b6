#include "scene/predict.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.h"
#include "scene/view.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

using replay::Link;
using replay::Snapshot;
using Pair = Prediction::Pair;

Pair ordered(model::NodeIndex one, model::NodeIndex other) { return std::minmax(one, other); }

// What is marked may only break when it held before.
bool breaks(const Snapshot& before, const Snapshot& after, const Pair& pair) {
  return before.link(pair.first, pair.second) == Link::full && after.link(pair.first, pair.second) != Link::full;
}

// Nodes that were of one class and are of one class: what is true of one of them is true of all.
struct Kind {
  std::uint32_t before = 0;
  std::uint32_t after = 0;
  std::vector<model::NodeIndex> nodes;
};

std::vector<Kind> kinds_of(const Snapshot& before, const Snapshot& after) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<model::NodeIndex>> nodes_of;
  const std::size_t nodes = std::min(before.nodes.size(), after.nodes.size());
  for (model::NodeIndex node = 0; node < nodes; ++node)
    nodes_of[{before.nodes[node].class_id, after.nodes[node].class_id}].push_back(node);
  std::vector<Kind> kinds;
  for (auto& [classes, members] : nodes_of) kinds.push_back({classes.first, classes.second, std::move(members)});
  return kinds;
}

// Every pair that broke is counted; with `all` not null they are listed as well.
std::uint64_t count_broken(const Snapshot& before, const Snapshot& after, std::vector<Pair>* all) {
  const std::vector<Kind> kinds = kinds_of(before, after);
  std::uint64_t broken = 0;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (std::size_t j = i; j < kinds.size(); ++j) {
      const bool held = before.link_of_classes(kinds[i].before, kinds[j].before) == Link::full;
      if (!held || after.link_of_classes(kinds[i].after, kinds[j].after) == Link::full) continue;
      const std::uint64_t a = kinds[i].nodes.size();
      const std::uint64_t b = kinds[j].nodes.size();
      broken += i == j ? a * (a - 1) / 2 : a * b;
      if (all == nullptr) continue;
      for (const model::NodeIndex one : kinds[i].nodes) {
        for (const model::NodeIndex other : kinds[j].nodes) {
          if (i != j || one < other) all->push_back(ordered(one, other));
        }
      }
    }
  }
  if (all != nullptr) std::sort(all->begin(), all->end());
  return broken;
}

std::string links(std::uint64_t count) { return counted_with_thousands(count, "link"); }

std::string score_of(const Prediction& prediction) {
  const std::string wrong = prediction.wrong.empty()
                                ? ""
                                : ", " + with_thousands(prediction.wrong.size()) + " marked that " +
                                      (prediction.wrong.size() == 1 ? "holds" : "hold");
  if (prediction.broke == 0) return prediction.marked.empty() ? "right: no link breaks" : "no link breaks" + wrong;
  if (prediction.missed.empty() && prediction.broke == prediction.right.size())
    return (prediction.wrong.empty() ? "all right: " : "") + links(prediction.broke) + " broke, all found" + wrong;
  return with_thousands(prediction.right.size()) + " of " + with_thousands(prediction.broke) + " broken links found" +
         wrong;
}

}  // namespace

void Prediction::toggle(model::NodeIndex one, model::NodeIndex other) {
  if (one == other || revealed) return;
  const Pair pair = ordered(one, other);
  const auto place = std::lower_bound(marked.begin(), marked.end(), pair);
  if (place != marked.end() && *place == pair) {
    marked.erase(place);
  } else {
    marked.insert(place, pair);
  }
}

bool Prediction::is_marked(model::NodeIndex one, model::NodeIndex other) const {
  return std::binary_search(marked.begin(), marked.end(), ordered(one, other));
}

std::optional<Prediction> ask(const replay::RecordedRun& run, replay::EventNumber from, bool whole_phase) {
  const auto& scenario = run.scenario();
  for (replay::EventNumber event = from + 1; event <= run.last_event(); ++event) {
    const replay::RecordedEvent& each = run.event(event);
    const bool reached = whole_phase ? each.step_completed : each.domain_completed || each.step_completed;
    if (!reached) continue;
    Prediction prediction;
    prediction.from = from;
    prediction.to = run.settled(event);
    // A step is over by the event that completes it: the place before that tells which it was.
    check::PlanPlace place = run.place_at(event);
    if (each.step_completed || !place.step) {
      const check::PlanPlace before = run.place_at(event - 1);
      if (before.step) place = before;
    }
    const bool named = place.step && *place.step < scenario.steps.size();
    const std::string step = named ? quoted(scenario.steps[*place.step].name) : "the next step";
    const bool in_domain = !whole_phase && each.domain_completed && place.domain &&
                           *place.domain < scenario.cluster.upgrade_domains.size();
    prediction.question = in_domain ? "Which links are broken when " + step + " has gone through " +
                                          scenario.cluster.upgrade_domains[*place.domain] + "?"
                                    : "Which links are broken when " + step + " is done?";
    return prediction;
  }
  return std::nullopt;
}

void reveal(Prediction& prediction, const Snapshot& before, const Snapshot& after) {
  if (prediction.revealed) return;
  prediction.revealed = true;
  const bool pair_by_pair = before.nodes.size() <= most_single_nodes;
  std::vector<Pair> broken;
  prediction.broke = count_broken(before, after, pair_by_pair ? &broken : nullptr);
  for (const Pair& pair : prediction.marked)
    (breaks(before, after, pair) ? prediction.right : prediction.wrong).push_back(pair);
  std::set_difference(broken.begin(), broken.end(), prediction.marked.begin(), prediction.marked.end(),
                      std::back_inserter(prediction.missed));
  if (pair_by_pair) {
    prediction.score = score_of(prediction);
    return;
  }
  prediction.score = with_thousands(prediction.right.size()) + " of your " + with_thousands(prediction.marked.size()) +
                     (prediction.marked.size() == 1 ? " mark" : " marks") + " right; " + links(prediction.broke) +
                     (prediction.broke == 1 ? " breaks" : " break");
}

}  // namespace certdrill::scene
