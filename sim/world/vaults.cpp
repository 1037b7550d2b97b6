#include "world/vaults.h"

namespace certdrill::world {

Vaults::Answer Vaults::get(const World& /*world*/, const model::ObservedCertificate& /*observed*/,
                           model::IdentityIndex /*identity*/) {
  return {};
}
std::optional<std::uint32_t> Vaults::current_version(const World& /*world*/, model::LineIndex /*line*/) {
  return std::nullopt;
}
void Vaults::begin(World& /*world*/) {}
void Vaults::change_access(const model::VaultAccessStep& /*step*/, SimTime /*at*/, Effects& /*effects*/) {}
void Vaults::begin_outage(const model::VaultOutageStep& /*step*/, SimTime /*at*/, Effects& /*effects*/) {}
void Vaults::change_version(const model::VersionStep& /*step*/, SimTime /*at*/, Effects& /*effects*/) {}
void Vaults::delete_secret(const model::DeleteSecretStep& /*step*/, SimTime /*at*/, Effects& /*effects*/) {}
void Vaults::renew(const model::RenewStep& /*step*/, SimTime /*at*/, Effects& /*effects*/) {}
void Vaults::apply(const RenewVersion& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
void Vaults::apply(const EndVaultOutage& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
bool Vaults::expects(const World& /*world*/, const RenewVersion& /*action*/, SimTime /*at*/) { return false; }
bool Vaults::expects(const World& /*world*/, const EndVaultOutage& /*action*/, SimTime /*at*/) { return false; }
void Vaults::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
