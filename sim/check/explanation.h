// Why does one node accept or refuse another, at a chosen moment? Both directions, rule by rule.
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
struct ExplainedNode {
  model::NodeIndex node = 0;
  model::SecurityConfiguration security;
  trust::Presentation presentation;
};

struct Explanation {
  SimTime at{};
  ExplainedNode from;
  ExplainedNode to;
  trust::Verdict to_judges_from;  // does `to` accept what `from` shows?
  trust::Verdict from_judges_to;
  [[nodiscard]] bool linked() const { return to_judges_from.accepted && from_judges_to.accepted; }
};

// A problem when the run never comes to that moment.
[[nodiscard]] Result<Explanation> explain(const std::shared_ptr<const world::Setting>& setting,
                                          const std::shared_ptr<const pki::CertificateSet>& certificates,
                                          model::NodeIndex from, model::NodeIndex to, const Moment& moment);

}  // namespace certdrill::check
