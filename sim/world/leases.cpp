#include "world/leases.h"

namespace certdrill::world {

void Leases::apply(const RenewLease& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Leases::apply(const RenewLeaseIndirectly& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Leases::apply(const ExpireLease& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Leases::apply(const EstablishLease& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Leases::apply(const LoseRenewal& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

bool Leases::expects(const World& /*world*/, const RenewLease& /*action*/, SimTime /*at*/) { return false; }

bool Leases::expects(const World& /*world*/, const RenewLeaseIndirectly& /*action*/, SimTime /*at*/) { return false; }

bool Leases::expects(const World& /*world*/, const ExpireLease& /*action*/, SimTime /*at*/) { return false; }

bool Leases::expects(const World& /*world*/, const EstablishLease& /*action*/, SimTime /*at*/) { return false; }

bool Leases::expects(const World& /*world*/, const LoseRenewal& /*action*/, SimTime /*at*/) { return false; }

void Leases::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
