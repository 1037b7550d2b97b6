#include "world/upgrade_state.h"

namespace certdrill::world {
namespace {

void add_time(Hash& hash, SimTime at) { hash.add(static_cast<std::uint64_t>(unix_milliseconds(at))); }

void add_flags(Hash& hash, std::initializer_list<bool> flags) {
  std::uint64_t word = 1;
  for (const bool flag : flags) word = word << 1 | (flag ? 1U : 0U);
  hash.add(word);
}

template <typename Numbers>
void add_numbers(Hash& hash, const Numbers& numbers) {
  hash.add(numbers.size());
  for (const auto number : numbers) hash.add(number);
}

}  // namespace

void add_to(Hash& hash, const UpgradeState& upgrade) {
  add_flags(hash, {upgrade.under_way, upgrade.rollback, upgrade.conversion.has_value(), upgrade.no_quorum,
                   upgrade.operator_decides, upgrade.healthy, upgrade.irregular});
  hash.add(static_cast<std::uint64_t>(upgrade.mode));
  hash.add(static_cast<std::uint64_t>(upgrade.failure));
  for (const SimTime at : {upgrade.began, upgrade.look_at, upgrade.check_at, upgrade.move_at, upgrade.retries_since,
                           upgrade.health_since, upgrade.moved_at})
    add_time(hash, at);
  if (upgrade.conversion) {
    const PhaseWalk& walk = *upgrade.conversion;
    hash.add(walk.index());
    hash.add(walk.target().value_or(0xFFFFFFFF));
    add_flags(hash, {walk.backward(), walk.retries(), walk.finished()});
  }
  hash.add(upgrade.target);
  hash.add(upgrade.told_by);
  hash.add(upgrade.unhealthy_at_beginning);
  add_numbers(hash, upgrade.unhealthy_by_domain);
  hash.add(upgrade.nodes.size());
  for (const auto& [node, awaited] : upgrade.nodes) {
    hash.add(node);
    hash.add(static_cast<std::uint64_t>(awaited.why));
    hash.add(awaited.left_behind ? 1 : 0);
    hash.add(awaited.step);
    add_time(hash, awaited.since);
  }
  add_numbers(hash, upgrade.hanging);
  hash.add(upgrade.owed.size());
  for (const auto& [node, security] : upgrade.owed) {
    hash.add(node);
    hash.add(security);
  }
  add_numbers(hash, upgrade.before);
}

void add_to(Hash& hash, const Interludes& interludes) {
  hash.add(interludes.next_in_sequence);
  hash.add(interludes.pending.size());
  for (const PendingDuring& each : interludes.pending) {
    hash.add(each.step);
    add_time(hash, each.at);
  }
  add_numbers(hash, interludes.waiting);
  add_numbers(hash, interludes.announced);
}

}  // namespace certdrill::world
