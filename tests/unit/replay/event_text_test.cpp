// Every kind of event has a plain sentence.
#include "replay/event_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runs.h"
#include "support/journey_text.h"

namespace certdrill::replay {
namespace {

// By the name of the event, all sentences of the shipped runs and of the eventful one.
const std::map<std::string, std::set<std::string>>& all_sentences() {
  static const std::map<std::string, std::set<std::string>> sentences = [] {
    std::map<std::string, std::set<std::string>> found;
    const auto add = [&](const RunPointer& run) {
      for (EventNumber number = 1; number <= run->last_event(); ++number)
        found[std::string(event_name(*run, number))].insert(event_text(*run, number));
    };
    for (const std::string& name : test::scenario_names()) add(shipped_run(name));
    add(run_of_text(eventful));
    add(run_of_text(test::journey_text));
    add(run_of_text(test::machines_text));
    return found;
  }();
  return sentences;
}

struct Said {
  const char* name;  // of the row
  const char* event;
  const char* text;
};
void PrintTo(const Said& said, std::ostream* out) { *out << said.text; }

const std::vector<Said>& rows() {
  static const std::vector<Said> said = {
      {"step", "BeginStep", "\"install B\" begins"},
      {"conversion", "BeginStep", "\"thumbprint A to the common name of B\" begins; phase 1 begins"},
      {"wait", "EndWait", "the wait \"wait\" is over; \"wait\" is done"},
      {"domain", "BeginDomain", "UD0 of \"accept B as well\" begins"},
      {"switch_", "SwitchNode", "N3 (UD0) switches to {P:{TP=A}, V:{TP=A, TP=B}}"},
      {"cannot_switch", "SwitchNode",
       "N6 (UD1) cannot be told to switch, and is waited for; the upgrade waits for N6, which is cut off from the "
       "quorum"},
      {"gets", "ChangeStore", "N2 (UD2) gets B"},
      {"loses", "ChangeStore", "N2 (UD2) loses A; \"remove A from N2\" is done"},
      {"loses_lists", "ChangeStore", "N1 (UD1) loses the way to the CRL of R1; \"N1 cannot fetch the list\" is done"},
      {"valid", "CertificateBecomesValid", "B becomes valid"},
      {"expires", "CertificateExpires", "A expires"},
      {"list_ends", "CrlExpires", "CRL 1 of R1 ends, and there is no newer one"},
      {"during", "BeginStepDuring",
       "\"N8 crashes\" begins while \"present B\" is under way; N8 is down: a fault stopped it"},
      {"interrupts", "BeginStepDuring",
       "\"present C instead\" is asked for while \"present B\" is under way; the upgrade is interrupted"},
      {"seeds", "CheckSeeds", "may the next seed nodes of UD1 restart?"},
      {"health", "CheckHealth", "the health of the cluster is looked at in UD0: healthy"},
      {"rollback", "CheckHealth",
       "the health of the cluster is looked at in UD4: unhealthy; the upgrade goes back: HealthCheck"},
      {"next_phase", "CheckHealth", "the health of the cluster is looked at in UD4: healthy; phase 2 begins"},
      {"operator_", "MoveNext", "the operator goes on to the domain after UD0"},
      {"given_up", "GiveUpNode", "N8 (UD3) is given up: the upgrade goes on without it; UD3 is done"},
      {"fault_ends", "EndFault", "the fault \"N8 crashes\" is over; N8 is booting"},
      {"strike", "RandomStrike", "a random fault strikes N0 (UD0): crash; N0 is down: a fault stopped it"},
      {"strike_ends", "EndRandomStrike", "the random fault at N0 (UD0) is over: crash; N0 is booting"},
      {"starts", "StartNode", "the process of N0 (UD0) has started; N0 is joining"},
      {"asks", "TryToJoin", "N0 (UD0) asks its neighbours to take it in: they begin to"},
      {"asks_in_vain", "TryToJoin", "N1 (UD1) asks its neighbours to take it in: they cannot"},
      {"joins", "CompleteJoin", "N0 (UD0) has joined"},
      {"suspended", "SuspendNode", "N3 (UD0) is suspended: a lease of it has expired"},
      {"fails", "FailNode",
       "N0 (UD0) lost, and its process ends; N0 ends: its leases failed, and its host starts it again"},
      {"no_ring", "FormRing", "seed nodes try to form a ring, and cannot"},
      {"ring", "FormRing", "seed nodes form a ring; N0 is up; N1 is up"},
      {"renewed", "RenewSession", "N0 and N1 renew their session: N0 shows B, N1 shows A"},
      {"not_renewed", "RenewSession", "N5 and N3 cannot renew their session: N5 shows A, N3 shows A"},
      {"closed", "CloseSession", "the session of N9 and N5 is closed, for its renewal failed: N9 shows A, N5 shows A"},
      {"saved", "CloseSession", "N3 and N6 renew their session at the last moment: N3 shows B, N6 shows B"},
      {"age", "AgeSessions", "sessions have reached their natural lifetime"},
      {"notice", "NoticeStore", "N9 (UD4) looks into its store"},
      {"lease", "RenewLease", "N3 and N6 renew their lease"},
      {"no_lease", "RenewLease", "N4 and N0 cannot renew their lease"},
      {"indirectly", "RenewLeaseIndirectly", "N4 and N3 renew their lease through a common neighbour"},
      {"lost_message", "LoseRenewal", "the message with which N4 and N3 would renew their lease is lost"},
      {"one_loses", "ExpireLease", "the lease of N4 and N0 expires: N0 loses"},
      {"both_lose", "ExpireLease", "the lease of N3 and N0 expires: both lose"},
      {"nobody_loses", "ExpireLease", "the lease of N3 and N1 expires: neither loses, and they try to get it again"},
      {"established", "EstablishLease", "N3 and N1 establish their lease: N3 shows A, N1 shows A"},
      {"not_established", "EstablishLease", "N6 and N8 cannot establish their lease"},
      {"votes", "RefreshTickets", "the votes are refreshed: 1 piece, 6 nodes with a quorum of seed nodes"},
      {"no_contact", "ExpireGlobalLease",
       "nodes without contact to a quorum of seed nodes for too long end; N0 ends: it had no contact with a quorum of "
       "seed nodes for too long, and its host starts it again; N3 ends: it had no contact with a quorum of seed nodes "
       "for too long, and its host starts it again"},
      {"renewal", "RenewVersion", "vault kv makes cluster-2"},
      {"outage_over", "EndVaultOutage", "vault kv answers again"},
      {"first_cycle", "StartAgent", "agent extension on N1 (UD1) begins: finds nothing new"},
      {"access_denied", "PollVault", "agent extension on N1 (UD1) cannot read kv/cluster: access denied"},
      {"installs", "PollVault", "agent extension on N1 (UD1) installs cluster-2"},
      {"call", "CallEndpoint", "the deployment of octopus and N3 cannot authenticate"},
      {"machine", "DeployNode", "the machine of N3 (UD3) is made"},
      {"bootstrap", "BootstrapNode", "the bootstrap agent starts N3 (UD3)"},
      {"no_bootstrap", "FailDeployment",
       "the deployment of N4 (UD4) failed: what comes before the bootstrap agent was not done in time; \"two more "
       "nodes\" is done"},
      {"re_image", "ReimageNode", "N1 (UD1) goes back to its image, and loses cluster-1"},
      {"expiry", "WarnOfExpiry", "cluster-1 is in use, and expires soon: on 2026-03-30"},
      {"list", "PublishCrl", "R1 publishes a CRL"},
      {"scan", "ScanStore", "the scan gives N1 (UD1) access to the key of cluster-2"},
  };
  return said;
}

class EventText : public testing::TestWithParam<Said> {};

TEST_P(EventText, IsSaidInSomeRun) {
  const auto sentences = all_sentences().find(GetParam().event);
  ASSERT_NE(sentences, all_sentences().end());
  EXPECT_THAT(sentences->second, testing::Contains(std::string(GetParam().text)));
}

INSTANTIATE_TEST_SUITE_P(Rows, EventText, testing::ValuesIn(rows()),
                         [](const auto& row) { return std::string(row.param.name); });

template <std::size_t... Index>
std::set<std::string> names_of_actions(std::index_sequence<Index...> /*indices*/) {
  return {std::string(world::name_of(world::Action(std::in_place_index<Index>)))...};
}

TEST(EventTexts, AreThereForEveryKindOfEvent) {
  std::set<std::string> told;
  for (const Said& row : rows()) told.insert(row.event);
  EXPECT_EQ(told, names_of_actions(std::make_index_sequence<std::variant_size_v<world::Action>>()));
}

TEST(EventTexts, AreOneLineEach) {
  for (const auto& [event, sentences] : all_sentences()) {
    for (const std::string& sentence : sentences) {
      EXPECT_EQ(sentence.find_first_of("\n\r\t"), std::string::npos) << sentence;
      EXPECT_LT(sentence.size(), 400U) << sentence;
    }
  }
}

TEST(EventTexts, BeginWithTheStart) {
  const RunPointer run = shipped_run("thumbprint_rotation");
  EXPECT_EQ(event_text(*run, 0), "the start");
  EXPECT_EQ(event_name(*run, 0), "Start");
}

}  // namespace
}  // namespace certdrill::replay
