// The timeline of a run: a row for each phase with its domains, a row for who can talk to whom, one for the selected
// node, bands of the certificates' validity under them, findings as flags, and one cursor line through all.
//
// Axis     linear in time, or by event (so that busy seconds beside quiet days can both be seen).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "replay/recorded_run.h"
#include "scene/drawing.h"
#include "scene/view.h"

namespace certdrill::scene {

// When a step of the plan, or a version of a certificate, has to come.
struct DeadlineMark {
  std::string name;
  Target target;  // the step, or the certificate
  SimTime planned{};
  std::optional<SimTime> earliest;  // none: as early as one likes; likewise below
  std::optional<SimTime> latest;
  std::string words;      // "margin 30h", "too late by 2d 4h"
  bool violated = false;  // as it is planned the plan does not hold
};

struct TimelineInput {
  const replay::RecordedRun* run = nullptr;
  replay::EventNumber cursor = 0;
  TimeSpan span;  // shown; of a linear axis
  Selection selection;
  Target hovered;
  const replay::RecordedRun* other = nullptr;            // a second run on the same clock, in rows of its own
  std::optional<replay::EventNumber> first_difference;   // of `run`: marked
  const std::vector<DeadlineMark>* deadlines = nullptr;  // a row each
};

// The whole run and a little on each side.
[[nodiscard]] TimeSpan whole_run(const replay::RecordedRun& run);
[[nodiscard]] Drawing draw_timeline(const TimelineInput& input, const View& view, Point size, const TextMeasure& text);
// The event at this x, for clicks and drags; its inverse, for the cursor.
[[nodiscard]] replay::EventNumber event_at(const TimelineInput& input, const View& view, Point size, float x,
                                           const TextMeasure& text);
[[nodiscard]] float x_of(const TimelineInput& input, const View& view, Point size, replay::EventNumber event,
                         const TextMeasure& text);
// Zoomed by this factor around x, or moved; stays within the run.
[[nodiscard]] TimeSpan zoomed(const TimelineInput& input, const View& view, Point size, float x, float factor,
                              const TextMeasure& text);
[[nodiscard]] TimeSpan moved(const TimelineInput& input, float part_of_span);

}  // namespace certdrill::scene
