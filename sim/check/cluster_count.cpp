#include "check/cluster_count.h"

#include <algorithm>

namespace certdrill::check {
namespace {

bool is_deployed(const world::World& world, ConfigurationId id) { return world.configurations().store_of(id).deployed; }

}  // namespace

ClusterCount::ClusterCount(const world::World& world, AuthenticationClasses& classes,
                           std::vector<pki::CertificateId> asked_certificates, SimTime now)
    : classes_(&classes), asked_(std::move(asked_certificates)) {
  const std::vector<model::Node>& nodes = world.scenario().cluster.nodes;
  is_seed_.reserve(nodes.size());
  for (const model::Node& node : nodes) is_seed_.push_back(node.seed);
  presented_.assign(world.scenario().certificates.size(), 0);
  accepted_by_.assign(world.scenario().certificates.size(), 0);
  classes_->begin_with_crls(world.crls());
  classes_->learn(world.configurations(), now);
  by_configuration_.resize(classes_->known_configurations());
  for (model::NodeIndex node = 0; node < nodes.size(); ++node) {
    if (!is_deployed(world, world.configuration_of(node))) {
      ++not_deployed_;
      continue;
    }
    Population& population = by_configuration_[world.configuration_of(node)];
    ++population.nodes;
    population.seeds += is_seed_[node] ? 1U : 0U;
    seeds_ += is_seed_[node] ? 1U : 0U;
  }
  recount(now);
  clients_ = ClientAccess(world, classes, by_configuration_, now);
}

void ClusterCount::add_presented(pki::CertificateId certificate, std::uint64_t nodes) {
  if (nodes == 0) return;
  if (certificate == pki::no_certificate) {
    presenting_nothing_ += nodes;
    return;
  }
  if (presented_[certificate] == 0) {
    ++distinct_presented_;
    ++presented_changes_;
  }
  presented_[certificate] += nodes;
}

void ClusterCount::remove_presented(pki::CertificateId certificate, std::uint64_t nodes) {
  if (certificate == pki::no_certificate) {
    presenting_nothing_ -= nodes;
    return;
  }
  presented_[certificate] -= nodes;
  if (presented_[certificate] == 0) {
    --distinct_presented_;
    ++presented_changes_;
  }
}

bool ClusterCount::recount_if_renumbered(SimTime now) {
  if (classes_->version() == version_) return false;
  recount(now);
  return true;
}

void ClusterCount::recount(SimTime now) {
  version_ = classes_->version();
  std::fill(presented_.begin(), presented_.end(), 0);
  std::fill(accepted_by_.begin(), accepted_by_.end(), 0);
  presenting_nothing_ = 0;
  distinct_presented_ = 0;
  ++presented_changes_;
  std::vector<Population> by_class(classes_->class_count());
  for (ConfigurationId id = 0; id < by_configuration_.size(); ++id) {
    const AuthenticationClasses::Facts& facts = classes_->facts(id);
    by_class[facts.class_id].nodes += by_configuration_[id].nodes;
    by_class[facts.class_id].seeds += by_configuration_[id].seeds;
    add_presented(facts.presented, by_configuration_[id].nodes);
    if (by_configuration_[id].nodes == 0) continue;
    for (const pki::CertificateId asked : asked_) {
      if (classes_->accepts_certificate(id, asked, now)) accepted_by_[asked] += by_configuration_[id].nodes;
    }
  }
  connectivity_.reset(*classes_, by_class);
}

void ClusterCount::follow(const world::World& world, const world::Effects& effects, SimTime now) {
  if (effects.changes.empty()) return;
  classes_->learn(world.configurations(), now);
  by_configuration_.resize(classes_->known_configurations());
  (void)recount_if_renumbered(now);
  for (const world::NodeChange& change : effects.changes) {
    if (change.from == change.to) continue;
    if (!is_deployed(world, change.from) || !is_deployed(world, change.to)) {
      follow_deployed(world, change, now);
      continue;
    }
    const bool seed = is_seed_[change.node];
    Population& left = by_configuration_[change.from];
    Population& joined = by_configuration_[change.to];
    --left.nodes;
    ++joined.nodes;
    if (seed) {
      --left.seeds;
      ++joined.seeds;
    }
    const AuthenticationClasses::Facts& before = classes_->facts(change.from);
    const AuthenticationClasses::Facts& after = classes_->facts(change.to);
    connectivity_.move(before.class_id, after.class_id, seed);
    clients_.move(world, *classes_, change.from, change.to, now);
    if (before.presented != after.presented) {
      remove_presented(before.presented, 1);
      add_presented(after.presented, 1);
    }
    for (const pki::CertificateId asked : asked_) {
      if (classes_->accepts_certificate(change.from, asked, now)) --accepted_by_[asked];
      if (classes_->accepts_certificate(change.to, asked, now)) ++accepted_by_[asked];
    }
  }
}

// One that begins to count, or ceases to.
void ClusterCount::follow_deployed(const world::World& world, const world::NodeChange& change, SimTime now) {
  const bool comes = is_deployed(world, change.to);
  if (comes == is_deployed(world, change.from)) return;  // neither before nor now
  const ConfigurationId id = comes ? change.to : change.from;
  const bool seed = is_seed_[change.node];
  const AuthenticationClasses::Facts& facts = classes_->facts(id);
  Population& population = by_configuration_[id];
  if (comes) {
    ++population.nodes;
    population.seeds += seed ? 1U : 0U;
    seeds_ += seed ? 1U : 0U;
    --not_deployed_;
    connectivity_.add(facts.class_id, seed);
    clients_.enter(world, *classes_, id, now);
    add_presented(facts.presented, 1);
  } else {
    --population.nodes;
    population.seeds -= seed ? 1U : 0U;
    seeds_ -= seed ? 1U : 0U;
    ++not_deployed_;
    connectivity_.remove(facts.class_id, seed);
    clients_.leave(world, *classes_, id, now);
    remove_presented(facts.presented, 1);
  }
  for (const pki::CertificateId asked : asked_) {
    if (!classes_->accepts_certificate(id, asked, now)) continue;
    accepted_by_[asked] += comes ? 1U : ~std::uint64_t{0};
  }
}

bool ClusterCount::pass_boundary(const world::World& world, pki::CertificateId certificate, SimTime now) {
  if (!kept_by(world)) classes_->pass_boundary(certificate, world.configurations(), now);
  const bool changed = recount_if_renumbered(now);
  return clients_.pass(world, *classes_, certificate, by_configuration_, now) || changed;
}

bool ClusterCount::pass_crls(const world::World& world, const std::vector<pki::CertificateId>& authorities,
                             SimTime now) {
  for (const pki::CertificateId authority : authorities) {
    if (!kept_by(world)) classes_->pass_crl(authority, world.crls(), world.configurations(), now);
  }
  bool changed = recount_if_renumbered(now);
  for (const pki::CertificateId authority : authorities)
    changed = clients_.pass(world, *classes_, authority, by_configuration_, now) || changed;
  return changed;
}

}  // namespace certdrill::check
