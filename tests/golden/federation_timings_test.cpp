// The moments of the federation as the trace of a run tells them, from the event that begins a thing to the one that
// ends it. Only the scenario and the trace are known here.
//
// Source  docs/federation.md and the sources that it names.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/rehearsed_scenario.h"

namespace certdrill::test {
namespace {

using namespace std::chrono_literals;

// A line of a trace, by its keys; values are kept as they are written, without their quotation marks.
class Line {
 public:
  explicit Line(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] std::string operator[](const std::string& key) const {
    const std::size_t place = text_.find("\"" + key + "\":");
    if (place == std::string::npos) return {};
    std::size_t begin = place + key.size() + 3;
    const bool quoted = text_[begin] == '"';
    if (quoted) ++begin;
    return text_.substr(begin, text_.find_first_of(quoted ? "\"" : ",}", begin) - begin);
  }
  [[nodiscard]] SimTime at() const { return *parse_sim_time((*this)["at"]); }
  [[nodiscard]] bool is_between(const std::string& a, const std::string& b) const {
    return ((*this)["a"] == a && (*this)["b"] == b) || ((*this)["a"] == b && (*this)["b"] == a);
  }

 private:
  std::string text_;
};

class Trace {
 public:
  explicit Trace(const std::string& scenario) {
    const std::string text = rehearsed(read_scenario_text(scenario)).trace;
    for (std::size_t begin = text.find('\n') + 1; begin < text.size();) {
      const std::size_t end = text.find('\n', begin);
      lines_.emplace_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }

  // The lines in which all of these keys have these values.
  using Keys = std::vector<std::pair<std::string, std::string>>;
  [[nodiscard]] std::vector<Line> all(const Keys& keys) const {
    std::vector<Line> found;
    std::copy_if(lines_.begin(), lines_.end(), std::back_inserter(found), [&](const Line& line) {
      return std::all_of(keys.begin(), keys.end(), [&](const auto& key) { return line[key.first] == key.second; });
    });
    return found;
  }
  [[nodiscard]] Line first(const Keys& keys) const {
    const std::vector<Line> found = all(keys);
    if (!found.empty()) return found.front();
    ADD_FAILURE() << "no line with " << keys.front().second;
    return Line(R"({"at":"2000-01-01T00:00:00.000Z"})");
  }
  [[nodiscard]] std::vector<Line> between(const std::string& event, const std::string& a, const std::string& b) const {
    std::vector<Line> found = all({{"event", event}});
    std::erase_if(found, [&](const Line& line) { return !line.is_between(a, b); });
    return found;
  }

 private:
  std::vector<Line> lines_;
};

// A and B lie on all nodes. `cluster`: the members of "cluster"; `steps`: those of the array, and what comes behind it.
std::string scenario(const std::string& cluster, const std::string& steps) {
  return R"({ "start": "2026-01-10T00:00:00Z",
    "certificates": {
      "A": { "commonName": "cluster.contoso.test", "selfSigned": true, "notBefore": "2025-02-01", "notAfter": "2028-02-01" },
      "B": { "commonName": "cluster.contoso.test", "selfSigned": true, "notBefore": "2025-02-01", "notAfter": "2029-02-01" } },
    "upgradePolicy": { "domainDuration": "0s", "pauseBetweenDomains": "0s", "pauseBetweenSteps": "0s" },
    "cluster": { )" +
         cluster + R"( }, "steps": [ )" + steps + " ] }";
}
const std::string all_accept_all = R"("security": "{P:{TP=A}, V:{TP=A, TP=B}}")";

TEST(FederationTimings, ALeaseIsRenewedAfter5And13_333SecondsAndExpiresAfter30) {
  const Trace trace(scenario(R"("nodes": 3, "seedNodes": ["N0", "N1", "N2"], )" + all_accept_all,
                             R"({ "crash": "N2", "for": "1h", "at": "2026-01-10T00:10:00Z" })"));
  const Line expiry = trace.first({{"event", "ExpireLease"}});
  EXPECT_EQ(expiry["outcome"], "oneSideLoses");
  EXPECT_EQ(expiry["loser"], "N2");
  const SimTime granted = expiry.at() - 30s;
  const SimTime crash = *parse_sim_time("2026-01-10T00:10:00Z");
  EXPECT_LE(granted, crash);
  EXPECT_GT(granted + 5s, crash) << "it was renewed every five seconds until the crash";
  const auto direct = trace.between("RenewLease", expiry["a"], expiry["b"]);
  const auto indirect = trace.between("RenewLeaseIndirectly", expiry["a"], expiry["b"]);
  ASSERT_EQ(direct.size(), 1U);
  ASSERT_EQ(indirect.size(), 1U);
  EXPECT_EQ(direct.front().at(), granted + 5s);
  EXPECT_EQ(indirect.front().at(), granted + 13'333ms);
  EXPECT_EQ(indirect.front()["outcome"], "failed") << "the neighbour that both had reaches neither of the dead";
}

// N4 alone loses against each of the others; back again, it asks on its grid.
TEST(FederationTimings, WhoIsCutOffIsSuspendedAfter32SecondsAndFailsAfter60) {
  const Trace trace(scenario(R"("nodes": 5, "seedNodes": ["N0", "N1", "N2"], )" + all_accept_all,
                             R"({ "partition": "N4", "for": "3m1s", "at": "2026-01-10T00:10:00Z" })"));
  const SimTime granted = trace.first({{"event", "ExpireLease"}}).at() - 30s;
  EXPECT_EQ(trace.first({{"event", "SuspendNode"}, {"node", "N4"}}).at(), granted + 32s);
  EXPECT_EQ(trace.first({{"event", "FailNode"}, {"node", "N4"}}).at(), granted + 60s);
  for (const Line& each : trace.all({{"event", "ExpireLease"}})) EXPECT_EQ(each["loser"], "N4");
  const SimTime started = trace.first({{"event", "StartNode"}, {"node", "N4"}}).at();
  EXPECT_EQ(started, granted + 60s + 10s) << "processStart";
  const auto tries = trace.all({{"event", "TryToJoin"}, {"node", "N4"}});
  ASSERT_EQ(tries.size(), 2U) << "at once, and when something has changed";
  EXPECT_EQ(tries[0].at(), started);
  const SimTime healed = *parse_sim_time("2026-01-10T00:13:01Z");
  EXPECT_GT(tries[1].at(), healed);
  EXPECT_LE(tries[1].at(), healed + 2s);
  EXPECT_EQ((tries[1].at() - started) % 2s, Duration(0)) << "every two seconds, counted from its start";
  EXPECT_EQ(trace.first({{"event", "CompleteJoin"}, {"node", "N4"}}).at(), tries[1].at() + 1s);
}

// "one" takes settings with which it and the others refuse each other. Who opened a session is `a` in the trace.
TEST(FederationTimings, ASessionThatCannotBeRenewedIsClosedAfter70SecondsOr250) {
  const Trace trace(
      scenario(R"("nodeTypes": { "one": { "nodes": 1 }, "rest": { "nodes": 6 } },
      "seedNodes": ["N1", "N2", "N3"], "security": "{P:{TP=A}, V:{TP=A}}")",
               R"({ "upgrade": "one", "to": { "one": "{P:{TP=B}, V:{TP=B}}" }, "at": "2026-01-10T00:10:00Z" })"));
  const SimTime changed = trace.first({{"event", "SwitchNode"}}).at();
  int of_opener = 0;
  int of_acceptor = 0;
  for (const Line& refused : trace.all({{"event", "RenewSession"}, {"outcome", "refused"}})) {
    EXPECT_GE(refused.at(), changed);
    EXPECT_LE(refused.at(), changed + 300s);
    const auto closed = trace.between("CloseSession", refused["a"], refused["b"]);
    const bool opener_changed = refused["a"] == trace.first({{"event", "SwitchNode"}})["node"];
    ++(opener_changed ? of_opener : of_acceptor);
    // The node may have failed before the last ones are closed.
    if (!closed.empty()) {
      EXPECT_EQ(closed.front().at() - refused.at(), opener_changed ? 70s : 250s);
    }
    const auto in_doubt = trace.between("RenewLease", refused["a"], refused["b"]);
    if (!closed.empty() && !in_doubt.empty()) {
      EXPECT_GT(in_doubt.front().at(), closed.front().at()) << "until then the session carries the lease";
      EXPECT_LE(in_doubt.front().at(), closed.front().at() + 5s);
    }
  }
  EXPECT_GT(of_opener, 0);
  EXPECT_GT(of_acceptor, 0);
}

// N0 and N1 refuse each other and nobody else refuses either. With 20 rounds through others from the last direct
// renewal, then 30 s, the lease expires and nobody loses; as it cannot be had again, 30 s later exactly one does.
TEST(FederationTimings, APairThatRefusesEachOtherLivesThroughOthersFor20RoundsAndThenOneLoses) {
  const Trace trace(scenario(
      R"("nodeTypes": { "zero": { "nodes": 1, "security": "{P:{TP=A}, V:{TP=A}}" }, "one": { "nodes": 1 }, "rest": { "nodes": 5 } },
      "seedNodes": ["N2", "N3", "N4"], )" +
          all_accept_all,
      R"({ "upgrade": "one", "to": { "one": "{P:{TP=B}, V:{TP=A, TP=B}}" }, "at": "2026-01-10T00:10:00Z" })"));
  const auto rounds = trace.between("RenewLeaseIndirectly", "N0", "N1");
  ASSERT_GE(rounds.size(), 21U);
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(rounds[i]["outcome"], "renewed") << i;
    if (i > 0) {
      EXPECT_EQ(rounds[i].at() - rounds[i - 1].at(), 13'333ms) << i;
    }
  }
  EXPECT_EQ(rounds[20]["outcome"], "failed");
  const auto expiries = trace.between("ExpireLease", "N0", "N1");
  ASSERT_GE(expiries.size(), 2U);
  EXPECT_EQ(expiries[0].at(), rounds[19].at() + 30s);
  EXPECT_EQ(expiries[0]["outcome"], "nobodyLoses");
  EXPECT_EQ(expiries[1].at(), expiries[0].at() + 30s);
  EXPECT_EQ(expiries[1]["outcome"], "oneSideLoses");
  const std::string loser = expiries[1]["loser"];
  EXPECT_TRUE(loser == "N0" || loser == "N1") << loser;
  EXPECT_EQ(trace.first({{"event", "FailNode"}}).at(), expiries[1].at()) << "at once";
  EXPECT_EQ(trace.first({{"event", "FailNode"}})["node"], loser);
}

// Two of three seed nodes fail in order, for want of a credential: nothing is in doubt, and the rest lives on as long
// as the tickets do that it got at the last refresh.
TEST(FederationTimings, WithoutAQuorumOfSeedNodesAllEnd300SecondsAfterTheirLastTickets) {
  const Trace trace(
      scenario(R"("nodeTypes": { "seeds": { "nodes": 2 }, "rest": { "nodes": 4 } }, "seedNodes": ["N0", "N1", "N2"],
      "installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}")",
               R"({ "upgrade": "two", "to": { "seeds": "{P:{TP=B}, V:{TP=A}}" }, "at": "2026-01-10T00:10:04Z" })"));
  SimTime last = trace.first({{"change", "NodeState"}, {"cause", "noCredential"}}).at();
  for (const Line& each : trace.all({{"change", "NodeState"}, {"cause", "noCredential"}}))
    last = std::max(last, each.at());
  EXPECT_EQ(last, *parse_sim_time("2026-01-10T00:10:04.002Z"));
  const Line refresh = trace.first({{"event", "RefreshTickets"}});
  EXPECT_EQ(refresh.at(), *parse_sim_time("2026-01-10T00:10:10Z")) << "every ten seconds";
  EXPECT_EQ(refresh["nodesWithQuorum"], "0");
  EXPECT_EQ(trace.first({{"event", "ExpireGlobalLease"}}).at(), *parse_sim_time("2026-01-10T00:15:00Z"));
  const auto lost = trace.all({{"change", "NodeState"}, {"cause", "globalLeaseLost"}, {"to", "down"}});
  EXPECT_EQ(lost.size(), 4U);
  for (const Line& each : lost) EXPECT_EQ(each.at(), *parse_sim_time("2026-01-10T00:15:00Z"));
}

struct VoterCase {
  const char* name;
  const char* crash;  // of N2, by the restart of N0 at 00:10:00; it is up again 11 s later
  const char* outcome;
};
void PrintTo(const VoterCase& each, std::ostream* out) { *out << each.name; }
class VotersThatAreYoung : public testing::TestWithParam<VoterCase> {};

// Of three voters one is dead and one has restarted: its vote counts when it has been up for 60 s.
TEST_P(VotersThatAreYoung, DoNotCount) {
  const Trace trace(scenario(
      R"("nodes": 3, "seedNodes": ["N0", "N1", "N2"], )" + all_accept_all,
      std::string(R"({ "restart": "N0", "at": "2026-01-10T00:10:00Z" }, { "crash": "N2", "for": "1h", "at": ")") +
          GetParam().crash + R"(" })"));
  EXPECT_EQ(trace.first({{"event", "CompleteJoin"}, {"node", "N0"}}).at(), *parse_sim_time("2026-01-10T00:10:11Z"));
  EXPECT_EQ(trace.first({{"event", "ExpireLease"}})["outcome"], GetParam().outcome);
}

INSTANTIATE_TEST_SUITE_P(Ages, VotersThatAreYoung,
                         testing::Values(VoterCase{"expiry_at_most_60_seconds_after_the_join", "2026-01-10T00:10:40Z",
                                                   "bothLose"},
                                         VoterCase{"expiry_later_than_that", "2026-01-10T00:10:46Z", "oneSideLoses"}),
                         [](const auto& row) { return std::string(row.param.name); });

// Everybody dies at once; the seed nodes find each other at the next request of votes, every five seconds.
TEST(FederationTimings, ANewRingFormsOnTheGridOfFiveSeconds) {
  const Trace trace(scenario(R"("nodes": 5, "seedNodes": ["N0", "N1", "N2"], )" + all_accept_all,
                             R"({ "crash": "all", "for": "2s", "at": "2026-01-10T00:10:00Z" })"));
  EXPECT_EQ(trace.first({{"event", "StartNode"}}).at(), *parse_sim_time("2026-01-10T00:10:12Z"));
  EXPECT_EQ(trace.first({{"event", "FormRing"}}).at(), *parse_sim_time("2026-01-10T00:10:15Z"));
  EXPECT_EQ(trace.first({{"event", "FormRing"}})["outcome"], "established");
  const auto up = trace.all({{"change", "NodeState"}, {"to", "up"}});
  ASSERT_EQ(up.size(), 5U);
  EXPECT_EQ(up[2].at(), *parse_sim_time("2026-01-10T00:10:15Z"));
  EXPECT_EQ(up[4].at(), *parse_sim_time("2026-01-10T00:10:17Z"))
      << "the others join on their own grid: 16 s, and 1 s more";
}

}  // namespace
}  // namespace certdrill::test
