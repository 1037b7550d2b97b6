// The list of events, filtered; the row of the cursor is marked and kept in sight. A click goes there.
#pragma once

#include <optional>

#include "panels/frame.h"

namespace certdrill::panels {

class EventList {
 public:
  void show(Frame& frame);

 private:
  std::optional<replay::EventNumber> shown_;  // the cursor that was scrolled to
  std::size_t rows_ = 0;
};

}  // namespace certdrill::panels
