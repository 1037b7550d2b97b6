// Actors: the vaults, agents and clients of the scenario, each with a line that says how it stands at the cursor; and
// of the selected one all that is known.
#pragma once

#include "panels/frame.h"

namespace certdrill::panels {

class ActorPanel {
 public:
  void show(Frame& frame);
};

// What is known of the actor that is selected; the panel "why" shows the same.
void show_inspected_actor(Frame& frame);

}  // namespace certdrill::panels
