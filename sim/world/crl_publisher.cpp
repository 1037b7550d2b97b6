#include "world/crl_publisher.h"

#include <algorithm>

namespace certdrill::world {
namespace {

SimTime to_whole_second(SimTime at) { return from_unix_seconds(unix_seconds(at)); }

// The calendar ends before a list of many thousand years does.
SimTime end_of_list(SimTime this_update, Duration valid_for) {
  const SimTime latest = to_whole_second(latest_sim_time());
  return valid_for > latest - this_update ? latest : this_update + valid_for;
}

}  // namespace

std::vector<pki::CrlSpec> first_crls(const model::Scenario& scenario) {
  const SimTime now = to_whole_second(scenario.start);
  std::vector<pki::CrlSpec> lists;
  for (const model::CrlPolicy& policy : scenario.crl_policies)
    lists.push_back({policy.issuer, 1, now, end_of_list(now, policy.valid_for), {}});
  return lists;
}

void CrlPublisher::publish_first_lists() {
  world_.crls_ = first_crls(world_.scenario());
  for (const pki::CrlSpec& list : world_.crls_) world_.awaited_crl_ends_.push_back({list.number, list.next_update});
  for (const model::CrlPolicy& policy : world_.scenario().crl_policies)
    world_.crls_due_.push_back(policy.publish_every ? world_.scenario().start + *policy.publish_every : SimTime::max());
}

std::size_t CrlPublisher::place_of(const World& world, pki::CertificateId authority) {
  const auto place = std::lower_bound(world.crls_.begin(), world.crls_.end(), authority,
                                      [](const pki::CrlSpec& list, pki::CertificateId id) { return list.issuer < id; });
  return static_cast<std::size_t>(place - world.crls_.begin());
}

void CrlPublisher::revoke(const std::vector<pki::CertificateId>& certificates, SimTime at, Effects& effects) {
  std::vector<pki::CertificateId> authorities;
  for (const pki::CertificateId certificate : certificates) {
    const pki::CertificateId issuer = world_.scenario().certificates[certificate].issuer.value();
    std::vector<pki::CrlSpec::Revoked>& revoked = world_.crls_[place_of(world_, issuer)].revoked;
    const auto place = std::lower_bound(
        revoked.begin(), revoked.end(), certificate,
        [](const pki::CrlSpec::Revoked& entry, pki::CertificateId id) { return entry.certificate < id; });
    revoked.insert(place, {certificate, to_whole_second(at)});
    authorities.push_back(issuer);
  }
  std::sort(authorities.begin(), authorities.end());
  authorities.erase(std::unique(authorities.begin(), authorities.end()), authorities.end());
  publish(authorities, at, effects);
}

void CrlPublisher::publish(const std::vector<pki::CertificateId>& authorities, SimTime at, Effects& effects) {
  for (const pki::CertificateId authority : authorities) publish_next(place_of(world_, authority), at, effects);
}

void CrlPublisher::publish_next(std::size_t place, SimTime at, Effects& effects) {
  pki::CrlSpec& list = world_.crls_[place];
  ++list.number;
  list.this_update = to_whole_second(at);
  list.next_update = end_of_list(list.this_update, world_.scenario().crl_policies[place].valid_for);
  effects.crls_changed.push_back(list.issuer);
  if (world_.awaited_crl_ends_[place].number == 0) await_end(place, effects);
}

void CrlPublisher::await_end(std::size_t place, Effects& effects) {
  const pki::CrlSpec& list = world_.crls_[place];
  world_.awaited_crl_ends_[place] = {list.number, list.next_update};
  effects.enabled.push_back({CrlExpires{list.issuer}, {list.next_update, list.next_update}});
}

bool CrlPublisher::awaits_end_of(const World& world, pki::CertificateId authority) {
  const std::size_t place = place_of(world, authority);
  const bool publishes = place < world.crls_.size() && world.crls_[place].issuer == authority;
  return publishes && world.awaited_crl_ends_[place].number > 0;
}

void CrlPublisher::end_list(pki::CertificateId authority, Effects& effects) {
  const std::size_t place = place_of(world_, authority);
  AwaitedCrlEnd& awaited = world_.awaited_crl_ends_[place];
  const pki::CrlSpec& list = world_.crls_[place];
  effects.crl_number = awaited.number;
  if (list.next_update > awaited.at) {
    await_end(place, effects);
    return;
  }
  effects.crl_number = list.number;  // a newer one may end at the same moment
  effects.crls_changed.push_back(authority);
  awaited = {};
}

void CrlPublisher::apply(const PublishCrl& action, SimTime at, Effects& effects) {
  const std::size_t place = place_of(world_, action.authority);
  publish_next(place, at, effects);
  effects.crl_number = world_.crls_[place].number;
  SimTime& due = world_.crls_due_[place];
  due = at + *world_.scenario().crl_policies[place].publish_every;
  effects.enabled.push_back({PublishCrl{action.authority}, {due, due}});
}

bool CrlPublisher::expects(const World& world, const PublishCrl& action, SimTime at) {
  const std::size_t place = place_of(world, action.authority);
  return place < world.crls_.size() && world.crls_[place].issuer == action.authority && world.crls_due_[place] == at;
}

void CrlPublisher::list_awaited_ends(const World& world, Effects& found) {
  for (std::size_t place = 0; place < world.crls_.size(); ++place) {
    const SimTime due = world.crls_due_[place];
    if (due != SimTime::max()) found.enabled.push_back({PublishCrl{world.crls_[place].issuer}, {due, due}});
  }
  for (std::size_t place = 0; place < world.crls_.size(); ++place) {
    const AwaitedCrlEnd& awaited = world.awaited_crl_ends_[place];
    if (awaited.number > 0) found.enabled.push_back({CrlExpires{world.crls_[place].issuer}, {awaited.at, awaited.at}});
  }
}

}  // namespace certdrill::world
