#include "world/configuration_table.h"

#include "base/hash.h"

namespace certdrill::world {

std::uint64_t content_hash(const model::Store& store) {
  Hash hash;
  hash.add(store.entries.size());
  for (const model::StoreEntry& entry : store.entries) {
    hash.add(std::uint64_t{entry.renewed_by} << 32 ^
             (std::uint64_t{entry.certificate} * 8 + static_cast<std::uint64_t>(entry.key)));
  }
  hash.add(store.unreachable_crls.size());
  for (const pki::CertificateId issuer : store.unreachable_crls) hash.add(issuer);
  for (const pki::CertificateId root : store.trusted_roots) hash.add(root);
  hash.add(static_cast<std::uint64_t>(store.clock_offset.count()));
  hash.add(store.deployed ? 1U : 0U);
  return hash.value();
}

ConfigurationTable::ConfigurationTable(std::vector<model::Store> stores) {
  for (model::Store& store : stores) {
    stores_.push_back(std::move(store));
    store_hashes_.push_back(world::content_hash(stores_.back()));
    stores_by_hash_.emplace(store_hashes_.back(), static_cast<std::uint32_t>(stores_.size() - 1));
  }
}

std::uint32_t ConfigurationTable::intern(Configuration configuration) {
  const std::uint64_t key = std::uint64_t{configuration.security} << 32 | configuration.store;
  const auto known = by_content_.find(key);
  if (known != by_content_.end()) return known->second;
  const auto id = size();
  configurations_.push_back(configuration);
  Hash hash;
  hash.add(configuration.security);
  hash.add(store_hashes_[configuration.store]);
  content_hashes_.push_back(hash.value());
  by_content_.emplace(key, id);
  return id;
}

std::uint32_t ConfigurationTable::with_store(std::uint32_t id, model::Store store) {
  return intern({configurations_[id].security, intern_store(std::move(store))});
}

std::uint32_t ConfigurationTable::number_of_change(const std::vector<std::uint32_t>& key) {
  constexpr std::size_t most_kept = 100'000;
  const auto known = numbers_of_changes_.find(key);
  if (known != numbers_of_changes_.end() && known_changes_.size() < most_kept) return known->second;
  if (known_changes_.size() >= most_kept) {
    numbers_of_changes_.clear();
    known_changes_.clear();
  }
  return numbers_of_changes_.emplace(key, static_cast<std::uint32_t>(numbers_of_changes_.size())).first->second;
}

std::uint32_t ConfigurationTable::intern_store(model::Store store) {
  const std::uint64_t hash = world::content_hash(store);
  const auto [begin, end] = stores_by_hash_.equal_range(hash);
  for (auto candidate = begin; candidate != end; ++candidate) {
    if (stores_[candidate->second] == store) return candidate->second;
  }
  const auto index = static_cast<std::uint32_t>(stores_.size());
  stores_.push_back(std::move(store));
  store_hashes_.push_back(hash);
  stores_by_hash_.emplace(hash, index);
  return index;
}

}  // namespace certdrill::world
