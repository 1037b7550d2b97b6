// The authentication classes of the world (world/authentication_classes.h), under the names by which check/ speaks of
// them all the time.
#pragma once

#include "world/authentication_classes.h"

namespace certdrill::check {

using world::AuthenticationClasses;
using world::ClassId;
using world::ConfigurationId;

}  // namespace certdrill::check
