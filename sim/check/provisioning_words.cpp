#include "check/provisioning_words.h"

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

}  // namespace certdrill::check
