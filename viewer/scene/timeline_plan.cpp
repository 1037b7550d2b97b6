// The plan in the timeline: its steps, and the upgrade domains that they go through.
#include <algorithm>

#include "scene/timeline_sheet.h"

namespace certdrill::scene {

namespace {

using replay::RecordedRun;

struct StepLook {
  Tone tone = Tone::accent;
  std::string words;  // behind its name, when it did not end well
};
StepLook look_of(const check::StepResult& step) {
  switch (step.state) {
    case check::StepState::rolled_back:
      return {Tone::refused, "rolled back"};
    case check::StepState::interrupted:
      return {Tone::waiting, "interrupted"};
    case check::StepState::refused:
      return {Tone::refused, "refused"};
    case check::StepState::stuck:
      return {Tone::refused, "stuck"};
    default:
      return {};
  }
}
SimTime end_of(const check::StepResult& step, const RecordedRun& run) {
  return step.completed || step.state == check::StepState::rolled_back || step.end > step.start
             ? step.end
             : std::max(run.result().end, run.time_of(run.last_event()));
}

bool add_step(TimelineSheet& sheet, const TimelineRow& row, std::uint32_t index, const RecordedRun& run) {
  const check::StepResult& step = run.result().steps[index];
  const Target target{Target::Kind::step, index, 0};
  const float from = sheet.axis.x_of(step.start);
  const float to = sheet.axis.x_of(end_of(step, run));
  const StepLook look = look_of(step);
  if (to - from < 4) {  // a moment
    if (from < sheet.axis.left || from > sheet.axis.right) return false;
    sheet.drawing.marks.emplace_back(Glyph{{from, row.middle()}, 10, GlyphShape::diamond, look.tone, target});
    return true;
  }
  return sheet.add_box(row, from, to,
                       Box{{}, look.tone, look.tone, 3, false, sheet.input.hovered == target ? 0.35F : 0.2F, target});
}

// Bands of upgrade domains; where they are narrower than a pixel, as many as there are pixels.
void paint_domains(TimelineSheet& sheet, const TimelineRow& row, std::uint32_t step, const RecordedRun& run) {
  const auto& points = run.plan_points();
  const auto& names = run.scenario().cluster.upgrade_domains;
  float painted = sheet.axis.left - 1;
  for (std::size_t point = 0; point < points.size(); ++point) {
    const check::PlanPlace& place = points[point].place;
    if (!place.step || *place.step != step || !place.domain || place.between_domains || *place.domain >= names.size())
      continue;
    const float from = sheet.x_of(row, points[point].event);
    const float to =
        point + 1 < points.size() ? sheet.x_of(row, points[point + 1].event) : sheet.axis.x_of(run.result().end);
    if (to < sheet.axis.left || to < painted + 1) continue;
    if (from > sheet.axis.right) break;
    const Target target{Target::Kind::domain, *place.domain, 0};
    sheet.add_box(row, from, to,
                  Box{{}, Tone::accent, Tone::none, 2, false, *place.domain % 2 == 0 ? 0.5F : 0.32F, target}, 3);
    sheet.label_box(row, from, to, names[*place.domain], Tone::text, target);
    painted = sheet.axis.clamped(to);
  }
}

}  // namespace

void paint_phase(TimelineSheet& sheet, const TimelineRow& row) {
  const RecordedRun& run = *sheet.input.run;
  const check::StepResult& step = run.result().steps[row.index];
  const Target target{Target::Kind::step, row.index, 0};
  const check::PlanPlace here = run.place_at(sheet.input.cursor);
  const bool under_way = here.step && *here.step == row.index;
  sheet.name_row(row, step.name, under_way ? Tone::accent : Tone::text, target);
  if (!add_step(sheet, row, row.index, run)) return;
  paint_domains(sheet, row, row.index, run);
  const std::string words = look_of(step).words;
  if (words.empty()) return;
  const float x = sheet.axis.clamped(sheet.axis.x_of(end_of(step, run))) + 5;
  sheet.room.put(sheet.drawing,
                 Label{{x, row.middle()}, words, look_of(step).tone, Align::left, 1, Tone::none, target});
}

void paint_plan(TimelineSheet& sheet, const TimelineRow& row) {
  const RecordedRun& run = sheet.run_of(row);
  sheet.name_row(row, row.of_other ? "the other: plan" : "plan", Tone::text, {});
  const auto& steps = run.result().steps;
  for (std::uint32_t index = 0; index < steps.size(); ++index) {
    if (steps[index].state == check::StepState::not_begun || !add_step(sheet, row, index, run)) continue;
    const StepLook look = look_of(steps[index]);
    const std::string words = look.words.empty() ? steps[index].name : steps[index].name + ": " + look.words;
    sheet.label_box(row, sheet.axis.x_of(steps[index].start), sheet.axis.x_of(end_of(steps[index], run)), words,
                    Tone::text, {Target::Kind::step, index, 0});
  }
}

}  // namespace certdrill::scene
