#include "world/global_lease.h"

namespace certdrill::world {

void GlobalLease::apply(const RefreshTickets& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void GlobalLease::apply(const ExpireGlobalLease& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

bool GlobalLease::expects(const World& /*world*/, const RefreshTickets& /*action*/, SimTime /*at*/) { return false; }

bool GlobalLease::expects(const World& /*world*/, const ExpireGlobalLease& /*action*/, SimTime /*at*/) { return false; }

void GlobalLease::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
