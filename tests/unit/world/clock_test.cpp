// A node judges and presents by its own clock.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/setting_from.h"
#include "world/simulation.h"

namespace certdrill::world {
namespace {

// Both present B, which is valid from 12:00 on; N1 has a clock of its own from the first step on.
std::shared_ptr<const Setting> with_clock(const std::string& by) {
  return test::setting_from(R"({ "start": "2026-01-10T10:00:00Z", "end": "2026-01-10T18:00:00Z",
    "federation": { "simulate": false },
    "certificates": {
      "B": { "notBefore": "2026-01-10T12:00:00Z", "notAfter": "2027-01-05" } },
    "cluster": { "nodes": 2, "security": "{P:{TP=B}, V:{TP=B}}" },
    "steps": [ { "clock": "N1", "by": ")" +
                            by + R"(", "name": "wrong" } ] })");
}

struct Change {
  std::string at;
  bool zero_accepts_one;
  bool one_accepts_zero;
  friend bool operator==(const Change&, const Change&) = default;
};
std::ostream& operator<<(std::ostream& out, const Change& change) {
  return out << change.at << " N0 accepts N1: " << change.zero_accepts_one
             << ", N1 accepts N0: " << change.one_accepts_zero;
}

// Who accepts whom, whenever that changes.
std::vector<Change> changes(const std::shared_ptr<const Setting>& setting) {
  Simulation simulation(setting);
  AuthenticationClasses classes(setting, setting->certificates());
  std::vector<Change> found;
  const auto look = [&](SimTime at, const World& world) {
    const auto facts = [&](model::NodeIndex node) { return classes.facts(world.configuration_of(node)); };
    const Change now{to_string(at), classes.accepts(facts(0).class_id, facts(1).class_id),
                     classes.accepts(facts(1).class_id, facts(0).class_id)};
    const bool same = !found.empty() && found.back().zero_accepts_one == now.zero_accepts_one &&
                      found.back().one_accepts_zero == now.one_accepts_zero;
    if (!same) found.push_back(now);
  };
  classes.learn(simulation.world().configurations(), setting->scenario().start);
  look(setting->scenario().start, simulation.world());
  while (simulation.run_instant(
      [&](const Simulation::Event& event, const Effects&, const World& world) {
        const auto* expires = std::get_if<CertificateExpires>(&event.what);
        const auto* valid = std::get_if<CertificateBecomesValid>(&event.what);
        if (expires != nullptr) classes.pass_boundary(expires->certificate, world.configurations(), event.at);
        if (valid != nullptr) classes.pass_boundary(valid->certificate, world.configurations(), event.at);
        classes.learn(world.configurations(), event.at);
      },
      look)) {
  }
  return found;
}

TEST(Clock, ThatIsRightChangesNothing) {
  EXPECT_EQ(changes(with_clock("0s")),
            (std::vector<Change>{{"2026-01-10T10:00:00Z", false, false}, {"2026-01-10T12:00:00Z", true, true}}));
}

// For N1 it lies in the future for an hour more.
TEST(Clock, ThatIsBehindRefusesWhatIsNotYetValidThere) {
  EXPECT_EQ(changes(with_clock("-1h")), (std::vector<Change>{{"2026-01-10T10:00:00Z", false, false},
                                                             {"2026-01-10T12:00:00Z", true, false},
                                                             {"2026-01-10T13:00:00Z", true, true}}));
}

TEST(Clock, ThatIsAheadAcceptsWhatIsNotYetValidElsewhere) {
  EXPECT_EQ(changes(with_clock("1h")), (std::vector<Change>{{"2026-01-10T10:00:00Z", false, false},
                                                            {"2026-01-10T11:00:00Z", false, true},
                                                            {"2026-01-10T12:00:00Z", true, true}}));
}

}  // namespace
}  // namespace certdrill::world
