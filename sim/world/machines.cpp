#include "world/machines.h"

namespace certdrill::world {

void Machines::begin(World& /*world*/) {}
void Machines::begin_reimage(const model::ReimageStep& /*step*/, SimTime at, Effects& effects) {
  world_.complete_step(at, effects);
}
void Machines::begin_deploy(const model::DeployStep& /*step*/, SimTime at, Effects& effects) {
  world_.complete_step(at, effects);
}
void Machines::agent_ready(model::NodeIndex /*node*/, SimTime /*at*/, Effects& /*effects*/) {}
bool Machines::is_deployed(const World& /*world*/, model::NodeIndex /*node*/) { return true; }
void Machines::apply(const ReimageNode& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
void Machines::apply(const DeployNode& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
void Machines::apply(const BootstrapNode& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
void Machines::apply(const FailDeployment& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
bool Machines::expects(const World& /*world*/, const ReimageNode& /*action*/, SimTime /*at*/) { return false; }
bool Machines::expects(const World& /*world*/, const DeployNode& /*action*/, SimTime /*at*/) { return false; }
bool Machines::expects(const World& /*world*/, const BootstrapNode& /*action*/, SimTime /*at*/) { return false; }
bool Machines::expects(const World& /*world*/, const FailDeployment& /*action*/, SimTime /*at*/) { return false; }
void Machines::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
