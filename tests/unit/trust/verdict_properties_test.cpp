// Laws that hold of every verdict, over many of them drawn from a seed.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "trust_cases.h"

namespace certdrill::trust {
namespace {

constexpr int draws = 500;

template <typename T>
T pick(Random& random, const std::vector<T>& from) {
  return from[random.below(from.size())];
}

const std::vector<std::string> leaves = {"A",    "A",      "L",      "L",      "B",       "L",   "L2",
                                         "M",    "UnderX", "Upper",  "WildCn", "WildSan", "San", "SanOnly",
                                         "User", "Client", "Server", "Both",   "Code",    "Any"};
const std::vector<std::string> names = {"cluster.contoso.test", "CLUSTER.contoso.test", "node.contoso.test",
                                        "*.contoso.test", "'cluster operator'"};
const std::vector<std::string> issuers = {"I1", "I2", "J1", "X1", "R1", "A", "B"};
const std::vector<std::string> times = {"2025-06-01",
                                        "2025-12-01",
                                        "2026-01-15",
                                        "2025-01-31T23:59:59.999Z",
                                        "2025-02-01",
                                        "2025-06-01",
                                        "2025-12-31T23:59:59.999Z",
                                        "2026-01-01",
                                        "2026-01-10",
                                        "2026-02-01",
                                        "2027-01-04T23:59:59Z",
                                        "2027-03-01"};
const std::vector<std::string> root_sets = {"", "R1", "R1", "R2", "R1 R2", "A R1"};

ExaminedCertificate any_certificate(Random& random) {
  const Sends sends = pick(random, std::vector<Sends>{Sends::whole_chain, Sends::whole_chain, Sends::whole_chain,
                                                      Sends::without_root, Sends::leaf_alone, Sends::tampered_leaf});
  return examine_as_documented(shown_by(pick(random, leaves), sends), roots_of(pick(random, root_sets)),
                 time_at(pick(random, times)));
}

std::string any_rule(Random& random) {
  switch (random.below(3)) {
    case 0:
      return "TP=" + pick(random, leaves);
    case 1:
      return "CN=" + pick(random, names);
    default:
      return "CN=" + pick(random, names) + "@" + pick(random, issuers) +
             (random.below(2) == 0 ? "|" + pick(random, issuers) : "");
  }
}

std::vector<Rule> any_rules(Random& random) {
  std::string text = "{";
  const std::uint64_t count = random.below(5);
  for (std::uint64_t i = 0; i < count; ++i) text += (i > 0 ? ", " : "") + any_rule(random);
  return rules_of(text + "}");
}

void shuffle(std::vector<Rule>& rules, Random& random) {
  for (std::size_t i = rules.size(); i > 1; --i) std::swap(rules[i - 1], rules[random.below(i)]);
}

// "By augmenting first the validation rules": the first half of every safe rotation rests on this.
TEST(VerdictLaws, WideningVNeverRefusesWhatWasAccepted) {
  Random random(1);
  int accepted = 0;
  for (int i = 0; i < draws; ++i) {
    SCOPED_TRACE(i);
    const ExaminedCertificate examined = any_certificate(random);
    std::vector<Rule> rules = any_rules(random);
    const bool before = judge_as_documented(examined, rules).accepted;
    const std::vector<Rule> more = any_rules(random);
    rules.insert(rules.end(), more.begin(), more.end());
    shuffle(rules, random);
    if (before) {
      ++accepted;
      EXPECT_TRUE(judge_as_documented(examined, rules).accepted);
    }
  }
  EXPECT_GT(accepted, draws / 20);  // else the law was hardly put to the test
  EXPECT_LT(accepted, draws);
}

TEST(VerdictLaws, TheOrderOfRulesDecidesWhichOneAcceptsAndNeverWhetherOneDoes) {
  Random random(2);
  for (int i = 0; i < draws; ++i) {
    SCOPED_TRACE(i);
    const ExaminedCertificate examined = any_certificate(random);
    std::vector<Rule> rules = any_rules(random);
    const Verdict before = judge_as_documented(examined, rules);
    shuffle(rules, random);
    const Verdict after = judge_as_documented(examined, rules);
    EXPECT_EQ(after.accepted, before.accepted);
    // Each rule says the same, wherever it stands.
    EXPECT_TRUE(std::is_permutation(before.rules.begin(), before.rules.end(), after.rules.begin(), after.rules.end()));
  }
}

TEST(VerdictLaws, EqualInputsGiveEqualVerdicts) {
  for (int i = 0; i < draws; ++i) {
    SCOPED_TRACE(i);
    Random random(static_cast<std::uint64_t>(i));
    Random again = random;
    const ExaminedCertificate examined = any_certificate(random);
    const ExaminedCertificate examined_again = any_certificate(again);
    const Verdict verdict = judge_as_documented(examined, any_rules(random));
    const Verdict verdict_again = judge_as_documented(examined_again, any_rules(again));
    EXPECT_EQ(verdict, verdict_again);
    EXPECT_EQ(summary(verdict), summary(verdict_again));
  }
}

TEST(VerdictLaws, ARefusalAlwaysSaysWhy) {
  Random random(3);
  for (int i = 0; i < draws; ++i) {
    const ExaminedCertificate examined = any_certificate(random);
    const Verdict verdict = judge_as_documented(examined, any_rules(random));
    EXPECT_FALSE(summary(verdict).empty()) << i;
    if (verdict.accepted) continue;
    EXPECT_FALSE(verdict.reasons.empty()) << i;
    const std::vector<Reason> decisive = decisive_reasons(verdict);
    EXPECT_FALSE(decisive.empty()) << i;
    for (const Reason& reason : decisive) EXPECT_EQ(reason.weight, Weight::refuses) << i << to_string(reason);
  }
}

}  // namespace
}  // namespace certdrill::trust
