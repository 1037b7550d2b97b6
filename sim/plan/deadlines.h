// Deadlines: for each step of a plan, and each version of a vault certificate that comes while it runs, the earliest and
// the latest moment that is still safe, and the margin to both.
//
// How found  by running: the same scenario with that one thing at another moment (plan/trial.h), from its planned moment
//            outward to where the plan no longer holds (plan/edge_search.h). Nothing is estimated: the last safe moment
//            was run and holds, and the one just outside was run and does not.
// Violated   when the plan is violated as it is, there are no deadlines; then for each step the nearest moment is looked
//            for that makes the whole of it hold. The first step may then begin before the scenario does.
// Chance     what windows leave open is drawn from the seed, so an edge holds for its seed. With several seeds the
//            narrowest edges are told.
// Threads    two at most; the result does not depend on how many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/trial.h"

namespace certdrill::plan {

struct DeadlineOptions {
  Duration resolution = std::chrono::seconds(1);
  std::size_t most_runs = 400;  // for each edge
  std::uint32_t seeds = 1;      // the scenario's, and those that follow it
  std::uint32_t threads = 2;
  // Called now and then with the number of runs so far; false: stop, and there is no result.
  std::function<bool(std::size_t)> progress;
};

// Why an edge is where it is.
enum class Bound : std::uint8_t {
  goes_wrong,      // beyond it the plan does not hold: both sides of the edge were run
  step_before,     // what comes before it in the sequence is not done sooner
  start,           // of the scenario
  version_before,  // of the same line: they come in their order
  version_behind,
  horizon,       // safe to the end of what is looked at
  fails_anyway,  // the plan goes wrong then, whatever is moved
  not_found,     // within so many runs; `at` is as far as it was safe
};
[[nodiscard]] std::string_view to_string(Bound bound);  // "goesWrong", the word of the JSON result

struct Edge {
  SimTime at{};       // the last moment that is safe
  Duration margin{};  // between it and the planned moment, for the same seed; not negative
  Bound bound = Bound::horizon;
  std::optional<SimTime> done;     // when the thing is done, if it begins at the edge
  std::optional<SimTime> outside;  // of goes_wrong: the moment just outside, and what happens then
  std::optional<Ending> ends_with;
  std::optional<CriticalInstant> hinges_on;  // what decides it, if that can be told
  std::uint64_t seed = 1;                    // that it was found with
};

// Of a plan that is violated: the nearest moment that makes it hold.
struct Mend {
  SimTime at{};
  Duration by{};      // negative: so much earlier
  SimTime outside{};  // the moment just before that, as seen from the planned one: it is still violated
  Ending ends_with;
  bool scenario_begins_earlier = false;
};

struct Deadline {
  Item item;
  std::string name;  // of the step, or of the version's certificate
  SimTime planned{};
  std::optional<SimTime> done;  // when it is done, as planned
  std::optional<Edge> earliest;
  std::optional<Edge> latest;
  std::optional<Mend> mend;  // of a violated plan
  bool gave_up = false;      // a mend was not found within the runs that are allowed
  std::size_t runs = 0;
};

// A step that has no deadline of its own.
struct LeftOut {
  std::string name;
  std::string why;
};

struct Deadlines {
  std::optional<Ending> violated_by;  // the plan as it is
  std::uint64_t seed = 1;             // the first of them; of a violated plan the one that it is violated with
  std::uint32_t seeds = 1;
  Duration resolution{};
  SimTime start{};
  SimTime horizon{};
  std::optional<Ending> fails_anyway;  // what goes wrong at the horizon if nothing is moved
  std::vector<Deadline> items;         // steps in their order, then versions by their moments
  std::vector<LeftOut> left_out;
  std::size_t runs = 0;
};

// Nothing when it was stopped.
[[nodiscard]] std::optional<Deadlines> find_deadlines(const std::shared_ptr<const world::Setting>& setting,
                                                      const DeadlineOptions& options = {});

}  // namespace certdrill::plan
