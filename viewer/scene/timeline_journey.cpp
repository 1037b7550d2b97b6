// The rows of the timeline that tell of certificates on their way: vaults, agents, clients, and deadlines of the plan.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include "replay/actors.h"
#include "scene/timeline_sheet.h"

namespace certdrill::scene {

namespace {

using replay::JourneyPoint;
using replay::RecordedRun;

SimTime end_of(const RecordedRun& run) { return std::max(run.result().end, run.time_of(run.last_event())); }

constexpr float least_apart = 7;  // of two marks: those between are not seen

}  // namespace

// Diamonds: a version is made. Hatched: an outage. Triangles: a renewal that waits for its end.
void paint_vaults(TimelineSheet& sheet, const TimelineRow& row) {
  const RecordedRun& run = *sheet.input.run;
  const model::Scenario& scenario = run.scenario();
  sheet.name_row(row, scenario.vaults.size() == 1 ? "vault " + scenario.vaults.front().name : "vaults", Tone::text,
                 scenario.vaults.size() == 1 ? Target{Target::Kind::vault, 0, 0} : Target{});
  std::map<std::uint32_t, replay::EventNumber> out;  // vaults, since when
  const auto paint_outage = [&](std::uint32_t vault, float from, float to) {
    const Target target{Target::Kind::vault, vault, 0};
    if (sheet.add_box(row, from, to, Box{{}, Tone::none, Tone::refused, 2, true, 1, target}, 3))
      sheet.label_box(row, from, to, scenario.vaults[vault].name + ": no answer", Tone::text, target, Tone::background);
  };
  for (const JourneyPoint& point : run.journey()) {
    if (point.kind == JourneyPoint::Kind::outage_begins) out.emplace(point.of, point.event);
    if (point.kind != JourneyPoint::Kind::outage_ends) continue;
    const auto since = out.find(point.of);
    if (since == out.end()) continue;
    paint_outage(point.of, sheet.axis.x_of(since->second), sheet.axis.x_of(point.event));
    out.erase(since);
  }
  for (const auto& [vault, since] : out) paint_outage(vault, sheet.axis.x_of(since), sheet.axis.x_of(end_of(run)));
  float last = sheet.axis.left - 2 * least_apart;
  const float size = std::min(11.0F, row.bottom - row.top - 4);
  for (const JourneyPoint& point : run.journey()) {
    const bool waits = point.kind == JourneyPoint::Kind::renewal_waits;
    if (!waits && point.kind != JourneyPoint::Kind::version_made) continue;
    const float x = sheet.axis.x_of(point.event);
    if (x < sheet.axis.left || x > sheet.axis.right || x - last < least_apart) continue;
    last = x;
    const Target target{Target::Kind::moment, point.event, 0};
    sheet.drawing.marks.emplace_back(Glyph{{x, row.middle()},
                                           size,
                                           waits ? GlyphShape::triangle : GlyphShape::diamond,
                                           waits ? Tone::waiting : certificate_tone(point.certificate),
                                           target});
    const std::string words = waits ? "renewal due" : scenario.certificates[point.certificate].name;
    sheet.room.put(sheet.drawing, Label{{x + size / 2 + 3, row.middle()},
                                        words,
                                        waits ? Tone::waiting : Tone::text,
                                        Align::left,
                                        1,
                                        Tone::none,
                                        target});
  }
}

// Full bars: certificates are installed then. Short ones below them, hatched: somebody did not get what it observes.
void paint_agents(TimelineSheet& sheet, const TimelineRow& row) {
  const RecordedRun& run = *sheet.input.run;
  const model::Scenario& scenario = run.scenario();
  sheet.name_row(row, scenario.agents.size() == 1 ? "agent " + scenario.agents.front().name : "agents", Tone::text,
                 scenario.agents.size() == 1 ? Target{Target::Kind::agent, 0, 0} : Target{});
  const auto columns = static_cast<std::size_t>(std::ceil(sheet.axis.right - sheet.axis.left)) + 1;
  std::vector<replay::EventNumber> installed(columns, 0);  // the first of each pixel; 0: none
  std::vector<replay::EventNumber> failed(columns, 0);
  for (const JourneyPoint& point : run.deliveries()) {
    const float x = sheet.axis.x_of(point.event);
    if (x < sheet.axis.left || x > sheet.axis.right) continue;
    auto& first = (point.kind == JourneyPoint::Kind::installed ? installed
                                                               : failed)[static_cast<std::size_t>(x - sheet.axis.left)];
    if (first == 0) first = point.event;
  }
  // Bars that are nearer to each other than they are wide are one.
  constexpr std::size_t width = 3;
  const auto paint = [&](const std::vector<replay::EventNumber>& events, Tone tone, float top, bool hatched) {
    for (std::size_t column = 0; column < columns; ++column) {
      if (events[column] == 0) continue;
      std::size_t last = column;
      for (std::size_t next = column + 1; next < std::min(columns, last + width + 1); ++next) {
        if (events[next] != 0) last = next;
      }
      const float left = sheet.axis.left + static_cast<float>(column);
      const float right = std::min(sheet.axis.right, sheet.axis.left + static_cast<float>(last + width));
      const Target target{Target::Kind::moment, events[column], 0};
      sheet.drawing.marks.emplace_back(
          Box{{{left, top}, {std::max(left + 1, right), row.bottom - 2}}, tone, tone, 0, hatched, 0.9F, target});
      const pki::CertificateId brought = hatched ? pki::no_certificate : replay::brought_by(run, events[column]);
      if (brought != pki::no_certificate) {
        sheet.room.put(sheet.drawing, Label{{right + 3, row.middle()},
                                            scenario.certificates[brought].name,
                                            Tone::text,
                                            Align::left,
                                            1,
                                            Tone::none,
                                            target});
      }
      column = last;
    }
  };
  paint(installed, Tone::accent, row.top + 3, false);
  paint(failed, Tone::refused, row.middle() + 2, true);
}

// Ticks: calls that were let in. Boxes: from the first one that failed until the next of the same kind that did not.
void paint_client(TimelineSheet& sheet, const TimelineRow& row) {
  const RecordedRun& run = *sheet.input.run;
  const model::Client& client = run.scenario().cluster.clients[row.index];
  const Target target{Target::Kind::client, row.index, 0};
  const bool selected =
      sheet.input.selection.kind == Selection::Kind::client && sheet.input.selection.first == row.index;
  sheet.name_row(row, client.name, selected ? Tone::selected : Tone::text, target);
  std::map<std::uint32_t, replay::EventNumber> fails;  // kinds of calls, since when
  const auto paint_span = [&](std::uint32_t call, float from, float to) {
    const std::string name = call < client.calls.size() ? client.calls[call].name : "call";
    if (sheet.add_box(row, from, std::max(to, from + 3), Box{{}, Tone::refused, Tone::refused, 2, true, 0.35F, target},
                      3))
      sheet.label_box(row, from, to, name + " fails", Tone::text, target, Tone::background);
  };
  float last = sheet.axis.left - 4;
  for (const replay::CallPoint& point : run.calls_of(row.index)) {
    const float x = sheet.axis.x_of(point.event);
    if (!point.succeeded()) {
      fails.emplace(point.call, point.event);
      continue;
    }
    if (const auto since = fails.find(point.call); since != fails.end()) {
      paint_span(point.call, sheet.axis.x_of(since->second), x);
      fails.erase(since);
    }
    if (x < std::max(sheet.axis.left, last + 3) || x > sheet.axis.right) continue;
    last = x;
    sheet.drawing.marks.emplace_back(Line{{x, row.middle() - 3},
                                          {x, row.middle() + 3},
                                          Tone::good,
                                          1.5F,
                                          LineStyle::full,
                                          LineEnd::none,
                                          LineEnd::none,
                                          1,
                                          {Target::Kind::moment, point.event, 0}});
  }
  for (const auto& [call, since] : fails) paint_span(call, sheet.axis.x_of(since), sheet.axis.x_of(end_of(run)));
}

// A bracket from the earliest to the latest safe moment, the planned one in it, and the margin in words.
void paint_deadline(TimelineSheet& sheet, const TimelineRow& row) {
  const DeadlineMark& mark = (*sheet.input.deadlines)[row.index];
  sheet.name_row(row, mark.name, Tone::text, mark.target);
  const Tone tone = mark.violated ? Tone::refused : Tone::good;
  const float planned = sheet.axis.x_of(mark.planned);
  const float from = mark.earliest ? sheet.axis.x_of(*mark.earliest) : sheet.axis.left;
  const float to = mark.latest ? sheet.axis.x_of(*mark.latest) : sheet.axis.right;
  const bool seen = to >= sheet.axis.left && from <= sheet.axis.right;
  const float left = sheet.axis.clamped(from);
  const float right = sheet.axis.clamped(to);
  const auto end = [&](bool known, float x) {
    return known && x >= sheet.axis.left && x <= sheet.axis.right ? LineEnd::bar : LineEnd::none;
  };
  const auto stroke = [&](float begin, float finish) {
    if (!seen) return;
    sheet.drawing.marks.emplace_back(Line{{begin, row.middle()},
                                          {std::max(begin + 1, finish), row.middle()},
                                          tone,
                                          2,
                                          mark.violated ? LineStyle::dashed : LineStyle::full,
                                          begin == left ? end(mark.earliest.has_value(), from) : LineEnd::none,
                                          finish == right ? end(mark.latest.has_value(), to) : LineEnd::none,
                                          1,
                                          mark.target});
  };
  const bool planned_seen = planned >= sheet.axis.left && planned <= sheet.axis.right;
  const float half = sheet.room.width(mark.words) / 2;
  const auto put = [&](float middle) {
    return middle - half >= sheet.axis.left && middle + half <= sheet.axis.right &&
           sheet.room.put(sheet.drawing,
                          Label{{middle, row.middle()}, mark.words, tone, Align::center, 1, Tone::none, mark.target});
  };
  // Behind the bracket; where there is no room, in front of it, or in a gap of it.
  const bool beside = put(right + 9 + half) || put(left - 9 - half);
  std::optional<float> gap;
  for (const float part : {0.7F, 0.3F, 0.5F, 0.85F, 0.15F}) {
    const float middle = left + (right - left) * part;
    const bool fits = middle - half - 8 > left && middle + half + 8 < right;
    const bool on_planned = planned_seen && std::abs(middle - planned) < half + 8;
    if (beside || gap || !fits || on_planned || !put(middle)) continue;
    gap = middle;
  }
  if (gap) {
    stroke(left, *gap - half - 4);
    stroke(*gap + half + 4, right);
  } else {
    stroke(left, right);
  }
  if (planned_seen) {
    sheet.drawing.marks.emplace_back(Glyph{
        {planned, row.middle()}, 9, GlyphShape::diamond, mark.violated ? Tone::refused : Tone::accent, mark.target});
  }
}

}  // namespace certdrill::scene
