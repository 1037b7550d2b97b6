// PlanView is a scenario as far as its text alone tells: which configuration is in force when, which certificates get
// to the nodes and how, and what a name in a rule means. Nothing is simulated, and no certificate is made.
//
// Era          a configuration of the nodes of one type, from the step that brings it (or the start) until the step
//              that takes its place (or the end).
// Moments      a step begins no sooner than `earliest_begin`; how long steps take is not known, so that two things an
//              hour apart may count as one.
// Thumbprints  in digits belong to nobody here: lint judges what has a name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lint/finding.h"
#include "model/notation.h"
#include "model/scenario.h"

namespace certdrill::lint {

using pki::CertificateId;
using Part = model::NotationMark::Part;

struct Era {
  std::uint32_t node_type = 0;
  std::uint32_t security = 0;          // index into Scenario::securities
  std::optional<std::uint32_t> from;   // step; none: the start
  std::optional<std::uint32_t> until;  // step; none: the end
};

// How a certificate gets to nodes.
struct Arrival {
  bool at_all = false;
  std::optional<std::uint32_t> step;  // of an install; none: at `at`
  SimTime at{};
  bool by_agent = false;
};

// V of one part, as lists of what it accepts.
struct Names {
  Part part = Part::node;
  const model::ValidationRules* rules = nullptr;
};

class PlanView {
 public:
  explicit PlanView(const model::Scenario& scenario);

  [[nodiscard]] const model::Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const pki::CertificateSpec& spec(CertificateId id) const { return scenario_.certificates[id]; }
  [[nodiscard]] std::string name(CertificateId id) const { return scenario_.certificates[id].name; }
  [[nodiscard]] const std::vector<Era>& eras() const { return eras_; }
  [[nodiscard]] const model::SecurityConfiguration& security(const Era& era) const {
    return scenario_.securities[era.security];
  }
  // The configurations of nodes, each once, with whether it is in force at the end.
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, bool>>& configurations() const { return configurations_; }

  [[nodiscard]] SimTime begin_of(const Era& era) const {
    return era.from ? earliest_begin_[*era.from] : scenario_.start;
  }
  [[nodiscard]] SimTime earliest_begin(std::uint32_t step) const { return earliest_begin_[step]; }
  [[nodiscard]] SimTime horizon() const { return horizon_; }  // the end, or the last moment that the plan names
  // Is the certificate on nodes while the configuration is in force?
  [[nodiscard]] bool meets(const Era& era, CertificateId id) const;
  [[nodiscard]] const Arrival& arrival(CertificateId id) const { return arrivals_[id]; }

  // The line that has it as a version.
  [[nodiscard]] std::optional<std::pair<model::LineIndex, std::uint32_t>> version(CertificateId id) const {
    return versions_[id];
  }

  // Whom a name means.
  [[nodiscard]] std::optional<CertificateId> find(const std::string& certificate) const;
  [[nodiscard]] std::string common_name(const model::CommonNameReference& reference) const;
  // Does V's CN rule mean it: by common name or alternative name, wildcards and all?
  [[nodiscard]] bool matches(const model::AcceptCommonName& rule, CertificateId id) const;
  // The direct issuer that V would see: itself, when it is self-signed.
  [[nodiscard]] CertificateId direct_issuer(CertificateId id) const { return spec(id).issuer.value_or(id); }
  [[nodiscard]] bool pins(const model::AcceptCommonName& rule, CertificateId issuer) const;
  [[nodiscard]] CertificateId root_of(CertificateId id) const;
  [[nodiscard]] bool same_key(CertificateId a, CertificateId b) const;
  [[nodiscard]] bool accepts(const model::ValidationRules& rules, CertificateId id) const;

  // What P names: all certificates, whether anybody has them or not.
  [[nodiscard]] std::vector<CertificateId> named_by(const model::PresentationRule& rule) const;
  [[nodiscard]] static bool by_thumbprint(const model::PresentationRule& rule) {
    return std::holds_alternative<model::PresentByThumbprint>(rule);
  }
  // Of those that the nodes can have in this era, the one that expires last; none: they have none.
  [[nodiscard]] std::optional<CertificateId> shown(const Era& era) const;

  [[nodiscard]] static std::vector<Names> parts_of(const model::SecurityConfiguration& security);

  // Where a name stands in a configuration; the whole of it when that cannot be told.
  [[nodiscard]] Location place(std::uint32_t security, model::NotationMark::What what, const std::string& text,
                               Part part = Part::node) const;
  [[nodiscard]] Location place_of_p(std::uint32_t security, CertificateId certificate) const;
  [[nodiscard]] Location place_of(std::uint32_t security) const;

 private:
  void find_eras();
  void find_arrivals();
  void find_moments();
  void arrive(CertificateId id, const Arrival& arrival);

  const model::Scenario& scenario_;
  std::vector<Era> eras_;
  std::vector<std::pair<std::uint32_t, bool>> configurations_;
  std::vector<SimTime> earliest_begin_;  // by step
  SimTime horizon_{};
  std::vector<Arrival> arrivals_;  // by certificate: the first
  std::vector<std::optional<std::pair<model::LineIndex, std::uint32_t>>> versions_;
  std::unordered_map<std::string, CertificateId> by_name_;                      // these are only looked up
  std::unordered_map<std::string, std::vector<CertificateId>> by_common_name_;  // lower case
};

// What lies on the nodes of a store when the scenario begins, with what the agents of those nodes have brought.
[[nodiscard]] bool may_read(const model::Scenario& scenario, const model::Agent& agent, model::VaultIndex vault,
                            const std::vector<std::pair<model::VaultIndex, model::IdentityIndex>>& granted = {});
[[nodiscard]] inline bool polls(const model::Agent& agent) { return agent.kind != model::AgentKind::scale_set_secrets; }
// `*.contoso.test` or the name itself, whatever the case of the letters.
[[nodiscard]] bool name_matches(std::string_view pattern, std::string_view name);

}  // namespace certdrill::lint
