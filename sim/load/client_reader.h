// Reads "clients": who connects to the management endpoints of the cluster, what each shows and accepts, what lies on
// its machine and which calls it makes; and the steps that change one.
//
//   "clients": {"deploy": {"security": "{P:{TP=D}, V:{TP=S}}", "installed": ["D"], "trustedRoots": ["R1"],
//                          "calls": {"status": {"every": "1h", "needs": "user"}}},
//               "octopus": {"octopus": {"serverCertThumbprint": "S", "clientCertificate": "D"}, "deployments": {"every": "1d"}},
//               "partner": {"unknown": true}}
#pragma once

#include <optional>
#include <vector>

#include "load/certificate_reader.h"
#include "load/client_call_reader.h"
#include "load/cluster_reader.h"
#include "load/fields.h"
#include "load/octopus_reader.h"
#include "load/security_reader.h"
#include "load/source_text.h"
#include "model/scenario.h"

namespace certdrill::load {

class ClientReader {
 public:
  ClientReader(Report& report, const SourceText& source, const CertificateNames& certificates,
               const ClusterNames& names, SecurityReader& securities, model::Scenario& scenario);

  // Fills in Cluster::clients, in the order of the file, and adds their stores to those of the nodes, which have been
  // read.
  void read(const JsonValue& object);

  // The step {"changeClient": NAME, ...}: what it does not say stays as the steps before it left it.
  [[nodiscard]] model::ClientStep read_change(const Fields& fields);

  // Names of clients, one or a list of them; sorted, each once.
  [[nodiscard]] std::vector<model::ClientIndex> read_names(const JsonValue& value, std::string_view field);

 private:
  // What the file has said of a client so far.
  struct Declared {
    model::Client client;
    std::optional<OctopusTarget> octopus;
    OctopusSchedules schedules;
    std::vector<model::ClientCall> calls;  // those of "calls"
    HeldCertificates held;                 // in any of its places
  };

  bool check_name(const JsonValue& key);
  void read_client(const JsonValue& key, const JsonValue& value);
  bool read_unknown(const Fields& fields, model::Client& client);
  bool read_rules(const Fields& fields, Declared& declared, bool at_the_start);
  void put_calls_together(Declared& declared);
  [[nodiscard]] std::optional<model::Store> read_common_store(const Fields& fields);
  bool read_places(const Fields& fields, const model::Store& common, model::Client& client);
  [[nodiscard]] std::optional<model::ClientIndex> find(const JsonValue& name, std::string_view field);
  std::uint32_t intern(const model::Store& store);
  [[nodiscard]] std::uint32_t place_of(const OctopusTarget& target, model::Client& client);

  Report& report_;
  const SourceText& source_;
  const CertificateNames& certificates_;
  const ClusterNames& names_;
  SecurityReader& securities_;
  model::Scenario& scenario_;
  model::Cluster& cluster_;
  ClientCallReader calls_;
  OctopusReader octopus_;
  std::size_t first_store_ = 0;
  std::vector<Declared> declared_;  // by client
  std::vector<std::string> rejected_;
};

}  // namespace certdrill::load
