#include "world/faults.h"

namespace certdrill::world {

void Faults::begin(std::uint32_t /*step*/, const model::Fault& /*fault*/, SimTime /*at*/, Effects& /*effects*/) {}

void Faults::end(std::uint32_t /*step*/, const model::Fault& /*fault*/, SimTime /*at*/, Effects& /*effects*/) {}

void Faults::apply(const EndFault& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Faults::apply(const RandomStrike& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Faults::apply(const EndRandomStrike& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

bool Faults::expects(const World& /*world*/, const EndFault& /*action*/, SimTime /*at*/) { return false; }

bool Faults::expects(const World& /*world*/, const RandomStrike& /*action*/, SimTime /*at*/) { return false; }

bool Faults::expects(const World& /*world*/, const EndRandomStrike& /*action*/, SimTime /*at*/) { return false; }

void Faults::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
