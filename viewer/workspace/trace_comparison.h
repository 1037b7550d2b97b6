// Does this version do what the one did that wrote a trace? Each event of the trace beside that of the run of its
// scenario.
//
// What counts  the moment, the event, whom it is about, how it went: every key of docs/trace_format.md. Keys that this
//              version does not know are let be.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/problem.h"
#include "load/trace_reader.h"
#include "replay/recorded_run.h"

namespace certdrill::workspace {

// What the trace says, and what the run does instead; nothing when they agree.
[[nodiscard]] std::optional<std::string> difference(const replay::RecordedRun& run, const load::TraceEvent& event);

// The whole trace, from where the reader stands. tell(part of the events): false to stop, nothing is returned then. The
// problems of reading on, and the first difference as the last of them.
[[nodiscard]] std::optional<Problems> compare_with_trace(const replay::RecordedRun& run, load::TraceReader& trace,
                                                         const std::function<bool(double part)>& tell);

}  // namespace certdrill::workspace
