// What a copy of the world takes, about: for those who keep many. Vectors are counted as long as they are; nodes of maps
// with what the standard library adds to them.
#include "world/world.h"

namespace certdrill::world {
namespace {

constexpr std::size_t map_node = 48;        // beside its value: links, colour, what the allocator adds
constexpr std::size_t judged_chain = 1536;  // an examined certificate: its chain of shared certificates, and its faults

template <typename T>
std::size_t bytes_of(const std::vector<T>& list) {
  return list.size() * sizeof(T);
}

std::size_t bytes_of(const std::vector<bool>& bits) { return bits.size() / 8; }

std::size_t bytes_of(const model::Store& store) {
  return sizeof(store) + bytes_of(store.entries) + bytes_of(store.unreachable_crls) + bytes_of(store.trusted_roots);
}

template <typename Map>
std::size_t bytes_of_map(const Map& map) {
  return map.size() * (map_node + sizeof(typename Map::value_type));
}

}  // namespace

std::size_t Examiner::memory_bytes() const {
  return bytes_of_map(examined_) + examined_.size() * judged_chain + bytes_of_map(view_ids_) + bytes_of(views_) +
         bytes_of(held_);
}

std::size_t AuthenticationClasses::memory_bytes() const {
  std::size_t bytes = examiner_.memory_bytes() + bytes_of(text_of_security_) + bytes_of(rule_sets_) +
                      bytes_of(presenting_) + bytes_of(endpoints_) + bytes_of_map(rule_ids_) +
                      bytes_of_map(validator_ids_) + bytes_of(validators_) + bytes_of(facts_) + bytes_of(stands_for_);
  bytes += bytes_of(same_key_) + bytes_of(answers_) + bytes_of(to_grant_);
  for (const std::vector<pki::CertificateId>& same : same_key_) bytes += bytes_of(same);
  for (const std::vector<Answer>& row : answers_) bytes += bytes_of(row);
  bytes += bytes_of_map(columns_);
  for (const auto& [certificate, column] : columns_) bytes += column.size();
  // Each class is there twice: as itself and as the key that finds it.
  for (const Class& each : classes_) bytes += map_node + 2 * (sizeof(each) + each.judged_by.size());
  return bytes;
}

std::size_t ConfigurationTable::memory_bytes() const {
  std::size_t bytes = bytes_of(configurations_) + bytes_of(content_hashes_) + bytes_of(changed_) +
                      bytes_of(store_hashes_) + bytes_of_map(by_content_) + bytes_of_map(stores_by_hash_) +
                      bytes_of_map(known_changes_);
  for (const model::Store& store : stores_) bytes += bytes_of(store);
  using Change = decltype(numbers_of_changes_)::value_type;
  for (const auto& [key, number] : numbers_of_changes_) bytes += map_node + sizeof(Change) + bytes_of(key);
  return bytes;
}

std::size_t Federation::memory_bytes() const {
  return bytes_of(state) + bytes_of(cause) + bytes_of(loaded) + bytes_of(since) + bytes_of(next_at) +
         bytes_of(instance) + bytes_of(side) + bytes_of(in_ring) + bytes_of(notice_from) + bytes_of(quorum_seen) +
         bytes_of(piece) + bytes_of(taken_in) + bytes_of(rough) + bytes_of(leases) + bytes_of(by_age.made) +
         bytes_of(free_leases) + bytes_of_map(temporary) + bytes_of_map(expired) +
         state.size() / 4;  // the last: two sets of positions
}

std::size_t World::memory_bytes() const {
  return sizeof(World) + bytes_of(configuration_) + bytes_of(acted_) + bytes_of(awaited_crl_ends_) +
         bytes_of(upgrade_.before) + bytes_of(upgrade_.unhealthy_by_domain) + bytes_of_map(upgrade_.nodes) +
         bytes_of_map(upgrade_.owed) + bytes_of_map(upgrade_.hanging) + bytes_of_map(upgrade_.seed_turns) +
         bytes_of_map(upgrade_.unreachable) + bytes_of(faults_.active) + bytes_of(faults_.strikes_from) +
         table_.memory_bytes() + federation_.memory_bytes() + classes_.memory_bytes();
}

}  // namespace certdrill::world
