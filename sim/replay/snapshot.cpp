#include "replay/snapshot.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "check/connectivity.h"
#include "check/property_watch.h"
#include "model/notation.h"
#include "world/pieces.h"

namespace certdrill::replay {
namespace {

using check::CondensedShape;

struct Part {
  std::uint32_t nodes = 0;
  std::uint32_t seeds = 0;
  model::NodeIndex first = world::nobody;
};

// Numbers the parts anew, largest first, of equal ones that with the first node; gives the new number of each.
std::vector<std::uint32_t> largest_first(const std::vector<Part>& parts) {
  std::vector<std::uint32_t> order(parts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tuple(parts[b].nodes, parts[a].first) < std::tuple(parts[a].nodes, parts[b].first);
  });
  std::vector<std::uint32_t> number(parts.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) number[order[i]] = i;
  return number;
}

// What a picture is made from, part by part.
class SnapshotMaker {
 public:
  SnapshotMaker(const RecordedRun& run, EventNumber event, const world::World& world)
      : run_(run),
        event_(event),
        world_(world),
        federation_(world.federation()),
        classes_(world.classes()),
        nodes_(static_cast<model::NodeIndex>(world.setting().node_count())) {}

  Snapshot make(bool with_sessions) {
    out_.at = run_.time_of(event_);
    out_.event = event_;
    out_.settled = run_.settled(event_) == event_;
    out_.place = run_.place_at(event_);
    take_nodes();
    take_absences();
    take_classes();
    take_pieces();
    take_federation_pieces();
    take_quorum();
    if (with_sessions && federation_.on) take_sessions();
    out_.actors = actors_at(run_, event_, world_);
    return std::move(out_);
  }

 private:
  void take_nodes();
  void take_absences();
  void take_classes();
  void take_pieces();
  void take_federation_pieces();
  void take_quorum();
  void take_sessions();
  [[nodiscard]] bool is_old(const world::Lease& lease) const;
  void number_pieces(const std::vector<Part>& parts, const std::vector<std::uint32_t>& part_of,
                     std::uint32_t NodeMoment::*number, std::vector<PieceMoment>& pieces);

  const RecordedRun& run_;
  EventNumber event_;
  const world::World& world_;
  const world::Federation& federation_;
  world::AuthenticationClasses& classes_;
  model::NodeIndex nodes_;
  std::uint64_t best_seeds_ = 0;  // in one piece of the trust reading
  Snapshot out_;
};

void SnapshotMaker::take_nodes() {
  const std::vector<model::Node>& said = world_.scenario().cluster.nodes;
  const bool upgrading = world_.upgrade().under_way;
  const world::Provisioned& provisioned = world_.provisioned();
  std::vector<std::uint8_t> known(world_.configurations().size(), 0);  // 1: no key waits, 2: one does
  const auto key_waits = [&](std::uint32_t configuration) {
    if (known[configuration] == 0) {
      const auto& entries = world_.configurations().store_of(configuration).entries;
      const bool waits = std::any_of(entries.begin(), entries.end(), [](const model::StoreEntry& entry) {
        return entry.key == model::PrivateKeyState::not_granted;
      });
      known[configuration] = waits ? 2 : 1;
    }
    return known[configuration] == 2;
  };
  out_.nodes.resize(nodes_);
  for (model::NodeIndex node = 0; node < nodes_; ++node) {
    NodeMoment& moment = out_.nodes[node];
    moment.configuration = world_.configuration_of(node);
    const world::AuthenticationClasses::Facts& facts = classes_.facts(moment.configuration);
    moment.security = world_.configurations()[moment.configuration].security;
    moment.class_id = facts.class_id;
    moment.presents = facts.presented;
    moment.loaded = facts.presented;
    moment.seed = said[node].seed;
    moment.switched = upgrading && world_.has_acted(node);
    if (!provisioned.machines.empty()) {
      moment.machine = provisioned.machines[node];
      moment.is_new = provisioned.never_deployed[node];
      moment.deployed = world_.configurations().store_of(moment.configuration).deployed;
      out_.not_deployed += moment.deployed ? 0U : 1U;
    }
    moment.key_waits = moment.deployed && provisioned.on && key_waits(moment.configuration);
    if (!federation_.on) continue;
    moment.state = federation_.state[node];
    moment.cause = federation_.cause[node];
    moment.in_ring = federation_.in_ring[node];
    moment.loaded = federation_.loaded[node];
    // One that is re-imaged was there before, and is missed.
    const bool is_missed = moment.deployed || moment.cause == world::Cause::reimaged;
    if (is_missed && moment.state != world::NodeState::up) ++out_.unavailable;
  }
}

void SnapshotMaker::take_absences() {
  for (const NodeAbsence& absence : run_.absences()) {
    if (absence.from > event_) break;
    if (event_ < absence.until) out_.nodes[absence.node].lost = true;
  }
}

void SnapshotMaker::take_classes() {
  // What is not there refuses nobody: it is of a class of its own, behind those of the world, of no nodes.
  const std::uint32_t known = classes_.class_count();
  const std::uint32_t count = known + (out_.not_deployed > 0 ? 1 : 0);
  out_.classes.resize(count);
  for (NodeMoment& node : out_.nodes) {
    if (!node.deployed) {
      node.class_id = known;
      node.presents = node.loaded = pki::no_certificate;
      continue;
    }
    ClassMoment& moment = out_.classes[node.class_id];
    if (moment.nodes++ == 0) {
      moment.configuration = node.configuration;
      moment.presents = node.presents;
    }
    moment.seeds += node.seed ? 1U : 0U;
  }
  for (ClassMoment& moment : out_.classes) {
    if (moment.nodes == 0) continue;
    moment.security =
        model::to_string(world_.scenario().securities[world_.configurations()[moment.configuration].security]);
  }
  out_.accepts.resize(std::size_t{count} * count);
  for (world::ClassId validator = 0; validator < count; ++validator) {
    for (world::ClassId shower = 0; shower < count; ++shower) {
      const bool there = validator < known && shower < known;
      out_.accepts[std::size_t{validator} * count + shower] = !there || classes_.accepts(validator, shower);
    }
  }
}

void SnapshotMaker::number_pieces(const std::vector<Part>& parts, const std::vector<std::uint32_t>& part_of,
                                  std::uint32_t NodeMoment::*number, std::vector<PieceMoment>& pieces) {
  const std::vector<std::uint32_t> numbers = largest_first(parts);
  pieces.resize(parts.size());
  const std::uint64_t quorum = world_.setting().seeds().empty() ? 0 : check::quorum_of(world_.setting().seeds().size());
  for (std::size_t i = 0; i < parts.size(); ++i)
    pieces[numbers[i]] = {parts[i].nodes, parts[i].seeds, parts[i].seeds >= quorum};
  for (model::NodeIndex node = 0; node < nodes_; ++node) {
    if (part_of[node] != world::nobody) out_.nodes[node].*number = numbers[part_of[node]];
  }
}

void SnapshotMaker::take_pieces() {
  std::vector<check::Population> by_class;
  by_class.reserve(out_.classes.size());
  for (const ClassMoment& moment : out_.classes) by_class.push_back({moment.nodes, moment.seeds});
  by_class.resize(classes_.class_count());
  check::Connectivity connectivity;
  connectivity.reset(classes_, by_class);
  out_.pairs = connectivity.pairs();
  out_.broken_pairs = connectivity.broken_pairs();
  out_.one_way_pairs = connectivity.one_way_pairs();

  std::vector<Part> parts;
  std::vector<std::uint32_t> part_of(nodes_, 0);
  const auto add = [&](model::NodeIndex node, std::uint32_t part) {
    if (!out_.nodes[node].deployed) {
      part_of[node] = world::nobody;
      return;
    }
    part_of[node] = part;
    ++parts[part].nodes;
    parts[part].seeds += out_.nodes[node].seed ? 1U : 0U;
    parts[part].first = std::min(parts[part].first, node);
  };
  if (out_.broken_pairs == 0) {
    parts.resize(nodes_ > out_.not_deployed ? 1 : 0);
    for (model::NodeIndex node = 0; node < nodes_; ++node) add(node, 0);
  } else {
    const CondensedShape& drawn = connectivity.condensed();
    std::vector<std::uint32_t> part_of_component(drawn.components, world::nobody);
    for (model::NodeIndex node = 0; node < nodes_; ++node) {
      if (!out_.nodes[node].deployed) {
        part_of[node] = world::nobody;
        continue;
      }
      const std::uint32_t class_id = out_.nodes[node].class_id;
      std::uint32_t alone = world::nobody;
      // Nodes of a scattered class have no link at all: each is a piece.
      std::uint32_t& part = drawn.scattered[class_id] ? alone : part_of_component[drawn.component_of[class_id]];
      if (part == world::nobody) {
        part = static_cast<std::uint32_t>(parts.size());
        parts.emplace_back();
      }
      add(node, part);
    }
  }
  number_pieces(parts, part_of, &NodeMoment::trust_piece, out_.pieces);
  for (const PieceMoment& piece : out_.pieces) best_seeds_ = std::max<std::uint64_t>(best_seeds_, piece.seeds);
}

void SnapshotMaker::take_federation_pieces() {
  if (!federation_.on || federation_.is_whole()) return;
  const world::Pieces pieces = world::Pieces::of(world_, out_.at);
  if (pieces.nodes.size() <= 1) return;
  std::vector<Part> parts(pieces.nodes.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].nodes = static_cast<std::uint32_t>(pieces.nodes[i]);
    parts[i].seeds = static_cast<std::uint32_t>(pieces.seeds[i]);
  }
  for (model::NodeIndex node = nodes_; node-- > 0;) {
    if (pieces.piece[node] != world::nobody) parts[pieces.piece[node]].first = node;
  }
  number_pieces(parts, pieces.piece, &NodeMoment::federation_piece, out_.federation_pieces);
}

// As the checks have it: of the trust reading without a federation, else of the nodes that are up.
void SnapshotMaker::take_quorum() {
  const std::size_t seeds = world_.setting().seeds().size();
  out_.quorum = seeds == 0 ? 0 : static_cast<std::uint32_t>(check::quorum_of(seeds));
  out_.seeds_up = static_cast<std::uint32_t>(federation_.on ? federation_.numbers.eligible_seeds : seeds);
  if (federation_.on) {
    out_.quorum_kept = out_.quorum == 0 || (out_.seeds_up >= out_.quorum && federation_.numbers.nodes_with_quorum > 0);
  } else {
    out_.quorum_kept = best_seeds_ >= out_.quorum;
  }
}

// Would it not come about like this today?
bool SnapshotMaker::is_old(const world::Lease& lease) const {
  const auto [of_opener, of_acceptor] = lease.transport;
  const NodeMoment& opener = out_.nodes[lease.opener];
  const NodeMoment& acceptor = out_.nodes[lease.acceptor];
  if (of_opener != opener.presents || of_acceptor != acceptor.presents) return true;
  const std::vector<pki::CertificateSpec>& specs = world_.scenario().certificates;
  if (specs[of_opener].not_after <= out_.at || specs[of_acceptor].not_after <= out_.at) return true;
  return !out_.class_accepts(opener.class_id, acceptor.class_id) ||
         !out_.class_accepts(acceptor.class_id, opener.class_id);
}

void SnapshotMaker::take_sessions() {
  using State = SessionMoment::State;
  out_.sessions.reserve(federation_.leases.size());
  for (const world::Lease& lease : federation_.leases) {
    if (lease.state == world::Lease::State::absent || lease.opener == world::nobody) continue;
    SessionMoment session;
    session.opener = lease.opener;
    session.acceptor = lease.acceptor;
    session.lease_in_doubt = lease.in_doubt();
    if (lease.has_session()) {
      session.state = lease.session == world::Lease::Session::to_be_renewed  ? State::to_be_renewed
                      : lease.session == world::Lease::Session::to_be_closed ? State::to_be_closed
                                                                             : State::open;
      session.shows = lease.transport;
      session.old = is_old(lease);
      ++out_.sessions_open;
      out_.sessions_old += session.old ? 1U : 0U;
    }
    out_.sessions.push_back(session);
  }
}

// The pairs of nodes of two groups, each once, until enough are told.
struct Group {
  std::uint32_t before = 0;  // classes
  std::uint32_t now = 0;
  std::vector<model::NodeIndex> nodes;
};

}  // namespace

Snapshot make_snapshot(const RecordedRun& run, EventNumber event, const world::World& world, bool with_sessions) {
  return SnapshotMaker(run, event, world).make(with_sessions);
}

SnapshotChange change_between(const Snapshot& before, const Snapshot& now) {
  SnapshotChange change;
  const auto nodes = static_cast<model::NodeIndex>(std::min(before.nodes.size(), now.nodes.size()));
  // Nodes that were of one class and are of one class have changed their links alike.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> group_of;
  std::vector<Group> groups;
  for (model::NodeIndex node = 0; node < nodes; ++node) {
    const NodeMoment& was = before.nodes[node];
    const NodeMoment& is = now.nodes[node];
    if (was.state != is.state || was.machine != is.machine || was.configuration != is.configuration ||
        was.presents != is.presents)
      change.nodes.push_back(node);
    if (!was.deployed || !is.deployed) continue;  // nobody has a link to it
    const auto [place, added] =
        group_of.emplace(std::pair(was.class_id, is.class_id), static_cast<std::uint32_t>(groups.size()));
    if (added) groups.push_back({was.class_id, is.class_id, {}});
    groups[place->second].nodes.push_back(node);
  }
  std::vector<std::vector<std::uint32_t>> changed_with(groups.size());  // groups, in order; only those behind it
  for (std::uint32_t a = 0; a < groups.size(); ++a) {
    for (std::uint32_t b = a; b < groups.size(); ++b) {
      const bool same = before.link_of_classes(groups[a].before, groups[b].before) ==
                        now.link_of_classes(groups[a].now, groups[b].now);
      if (same) continue;
      const std::uint64_t here = groups[a].nodes.size();
      change.pairs_changed += a == b ? here * (here - 1) / 2 : here * groups[b].nodes.size();
      changed_with[a].push_back(b);
      if (a != b) changed_with[b].push_back(a);
    }
  }
  if (change.pairs_changed == 0) return change;
  // In the order of the first node, then of the second.
  std::vector<std::uint32_t> group_of_node(nodes, world::nobody);
  for (std::uint32_t group = 0; group < groups.size(); ++group) {
    for (const model::NodeIndex node : groups[group].nodes) group_of_node[node] = group;
  }
  for (model::NodeIndex first = 0; first < nodes && change.pairs.size() < most_pairs; ++first) {
    if (group_of_node[first] == world::nobody) continue;
    std::vector<model::NodeIndex> others;
    for (const std::uint32_t group : changed_with[group_of_node[first]]) {
      const std::vector<model::NodeIndex>& in = groups[group].nodes;
      const auto behind = std::upper_bound(in.begin(), in.end(), first);
      const auto enough = std::min<std::ptrdiff_t>(in.end() - behind, most_pairs);
      others.insert(others.end(), behind, behind + enough);
    }
    std::sort(others.begin(), others.end());
    for (const model::NodeIndex other : others) {
      if (change.pairs.size() == most_pairs) break;
      change.pairs.emplace_back(first, other);
    }
  }
  return change;
}

}  // namespace certdrill::replay
