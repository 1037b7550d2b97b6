#include "naive/naive_federation.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace certdrill::naive {
namespace {

constexpr std::uint32_t no_joiner = 9999;
// By index of settings, as naive/federation_scenario.h has them: which certificate is shown, which are taken.
constexpr std::array<int, 4> shows = {0, 0, 1, 1};
constexpr std::array<std::array<bool, 2>, 4> accepts_by_settings = {
    {{true, false}, {true, true}, {true, true}, {false, true}}};

}  // namespace

NaiveFederation::NaiveFederation(std::uint32_t nodes, std::uint32_t seeds, const std::vector<Begin>& leases)
    : nodes_(nodes), seeds_(seeds), quorum_(seeds / 2 + 1) {
  for (const Begin& each : leases) {
    Pair& begun = pair(each.opener, each.acceptor);
    begun.opener = each.opener;
    begun.acceptor = each.acceptor;
    begun.granted = each.granted;
    begun.stage = Stage::direct;
    begun.session = true;
    begun.order = ++order_;
  }
}

bool NaiveFederation::linked(std::uint32_t a, std::uint32_t b) const {
  return nodes_[a].parted == nodes_[b].parted &&
         accepts_by_settings[nodes_[a].settings][static_cast<std::size_t>(shows[nodes_[b].settings])] &&
         accepts_by_settings[nodes_[b].settings][static_cast<std::size_t>(shows[nodes_[a].settings])];
}

bool NaiveFederation::talk(const Pair& pair) const {
  if (!alive(pair.opener) || !alive(pair.acceptor)) return false;
  if (pair.session) return nodes_[pair.opener].parted == nodes_[pair.acceptor].parted;
  return linked(pair.opener, pair.acceptor);
}

std::vector<std::uint32_t> NaiveFederation::neighbours(std::uint32_t n) const {
  const auto size = static_cast<std::uint32_t>(nodes_.size());
  std::vector<std::uint32_t> found;
  for (const std::uint32_t step : {size - 1, 1U}) {
    int near = 0;
    for (std::uint32_t at = (n + step) % size; at != n && near < 4; at = (at + step) % size) {
      if (!nodes_[at].in_ring) continue;
      ++near;
      if (std::find(found.begin(), found.end(), at) == found.end()) found.push_back(at);
    }
  }
  return found;
}

// Nothing is in doubt: then all nodes in the ring are one piece, and no refresh is needed to know it.
bool NaiveFederation::whole() const {
  for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
    if (losing(n)) return false;
  }
  return !parted_ && std::none_of(pairs_.begin(), pairs_.end(), [](const auto& each) {
    return each.second.stage != Stage::absent && each.second.doubt;
  });
}

bool NaiveFederation::has_contact(std::uint32_t n) const {
  return somebody_has_quorum_ && (nodes_[n].quorum_seen >= refreshed_ || whole());
}

bool NaiveFederation::may_join(std::uint32_t n) const {
  const auto near = neighbours(n);
  const bool quorum =
      n < seeds_ || std::any_of(near.begin(), near.end(), [&](std::uint32_t each) { return has_contact(each); });
  return quorum && !near.empty() && std::all_of(near.begin(), near.end(), [&](std::uint32_t each) {
           return alive(each) && !losing(each) && linked(n, each);
         });
}

std::uint32_t NaiveFederation::voters(std::uint32_t n) {
  std::uint32_t reached = 0;
  for (std::uint32_t seed = 0; seed < seeds_; ++seed) {
    if (!alive(seed) || now_ - nodes_[seed].since < 60'000) continue;
    const bool over_session = seed != n && pair(n, seed).session && nodes_[n].parted == nodes_[seed].parted;
    if (seed == n || linked(n, seed) || over_session) ++reached;
  }
  return reached;
}

void NaiveFederation::say(const std::string& words) {
  lines_.push_back(std::to_string(1'000'000'000 + now_) + " " + words);
}

void NaiveFederation::become(std::uint32_t n, State to, const char* cause) {
  static constexpr std::array<const char*, 5> words = {"down", "booting", "joining", "up", "suspended"};
  say("N" + std::to_string(n) + " " + words[static_cast<std::size_t>(nodes_[n].state)] + ">" +
      words[static_cast<std::size_t>(to)] + " " + cause);
  nodes_[n].state = to;
  stirred_ = true;
  if (to != State::suspended) nodes_[n].since = now_;
}

NaiveFederation::Millis NaiveFederation::due(const Pair& pair) const {
  switch (pair.stage) {
    case Stage::direct:
      return pair.granted + 5'000;
    case Stage::indirect:
      return pair.granted + 13'333;
    case Stage::expiry:
      return pair.granted + 30'000;
    case Stage::establishing:
      return std::min(pair.retry, pair.granted + 30'000);
    case Stage::absent:
      break;
  }
  return never;
}

void NaiveFederation::tick(Pair& pair) {
  const std::string ends = std::to_string(pair.opener) + "-" + std::to_string(pair.acceptor);
  if (pair.stage != Stage::establishing) pair.order = ++order_;  // its expiry is armed once, when it begins
  if (pair.stage == Stage::expiry || (pair.stage == Stage::establishing && now_ == pair.granted + 30'000)) {
    expire(pair);
    return;
  }
  if (pair.stage == Stage::indirect) {
    const auto carries = [&](std::uint32_t a, std::uint32_t b) {
      const Pair& other = this->pair(a, b);
      return other.stage != Stage::absent && other.stage != Stage::establishing && other.session &&
             nodes_[a].parted == nodes_[b].parted;
    };
    bool renewed = false;
    for (std::uint32_t common = 0; common < nodes_.size() && pair.rounds < 20; ++common) {
      if (common == pair.opener || common == pair.acceptor || !alive(common)) continue;
      if (!alive(pair.opener) || !alive(pair.acceptor)) continue;
      renewed = renewed || (carries(pair.opener, common) && carries(common, pair.acceptor));
    }
    say("RenewLeaseIndirectly " + ends + (renewed ? " renewed" : " failed"));
    if (renewed) {
      pair.granted = now_;
      ++pair.rounds;
    }
    pair.stage = renewed ? Stage::direct : Stage::expiry;
    return;
  }
  // A try on the grid sees what has changed before this moment.
  const bool establishing = pair.stage == Stage::establishing;
  if (talk(pair) && (!establishing || pair.linked_since < now_)) {
    pair.session = true;
    pair.doubt = false;
    pair.granted = now_;
    pair.rounds = 0;
    pair.order = ++order_;
    pair.stage = Stage::direct;
    return;
  }
  if (establishing) {
    pair.retry += 1'000;
    return;
  }
  say("RenewLease " + ends + " failed");
  pair.stage = Stage::indirect;
}

void NaiveFederation::expire(Pair& pair) {
  const std::uint32_t a = pair.opener;
  const std::uint32_t b = pair.acceptor;
  const std::string line = "ExpireLease " + std::to_string(a) + "-" + std::to_string(b);
  const std::uint32_t quorum = quorum_;
  const std::uint32_t voters_a = alive(a) ? voters(a) : 0;
  const std::uint32_t voters_b = alive(b) ? voters(b) : 0;
  const bool repeated = pair.expired != never && now_ - pair.expired <= 300'000;
  const auto reports = [&](std::uint32_t n) {
    std::int64_t count = 0;
    for (const auto& [ends, each] : pairs_) {
      const bool its = ends.first == n || ends.second == n;
      if (its && each.expired != never && now_ - each.expired <= 300'000) ++count;
    }
    return count;
  };
  const std::int64_t reports_a = reports(a);
  const std::int64_t reports_b = reports(b);
  pair.expired = now_;
  if (voters_a >= quorum && voters_b >= quorum && !repeated) {
    say(line + " nobodyLoses");
    pair.stage = Stage::establishing;
    pair.order = ++order_;
    pair.granted = now_;
    pair.retry = now_ + 1'000;
    pair.linked_since = talk(pair) ? now_ - 1 : never;  // the first try is made whatever has changed
    pair.rounds = 0;
    return;
  }
  pair.stage = Stage::absent;
  pair.session = false;
  pair.close = never;
  const auto end = [&](std::uint32_t n, Millis fails) {
    if (alive(n)) {
      lose(n, fails);
    } else {
      leave(n);
    }
  };
  if (voters_a < quorum && voters_b < quorum) {
    say(line + " bothLose");
    end(a, now_ + 30'000);
    end(b, now_ + 30'000);
    return;
  }
  std::uint32_t loser = voters_a < quorum ? a : b;
  Millis fails = now_ + 30'000;
  if (voters_a >= quorum && voters_b >= quorum) {
    loser = std::tuple(voters_a, -reports_a, a) < std::tuple(voters_b, -reports_b, b) ? a : b;
    fails = now_;
  }
  say(line + " oneSideLoses N" + std::to_string(loser));
  end(loser, fails);
}

void NaiveFederation::lose(std::uint32_t n, Millis fails) {
  Node& node = nodes_[n];
  if (node.fails <= fails) return;
  node.fails = fails;
  node.order = ++order_;
  if (fails == now_ && node.state == State::up) become(n, State::suspended, "leaseExpired");
}

void NaiveFederation::leave(std::uint32_t n) {
  if (!nodes_[n].in_ring) return;
  nodes_[n].in_ring = false;
  settle(no_joiner, n);
  bool anybody = false;
  for (std::uint32_t each = 0; each < nodes_.size(); ++each) anybody = anybody || alive(each);
  for (Node& each : nodes_) each.in_ring = each.in_ring && anybody;
  settle(no_joiner, n);
}

// Every pair of neighbours has a lease, and nobody else has one. Several may be made at once, and expire at once: they
// are made in the order in which the nodes around the one that came or went have them to make.
void NaiveFederation::settle(std::uint32_t joiner, std::uint32_t around) {
  const auto size = static_cast<std::uint32_t>(nodes_.size());
  for (std::uint32_t a = 0; a < size; ++a) {
    const auto near = neighbours(a);
    for (std::uint32_t b = a + 1; b < size; ++b) {
      const bool wanted =
          nodes_[a].in_ring && nodes_[b].in_ring && std::find(near.begin(), near.end(), b) != near.end();
      if (wanted) continue;
      Pair& each = pair(a, b);
      each.stage = Stage::absent;
      each.session = false;
      each.close = never;
      if (std::min(b - a, size - (b - a)) > 4) each = {};
    }
  }
  std::vector<std::uint32_t> makers = neighbours(around);
  if (joiner != no_joiner) makers.insert(makers.begin(), joiner);
  for (const std::uint32_t a : makers) {
    for (const std::uint32_t b : neighbours(a)) {
      Pair& each = pair(a, b);
      if (each.stage != Stage::absent || losing(a) || losing(b)) continue;
      const bool opens = joiner == a || (joiner != b && a < b);
      each.opener = opens ? a : b;
      each.acceptor = opens ? b : a;
      each.granted = now_;
      each.rounds = 0;
      each.order = ++order_;
      each.retry = now_ + 1'000;
      each.session = talk(each);
      each.doubt = !each.session;
      each.linked_since = never;
      each.stage = each.session ? Stage::direct : Stage::establishing;
    }
  }
}

// Those of this node that come into doubt now do so by their distance, the one behind it first; then those that bridge
// missing nodes, by the other end.
void NaiveFederation::rearm(std::uint32_t n) {
  const auto size = static_cast<std::uint32_t>(nodes_.size());
  for (std::uint32_t distance = 1; distance <= std::min(4U, size / 2); ++distance) {
    for (const std::uint32_t other : {(n + distance) % size, (n + size - distance) % size}) {
      if (other != n && pair(n, other).stage == Stage::direct) pair(n, other).order = ++order_;
    }
  }
  for (std::uint32_t other = 0; other < size; ++other) {
    const std::uint32_t apart = other > n ? other - n : n - other;
    if (std::min(apart, size - apart) <= 4) continue;
    if (pair(n, other).stage == Stage::direct) pair(n, other).order = ++order_;
  }
}

void NaiveFederation::stop(std::uint32_t n, bool in_order, const char* cause) {
  if (nodes_[n].state == State::down) return;
  become(n, State::down, cause);
  nodes_[n].fails = nodes_[n].next = never;
  nodes_[n].completing = false;
  bool anybody = false;
  for (std::uint32_t each = 0; each < nodes_.size(); ++each) anybody = anybody || alive(each);
  bool watched = false;  // somebody has a lease with it
  for (const auto& [ends, each] : pairs_) {
    if ((ends.first == n || ends.second == n) && each.stage != Stage::absent) watched = true;
  }
  if (in_order || !anybody || !watched) {
    leave(n);
    return;
  }
  for (auto& [ends, each] : pairs_) {
    if (ends.first != n && ends.second != n) continue;
    each.session = false;
    each.close = never;
  }
  rearm(n);
}

void NaiveFederation::boot(std::uint32_t n, const char* cause, Millis takes) {
  if (nodes_[n].state != State::down) return;
  become(n, State::booting, cause);
  nodes_[n].fault = std::string(cause) == "fault";
  nodes_[n].next = now_ + takes;
  nodes_[n].order = ++order_;
}

void NaiveFederation::come_up(std::uint32_t n) {
  become(n, State::up, "joined");
  nodes_[n].next = never;
  nodes_[n].completing = false;
  nodes_[n].in_ring = true;
  nodes_[n].quorum_seen = now_;
  settle(n, n);
}

void NaiveFederation::tick(std::uint32_t n) {
  Node& node = nodes_[n];
  node.order = ++order_;
  if (alive(n)) {
    if (now_ == node.fails) {
      stop(n, true, "leaseFailed");
      boot(n, "hostRestartsIt");
    } else {
      become(n, State::suspended, "leaseExpired");
    }
    return;
  }
  if (node.state == State::booting) {
    leave(n);
    become(n, State::joining, node.fault ? "fault" : "hostRestartsIt");
    node.tried = false;
    return;
  }
  if (node.completing) {
    node.completing = false;
    if (may_join(n)) {
      come_up(n);
      return;
    }
    node.open_since = never;
    node.next = node.since + ((now_ - node.since) / 2'000 + 1) * 2'000;
    return;
  }
  // The first try is made whatever has changed.
  const bool first = !std::exchange(node.tried, true);
  if (may_join(n) && (first || node.open_since < now_)) {
    node.completing = true;
    node.next = now_ + 1'000;
  } else {
    node.next += 2'000;
  }
}

void NaiveFederation::refresh_tickets() {
  refreshed_ = now_;
  somebody_has_quorum_ = false;
  std::vector<int> piece(nodes_.size(), -1);
  for (std::uint32_t first = 0; first < nodes_.size(); ++first) {
    if (!alive(first) || piece[first] >= 0) continue;
    std::vector<std::uint32_t> found = {first};
    piece[first] = static_cast<int>(first);
    for (std::size_t i = 0; i < found.size(); ++i) {
      for (std::uint32_t other = 0; other < nodes_.size(); ++other) {
        if (!alive(other) || piece[other] >= 0 || nodes_[found[i]].parted != nodes_[other].parted) continue;
        if (!linked(found[i], other) && !pair(found[i], other).session) continue;
        piece[other] = static_cast<int>(first);
        found.push_back(other);
      }
    }
    if (std::count_if(found.begin(), found.end(), [&](std::uint32_t each) { return each < seeds_; }) < quorum_)
      continue;
    somebody_has_quorum_ = true;
    for (const std::uint32_t each : found) nodes_[each].quorum_seen = now_;
  }
}

// The seed nodes that could form a ring now; none while there is one.
std::vector<std::uint32_t> NaiveFederation::agreed() const {
  std::vector<std::pair<std::size_t, std::uint32_t>> running;
  if (std::any_of(nodes_.begin(), nodes_.end(), [](const Node& each) { return each.in_ring; })) return {};
  for (std::uint32_t n = 0; n < seeds_; ++n) {
    if (nodes_[n].state != State::joining) continue;
    std::size_t refused = 0;
    for (std::uint32_t other = 0; other < seeds_; ++other) {
      if (nodes_[other].state == State::joining && !linked(n, other)) ++refused;
    }
    running.emplace_back(refused, n);
  }
  std::sort(running.begin(), running.end());
  std::vector<std::uint32_t> found;
  for (const auto& [refused, n] : running) {
    bool all = true;
    for (const std::uint32_t other : found) all = all && linked(n, other);
    if (all) found.push_back(n);
  }
  if (found.size() < quorum_) found.clear();
  return found;
}

void NaiveFederation::do_it(const Deed& deed) {
  stirred_ = true;
  if (deed.kind == Deed::Kind::settings) {
    nodes_[deed.node].settings = deed.value;
    for (auto& [ends, each] : pairs_) {
      const bool its = ends.first == deed.node || ends.second == deed.node;
      if (its && each.session && each.close == never && each.changed_by == 9999) each.changed_by = deed.node;
    }
  } else if (deed.kind == Deed::Kind::crash) {
    stop(deed.node, false, "fault");
  } else if (deed.kind == Deed::Kind::stop) {
    stop(deed.node, true, "fault");
  } else if (deed.kind == Deed::Kind::reboot) {
    stop(deed.node, true, "fault");
    boot(deed.node, "fault", 120'000);
  } else if (deed.kind == Deed::Kind::start) {
    boot(deed.node, "fault");
  } else if (deed.kind == Deed::Kind::part) {
    parted_ = true;
    for (const std::uint32_t each : deed.part) nodes_[each].parted = true;
    for (const std::uint32_t each : deed.part) rearm(each);
  } else if (deed.kind == Deed::Kind::heal) {
    parted_ = false;
    for (Node& each : nodes_) each.parted = false;
  } else {
    Pair& each = pair(deed.node, deed.value);
    const bool renewed = linked(each.opener, each.acceptor);
    say("RenewSession " + std::to_string(each.opener) + "-" + std::to_string(each.acceptor) +
        (renewed ? " renewed" : " refused"));
    if (!renewed) each.close = now_ + (each.changed_by == each.opener ? 70'000 : 250'000);
    each.changed_by = 9999;
  }
}

// Since when could each blocked node join, and each pair without a lease get it?
void NaiveFederation::look_around() {
  for (auto& [ends, each] : pairs_) {
    const bool apart = nodes_[ends.first].parted != nodes_[ends.second].parted;
    if (each.stage == Stage::absent) {
      each.doubt = false;
    } else if (!each.session || apart || !alive(ends.first) || !alive(ends.second) || each.stage != Stage::direct) {
      each.doubt = true;
    }
  }
  if (whole()) {
    std::uint32_t up = 0;
    for (std::uint32_t n = 0; n < seeds_; ++n) {
      if (alive(n)) ++up;
    }
    somebody_has_quorum_ = up >= quorum_;
  }
  for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
    Node& node = nodes_[n];
    if (node.state != State::joining || node.completing) continue;
    if (!may_join(n)) {
      node.open_since = never;
    } else if (node.open_since == never) {
      node.open_since = now_;
      node.order = ++order_;  // those for whom one event opened the way come one after the other
    }
  }
  for (auto& [ends, each] : pairs_) {
    if (!each.session) each.changed_by = 9999;
    if (each.stage != Stage::establishing) continue;
    if (!talk(each)) {
      each.linked_since = never;
    } else if (each.linked_since == never) {
      each.linked_since = now_;
    }
  }
}

std::vector<std::string> NaiveFederation::live(const std::vector<Deed>& deeds, Millis end) {
  std::size_t next_deed = 0;
  Millis next_tickets = 10'000;
  Millis next_form = 5'000;
  while (true) {
    // Which comes next: by time, and at the same time by when it was armed; deeds last, tickets after what they may
    // end.
    std::tuple<Millis, int, std::uint64_t> first{never, 0, 0};
    Pair* which_pair = nullptr;
    std::uint32_t which_node = 9999;
    bool closes = false;
    const auto offer = [&](Millis at, int rank, std::uint64_t order) {
      if (std::tuple(at, rank, order) >= first) return false;
      first = {at, rank, order};
      which_pair = nullptr;
      which_node = 9999;
      closes = false;
      return true;
    };
    for (auto& [ends, each] : pairs_) {
      if (offer(due(each), 1, each.order)) which_pair = &each;
      if (each.close != never && offer(each.close, 1, each.order)) {
        which_pair = &each;
        closes = true;
      }
    }
    for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
      const Node& node = nodes_[n];
      Millis at = alive(n) ? node.fails : node.next;
      if (node.state == State::up && node.fails != never) at = std::min(at, std::max(now_, node.fails - 28'000));
      if (offer(at, 1, node.order)) which_node = n;
      if (alive(n) && offer(node.quorum_seen + 300'000, 0, n)) which_node = n + 10'000;
    }
    if (next_deed < deeds.size()) offer(deeds[next_deed].at, 4, 0);
    offer(next_tickets, 3, 0);
    offer(next_form, 2, 0);
    now_ = std::get<0>(first);
    if (now_ > end) break;
    const int rank = std::get<1>(first);
    if (rank == 4) {
      do_it(deeds[next_deed++]);
    } else if (rank == 3) {
      refresh_tickets();
      next_tickets += 10'000;
    } else if (rank == 2) {
      if (ring_asked_ < now_) {
        ring_asked_ = never;
        const std::vector<std::uint32_t> found = agreed();
        for (const std::uint32_t n : found) come_up(n);
        somebody_has_quorum_ = somebody_has_quorum_ || !found.empty();
      }
      next_form += 5'000;
    } else if (rank == 0) {
      std::vector<std::uint32_t> ended;
      for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
        if (alive(n) && nodes_[n].quorum_seen + 300'000 <= now_) ended.push_back(n);
      }
      for (const std::uint32_t n : ended) lose(n, now_);
      for (const std::uint32_t n : ended) {
        stop(n, true, "globalLeaseLost");
        boot(n, "hostRestartsIt");
      }
    } else if (which_node < nodes_.size()) {
      tick(which_node);
    } else if (closes) {
      Pair& each = *which_pair;
      const bool renewed = linked(each.opener, each.acceptor);
      say("CloseSession " + std::to_string(each.opener) + "-" + std::to_string(each.acceptor) +
          (renewed ? " renewed" : " refused"));
      each.close = never;
      each.session = renewed;
    } else {
      tick(*which_pair);
    }
    look_around();
    // Seed nodes look for each other after a change, when there is no ring and enough of them run.
    bool ring = false;
    std::uint32_t running = 0;
    for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
      ring = ring || nodes_[n].in_ring;
      if (n < seeds_ && nodes_[n].state == State::joining) ++running;
    }
    if (ring) ring_asked_ = never;
    if (stirred_ && !ring && running >= quorum_ && ring_asked_ == never) ring_asked_ = now_;
    stirred_ = false;
  }
  return lines_;
}

}  // namespace certdrill::naive
