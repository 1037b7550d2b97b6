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

EdgeAnswer find_edge(const EdgeQuestion& question, const std::function<std::optional<bool>(SimTime)>& ask) {
  EdgeAnswer found;
  found.last = question.from;
  // True when the answer is that of `from`; keeps what was learnt.
  const auto goes_on_at = [&](SimTime at) {
    if (found.questions >= question.most_questions) {
      found.given_up = true;
      return false;
    }
    ++found.questions;
    const std::optional<bool> answer = ask(at);
    found.stopped = !answer;
    if (!answer) return false;
    if (*answer != question.answer) {
      found.other = at;
      return false;
    }
    found.last = at;
    return true;
  };

  for (const SimTime at : moments_outward(question)) {
    if (!goes_on_at(at)) break;
  }
  while (found.other && !found.given_up && !found.stopped) {
    const std::optional<SimTime> at = between(found.last, *found.other, question.resolution);
    if (!at) break;
    goes_on_at(*at);
  }
  return found;
}

}  // namespace certdrill::plan
