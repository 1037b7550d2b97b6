#include "world/vaults.h"

#include <algorithm>
#include <string_view>

#include "world/agents.h"

namespace certdrill::world {
namespace {

// With which the compute service reads vaults for scale-set secrets, "using its first party identity on behalf of the
// operator, from a template-deployment-enabled vault" (management article, "Certificate provisioning").
constexpr std::string_view first_party_identity = "compute";

ProvisioningFailure access_of(const World& world, model::VaultIndex vault, model::IdentityIndex identity) {
  const VaultState& state = world.provisioned().vaults[vault];
  if (state.out_until) return ProvisioningFailure::vault_unavailable;
  const bool first_party = world.scenario().identities[identity] == first_party_identity;
  if (first_party && world.scenario().vaults[vault].template_deployment) return ProvisioningFailure::none;
  if (std::binary_search(state.readers.begin(), state.readers.end(), identity)) return ProvisioningFailure::none;
  return first_party ? ProvisioningFailure::template_deployment_off : ProvisioningFailure::access_denied;
}

// The next version that makes itself, or that somebody asked for; the number of versions: there is none.
std::uint32_t next_version(const model::VaultCertificate& line, const LineState& state) {
  std::uint32_t version = 0;
  while (version < line.versions.size() &&
         (state.made[version] || (line.versions[version].by_step && !state.ordered[version])))
    ++version;
  return version;
}

void find_current(LineState& state) {
  state.current = LineState::no_version;
  for (std::size_t version = state.made.size(); version > 0 && state.current == LineState::no_version; --version) {
    if (state.made[version - 1] && !state.disabled[version - 1])
      state.current = static_cast<std::uint32_t>(version - 1);
  }
}

}  // namespace

void Vaults::begin(World& world) {
  const model::Scenario& scenario = world.scenario();
  for (model::LineIndex line = 0; line < scenario.vault_certificates.size(); ++line) {
    const std::vector<model::VaultVersion>& versions = scenario.vault_certificates[line].versions;
    LineState& state = world.provisioned_.lines[line];
    for (std::size_t version = 0; version < versions.size(); ++version)
      state.made[version] = !versions[version].by_step && versions[version].created <= scenario.start;
    find_current(state);
    Effects ignored;
    Vaults(world).await_next(line, scenario.start, ignored);
  }
}

std::optional<std::uint32_t> Vaults::current_version(const World& world, model::LineIndex line) {
  const LineState& state = world.provisioned().lines[line];
  if (state.deleted || state.current == LineState::no_version) return std::nullopt;
  return state.current;
}

Vaults::Answer Vaults::get(const World& world, const model::ObservedCertificate& observed,
                           model::IdentityIndex identity) {
  if (const ProvisioningFailure failure = access_of(world, observed.vault, identity);
      failure != ProvisioningFailure::none)
    return {failure, pki::no_certificate};
  if (!observed.line) return {ProvisioningFailure::unknown_certificate, pki::no_certificate};
  const LineState& state = world.provisioned().lines[*observed.line];
  const std::vector<model::VaultVersion>& versions = world.scenario().vault_certificates[*observed.line].versions;
  if (state.deleted) return {ProvisioningFailure::secret_deleted, pki::no_certificate};
  if (!observed.version) {
    if (const auto current = current_version(world, *observed.line))
      return {ProvisioningFailure::none, versions[*current].certificate};
    const bool any = std::find(state.made.begin(), state.made.end(), true) != state.made.end();
    return {any ? ProvisioningFailure::version_disabled : ProvisioningFailure::no_version_yet, pki::no_certificate};
  }
  if (!state.made[*observed.version]) return {ProvisioningFailure::no_version_yet, pki::no_certificate};
  if (state.disabled[*observed.version]) return {ProvisioningFailure::version_disabled, pki::no_certificate};
  return {ProvisioningFailure::none, versions[*observed.version].certificate};
}

void Vaults::change_access(const model::VaultAccessStep& step, SimTime at, Effects& effects) {
  std::vector<model::IdentityIndex>& readers = world_.provisioned_.vaults[step.vault].readers;
  const auto place = std::lower_bound(readers.begin(), readers.end(), step.identity);
  const bool may_read = place != readers.end() && *place == step.identity;
  if (may_read == step.granted) return;
  if (step.granted) {
    readers.insert(place, step.identity);
  } else {
    readers.erase(place);
  }
  Agents(world_).vault_changed(step.vault, {std::nullopt, step.identity}, at, effects);
}

void Vaults::begin_outage(const model::VaultOutageStep& step, SimTime at, Effects& effects) {
  std::optional<SimTime>& until = world_.provisioned_.vaults[step.vault].out_until;
  until = std::max(until.value_or(at), at + step.length);
  effects.enabled.push_back({EndVaultOutage{step.vault}, {*until, *until}});
}

void Vaults::change_version(const model::VersionStep& step, SimTime at, Effects& effects) {
  LineState& state = world_.provisioned_.lines[step.line];
  if (state.deleted || !state.made[step.version]) {
    effects.provisioning = state.deleted ? ProvisioningFailure::secret_deleted : ProvisioningFailure::no_version_yet;
    return;
  }
  if (state.disabled[step.version] == !step.enabled) return;
  state.disabled[step.version] = !step.enabled;
  find_current(state);
  Agents(world_).vault_changed(world_.scenario().vault_certificates[step.line].vault, {step.line, std::nullopt}, at,
                               effects);
}

void Vaults::delete_secret(const model::DeleteSecretStep& step, SimTime at, Effects& effects) {
  LineState& state = world_.provisioned_.lines[step.line];
  if (state.deleted) {
    effects.provisioning = ProvisioningFailure::secret_deleted;
    return;
  }
  state.deleted = true;
  state.renewal_waits = false;
  state.renews_at = SimTime::max();
  Agents(world_).vault_changed(world_.scenario().vault_certificates[step.line].vault, {step.line, std::nullopt}, at,
                               effects);
}

void Vaults::renew(const model::RenewStep& step, SimTime at, Effects& effects) {
  LineState& state = world_.provisioned_.lines[step.line];
  if (state.deleted) {
    effects.provisioning = ProvisioningFailure::secret_deleted;
    return;
  }
  if (state.made[step.version]) return;
  state.ordered[step.version] = true;
  if (world_.provisioned_.vaults[world_.scenario().vault_certificates[step.line].vault].out_until) {
    effects.provisioning = ProvisioningFailure::vault_unavailable;
    state.renewal_waits = true;
    state.renews_at = SimTime::max();
    return;
  }
  make(step.line, step.version, at, effects);
}

void Vaults::make(model::LineIndex line, std::uint32_t version, SimTime at, Effects& effects) {
  const model::VaultCertificate& written = world_.scenario().vault_certificates[line];
  LineState& state = world_.provisioned_.lines[line];
  state.made[version] = true;
  find_current(state);
  effects.version = written.versions[version].certificate;
  await_next(line, at, effects);
  Agents(world_).vault_changed(written.vault, {line, std::nullopt}, at, effects);
}

void Vaults::await_next(model::LineIndex line, SimTime not_before, Effects& effects) {
  const model::VaultCertificate& written = world_.scenario().vault_certificates[line];
  LineState& state = world_.provisioned_.lines[line];
  state.renews_at = SimTime::max();
  const std::uint32_t next = next_version(written, state);
  if (state.deleted || state.renewal_waits || next == written.versions.size()) return;
  state.renews_at = std::max(written.versions[next].created, not_before);
  effects.enabled.push_back({RenewVersion{line}, {state.renews_at, state.renews_at}});
}

void Vaults::apply(const RenewVersion& action, SimTime at, Effects& effects) {
  const model::VaultCertificate& written = world_.scenario().vault_certificates[action.line];
  LineState& state = world_.provisioned_.lines[action.line];
  if (world_.provisioned_.vaults[written.vault].out_until) {
    effects.provisioning = ProvisioningFailure::vault_unavailable;
    state.renewal_waits = true;
    state.renews_at = SimTime::max();
    return;
  }
  make(action.line, next_version(written, state), at, effects);
}

void Vaults::apply(const EndVaultOutage& action, SimTime at, Effects& effects) {
  world_.provisioned_.vaults[action.vault].out_until.reset();
  for (model::LineIndex line = 0; line < world_.provisioned_.lines.size(); ++line) {
    LineState& state = world_.provisioned_.lines[line];
    if (world_.scenario().vault_certificates[line].vault != action.vault || !state.renewal_waits) continue;
    state.renewal_waits = false;
    await_next(line, at, effects);
  }
  Agents(world_).vault_changed(action.vault, {}, at, effects);
}

bool Vaults::expects(const World& world, const RenewVersion& action, SimTime at) {
  const std::vector<LineState>& lines = world.provisioned().lines;
  return action.line < lines.size() && lines[action.line].renews_at == at;
}
bool Vaults::expects(const World& world, const EndVaultOutage& action, SimTime at) {
  const std::vector<VaultState>& vaults = world.provisioned().vaults;
  return action.vault < vaults.size() && vaults[action.vault].out_until == at;
}

void Vaults::list_possible(const World& world, Effects& found) {
  const Provisioned& provisioned = world.provisioned();
  for (model::LineIndex line = 0; line < provisioned.lines.size(); ++line) {
    const SimTime at = provisioned.lines[line].renews_at;
    if (at != SimTime::max()) found.enabled.push_back({RenewVersion{line}, {at, at}});
  }
  for (model::VaultIndex vault = 0; vault < provisioned.vaults.size(); ++vault) {
    if (const auto until = provisioned.vaults[vault].out_until)
      found.enabled.push_back({EndVaultOutage{vault}, {*until, *until}});
  }
}

}  // namespace certdrill::world
