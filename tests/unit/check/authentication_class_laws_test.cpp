// The law of authentication classes: nodes of one class are judged alike by all, and judge all alike. It is tried by
// asking trust about each pair of configurations, without classes, and in all profiles; at the beginning of a run,
// and again when time has passed.
#include <algorithm>

#include "../trust/any_situation.h"
#include "base/text.h"
#include "check/classes.h"
#include "model/notation.h"
#include "support/law.h"
#include "support/rounds.h"
#include "trust/presentation.h"
#include "trust/rules.h"
#include "world/simulation.h"

namespace certdrill::check {
namespace {

using trust::Situation;

constexpr std::uint32_t kinds = 3;  // of security configurations, and of stores
constexpr std::uint32_t nodes = 7;
constexpr pki::CertificateId first_leaf = 3;

std::size_t below(std::size_t count) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, count));
}

model::SecurityConfiguration any_security() {
  static const std::vector<std::string> presented = {"{TP=L0}",        "{TP=L1}",         "{TP=L0, TP=L1}",
                                                     "{TP=L2, TP=L0}", "{CN=a.test}",     "{CN=a.test, CN=b.a.test}",
                                                     "{SAN=a.test}",   "{CN='*.a.test'}", "{}"};
  model::SecurityConfiguration security = *model::parse_security("{P:" + *rc::gen::elementOf(presented) + ", V:{}}");
  security.accepts.rules = *trust::any_rules();
  const bool may_name_stores =
      std::none_of(security.accepts.rules.begin(), security.accepts.rules.end(), [](const model::ValidationRule& rule) {
        const auto* name = std::get_if<model::AcceptCommonName>(&rule);
        return name != nullptr && !name->issuers.empty();
      });
  if (may_name_stores && below(3) == 2)
    security.accepts.issuer_stores = {{below(2) == 0 ? model::StoreName::root : model::StoreName::my,
                                       *rc::gen::elementOf(std::vector<std::string>{"", "R1 CA", "I CA", "a.test"})}};
  return security;
}

std::vector<pki::CertificateId> any_of(pki::CertificateId from, pki::CertificateId to, std::size_t one_in) {
  std::vector<pki::CertificateId> some;
  for (pki::CertificateId id = from; id < to; ++id) {
    if (below(one_in) == 0) some.push_back(id);
  }
  return some;
}

model::Store any_store(std::size_t certificates) {
  model::Store store;
  for (const pki::CertificateId id : any_of(first_leaf, static_cast<pki::CertificateId>(certificates), 1))
    store.entries.push_back({id, below(6) == 5 ? model::PrivateKeyState::absent : model::PrivateKeyState::usable});
  store.trusted_roots = any_of(0, 2, 2);
  store.unreachable_crls = any_of(0, first_leaf, 4);
  return store;
}

model::Scenario scenario_of(const Situation& situation) {
  model::Scenario scenario;
  scenario.start = situation.at;
  scenario.profile = situation.profile;
  scenario.switches = situation.switches;
  scenario.certificates = situation.certificates;
  scenario.cluster.node_types = {""};
  scenario.cluster.upgrade_domains = {"UD0"};
  for (std::uint32_t i = 0; i < kinds; ++i) {
    scenario.securities.push_back(any_security());
    scenario.cluster.stores.push_back(any_store(situation.certificates.size()));
    RC_LOG() << "security " << i << " is " << to_string(scenario.securities.back()) << '\n';
  }
  for (std::uint32_t i = 0; i < nodes; ++i) {
    const auto security = static_cast<std::uint32_t>(below(kinds));
    const auto store = static_cast<std::uint32_t>(below(kinds));
    RC_LOG() << "N" << i << " has security " << security << " and store " << store << '\n';
    scenario.cluster.nodes.push_back({0, 0, 0, security, store, i == 0});
  }
  return scenario;
}

// What trust says of each pair of configurations, each by itself.
class PairByPair {
 public:
  PairByPair(const model::Scenario& scenario, const pki::CertificateSet& certificates,
             const world::ConfigurationTable& table, const std::vector<pki::CrlSpec>& crls)
      : scenario_(scenario), certificates_(certificates), table_(table), crls_(crls) {}

  [[nodiscard]] bool accepts(std::uint32_t validator, std::uint32_t shower, SimTime now) const {
    const pki::CertificateId shown = presented(shower, now);
    if (shown == pki::no_certificate) return false;
    const model::Store& store = table_.store_of(validator);
    std::vector<pki::Certificate> roots;
    for (const pki::CertificateId root : store.trusted_roots) roots.push_back(certificates_.certificate(root));
    std::vector<pki::Crl> reached;
    for (const pki::CrlSpec& crl : crls_) {
      const auto& lost = store.unreachable_crls;
      if (std::find(lost.begin(), lost.end(), crl.issuer) == lost.end()) reached.push_back(certificates_.crl(crl));
    }
    const trust::RuleSet rules{trust::resolve(security(validator).accepts, certificates_, store, scenario_.switches),
                               {}};
    const pki::CertificateId own = presented(validator, now);
    const trust::Judge judge{scenario_.profile, scenario_.switches, trust::Role::cluster,
                             own == pki::no_certificate ? nullptr : &certificates_.certificate(own)};
    return trust::judge(trust::examine(trust::show(certificates_, shown), {roots, reached}, scenario_.switches, now),
                        rules, judge)
        .accepted;
  }

 private:
  [[nodiscard]] const model::SecurityConfiguration& security(std::uint32_t configuration) const {
    return scenario_.securities[table_[configuration].security];
  }
  [[nodiscard]] pki::CertificateId presented(std::uint32_t configuration, SimTime now) const {
    return trust::choose_presented(trust::resolve(security(configuration).presents, certificates_),
                                   table_.store_of(configuration), certificates_, scenario_.switches, now)
        .chosen;
  }

  const model::Scenario& scenario_;
  const pki::CertificateSet& certificates_;
  const world::ConfigurationTable& table_;
  const std::vector<pki::CrlSpec>& crls_;
};

struct Counts {
  int accepted = 0;
  int refused = 0;
  int alike = 0;  // different configurations of one class
};

void expect_classes_to_tell(const AuthenticationClasses& classes, const PairByPair& pairs, std::uint32_t configurations,
                            SimTime now, Counts& counts) {
  std::vector<std::string> rows(configurations);
  std::vector<std::string> columns(configurations);
  for (std::uint32_t a = 0; a < configurations; ++a) {
    for (std::uint32_t b = 0; b < configurations; ++b) {
      const bool accepts = pairs.accepts(a, b, now);
      RC_ASSERT(classes.accepts(classes.facts(a).class_id, classes.facts(b).class_id) == accepts);
      (accepts ? counts.accepted : counts.refused) += 1;
      rows[a] += accepts ? '1' : '0';
      columns[b] += accepts ? '1' : '0';
    }
  }
  for (std::uint32_t a = 0; a < configurations; ++a) {
    for (std::uint32_t b = 0; b < a; ++b) {
      if (classes.facts(a).class_id != classes.facts(b).class_id) continue;
      RC_ASSERT(rows[a] == rows[b]);
      RC_ASSERT(columns[a] == columns[b]);
      ++counts.alike;
    }
  }
}

TEST(AuthenticationClassLaws, NodesOfOneClassJudgeAndAreJudgedAlike) {
  Counts counts;
  test::law([&] {
    const Situation situation = *trust::any_situation();
    const auto setting = std::make_shared<const world::Setting>(scenario_of(situation));
    const model::Scenario& scenario = setting->scenario();
    const auto certificates = std::make_shared<const pki::CertificateSet>(scenario.seed, scenario.certificates);
    const world::Simulation simulation(setting);
    const world::ConfigurationTable& table = simulation.world().configurations();
    const PairByPair pairs(scenario, *certificates, table, situation.crls);

    AuthenticationClasses classes(setting, certificates);
    classes.begin_with_crls(situation.crls);
    classes.learn(table, scenario.start);
    expect_classes_to_tell(classes, pairs, table.size(), scenario.start, counts);

    const SimTime later = scenario.start + std::chrono::days(100);
    for (pki::CertificateId id = 0; id < certificates->size(); ++id) classes.pass_boundary(id, table, later);
    expect_classes_to_tell(classes, pairs, table.size(), later, counts);
  });
  EXPECT_GT(counts.accepted, test::rounds(500));
  EXPECT_GT(counts.refused, test::rounds(500));
  EXPECT_GT(counts.alike, test::rounds(500));
}

}  // namespace
}  // namespace certdrill::check
