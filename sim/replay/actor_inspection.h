// What is known of a vault, an agent or a client at one moment, in words and rows: as inspection.h has it for nodes.
#pragma once

#include <string>
#include <vector>

#include "replay/snapshot.h"

namespace certdrill::replay {

struct VersionRow {
  pki::CertificateId certificate = pki::no_certificate;
  std::string name;   // "cluster-2"
  std::string state;  // "made 2026-03-20, the current one", "disabled", "comes on 2026-03-20"
  std::string dates;  // of its validity
  bool usable = true;
};
struct LineInspection {
  std::string name;    // "cluster"
  std::string policy;  // "renewed after 75 % of 120d, with a new key"
  std::vector<VersionRow> versions;
};
struct VaultInspection {
  std::string name;
  std::string state;    // "answers", "out until 2026-01-10T12:00:00Z"
  std::string readers;  // "vmss and files; scale-set secrets", "nobody"
  bool answers = true;
  std::vector<LineInspection> lines;
};
[[nodiscard]] VaultInspection inspect_vault(const Cursor& cursor, model::VaultIndex vault);

struct ObservedRow {
  std::string address;
  std::string text;  // "is cluster-2: on 7 of 10 nodes", "access denied"
  bool good = true;
};
struct AgentInspection {
  std::string name;
  std::string kind;   // "Key Vault extension, as identity vmss, every 1h"
  std::string state;  // "runs on 10 nodes", "does not run"
  std::vector<ObservedRow> observed;
  std::string waiting;  // "3 nodes look at their next cycle, the first N4 at 2026-01-10T08:12:00Z"
  std::string links;    // what it does with renewal marks and the first sync
};
[[nodiscard]] AgentInspection inspect_agent(const Cursor& cursor, model::AgentIndex agent);

struct CallRow {
  std::string name;    // "deployment"
  std::string plan;    // "every 1d, needs admin, 5 attempts 5s apart"
  std::string last;    // "let in by N3 at 2026-01-10T08:00:00Z"
  std::string so_far;  // "12 attempts, 2 of them in vain"
  bool good = true;    // the last one
};
struct ClientInspection {
  std::string name;
  std::string security;  // {P:{TP=D}, V:{TP=A}}
  std::string shows;
  std::string standing;  // "let in by 10 of 10 nodes: Admin on 10"
  bool connects = true;  // to every node
  std::vector<CallRow> calls;
};
[[nodiscard]] ClientInspection inspect_client(const Cursor& cursor, model::ClientIndex client);

// One line each, for lists of actors: "10 of 10 nodes have what it brings".
[[nodiscard]] std::string agent_line(const AgentMoment& agent, const model::Scenario& scenario);
[[nodiscard]] std::string vault_line(const VaultMoment& vault, const model::Scenario& scenario);
[[nodiscard]] std::string client_line(const ClientMoment& client, const model::Scenario& scenario);
// How an attempt went: "let in by N3", "not let in by N3", "found no node".
[[nodiscard]] std::string words_for(const CallPoint& call, const model::Cluster& cluster);

}  // namespace certdrill::replay
