#include "world/agents.h"

namespace certdrill::world {

void Agents::begin(World& /*world*/) {}
void Agents::vault_changed(model::VaultIndex /*vault*/, SimTime /*at*/, Effects& /*effects*/) {}
void Agents::machine_made(model::NodeIndex /*node*/, SimTime /*at*/, Effects& /*effects*/) {}
bool Agents::ready(const World& /*world*/, model::AgentIndex /*agent*/, model::NodeIndex /*node*/) { return true; }
void Agents::change(const model::AgentStep& /*step*/, SimTime /*at*/, Effects& /*effects*/) {}
void Agents::apply(const StartAgent& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
void Agents::apply(const PollVault& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
bool Agents::expects(const World& /*world*/, const StartAgent& /*action*/, SimTime /*at*/) { return false; }
bool Agents::expects(const World& /*world*/, const PollVault& /*action*/, SimTime /*at*/) { return false; }
void Agents::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
