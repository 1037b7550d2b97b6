#include "scene/domain_slots.h"

#include <algorithm>

namespace certdrill::scene {

std::vector<DomainSlot> domain_slots(std::size_t domains, const std::vector<std::uint32_t>& open, std::size_t most) {
  std::vector<bool> is_open(domains, false);
  std::size_t opened = 0;
  for (const std::uint32_t domain : open) {
    if (domain >= domains || is_open[domain]) continue;
    is_open[domain] = true;
    ++opened;
  }
  // Each open domain may part a range into two.
  const std::size_t closed = domains - opened;
  const std::size_t room = most > 2 * opened + 1 ? most - 2 * opened : 1;
  const std::size_t together = std::max<std::size_t>(1, (closed + room - 1) / room);

  std::vector<DomainSlot> slots;
  for (std::uint32_t domain = 0; domain < domains; ++domain) {
    const bool joins = !slots.empty() && !is_open[domain] && !slots.back().open &&
                       slots.back().last - slots.back().first + 1 < together;
    if (joins) {
      slots.back().last = domain;
    } else {
      slots.push_back({domain, domain, is_open[domain]});
    }
  }
  return slots;
}

std::vector<std::uint32_t> slot_of_domain(const std::vector<DomainSlot>& slots, std::size_t domains) {
  std::vector<std::uint32_t> slot_of(domains, 0);
  for (std::uint32_t slot = 0; slot < slots.size(); ++slot)
    std::fill(slot_of.begin() + slots[slot].first, slot_of.begin() + slots[slot].last + 1, slot);
  return slot_of;
}

std::string name_of(const DomainSlot& slot, const std::vector<std::string>& names) {
  return slot.first == slot.last ? names[slot.first] : names[slot.first] + " to " + names[slot.last];
}

}  // namespace certdrill::scene
