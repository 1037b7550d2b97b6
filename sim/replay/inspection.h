// What is known of a node, a pair, a certificate or a check at one moment, in words and rows: the answers to "why?".
//
// The words of a verdict are those of check::explain and the reports.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "check/explanation.h"
#include "replay/snapshot.h"

namespace certdrill::replay {

struct HeldCertificate {
  pki::CertificateId certificate = pki::no_certificate;
  std::string name;
  std::string key;       // "with its private key", "without private key", ...
  std::string dates;     // "2025-02-01 to 2026-02-01"
  std::string standing;  // "valid, 12d 3h left", "not yet valid", "expired 2h ago"
  bool usable = true;
  std::string renewed_by;  // the certificate that its renewal mark names; empty: it has none
};

struct SessionRow {
  model::NodeIndex with = 0;
  SessionMoment session;
  std::string text;  // "shows A, is shown B; made with A, which N3 would not show today"
};

// An agent on a node.
struct AgentRow {
  model::AgentIndex agent = 0;
  std::string text;  // "extension: looks again at 2026-01-10T08:12:00Z"
};

struct NodeInspection {
  std::string name;
  std::string place;     // "UD2, FD1, seed node"
  std::string state;     // "up since 2026-01-10T00:00:00Z", "down: its leases failed"
  std::string security;  // {P:{TP=A}, V:{TP=A, TP=B}}
  std::string presents;  // what, and why that one: trust::explain
  std::string clock;     // empty when it is right
  std::vector<HeldCertificate> store;
  std::vector<AgentRow> agents;
  std::vector<SessionRow> sessions;
};
[[nodiscard]] NodeInspection inspect_node(const Cursor& cursor, model::NodeIndex node);

struct PairInspection {
  Link link = Link::full;
  check::Explanation explanation;  // both directions, rule by rule
  std::optional<SessionMoment> session;
  std::string session_text;             // of their session, empty when they have none to have
  std::vector<std::string> reason_ids;  // of refusals, each with a page (report::rule_page)
};
[[nodiscard]] PairInspection inspect_pair(const Cursor& cursor, model::NodeIndex first, model::NodeIndex second);

struct CertificateInspection {
  std::string name;
  std::string
      details;  // like `openssl x509 -text`, what decides: subject, issuer, dates, thumbprint, key, usage, names
  std::uint64_t held_by = 0;
  std::uint64_t presented_by = 0;
  std::uint64_t accepted_by = 0;
  std::uint64_t sessions = 0;                      // open ones that show it at one end or both
  std::string standing;                            // as of HeldCertificate
  std::vector<model::NodeIndex> first_presenting;  // a few, in order; likewise below
  std::vector<model::NodeIndex> first_holding;
};
[[nodiscard]] CertificateInspection inspect_certificate(const Cursor& cursor, pki::CertificateId certificate);

// How a check of the scenario stands at the cursor.
enum class CheckState : std::uint8_t { holds, broken, was_broken, not_yet, fulfilled };
struct CheckStanding {
  CheckState state = CheckState::holds;
  std::string text;      // "always  every pair can authenticate"
  bool expected = true;  // as the scenario expects it to end
  std::optional<std::size_t> finding;
};
[[nodiscard]] std::vector<CheckStanding> checks_at(const RecordedRun& run, EventNumber number);

}  // namespace certdrill::replay
