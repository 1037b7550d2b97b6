#include "check/property_watch.h"

#include <algorithm>
#include <variant>

#include "check/clean_up.h"

namespace certdrill::check {
namespace {

struct Evaluate {
  const InstantNumbers& numbers;
  pki::CertificateId certificate;
  ClientIndex client;
  std::uint32_t step;

  [[nodiscard]] std::uint64_t nodes() const { return numbers.connectivity->nodes(); }
  [[nodiscard]] bool all_linked() const { return numbers.connectivity->broken_pairs() == 0; }

  bool operator()(const model::EveryPairCanAuthenticate&) const { return all_linked(); }
  bool operator()(const model::FederationIsConnected&) const {
    return all_linked() || numbers.connectivity->shape().components <= 1;
  }
  bool operator()(const model::SeedQuorum&) const {
    return all_linked() || numbers.connectivity->shape().best_seeds >= quorum_of(numbers.seeds);
  }
  bool operator()(const model::LargestComponentHolds& property) const {
    return all_linked() || numbers.connectivity->shape().largest_component * 100 >= nodes() * property.percent;
  }
  bool operator()(const model::EveryNodePresents&) const { return (*numbers.presented)[certificate] == nodes(); }
  bool operator()(const model::NoNodePresents&) const { return (*numbers.presented)[certificate] == 0; }
  bool operator()(const model::SomeNodePresents&) const { return (*numbers.presented)[certificate] > 0; }
  bool operator()(const model::EveryNodeAccepts&) const { return (*numbers.accepted_by)[certificate] == nodes(); }
  bool operator()(const model::NoNodeAccepts&) const { return (*numbers.accepted_by)[certificate] == 0; }
  bool operator()(const model::SeveralArePresented& property) const {
    return numbers.distinct_presented >= property.at_least;
  }
  bool operator()(const model::EveryClientCanConnect&) const { return numbers.clients->refused() == 0; }
  bool operator()(const model::ClientStands& property) const {
    const ClientStandings& standings = numbers.clients->standings()[client];
    switch (property.as) {
      case model::ClientStanding::can_connect:
        return standings.connects() == nodes();
      case model::ClientStanding::admin:
        return standings.admin() == nodes();
      case model::ClientStanding::user:
        return standings[trust::Grant::user] == nodes();
      case model::ClientStanding::refused:
        return standings.connects() == 0;
    }
    return false;
  }

  bool operator()(const model::NoNodeIsLost&) const { return numbers.federation->lost() == 0; }
  bool operator()(const model::FederationIsWhole&) const { return numbers.federation->whole(); }
  bool operator()(const model::QuorumIsKept&) const { return numbers.federation->has_quorum(); }
  bool operator()(const model::AtMostUnavailable& property) const {
    return numbers.federation->unavailable() <= property.count;
  }
  bool operator()(const model::NoOutageLongerThan& property) const {
    return !numbers.federation->outage_over(property.length, numbers.now);
  }
  bool operator()(const model::UpgradeCompletesWithin& property) const {
    const StepResult& upgrade = (*numbers.steps)[step];
    switch (upgrade.state) {
      case StepState::not_begun:
        return !numbers.at_end;
      case StepState::under_way:
        return !numbers.at_end && numbers.now - upgrade.start <= property.length;
      case StepState::completed:
        return upgrade.end - upgrade.start <= property.length;
      default:
        return false;
    }
  }
  // Without the federation a session is what a fresh handshake would make. And nobody counts sessions when the
  // properties ask only at the end: until then they are taken for true.
  bool operator()(const model::EverySessionUses&) const {
    if (!numbers.federation->simulated()) return (*numbers.presented)[certificate] == nodes();
    return numbers.sessions == nullptr ||
           numbers.sessions->with_at_both_ends(certificate) == numbers.sessions->sessions();
  }
  bool operator()(const model::NoSessionUses&) const {
    if (!numbers.federation->simulated()) return (*numbers.presented)[certificate] == 0;
    return numbers.sessions == nullptr || numbers.sessions->with(certificate) == 0;
  }
  bool operator()(const model::CanBeCleanedUp&) const {
    return numbers.clean_up == nullptr ||
           can_be_cleaned_up(certificate, *numbers.clean_up, *numbers.count, numbers.sessions, numbers.now);
  }
};

}  // namespace

WatchedProperty watch(const model::Property& property, const model::Scenario& scenario) {
  WatchedProperty watched{property, pki::no_certificate, 0, 0};
  if (const std::string* name = model::certificate_named_by(property))
    watched.certificate = scenario.find_certificate(*name).value();
  if (const std::string* name = model::client_named_by(property)) {
    const std::vector<model::Client>& clients = scenario.cluster.clients;
    const auto found =
        std::find_if(clients.begin(), clients.end(), [&](const auto& each) { return each.name == *name; });
    watched.client = static_cast<ClientIndex>(found - clients.begin());
  }
  if (const std::string* name = model::step_named_by(property)) {
    const auto found = std::find_if(scenario.steps.begin(), scenario.steps.end(),
                                    [&](const model::Step& each) { return each.name == *name; });
    watched.step = static_cast<std::uint32_t>(found - scenario.steps.begin());
  }
  return watched;
}

bool asks_who_accepts(const model::Property& property) {
  return std::holds_alternative<model::EveryNodeAccepts>(property) ||
         std::holds_alternative<model::NoNodeAccepts>(property);
}

bool about_sessions(const model::Property& property) {
  return std::holds_alternative<model::EverySessionUses>(property) ||
         std::holds_alternative<model::NoSessionUses>(property) ||
         std::holds_alternative<model::CanBeCleanedUp>(property);
}

bool about_federation(const model::Property& property) {
  if (std::holds_alternative<model::CanBeCleanedUp>(property)) return false;
  return about_sessions(property) || std::holds_alternative<model::NoNodeIsLost>(property) ||
         std::holds_alternative<model::FederationIsWhole>(property) ||
         std::holds_alternative<model::QuorumIsKept>(property) ||
         std::holds_alternative<model::AtMostUnavailable>(property) ||
         std::holds_alternative<model::UpgradeCompletesWithin>(property) ||
         std::holds_alternative<model::NoOutageLongerThan>(property);
}

std::optional<SimTime> passed_limit(const WatchedProperty& watched, const InstantNumbers& numbers) {
  if (const auto* outage = std::get_if<model::NoOutageLongerThan>(&watched.property))
    return numbers.federation->outage_over(outage->length, numbers.now);
  if (const auto* upgrade = std::get_if<model::UpgradeCompletesWithin>(&watched.property)) {
    const StepResult& step = (*numbers.steps)[watched.step];
    if (step.state == StepState::not_begun) return std::nullopt;
    const SimTime limit = step.start + upgrade->length;
    const SimTime ended = step.state == StepState::under_way ? numbers.now : step.end;
    if (limit < ended) return limit;
  }
  return std::nullopt;
}

bool holds(const WatchedProperty& watched, const InstantNumbers& numbers) {
  return std::visit(Evaluate{numbers, watched.certificate, watched.client, watched.step}, watched.property);
}

}  // namespace certdrill::check
