#include "world/membership.h"

namespace certdrill::world {

void Membership::begin() {}

void Membership::stop(model::NodeIndex /*node*/, Stop /*how*/, Cause /*cause*/, SimTime /*at*/, Effects& /*effects*/) {}

void Membership::start(model::NodeIndex /*node*/, Cause /*cause*/, bool /*with_host*/, SimTime /*at*/,
                       Effects& /*effects*/) {}

bool Membership::has_quorum() const {
  return !world_.federation_.on || world_.federation_.numbers.nodes_with_quorum > 0;
}

bool Membership::is_managed(model::NodeIndex node) const {
  return !world_.federation_.on || world_.federation_.state[node] == NodeState::up;
}

void Membership::apply(const StartNode& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Membership::apply(const TryToJoin& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Membership::apply(const CompleteJoin& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Membership::apply(const SuspendNode& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Membership::apply(const FailNode& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Membership::apply(const FormRing& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

bool Membership::expects(const World& /*world*/, const StartNode& /*action*/, SimTime /*at*/) { return false; }

bool Membership::expects(const World& /*world*/, const TryToJoin& /*action*/, SimTime /*at*/) { return false; }

bool Membership::expects(const World& /*world*/, const CompleteJoin& /*action*/, SimTime /*at*/) { return false; }

bool Membership::expects(const World& /*world*/, const SuspendNode& /*action*/, SimTime /*at*/) { return false; }

bool Membership::expects(const World& /*world*/, const FailNode& /*action*/, SimTime /*at*/) { return false; }

bool Membership::expects(const World& /*world*/, const FormRing& /*action*/, SimTime /*at*/) { return false; }

void Membership::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
