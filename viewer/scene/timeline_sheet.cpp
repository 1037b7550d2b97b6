#include "scene/timeline_sheet.h"

#include <algorithm>

#include "base/text.h"

namespace certdrill::scene {

TimelineSheet::TimelineSheet(const TimelineInput& timeline, const View& view, Point size, const TextMeasure& measure)
    : input(timeline),
      text(measure),
      axis(timeline_axis(timeline, view, size, measure)),
      rows(timeline_rows(timeline, size, measure)),
      room({{0, 0}, size}, measure) {
  drawing.canvas = {{0, 0}, size};
  bottom = rows.empty() ? size.y : std::min(size.y, rows.back().bottom);
}

void TimelineSheet::name_row(const TimelineRow& row, const std::string& words, Tone tone, const Target& target) {
  room.put(
      drawing,
      Label{{axis.left - 8, row.middle()}, room.cut(words, axis.left - 12), tone, Align::right, 1, Tone::none, target});
}

bool TimelineSheet::add_box(const TimelineRow& row, float from, float to, Box box, float inset) {
  if (to < axis.left || from > axis.right) return false;
  const float x = axis.clamped(from);
  box.where = {{x, row.top + inset}, {std::max(x + 1, axis.clamped(to)), row.bottom - inset}};
  drawing.marks.emplace_back(box);
  return true;
}
void TimelineSheet::label_box(const TimelineRow& row, float from, float to, const std::string& words, Tone tone,
                              const Target& target, Tone behind) {
  const float left = axis.clamped(from) + 4;
  const float width = axis.clamped(to) - 3 - left;
  if (width < 10) return;
  const std::string cut = room.cut(words, width);
  if (utf8_characters(cut).size() < 3 && cut != words) return;  // a letter and an ellipsis tell nothing
  room.put(drawing, Label{{left, row.middle()}, cut, tone, Align::left, 1, behind, target});
}

}  // namespace certdrill::scene
