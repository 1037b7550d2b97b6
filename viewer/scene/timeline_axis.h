// The axis of the timeline: which moment stands at which x, and the marks along it. One source for drawing, clicks and
// the cursor.
#pragma once

#include <string>
#include <vector>

#include "scene/timeline_scene.h"

namespace certdrill::scene {

struct TimelineAxis {
  const replay::RecordedRun* run = nullptr;
  TimeAxis kind = TimeAxis::linear;
  TimeSpan span;                  // what is shown; never empty
  replay::EventNumber first = 0;  // by event: what is shown, likewise
  replay::EventNumber last = 1;
  float left = 0;
  float right = 1;

  // Not cut off at the ends of what is shown.
  [[nodiscard]] float x_of(SimTime at) const;
  [[nodiscard]] float x_of(replay::EventNumber event) const;
  [[nodiscard]] float clamped(float x) const;
  [[nodiscard]] SimTime time_at(float x) const;  // of a linear axis
  [[nodiscard]] replay::EventNumber event_at(float x) const;
};
// At scale 1.
[[nodiscard]] TimelineAxis timeline_axis(const TimelineInput& input, const View& view, Point size,
                                         const TextMeasure& text);

// A mark along the axis, with its words: a time of the day, a date, a year, or the number of an event.
struct Tick {
  float x = 0;
  std::string words;
  bool strong = false;  // a day begins, among times of the day
};
[[nodiscard]] std::vector<Tick> ticks_of(const TimelineAxis& axis, const TextMeasure& text);

}  // namespace certdrill::scene
