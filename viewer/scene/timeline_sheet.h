// The sheet that the rows of a timeline are painted on: its axis, its rows, and what has been painted so far.
#pragma once

#include <string>

#include "scene/label_room.h"
#include "scene/timeline_axis.h"
#include "scene/timeline_rows.h"

namespace certdrill::scene {

struct TimelineSheet {
  TimelineSheet(const TimelineInput& timeline, const View& view, Point size, const TextMeasure& measure);

  [[nodiscard]] const replay::RecordedRun& run_of(const TimelineRow& row) const {
    return row.of_other ? *input.other : *input.run;
  }
  // An event of the second run stands at its time.
  [[nodiscard]] float x_of(const TimelineRow& row, replay::EventNumber event) const {
    return row.of_other ? axis.x_of(input.other->time_of(event)) : axis.x_of(event);
  }
  // In front of the row.
  void name_row(const TimelineRow& row, const std::string& words, Tone tone, const Target& target);
  // A box between two x, as far as it is seen; at least a pixel wide. False when nothing of it is.
  bool add_box(const TimelineRow& row, float from, float to, Box box, float inset = 2);
  // Words in the seen part of a box, cut to it.
  void label_box(const TimelineRow& row, float from, float to, const std::string& words, Tone tone,
                 const Target& target, Tone behind = Tone::none);

  const TimelineInput& input;
  const TextMeasure& text;
  TimelineAxis axis;
  std::vector<TimelineRow> rows;
  LabelRoom room;
  Drawing drawing;
  float bottom = 0;  // of the last row
};

// One row each (timeline_plan.cpp).
void paint_phase(TimelineSheet& sheet, const TimelineRow& row);
void paint_plan(TimelineSheet& sheet, const TimelineRow& row);
// Likewise (timeline_bands.cpp).
void paint_trust(TimelineSheet& sheet, const TimelineRow& row);
void paint_node(TimelineSheet& sheet, const TimelineRow& row);
void paint_certificate(TimelineSheet& sheet, const TimelineRow& row);
// Likewise (timeline_journey.cpp).
void paint_vaults(TimelineSheet& sheet, const TimelineRow& row);
void paint_agents(TimelineSheet& sheet, const TimelineRow& row);
void paint_client(TimelineSheet& sheet, const TimelineRow& row);
void paint_deadline(TimelineSheet& sheet, const TimelineRow& row);

}  // namespace certdrill::scene
