// Every case of tests/data/runtime_cases has rows of its own in the other files, under each platform it is said of;
// or it stands here, with the reason why there is nothing to try.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace certdrill::trust {
namespace {

struct Inapplicable {
  const char* id;
  const char* reason;
};

constexpr Inapplicable inapplicable[] = {
    {"TP-06", "thumbprints are values here: there is no null pointer to one"},
    {"TP-07", "credentials are read from text and not from structures with pointers: none can be null"},
    {"NM-12",
     "the error is that of the runtime's programming interface; a section of names, which is read here, may have an "
     "empty one, which matches nobody"},
    {"NM-13",
     "the error is that of the runtime's programming interface; in settings, which are read here, the two are one "
     "unpinned name, as in NM-09"},
    {"PR-27", "a store is a set of certificates with the state of their keys: names of files are not modelled"},
    {"PR-28", "a certificate is installed as a whole: into how many files is not modelled"},
    {"PR-29", "a node has one store of certificates and one of roots: folders are not modelled"},
    {"RE-12", "the folders that a host mirrors are not modelled: a certificate is installed in the store of its node"},
    {"CR-03", "failures to get a revocation list are not cached: each judgement asks what is to be had at its moment"},
    {"CR-04", "there is no cache of such failures: ignoring them is decided at each judgement, as in CR-01"},
    {"CR-05", "there is no cache of such failures, so that one certificate's cannot concern another"},
    {"CR-06", "there is no cache of such failures to remove entries from"},
    {"MV-01", "documents of a cluster are not validated; that both forms of a thumbprint are read is TP-01"},
    {"MV-02", "documents of a cluster are not validated: there is no cluster thumbprint in one to refuse"},
    {"MV-03",
     "documents of a cluster are not validated: there are no thumbprints of server and client in one to refuse"},
    {"MV-04", "documents of a cluster are not validated, and the runtime's lists of names have no limit of two"},
    {"MV-05", "documents of a cluster are not validated; the runtime merges a name that comes twice, as in NM-08"},
    {"MV-06", "documents of a cluster are not validated; that the runtime refuses such a list is TP-13"},
    {"MV-07", "documents of a cluster are not validated, and the runtime takes a blank name as it is"},
    {"MV-08",
     "documents of a cluster are not validated; the lists of a runtime may hold names and thumbprints at once"},
    {"MV-09", "documents of a cluster are not validated; the lists of a runtime may hold both, as in RL-06"},
    {"MV-10", "documents of a cluster are not validated: which certificates one declares together is not looked at"},
    {"MV-11", "documents of a cluster are not validated; an issuer that is named twice pins the same keys as once"},
    {"MV-12", "documents of a cluster are not validated, and the runtime's issuer stores have no limit of two"},
    {"MV-13", "documents of a cluster are not validated; issuer stores without names pin nothing"},
    {"MV-14", "documents of a cluster are not validated; that the runtime refuses the two together is NM-18"},
    {"MV-15", "documents of a cluster are not validated; a store that is named twice pins the same keys as once"},
    {"MV-16",
     "documents of a cluster are not validated; the runtime merges a thumbprint that comes twice, as in TP-22"},
    {"MU-01", "updates of a document are not validated; that capitals make no difference is TP-14"},
    {"MU-02",
     "updates of a document are not validated: giving up one of two thumbprints is rehearsed as any other step"},
    {"MU-03", "updates of a document are not validated: a swap is rehearsed, and what comes of it is reported"},
    {"MU-04", "updates of a document are not validated: adding a thumbprint is rehearsed as any other step"},
    {"MU-05",
     "updates of a document are not validated: one without a certificate in common is rehearsed, and fails there"},
    {"MU-06", "updates of a document are not validated: from two thumbprints to two others may be rehearsed"},
    {"MU-07", "updates of a document are not validated: changes of common names are rehearsed as any other step"},
    {"MU-08", "updates of a document are not validated: names without one in common are rehearsed, and fail there"},
    {"MU-09", "updates of a document are not validated: pins without one in common are rehearsed, and fail there"},
    {"MU-10", "updates of a document are not validated; that a node cannot present what is not installed is PR-05"},
    {"MU-11", "updates of a document are not validated; that a node does not present what is expired is PR-17"},
    {"MU-12", "updates of a document are not validated; that an expired secondary does no harm is PR-30"},
    {"MU-13", "updates of a document are not validated: adding pins is rehearsed as any other step"},
};

// id -> platforms, as cases.tsv has them.
std::map<std::string, std::string> all_cases() {
  std::ifstream file(CERTDRILL_RUNTIME_CASES);
  EXPECT_TRUE(file) << CERTDRILL_RUNTIME_CASES;
  std::map<std::string, std::string> cases;
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line, "id\tplatforms\tgiven\texpected\tsource");
  while (std::getline(file, line)) {
    EXPECT_EQ(std::count(line.begin(), line.end(), '\t'), 4) << line;
    EXPECT_EQ(line.find("\t\t"), std::string::npos) << line;
    const std::size_t tab = line.find('\t');
    const bool is_new =
        cases.emplace(line.substr(0, tab), line.substr(tab + 1, line.find('\t', tab + 1) - tab - 1)).second;
    EXPECT_TRUE(is_new) << line;
  }
  return cases;
}

// id -> letters of the profiles under which this program tries it: from the names of its own tests.
std::map<std::string, std::set<char>> tried_cases() {
  std::map<std::string, std::set<char>> found;
  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *all.GetTestSuite(i);
    if (!std::string(suite.name()).starts_with("RuntimeCases")) continue;
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const std::string name = suite.GetTestInfo(j)->name();  // "AreReadAsInTheRuntime/TP_01_linux_spaced"
      const std::string row = name.substr(name.find('/') + 1);
      const std::string profile = row.substr(6, row.find('_', 6) - 6);
      EXPECT_TRUE(profile == "windows" || profile == "linux" || profile == "documented") << name;
      found[row.substr(0, 2) + "-" + row.substr(3, 2)].insert(profile == "windows" ? 'W'
                                                              : profile == "linux" ? 'L'
                                                                                   : 'D');
    }
  }
  return found;
}

TEST(CasesOfTheRuntime, AreAllTriedOrSaidNotToApply) {
  const std::map<std::string, std::string> cases = all_cases();
  std::map<std::string, std::set<char>> tried = tried_cases();
  std::set<std::string> not_applicable;
  std::set<std::string> reasons;
  for (const Inapplicable& each : inapplicable) {
    EXPECT_TRUE(cases.contains(each.id)) << each.id;
    EXPECT_FALSE(tried.contains(each.id)) << each.id << " is tried all the same";
    EXPECT_TRUE(not_applicable.insert(each.id).second) << each.id;
    EXPECT_TRUE(reasons.insert(each.reason).second) << each.id << " has the reason of another";
  }
  for (const auto& [id, platforms] : cases) {
    if (not_applicable.contains(id)) continue;
    std::set<char> profiles = tried[id];
    profiles.erase('D');  // what the documents say is told beside it
    EXPECT_EQ(profiles, std::set<char>(platforms.begin(), platforms.end())) << id << " is said of " << platforms;
  }
  for (const auto& [id, profiles] : tried) EXPECT_TRUE(cases.contains(id)) << id;

  std::printf("%zu cases of the public runtime: %zu tried, %zu not applicable\n", cases.size(), tried.size(),
              not_applicable.size());
  EXPECT_EQ(cases.size(), 193U);
  EXPECT_EQ(tried.size(), 152U);
  EXPECT_EQ(not_applicable.size(), 41U);
}

// Named by their ids, so that every case is seen in a list of the tests.
void PrintTo(const Inapplicable& each, std::ostream* out) { *out << each.id; }

class CaseThatDoesNotApply : public testing::TestWithParam<Inapplicable> {};
TEST_P(CaseThatDoesNotApply, IsNotTriedAndSaysWhy) {
  const Inapplicable& each = GetParam();
  EXPECT_TRUE(all_cases().contains(each.id)) << each.id;
  EXPECT_FALSE(tried_cases().contains(each.id)) << each.id;
  std::printf("%s: %s\n", each.id, each.reason);
  EXPECT_FALSE(std::string(each.reason).empty());
}

INSTANTIATE_TEST_SUITE_P(Cases, CaseThatDoesNotApply, testing::ValuesIn(inapplicable), [](const auto& row) {
  std::string name = row.param.id;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace certdrill::trust
