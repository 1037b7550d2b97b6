#include "scene/timeline_scene.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/duration.h"
#include "base/text.h"
#include "scene/label_room.h"
#include "scene/scaled.h"
#include "scene/timeline_axis.h"
#include "scene/timeline_rows.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

using replay::EventNumber;
using replay::RecordedRun;

class TimelinePainter {
 public:
  TimelinePainter(const TimelineInput& input, const View& view, Point size, const TextMeasure& text)
      : input_(input),
        text_(text),
        axis_(timeline_axis(input, view, size, text)),
        rows_(timeline_rows(input, size, text)),
        room_({{0, 0}, size}, text) {
    drawing_.canvas = {{0, 0}, size};
    bottom_ = rows_.empty() ? size.y : std::min(size.y, rows_.back().bottom);
  }

  Drawing paint() {
    for (const TimelineRow& row : rows_) paint_ground(row);
    for (const TimelineRow& row : rows_) paint_row(row);
    paint_first_difference();
    paint_cursor();
    return std::move(drawing_);
  }

 private:
  [[nodiscard]] const RecordedRun& run_of(const TimelineRow& row) const {
    return row.of_other ? *input_.other : *input_.run;
  }
  // The first event of the second run is at its own time.
  [[nodiscard]] float x_of(const TimelineRow& row, EventNumber event) const {
    return row.of_other ? axis_.x_of(input_.other->time_of(event)) : axis_.x_of(event);
  }

  void paint_ground(const TimelineRow& row) {
    if (row.kind == TimelineRow::Kind::cursor || row.kind == TimelineRow::Kind::axis) return;
    drawing_.marks.emplace_back(Line{{axis_.left, row.bottom},
                                     {axis_.right, row.bottom},
                                     Tone::grid,
                                     1,
                                     LineStyle::full,
                                     LineEnd::none,
                                     LineEnd::none,
                                     0.5F,
                                     {}});
  }

  void paint_row(const TimelineRow& row) {
    switch (row.kind) {
      case TimelineRow::Kind::cursor:
        break;  // with the cursor, above all others
      case TimelineRow::Kind::axis:
        paint_axis(row);
        break;
      case TimelineRow::Kind::findings:
        paint_findings(row);
        break;
      case TimelineRow::Kind::phase:
        paint_phase(row);
        break;
      case TimelineRow::Kind::plan:
        paint_plan(row);
        break;
      case TimelineRow::Kind::trust:
        paint_trust(row);
        break;
      case TimelineRow::Kind::node:
        paint_node(row);
        break;
      case TimelineRow::Kind::certificate:
        paint_certificate(row);
        break;
      case TimelineRow::Kind::more:
        name_row(row, "and " + std::to_string(row.index) + " more", Tone::faint, {});
        break;
    }
  }

  void name_row(const TimelineRow& row, const std::string& words, Tone tone, const Target& target) {
    room_.put(drawing_, Label{{axis_.left - 8, row.middle()},
                              room_.cut(words, axis_.left - 12),
                              tone,
                              Align::right,
                              1,
                              Tone::none,
                              target});
  }

  // A box between two x, as far as it is seen; at least a pixel wide. False when nothing of it is.
  bool add_box(const TimelineRow& row, float from, float to, Box box, float inset = 2) {
    if (to < axis_.left || from > axis_.right) return false;
    const float x = axis_.clamped(from);
    box.where = {{x, row.top + inset}, {std::max(x + 1, axis_.clamped(to)), row.bottom - inset}};
    drawing_.marks.emplace_back(box);
    return true;
  }
  // Words in the seen part of a box, cut to it.
  void label_box(const TimelineRow& row, float from, float to, const std::string& words, Tone tone,
                 const Target& target, Tone behind = Tone::none) {
    const float left = axis_.clamped(from) + 4;
    const float width = axis_.clamped(to) - 3 - left;
    if (width < 10) return;
    const std::string cut = room_.cut(words, width);
    if (utf8_characters(cut).size() < 3 && cut != words) return;  // a letter and an ellipsis tell nothing
    room_.put(drawing_, Label{{left, row.middle()}, cut, tone, Align::left, 1, behind, target});
  }

  // ---- rows

  void paint_axis(const TimelineRow& row) {
    name_row(row,
             axis_.kind == TimeAxis::linear
                 ? "UTC, " + to_string(std::max(axis_.span.from, input_.run->time_of(0))).substr(0, 10)
                 : "by event",
             Tone::faint, {});
    for (const Tick& tick : ticks_of(axis_, text_)) {
      drawing_.marks.emplace_back(Line{{tick.x, row.bottom - 4},
                                       {tick.x, bottom_},
                                       Tone::grid,
                                       1,
                                       LineStyle::full,
                                       LineEnd::none,
                                       LineEnd::none,
                                       tick.strong ? 0.9F : 0.45F,
                                       {}});
      room_.put(drawing_, Label{{tick.x, row.middle() - 1},
                                tick.words,
                                tick.strong ? Tone::text : Tone::faint,
                                Align::center,
                                1,
                                Tone::none,
                                {}});
    }
  }

  void paint_findings(const TimelineRow& row) {
    const auto& findings = input_.run->result().findings;
    name_row(row, counted(findings.size(), "finding"), Tone::refused, {});
    struct Flag {
      float x;
      std::size_t finding;
    };
    std::vector<Flag> flags;
    for (std::size_t each = 0; each < findings.size(); ++each) {
      const float x = axis_.x_of(findings[each].at);
      const float until = findings[each].until ? axis_.x_of(*findings[each].until) : axis_.right;
      if (until >= axis_.left && x <= axis_.right && (until > x + 2)) {
        drawing_.marks.emplace_back(Line{{axis_.clamped(x), row.bottom - 2},
                                         {axis_.clamped(until), row.bottom - 2},
                                         Tone::refused,
                                         2,
                                         LineStyle::full,
                                         LineEnd::none,
                                         LineEnd::none,
                                         0.5F,
                                         {Target::Kind::finding, each, 0}});
      }
      if (x >= axis_.left - 1 && x <= axis_.right + 1) flags.push_back({x, each});
    }
    std::stable_sort(flags.begin(), flags.end(), [](const Flag& a, const Flag& b) { return a.x < b.x; });
    const float size = std::min(14.0F, row.bottom - row.top - 3);
    for (std::size_t first = 0; first < flags.size();) {
      std::size_t behind = first + 1;
      while (behind < flags.size() && flags[behind].x - flags[first].x < 2 * size) ++behind;
      bool selected = false;
      for (std::size_t each = first; each < behind; ++each)
        selected |= input_.selection.kind == Selection::Kind::finding && input_.selection.first == flags[each].finding;
      const Target target{Target::Kind::finding, flags[first].finding, 0};
      const bool hovered = input_.hovered == target;
      const Point at{flags[first].x + size * 0.35F, row.middle() - 1};  // its pole stands at the moment
      drawing_.marks.emplace_back(Glyph{at, size, GlyphShape::flag,
                                        selected  ? Tone::selected
                                        : hovered ? Tone::hovered
                                                  : Tone::refused,
                                        target});
      if (behind - first > 1) {
        room_.put(drawing_, Label{{at.x + size / 2 + 2, row.middle()},
                                  std::to_string(behind - first),
                                  Tone::refused,
                                  Align::left,
                                  1,
                                  Tone::none,
                                  target});
      }
      first = behind;
    }
  }

  struct StepLook {
    Tone tone = Tone::accent;
    std::string words;  // behind its name, when it did not end well
  };
  static StepLook look_of(const check::StepResult& step) {
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
  [[nodiscard]] static SimTime end_of(const check::StepResult& step, const RecordedRun& run) {
    return step.completed || step.state == check::StepState::rolled_back || step.end > step.start
               ? step.end
               : std::max(run.result().end, run.time_of(run.last_event()));
  }

  bool add_step(const TimelineRow& row, std::uint32_t index, const RecordedRun& run) {
    const check::StepResult& step = run.result().steps[index];
    const Target target{Target::Kind::step, index, 0};
    const float from = axis_.x_of(step.start);
    const float to = axis_.x_of(end_of(step, run));
    const StepLook look = look_of(step);
    if (to - from < 4) {  // a moment
      if (from < axis_.left || from > axis_.right) return false;
      drawing_.marks.emplace_back(Glyph{{from, row.middle()}, 10, GlyphShape::diamond, look.tone, target});
      return true;
    }
    return add_box(row, from, to,
                   Box{{}, look.tone, look.tone, 3, false, input_.hovered == target ? 0.35F : 0.2F, target});
  }

  void paint_phase(const TimelineRow& row) {
    const RecordedRun& run = *input_.run;
    const check::StepResult& step = run.result().steps[row.index];
    const Target target{Target::Kind::step, row.index, 0};
    const check::PlanPlace here = run.place_at(input_.cursor);
    const bool under_way = here.step && *here.step == row.index;
    name_row(row, step.name, under_way ? Tone::accent : Tone::text, target);
    if (!add_step(row, row.index, run)) return;
    paint_domains(row, row.index, run);
    const std::string words = look_of(step).words;
    if (words.empty()) return;
    const float x = axis_.clamped(axis_.x_of(end_of(step, run))) + 5;
    room_.put(drawing_, Label{{x, row.middle()}, words, look_of(step).tone, Align::left, 1, Tone::none, target});
  }

  void paint_plan(const TimelineRow& row) {
    const RecordedRun& run = run_of(row);
    name_row(row, row.of_other ? "the other: plan" : "plan", Tone::text, {});
    const auto& steps = run.result().steps;
    for (std::uint32_t index = 0; index < steps.size(); ++index) {
      if (steps[index].state == check::StepState::not_begun || !add_step(row, index, run)) continue;
      const StepLook look = look_of(steps[index]);
      const std::string words = look.words.empty() ? steps[index].name : steps[index].name + ": " + look.words;
      label_box(row, axis_.x_of(steps[index].start), axis_.x_of(end_of(steps[index], run)), words, Tone::text,
                {Target::Kind::step, index, 0});
    }
  }

  // Bands of upgrade domains; where they are narrower than a pixel, as many as there are pixels.
  void paint_domains(const TimelineRow& row, std::uint32_t step, const RecordedRun& run) {
    const auto& points = run.plan_points();
    const auto& names = run.scenario().cluster.upgrade_domains;
    float painted = axis_.left - 1;
    for (std::size_t point = 0; point < points.size(); ++point) {
      const check::PlanPlace& place = points[point].place;
      if (!place.step || *place.step != step || !place.domain || place.between_domains || *place.domain >= names.size())
        continue;
      const float from = x_of(row, points[point].event);
      const float to = point + 1 < points.size() ? x_of(row, points[point + 1].event) : axis_.x_of(run.result().end);
      if (to < axis_.left || to < painted + 1) continue;
      if (from > axis_.right) break;
      const Target target{Target::Kind::domain, *place.domain, 0};
      add_box(row, from, to, Box{{}, Tone::accent, Tone::none, 2, false, *place.domain % 2 == 0 ? 0.5F : 0.32F, target},
              3);
      label_box(row, from, to, names[*place.domain], Tone::text, target);
      painted = axis_.clamped(to);
    }
  }

  // As high as the part of all pairs that is broken: at each pixel the most that there was.
  void paint_trust(const TimelineRow& row) {
    const RecordedRun& run = run_of(row);
    name_row(row, row.of_other ? "the other: broken links" : "broken links", Tone::text, {});
    const auto nodes = static_cast<double>(run.result().nodes);
    const double pairs = std::max(1.0, nodes * (nodes - 1) / 2);
    const auto columns = static_cast<std::size_t>(std::ceil(axis_.right - axis_.left)) + 1;
    std::vector<std::uint64_t> broken(columns, 0);
    std::vector<std::uint64_t> one_way(columns, 0);
    const auto& points = run.trust_points();
    for (std::size_t point = 0; point < points.size(); ++point) {
      if (points[point].broken_pairs == 0) continue;
      const float from = x_of(row, points[point].event);
      const float to = point + 1 < points.size()
                           ? x_of(row, points[point + 1].event)
                           : axis_.x_of(std::max(run.result().end, run.time_of(run.last_event())));
      if (to < axis_.left || from > axis_.right) continue;
      const auto first = static_cast<std::size_t>(axis_.clamped(from) - axis_.left);
      const auto last = static_cast<std::size_t>(axis_.clamped(to) - axis_.left);
      for (std::size_t column = first; column <= std::min(last, columns - 1); ++column) {
        if (points[point].broken_pairs <= broken[column]) continue;
        broken[column] = points[point].broken_pairs;
        one_way[column] = points[point].one_way_pairs;
      }
    }
    const float height = row.bottom - row.top - 3;
    const auto part = [&](std::uint64_t count) {
      return count == 0
                 ? 0.0F
                 : std::max(3.0F, height * static_cast<float>(std::min(1.0, static_cast<double>(count) / pairs)));
    };
    for (std::size_t column = 0; column < columns;) {
      std::size_t behind = column + 1;
      while (behind < columns && broken[behind] == broken[column] && one_way[behind] == one_way[column]) ++behind;
      if (broken[column] > 0) {
        const float left = axis_.left + static_cast<float>(column);
        const float right = std::min(axis_.right, axis_.left + static_cast<float>(behind));
        const float top = row.bottom - 1 - part(broken[column]);
        const float both = row.bottom - 1 - part(broken[column] - std::min(broken[column], one_way[column]));
        if (both > top)
          drawing_.marks.emplace_back(Box{{{left, top}, {right, both}}, Tone::one_way, Tone::none, 0, true, 0.8F, {}});
        if (row.bottom - 1 > both)
          drawing_.marks.emplace_back(
              Box{{{left, both}, {right, row.bottom - 1}}, Tone::refused, Tone::none, 0, false, 0.8F, {}});
      }
      column = behind;
    }
    for (const check::Stretch& stretch : run.result().federation.without_quorum) {
      const float from = axis_.x_of(stretch.from);
      const float to = stretch.until ? axis_.x_of(*stretch.until) : axis_.right;
      if (add_box(row, from, to, Box{{}, Tone::none, Tone::quorum_lost, 0, true, 1, {}}, 1))
        label_box(row, from, to, "no quorum", Tone::text, {}, Tone::background);
    }
  }

  void paint_node(const TimelineRow& row) {
    const RecordedRun& run = *input_.run;
    const Target target{Target::Kind::node, row.index, 0};
    name_row(row, run.scenario().cluster.node_name(row.index), Tone::selected, target);
    world::NodeState state = world::NodeState::up;
    bool known = false;
    float from = axis_.x_of(run.time_of(0));
    const auto strip = [&](float to) {
      if (to <= from) return;
      const bool up = state == world::NodeState::up;
      const Tone tone = up ? Tone::good : state == world::NodeState::down ? Tone::down : Tone::waiting;
      if (add_box(row, from, to, Box{{}, tone, up ? Tone::none : tone, 2, !up, up ? 0.25F : 0.45F, target}, 3))
        label_box(row, from, to, std::string(world::to_string(state)), Tone::text, target);
    };
    for (const replay::NodeTurn& turn : run.node_turns()) {
      if (turn.node != row.index) continue;
      if (!known) state = turn.from;
      known = true;
      const float to = axis_.x_of(turn.event);
      strip(to);
      from = to;
      state = turn.to;
    }
    strip(axis_.x_of(std::max(run.result().end, run.time_of(run.last_event()))));
  }

  void paint_certificate(const TimelineRow& row) {
    const pki::CertificateSpec& spec = input_.run->scenario().certificates[row.index];
    const Target target{Target::Kind::certificate, row.index, 0};
    const Tone tone = certificate_tone(row.index);
    const bool selected = input_.selection.kind == Selection::Kind::certificate && input_.selection.first == row.index;
    name_row(row, spec.name, selected ? Tone::selected : Tone::text, target);
    const float from = axis_.x_of(spec.not_before);
    const float to = axis_.x_of(spec.not_after);
    const std::string first = date_to_string(spec.not_before);
    const std::string last = date_to_string(spec.not_after);
    if (to <= axis_.left) {
      label_box(row, axis_.left, axis_.right, "expired " + last, Tone::faint, target);
      return;
    }
    if (from >= axis_.right) {
      label_box(row, axis_.left, axis_.right, "valid from " + first, Tone::faint, target);
      return;
    }
    add_box(row, from, to, Box{{}, tone, selected ? Tone::selected : Tone::none, 2, false, 0.35F, target}, 4);
    if (from > axis_.left) {
      drawing_.marks.emplace_back(Line{{from, row.top + 1},
                                       {from, row.bottom - 1},
                                       tone,
                                       2,
                                       LineStyle::full,
                                       LineEnd::none,
                                       LineEnd::none,
                                       1,
                                       target});
    }
    if (to < axis_.right) {  // its end, and that it is over
      drawing_.marks.emplace_back(Line{{to, row.top + 1},
                                       {to, row.bottom - 1},
                                       Tone::refused,
                                       3,
                                       LineStyle::full,
                                       LineEnd::none,
                                       LineEnd::none,
                                       1,
                                       target});
      add_box(row, to + 2, axis_.right, Box{{}, Tone::none, Tone::grid, 0, true, 1, target}, 4);
      label_box(row, to + 2, axis_.right, "expired " + last, Tone::faint, target);
    }
    label_box(row, from, to, "valid " + (from > axis_.left ? "from " + first + " " : std::string()) + "until " + last,
              Tone::text, target);
  }

  // ---- above all rows

  void paint_first_difference() {
    if (!input_.first_difference) return;
    const float x = axis_.x_of(std::min(*input_.first_difference, input_.run->last_event()));
    if (x < axis_.left || x > axis_.right || rows_.size() < 2) return;
    drawing_.marks.emplace_back(Line{{x, rows_[1].bottom},
                                     {x, bottom_},
                                     Tone::changed,
                                     2,
                                     LineStyle::dashed,
                                     LineEnd::none,
                                     LineEnd::none,
                                     1,
                                     {Target::Kind::moment, *input_.first_difference, 0}});
    for (const TimelineRow& row : rows_) {
      if (row.kind != TimelineRow::Kind::trust && row.kind != TimelineRow::Kind::findings) continue;
      Label label{{x + 5, row.middle()}, "first difference", Tone::changed, Align::left, 1, Tone::background, {}};
      if (room_.put(drawing_, label)) break;
      label.at.x = x - 5;
      label.align = Align::right;
      if (room_.put(drawing_, label)) break;
    }
  }

  void paint_cursor() {
    if (input_.hovered.kind == Target::Kind::moment) {
      const float x = axis_.x_of(static_cast<EventNumber>(input_.hovered.a));
      if (x >= axis_.left && x <= axis_.right && !rows_.empty())
        drawing_.marks.emplace_back(Line{{x, rows_.front().bottom},
                                         {x, bottom_},
                                         Tone::hovered,
                                         1,
                                         LineStyle::full,
                                         LineEnd::none,
                                         LineEnd::none,
                                         0.7F,
                                         {}});
    }
    if (rows_.empty()) return;
    const TimelineRow& row = rows_.front();
    const float x = axis_.x_of(input_.cursor);
    const bool seen = x >= axis_.left - 1 && x <= axis_.right + 1;
    const std::string words = room_.cut(cursor_words(), drawing_.canvas.width() - 20);
    const float half = room_.width(words) / 2;
    const float middle = std::clamp(axis_.clamped(x), std::min(half + 4, drawing_.canvas.max.x / 2),
                                    std::max(drawing_.canvas.max.x - half - 4, drawing_.canvas.max.x / 2));
    if (seen) {
      drawing_.marks.emplace_back(Line{
          {x, row.bottom - 1}, {x, bottom_}, Tone::accent, 2, LineStyle::full, LineEnd::none, LineEnd::none, 1, {}});
    }
    room_.put(drawing_, Label{{middle, row.middle()}, words, Tone::accent, Align::center, 1, Tone::none, {}});
  }

  // "2026-01-10 00:01:47.072, +1m 47s, event 57, in UD1 of "replace A by B"".
  [[nodiscard]] std::string cursor_words() const {
    const RecordedRun& run = *input_.run;
    const SimTime now = run.time_of(input_.cursor);
    std::string text = to_string(now);
    text.replace(10, 1, " ");
    text.pop_back();
    text += ", +" + rough(now - run.time_of(0)) + ", event " + with_thousands(input_.cursor) + " of " +
            with_thousands(run.last_event());
    const check::PlanPlace place = run.place_at(input_.cursor);
    if (!place.step) return text;
    const auto& domains = run.scenario().cluster.upgrade_domains;
    if (place.domain && *place.domain < domains.size())
      text += (place.between_domains ? ", after " : ", in ") + domains[*place.domain] + " of";
    else
      text += ", in";
    return text + " " + quoted(run.scenario().steps[*place.step].name);
  }

  const TimelineInput& input_;
  const TextMeasure& text_;
  TimelineAxis axis_;
  std::vector<TimelineRow> rows_;
  LabelRoom room_;
  Drawing drawing_;
  float bottom_ = 0;
};

}  // namespace

Drawing draw_timeline(const TimelineInput& input, const View& view, Point size, const TextMeasure& text) {
  const AtScaleOne one = at_scale_one(view, size, text);
  return scaled(TimelinePainter(input, one.view, one.size, one.text).paint(), view.scale);
}

}  // namespace certdrill::scene
