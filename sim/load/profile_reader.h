// Reads whose rules decide: "profile", and in "rules" the single switches that are set otherwise.
//
// rules      {"implicitPeerTrust": "yes", "revocation": "off"}; true and false stand for yes and no.
#pragma once

#include "load/fields.h"
#include "model/scenario.h"

namespace certdrill::load {

// Fills in Scenario::profile and Scenario::switches.
void read_profile(Report& report, const Fields& scenario_object, model::Scenario& scenario);

}  // namespace certdrill::load
