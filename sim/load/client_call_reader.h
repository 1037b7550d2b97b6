// Reads which calls a client makes, and when: "calls", and the schedules of Octopus Deploy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "load/fields.h"
#include "load/security_reader.h"
#include "model/scenario.h"

namespace certdrill::load {

class ClientCallReader {
 public:
  ClientCallReader(Report& report, SecurityReader& securities, const model::Scenario& scenario)
      : report_(report), securities_(securities), scenario_(scenario) {}

  // {"status": {"every": "1h", "first": TIME, "needs": "user", "attempts": 5, "pause": "5s", "security": SECURITY}}
  // Nothing when something is wrong. `client` is whose rules count where a call has none of its own.
  [[nodiscard]] std::optional<std::vector<model::ClientCall>> read(const JsonValue& value, const model::Client& client,
                                                                   const HeldCertificates& held);

  // "every" and "first" of any schedule, into the call.
  bool read_schedule(const Fields& fields, model::ClientCall& call);

 private:
  std::optional<model::ClientCall> read_call(const JsonValue& key, const JsonValue& value, const model::Client& client,
                                             const HeldCertificates& held);

  Report& report_;
  SecurityReader& securities_;
  const model::Scenario& scenario_;
};

}  // namespace certdrill::load
