#include "scene/ring_actors.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "replay/actor_inspection.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

using replay::AgentMoment;
using replay::ClientMoment;
using replay::LineMoment;
using replay::VaultMoment;
using Kind = Target::Kind;

constexpr float least_width = 460;  // of an area with actors; likewise below
constexpr float least_height = 200;
constexpr std::size_t most_lines = 3;     // of a vault that have a row
constexpr std::size_t most_versions = 4;  // of a line that are drawn: the last ones made, and the next
constexpr float margin = 8;

struct Columns {
  float left = 0;  // widths
  float right = 0;
};

Columns columns_of(const Moment& moment, const Rect& area) {
  if (area.width() < least_width || area.height() < least_height) return {};
  const float width = std::clamp(area.width() * 0.17F, 84.0F, 170.0F);
  const replay::ActorsMoment& actors = moment.now->actors;
  return {actors.vaults.empty() && actors.agents.empty() ? 0 : width, actors.clients.empty() ? 0 : width};
}

// Which of many actors there is room for: the first ones, and the one that is selected in the place of the last.
std::vector<std::uint32_t> shown(std::size_t count, std::size_t room, const Selection& selection,
                                 Selection::Kind kind) {
  std::vector<std::uint32_t> list(std::min(count, std::max<std::size_t>(room, 1)));
  for (std::uint32_t each = 0; each < list.size(); ++each) list[each] = each;
  const bool hidden = selection.kind == kind && selection.first < count && selection.first >= list.size();
  if (hidden && !list.empty()) list.back() = selection.first;
  return list;
}

Point between(Point a, Point b, float part) { return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part}; }

class ActorPainter {
 public:
  ActorPainter(const Moment& moment, const View& view, const Rect& area, const RingBeads& ring, Drawing& drawing,
               LabelRoom& room, Drawing& above)
      : moment_(moment),
        actors_(moment.now->actors),
        scenario_(moment.setting->scenario()),
        area_(area),
        columns_(columns_of(moment, area)),
        viewport_(view.viewports[static_cast<std::size_t>(GraphKind::ring)]),
        unit_(std::clamp(viewport_.zoom, 0.5F, 1.6F)),
        ring_(ring),
        drawing_(drawing),
        room_(room),
        above_(above) {}

  void paint() {
    if (columns_.left > 0) {
      place_left();
      for (const Placed& vault : vaults_) paint_vault(vault);
      for (const Placed& agent : agents_) paint_agent(agent);
    }
    if (columns_.right > 0) {
      place_right();
      for (const Placed& client : clients_) paint_client(client);
    }
  }

 private:
  struct Placed {
    std::uint32_t index = 0;
    Point at;
  };

  [[nodiscard]] Point moved(Point p) const {
    return {p.x * viewport_.zoom + viewport_.offset.x, p.y * viewport_.zoom + viewport_.offset.y};
  }
  // Of words under a mark of this column.
  [[nodiscard]] float widest(float column) const { return column * std::min(viewport_.zoom, 1.0F) - 4; }
  [[nodiscard]] float row_height() const { return std::max(room_.height(), 14 * unit_) + 2; }

  // Vaults above, agents below them; as many as there is room for.
  void place_left() {
    const float vault_height = room_.height() * (2.5F + std::min<float>(most_lines, most_rows())) + 14;
    const float agent_height = 2.2F * room_.height() + 40;
    const float height = area_.height() - 2 * margin;
    const float part = actors_.agents.empty() ? 1.0F
                       : actors_.vaults.empty()
                           ? 0.0F
                           : std::clamp(vault_height * static_cast<float>(actors_.vaults.size()) /
                                            (vault_height * static_cast<float>(actors_.vaults.size()) +
                                             agent_height * static_cast<float>(actors_.agents.size())),
                                        0.3F, 0.7F);
    const float split = area_.min.y + margin + height * part;
    vaults_ = stacked(actors_.vaults.size(), vault_height, {area_.min.y + margin, split},
                      area_.min.x + columns_.left / 2, Selection::Kind::vault);
    agents_ = stacked(actors_.agents.size(), agent_height, {split, area_.max.y - margin},
                      area_.min.x + columns_.left * 0.6F, Selection::Kind::agent);
  }

  void place_right() {
    clients_ = stacked(actors_.clients.size(), 2.2F * room_.height() + 44, {area_.min.y + margin, area_.max.y - margin},
                       area_.max.x - columns_.right / 2, Selection::Kind::client);
  }

  [[nodiscard]] float most_rows() const {
    std::size_t most = 1;
    for (const VaultMoment& vault : actors_.vaults) most = std::max(most, vault.lines.size());
    return static_cast<float>(most);
  }

  // From `span.first` to `span.second`, each with the same room around it.
  std::vector<Placed> stacked(std::size_t count, float height, std::pair<float, float> span, float x,
                              Selection::Kind kind) {
    std::vector<Placed> placed;
    const float length = span.second - span.first;
    const auto fitting = static_cast<std::size_t>(std::max(1.0F, length / height));
    const std::vector<std::uint32_t> list = shown(count, fitting, moment_.selection, kind);
    const float step = length / static_cast<float>(std::max<std::size_t>(list.size(), 1));
    for (std::size_t each = 0; each < list.size(); ++each)
      placed.push_back({list[each], moved({x, span.first + step * (static_cast<float>(each) + 0.5F)})});
    if (list.size() < count) {
      room_.put(above_, Label{moved({x, span.second - room_.height() / 2}),
                              "and " + std::to_string(count - list.size()) + " more",
                              Tone::faint,
                              Align::center,
                              1,
                              Tone::none,
                              {}});
    }
    return placed;
  }

  [[nodiscard]] Tone outline_of(const Target& target, Selection::Kind kind, Tone otherwise) const {
    if (moment_.selection.kind == kind && moment_.selection.first == target.a) return Tone::selected;
    return moment_.hovered == target ? Tone::hovered : otherwise;
  }

  void put_under(Point at, const std::string& words, float column, Tone tone, const Target& target) {
    const std::string cut = room_.cut(words, widest(column));
    // At the edge of the picture words move aside.
    const float half = room_.width(cut) / 2 + 1;
    const Rect& all = room_.area();
    if (at.x > all.min.x && at.x < all.max.x && 2 * half < all.width())
      at.x = std::clamp(at.x, all.min.x + half, all.max.x - half);
    room_.put(above_, Label{at, cut, tone, Align::center, 1, Tone::none, target});
  }

  // ---- vaults

  [[nodiscard]] Rect box_of(const Placed& vault) const {
    const auto rows = std::clamp<std::size_t>(actors_.vaults[vault.index].lines.size(), 1, most_lines);
    const float half_width = (columns_.left / 2 - margin) * std::min(viewport_.zoom, 1.6F);
    const float half_height = row_height() * static_cast<float>(rows) / 2 + 4;
    return {{vault.at.x - half_width, vault.at.y - half_height}, {vault.at.x + half_width, vault.at.y + half_height}};
  }

  void paint_vault(const Placed& placed) {
    const VaultMoment& vault = actors_.vaults[placed.index];
    const Target target{Kind::vault, placed.index, 0};
    const Rect box = box_of(placed);
    const bool out = vault.out_until.has_value();
    above_.marks.emplace_back(Box{box, Tone::surface,
                                  outline_of(target, Selection::Kind::vault, out ? Tone::refused : Tone::text), 4, out,
                                  1, target});
    above_.marks.emplace_back(Line{{box.min.x, box.min.y},
                                   {box.max.x, box.min.y},
                                   Tone::text,
                                   3 * unit_,
                                   LineStyle::full,
                                   LineEnd::none,
                                   LineEnd::none,
                                   1,
                                   target});  // its lid
    put_under({placed.at.x, box.min.y - room_.height() / 2 - 4},
              "vault " + scenario_.vaults[placed.index].name + (out ? ": no answer" : ""), columns_.left,
              out ? Tone::refused : Tone::text, target);
    float y = box.min.y + 4 + row_height() / 2;
    for (std::size_t line = 0; line < std::min(vault.lines.size(), most_lines); ++line, y += row_height())
      paint_line(vault.lines[line], {box.min.x + 4, y}, box.max.x - 4);
    if (vault.lines.size() > most_lines) {
      put_under({placed.at.x, box.max.y + room_.height() / 2 + 2},
                "and " + counted_with_thousands(vault.lines.size() - most_lines, "more certificate"), columns_.left,
                Tone::faint, target);
    }
    room_.keep_free(box);
  }

  void paint_line(const LineMoment& line, Point at, float right) {
    const float radius = 5 * unit_;
    const auto made = static_cast<std::size_t>(
        std::count_if(line.versions.begin(), line.versions.end(), [](const auto& each) { return each.made; }));
    const std::size_t end = std::min(line.versions.size(), made + 1);
    const std::size_t begin = end > most_versions ? end - most_versions : 0;
    float x = at.x + radius + 1;
    for (std::size_t version = begin; version < end && x + radius < right; ++version, x += 2.7F * radius) {
      const replay::VersionMoment& each = line.versions[version];
      const Target target{Kind::certificate, each.certificate, 0};
      const bool current = line.current == version;
      if (current)
        above_.marks.emplace_back(Circle{{x, at.y}, radius + 2.5F, Tone::none, Tone::accent, 1.5F, false, target});
      above_.marks.emplace_back(
          Circle{{x, at.y},
                 radius,
                 each.made && !line.deleted ? certificate_tone(each.certificate) : Tone::background,
                 Tone::faint,
                 1,
                 !each.made,
                 target});
      if (each.made && (each.disabled || line.deleted))
        above_.marks.emplace_back(Glyph{{x, at.y}, radius * 1.4F, GlyphShape::cross, Tone::refused, target});
    }
    std::string words = scenario_.vault_certificates[line.line].name;
    if (line.current) words = certificate_name(scenario_, line.versions[*line.current].certificate);
    if (line.renewal_waits) words += ", renewal due";
    const float room = right - x;
    if (room < 12) return;
    room_.put_inside(above_, Label{{x, at.y},
                                   room_.cut(words, room),
                                   line.deleted ? Tone::refused : Tone::text,
                                   Align::left,
                                   1,
                                   Tone::none,
                                   {}});
  }

  // ---- agents

  [[nodiscard]] const Placed* vault_placed(model::VaultIndex index) const {
    const auto found =
        std::find_if(vaults_.begin(), vaults_.end(), [index](const Placed& each) { return each.index == index; });
    return found == vaults_.end() ? nullptr : &*found;
  }

  // Where a line from here meets the ring.
  [[nodiscard]] Point at_ring(Point from) const {
    const float length = std::max(1.0F, std::hypot(from.x - ring_.center.x, from.y - ring_.center.y));
    return between(ring_.center, from, std::min(1.0F, (ring_.radius + ring_.bead_radius + 6) / length));
  }
  [[nodiscard]] std::optional<Point> at_node(Point from, model::NodeIndex node, float gap) const {
    const auto found = ring_.bead_of(node);
    if (!found) return std::nullopt;
    const Bead& bead = ring_.beads[*found];
    const float length = std::max(1.0F, std::hypot(from.x - bead.center.x, from.y - bead.center.y));
    return between(bead.center, from, std::min(0.9F, (bead.radius + gap) / length));
  }

  void put_sheet(Point at, pki::CertificateId certificate, const Target& target) {
    const float half = 8 * unit_;
    above_.marks.emplace_back(Glyph{at, 2 * half, GlyphShape::sheet, certificate_tone(certificate), target});
    room_.keep_free({{at.x - half, at.y - half}, {at.x + half, at.y + half}});
  }

  void paint_agent(const Placed& placed) {
    const AgentMoment& agent = actors_.agents[placed.index];
    const Target target{Kind::agent, placed.index, 0};
    const float size = 22 * unit_;
    const bool failing = std::any_of(agent.observed.begin(), agent.observed.end(),
                                     [](const auto& each) { return each.failure != world::ProvisioningFailure::none; });
    paint_ways(placed, agent, target);
    if (outline_of(target, Selection::Kind::agent, Tone::none) != Tone::none) {
      above_.marks.emplace_back(Circle{placed.at, size * 0.72F, outline_of(target, Selection::Kind::agent, Tone::none),
                                       Tone::none, 1, false, target});
    }
    above_.marks.emplace_back(
        Glyph{placed.at, size, GlyphShape::hexagon, agent.runs ? Tone::accent : Tone::faint, target});
    if (!agent.runs) {
      above_.marks.emplace_back(Glyph{placed.at, size * 0.7F, GlyphShape::hexagon, Tone::background, target});
    }
    const float y = placed.at.y + size / 2 + room_.height() / 2 + 3;
    room_.keep_free(
        {{placed.at.x - size / 2, placed.at.y - size / 2}, {placed.at.x + size / 2, placed.at.y + size / 2}});
    put_under({placed.at.x, y}, scenario_.agents[placed.index].name, columns_.left, Tone::text, target);
    put_under({placed.at.x, y + 1.05F * room_.height()}, replay::agent_line(agent, scenario_), columns_.left,
              failing && agent.runs ? Tone::refused : Tone::faint, target);
  }

  // From the vaults to the agent, and on to the ring.
  void paint_ways(const Placed& placed, const AgentMoment& agent, const Target& target) {
    if (!agent.runs) return;
    std::vector<model::VaultIndex> told;
    for (const replay::ObservedMoment& each : agent.observed) {
      const Placed* const vault = vault_placed(each.vault);
      if (vault == nullptr || std::find(told.begin(), told.end(), each.vault) != told.end()) continue;
      told.push_back(each.vault);
      const auto failing = [&](const replay::ObservedMoment& other) {
        return other.vault == each.vault && other.failure != world::ProvisioningFailure::none;
      };
      const bool fails = std::any_of(agent.observed.begin(), agent.observed.end(), failing);
      const Rect box = box_of(*vault);
      const Point from{std::clamp(placed.at.x, box.min.x, box.max.x), box.max.y + 2};
      const Point to{placed.at.x, placed.at.y - 13 * unit_};
      drawing_.marks.emplace_back(Line{from, to, fails ? Tone::refused : Tone::faint, fails ? 2.0F : 1.5F,
                                       fails ? LineStyle::dashed : LineStyle::full,
                                       fails ? LineEnd::bar : LineEnd::none, fails ? LineEnd::none : LineEnd::arrow, 1,
                                       target});
      const replay::ObservedMoment* const way = agent.on_its_way();
      if (way != nullptr && way->vault == each.vault) {
        put_sheet(between(from, to, 0.5F), way->certificate, {Kind::certificate, way->certificate, 0});
      }
    }
    const Point start{placed.at.x + 13 * unit_, placed.at.y};
    drawing_.marks.emplace_back(
        Line{start, at_ring(start), Tone::faint, 1.5F, LineStyle::dotted, LineEnd::none, LineEnd::arrow, 0.9F, target});
    for (const replay::Delivery& each : agent.installs) {
      const std::optional<Point> end = at_node(start, each.node, 4);
      if (!end) continue;
      const Target installed{Kind::node, each.node, 0};
      drawing_.marks.emplace_back(
          Line{start, *end, Tone::accent, 2, LineStyle::full, LineEnd::none, LineEnd::arrow, 1, installed});
      if (each.certificate != pki::no_certificate) put_sheet(between(start, *end, 0.55F), each.certificate, installed);
    }
  }

  // ---- clients

  struct CallLook {
    Tone tone = Tone::faint;
    LineStyle style = LineStyle::dotted;
    LineEnd end = LineEnd::none;
  };
  [[nodiscard]] static CallLook look_of(const ClientMoment& client) {
    if (!client.known) return {};
    if (client.last_call) {
      switch (client.last_call->outcome) {
        case world::Outcome::allowed:
          return {Tone::good, LineStyle::full, LineEnd::arrow};
        case world::Outcome::not_authorized:
          return {Tone::one_way, LineStyle::dashed, LineEnd::cross};
        default:
          return {Tone::refused, LineStyle::full, LineEnd::bar};
      }
    }
    const std::uint64_t refused = client.standings[trust::Grant::none];
    if (refused == 0) return {Tone::good, LineStyle::full, LineEnd::arrow};
    return client.standings.connects() == 0 ? CallLook{Tone::refused, LineStyle::full, LineEnd::bar}
                                            : CallLook{Tone::one_way, LineStyle::dashed, LineEnd::bar};
  }

  void paint_client(const Placed& placed) {
    const ClientMoment& client = actors_.clients[placed.index];
    const Target target{Kind::client, placed.index, 0};
    const float size = 26 * unit_;
    const CallLook look = look_of(client);
    const Point start{placed.at.x - size / 2 - 2, placed.at.y};
    Point end = at_ring(start);
    if (client.last_call && client.last_call->node != world::nobody)
      end = at_node(start, client.last_call->node, 5).value_or(end);
    drawing_.marks.emplace_back(Line{start, end, look.tone, 2, look.style, LineEnd::none, look.end, 0.9F, target});
    if (outline_of(target, Selection::Kind::client, Tone::none) != Tone::none) {
      above_.marks.emplace_back(Circle{placed.at, size * 0.7F, outline_of(target, Selection::Kind::client, Tone::none),
                                       Tone::none, 1, false, target});
    }
    above_.marks.emplace_back(
        Glyph{placed.at, size, GlyphShape::person, client.known ? Tone::text : Tone::faint, target});
    room_.keep_free(
        {{placed.at.x - size / 2, placed.at.y - size / 2}, {placed.at.x + size / 2, placed.at.y + size / 2}});
    const float y = placed.at.y + size / 2 + room_.height() / 2 + 3;
    put_under({placed.at.x, y}, scenario_.cluster.clients[placed.index].name, columns_.right, Tone::text, target);
    put_under({placed.at.x, y + 1.05F * room_.height()}, replay::client_line(client, scenario_), columns_.right,
              look.tone, target);
  }

  const Moment& moment_;
  const replay::ActorsMoment& actors_;
  const model::Scenario& scenario_;
  Rect area_;
  Columns columns_;
  Viewport viewport_;
  float unit_;
  const RingBeads& ring_;
  Drawing& drawing_;
  LabelRoom& room_;
  Drawing& above_;
  std::vector<Placed> vaults_;
  std::vector<Placed> agents_;
  std::vector<Placed> clients_;
};

}  // namespace

Rect area_beside_actors(const Moment& moment, const Rect& area) {
  const Columns columns = columns_of(moment, area);
  return {{area.min.x + columns.left, area.min.y}, {area.max.x - columns.right, area.max.y}};
}

void draw_actors(const Moment& moment, const View& view, const Rect& area, const RingBeads& ring, Drawing& drawing,
                 LabelRoom& room, Drawing& above) {
  ActorPainter(moment, view, area, ring, drawing, room, above).paint();
}

}  // namespace certdrill::scene
