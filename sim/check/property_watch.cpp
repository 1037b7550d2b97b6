#include "check/property_watch.h"

#include <variant>

namespace certdrill::check {
namespace {

struct Evaluate {
  const InstantNumbers& numbers;
  pki::CertificateId certificate;

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
};

}  // namespace

WatchedProperty watch(const model::Property& property, const model::Scenario& scenario) {
  WatchedProperty watched{property, pki::no_certificate};
  if (const std::string* name = model::certificate_named_by(property))
    watched.certificate = scenario.find_certificate(*name).value();
  return watched;
}

bool asks_who_accepts(const model::Property& property) {
  return std::holds_alternative<model::EveryNodeAccepts>(property) ||
         std::holds_alternative<model::NoNodeAccepts>(property);
}

bool holds(const WatchedProperty& watched, const InstantNumbers& numbers) {
  return std::visit(Evaluate{numbers, watched.certificate}, watched.property);
}

}  // namespace certdrill::check
