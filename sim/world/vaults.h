// Vaults keep lines of certificate versions, make new ones when their policies say so, and let those read whom they know.
//
// Renewal    a version is made at the moment that its line says, or when a step asks for it. One that failed to be made
//            during an outage is made when the vault is back. A line that was deleted makes none any more.
// Outage     what is due is made when the vault is back; what would be read is read by the next cycle of an agent.
// Source     management article, "Certificate enrollment", "Certificate rotation", "Certificate cleanup".
#pragma once

#include <cstdint>
#include <optional>

#include "base/sim_time.h"
#include "world/action.h"
#include "world/world.h"

namespace certdrill::world {

class Vaults {
 public:
  explicit Vaults(World& world) : world_(world) {}

  // The state when the scenario begins: what was created before is there.
  static void begin(World& world);

  // What an identity gets for an address.
  struct Answer {
    ProvisioningFailure failure = ProvisioningFailure::none;
    pki::CertificateId certificate = pki::no_certificate;
  };
  [[nodiscard]] static Answer get(const World& world, const model::ObservedCertificate& observed,
                                  model::IdentityIndex identity);
  // The newest version that can be read; none: there is none. Constant time.
  [[nodiscard]] static std::optional<std::uint32_t> current_version(const World& world, model::LineIndex line);

  // A change of access, of a version or of a whole line takes effect at once; agents learn of it in their own time.
  void change_access(const model::VaultAccessStep& step, SimTime at, Effects& effects);
  void begin_outage(const model::VaultOutageStep& step, SimTime at, Effects& effects);
  void change_version(const model::VersionStep& step, SimTime at, Effects& effects);
  void delete_secret(const model::DeleteSecretStep& step, SimTime at, Effects& effects);
  void renew(const model::RenewStep& step, SimTime at, Effects& effects);

  void apply(const RenewVersion& action, SimTime at, Effects& effects);
  void apply(const EndVaultOutage& action, SimTime at, Effects& effects);
  [[nodiscard]] static bool expects(const World& world, const RenewVersion& action, SimTime at);
  [[nodiscard]] static bool expects(const World& world, const EndVaultOutage& action, SimTime at);
  static void list_possible(const World& world, Effects& found);

 private:
  void make(model::LineIndex line, std::uint32_t version, SimTime at, Effects& effects);
  void await_next(model::LineIndex line, SimTime not_before, Effects& effects);

  World& world_;
};

}  // namespace certdrill::world
