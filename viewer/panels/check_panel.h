// The checks of the scenario, and how each stands at the cursor. A click on one that is or was broken selects its
// finding.
#pragma once

#include <vector>

#include "panels/frame.h"

namespace certdrill::panels {

class CheckPanel {
 public:
  void show(Frame& frame);

 private:
  const void* run_ = nullptr;
  replay::EventNumber event_ = 0;
  std::vector<replay::CheckStanding> standings_;
};

}  // namespace certdrill::panels
