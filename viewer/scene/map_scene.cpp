// The map: upgrade domains are rows, fault domains columns. A node is a square where it lives; where there are too
// many, a tile tells how many there are and what they present.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "scene/domain_slots.h"
#include "scene/graph_scene.h"
#include "scene/label_room.h"
#include "scene/legend.h"
#include "scene/node_look.h"
#include "scene/scaled.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

constexpr std::size_t most_shares = 6;  // of certificates in a tile
constexpr float tile_edge = 8;          // around the squares of a tile, and between tiles

struct Tile {
  std::vector<model::NodeIndex> nodes;  // only when nodes are drawn by themselves
  std::uint64_t count = 0;
  std::uint64_t not_up = 0;
  std::uint64_t lost = 0;
  std::uint64_t seeds = 0;
  bool changed = false;
  std::uint64_t kind = 0;  // of its first node
  std::vector<std::pair<pki::CertificateId, std::uint64_t>> presented;
};

class MapPainter {
 public:
  MapPainter(const Moment& moment, const View& view, Point size, const TextMeasure& text)
      : moment_(moment),
        viewport_(view.viewports[static_cast<std::size_t>(GraphKind::map)]),
        now_(*moment.now),
        scenario_(moment.setting->scenario()),
        cluster_(scenario_.cluster),
        room_(picture_area(size, text), text) {
    drawing_.canvas = {{0, 0}, size};
    single_ = now_.nodes.size() <= most_single_nodes;
    place();
    count();
    fit_tiles();
  }

  Drawing paint() {
    paint_headers();
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      for (std::size_t column = 0; column < columns_.size(); ++column) paint_tile(row, column);
    }
    return std::move(drawing_);
  }

 private:
  void place() {
    const Rect& area = room_.area();
    left_ = 16;
    for (std::size_t each = 0; each < std::min<std::size_t>(cluster_.upgrade_domains.size(), 64); ++each)
      left_ = std::max(left_, room_.width(cluster_.upgrade_domains[each]) + 16);
    left_ = std::min(left_, area.width() * 0.25F);
    top_ = room_.height() + 12;
    const float zoom = viewport_.zoom;
    const float width = std::max(10.0F, area.width() - left_ - 12) * zoom;
    const float height = std::max(10.0F, area.height() - top_ - 8) * zoom;
    const auto room_for = [](float length, float least) {
      return static_cast<std::size_t>(std::clamp(length / least, 3.0F, 400.0F));
    };
    std::vector<std::uint32_t> open;
    rows_ = domain_slots(cluster_.upgrade_domains.size(), open, room_for(height, room_.height() + 8));
    columns_ = domain_slots(cluster_.fault_domains.size(), open, room_for(width, 46));
    row_of_ = slot_of_domain(rows_, cluster_.upgrade_domains.size());
    column_of_ = slot_of_domain(columns_, cluster_.fault_domains.size());
    cell_ = {width / static_cast<float>(std::max<std::size_t>(1, columns_.size())),
             height / static_cast<float>(std::max<std::size_t>(1, rows_.size()))};
    cell_.y = std::min(cell_.y, 150 * zoom);
    cell_.x = std::min(cell_.x, 420 * zoom);
  }

  // Squares are as large as the fullest tile allows, tiles no larger than they need to be, and all of it is in the
  // middle.
  void fit_tiles() {
    const float zoom = viewport_.zoom;
    std::size_t most = 1;
    for (const Tile& tile : tiles_) most = std::max(most, tile.nodes.size());
    if (single_) {
      const auto count = static_cast<float>(most);
      for (float columns = 1; columns <= count; ++columns) {
        const float fitting =
            std::min((cell_.x - tile_edge) / columns, (cell_.y - tile_edge) / std::ceil(count / columns));
        if (fitting <= side_) continue;
        side_ = fitting;
        across_ = columns;
      }
      side_ = std::min(side_, 72 * zoom);
      const float header = std::min(room_.width("FD000"), cell_.x);
      cell_.x = std::min(cell_.x, std::max(side_ * across_ + tile_edge, header));
      cell_.y = std::min(cell_.y, side_ * std::ceil(count / across_) + tile_edge);
      names_fit_ = room_.height() < side_ * 0.76F;
      for (model::NodeIndex node = 0; node < now_.nodes.size() && names_fit_; ++node)
        names_fit_ = room_.width(cluster_.node_name(node)) <= std::max(side_ * 0.76F - 4, most_cut_);
    }
    const Rect& area = room_.area();
    const float used_x = cell_.x / zoom * static_cast<float>(columns_.size());
    const float used_y = cell_.y / zoom * static_cast<float>(rows_.size());
    start_ = {std::max(0.0F, (area.width() - left_ - 12 - used_x) / 2),
              std::max(0.0F, (area.height() - top_ - 8 - used_y) / 3)};
  }

  [[nodiscard]] Rect rect_of(std::size_t row, std::size_t column) const {
    const Point at{(left_ + start_.x) * viewport_.zoom + viewport_.offset.x + cell_.x * static_cast<float>(column),
                   (top_ + start_.y) * viewport_.zoom + viewport_.offset.y + cell_.y * static_cast<float>(row)};
    return {{at.x + 2, at.y + 2}, {at.x + cell_.x - 2, at.y + cell_.y - 2}};
  }

  void count() {
    tiles_.resize(rows_.size() * columns_.size());
    for (model::NodeIndex node = 0; node < now_.nodes.size(); ++node) {
      Tile& tile = tile_of(node);
      const replay::NodeMoment& each = now_.nodes[node];
      if (single_) tile.nodes.push_back(node);
      if (tile.count == 0) tile.kind = group_kind(each);
      ++tile.count;
      tile.seeds += each.seed ? 1U : 0U;
      tile.not_up += is_up(each) ? 0U : 1U;
      tile.lost += each.lost && !is_up(each) ? 1U : 0U;
      add_presented(tile, each.presents);
    }
    if (moment_.change == nullptr) return;
    changed_.assign(single_ ? now_.nodes.size() : 0, false);
    for (const model::NodeIndex node : moment_.change->nodes) {
      if (node >= now_.nodes.size()) continue;
      tile_of(node).changed = true;
      if (single_) changed_[node] = true;
    }
  }

  [[nodiscard]] Tile& tile_of(model::NodeIndex node) {
    const model::Node& each = cluster_.nodes[node];
    return tiles_[row_of_[each.upgrade_domain] * columns_.size() + column_of_[each.fault_domain]];
  }

  static void add_presented(Tile& tile, pki::CertificateId certificate) {
    const auto found = std::find_if(tile.presented.begin(), tile.presented.end(),
                                    [&](const auto& each) { return each.first == certificate; });
    if (found != tile.presented.end()) {
      ++found->second;
    } else if (tile.presented.size() < most_shares) {
      tile.presented.emplace_back(certificate, 1);
    }
  }

  void paint_headers() {
    const Rect first = rect_of(0, 0);
    const Rect& area = room_.area();
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      const Rect rect = rect_of(0, column);
      const float y = std::max(area.min.y + room_.height() / 2 + 2, first.min.y - room_.height() / 2 - 4);
      room_.put(drawing_,
                Label{{(rect.min.x + rect.max.x) / 2, y},
                      room_.cut(name_of(columns_[column], cluster_.fault_domains), std::max(cell_.x, 40.0F) - 4),
                      Tone::faint,
                      Align::center,
                      1,
                      Tone::none,
                      {}});
    }
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const Rect rect = rect_of(row, 0);
      const bool under_way = now_.place.step && now_.place.domain && *now_.place.domain >= rows_[row].first &&
                             *now_.place.domain <= rows_[row].last && !now_.place.between_domains;
      const Target target{Target::Kind::domain, rows_[row].first, 0};
      const float right = std::max(area.min.x + left_ - 8, rect.min.x - 8);
      if (under_way) {
        const Rect last = rect_of(row, columns_.size() - 1);
        drawing_.marks.emplace_back(Box{{{rect.min.x - 4, rect.min.y - 2}, {last.max.x + 4, rect.max.y + 2}},
                                        Tone::none,
                                        Tone::accent,
                                        4,
                                        false,
                                        1,
                                        target});
      }
      room_.put(drawing_, Label{{right, (rect.min.y + rect.max.y) / 2},
                                room_.cut(name_of(rows_[row], cluster_.upgrade_domains), left_ - 10),
                                under_way ? Tone::accent : Tone::faint,
                                Align::right,
                                1,
                                Tone::none,
                                target});
    }
  }

  void paint_tile(std::size_t row, std::size_t column) {
    const Tile& tile = tiles_[row * columns_.size() + column];
    const Rect rect = rect_of(row, column);
    if (!overlap(rect, room_.area())) return;
    const Target domain{Target::Kind::domain, rows_[row].first, 0};
    drawing_.marks.emplace_back(Box{rect, Tone::grid, Tone::none, 4, false, tile.count == 0 ? 0.25F : 0.5F, domain});
    if (tile.count == 0) return;
    if (single_) {
      paint_squares(tile, rect);
    } else {
      paint_shares(tile, rect, {Target::Kind::group, rows_[row].first, tile.kind});
    }
  }

  void paint_squares(const Tile& tile, const Rect& rect) {
    const float side = side_;
    const float across = across_;
    const float gap = std::max(1.0F, side * 0.12F);
    for (std::size_t place = 0; place < tile.nodes.size(); ++place) {
      const auto number = static_cast<float>(place);
      const float down = std::floor(number / across);
      const Point at{rect.min.x + tile_edge / 4 + side * (number - down * across),
                     rect.min.y + tile_edge / 4 + side * down};
      paint_node(tile.nodes[place], {{at.x + gap, at.y + gap}, {at.x + side - gap, at.y + side - gap}});
    }
  }

  void paint_node(model::NodeIndex index, const Rect& rect) {
    const replay::NodeMoment& node = now_.nodes[index];
    const NodeLook look = look_of(node);
    const Target target{Target::Kind::node, index, 0};
    const Point middle{(rect.min.x + rect.max.x) / 2, (rect.min.y + rect.max.y) / 2};
    const bool selected = is_selected(index);
    if (selected || moment_.hovered == target) {
      drawing_.marks.emplace_back(Box{{{rect.min.x - 4, rect.min.y - 4}, {rect.max.x + 4, rect.max.y + 4}},
                                      selected ? Tone::selected : Tone::hovered,
                                      Tone::none,
                                      5,
                                      false,
                                      1,
                                      target});
    }
    if (!changed_.empty() && changed_[index]) {
      drawing_.marks.emplace_back(Box{{{rect.min.x - 3, rect.min.y - 3}, {rect.max.x + 3, rect.max.y + 3}},
                                      Tone::none,
                                      Tone::changed,
                                      5,
                                      false,
                                      1,
                                      target});
    }
    drawing_.marks.emplace_back(
        Box{rect, look.fill == Tone::none ? Tone::background : look.fill, look.outline, 3, look.dashed, 1, target});
    if (look.crossed)
      drawing_.marks.emplace_back(Glyph{middle, rect.width() * 0.6F, GlyphShape::cross, look.outline, target, 0.6F});
    const float corner = std::clamp(rect.width() * 0.24F, 4.0F, 12.0F);
    if (node.seed) {
      drawing_.marks.emplace_back(Glyph{
          {rect.max.x - corner * 0.8F, rect.min.y + corner * 0.8F}, corner, GlyphShape::diamond, Tone::seed, target});
    }
    mark_relation(index, rect, corner);
    name_node(index, look, rect, target);
  }

  // How it stands to the node that is selected or under the mouse.
  void mark_relation(model::NodeIndex index, const Rect& rect, float corner) {
    std::optional<model::NodeIndex> other;
    if (moment_.selection.kind == Selection::Kind::node) other = moment_.selection.first;
    if (moment_.hovered.kind == Target::Kind::node) other = static_cast<model::NodeIndex>(moment_.hovered.a);
    if (!other || *other == index || *other >= now_.nodes.size()) return;
    const replay::Link link = now_.link(*other, index);
    if (link == replay::Link::full) return;
    const bool refused = link == replay::Link::refused;
    const auto [a, b] = std::minmax(*other, index);
    drawing_.marks.emplace_back(Glyph{{rect.min.x + corner, rect.max.y - corner},
                                      corner * 1.3F,
                                      refused ? GlyphShape::cross : GlyphShape::triangle,
                                      refused ? Tone::refused : Tone::one_way,
                                      {Target::Kind::pair, a, b}});
  }

  void name_node(model::NodeIndex index, const NodeLook& look, const Rect& rect, const Target& target) {
    const Point middle{(rect.min.x + rect.max.x) / 2, (rect.min.y + rect.max.y) / 2};
    const float widest = rect.width() - 4;
    const std::string name = room_.cut(cluster_.node_name(index), widest);
    if (!names_fit_ || name.empty() || room_.height() > rect.height()) return;
    const std::string second = room_.cut(
        look.word.empty() ? certificate_name(scenario_, now_.nodes[index].presents) : std::string(look.word), widest);
    const bool both = 2.1F * room_.height() <= rect.height() && !second.empty();
    const float up = both ? room_.height() / 2 + 0.5F : 0;
    const Tone ink = ink_on(look.fill);
    room_.put_inside(drawing_, Label{{middle.x, middle.y - up}, name, ink, Align::center, 1, Tone::none, target});
    if (both) {
      room_.put_inside(drawing_, Label{{middle.x, middle.y + up}, second, ink, Align::center, 1, Tone::none, target});
    }
  }

  [[nodiscard]] bool is_selected(model::NodeIndex node) const {
    const Selection& selection = moment_.selection;
    return (selection.kind == Selection::Kind::node && selection.first == node) ||
           (selection.kind == Selection::Kind::pair && (selection.first == node || selection.second == node)) ||
           (selection.kind == Selection::Kind::certificate && now_.nodes[node].presents == selection.first);
  }

  // From left to right what is presented, each as wide as its share; then how many, and how many of them are not up.
  void paint_shares(const Tile& tile, const Rect& rect, const Target& target) {
    const bool all_gone = tile.not_up == tile.count;
    float x = rect.min.x;
    for (const auto& [certificate, nodes] : tile.presented) {
      const float width = rect.width() * static_cast<float>(nodes) / static_cast<float>(tile.count);
      const bool nothing = certificate == pki::no_certificate || all_gone;
      drawing_.marks.emplace_back(Box{{{x, rect.min.y}, {x + width, rect.max.y}},
                                      nothing ? Tone::background : certificate_tone(certificate),
                                      Tone::none,
                                      3,
                                      false,
                                      1,
                                      target});
      x += width;
    }
    if (tile.not_up > 0) {
      const float part = static_cast<float>(tile.not_up) / static_cast<float>(tile.count);
      drawing_.marks.emplace_back(Box{{{rect.min.x, rect.max.y - std::max(3.0F, rect.height() * part)}, rect.max},
                                      Tone::background,
                                      tile.lost > 0 ? Tone::lost : Tone::waiting,
                                      0,
                                      true,
                                      0.75F,
                                      target});
    }
    if (tile.changed) drawing_.marks.emplace_back(Box{rect, Tone::none, Tone::changed, 3, false, 1, target});
    if (moment_.hovered == target)
      drawing_.marks.emplace_back(Box{rect, Tone::none, Tone::hovered, 3, false, 1, target});
    const Point middle{(rect.min.x + rect.max.x) / 2, (rect.min.y + rect.max.y) / 2};
    std::string words = with_thousands(tile.count);
    if (room_.width(words) > rect.width() - 4) words = short_count(tile.count);
    std::string names;
    for (const auto& [certificate, nodes] : tile.presented)
      names += (names.empty() ? "" : ", ") + certificate_name(scenario_, certificate);
    if (tile.not_up > 0) names = short_count(tile.not_up) + (tile.lost > 0 ? " lost" : " not up");
    names = room_.cut(names, rect.width() - 8);
    const bool both = !names.empty() && 2.2F * room_.height() <= rect.height();
    const float up = both ? room_.height() / 2 + 0.5F : 0;
    const bool filled =
        tile.not_up == 0 && !tile.presented.empty() && tile.presented.front().first != pki::no_certificate;
    const Tone behind = tile.not_up > 0 ? Tone::background : Tone::none;
    const Tone ink = filled ? ink_on(certificate_tone(tile.presented.front().first)) : Tone::text;
    if (room_.width(words) <= rect.width() - 4)
      room_.put_inside(drawing_, Label{{middle.x, middle.y - up}, words, ink, Align::center, 1, behind, target});
    if (both)
      room_.put_inside(drawing_, Label{{middle.x, middle.y + up}, names, ink, Align::center, 1, behind, target});
  }

  const Moment& moment_;
  Viewport viewport_;
  const replay::Snapshot& now_;
  const model::Scenario& scenario_;
  const model::Cluster& cluster_;
  LabelRoom room_;
  Drawing drawing_;
  bool single_ = true;
  float left_ = 0;
  float top_ = 0;
  Point start_;       // of the first tile, behind the names of rows and columns
  float side_ = 0;    // of a square
  float across_ = 1;  // squares beside each other
  bool names_fit_ = true;
  float most_cut_ = 52;  // names that are longer may be cut
  Point cell_;
  std::vector<DomainSlot> rows_;
  std::vector<DomainSlot> columns_;
  std::vector<std::uint32_t> row_of_;
  std::vector<std::uint32_t> column_of_;
  std::vector<Tile> tiles_;
  std::vector<bool> changed_;
};

}  // namespace

Drawing draw_map(const Moment& moment, const View& view, Point size, const TextMeasure& text) {
  const AtScaleOne one = at_scale_one(view, size, text);
  return scaled(MapPainter(moment, one.view, one.size, one.text).paint(), view.scale);
}

}  // namespace certdrill::scene
