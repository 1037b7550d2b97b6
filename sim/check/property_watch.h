// Evaluates the properties of a scenario at an instant, from numbers that are kept up to date: constant time each when
// all links are up.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "check/certificate_use.h"
#include "check/classes.h"
#include "check/client_access.h"
#include "check/connectivity.h"
#include "check/federation_watch.h"
#include "check/result.h"
#include "model/property.h"
#include "model/scenario.h"

namespace certdrill::check {

class ClusterCount;

// What the properties are asked about.
struct InstantNumbers {
  const Connectivity* connectivity = nullptr;
  const std::vector<std::uint64_t>* presented = nullptr;  // by certificate
  std::uint32_t distinct_presented = 0;
  std::uint64_t seeds = 0;
  const std::vector<std::uint64_t>* accepted_by =
      nullptr;  // by certificate that a property asks about: nodes that accept it
  const ClientAccess* clients = nullptr;
  // What becomes of the federation and of the plan. `sessions` is null while nobody counts them: see
  // property_watch.cpp.
  const FederationWatch* federation = nullptr;
  const SessionCount* sessions = nullptr;
  const std::vector<StepResult>* steps = nullptr;
  // For the properties about clean-up, which look at it themselves; null while nobody asks: they are taken for true.
  const world::World* clean_up = nullptr;
  const ClusterCount* count = nullptr;
  SimTime now{};
  bool at_end = false;  // what has not happened by now does not happen
};

// A property with the certificate or client it names looked up.
struct WatchedProperty {
  model::Property property;
  pki::CertificateId certificate = pki::no_certificate;
  ClientIndex client = 0;
  std::uint32_t step = 0;
};
[[nodiscard]] WatchedProperty watch(const model::Property& property, const model::Scenario& scenario);

// Does a property ask who accepts a certificate? Only then are these counts kept.
[[nodiscard]] bool asks_who_accepts(const model::Property& property);

// Does it speak of the federation, or of an upgrade, and not of who could talk to whom?
[[nodiscard]] bool about_federation(const model::Property& property);
[[nodiscard]] bool about_sessions(const model::Property& property);

[[nodiscard]] bool holds(const WatchedProperty& watched, const InstantNumbers& numbers);

// A limit of time passes between two instants: when did it, of a property that does not hold? None when it ceased to
// hold by an event, and so at this instant.
[[nodiscard]] std::optional<SimTime> passed_limit(const WatchedProperty& watched, const InstantNumbers& numbers);

// A cluster of n votes needs n / 2 + 1 of them. Source: Service Fabric runtime source, Federation/VoteManager.cpp.
[[nodiscard]] constexpr std::uint64_t quorum_of(std::uint64_t votes) { return votes / 2 + 1; }

}  // namespace certdrill::check
