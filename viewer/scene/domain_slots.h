// Domain slots are the upgrade domains as far as there is room to tell them apart: those that do not fit are drawn
// together, as "UD0 to UD99". A domain that is open has a slot of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace certdrill::scene {

struct DomainSlot {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  bool open = false;
  friend bool operator==(const DomainSlot&, const DomainSlot&) = default;
};
// In the order of the domains, about `most` of them; every domain belongs to one.
[[nodiscard]] std::vector<DomainSlot> domain_slots(std::size_t domains, const std::vector<std::uint32_t>& open,
                                                   std::size_t most);
[[nodiscard]] std::vector<std::uint32_t> slot_of_domain(const std::vector<DomainSlot>& slots, std::size_t domains);
[[nodiscard]] std::string name_of(const DomainSlot& slot, const std::vector<std::string>& names);

}  // namespace certdrill::scene
