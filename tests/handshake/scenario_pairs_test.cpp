// Every pair of configurations that occur in the shipped scenarios, whenever something has changed, makes a real
// handshake: does it say the same as the rules?
//
// Nodes of one configuration show and accept the same, so two of them stand for all; a pair is tried anew when one of
// the two shows another certificate, when a certificate begins or ends to be valid, or a CRL is published.
#include <iostream>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "check/classes.h"
#include "pki/tls_handshake.h"
#include "plain_check.h"
#include "support/rehearsed_scenario.h"
#include "world/simulation.h"

namespace certdrill::handshake {
namespace {

class ScenarioPairs : public testing::TestWithParam<std::string> {
 protected:
  ScenarioPairs()
      : setting_(std::make_shared<const world::Setting>(test::read_shipped_scenario(GetParam()))),
        certificates_(setting_->certificates()),
        simulation_(setting_),
        classes_(setting_, certificates_) {
    classes_.begin_with_crls(simulation_.world().crls());
  }

  [[nodiscard]] const model::Scenario& scenario() const { return setting_->scenario(); }

  [[nodiscard]] std::vector<pki::Certificate> made(const std::vector<pki::CertificateId>& ids) const {
    std::vector<pki::Certificate> found;
    for (const pki::CertificateId id : ids) found.push_back(certificates_->certificate(id));
    return found;
  }

  // One end as the plain check and TLS need it.
  struct Prepared {
    Judging judging;
    pki::TlsEndpoint endpoint;
  };
  [[nodiscard]] Prepared prepare(check::ConfigurationId id, pki::CertificateId shows) {
    const world::ConfigurationTable& table = simulation_.world().configurations();
    const model::Store& store = table.store_of(id);
    Prepared end;
    end.judging.profile = scenario().profile;
    end.judging.switches = scenario().switches;
    end.judging.rules.rules =
        trust::resolve(scenario().securities[table[id].security].accepts, *certificates_, store, scenario().switches);
    end.judging.own = &certificates_->certificate(shows);
    end.judging.trusted = made(store.trusted_roots);
    const trust::ShownCertificate shown = trust::show(*certificates_, shows);
    end.endpoint.leaf = shown.leaf;
    end.endpoint.key_pem = certificates_->private_key_pem(shows);
    end.endpoint.sent = shown.sent;
    end.endpoint.trusted = end.judging.trusted;
    end.endpoint.clock_offset = store.clock_offset;
    end.endpoint.revocation = trust::revocation_check(scenario().switches.revocation);
    for (const pki::CrlSpec& crl : simulation_.world().crls()) {
      const auto& blocked = store.unreachable_crls;
      if (std::find(blocked.begin(), blocked.end(), crl.issuer) == blocked.end())
        end.endpoint.crls.push_back(certificates_->crl(crl));
    }
    return end;
  }

  // Does TLS link the two? Each end goes on where its profile goes on, and judges afterwards.
  [[nodiscard]] bool linked_in_tls(check::ConfigurationId a, check::ConfigurationId b, pki::TlsVersion version,
                                   SimTime now) {
    Prepared client = prepare(a, classes_.facts(a).presented);
    Prepared server = prepare(b, classes_.facts(b).presented);
    client.endpoint.on_fault = [&](int error, int) { return goes_on(client.judging, error); };
    server.endpoint.on_fault = [&](int error, int) { return goes_on(server.judging, error); };
    const pki::TlsOutcome outcome = pki::tls_handshake(client.endpoint, server.endpoint, version, now);
    return outcome.completed() &&
           check_after_handshake(client.judging, outcome.client.faults, outcome.client.peer_chain,
                                 now + client.endpoint.clock_offset)
               .accepted &&
           check_after_handshake(server.judging, outcome.server.faults, outcome.server.peer_chain,
                                 now + server.endpoint.clock_offset)
               .accepted;
  }

  std::shared_ptr<const world::Setting> setting_;
  std::shared_ptr<const pki::CertificateSet> certificates_;
  world::Simulation simulation_;
  check::AuthenticationClasses classes_;
};

TEST_P(ScenarioPairs, AreLinkedInTlsWhereTheRulesLinkThem) {
  using Pair =
      std::tuple<std::size_t, check::ConfigurationId, check::ConfigurationId, pki::CertificateId, pki::CertificateId>;
  std::set<Pair> tried;
  std::size_t period = 0;  // counts what time and authorities change
  bool anybody_presents = false;
  int handshakes = 0;
  int linked = 0;
  const auto try_all = [&](SimTime now) {
    const world::ConfigurationTable& table = simulation_.world().configurations();
    classes_.learn(table, now);
    std::set<check::ConfigurationId> live;
    for (model::NodeIndex node = 0; node < setting_->node_count(); ++node)
      live.insert(simulation_.world().configuration_of(node));
    for (const check::ConfigurationId a : live) {
      for (const check::ConfigurationId b : live) {
        const pki::CertificateId shows_a = classes_.facts(a).presented;
        const pki::CertificateId shows_b = classes_.facts(b).presented;
        if (shows_a == pki::no_certificate || shows_b == pki::no_certificate) continue;  // no handshake without
        anybody_presents = true;
        if (scenario().certificates[shows_a].key_type == pki::KeyType::rsa512 ||
            scenario().certificates[shows_b].key_type == pki::KeyType::rsa512)
          continue;  // too short a key to sign a handshake with: TLS cannot be asked
        if (!tried.emplace(period, a, b, shows_a, shows_b).second) continue;
        const bool expected = classes_.verdict(a, shows_b, now).accepted && classes_.verdict(b, shows_a, now).accepted;
        for (const auto version : {pki::TlsVersion::tls1_2, pki::TlsVersion::tls1_3}) {
          EXPECT_EQ(linked_in_tls(a, b, version, now), expected)
              << scenario().certificates[shows_a].name << " and " << scenario().certificates[shows_b].name << " at "
              << to_string(now);
          ++handshakes;
          linked += expected ? 1 : 0;
        }
      }
    }
  };
  try_all(scenario().start);
  bool time_passed = false;
  const auto on_event = [&](const world::Simulation::Event& event, const world::Effects& effects,
                            const world::World& world) {
    const world::ConfigurationTable& table = world.configurations();
    classes_.learn(table, event.at);
    if (const auto* valid = std::get_if<world::CertificateBecomesValid>(&event.what)) {
      classes_.pass_boundary(valid->certificate, table, event.at);
      time_passed = true;
    }
    if (const auto* expired = std::get_if<world::CertificateExpires>(&event.what)) {
      classes_.pass_boundary(expired->certificate, table, event.at);
      time_passed = true;
    }
    for (const pki::CertificateId authority : effects.crls_changed) {
      classes_.pass_crl(authority, world.crls(), table, event.at);
      time_passed = true;
    }
  };
  const auto on_instant = [&](SimTime at, const world::World&) {
    period += time_passed ? 1 : 0;
    time_passed = false;
    try_all(at);
  };
  while (simulation_.run_instant(on_event, on_instant)) {
  }
  std::cout << GetParam() << ": " << handshakes << " handshakes agree with the rules, " << linked << " linked\n";
  EXPECT_EQ(handshakes > 0, anybody_presents);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ScenarioPairs, testing::ValuesIn(test::scenario_names()),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace certdrill::handshake
