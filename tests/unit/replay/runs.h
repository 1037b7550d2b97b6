// Recorded runs for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "replay/recorded_run.h"
#include "support/rehearsed_scenario.h"

namespace certdrill::replay {

using Setting = std::shared_ptr<const world::Setting>;
using RunPointer = std::shared_ptr<const RecordedRun>;

inline Setting setting_of(model::Scenario scenario) {
  return std::make_shared<const world::Setting>(std::move(scenario));
}
inline RunPointer run_of(model::Scenario scenario) { return RecordedRun::record(setting_of(std::move(scenario))); }
inline RunPointer shipped_run(const std::string& name) { return run_of(test::read_shipped_scenario(name)); }
inline RunPointer run_of_text(const std::string& text) { return run_of(test::read_scenario_text(text)); }

// A revocation list that ends with none behind it, a certificate that becomes valid, an operator who goes on, nodes
// that crash at random over links that lose messages.
inline const char* const eventful = R"({
  "start": "2026-01-10", "end": "2026-01-11", "seed": 7,
  "authorities": { "R1": { "crl": { "validFor": "4h" } } },
  "certificates": {
    "A": { "commonName": "cluster.contoso.test", "notBefore": "2025-02-01", "notAfter": "2026-01-10T20:00:00Z" },
    "B": { "commonName": "cluster.contoso.test", "issuer": "R1", "notBefore": "2026-01-10T03:00:00Z",
           "notAfter": "2027-01-05" }
  },
  "cluster": { "nodes": 7, "upgradeDomains": 3, "seedNodes": 3, "installed": ["A"], "trustedRoots": ["R1"],
               "security": "{P:{TP=A}, V:{TP=A}}" },
  "randomFaults": [ { "fault": "crash", "every": "40m", "for": "20s" } ],
  "steps": [
    { "install": "B", "name": "install B" },
    { "upgrade": "accept B as well", "to": "{P:{TP=A}, V:{TP=A, TP=B}}",
      "policy": { "mode": "unmonitoredManual", "operatorDelay": "10m" } },
    { "lossy": "all", "percent": 60, "for": "3h", "name": "links lose messages" },
    { "blockCrl": "R1", "nodes": ["N1"], "name": "N1 cannot fetch the list" },
    { "remove": "A", "nodes": ["N2"], "name": "remove A from N2" },
    { "wait": "2h", "name": "wait" }
  ],
  "expect": "violated",
  "checks": [ { "always": "every pair can authenticate" }, { "sometimes": "two certificates are presented at once" },
              { "finally": "every node presents B" } ]
})";

}  // namespace certdrill::replay
