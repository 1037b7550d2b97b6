// Every case of tests/data/orchestration_cases is tried under its id, or stands here with the reason why it is not.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "model/notation.h"
#include "model/orchestration.h"
#include "pki/thumbprint.h"

namespace certdrill::model {
namespace {

struct Case {
  std::string id;
  std::string kind;
  std::string from;
  std::string to;
  std::string expected;
};
void PrintTo(const Case& each, std::ostream* out) { *out << each.id << ": " << each.from << " -> " << each.to; }

struct Inapplicable {
  const char* id;
  const char* reason;
};
void PrintTo(const Inapplicable& each, std::ostream* out) { *out << each.id; }

constexpr Inapplicable inapplicable[] = {
    {"S4.2", "there are no reverse proxies here, whose names could be pinned"},
    {"S4.3", "what is read here are the settings of a runtime, which take a blank name and match nobody by it"},
    {"S4.5", "what is read here are the settings of a runtime, where an issuer that stands twice pins as it does once"},
    {"S4.8", "in the notation a thumbprint has no blanks; that they are read where others write it is S2.3.blanks"},
};

std::vector<std::string> split(const std::string& text, const std::string& at) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find(at, begin)) != std::string::npos; begin = end + at.size()) {
    parts.push_back(text.substr(begin, end - begin));
  }
  parts.push_back(text.substr(begin));
  return parts;
}

const std::vector<Case>& all_cases() {
  static const std::vector<Case> cases = [] {
    std::vector<Case> read;
    std::ifstream stream(CERTDRILL_ORCHESTRATION_CASES);
    std::string line;
    std::getline(stream, line);  // the names of the columns
    while (std::getline(stream, line)) {
      const std::vector<std::string> cells = split(line, "\t");
      if (cells.size() == 6) read.push_back({cells[0], cells[1], cells[2], cells[3], cells[4]});
    }
    return read;
  }();
  return cases;
}

std::vector<Case> cases_of(const std::set<std::string>& kinds) {
  std::vector<Case> chosen;
  for (const Case& each : all_cases()) {
    const bool left_out = std::any_of(std::begin(inapplicable), std::end(inapplicable),
                                      [&](const Inapplicable& other) { return other.id == each.id; });
    if (kinds.contains(each.kind) && !left_out) chosen.push_back(each);
  }
  return chosen;
}

const auto id_of = [](const auto& row) {
  std::string name = row.param.id;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
};

// "TP A B + CN mycn@tp1|tp2 Mycn"
ClusterCertificates read_certificates(const std::string& text) {
  ClusterCertificates certificates;
  for (const std::string& part : split(text, " + ")) {
    std::istringstream words(part);
    std::string kind;
    words >> kind;
    for (std::string word; words >> word;) {
      if (kind == "TP") {
        certificates.thumbprints.push_back(word);
        continue;
      }
      const std::vector<std::string> halves = split(word, "@");
      certificates.names.push_back({halves[0], halves.size() > 1 ? split(halves[1], "|") : std::vector<std::string>{}});
    }
  }
  return certificates;
}

std::string print(const ClusterCertificates& certificates) {
  std::string names;
  for (const ClusterName& each : certificates.names) {
    names += " " + each.name;
    for (std::size_t i = 0; i < each.issuers.size(); ++i) names += (i == 0 ? "@" : "|") + each.issuers[i];
  }
  std::string thumbprints;
  for (const std::string& each : certificates.thumbprints) thumbprints += " " + each;
  if (certificates.empty()) return "-";
  return (thumbprints.empty() ? "" : "TP" + thumbprints) + (thumbprints.empty() || names.empty() ? "" : " + ") +
         (names.empty() ? "" : "CN" + names);
}

// The order of V does not matter.
std::string print_phase(OrchestrationPhase phase) {
  std::sort(phase.accepts.thumbprints.begin(), phase.accepts.thumbprints.end());
  std::sort(phase.accepts.names.begin(), phase.accepts.names.end(),
            [](const ClusterName& a, const ClusterName& b) { return a.name < b.name; });
  return print(phase.accepts) + " ; " + print(phase.presents) + " ; " + print(phase.file_store) + "\n";
}

std::string ok_or(std::string_view refusal) { return refusal.empty() ? "ok" : std::string(refusal); }

// "ClusterIssuer=My|Root =My"
std::vector<IssuerStoreDeclaration> read_stores(const std::string& text) {
  std::vector<IssuerStoreDeclaration> stores;
  std::istringstream words(text == "-" ? "" : text);
  for (std::string word; words >> word;) {
    const std::vector<std::string> halves = split(word, "=");
    stores.push_back({halves[0], split(halves[1], "|")});
  }
  return stores;
}

class OrchestratedPhases : public testing::TestWithParam<Case> {};
TEST_P(OrchestratedPhases, AreThoseOfTheRuntime) {
  const Case& each = GetParam();
  // What stands behind a semicolon is no part of what is asked: whatever it says, the cluster's certificates stay.
  const ClusterCertificates from = read_certificates(split(each.from, " ; ")[0]);
  const ClusterCertificates to = read_certificates(split(each.to, " ; ")[0]);
  if (each.expected == "no certificate change") {
    EXPECT_FALSE(is_certificate_change(from, to));
    return;
  }
  EXPECT_EQ(is_certificate_change(from, to), each.id != "S1.8") << "S1.8 asks the generator about a swap";
  const auto phases = phases_of(from, to);
  ASSERT_TRUE(phases.has_value());
  std::string printed;
  for (const OrchestrationPhase& phase : *phases) printed += print_phase(phase);
  std::string expected;
  for (const std::string& phase : split(each.expected, " / ")) {
    const std::vector<std::string> parts = split(phase, " ; ");
    ASSERT_EQ(parts.size(), 3U) << phase;
    expected += print_phase({read_certificates(parts[0]), read_certificates(parts[1]), read_certificates(parts[2])});
  }
  EXPECT_EQ(printed, expected);
  EXPECT_EQ(phases_of(from, to, true), phases) << "no name gets its first pins here";
}
INSTANTIATE_TEST_SUITE_P(OrchestrationCases, OrchestratedPhases, testing::ValuesIn(cases_of({"phases"})), id_of);

class OrchestrationHelpers : public testing::TestWithParam<Case> {};
TEST_P(OrchestrationHelpers, DoAsInTheRuntime) {
  const Case& each = GetParam();
  ClusterCertificates result;
  if (each.kind == "added names") {
    result.names = added_names(read_certificates(each.from).names, read_certificates(each.to).names);
  } else {
    result.names = merged_names(read_certificates(each.from).names, {}, true);
  }
  EXPECT_EQ(print(result), each.expected);
}
INSTANTIATE_TEST_SUITE_P(OrchestrationCases, OrchestrationHelpers,
                         testing::ValuesIn(cases_of({"added names", "merged names"})), id_of);

class OrchestrationTexts : public testing::TestWithParam<Case> {};
TEST_P(OrchestrationTexts, AreReadOrRefused) {
  const Case& each = GetParam();
  const bool good = each.kind == "thumbprint"    ? pki::Thumbprint::parse(each.from).ok()
                    : each.kind == "issuer list" ? parse_security("{P:{TP=A}, V:{CN=a.test@" + each.from + "}}").ok()
                                                 : parse_security(each.from).ok();
  EXPECT_EQ(good, each.expected == "ok") << each.expected;
}
INSTANTIATE_TEST_SUITE_P(OrchestrationCases, OrchestrationTexts,
                         testing::ValuesIn(cases_of({"thumbprint", "issuer list", "configuration"})), id_of);

class OrchestrationRefusals : public testing::TestWithParam<Case> {};
TEST_P(OrchestrationRefusals, AreThoseOfTheRuntime) {
  const Case& each = GetParam();
  std::string_view refusal;
  if (each.kind == "issuer stores") {
    refusal = refusal_of_issuer_stores(read_stores(each.from), read_stores(each.to));
  } else {
    const ClusterCertificates from = read_certificates(each.from);
    const ClusterCertificates to = read_certificates(each.to);
    refusal = refusal_of({from, {}}, {to, {}}, well_kept_store());
    EXPECT_EQ(refusal, each.kind == "pins" ? refusal_of_pins(from.names, to.names, well_kept_store())
                                           : refusal_of_values(from, to))
        << "the whole says what its part says";
  }
  EXPECT_EQ(ok_or(refusal), each.expected);
}
INSTANTIATE_TEST_SUITE_P(OrchestrationCases, OrchestrationRefusals,
                         testing::ValuesIn(cases_of({"values", "pins", "issuer stores"})), id_of);

class OrchestrationCaseThatDoesNotApply : public testing::TestWithParam<Inapplicable> {};
TEST_P(OrchestrationCaseThatDoesNotApply, IsNotTriedAndSaysWhy) {
  const Inapplicable& each = GetParam();
  EXPECT_TRUE(
      std::any_of(all_cases().begin(), all_cases().end(), [&](const Case& other) { return other.id == each.id; }));
  std::printf("%s: %s\n", each.id, each.reason);
}
INSTANTIATE_TEST_SUITE_P(Cases, OrchestrationCaseThatDoesNotApply, testing::ValuesIn(inapplicable), id_of);

TEST(OrchestrationCases, AreAllTriedOrSaidNotToApply) {
  std::set<std::string> seen;
  for (const Case& each : all_cases()) EXPECT_TRUE(seen.insert(each.id).second) << each.id << " stands twice";
  const std::set<std::string> kinds = {"phases",        "added names", "merged names", "thumbprint",   "issuer list",
                                       "configuration", "values",      "pins",         "issuer stores"};
  EXPECT_EQ(cases_of(kinds).size() + std::size(inapplicable), all_cases().size());
  EXPECT_EQ(all_cases().size(), 66U);
}

}  // namespace
}  // namespace certdrill::model
