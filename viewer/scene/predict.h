// Predict mode: before a step the learner marks the links that will break; then it is seen.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "replay/snapshot.h"

namespace certdrill::scene {

// Nodes up to most_single_nodes are marked pair by pair; in larger clusters a pair of nodes stands for their groups.
struct Prediction {
  using Pair = std::pair<model::NodeIndex, model::NodeIndex>;  // the smaller first

  replay::EventNumber from = 0;  // asked here ...
  replay::EventNumber to = 0;    // ... about the state here
  std::string question;          // "Which links are broken when "replace A by B" has gone through UD0?"
  std::vector<Pair> marked;      // sorted
  bool revealed = false;
  // Once revealed, sorted:
  std::vector<Pair> right;   // marked, and broke
  std::vector<Pair> missed;  // broke, not marked
  std::vector<Pair> wrong;   // marked, did not break
  std::string score;         // "9 of 16 broken links found, 2 marked that hold"
  // When the cluster is too large for pairs: how many broke.
  std::uint64_t broke = 0;

  void toggle(model::NodeIndex one, model::NodeIndex other);
  [[nodiscard]] bool is_marked(model::NodeIndex one, model::NodeIndex other) const;
};

// A question about the next upgrade domain, or the next phase, from here. Nothing when the plan is over.
[[nodiscard]] std::optional<Prediction> ask(const replay::RecordedRun& run, replay::EventNumber from, bool whole_phase);
// Compares what was marked with what broke between the two snapshots.
void reveal(Prediction& prediction, const replay::Snapshot& before, const replay::Snapshot& after);

}  // namespace certdrill::scene
