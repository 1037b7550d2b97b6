#include "scene/timeline_scene.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/duration.h"
#include "base/text.h"
#include "scene/scaled.h"
#include "scene/timeline_sheet.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

using replay::EventNumber;
using replay::RecordedRun;

class TimelinePainter {
 public:
  TimelinePainter(const TimelineInput& input, const View& view, Point size, const TextMeasure& text)
      : sheet_(input, view, size, text) {}

  Drawing paint() {
    for (const TimelineRow& row : sheet_.rows) paint_ground(row);
    for (const TimelineRow& row : sheet_.rows) paint_row(row);
    paint_first_difference();
    paint_cursor();
    return std::move(sheet_.drawing);
  }

 private:
  void paint_ground(const TimelineRow& row) {
    if (row.kind == TimelineRow::Kind::cursor || row.kind == TimelineRow::Kind::axis) return;
    sheet_.drawing.marks.emplace_back(Line{{sheet_.axis.left, row.bottom},
                                           {sheet_.axis.right, row.bottom},
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
        scene::paint_phase(sheet_, row);
        break;
      case TimelineRow::Kind::plan:
        scene::paint_plan(sheet_, row);
        break;
      case TimelineRow::Kind::trust:
        scene::paint_trust(sheet_, row);
        break;
      case TimelineRow::Kind::node:
        scene::paint_node(sheet_, row);
        break;
      case TimelineRow::Kind::certificate:
        scene::paint_certificate(sheet_, row);
        break;
      case TimelineRow::Kind::deadline:
        scene::paint_deadline(sheet_, row);
        break;
      case TimelineRow::Kind::vaults:
        scene::paint_vaults(sheet_, row);
        break;
      case TimelineRow::Kind::agents:
        scene::paint_agents(sheet_, row);
        break;
      case TimelineRow::Kind::client:
        scene::paint_client(sheet_, row);
        break;
      case TimelineRow::Kind::more:
        sheet_.name_row(row, "and " + std::to_string(row.index) + " more", Tone::faint, {});
        break;
    }
  }

  void paint_axis(const TimelineRow& row) {
    sheet_.name_row(
        row,
        sheet_.axis.kind == TimeAxis::linear
            ? "UTC, " + to_string(std::max(sheet_.axis.span.from, sheet_.input.run->time_of(0))).substr(0, 10)
            : "by event",
        Tone::faint, {});
    for (const Tick& tick : ticks_of(sheet_.axis, sheet_.text)) {
      sheet_.drawing.marks.emplace_back(Line{{tick.x, row.bottom - 4},
                                             {tick.x, sheet_.bottom},
                                             Tone::grid,
                                             1,
                                             LineStyle::full,
                                             LineEnd::none,
                                             LineEnd::none,
                                             tick.strong ? 0.9F : 0.45F,
                                             {}});
      sheet_.room.put(sheet_.drawing, Label{{tick.x, row.middle() - 1},
                                            tick.words,
                                            tick.strong ? Tone::text : Tone::faint,
                                            Align::center,
                                            1,
                                            Tone::none,
                                            {}});
    }
  }

  void paint_findings(const TimelineRow& row) {
    const auto& findings = sheet_.input.run->result().findings;
    sheet_.name_row(row, counted(findings.size(), "finding"), Tone::refused, {});
    struct Flag {
      float x;
      std::size_t finding;
    };
    std::vector<Flag> flags;
    for (std::size_t each = 0; each < findings.size(); ++each) {
      const float x = sheet_.axis.x_of(findings[each].at);
      const float until = findings[each].until ? sheet_.axis.x_of(*findings[each].until) : sheet_.axis.right;
      if (until >= sheet_.axis.left && x <= sheet_.axis.right && (until > x + 2)) {
        sheet_.drawing.marks.emplace_back(Line{{sheet_.axis.clamped(x), row.bottom - 2},
                                               {sheet_.axis.clamped(until), row.bottom - 2},
                                               Tone::refused,
                                               2,
                                               LineStyle::full,
                                               LineEnd::none,
                                               LineEnd::none,
                                               0.5F,
                                               {Target::Kind::finding, each, 0}});
      }
      if (x >= sheet_.axis.left - 1 && x <= sheet_.axis.right + 1) flags.push_back({x, each});
    }
    std::stable_sort(flags.begin(), flags.end(), [](const Flag& a, const Flag& b) { return a.x < b.x; });
    const float size = std::min(14.0F, row.bottom - row.top - 3);
    for (std::size_t first = 0; first < flags.size();) {
      std::size_t behind = first + 1;
      while (behind < flags.size() && flags[behind].x - flags[first].x < 2 * size) ++behind;
      bool selected = false;
      for (std::size_t each = first; each < behind; ++each) {
        selected |= sheet_.input.selection.kind == Selection::Kind::finding &&
                    sheet_.input.selection.first == flags[each].finding;
      }
      const Target target{Target::Kind::finding, flags[first].finding, 0};
      const bool hovered = sheet_.input.hovered == target;
      const Point at{flags[first].x + size * 0.35F, row.middle() - 1};  // its pole stands at the moment
      sheet_.drawing.marks.emplace_back(Glyph{at, size, GlyphShape::flag,
                                              selected  ? Tone::selected
                                              : hovered ? Tone::hovered
                                                        : Tone::refused,
                                              target});
      if (behind - first > 1) {
        sheet_.room.put(sheet_.drawing, Label{{at.x + size / 2 + 2, row.middle()},
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

  // ---- above all rows

  void paint_first_difference() {
    if (!sheet_.input.first_difference) return;
    const float x = sheet_.axis.x_of(std::min(*sheet_.input.first_difference, sheet_.input.run->last_event()));
    if (x < sheet_.axis.left || x > sheet_.axis.right || sheet_.rows.size() < 2) return;
    sheet_.drawing.marks.emplace_back(Line{{x, sheet_.rows[1].bottom},
                                           {x, sheet_.bottom},
                                           Tone::changed,
                                           2,
                                           LineStyle::dashed,
                                           LineEnd::none,
                                           LineEnd::none,
                                           1,
                                           {Target::Kind::moment, *sheet_.input.first_difference, 0}});
    for (const TimelineRow& row : sheet_.rows) {
      if (row.kind != TimelineRow::Kind::trust && row.kind != TimelineRow::Kind::findings) continue;
      Label label{{x + 5, row.middle()}, "first difference", Tone::changed, Align::left, 1, Tone::background, {}};
      if (sheet_.room.put(sheet_.drawing, label)) break;
      label.at.x = x - 5;
      label.align = Align::right;
      if (sheet_.room.put(sheet_.drawing, label)) break;
    }
  }

  void paint_cursor() {
    if (sheet_.input.hovered.kind == Target::Kind::moment) {
      const float x = sheet_.axis.x_of(static_cast<EventNumber>(sheet_.input.hovered.a));
      if (x >= sheet_.axis.left && x <= sheet_.axis.right && !sheet_.rows.empty()) {
        sheet_.drawing.marks.emplace_back(Line{{x, sheet_.rows.front().bottom},
                                               {x, sheet_.bottom},
                                               Tone::hovered,
                                               1,
                                               LineStyle::full,
                                               LineEnd::none,
                                               LineEnd::none,
                                               0.7F,
                                               {}});
      }
    }
    if (sheet_.rows.empty()) return;
    const TimelineRow& row = sheet_.rows.front();
    const float x = sheet_.axis.x_of(sheet_.input.cursor);
    const bool seen = x >= sheet_.axis.left - 1 && x <= sheet_.axis.right + 1;
    const std::string words = sheet_.room.cut(cursor_words(), sheet_.drawing.canvas.width() - 20);
    const float half = sheet_.room.width(words) / 2;
    const float middle = std::clamp(sheet_.axis.clamped(x), std::min(half + 4, sheet_.drawing.canvas.max.x / 2),
                                    std::max(sheet_.drawing.canvas.max.x - half - 4, sheet_.drawing.canvas.max.x / 2));
    if (seen) {
      sheet_.drawing.marks.emplace_back(Line{{x, row.bottom - 1},
                                             {x, sheet_.bottom},
                                             Tone::accent,
                                             2,
                                             LineStyle::full,
                                             LineEnd::none,
                                             LineEnd::none,
                                             1,
                                             {}});
    }
    sheet_.room.put(sheet_.drawing,
                    Label{{middle, row.middle()}, words, Tone::accent, Align::center, 1, Tone::none, {}});
  }

  // "2026-01-10 00:01:47.072, +1m 47s, event 57, in UD1 of "replace A by B"".
  [[nodiscard]] std::string cursor_words() const {
    const RecordedRun& run = *sheet_.input.run;
    const SimTime now = run.time_of(sheet_.input.cursor);
    std::string text = to_string(now);
    text.replace(10, 1, " ");
    text.pop_back();
    text += ", +" + rough(now - run.time_of(0)) + ", event " + with_thousands(sheet_.input.cursor) + " of " +
            with_thousands(run.last_event());
    const check::PlanPlace place = run.place_at(sheet_.input.cursor);
    if (!place.step) return text;
    const auto& domains = run.scenario().cluster.upgrade_domains;
    if (place.domain && *place.domain < domains.size()) {
      text += (place.between_domains ? ", after " : ", in ") + domains[*place.domain] + " of";
    } else {
      text += ", in";
    }
    return text + " " + quoted(run.scenario().steps[*place.step].name);
  }

  TimelineSheet sheet_;
};

}  // namespace

Drawing draw_timeline(const TimelineInput& input, const View& view, Point size, const TextMeasure& text) {
  const AtScaleOne one = at_scale_one(view, size, text);
  return scaled(TimelinePainter(input, one.view, one.size, one.text).paint(), view.scale);
}

}  // namespace certdrill::scene
