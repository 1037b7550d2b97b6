#include "world/conversion.h"

namespace certdrill::world {

std::optional<std::uint32_t> PhaseWalk::target() const {
  if (!backward_) return index_;
  if (off_by_two_ && steps_back_ > 0) return index_;
  if (index_ == 1) return std::nullopt;
  return index_ - 2;
}

void PhaseWalk::succeed() {
  if (!backward_) {
    ++index_;
    finished_ = index_ == phases_;
  } else if (index_ == 1) {
    finished_ = true;
  } else {
    --index_;
    ++steps_back_;
  }
}

void PhaseWalk::fail() {
  if (backward_) {
    retries_ = true;
  } else if (index_ == 0) {
    finished_ = true;
  } else {
    backward_ = true;
  }
}

}  // namespace certdrill::world
