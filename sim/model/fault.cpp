#include "model/fault.h"

#include <array>

namespace certdrill::model {
namespace {

constexpr std::array<std::string_view, 10> words = {"crash", "restart", "hostReboot", "partition", "slow",
                                                    "lossy", "hang",    "clock",      "heal",      "start"};
}  // namespace

std::string_view to_string(FaultKind kind) { return words[static_cast<std::size_t>(kind)]; }

std::optional<FaultKind> parse_fault_kind(std::string_view text) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<FaultKind>(i);
  }
  return std::nullopt;
}

}  // namespace certdrill::model
