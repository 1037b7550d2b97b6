#include "check/follow_classes.h"

namespace certdrill::check {

void follow_classes(const world::World& world, const world::Action& action, const world::Effects& effects, SimTime at) {
  world::AuthenticationClasses& classes = world.classes();
  if (!world.federation().on) {
    if (const auto* const expires = std::get_if<world::CertificateExpires>(&action))
      classes.pass_boundary(expires->certificate, world.configurations(), at);
    if (const auto* const valid = std::get_if<world::CertificateBecomesValid>(&action))
      classes.pass_boundary(valid->certificate, world.configurations(), at);
  }
  if (!effects.changes.empty()) classes.learn(world.configurations(), at);
  if (world.federation().on) return;
  for (const pki::CertificateId authority : effects.crls_changed)
    classes.pass_crl(authority, world.crls(), world.configurations(), at);
}

}  // namespace certdrill::check
