#include "plan/edge_search.h"

#include <algorithm>

namespace certdrill::plan {
namespace {

// The moments to ask for on the way out, in that order: of each stretch the first, the middle and the last.
std::vector<SimTime> moments_outward(const EdgeQuestion& question) {
  const SimTime low = std::min(question.from, question.limit);
  const SimTime high = std::max(question.from, question.limit);
  std::vector<SimTime> ends = {low, high};
  for (const SimTime at : question.instants) {
    if (low < at && at < high) ends.push_back(at);
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());

  std::vector<SimTime> moments;
  const auto add = [&](SimTime at) {
    if (low < at && at < high) moments.push_back(at);
  };
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    add(rounded_up(ends[i], question.resolution));
    add(rounded_down(ends[i] + (ends[i + 1] - ends[i]) / 2, question.resolution));
    add(rounded_down(ends[i + 1] - Duration(1), question.resolution));
  }
  if (question.limit != question.from) moments.push_back(question.limit);
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  if (question.limit < question.from) std::reverse(moments.begin(), moments.end());
  return moments;
}

// A multiple of the resolution between the two, about in the middle; none when they are neighbours.
std::optional<SimTime> between(SimTime a, SimTime b, Duration resolution) {
  const SimTime low = std::min(a, b);
  const SimTime high = std::max(a, b);
  SimTime middle = rounded_down(low + (high - low) / 2, resolution);
  if (middle <= low) middle = rounded_up(low + Duration(1), resolution);
  return middle < high ? std::optional(middle) : std::nullopt;
}

}  // namespace

SimTime rounded_down(SimTime at, Duration resolution) {
  const auto rest = unix_milliseconds(at) % resolution.count();
  return at - Duration(rest < 0 ? rest + resolution.count() : rest);
}

SimTime rounded_up(SimTime at, Duration resolution) {
  const SimTime down = rounded_down(at, resolution);
  return down == at ? at : down + resolution;
}

namespace {

class EdgeSearch {
 public:
  EdgeSearch(const EdgeQuestion& question, const std::function<std::optional<bool>(SimTime)>& ask)
      : question_(question), ask_(ask), backward_(question.limit < question.from) {}

  EdgeAnswer find() {
    found_.last = question_.from;
    same_.push_back(question_.from);
    for (const SimTime at : moments_outward(question_)) {
      if (!step_to(at)) break;
    }
    do {
      narrow();
    } while (look_back());
    return found_;
  }

 private:
  [[nodiscard]] bool over() const { return found_.given_up || found_.stopped; }
  [[nodiscard]] bool is_before(SimTime a, SimTime b) const { return backward_ ? a > b : a < b; }

  // Does the moment answer as `from` does? Nothing when it is all over.
  [[nodiscard]] std::optional<bool> answers_the_same(SimTime at) {
    if (found_.questions >= question_.most_questions) {
      found_.given_up = true;
      return std::nullopt;
    }
    ++found_.questions;
    const std::optional<bool> answer = ask_(at);
    found_.stopped = !answer;
    if (!answer) return std::nullopt;
    if (*answer == question_.answer) same_.push_back(at);
    return *answer == question_.answer;
  }

  bool step_to(SimTime at) {
    const std::optional<bool> same = answers_the_same(at);
    if (!same) return false;
    if (*same) {
      found_.last = at;
    } else {
      found_.other = at;
    }
    return *same;
  }

  void narrow() {
    while (found_.other && !over()) {
      const std::optional<SimTime> at = between(found_.last, *found_.other, question_.resolution);
      if (!at) return;
      step_to(*at);
    }
  }

  // Where chance plays a part, some moments a little inside of the edge may answer otherwise too. Asks at growing
  // distances, back to half of the way; true when there is one, and the edge is to be narrowed down again.
  bool look_back() {
    if (!found_.other || over()) return false;
    const SimTime edge = found_.last;
    const Duration way = backward_ ? question_.from - edge : edge - question_.from;
    for (Duration distance = question_.resolution; distance <= way / 2; distance *= 2) {
      const SimTime at = backward_ ? edge + distance : edge - distance;
      const std::optional<bool> same = answers_the_same(at);
      if (!same) return false;
      if (*same) continue;
      found_.other = at;
      found_.last = question_.from;
      for (const SimTime known : same_) {
        if (is_before(known, at) && is_before(found_.last, known)) found_.last = known;
      }
      return true;
    }
    return false;
  }

  const EdgeQuestion& question_;
  const std::function<std::optional<bool>(SimTime)>& ask_;
  bool backward_;
  EdgeAnswer found_;
  std::vector<SimTime> same_;  // that answered as `from` does
};

}  // namespace

EdgeAnswer find_edge(const EdgeQuestion& question, const std::function<std::optional<bool>(SimTime)>& ask) {
  return EdgeSearch(question, ask).find();
}

}  // namespace certdrill::plan
