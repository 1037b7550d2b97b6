// A configuration is all that a node's conduct depends on: its security configuration and what lies in its store. Nodes
// hold only the number of theirs.
//
// Numbers are given in the order in which configurations come up, so they mean something only together with their
// table; content_hash() is the same for the same content in every table. The table only grows; a run has a handful of
// configurations, however many nodes it has.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "model/scenario.h"

namespace certdrill::world {

struct Configuration {
  std::uint32_t security = 0;  // index into Scenario::securities
  std::uint32_t store = 0;     // index into ConfigurationTable's stores
  friend bool operator==(const Configuration&, const Configuration&) = default;
};

class ConfigurationTable {
 public:
  explicit ConfigurationTable(std::vector<model::Store> stores);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(configurations_.size()); }
  [[nodiscard]] const Configuration& operator[](std::uint32_t id) const { return configurations_[id]; }
  [[nodiscard]] const model::Store& store_of(std::uint32_t id) const { return stores_[configurations_[id].store]; }
  [[nodiscard]] std::uint64_t content_hash(std::uint32_t id) const { return content_hashes_[id]; }

  [[nodiscard]] std::size_t memory_bytes() const;  // about

  // The number of this configuration; a new one when it has not come up before. Constant time, no allocation for known
  // ones.
  std::uint32_t intern(Configuration configuration);
  std::uint32_t with_security(std::uint32_t id, std::uint32_t security) {
    return intern({security, configurations_[id].store});
  }

  // The configuration that `change` makes of `id`'s store. Every node of a step asks the same, so the answers of the
  // latest step are kept: `change` is called once for each configuration that the step meets.
  template <typename Change>
  std::uint32_t with_store_change(std::uint32_t id, std::uint32_t step, Change&& change) {
    if (step != changed_by_step_) {
      changed_by_step_ = step;
      changed_.clear();
    }
    if (id >= changed_.size()) changed_.resize(size(), unknown);
    if (changed_[id] == unknown) {
      const std::uint32_t to = with_store(id, change(store_of(id)));
      changed_[id] = to;
    }
    return changed_[id];
  }

  // The same for changes that come again and again, several of them in turns: `key` says in full what `change` does. The
  // answers are kept, as long as they are not too many.
  template <typename Change>
  std::uint32_t with_known_change(std::uint32_t id, const std::vector<std::uint32_t>& key, Change&& change) {
    const std::uint64_t question = std::uint64_t{number_of_change(key)} << 32 | id;
    const auto known = known_changes_.find(question);
    if (known != known_changes_.end()) return known->second;
    const std::uint32_t to = with_store(id, change(store_of(id)));
    known_changes_.emplace(question, to);
    return to;
  }

  // The same for a single node: nothing is kept.
  template <typename Change>
  std::uint32_t with_changed_store(std::uint32_t id, Change&& change) {
    return with_store(id, change(store_of(id)));
  }

 private:
  static constexpr std::uint32_t unknown = 0xFFFFFFFF;

  std::uint32_t with_store(std::uint32_t id, model::Store store);
  std::uint32_t intern_store(model::Store store);
  std::uint32_t number_of_change(const std::vector<std::uint32_t>& key);

  std::vector<model::Store> stores_;
  std::vector<std::uint64_t> store_hashes_;
  std::unordered_multimap<std::uint64_t, std::uint32_t>
      stores_by_hash_;  // looked up only, never walked: its order cannot show
  std::vector<Configuration> configurations_;
  std::vector<std::uint64_t> content_hashes_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_content_;  // security and store in one word; looked up only
  std::uint32_t changed_by_step_ = unknown;
  std::vector<std::uint32_t> changed_;                                      // by configuration; kept answers, not state
  std::map<std::vector<std::uint32_t>, std::uint32_t> numbers_of_changes_;  // likewise
  std::unordered_map<std::uint64_t, std::uint32_t>
      known_changes_;  // number of the change and configuration in one word; looked up only
};

[[nodiscard]] std::uint64_t content_hash(const model::Store& store);

}  // namespace certdrill::world
