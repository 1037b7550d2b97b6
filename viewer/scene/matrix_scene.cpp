// The matrix: does the row accept what the column shows? A tick: both accept each other. A triangle: it does, and is
// refused in return. A cross: it refuses.
#include <algorithm>
#include <utility>

#include "model/notation.h"
#include "scene/graph_scene.h"
#include "scene/label_room.h"
#include "scene/legend.h"
#include "scene/scaled.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

constexpr std::size_t most_nodes = 40;     // told one by one
constexpr std::size_t most_classes = 200;  // looked at
constexpr float least_cell = 17;
constexpr float largest_cell = 58;

// A row and a column.
struct Entry {
  std::uint32_t class_id = 0;
  std::uint64_t nodes = 1;
  model::NodeIndex node = 0;  // the one, or the first of them
  std::uint32_t security = 0;
  pki::CertificateId presents = pki::no_certificate;
  bool changed = false;
};

class MatrixPainter {
 public:
  MatrixPainter(const Moment& moment, const View& view, Point size, const TextMeasure& text)
      : moment_(moment),
        viewport_(view.viewports[static_cast<std::size_t>(GraphKind::matrix)]),
        now_(*moment.now),
        scenario_(moment.setting->scenario()),
        room_(picture_area(size, text), text) {
    drawing_.canvas = {{0, 0}, size};
    by_node_ = now_.nodes.size() <= most_nodes;
    find_entries();
    place();
  }

  Drawing paint() {
    if (entries_.empty()) return std::move(drawing_);
    for (std::size_t row = 0; row < entries_.size(); ++row) {
      for (std::size_t column = 0; column < entries_.size(); ++column) paint_cell(row, column);
    }
    paint_corner();
    name_columns();
    name_rows();
    return std::move(drawing_);
  }

 private:
  void find_entries() {
    if (by_node_) {
      for (std::uint32_t domain = 0; domain < scenario_.cluster.upgrade_domains.size(); ++domain) {
        for (const model::NodeIndex node : moment_.setting->nodes_of_domain(domain)) entries_.push_back(entry_of(node));
      }
    } else {
      count_classes();
      std::stable_sort(entries_.begin(), entries_.end(),
                       [](const Entry& a, const Entry& b) { return a.nodes > b.nodes; });
      if (entries_.size() > most_classes) {
        left_out_ = entries_.size() - most_classes;
        entries_.resize(most_classes);
      }
    }
    if (moment_.change == nullptr) return;
    for (const model::NodeIndex node : moment_.change->nodes) {
      for (Entry& entry : entries_) entry.changed |= by_node_ ? entry.node == node : false;
    }
  }

  [[nodiscard]] Entry entry_of(model::NodeIndex node) const {
    const replay::NodeMoment& each = now_.nodes[node];
    return {each.class_id, 1, node, each.security, each.presents, false};
  }

  // Nodes that are of one class, say the same in P and V and present the same are one row.
  void count_classes() {
    std::vector<std::vector<std::size_t>> entries_of(now_.classes.size());
    for (model::NodeIndex node = 0; node < now_.nodes.size(); ++node) {
      const replay::NodeMoment& each = now_.nodes[node];
      std::vector<std::size_t>& known = entries_of[each.class_id];
      const auto found = std::find_if(known.begin(), known.end(), [&](std::size_t entry) {
        return entries_[entry].security == each.security && entries_[entry].presents == each.presents;
      });
      if (found != known.end()) {
        ++entries_[*found].nodes;
      } else {
        known.push_back(entries_.size());
        entries_.push_back(entry_of(node));
      }
    }
  }

  [[nodiscard]] std::string name_of(std::size_t number) const {
    const Entry& entry = entries_[number];
    if (by_node_) return scenario_.cluster.node_name(entry.node);
    return std::to_string(number + 1);
  }
  [[nodiscard]] std::string description_of(std::size_t number) const {
    const Entry& entry = entries_[number];
    if (by_node_) return name_of(number);
    std::string security = model::to_string(scenario_.securities[entry.security]);
    if (security.size() > 2 && security.front() == '{') security = security.substr(1, security.size() - 2);
    return name_of(number) + "  " + counted_with_thousands(entry.nodes, "node") + "  " + security;
  }

  void place() {
    const Rect& area = room_.area();
    float widest = room_.width("row judges");
    for (std::size_t each = 0; each < entries_.size(); ++each)
      widest = std::max(widest, room_.width(description_of(each)));
    gutter_ = std::min(widest + 14, area.width() * (by_node_ ? 0.25F : 0.45F));
    // The name of the column, what it shows, and a class's nodes stand above each other.
    header_ = (by_node_ ? 2.0F : 3.0F) * room_.height() + room_.height() + 14;
    const float room_across = area.width() - gutter_ - 16;
    const float room_down = area.height() - header_ - 10;
    const auto count = static_cast<float>(std::max<std::size_t>(1, entries_.size()));
    float cell = std::clamp(std::min(room_across, room_down) / count, least_cell, largest_cell);
    const auto fitting = static_cast<std::size_t>(
        std::max(1.0F, std::min(room_across, room_down) * std::max(1.0F, viewport_.zoom) / cell));
    if (!by_node_ && entries_.size() > fitting) {
      left_out_ += entries_.size() - fitting;
      entries_.resize(fitting);
    }
    cell_ = cell * viewport_.zoom;
    const float used = gutter_ + cell * static_cast<float>(entries_.size());
    const float start = std::max(0.0F, (area.width() - used) / 2);
    const float spare = std::max(0.0F, room_down - cell * static_cast<float>(entries_.size()));
    origin_ = {(start + gutter_) * viewport_.zoom + viewport_.offset.x,
               (header_ + spare / 3) * viewport_.zoom + viewport_.offset.y};
    // Headers stay in sight when the matrix is moved.
    row_names_at_ = std::max(origin_.x, area.min.x + gutter_);
    column_names_at_ = std::max(origin_.y, area.min.y + header_);
  }

  [[nodiscard]] Rect cell(std::size_t row, std::size_t column) const {
    const Point at{origin_.x + cell_ * static_cast<float>(column), origin_.y + cell_ * static_cast<float>(row)};
    return {{at.x + 1, at.y + 1}, {at.x + cell_ - 1, at.y + cell_ - 1}};
  }

  void paint_cell(std::size_t row, std::size_t column) {
    const Rect rect = cell(row, column);
    if (!overlap(rect, room_.area()) || rect.min.x < row_names_at_ - cell_ || rect.min.y < column_names_at_ - cell_)
      return;
    const Entry& judges = entries_[row];
    const Entry& shows = entries_[column];
    if (row == column && judges.nodes < 2) {
      drawing_.marks.emplace_back(Box{rect, Tone::grid, Tone::none, 3, true, 0.35F, {}});
      return;
    }
    const bool accepts = now_.class_accepts(judges.class_id, shows.class_id);
    const bool accepted = now_.class_accepts(shows.class_id, judges.class_id);
    const Tone tone = !accepts ? Tone::refused : accepted ? Tone::good : Tone::one_way;
    const GlyphShape shape = !accepts ? GlyphShape::cross : accepted ? GlyphShape::tick : GlyphShape::triangle;
    Target target{Target::Kind::class_pair, judges.class_id, shows.class_id};
    bool selected = false;
    if (by_node_) {
      const auto [a, b] = std::minmax(judges.node, shows.node);
      target = {Target::Kind::pair, a, b};
      selected = moment_.selection.kind == Selection::Kind::pair &&
                 std::minmax(moment_.selection.first, moment_.selection.second) == std::minmax(judges.node, shows.node);
    }
    const bool hovered = moment_.hovered == target;
    drawing_.marks.emplace_back(Box{rect, tone,
                                    selected  ? Tone::selected
                                    : hovered ? Tone::hovered
                                              : Tone::none,
                                    3, false, accepts && accepted ? 0.22F : 0.38F, target});
    drawing_.marks.emplace_back(Glyph{{(rect.min.x + rect.max.x) / 2, (rect.min.y + rect.max.y) / 2},
                                      std::clamp(cell_ * 0.42F, 6.0F, 20.0F),
                                      shape,
                                      tone,
                                      target,
                                      accepts && accepted ? 0.8F : 1.0F});
  }

  void paint_corner() {
    const Rect& area = room_.area();
    const Point corner{row_names_at_ - 8, column_names_at_ - room_.height() / 2 - 6};
    room_.put(drawing_, Label{corner, room_.cut("row judges", gutter_), Tone::faint, Align::right, 1, Tone::none, {}});
    room_.put(drawing_, Label{{row_names_at_ + 2, std::max(area.min.y + room_.height() / 2 + 2,
                                                           column_names_at_ - header_ + room_.height() / 2 + 2)},
                              "column shows",
                              Tone::faint,
                              Align::left,
                              1,
                              Tone::none,
                              {}});
  }

  [[nodiscard]] bool is_selected(const Entry& entry) const {
    const Selection& selection = moment_.selection;
    if (!by_node_) return false;
    return (selection.kind == Selection::Kind::node && selection.first == entry.node) ||
           (selection.kind == Selection::Kind::pair &&
            (selection.first == entry.node || selection.second == entry.node)) ||
           (moment_.hovered.kind == Target::Kind::node && moment_.hovered.a == entry.node);
  }
  [[nodiscard]] Tone tone_of(const Entry& entry) const {
    if (is_selected(entry)) return Tone::accent;
    if (!by_node_) return Tone::text;
    return now_.nodes[entry.node].state == world::NodeState::up ? Tone::text : Tone::waiting;
  }
  [[nodiscard]] Target target_of(const Entry& entry) const {
    return by_node_ ? Target{Target::Kind::node, entry.node, 0}
                    : Target{Target::Kind::class_pair, entry.class_id, entry.class_id};
  }

  // Selected ones first, so that they have their names however narrow the columns are.
  [[nodiscard]] std::vector<std::size_t> naming_order() const {
    std::vector<std::size_t> order;
    for (std::size_t each = 0; each < entries_.size(); ++each) {
      if (is_selected(entries_[each])) order.push_back(each);
    }
    for (std::size_t each = 0; each < entries_.size(); ++each) {
      if (!is_selected(entries_[each])) order.push_back(each);
    }
    return order;
  }

  void name_columns() {
    const float line = room_.height();
    for (const std::size_t column : naming_order()) {
      const Entry& entry = entries_[column];
      const Rect rect = cell(0, column);
      const float x = (rect.min.x + rect.max.x) / 2;
      if (x < row_names_at_ || x > room_.area().max.x) continue;
      const pki::CertificateId shows = entry.presents;
      const std::string certificate = room_.cut(certificate_name(scenario_, shows), std::max(cell_ - 4, 8.0F));
      const float bottom = column_names_at_ - 4;
      const Rect box{{rect.min.x, bottom - line - 2}, {rect.max.x, bottom}};
      drawing_.marks.emplace_back(
          Box{box, shows == pki::no_certificate ? Tone::background : certificate_tone(shows), Tone::none, 3, false, 1,
              shows == pki::no_certificate ? target_of(entry) : Target{Target::Kind::certificate, shows, 0}});
      room_.put(drawing_, Label{{x, (box.min.y + box.max.y) / 2},
                                certificate,
                                shows == pki::no_certificate ? Tone::text : ink_on(certificate_tone(shows)),
                                Align::center,
                                1,
                                Tone::none,
                                {Target::Kind::certificate, shows, 0}});
      float y = box.min.y - line / 2 - 2;
      if (!by_node_) {
        room_.put(drawing_, Label{{x, y},
                                  room_.cut(short_count(entry.nodes), std::max(cell_, 24.0F)),
                                  Tone::faint,
                                  Align::center,
                                  1,
                                  Tone::none,
                                  {}});
        y -= line + 1;
      }
      room_.put(drawing_, Label{{x, y},
                                room_.cut(name_of(column), std::max(2.5F * cell_, 60.0F)),
                                tone_of(entry),
                                Align::center,
                                1,
                                Tone::none,
                                target_of(entry)});
    }
  }

  void name_rows() {
    for (const std::size_t row : naming_order()) {
      const Rect rect = cell(row, 0);
      const float y = (rect.min.y + rect.max.y) / 2;
      if (y < column_names_at_) continue;
      if (entries_[row].changed) {
        drawing_.marks.emplace_back(
            Glyph{{row_names_at_ - 4, y}, 6, GlyphShape::diamond, Tone::changed, target_of(entries_[row])});
      }
      room_.put(drawing_, Label{{row_names_at_ - 8, y},
                                room_.cut(description_of(row), gutter_ - 10),
                                tone_of(entries_[row]),
                                Align::right,
                                1,
                                Tone::none,
                                target_of(entries_[row])});
    }
    if (left_out_ > 0) {
      const Rect last = cell(entries_.size() - 1, 0);
      room_.put(drawing_, Label{{row_names_at_ - 8, last.max.y + room_.height() / 2 + 2},
                                room_.cut("and " + with_thousands(left_out_) + " smaller classes", gutter_ - 10),
                                Tone::faint,
                                Align::right,
                                1,
                                Tone::none,
                                {}});
    }
  }

  const Moment& moment_;
  Viewport viewport_;
  const replay::Snapshot& now_;
  const model::Scenario& scenario_;
  LabelRoom room_;
  Drawing drawing_;
  bool by_node_ = true;
  std::vector<Entry> entries_;
  std::uint64_t left_out_ = 0;
  float gutter_ = 0;
  float header_ = 0;
  float cell_ = 0;
  Point origin_;
  float row_names_at_ = 0;
  float column_names_at_ = 0;
};

}  // namespace

Drawing draw_matrix(const Moment& moment, const View& view, Point size, const TextMeasure& text) {
  const AtScaleOne one = at_scale_one(view, size, text);
  return scaled(MatrixPainter(moment, one.view, one.size, one.text).paint(), view.scale);
}

}  // namespace certdrill::scene
