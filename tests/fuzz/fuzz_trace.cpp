// Any bytes as a trace: events in their order, or a problem with a line of the file.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>

#include "load/scenario_edit.h"
#include "load/trace_reader.h"

namespace {

namespace load = certdrill::load;

void demand(bool good, const char* law) {
  if (good) return;
  std::fprintf(stderr, "broken law: %s\n", law);
  std::abort();
}

void check_problem(const certdrill::Problem& problem, std::size_t bytes) {
  demand(!problem.what.empty() && problem.where.file == "x", "a problem says something, and of which file");
  demand(problem.where.line <= bytes + 1 && problem.where.column <= bytes + 1, "a problem lies inside the file");
  demand(!to_text(problem).empty(), "it can be shown");
}

// A trace's scenario is edited for the seed and the profile of its run: what was JSON stays JSON.
void check_edits(const load::TraceHeader& header) {
  const auto changed = load::with_seed_and_profile(header.text, header.seed, header.profile);
  if (!changed) return;
  demand(static_cast<bool>(load::with_seed_and_profile(*changed, header.seed + 1, header.profile)), "JSON stays JSON");
  const std::vector<std::string> steps = load::steps_of(*changed);
  if (steps.empty()) return;
  const auto moved = load::with_step_moved(*changed, steps.size() - 1, 0);
  demand(static_cast<bool>(moved), "a step that is there can be moved");
  demand(load::steps_of(*moved).size() == steps.size(), "and no step is lost by it");
  const auto removed = load::without_step(*moved, steps.size() / 2);
  demand(removed && load::steps_of(*removed).size() + 1 == steps.size(), "or taken away");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  auto trace = load::TraceReader::open(std::make_unique<std::istringstream>(std::move(text)), "x");
  if (!trace) {
    check_problem(trace.problem(), size);
    return 0;
  }
  check_edits(trace->header());
  std::uint64_t number = 0;
  certdrill::SimTime at = trace->header().start;
  while (const load::TraceEvent* event = trace->next()) {
    demand(event->number == ++number, "events are counted without gaps");
    demand(event->at >= at && !event->name.empty(), "and come in order, with their names");
    at = event->at;
  }
  demand(trace->complete() == !trace->problem(), "a trace is whole, or has a problem");
  if (trace->problem()) check_problem(*trace->problem(), size);
  demand(trace->events() == number && trace->bytes_read() == size, "all of it was counted and read");
  return 0;
}
