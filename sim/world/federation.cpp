#include "world/federation.h"

#include <algorithm>

namespace certdrill::world {
namespace {

std::uint64_t of(SimTime at) { return static_cast<std::uint64_t>(unix_milliseconds(at)); }

std::uint64_t from_hex(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) {
    const int lower = c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c;
    value = value * 16 + static_cast<std::uint64_t>(lower >= 'a' ? lower - 'a' + 10 : lower - '0');
  }
  return value;
}

void add_lease(Hash& hash, const Lease& lease) {
  if (lease.opener == nobody) {
    hash.add(std::uint64_t{0});
    return;
  }
  hash.add(std::uint64_t{lease.opener} << 32 | lease.acceptor);
  const auto bit = [](bool on, unsigned place) { return std::uint64_t{on ? 1U : 0U} << place; };
  hash.add(static_cast<std::uint64_t>(lease.state) | static_cast<std::uint64_t>(lease.session) << 8 |
           static_cast<std::uint64_t>(lease.next) << 16 | std::uint64_t{lease.indirect_rounds} << 24 |
           bit(lease.opener_changed, 32) | bit(lease.kernel_open, 33) | bit(lease.natural, 34));
  hash.add(std::uint64_t{lease.transport.of_opener} << 32 | lease.transport.of_acceptor);
  hash.add(std::uint64_t{lease.kernel.of_opener} << 32 | lease.kernel.of_acceptor);
  for (const SimTime each : {lease.made, lease.session_at, lease.granted, lease.next_at}) {
    hash.add(of(each));
  }
}

void add_faults(Hash& hash, const std::array<NetworkFault, most_network_faults>& faults) {
  for (const NetworkFault& fault : faults) {
    hash.add(fault.id);
    hash.add(static_cast<std::uint64_t>(fault.delay.count()));
    hash.add(fault.percent);
  }
}

}  // namespace

void Federation::add_to(Hash& hash) const {
  for (std::size_t node = 0; node < state.size(); ++node) {
    hash.add(static_cast<std::uint64_t>(state[node]) | static_cast<std::uint64_t>(cause[node]) << 8 |
             std::uint64_t{in_ring[node] ? 1U : 0U} << 16 | std::uint64_t{taken_in[node] ? 1U : 0U} << 17 |
             std::uint64_t{loaded[node]} << 32);
    hash.add(of(since[node]));
    hash.add(of(next_at[node]));
    hash.add(std::uint64_t{instance[node]} << 32 | side[node]);
    hash.add(of(notice_from[node]));
    hash.add(of(quorum_seen[node]));
    hash.add(std::uint64_t{rough[node]} << 32 | piece[node]);
  }
  for (const Lease& lease : leases) add_lease(hash, lease);
  for (const LeaseIndex free : free_leases) hash.add(free);
  for (const auto& [lease, last] : expired) {
    hash.add(lease);
    hash.add(of(last));
  }
  blocked.add_to(hash);
  add_faults(hash, partitions);
  add_faults(hash, rough_faults);
  // The counters follow from the rest; what was last seen of the pieces does not.
  hash.add(numbers.pieces);
  hash.add(numbers.nodes_with_quorum);
  hash.add(numbers.largest_piece);
  for (const SimTime each : {tickets_at, global_lease_at, ring_forms_at, ages_at}) hash.add(of(each));
}

NodeId node_id(const model::Cluster& cluster, model::NodeIndex node) {
  if (!cluster.node_ids.empty()) {
    const std::string_view digits = cluster.node_ids[node];
    if (digits.size() == 32) return {from_hex(digits.substr(0, 16)), from_hex(digits.substr(16))};
  }
  const std::string name = cluster.node_name(node);
  Hash high;
  high.add(name);
  Hash low;
  low.add(high.value());
  low.add(name);
  return {high.value(), low.value()};
}

Ring::Ring(const model::Cluster& cluster, std::uint32_t neighborhood_size) : neighborhood_size_(neighborhood_size) {
  const auto nodes = static_cast<std::uint32_t>(cluster.nodes.size());
  std::vector<std::pair<NodeId, model::NodeIndex>> by_id;
  by_id.reserve(nodes);
  for (model::NodeIndex node = 0; node < nodes; ++node) {
    by_id.emplace_back(node_id(cluster, node), node);
    if (cluster.nodes[node].seed) seeds_.push_back(node);
  }
  std::sort(by_id.begin(), by_id.end());
  node_.reserve(nodes);
  position_.resize(nodes);
  for (const auto& [id, node] : by_id) {
    position_[node] = static_cast<RingPosition>(node_.size());
    node_.push_back(node);
  }
  home_distance_ = std::min(neighborhood_size, nodes / 2);
  home_leases_ = nodes * home_distance_;
}

LeaseIndex Ring::home_lease(model::NodeIndex a, model::NodeIndex b) const {
  const RingPosition from = position_[a];
  const RingPosition to = position_[b];
  const std::uint32_t forward = to >= from ? to - from : to + size() - from;
  if (forward <= home_distance_) {
    const LeaseIndex here = home_lease_at(from, forward);
    if (here != nobody) return here;
  }
  const std::uint32_t backward = size() - forward;
  return backward <= home_distance_ ? home_lease_at(to, backward) : nobody;
}

}  // namespace certdrill::world
