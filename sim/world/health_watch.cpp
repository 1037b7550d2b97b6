#include "world/health_watch.h"

namespace certdrill::world {

void HealthWatch::apply(const WarnOfExpiry& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
bool HealthWatch::expects(const World& /*world*/, const WarnOfExpiry& /*action*/, SimTime /*at*/) { return false; }
void HealthWatch::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
