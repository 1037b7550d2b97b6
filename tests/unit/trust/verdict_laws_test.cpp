// Laws that hold of every verdict, whatever the certificates, rules, roles, roots, revocation lists, moments and
// switches.
#include <algorithm>
#include <string>
#include <vector>

#include "any_situation.h"
#include "base/text.h"
#include "model/notation.h"
#include "support/law.h"
#include "support/rounds.h"

namespace certdrill::trust {
namespace {

using model::AcceptCommonName;
using model::AcceptThumbprint;
using model::ValidationRule;
using test::law;

std::vector<ValidationRule> shuffled(std::vector<ValidationRule> rules) {
  for (std::size_t i = rules.size(); i > 1; --i) std::swap(rules[i - 1], rules[*rc::gen::inRange<std::size_t>(0, i)]);
  return rules;
}
std::vector<ValidationRule> joined(std::vector<ValidationRule> first, const std::vector<ValidationRule>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

bool reads_admins(const Situation& s) { return s.role == Role::client && s.switches.roles_in_effect; }

// The list that comes last where the lists are put together.
std::vector<ValidationRule>& last_list(Situation& s) { return reads_admins(s) ? s.admins : s.clients; }

// A law of a situation and what it gives, tried often enough on what is accepted and on what is refused.
template <typename Law>
void law_of_verdicts(Law&& check) {
  int accepted = 0;
  int refused = 0;
  law([&] {
    const Situation situation = *any_situation();
    const Courtroom court(situation);
    const Verdict verdict = court.judge(situation);
    (verdict.accepted ? accepted : refused) += 1;
    check(situation, court, verdict);
  });
  EXPECT_GT(accepted, test::rounds(50));
  EXPECT_GT(refused, test::rounds(50));
}

// "By augmenting first the validation rules": the first half of every safe rotation rests on this.
TEST(VerdictLaws, WhereEntriesDoNotMergeWideningVNeverTakesAnythingAway) {
  law_of_verdicts([](Situation s, const Courtroom& court, const Verdict&) {
    s.switches.repeated_entries_merge = false;
    const Verdict before = court.judge(s);
    s.clients = shuffled(joined(s.clients, *any_rules()));
    s.admins = shuffled(joined(s.admins, *any_rules()));
    const Verdict after = court.judge(s);
    if (before.accepted) RC_ASSERT(after.accepted);
    RC_ASSERT(after.grant >= before.grant);
  });
}

// Is this a name that was pinned in the list, and loses its pins as it joins it?
bool unpins(const std::vector<ValidationRule>& list, const std::vector<ValidationRule>& added) {
  const auto pinned_there = [&](const std::string& name) {
    return std::any_of(list.begin(), list.end(), [&](const ValidationRule& rule) {
      const auto* known = std::get_if<AcceptCommonName>(&rule);
      return known != nullptr && !known->issuers.empty() && equal_ignoring_ascii_case(known->name.text, name);
    });
  };
  return std::any_of(added.begin(), added.end(), [&](const ValidationRule& rule) {
    const auto* name = std::get_if<AcceptCommonName>(&rule);
    return name != nullptr && name->issuers.empty() && pinned_there(name->name.text);
  });
}

// In a runtime's lists the first of equal thumbprints counts, and an unpinned name takes the pins of all of that
// name, with which it loses what a pin forgives. So entries may be added behind the others, and no pinned name
// unpinned.
TEST(VerdictLaws, WhereEntriesMergeAddingAtTheEndNeverTakesAnythingAwayUnlessItUnpins) {
  law_of_verdicts([](Situation s, const Courtroom& court, const Verdict&) {
    s.switches.repeated_entries_merge = true;
    const Verdict before = court.judge(s);
    const std::vector<ValidationRule> added = *any_rules();
    RC_PRE(!s.switches.pinned_issuer_forgives_root || !unpins(joined(s.clients, s.admins), added));
    last_list(s) = joined(last_list(s), added);
    const Verdict after = court.judge(s);
    if (before.accepted) RC_ASSERT(after.accepted);
    RC_ASSERT(after.grant >= before.grant);
  });
}

// Why that law says "at the end" and "unless it unpins": what is added here takes something away.
Situation self_signed(const std::vector<ValidationRule>& accepts) {
  Situation s;
  pki::CertificateSpec leaf;
  leaf.name = s.shown = "L0";
  leaf.common_name = "a.test";
  leaf.not_before = *parse_sim_time("2025-01-01");
  leaf.not_after = *parse_sim_time("2026-01-01");
  s.certificates = {leaf};
  s.at = *parse_sim_time("2025-06-01");
  s.profile = model::Profile::windows;
  s.switches = model::switches_of(s.profile);
  s.clients = accepts;
  return s;
}
bool accepted(const Situation& situation) { return Courtroom(situation).judge(situation).accepted; }

TEST(VerdictLaws, WhereEntriesMergeAnEntryInFrontMayTakeAway) {
  const ValidationRule plain = *model::parse_validation_rule("TP=L0");
  const ValidationRule with_chain = *model::parse_validation_rule("TP=L0?true");
  EXPECT_TRUE(accepted(self_signed({plain, with_chain})));
  EXPECT_FALSE(accepted(self_signed({with_chain, plain})));
}

TEST(VerdictLaws, WhereEntriesMergeAnUnpinnedNameMayTakeAway) {
  const ValidationRule pinned = *model::parse_validation_rule("CN=a.test@L0");
  const ValidationRule unpinned = *model::parse_validation_rule("CN=a.test");
  EXPECT_TRUE(accepted(self_signed({pinned})));
  EXPECT_FALSE(accepted(self_signed({pinned, unpinned})));
}

// Found by the law that a refusal says why: the client list keeps its ?true, so the rule for admins accepts in vain.
TEST(VerdictLaws, ARuleForAdminsThatLetsNobodyInDoesNotTellWhyNot) {
  Situation s = self_signed({*model::parse_validation_rule("TP=L0?true")});
  s.role = Role::client;
  s.switches.roles_in_effect = true;
  s.admins = {*model::parse_validation_rule("TP=L0")};
  const Verdict verdict = Courtroom(s).judge(s);
  EXPECT_FALSE(verdict.accepted);
  EXPECT_TRUE(verdict.rules.back().accepted);
  EXPECT_EQ(summary(verdict), "UntrustedRoot: \"L0\" is self-signed and not among the trusted roots (rule TP=L0?true)");
}

bool has_one_flag_each(const std::vector<ValidationRule>& rules) {
  for (const ValidationRule& a : rules) {
    for (const ValidationRule& b : rules) {
      const auto* first = std::get_if<AcceptThumbprint>(&a);
      const auto* second = std::get_if<AcceptThumbprint>(&b);
      if (first != nullptr && second != nullptr && first->certificate == second->certificate &&
          first->check_chain != second->check_chain)
        return false;
    }
  }
  return true;
}

TEST(VerdictLaws, TheOrderOfEntriesDecidesWhichOneAcceptsAndNeverWhetherOneDoes) {
  law_of_verdicts([](Situation s, const Courtroom& court, const Verdict& before) {
    // Merged, the first of equal thumbprints keeps its ?true or goes without.
    if (s.switches.repeated_entries_merge) RC_PRE(has_one_flag_each(s.clients) && has_one_flag_each(s.admins));
    s.clients = shuffled(s.clients);
    s.admins = shuffled(s.admins);
    const Verdict after = court.judge(s);
    RC_ASSERT(after.accepted == before.accepted);
    RC_ASSERT(after.grant == before.grant);
    if (s.switches.repeated_entries_merge) return;
    // Each rule says the same, wherever it stands.
    RC_ASSERT(std::is_permutation(before.rules.begin(), before.rules.end(), after.rules.begin(), after.rules.end()));
  });
}

TEST(VerdictLaws, AVerdictIsWhatItsRulesSay) {
  law_of_verdicts([](const Situation&, const Courtroom&, const Verdict& verdict) {
    for (const RuleVerdict& rule : verdict.rules) {
      const bool refuses = std::any_of(rule.reasons.begin(), rule.reasons.end(),
                                       [](const Reason& reason) { return reason.weight == Weight::refuses; });
      RC_ASSERT(rule.accepted != refuses);
    }
    if (verdict.accepted) {
      RC_ASSERT(verdict.deciding_rule < verdict.rules.size());
      RC_ASSERT(verdict.rules[verdict.deciding_rule].accepted);
      return;
    }
    // A rule for admins alone may still accept: one that merging has taken the place of.
    for (const RuleVerdict& rule : verdict.rules) RC_ASSERT(!rule.accepted || rule.for_admins);
  });
}

TEST(VerdictLaws, ARefusalSaysWhyHereAndThereAndAnAcceptanceHasNoFault) {
  law_of_verdicts([](const Situation& s, const Courtroom&, const Verdict& verdict) {
    RC_ASSERT(!summary(verdict).empty());
    if (verdict.accepted) {
      RC_ASSERT(verdict.fault.empty());
      RC_ASSERT(verdict.grant != Grant::none);
      return;
    }
    RC_ASSERT(verdict.grant == Grant::none);
    const std::string fault = s.role == Role::server ? "ServerAuthenticationFailed: " : "ConnectionDenied: ";
    RC_ASSERT(verdict.fault == "CRYPT_E_REVOCATION_OFFLINE" ||
              (verdict.fault.starts_with(fault) && verdict.fault.size() > fault.size()));
    RC_ASSERT(!verdict.reasons.empty());
    const std::vector<Reason> decisive = decisive_reasons(verdict);
    RC_ASSERT(!decisive.empty());
    for (const Reason& reason : decisive) RC_ASSERT(reason.weight == Weight::refuses);
  });
}

TEST(VerdictLaws, AClientIsAdminWhenTheListForAdminsAloneWouldLetItIn) {
  int admins = 0;
  law([&] {
    Situation s = *any_situation();
    s.role = Role::client;
    const Courtroom court(s);
    const Verdict verdict = court.judge(s);
    Situation without_clients = s;
    without_clients.clients.clear();
    const bool admin = verdict.accepted && s.switches.roles_in_effect && court.judge(without_clients).accepted;
    if (admin) ++admins;
    RC_ASSERT((verdict.grant == Grant::admin) == admin);
    if (!admin)
      RC_ASSERT(!verdict.accepted || verdict.grant == (s.switches.roles_in_effect ? Grant::user : Grant::all));
  });
  EXPECT_GT(admins, test::rounds(15));
}

TEST(VerdictLaws, EqualInputsGiveEqualVerdicts) {
  law_of_verdicts([](const Situation& s, const Courtroom&, const Verdict& verdict) {
    RC_ASSERT(Courtroom(s).judge(s) == verdict);
  });
}

// Nothing forgives this but the one setting that says so, and that only for a certificate that is its own issuer.
TEST(VerdictLaws, OutsideItsTimeACertificateIsRefused) {
  law_of_verdicts([](Situation s, const Courtroom& court, const Verdict&) {
    s.switches.accept_expired_pinned = false;
    const bool in_time = court.shown().not_before() <= s.at && s.at < court.shown().not_after();
    RC_ASSERT(in_time || !court.judge(s).accepted);
  });
}

// Switches that forgive, or let in by another way: turned on, they take nothing away.
TEST(VerdictLaws, ASwitchThatForgivesNeverTakesAnythingAway) {
  struct Lenient {
    const char* name;
    const char* value;
  };
  const std::vector<Lenient> all = {{"implicitPeerTrust", "yes"},        {"ignoreCrlOfflineCluster", "yes"},
                                    {"ignoreCrlOfflineClients", "yes"},  {"ignoreCrlOfflineServer", "yes"},
                                    {"pinnedIssuerForgivesRoot", "yes"}, {"pinnedForgivesConstraints", "yes"},
                                    {"acceptExpiredPinned", "yes"},      {"issuerKeys", "yes"},
                                    {"expiredCrlIsOffline", "yes"},      {"usageMatters", "no"},
                                    {"lastIssuerTimeCounts", "no"},      {"revocation", "off"}};
  law_of_verdicts([&](Situation s, const Courtroom& court, const Verdict& before) {
    if (!before.accepted) return;
    for (const Lenient& each : all) {
      RC_LOG() << each.name << '\n';
      Situation more = s;
      more.switches = with(s.switches, each.name, each.value);
      RC_ASSERT(court.judge(more).accepted);
    }
  });
}

// Any name that the notation can write, quotes and all.
rc::Gen<std::string> any_name() {
  return rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange(' ', '\x7f')));
}
rc::Gen<ValidationRule> any_written_rule() {
  return rc::gen::exec([]() -> ValidationRule {
    ValidationRule rule = *any_rule();
    if (auto* name = std::get_if<AcceptCommonName>(&rule)) name->name = {*any_name(), true};
    return rule;
  });
}

TEST(NotationLaws, ARuleIsTheSamePrintedAndRead) {
  law([] {
    const ValidationRule rule = *any_written_rule();
    const std::string text = to_string(rule);
    const Result<ValidationRule> read = model::parse_validation_rule(text);
    RC_LOG() << text << '\n';
    RC_ASSERT(static_cast<bool>(read));
    RC_ASSERT(*read == rule);
    RC_ASSERT(to_string(*read) == text);
  });
}

TEST(NotationLaws, AConfigurationIsTheSamePrintedAndRead) {
  law([] {
    model::SecurityConfiguration security;
    const auto any_list = [] {
      return model::ValidationRules{{}, *rc::gen::container<std::vector<ValidationRule>>(any_written_rule()), {}};
    };
    security.accepts = any_list();
    if (*rc::gen::arbitrary<bool>()) security.accepts.issuer_stores = {{model::StoreName::my, *any_name()}, {}};
    security.management.clients = any_list();
    security.management.admins = any_list();
    security.presents = model::PresentByCommonName{{{*any_name(), true}, {*any_name(), true}}};
    const std::string text = to_string(security);
    RC_LOG() << text << '\n';
    const Result<model::SecurityConfiguration> read = model::parse_security(text);
    RC_ASSERT(static_cast<bool>(read));
    RC_ASSERT(*read == security);
    RC_ASSERT(to_string(*read) == text);
  });
}

}  // namespace
}  // namespace certdrill::trust
