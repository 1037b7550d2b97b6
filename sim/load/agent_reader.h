// Reads "agents", and what of "cluster" is about them: what a new machine waits for, and how its store is watched.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "load/fields.h"
#include "load/security_reader.h"
#include "load/selection_reader.h"
#include "load/source_text.h"
#include "load/vault_names.h"
#include "model/scenario.h"

namespace certdrill::load {

class AgentReader {
 public:
  AgentReader(Report& report, const SourceText& source, VaultNames& vaults, SelectionReader& selections,
              model::Scenario& scenario)
      : report_(report), source_(source), vaults_(vaults), selections_(selections), scenario_(scenario) {}

  // Fills in Scenario::agents, Cluster::bootstrap and store_watch. Either value may be absent.
  void read(const std::optional<JsonValue>& agents, const std::optional<JsonValue>& cluster);

  [[nodiscard]] std::optional<model::AgentIndex> find(const JsonValue& value, std::string_view field) const;
  // What an agent of this kind may observe, in order. An empty list only where that is something to say.
  [[nodiscard]] std::optional<std::vector<model::ObservedCertificate>> read_observed(const JsonValue& list,
                                                                                     model::AgentKind kind,
                                                                                     bool may_be_empty);

  // What the agents that run then have brought when the scenario begins.
  void add_at_start(HeldCertificates& held) const;
  // What those that run at the start may bring later, and what this one may, each version that is ever made.
  void add_later(HeldCertificates& held) const;
  void add(const std::vector<model::ObservedCertificate>& observed, HeldCertificates& held) const;

 private:
  void read_agent(const JsonValue& key, const JsonValue& value);
  void read_settings(const Fields& fields, model::Agent& agent);
  void read_bootstrap(const JsonValue& object);
  std::optional<Duration> read_interval(const JsonValue& value, std::string_view field, Duration least);
  [[nodiscard]] bool may_read(const model::Agent& agent, const model::ObservedCertificate& observed) const;

  Report& report_;
  const SourceText& source_;
  VaultNames& vaults_;
  SelectionReader& selections_;
  model::Scenario& scenario_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, model::AgentIndex> by_name_;  // only looked up
};

}  // namespace certdrill::load
