// LabelRoom gives labels their places: no two of them overlap, none leaves its area, and none lies on what has been
// kept free.
//
// Order      who comes first has the place: ask for what matters most first.
// Cost       a label looks at its neighbours only (a grid of cells).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scene/drawing.h"

namespace certdrill::scene {

class LabelRoom {
 public:
  LabelRoom(Rect area, const TextMeasure& text);

  [[nodiscard]] const Rect& area() const { return area_; }
  [[nodiscard]] float width(std::string_view text, float size = 1) const { return measure_.width(text) * size; }
  [[nodiscard]] float height(float size = 1) const { return measure_.height * size; }
  [[nodiscard]] Label measured(Label label) const;
  // As much of the text as is no wider, with an ellipsis when something is missing; empty when not even a letter fits.
  [[nodiscard]] std::string cut(std::string_view text, float widest, float size = 1) const;

  // Labels shall not lie here; marks that are not labels.
  void keep_free(const Rect& rect);
  [[nodiscard]] bool is_free(const Rect& rect) const;
  // Adds the label when there is room for it.
  bool put(Drawing& drawing, Label label);
  // Inside of a mark whose place is kept free: other labels alone are in its way.
  bool put_inside(Drawing& drawing, Label label);

 private:
  struct Cells {
    std::vector<std::vector<std::uint32_t>> rects_of_cell;
    std::vector<Rect> rects;
  };
  void add(Cells& cells, const Rect& rect) const;
  [[nodiscard]] bool meets(const Cells& cells, const Rect& rect) const;
  [[nodiscard]] bool inside_area(const Rect& rect) const;
  template <typename Visit>
  bool any_cell(const Rect& rect, Visit&& visit) const;

  Rect area_;
  const TextMeasure& measure_;
  std::size_t columns_ = 1;
  std::size_t rows_ = 1;
  Cells labels_;
  Cells kept_free_;
};

}  // namespace certdrill::scene
