#include "check/certificate_use.h"

#include <algorithm>
#include <map>

namespace certdrill::check {
namespace {

// Does a process run there, that has loaded what it presents?
bool runs(world::NodeState state) { return state != world::NodeState::down && state != world::NodeState::booting; }

// What a node has loaded to present; without a federation, what it would present.
pki::CertificateId loaded_by(model::NodeIndex node, const world::World& world, const AuthenticationClasses& classes) {
  const world::Federation& federation = world.federation();
  const std::uint32_t configuration = world.configuration_of(node);
  if (federation.on) return runs(federation.state[node]) ? federation.loaded[node] : pki::no_certificate;
  if (!world.configurations().store_of(configuration).deployed) return pki::no_certificate;
  return classes.facts(configuration).presented;
}

}  // namespace

std::vector<ShownByNode> certificates_shown(const world::World& world, const AuthenticationClasses& classes) {
  const world::Federation& federation = world.federation();
  const std::vector<std::uint32_t>& configurations = world.configuration_by_node();
  // A node shows the same in most of its sessions: what it showed last is not noted again, so that little is left to
  // sort.
  std::vector<ShownByNode> shown;
  std::vector<pki::CertificateId> last_shown(configurations.size(), pki::no_certificate);
  const auto show = [&](pki::CertificateId certificate, model::NodeIndex node) {
    if (certificate == pki::no_certificate || last_shown[node] == certificate) return;
    last_shown[node] = certificate;
    shown.emplace_back(certificate, node);
  };
  for (model::NodeIndex node = 0; node < configurations.size(); ++node) show(loaded_by(node, world, classes), node);
  const auto show_session = [&](const world::Lease& lease, const world::SessionCertificates& certificates) {
    show(certificates.of_opener, lease.opener);
    show(certificates.of_acceptor, lease.acceptor);
  };
  for (const world::Lease& lease : federation.leases) {
    if (lease.has_session()) show_session(lease, lease.transport);
    if (lease.kernel_open) show_session(lease, lease.kernel);
  }
  if (!std::is_sorted(shown.begin(), shown.end())) std::sort(shown.begin(), shown.end());
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  return shown;
}

std::vector<CertificateUse> certificate_use(const world::World& world, const AuthenticationClasses& classes,
                                            std::size_t most_named) {
  const world::Federation& federation = world.federation();
  const std::vector<std::uint32_t>& configurations = world.configuration_by_node();
  std::map<pki::CertificateId, CertificateUse> uses;
  const auto use_of = [&](pki::CertificateId id) -> CertificateUse& {
    CertificateUse& use = uses[id];
    use.certificate = id;
    return use;
  };
  std::vector<std::uint64_t> population(world.configurations().size(), 0);
  for (const std::uint32_t configuration : configurations) ++population[configuration];
  for (std::uint32_t id = 0; id < population.size(); ++id) {
    if (population[id] == 0 || !world.configurations().store_of(id).deployed) continue;
    for (const model::StoreEntry& entry : world.configurations().store_of(id).entries)
      use_of(entry.certificate).on_disk += population[id];
  }
  for (model::NodeIndex node = 0; node < configurations.size(); ++node) {
    const pki::CertificateId loaded = loaded_by(node, world, classes);
    if (loaded != pki::no_certificate) ++use_of(loaded).loaded;
  }
  const auto count_session = [&](const world::SessionCertificates& certificates,
                                 std::uint64_t CertificateUse::*number) {
    ++(use_of(certificates.of_opener).*number);
    if (certificates.of_acceptor != certificates.of_opener) ++(use_of(certificates.of_acceptor).*number);
  };
  for (const world::Lease& lease : federation.leases) {
    if (lease.has_session()) count_session(lease.transport, &CertificateUse::transport_sessions);
    if (lease.kernel_open) count_session(lease.kernel, &CertificateUse::kernel_leases);
  }
  uses.erase(pki::no_certificate);
  for (const auto& [certificate, node] : certificates_shown(world, classes)) {
    CertificateUse& use = uses[certificate];
    ++use.nodes;
    if (use.first_nodes.size() < most_named) use.first_nodes.push_back(node);
  }
  std::vector<CertificateUse> all;
  for (auto& [id, use] : uses) all.push_back(std::move(use));
  return all;
}

SessionCount::SessionCount(const world::Federation& federation, std::size_t certificates)
    : with_(certificates, 0), both_(certificates, 0) {
  if (!federation.on) return;
  counted_.resize(federation.leases.size());
  for (world::LeaseIndex lease = 0; lease < federation.leases.size(); ++lease) look_at(lease, federation);
}

void SessionCount::add(const world::SessionCertificates& shown) {
  ++sessions_;
  if (shown.of_opener < with_.size()) ++with_[shown.of_opener];
  if (shown.of_opener == shown.of_acceptor) {
    if (shown.of_opener < both_.size()) ++both_[shown.of_opener];
  } else if (shown.of_acceptor < with_.size()) {
    ++with_[shown.of_acceptor];
  }
}

void SessionCount::remove(const world::SessionCertificates& shown) {
  --sessions_;
  if (shown.of_opener < with_.size()) --with_[shown.of_opener];
  if (shown.of_opener == shown.of_acceptor) {
    if (shown.of_opener < both_.size()) --both_[shown.of_opener];
  } else if (shown.of_acceptor < with_.size()) {
    --with_[shown.of_acceptor];
  }
}

void SessionCount::look_at(world::LeaseIndex index, const world::Federation& federation) {
  const world::Lease& lease = federation.leases[index];
  const Counted now{lease.has_session() ? lease.transport : nothing, lease.kernel_open ? lease.kernel : nothing};
  if (index >= counted_.size()) counted_.resize(federation.leases.size());
  Counted& before = counted_[index];
  if (now == before) return;
  if (before.transport != nothing) remove(before.transport);
  if (before.kernel != nothing) remove(before.kernel);
  if (now.transport != nothing) add(now.transport);
  if (now.kernel != nothing) add(now.kernel);
  before = now;
}

void SessionCount::follow(const world::Effects& effects, const world::Federation& federation) {
  for (const world::LeaseIndex lease : effects.sessions) look_at(lease, federation);
}

}  // namespace certdrill::check
