// Action is something that can happen in the world, as data; a Window says when.
//
// Nothing in the world draws a random moment: applying an action tells which actions become possible and between
// which moments. The simulator (world/simulation.h) draws one moment in each window; another driver may try them all,
// or let a person pick.
// Source     docs/decisions/0003.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/sim_time.h"
#include "model/scenario.h"
#include "pki/certificate_spec.h"

namespace certdrill::world {

struct BeginStep {
  std::uint32_t step = 0;
  friend bool operator==(const BeginStep&, const BeginStep&) = default;
};
struct EndWait {
  std::uint32_t step = 0;
  friend bool operator==(const EndWait&, const EndWait&) = default;
};
struct BeginDomain {  // of the upgrade that is under way
  std::uint32_t domain = 0;
  friend bool operator==(const BeginDomain&, const BeginDomain&) = default;
};
struct SwitchNode {  // to the security configuration of the upgrade that is under way
  model::NodeIndex node = 0;
  friend bool operator==(const SwitchNode&, const SwitchNode&) = default;
};
struct ChangeStore {  // as the step that is under way says: certificates, or the way to CRLs
  model::NodeIndex node = 0;
  friend bool operator==(const ChangeStore&, const ChangeStore&) = default;
};
struct CertificateBecomesValid {
  pki::CertificateId certificate = 0;
  friend bool operator==(const CertificateBecomesValid&, const CertificateBecomesValid&) = default;
};
struct CertificateExpires {
  pki::CertificateId certificate = 0;
  friend bool operator==(const CertificateExpires&, const CertificateExpires&) = default;
};

// The nextUpdate of a list has come (world/crl_publisher.h says of which). It matters only when the authority has
// published none since.
struct CrlExpires {
  pki::CertificateId authority = 0;
  friend bool operator==(const CrlExpires&, const CrlExpires&) = default;
};

using Action = std::variant<BeginStep, EndWait, BeginDomain, SwitchNode, ChangeStore, CertificateBecomesValid,
                            CertificateExpires, CrlExpires>;
static_assert(sizeof(Action) == 8, "millions of these may be pending");

[[nodiscard]] std::string_view name_of(const Action& action);  // "SwitchNode"
[[nodiscard]] std::uint64_t hash_of(const Action& action);

// The moments at which an action can happen, first and last included. Every moment between them is as likely as any
// other.
struct Window {
  SimTime earliest;
  SimTime latest;
  friend bool operator==(const Window&, const Window&) = default;
};

struct EnabledAction {
  Action action;
  Window window;
  friend bool operator==(const EnabledAction&, const EnabledAction&) = default;
};

// A node went from one configuration (world/configuration_table.h) to another, perhaps to the same.
struct NodeChange {
  model::NodeIndex node = 0;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

// What an action did, for those who watch: the world forgets it.
struct Effects {
  std::vector<NodeChange> changes;
  std::vector<EnabledAction> enabled;  // newly possible; what is possible already stays so
  // Authorities whose list is another one now, or has ended without another: what they issued is to be judged anew.
  std::vector<pki::CertificateId> crls_changed;
  std::uint64_t crl_number = 0;   // of CrlExpires: the list that has ended
  bool domain_completed = false;  // the domain of the upgrade under way, by the last of its nodes
  bool step_completed = false;

  void clear() {
    changes.clear();
    enabled.clear();
    crls_changed.clear();
    crl_number = 0;
    domain_completed = false;
    step_completed = false;
  }
};

}  // namespace certdrill::world
