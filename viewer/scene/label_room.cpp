#include "scene/label_room.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace certdrill::scene {

namespace {

constexpr float cell_width = 64;
constexpr float cell_height = 32;
constexpr float margin = 3;  // on either side of a label

std::size_t cell_at(float offset, float cell, std::size_t cells) {
  return std::min(cells - 1, static_cast<std::size_t>(std::max(0.0F, offset / cell)));
}

}  // namespace

LabelRoom::LabelRoom(Rect area, const TextMeasure& text)
    : area_(area),
      measure_(text),
      columns_(1 + static_cast<std::size_t>(std::clamp(area.width() / cell_width, 0.0F, 1000.0F))),
      rows_(1 + static_cast<std::size_t>(std::clamp(area.height() / cell_height, 0.0F, 1000.0F))) {
  labels_.rects_of_cell.resize(columns_ * rows_);
  kept_free_.rects_of_cell.resize(columns_ * rows_);
}

Label LabelRoom::measured(Label label) const {
  label.extent = {width(label.text, label.size), height(label.size)};
  return label;
}

std::string LabelRoom::cut(std::string_view text, float widest, float size) const {
  if (width(text, size) <= widest) return std::string(text);
  const std::vector<std::string_view> characters = utf8_characters(text);
  const auto first = [&](std::size_t count) {
    std::string part;
    for (std::size_t i = 0; i < count; ++i) part += characters[i];
    while (part.ends_with(' ')) part.pop_back();
    return part + "…";
  };
  std::size_t fitting = 0;
  std::size_t beyond = characters.size();
  while (fitting + 1 < beyond) {
    const std::size_t middle = (fitting + beyond) / 2;
    (width(first(middle), size) <= widest ? fitting : beyond) = middle;
  }
  return fitting == 0 ? std::string() : first(fitting);
}

template <typename Visit>
bool LabelRoom::any_cell(const Rect& rect, Visit&& visit) const {
  const std::size_t left = cell_at(rect.min.x - area_.min.x, cell_width, columns_);
  const std::size_t right = cell_at(rect.max.x - area_.min.x, cell_width, columns_);
  const std::size_t bottom = cell_at(rect.max.y - area_.min.y, cell_height, rows_);
  for (std::size_t row = cell_at(rect.min.y - area_.min.y, cell_height, rows_); row <= bottom; ++row) {
    for (std::size_t column = left; column <= right; ++column) {
      if (visit(row * columns_ + column)) return true;
    }
  }
  return false;
}

void LabelRoom::add(Cells& cells, const Rect& rect) const {
  const auto number = static_cast<std::uint32_t>(cells.rects.size());
  cells.rects.push_back(rect);
  any_cell(rect, [&](std::size_t cell) {
    cells.rects_of_cell[cell].push_back(number);
    return false;
  });
}

bool LabelRoom::meets(const Cells& cells, const Rect& rect) const {
  return any_cell(rect, [&](std::size_t cell) {
    const auto& numbers = cells.rects_of_cell[cell];
    return std::any_of(numbers.begin(), numbers.end(),
                       [&](std::uint32_t each) { return overlap(cells.rects[each], rect); });
  });
}

bool LabelRoom::inside_area(const Rect& rect) const {
  return rect.min.x >= area_.min.x && rect.min.y >= area_.min.y && rect.max.x <= area_.max.x &&
         rect.max.y <= area_.max.y;
}

void LabelRoom::keep_free(const Rect& rect) {
  if (overlap(rect, area_)) add(kept_free_, rect);
}

bool LabelRoom::is_free(const Rect& rect) const {
  return inside_area(rect) && !meets(labels_, rect) && !meets(kept_free_, rect);
}

bool LabelRoom::put(Drawing& drawing, Label label) {
  label = measured(std::move(label));
  if (label.text.empty() || meets(kept_free_, box_of(label))) return false;
  return put_inside(drawing, std::move(label));
}

bool LabelRoom::put_inside(Drawing& drawing, Label label) {
  label = measured(std::move(label));
  const Rect box = box_of(label);
  if (label.text.empty() || !inside_area(box) || meets(labels_, box)) return false;
  add(labels_, {{box.min.x - margin, box.min.y - 0.25F}, {box.max.x + margin, box.max.y + 0.25F}});
  drawing.marks.emplace_back(std::move(label));
  return true;
}

}  // namespace certdrill::scene
