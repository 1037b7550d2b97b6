#include "check/provisioning_words.h"

#include <type_traits>
#include <variant>
#include <vector>

namespace certdrill::check {

std::string_view words_for(world::ProvisioningFailure failure) {
  switch (failure) {
    case world::ProvisioningFailure::none:
      return "nothing is wrong";
    case world::ProvisioningFailure::access_denied:
      return "access denied";
    case world::ProvisioningFailure::vault_unavailable:
      return "the vault does not answer";
    case world::ProvisioningFailure::version_disabled:
      return "the version is disabled";
    case world::ProvisioningFailure::secret_deleted:
      return "the secret has been deleted";
    case world::ProvisioningFailure::unknown_certificate:
      return "the vault has no certificate of that name";
    case world::ProvisioningFailure::no_version_yet:
      return "there is no version of it yet";
    case world::ProvisioningFailure::certificate_missing:
      return "a certificate that it presents is not in its store";
    case world::ProvisioningFailure::private_key_missing:
      return "a certificate that it presents is there without its private key";
    case world::ProvisioningFailure::initial_sync_timed_out:
      return "what comes before the bootstrap agent was not done in time";
    case world::ProvisioningFailure::template_deployment_off:
      return "the vault is not enabled for template deployment";
  }
  return {};
}

const model::ObservedCertificate* failed_of(const world::Action& action, const world::EffectFacts& facts,
                                            const world::World& world) {
  if (!facts.observed || facts.provisioning == world::ProvisioningFailure::none) return nullptr;
  const std::vector<world::AgentState>& agents = world.provisioned().agents;
  const auto* const observes = std::visit(
      [&](const auto& each) -> const std::vector<model::ObservedCertificate>* {
        if constexpr (requires { each.agent; })
          return each.agent < agents.size() ? &agents[each.agent].observes : nullptr;
        if constexpr (std::is_same_v<std::decay_t<decltype(each)>, world::BeginStep>) {
          const auto* const step = std::get_if<model::AgentStep>(&world.scenario().steps[each.step].what);
          if (step == nullptr) return nullptr;
          // One that fails changes nothing: the list is then the step's alone.
          if (step->observes) return &*step->observes;
          return step->agent < agents.size() ? &agents[step->agent].observes : nullptr;
        }
        return nullptr;
      },
      action);
  return observes != nullptr && *facts.observed < observes->size() ? &(*observes)[*facts.observed] : nullptr;
}

}  // namespace certdrill::check
