// Why does one node accept or refuse another, or a client, at a chosen moment? Both directions, rule by rule.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "check/result.h"
#include "pki/certificate_set.h"
#include "trust/presentation.h"
#include "world/simulation.h"

namespace certdrill::check {

// A moment of a run: a time, or the end of a step, or of one upgrade domain within a step; the start when nothing is
// given.
struct Moment {
  std::optional<SimTime> at;
  std::optional<std::uint32_t> after_step;
  std::optional<std::uint32_t> after_domain;
};

// One end of the pair.
struct ExplainedParty {
  Party who;
  model::SecurityConfiguration security;
  trust::Presentation presentation;  // in talking to a client: of the management endpoint
};

struct Explanation {
  SimTime at{};
  ExplainedParty from;
  ExplainedParty to;
  trust::Verdict to_judges_from;  // does `to` accept what `from` shows?
  trust::Verdict from_judges_to;
  // What an endpoint grants a client, when one of the two is a client.
  [[nodiscard]] trust::Grant grant() const {
    if (!linked()) return trust::Grant::none;
    return from.who.is_client ? to_judges_from.grant : from_judges_to.grant;
  }
  [[nodiscard]] bool linked() const { return to_judges_from.accepted && from_judges_to.accepted; }
};

// A problem when the run never comes to that moment. At most one of the two is a client.
[[nodiscard]] Result<Explanation> explain(const std::shared_ptr<const world::Setting>& setting,
                                          const std::shared_ptr<const pki::CertificateSet>& certificates,
                                          const Party& from, const Party& to, const Moment& moment);

// The same of a world that is there already; it asks the world's own classes, which have to be up to date with it.
[[nodiscard]] Explanation explain_at(const world::World& world, SimTime now, const Party& from, const Party& to);

}  // namespace certdrill::check
