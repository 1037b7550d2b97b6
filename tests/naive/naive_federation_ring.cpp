// The ring of a NaiveFederation: who is next to whom, what becomes of a lease, who may join, who has a quorum.
#include <algorithm>
#include <tuple>

#include "naive/naive_federation.h"

namespace certdrill::naive {
namespace {

constexpr std::uint32_t no_joiner = 9999;

}  // namespace

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

}  // namespace certdrill::naive
