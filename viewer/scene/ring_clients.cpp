// The clients beside the ring, and the nodes that they called last.
#include <algorithm>
#include <string>
#include <string_view>

#include "replay/actor_inspection.h"
#include "scene/ring_actor_sheet.h"

namespace certdrill::scene {

namespace {

using replay::ClientMoment;
using Kind = Target::Kind;

constexpr std::size_t most_kinds = 3;  // of calls of a client, that are named

class ClientPainter {
 public:
  explicit ClientPainter(ActorSheet& sheet) : sheet_(sheet) {}

  void paint() {
    place_right();
    for (const ActorSheet::Placed& client : clients_) paint_client(client);
  }

 private:
  void place_right() {
    clients_ =
        sheet_.stacked(sheet_.actors.clients.size(), (1.2F + most_lines_of_clients()) * sheet_.room.height() + 44,
                       {sheet_.area.min.y + actor_margin, sheet_.area.max.y - actor_margin},
                       sheet_.area.max.x - sheet_.columns.right / 2, Selection::Kind::client);
  }

  [[nodiscard]] float most_lines_of_clients() const {
    std::size_t most = 1;
    for (const model::Client& client : sheet_.scenario.cluster.clients) most = std::max(most, client.calls.size());
    return static_cast<float>(std::min(most, most_kinds));
  }

  struct CallLook {
    Tone tone = Tone::faint;
    LineStyle style = LineStyle::dotted;
    LineEnd end = LineEnd::none;
    std::string_view sign;
  };
  [[nodiscard]] static CallLook look_of(const replay::CallPoint& call) {
    if (call.succeeded()) return {Tone::good, LineStyle::full, LineEnd::arrow, "✓"};
    if (call.outcome == world::Outcome::not_authorized) return {Tone::one_way, LineStyle::dashed, LineEnd::cross, "~"};
    return {Tone::refused, LineStyle::full, LineEnd::bar, "✗"};
  }
  // Of one that has not called: how many nodes would let it in.
  [[nodiscard]] static CallLook look_of(const ClientMoment& client) {
    if (!client.known) return {};
    if (client.standings[trust::Grant::none] == 0) return {Tone::good, LineStyle::full, LineEnd::arrow, ""};
    return client.standings.connects() == 0 ? CallLook{Tone::refused, LineStyle::full, LineEnd::bar, ""}
                                            : CallLook{Tone::one_way, LineStyle::dashed, LineEnd::bar, ""};
  }

  void paint_call(Point start, Point end, const CallLook& look, const Target& target) {
    sheet_.drawing.marks.emplace_back(
        Line{start, end, look.tone, 2, look.style, LineEnd::none, look.end, 0.9F, target});
  }

  void paint_client(const ActorSheet::Placed& placed) {
    const ClientMoment& client = sheet_.actors.clients[placed.index];
    const model::Client& said = sheet_.scenario.cluster.clients[placed.index];
    const Target target{Kind::client, placed.index, 0};
    const float size = 26 * sheet_.unit;
    const Point start{placed.at.x - size / 2 - 2, placed.at.y};
    for (const replay::CallPoint& call : client.last_calls) {
      const Point end = call.node == world::nobody
                            ? sheet_.at_ring(start)
                            : sheet_.at_node(start, call.node, 5).value_or(sheet_.at_ring(start));
      paint_call(start, end, look_of(call), target);
    }
    if (client.last_calls.empty()) paint_call(start, sheet_.at_ring(start), look_of(client), target);
    sheet_.mark_chosen(placed.at, size, target, Selection::Kind::client);
    sheet_.above.marks.emplace_back(
        Glyph{placed.at, size, GlyphShape::person, client.known ? Tone::text : Tone::faint, target});
    sheet_.room.keep_free(
        {{placed.at.x - size / 2, placed.at.y - size / 2}, {placed.at.x + size / 2, placed.at.y + size / 2}});
    const float line = 1.05F * sheet_.room.height();
    float y = placed.at.y + size / 2 + sheet_.room.height() / 2 + 3;
    sheet_.put_under({placed.at.x, y}, said.name, sheet_.columns.right, Tone::text, target);
    // Each kind of call with how it went last; of one kind alone, with whom.
    if (client.last_calls.size() < 2) {
      const Tone tone = client.last_calls.empty() ? look_of(client).tone : look_of(client.last_calls.front()).tone;
      sheet_.put_under({placed.at.x, y + line}, replay::client_line(client, sheet_.scenario), sheet_.columns.right,
                       tone, target);
      return;
    }
    for (std::size_t each = 0; each < std::min(client.last_calls.size(), most_kinds); ++each) {
      const replay::CallPoint& call = client.last_calls[each];
      const CallLook look = look_of(call);
      const std::string name = call.call < said.calls.size() ? said.calls[call.call].name : "call";
      sheet_.put_under({placed.at.x, y += line}, std::string(look.sign) + " " + name, sheet_.columns.right, look.tone,
                       target);
    }
  }

  ActorSheet& sheet_;
  std::vector<ActorSheet::Placed> clients_;
};

}  // namespace

void draw_clients(ActorSheet& sheet) { ClientPainter(sheet).paint(); }

}  // namespace certdrill::scene
