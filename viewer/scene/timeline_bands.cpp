// The bands of the timeline: broken links, the states of the selected node, the validity of certificates.
#include <algorithm>
#include <cmath>

#include "scene/timeline_sheet.h"

namespace certdrill::scene {

using replay::RecordedRun;

// As high as the part of all pairs that is broken: at each pixel the most that there was.
void paint_trust(TimelineSheet& sheet, const TimelineRow& row) {
  const RecordedRun& run = sheet.run_of(row);
  sheet.name_row(row, row.of_other ? "the other: broken links" : "broken links", Tone::text, {});
  const auto nodes = static_cast<double>(run.result().nodes);
  const double pairs = std::max(1.0, nodes * (nodes - 1) / 2);
  const auto columns = static_cast<std::size_t>(std::ceil(sheet.axis.right - sheet.axis.left)) + 1;
  std::vector<std::uint64_t> broken(columns, 0);
  std::vector<std::uint64_t> one_way(columns, 0);
  const auto& points = run.trust_points();
  for (std::size_t point = 0; point < points.size(); ++point) {
    if (points[point].broken_pairs == 0) continue;
    const float from = sheet.x_of(row, points[point].event);
    const float to = point + 1 < points.size()
                         ? sheet.x_of(row, points[point + 1].event)
                         : sheet.axis.x_of(std::max(run.result().end, run.time_of(run.last_event())));
    if (to < sheet.axis.left || from > sheet.axis.right) continue;
    const auto first = static_cast<std::size_t>(sheet.axis.clamped(from) - sheet.axis.left);
    const auto last = static_cast<std::size_t>(sheet.axis.clamped(to) - sheet.axis.left);
    for (std::size_t column = first; column <= std::min(last, columns - 1); ++column) {
      if (points[point].broken_pairs <= broken[column]) continue;
      broken[column] = points[point].broken_pairs;
      one_way[column] = points[point].one_way_pairs;
    }
  }
  const float height = row.bottom - row.top - 3;
  const auto part = [&](std::uint64_t count) {
    return count == 0 ? 0.0F
                      : std::max(3.0F, height * static_cast<float>(std::min(1.0, static_cast<double>(count) / pairs)));
  };
  for (std::size_t column = 0; column < columns;) {
    std::size_t behind = column + 1;
    while (behind < columns && broken[behind] == broken[column] && one_way[behind] == one_way[column]) ++behind;
    if (broken[column] > 0) {
      const float left = sheet.axis.left + static_cast<float>(column);
      const float right = std::min(sheet.axis.right, sheet.axis.left + static_cast<float>(behind));
      const float top = row.bottom - 1 - part(broken[column]);
      const float both = row.bottom - 1 - part(broken[column] - std::min(broken[column], one_way[column]));
      if (both > top) {
        sheet.drawing.marks.emplace_back(
            Box{{{left, top}, {right, both}}, Tone::one_way, Tone::none, 0, true, 0.8F, {}});
      }
      if (row.bottom - 1 > both) {
        sheet.drawing.marks.emplace_back(
            Box{{{left, both}, {right, row.bottom - 1}}, Tone::refused, Tone::none, 0, false, 0.8F, {}});
      }
    }
    column = behind;
  }
  for (const check::Stretch& stretch : run.result().federation.without_quorum) {
    const float from = sheet.axis.x_of(stretch.from);
    const float to = stretch.until ? sheet.axis.x_of(*stretch.until) : sheet.axis.right;
    if (sheet.add_box(row, from, to, Box{{}, Tone::none, Tone::quorum_lost, 0, true, 1, {}}, 1))
      sheet.label_box(row, from, to, "no quorum", Tone::text, {}, Tone::background);
  }
}

void paint_node(TimelineSheet& sheet, const TimelineRow& row) {
  const RecordedRun& run = *sheet.input.run;
  const Target target{Target::Kind::node, row.index, 0};
  sheet.name_row(row, run.scenario().cluster.node_name(row.index), Tone::selected, target);
  world::NodeState state = world::NodeState::up;
  bool known = false;
  float from = sheet.axis.x_of(run.time_of(0));
  const auto strip = [&](float to) {
    if (to <= from) return;
    const bool up = state == world::NodeState::up;
    const Tone tone = up ? Tone::good : state == world::NodeState::down ? Tone::down : Tone::waiting;
    if (sheet.add_box(row, from, to, Box{{}, tone, up ? Tone::none : tone, 2, !up, up ? 0.25F : 0.45F, target}, 3))
      sheet.label_box(row, from, to, std::string(world::to_string(state)), Tone::text, target);
  };
  for (const replay::NodeTurn& turn : run.node_turns()) {
    if (turn.node != row.index) continue;
    if (!known) state = turn.from;
    known = true;
    const float to = sheet.axis.x_of(turn.event);
    strip(to);
    from = to;
    state = turn.to;
  }
  strip(sheet.axis.x_of(std::max(run.result().end, run.time_of(run.last_event()))));
}

void paint_certificate(TimelineSheet& sheet, const TimelineRow& row) {
  const pki::CertificateSpec& spec = sheet.input.run->scenario().certificates[row.index];
  const Target target{Target::Kind::certificate, row.index, 0};
  const Tone tone = certificate_tone(row.index);
  const bool selected =
      sheet.input.selection.kind == Selection::Kind::certificate && sheet.input.selection.first == row.index;
  sheet.name_row(row, spec.name, selected ? Tone::selected : Tone::text, target);
  const float from = sheet.axis.x_of(spec.not_before);
  const float to = sheet.axis.x_of(spec.not_after);
  const std::string first = date_to_string(spec.not_before);
  const std::string last = date_to_string(spec.not_after);
  if (to <= sheet.axis.left) {
    sheet.label_box(row, sheet.axis.left, sheet.axis.right, "expired " + last, Tone::faint, target);
    return;
  }
  if (from >= sheet.axis.right) {
    sheet.label_box(row, sheet.axis.left, sheet.axis.right, "valid from " + first, Tone::faint, target);
    return;
  }
  sheet.add_box(row, from, to, Box{{}, tone, selected ? Tone::selected : Tone::none, 2, false, 0.35F, target}, 4);
  if (from > sheet.axis.left) {
    sheet.drawing.marks.emplace_back(Line{{from, row.top + 1},
                                          {from, row.bottom - 1},
                                          tone,
                                          2,
                                          LineStyle::full,
                                          LineEnd::none,
                                          LineEnd::none,
                                          1,
                                          target});
  }
  if (to < sheet.axis.right) {  // its end, and that it is over
    sheet.drawing.marks.emplace_back(Line{{to, row.top + 1},
                                          {to, row.bottom - 1},
                                          Tone::refused,
                                          3,
                                          LineStyle::full,
                                          LineEnd::none,
                                          LineEnd::none,
                                          1,
                                          target});
    sheet.add_box(row, to + 2, sheet.axis.right, Box{{}, Tone::none, Tone::grid, 0, true, 1, target}, 4);
    sheet.label_box(row, to + 2, sheet.axis.right, "expired " + last, Tone::faint, target);
  }
  for (const replay::JourneyPoint& point : sheet.input.run->journey()) {
    if (point.kind != replay::JourneyPoint::Kind::expiry_warned || point.certificate != row.index) continue;
    const float x = sheet.axis.x_of(point.event);
    if (x < sheet.axis.left || x > sheet.axis.right) continue;
    const Target moment{Target::Kind::moment, point.event, 0};
    sheet.drawing.marks.emplace_back(Glyph{{x, row.middle()}, 10, GlyphShape::triangle, Tone::waiting, moment});
    sheet.room.put(sheet.drawing,
                   Label{{x + 8, row.middle()}, "expires soon", Tone::waiting, Align::left, 1, Tone::none, moment});
  }
  sheet.label_box(row, from, to,
                  "valid " + (from > sheet.axis.left ? "from " + first + " " : std::string()) + "until " + last,
                  Tone::text, target);
}

}  // namespace certdrill::scene
