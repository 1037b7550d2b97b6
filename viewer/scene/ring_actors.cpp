#include "scene/ring_actors.h"

#include <algorithm>
#include <optional>
#include <string>

#include "replay/actor_inspection.h"
#include "scene/ring_actor_sheet.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

using replay::AgentMoment;
using replay::LineMoment;
using replay::VaultMoment;
using Kind = Target::Kind;

constexpr std::size_t most_lines = 3;     // of a vault that have a row
constexpr std::size_t most_versions = 4;  // of a line that are drawn: the last ones made, and the next

class SourcePainter {
 public:
  explicit SourcePainter(ActorSheet& sheet) : sheet_(sheet) {}

  void paint() {
    place_left();
    for (const ActorSheet::Placed& vault : vaults_) paint_vault(vault);
    for (const ActorSheet::Placed& agent : agents_) paint_agent(agent);
  }

 private:
  [[nodiscard]] float row_height() const { return std::max(sheet_.room.height(), 14 * sheet_.unit) + 2; }

  // Vaults above, agents below them; as many as there is room for.
  void place_left() {
    const float vault_height = sheet_.room.height() * (2.5F + std::min<float>(most_lines, most_rows())) + 14;
    const float agent_height = 2.2F * sheet_.room.height() + 40;
    const float height = sheet_.area.height() - 2 * actor_margin;
    const float part = sheet_.actors.agents.empty() ? 1.0F
                       : sheet_.actors.vaults.empty()
                           ? 0.0F
                           : std::clamp(vault_height * static_cast<float>(sheet_.actors.vaults.size()) /
                                            (vault_height * static_cast<float>(sheet_.actors.vaults.size()) +
                                             agent_height * static_cast<float>(sheet_.actors.agents.size())),
                                        0.3F, 0.7F);
    const float split = sheet_.area.min.y + actor_margin + height * part;
    vaults_ = sheet_.stacked(sheet_.actors.vaults.size(), vault_height, {sheet_.area.min.y + actor_margin, split},
                             sheet_.area.min.x + sheet_.columns.left / 2, Selection::Kind::vault);
    agents_ = sheet_.stacked(sheet_.actors.agents.size(), agent_height, {split, sheet_.area.max.y - actor_margin},
                             sheet_.area.min.x + sheet_.columns.left * 0.6F, Selection::Kind::agent);
  }

  [[nodiscard]] float most_rows() const {
    std::size_t most = 1;
    for (const VaultMoment& vault : sheet_.actors.vaults) most = std::max(most, vault.lines.size());
    return static_cast<float>(most);
  }

  // ---- vaults

  [[nodiscard]] Rect box_of(const ActorSheet::Placed& vault) const {
    const auto rows = std::clamp<std::size_t>(sheet_.actors.vaults[vault.index].lines.size(), 1, most_lines);
    const float half_width = (sheet_.columns.left / 2 - actor_margin) * std::min(sheet_.viewport.zoom, 1.6F);
    const float half_height = row_height() * static_cast<float>(rows) / 2 + 4;
    return {{vault.at.x - half_width, vault.at.y - half_height}, {vault.at.x + half_width, vault.at.y + half_height}};
  }

  void paint_vault(const ActorSheet::Placed& placed) {
    const VaultMoment& vault = sheet_.actors.vaults[placed.index];
    const Target target{Kind::vault, placed.index, 0};
    const Rect box = box_of(placed);
    const bool out = vault.out_until.has_value();
    sheet_.above.marks.emplace_back(
        Box{box, Tone::surface, sheet_.outline_of(target, Selection::Kind::vault, out ? Tone::refused : Tone::text), 4,
            out, 1, target});
    sheet_.above.marks.emplace_back(Line{{box.min.x, box.min.y},
                                         {box.max.x, box.min.y},
                                         Tone::text,
                                         3 * sheet_.unit,
                                         LineStyle::full,
                                         LineEnd::none,
                                         LineEnd::none,
                                         1,
                                         target});  // its lid
    sheet_.put_under({placed.at.x, box.min.y - sheet_.room.height() / 2 - 4},
                     "vault " + sheet_.scenario.vaults[placed.index].name + (out ? ": no answer" : ""),
                     sheet_.columns.left, out ? Tone::refused : Tone::text, target);
    float y = box.min.y + 4 + row_height() / 2;
    for (std::size_t line = 0; line < std::min(vault.lines.size(), most_lines); ++line, y += row_height())
      paint_line(vault.lines[line], {box.min.x + 4, y}, box.max.x - 4);
    if (vault.lines.size() > most_lines) {
      sheet_.put_under({placed.at.x, box.max.y + sheet_.room.height() / 2 + 2},
                       "and " + counted_with_thousands(vault.lines.size() - most_lines, "more certificate"),
                       sheet_.columns.left, Tone::faint, target);
    }
    sheet_.room.keep_free(box);
  }

  void paint_line(const LineMoment& line, Point at, float right) {
    const float radius = 5 * sheet_.unit;
    const auto made = static_cast<std::size_t>(
        std::count_if(line.versions.begin(), line.versions.end(), [](const auto& each) { return each.made; }));
    const std::size_t end = std::min(line.versions.size(), made + 1);
    const std::size_t begin = end > most_versions ? end - most_versions : 0;
    float x = at.x + radius + 1;
    for (std::size_t version = begin; version < end && x + radius < right; ++version, x += 2.7F * radius) {
      const replay::VersionMoment& each = line.versions[version];
      const Target target{Kind::certificate, each.certificate, 0};
      const bool current = line.current == version;
      if (current) {
        sheet_.above.marks.emplace_back(
            Circle{{x, at.y}, radius + 2.5F, Tone::none, Tone::accent, 1.5F, false, target});
      }
      sheet_.above.marks.emplace_back(
          Circle{{x, at.y},
                 radius,
                 each.made && !line.deleted ? certificate_tone(each.certificate) : Tone::background,
                 Tone::faint,
                 1,
                 !each.made,
                 target});
      if (each.made && (each.disabled || line.deleted))
        sheet_.above.marks.emplace_back(Glyph{{x, at.y}, radius * 1.4F, GlyphShape::cross, Tone::refused, target});
    }
    std::string words = sheet_.scenario.vault_certificates[line.line].name;
    if (line.current) words = certificate_name(sheet_.scenario, line.versions[*line.current].certificate);
    if (line.renewal_waits) words += ", renewal due";
    const float room = right - x;
    if (room < 12) return;
    sheet_.room.put_inside(sheet_.above, Label{{x, at.y},
                                               sheet_.room.cut(words, room),
                                               line.deleted ? Tone::refused : Tone::text,
                                               Align::left,
                                               1,
                                               Tone::none,
                                               {}});
  }

  // ---- agents

  [[nodiscard]] const ActorSheet::Placed* vault_placed(model::VaultIndex index) const {
    const auto found = std::find_if(vaults_.begin(), vaults_.end(),
                                    [index](const ActorSheet::Placed& each) { return each.index == index; });
    return found == vaults_.end() ? nullptr : &*found;
  }

  void put_sheet(Point at, pki::CertificateId certificate, const Target& target) {
    const float half = 8 * sheet_.unit;
    sheet_.above.marks.emplace_back(Glyph{at, 2 * half, GlyphShape::sheet, certificate_tone(certificate), target});
    sheet_.room.keep_free({{at.x - half, at.y - half}, {at.x + half, at.y + half}});
  }

  void paint_agent(const ActorSheet::Placed& placed) {
    const AgentMoment& agent = sheet_.actors.agents[placed.index];
    const Target target{Kind::agent, placed.index, 0};
    const float size = 22 * sheet_.unit;
    const bool failing = std::any_of(agent.observed.begin(), agent.observed.end(),
                                     [](const auto& each) { return each.failure != world::ProvisioningFailure::none; });
    paint_ways(placed, agent, target);
    sheet_.mark_chosen(placed.at, size, target, Selection::Kind::agent);
    sheet_.above.marks.emplace_back(
        Glyph{placed.at, size, GlyphShape::hexagon, agent.runs ? Tone::accent : Tone::faint, target});
    if (!agent.runs) {
      sheet_.above.marks.emplace_back(Glyph{placed.at, size * 0.7F, GlyphShape::hexagon, Tone::background, target});
    }
    const float y = placed.at.y + size / 2 + sheet_.room.height() / 2 + 3;
    sheet_.room.keep_free(
        {{placed.at.x - size / 2, placed.at.y - size / 2}, {placed.at.x + size / 2, placed.at.y + size / 2}});
    sheet_.put_under({placed.at.x, y}, sheet_.scenario.agents[placed.index].name, sheet_.columns.left, Tone::text,
                     target);
    std::string words = replay::agent_line(agent, sheet_.scenario);
    if (words.ends_with(" nodes") && sheet_.room.width(words) > sheet_.widest(sheet_.columns.left))
      words.resize(words.size() - 6);
    sheet_.put_under({placed.at.x, y + 1.05F * sheet_.room.height()}, words, sheet_.columns.left,
                     failing && agent.runs ? Tone::refused : Tone::faint, target);
  }

  // From the vaults to the agent, and on to the ring.
  void paint_ways(const ActorSheet::Placed& placed, const AgentMoment& agent, const Target& target) {
    if (!agent.runs) return;
    std::vector<model::VaultIndex> told;
    for (const replay::ObservedMoment& each : agent.observed) {
      const ActorSheet::Placed* const vault = vault_placed(each.vault);
      if (vault == nullptr || std::find(told.begin(), told.end(), each.vault) != told.end()) continue;
      told.push_back(each.vault);
      const auto failing = [&](const replay::ObservedMoment& other) {
        return other.vault == each.vault && other.failure != world::ProvisioningFailure::none;
      };
      const bool fails = std::any_of(agent.observed.begin(), agent.observed.end(), failing);
      // Down along the edge and then across, so that it does not run through agents that stand above this one.
      const Rect box = box_of(*vault);
      const float edge = box.min.x + (4 + 4 * static_cast<float>(placed.index % 4)) * sheet_.unit;
      const Tone tone = fails ? Tone::refused : Tone::faint;
      const float width = fails ? 2.0F : 1.5F;
      const LineStyle style = fails ? LineStyle::dashed : LineStyle::full;
      const Point corner{edge, placed.at.y};
      const Point to{placed.at.x - 13 * sheet_.unit, placed.at.y};
      sheet_.drawing.marks.emplace_back(Line{{edge, box.max.y + 2},
                                             corner,
                                             tone,
                                             width,
                                             style,
                                             fails ? LineEnd::bar : LineEnd::none,
                                             LineEnd::none,
                                             1,
                                             target});
      sheet_.drawing.marks.emplace_back(
          Line{corner, to, tone, width, style, LineEnd::none, fails ? LineEnd::none : LineEnd::arrow, 1, target});
      const replay::ObservedMoment* const way = agent.on_its_way();
      if (way != nullptr && way->vault == each.vault) {
        put_sheet(between(corner, to, 0.45F), way->certificate, {Kind::certificate, way->certificate, 0});
      }
    }
    const Point start{placed.at.x + 13 * sheet_.unit, placed.at.y};
    sheet_.drawing.marks.emplace_back(Line{start, sheet_.at_ring(start), Tone::faint, 1.5F, LineStyle::dotted,
                                           LineEnd::none, LineEnd::arrow, 0.9F, target});
    for (const replay::Delivery& each : agent.installs) {
      const std::optional<Point> end = sheet_.at_node(start, each.node, 4);
      if (!end) continue;
      const Target installed{Kind::node, each.node, 0};
      sheet_.drawing.marks.emplace_back(
          Line{start, *end, Tone::accent, 2, LineStyle::full, LineEnd::none, LineEnd::arrow, 1, installed});
      if (each.certificate != pki::no_certificate) put_sheet(between(start, *end, 0.55F), each.certificate, installed);
    }
  }

  ActorSheet& sheet_;
  std::vector<ActorSheet::Placed> vaults_;
  std::vector<ActorSheet::Placed> agents_;
};

}  // namespace

Rect area_beside_actors(const Moment& moment, const Rect& area) {
  const ActorSheet::Columns columns = ActorSheet::columns_of(moment, area);
  return {{area.min.x + columns.left, area.min.y}, {area.max.x - columns.right, area.max.y}};
}

void draw_actors(const Moment& moment, const View& view, const Rect& area, const RingBeads& ring, Drawing& drawing,
                 LabelRoom& room, Drawing& above) {
  ActorSheet sheet(moment, view, area, ring, drawing, room, above);
  if (sheet.columns.left > 0) SourcePainter(sheet).paint();
  if (sheet.columns.right > 0) draw_clients(sheet);
}

}  // namespace certdrill::scene
