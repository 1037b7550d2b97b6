#include "naive/naive_federation.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace certdrill::naive {
namespace {

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
