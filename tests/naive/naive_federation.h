// NaiveFederation lives through what happens to a small cluster the plain way: every lease ticks, healthy or not, every
// blocked node asks every two seconds, all pairs of nodes are looked at after each event. The oracle of world/leases.h,
// sessions.h, arbitration.h, global_lease.h and membership.h; it shares no code with them.
//
// Certificates are A and B of naive/federation_scenario.h, the first nodes are seed nodes, and all times are the
// defaults. What is drawn, the moments of renewals of sessions, is told to it, like what the test does to the cluster.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace certdrill::naive {

struct Deed {
  enum class Kind : std::uint8_t { settings, crash, stop, reboot, start, part, heal, renew_session };
  std::int64_t at = 0;  // milliseconds since the start
  Kind kind = Kind::settings;
  std::uint32_t node = 0;   // renew_session: one end
  std::uint32_t value = 0;  // settings: which; renew_session: the other end
  std::vector<std::uint32_t> part;
};

class NaiveFederation {
 public:
  using Millis = std::int64_t;
  struct Begin {  // of a lease
    std::uint32_t opener = 0;
    std::uint32_t acceptor = 0;
    Millis granted = 0;
  };
  NaiveFederation(std::uint32_t nodes, std::uint32_t seeds, const std::vector<Begin>& leases);

  // The lines of what happens until then, in order of time: renewals that succeed directly, and tries to establish,
  // left out.
  std::vector<std::string> live(const std::vector<Deed>& deeds, Millis end);

 private:
  enum class State : std::uint8_t { down, booting, joining, up, suspended };
  enum class Stage : std::uint8_t { absent, direct, indirect, expiry, establishing };
  struct Node {
    State state = State::up;
    bool in_ring = true;
    bool fault = false;
    std::uint32_t settings = 0;
    bool parted = false;
    Millis since = -100'000'000;
    Millis next = never;  // boots, tries, completes
    Millis fails = never;
    bool completing = false;
    bool tried = false;
    Millis open_since = never;  // since when it could join
    Millis quorum_seen = 0;
    std::uint64_t order = 0;
  };
  struct Pair {
    std::uint32_t opener = 0;
    std::uint32_t acceptor = 0;
    Stage stage = Stage::absent;
    bool session = false;
    std::uint32_t changed_by = 9999;  // whose settings changed while it was open
    Millis close = never;
    Millis granted = 0;
    Millis retry = never;
    Millis expired = never;
    Millis linked_since = never;
    bool doubt = false;  // it could not be renewed directly, and has not been since
    int rounds = 0;
    std::uint64_t order = 0;
  };
  static constexpr Millis never = INT64_MAX / 4;

  [[nodiscard]] bool alive(std::uint32_t n) const {
    return nodes_[n].state == State::up || nodes_[n].state == State::suspended;
  }
  [[nodiscard]] bool losing(std::uint32_t n) const { return alive(n) && nodes_[n].fails != never; }
  [[nodiscard]] bool linked(std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] bool talk(const Pair& pair) const;
  [[nodiscard]] Pair& pair(std::uint32_t a, std::uint32_t b) { return pairs_[std::minmax(a, b)]; }
  [[nodiscard]] std::vector<std::uint32_t> neighbours(std::uint32_t n) const;
  [[nodiscard]] bool may_join(std::uint32_t n) const;
  [[nodiscard]] bool whole() const;
  [[nodiscard]] bool has_contact(std::uint32_t n) const;
  [[nodiscard]] std::uint32_t voters(std::uint32_t n);
  [[nodiscard]] Millis due(const Pair& pair) const;
  void say(const std::string& words);
  void become(std::uint32_t n, State to, const char* cause);
  void do_it(const Deed& deed);
  void tick(Pair& pair);
  void tick(std::uint32_t n);
  void expire(Pair& pair);
  void lose(std::uint32_t n, Millis fails);
  void leave(std::uint32_t n);
  void stop(std::uint32_t n, bool in_order, const char* cause);
  void boot(std::uint32_t n, const char* cause, Millis takes = 10'000);
  void settle(std::uint32_t joiner, std::uint32_t around);
  void rearm(std::uint32_t n);
  void come_up(std::uint32_t n);
  void refresh_tickets();
  [[nodiscard]] std::vector<std::uint32_t> agreed() const;
  void look_around();

  std::vector<Node> nodes_;
  std::uint32_t seeds_ = 0;
  std::uint32_t quorum_ = 0;
  bool parted_ = false;
  bool somebody_has_quorum_ = true;  // as of the last look
  Millis refreshed_ = 0;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Pair> pairs_;
  Millis now_ = 0;
  Millis ring_asked_ = never;
  bool stirred_ = false;  // something has changed
  std::uint64_t order_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace certdrill::naive
