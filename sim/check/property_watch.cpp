#include "check/property_watch.h"

#include <algorithm>
#include <variant>

namespace certdrill::check {
namespace {

struct Evaluate {
  const InstantNumbers& numbers;
  pki::CertificateId certificate;
  ClientIndex client;

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
  // What became of the cluster is not counted yet.
  template <typename OfTheFederation>
  bool operator()(const OfTheFederation&) const {
    return true;
  }
};

}  // namespace

WatchedProperty watch(const model::Property& property, const model::Scenario& scenario) {
  WatchedProperty watched{property, pki::no_certificate, 0};
  if (const std::string* name = model::certificate_named_by(property))
    watched.certificate = scenario.find_certificate(*name).value();
  if (const std::string* name = model::client_named_by(property)) {
    const std::vector<model::Client>& clients = scenario.cluster.clients;
    const auto found =
        std::find_if(clients.begin(), clients.end(), [&](const auto& each) { return each.name == *name; });
    watched.client = static_cast<ClientIndex>(found - clients.begin());
  }
  return watched;
}

bool asks_who_accepts(const model::Property& property) {
  return std::holds_alternative<model::EveryNodeAccepts>(property) ||
         std::holds_alternative<model::NoNodeAccepts>(property);
}

bool holds(const WatchedProperty& watched, const InstantNumbers& numbers) {
  return std::visit(Evaluate{numbers, watched.certificate, watched.client}, watched.property);
}

}  // namespace certdrill::check
