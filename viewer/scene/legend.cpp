#include "scene/legend.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scene/graph_scene.h"
#include "scene/label_room.h"
#include "scene/node_look.h"
#include "scene/ring_pieces.h"
#include "scene/scaled.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

constexpr float row_gap = 4;
constexpr float sample_width = 28;
constexpr float item_gap = 18;
constexpr std::size_t most_certificates = 4;

float strip_height(Point size, const TextMeasure& text) {
  if (size.x < 420 || size.y < 300) return 0;
  const float rows = size.x < 1400 ? 2 : 1;
  return rows * (text.height + row_gap) + row_gap;
}

struct Item {
  std::string words;
  std::function<void(Drawing&, Point)> paint;  // its sample, around this middle
};

// What there is in the picture.
struct Used {
  bool seeds = false;
  bool down = false;
  bool waiting = false;
  bool lost = false;
  bool switched = false;
  bool one_way = false;
  bool refused = false;
  bool not_there = false;
  bool key_waits = false;
  bool on_its_way = false;
  std::set<pki::CertificateId> presented;
};

Used used_in(const replay::Snapshot& now) {
  Used used;
  pki::CertificateId last = pki::no_certificate;
  for (const replay::NodeMoment& node : now.nodes) {
    used.seeds |= node.seed;
    used.not_there |= !node.deployed;
    used.key_waits |= node.key_waits;
    if (!node.deployed) continue;
    used.lost |= node.lost && !is_up(node);
    used.down |= node.state == world::NodeState::down && !node.lost;
    used.waiting |= !is_up(node) && node.state != world::NodeState::down && !node.lost;
    used.switched |= node.switched && is_up(node);
    if (node.presents != last) {  // neighbours mostly present the same
      last = node.presents;
      if (last != pki::no_certificate) used.presented.insert(last);
    }
  }
  for (const replay::AgentMoment& agent : now.actors.agents)
    used.on_its_way |= agent.runs && (agent.on_its_way() != nullptr || !agent.installs.empty());
  used.one_way = now.one_way_pairs > 0;
  used.refused = now.broken_pairs > now.one_way_pairs;
  return used;
}

Mark line(Point at, Tone tone, LineStyle style, LineEnd from = LineEnd::none, LineEnd to = LineEnd::none,
          float width = 2) {
  return Line{{at.x - 12, at.y}, {at.x + 12, at.y}, tone, width, style, from, to, 1, {}};
}
Mark circle(Point at, Tone fill, Tone outline, bool dashed = false, float width = 1.5F) {
  return Circle{at, 6, fill, outline, width, dashed, {}};
}
template <typename... Marks>
std::function<void(Drawing&, Point)> sample(Marks... marks) {
  return [=](Drawing& drawing, Point at) { (drawing.marks.emplace_back(marks(at)), ...); };
}

class Items {
 public:
  Items(const Moment& moment, const View& view) : moment_(moment), now_(*moment.now), used_(used_in(now_)) {
    if (view.graph == GraphKind::matrix) {
      add_matrix();
    } else {
      if (view.graph == GraphKind::ring) {
        add_links(view);
      } else {
        add_relations();
      }
      add_nodes();
      if (view.graph == GraphKind::ring && now_.nodes.size() > most_single_nodes) add_area();
    }
    if (view.graph == GraphKind::ring) add_pieces();
    if (view.graph == GraphKind::ring) add_actors();
    add_certificates();
    if (view.graph != GraphKind::matrix && used_.seeds && now_.nodes.size() <= most_single_nodes) {
      add("seed node", sample(
                           [](Point at) {
                             return Glyph{at, 15, GlyphShape::diamond, Tone::seed, {}};
                           },
                           [](Point at) { return Circle{at, 4.5F, Tone::background, Tone::none, 1, false, {}}; }));
    }
  }
  std::vector<Item> take() { return std::move(items_); }

 private:
  void add(std::string words, std::function<void(Drawing&, Point)> paint) {
    items_.push_back({std::move(words), std::move(paint)});
  }

  void add_links(const View& view) {
    const auto cross = [](Point at) { return Glyph{at, 9, GlyphShape::cross, Tone::refused, {}}; };
    if (moment_.prediction != nullptr) add_prediction(*moment_.prediction);
    const bool answered = moment_.prediction != nullptr && moment_.prediction->revealed;
    if (view.show_links && used_.refused && !answered)
      add("refused both ways", sample([](Point at) { return line(at, Tone::refused, LineStyle::full); }, cross));
    if (view.show_links && used_.one_way && !answered) {
      add("one way: accepts (arrow), refuses (bar)",
          sample([](Point at) { return line(at, Tone::one_way, LineStyle::dashed, LineEnd::arrow, LineEnd::bar); }));
    }
    if (view.show_sessions && moment_.prediction == nullptr && now_.sessions_old > 0 &&
        now_.nodes.size() <= most_single_nodes) {
      add("session on old certificates",
          sample([](Point at) { return line(at, Tone::old_session, LineStyle::dotted); }));
    }
    if (view.show_links && !view.show_only_broken_links && now_.nodes.size() <= 12 && now_.broken_pairs < now_.pairs) {
      add("both accept",
          sample([](Point at) { return line(at, Tone::good, LineStyle::full, LineEnd::none, LineEnd::none, 1); }));
    }
  }

  void add_prediction(const Prediction& prediction) {
    const auto glyph = [](GlyphShape shape, Tone tone) {
      return [=](Point at) { return Glyph{at, 11, shape, tone, {}}; };
    };
    if (!prediction.revealed) {
      add("you say: breaks", sample([](Point at) { return line(at, Tone::predicted, LineStyle::dashed); },
                                    glyph(GlyphShape::star, Tone::predicted)));
      return;
    }
    if (!prediction.right.empty()) {
      add("found", sample([](Point at) { return line(at, Tone::right, LineStyle::full); },
                          glyph(GlyphShape::tick, Tone::right)));
    }
    if (!prediction.missed.empty()) {
      add("missed", sample([](Point at) { return line(at, Tone::wrong, LineStyle::dotted); },
                           glyph(GlyphShape::ring, Tone::wrong)));
    }
    if (!prediction.wrong.empty()) {
      add("holds after all", sample([](Point at) { return line(at, Tone::wrong, LineStyle::dashed); },
                                    glyph(GlyphShape::cross, Tone::wrong)));
    }
  }

  void add_nodes() {
    const auto crossed = [](Tone tone) { return [=](Point at) { return Glyph{at, 7, GlyphShape::cross, tone, {}}; }; };
    if (moment_.change != nullptr && !moment_.change->nodes.empty())
      add("changed just now", sample([](Point at) { return circle(at, Tone::none, Tone::changed, false, 2.5F); }));
    if (used_.lost)
      add("lost", sample([](Point at) { return circle(at, Tone::background, Tone::lost); }, crossed(Tone::lost)));
    if (used_.down)
      add("down", sample([](Point at) { return circle(at, Tone::background, Tone::down); }, crossed(Tone::down)));
    if (used_.waiting) {
      add("starts, joins or is suspended",
          sample([](Point at) { return circle(at, Tone::background, Tone::waiting, true); }));
    }
    if (used_.not_there)
      add("not there", sample([](Point at) { return circle(at, Tone::background, Tone::faint, true); }));
    if (used_.key_waits) {
      add("key not granted yet", sample([](Point at) {
            return Glyph{at, 13, GlyphShape::open_lock, Tone::waiting, {}};
          }));
    }
    if (used_.switched)
      add("has the new settings", sample([](Point at) { return circle(at, Tone::none, Tone::accent, false, 2); }));
  }

  // What lies beside the ring, but for what says its name itself.
  void add_actors() {
    const auto glyph = [](GlyphShape shape, Tone tone) {
      return [=](Point at) { return Glyph{at, 14, shape, tone, {}}; };
    };
    if (used_.on_its_way) add("certificate on its way", sample(glyph(GlyphShape::sheet, Tone::accent)));
    const replay::ActorsMoment& actors = now_.actors;
    if (!actors.agents.empty()) add("agent", sample(glyph(GlyphShape::hexagon, Tone::accent)));
    bool called = false;
    for (const replay::ClientMoment& client : actors.clients) called |= !client.last_calls.empty();
    if (!called) return;
    add("call: let in",
        sample([](Point at) { return line(at, Tone::good, LineStyle::full, LineEnd::none, LineEnd::arrow); }));
    add("not let in",
        sample([](Point at) { return line(at, Tone::refused, LineStyle::full, LineEnd::none, LineEnd::bar); }));
  }

  void add_area() {
    add("area: nodes", sample(
                           [](Point at) {
                             return Circle{{at.x - 5, at.y}, 3, Tone::faint, Tone::none, 1, false, {}};
                           },
                           [](Point at) {
                             return Circle{{at.x + 5, at.y}, 6, Tone::faint, Tone::none, 1, false, {}};
                           }));
  }

  // Of the map: how others stand to the node that is pointed at.
  void add_relations() {
    if (now_.nodes.size() > most_single_nodes) return;
    if (moment_.selection.kind != Selection::Kind::node && moment_.hovered.kind != Target::Kind::node) return;
    const auto glyph = [](GlyphShape shape, Tone tone) {
      return [=](Point at) { return Glyph{at, 11, shape, tone, {}}; };
    };
    if (used_.refused) add("cannot talk to it, either way", sample(glyph(GlyphShape::cross, Tone::refused)));
    if (used_.one_way) add("one of the two refuses", sample(glyph(GlyphShape::triangle, Tone::one_way)));
  }

  void add_pieces() {
    if (piece_reading(now_) == PieceReading::whole) return;
    const auto bar = [](float from, float to, Tone tone) {
      return [=](Point at) {
        return Line{{at.x + from, at.y}, {at.x + to, at.y}, tone, 4, LineStyle::full,
                    LineEnd::none,       LineEnd::none,     1,    {}};
      };
    };
    if (now_.quorum == 0) {
      add("one piece", sample(bar(-12, 12, Tone::good)));
      return;
    }
    if (now_.quorum_kept) add("piece with a quorum", sample(bar(-12, 12, Tone::good)));
    add("piece without",
        sample(bar(-12, -6, Tone::quorum_lost), bar(-3, 3, Tone::quorum_lost), bar(6, 12, Tone::quorum_lost)));
  }

  void add_matrix() {
    const auto cell = [](Tone tone) {
      return [=](Point at) {
        return Box{{{at.x - 9, at.y - 7}, {at.x + 9, at.y + 7}}, tone, Tone::none, 2, false, 0.3F, {}};
      };
    };
    const auto glyph = [](GlyphShape shape, Tone tone) {
      return [=](Point at) { return Glyph{at, 9, shape, tone, {}}; };
    };
    if (used_.refused || used_.one_way)
      add("refuses", sample(cell(Tone::refused), glyph(GlyphShape::cross, Tone::refused)));
    if (used_.one_way)
      add("accepts, but is refused in return", sample(cell(Tone::one_way), glyph(GlyphShape::triangle, Tone::one_way)));
    add("both accept", sample(cell(Tone::good), glyph(GlyphShape::tick, Tone::good)));
  }

  void add_certificates() {
    std::size_t named = 0;
    for (const pki::CertificateId certificate : used_.presented) {
      if (++named > most_certificates) break;
      add("presents " + certificate_name(moment_.setting->scenario(), certificate),
          sample([=](Point at) { return circle(at, certificate_tone(certificate), Tone::faint, false, 1); }));
    }
  }

  const Moment& moment_;
  const replay::Snapshot& now_;
  Used used_;
  std::vector<Item> items_;
};

}  // namespace

Rect picture_area(Point size, const TextMeasure& text) { return {{0, 0}, {size.x, size.y - strip_height(size, text)}}; }

namespace {

Drawing draw_strip(const Moment& moment, const View& view, Point size, const TextMeasure& text) {
  Drawing drawing;
  drawing.canvas = {{0, 0}, size};
  const Rect above = picture_area(size, text);
  if (above.max.y >= size.y) return drawing;
  const Rect strip{{0, above.max.y}, size};
  drawing.marks.emplace_back(Box{strip, Tone::background, Tone::none, 0, false, 1, {}});
  LabelRoom room(strip, text);
  const float row_height = text.height + row_gap;
  float x = 10;
  float y = strip.min.y + row_gap / 2 + row_height / 2;
  for (const Item& item : Items(moment, view).take()) {
    const std::string words = room.cut(item.words, size.x * 0.4F);
    const float width = sample_width + 4 + room.width(words);
    if (x + width > size.x - 4) {
      x = 10;
      y += row_height;
    }
    if (y + row_height / 2 > size.y) break;
    item.paint(drawing, {x + sample_width / 2, y});
    room.put(drawing, Label{{x + sample_width + 4, y}, words, Tone::faint, Align::left, 1, Tone::none, {}});
    x += width + item_gap;
  }
  return drawing;
}

}  // namespace

Drawing draw_legend(const Moment& moment, const View& view, Point size, const TextMeasure& text) {
  const AtScaleOne one = at_scale_one(view, size, text);
  return scaled(draw_strip(moment, one.view, one.size, one.text), view.scale);
}

}  // namespace certdrill::scene
