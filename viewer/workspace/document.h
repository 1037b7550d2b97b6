// Document is one scenario or trace that is open: its text, its run, the cursor in it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/problem.h"
#include "replay/difference.h"
#include "replay/recorded_run.h"
#include "replay/snapshot.h"
#include "scene/lesson.h"

namespace certdrill::workspace {

// What came of opening: a run, or problems, or both (a trace that was cut off, warnings).
struct Opened {
  std::filesystem::path file;  // the scenario's, or the trace's
  std::string text;            // of the scenario
  bool is_trace = false;
  std::shared_ptr<const replay::RecordedRun> run;
  Problems problems;
  std::vector<scene::LessonBlock> lesson;
};

// Reads and runs, in the calling thread. `argument`: a scenario as certdrill run takes it, or a trace. progress returns
// false to stop; nothing is returned then.
struct OpenProgress {
  std::function<bool(std::string_view what, double part)> tell;
};
[[nodiscard]] std::optional<Opened> open_document(const std::string& argument, const OpenProgress& progress);
// The same of a text that is not saved: a what-if. `like`: for its name, place and lesson.
[[nodiscard]] std::optional<Opened> open_text(const std::string& text, const Opened& like,
                                              const OpenProgress& progress);

}  // namespace certdrill::workspace
