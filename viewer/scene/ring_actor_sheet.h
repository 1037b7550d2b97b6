// The sheet that the actors beside the ring are painted on: where each of them stands, and what they all need of the ring
// and of the room for words.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scene/label_room.h"
#include "scene/ring_beads.h"

namespace certdrill::scene {

struct ActorSheet {
  ActorSheet(const Moment& of_moment, const View& view, const Rect& of_area, const RingBeads& of_ring, Drawing& into,
             LabelRoom& for_words, Drawing& lies_above);

  struct Columns {  // their widths; 0: there is nobody in it, or no room
    float left = 0;
    float right = 0;
  };
  static Columns columns_of(const Moment& moment, const Rect& area);

  struct Placed {
    std::uint32_t index = 0;
    Point at;
  };
  // One below the other from `span.first` to `span.second`, as many as there is room for: the first ones, and the one
  // that is selected in the place of the last.
  std::vector<Placed> stacked(std::size_t count, float height, std::pair<float, float> span, float x,
                              Selection::Kind kind);

  // Of words under a mark of a column this wide.
  [[nodiscard]] float widest(float column) const;
  // Words around this point, moved aside where they would leave the picture.
  void put_under(Point at, const std::string& words, float column, Tone tone, const Target& target);
  [[nodiscard]] Tone outline_of(const Target& target, Selection::Kind kind, Tone otherwise) const;
  // Around a glyph of this size, when it is selected or pointed at.
  void mark_chosen(Point at, float size, const Target& target, Selection::Kind kind);
  // Where a line from here meets the ring, or this node; none: the node is not to be seen.
  [[nodiscard]] Point at_ring(Point from) const;
  [[nodiscard]] std::optional<Point> at_node(Point from, model::NodeIndex node, float gap) const;

  const Moment& moment;
  const replay::ActorsMoment& actors;
  const model::Scenario& scenario;
  Rect area;
  Columns columns;
  Viewport viewport;
  float unit;  // how much larger marks are than at zoom 1
  const RingBeads& ring;
  Drawing& drawing;
  LabelRoom& room;
  Drawing& above;
};

inline constexpr float actor_margin = 8;

[[nodiscard]] inline Point between(Point a, Point b, float part) {
  return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
}

// The clients, to the right (ring_clients.cpp).
void draw_clients(ActorSheet& sheet);

}  // namespace certdrill::scene
