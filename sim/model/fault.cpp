#include "model/fault.h"

#include <array>

namespace certdrill::model {

std::string_view to_string(FaultKind kind) {
  static constexpr std::array<std::string_view, 10> words = {"crash", "restart", "hostReboot", "partition", "slow",
                                                             "lossy", "hang",    "clock",      "heal",      "start"};
  return words[static_cast<std::size_t>(kind)];
}

}  // namespace certdrill::model
