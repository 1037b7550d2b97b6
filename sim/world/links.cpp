#include "world/links.h"

#include <algorithm>
#include <bit>

namespace certdrill::world {
namespace {

template <typename OnFault>
void for_each_fault(std::uint32_t bits, OnFault&& on_fault) {
  for (; bits != 0; bits &= bits - 1) on_fault(static_cast<std::size_t>(std::countr_zero(bits)));
}

}  // namespace

Duration Links::delay(model::NodeIndex a, model::NodeIndex b) const {
  Duration sum{};
  for_each_fault(federation_.rough[a] | federation_.rough[b],
                 [&](std::size_t bit) { sum += federation_.rough_faults[bit].delay; });
  return sum;
}

// Two faults on the way lose what either loses: the greater share is taken for both.
std::uint32_t Links::percent_lost(model::NodeIndex a, model::NodeIndex b) const {
  std::uint32_t most = 0;
  for_each_fault(federation_.rough[a] | federation_.rough[b],
                 [&](std::size_t bit) { most = std::max(most, federation_.rough_faults[bit].percent); });
  return most;
}

}  // namespace certdrill::world
