// A Setting from the text of a scenario, for tests: stops the test program with the problems when the text is wrong.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "load/scenario_reader.h"
#include "world/setting.h"

namespace certdrill::test {

inline model::Scenario scenario_from(const std::string& text) {
  load::LoadedScenario loaded = load::parse_scenario(text, "scenario.json");
  if (!loaded.scenario) {
    for (const Problem& each : loaded.problems) std::fputs(to_text(each).c_str(), stderr);
    std::abort();
  }
  return std::move(*loaded.scenario);
}

inline std::shared_ptr<const world::Setting> setting_from(const std::string& text) {
  return std::make_shared<const world::Setting>(scenario_from(text));
}

// A and B, self-signed, B after A; `cluster` and `rest` are JSON members with a comma behind each.
inline std::string two_certificates(const std::string& cluster, const std::string& rest) {
  return R"({ "start": "2026-01-10", )" + rest + R"(
    "certificates": {
      "A": { "commonName": "cluster.contoso.test", "notBefore": "2025-02-01", "notAfter": "2026-02-01" },
      "B": { "commonName": "cluster.contoso.test", "notBefore": "2026-01-05", "notAfter": "2027-01-05" }
    },
    "cluster": { )" +
         cluster + R"( "security": "{P:{TP=A}, V:{TP=A}}" } })";
}

}  // namespace certdrill::test
