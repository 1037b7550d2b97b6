// Cases RE and CR of tests/data/runtime_cases: what is presented and judged at successive moments. A moment is what is
// installed, listed and to be had then; how a node comes to notice it is not looked at here.
#include "runtime_cases.h"

namespace certdrill::trust {
namespace {

class Moments : public testing::TestWithParam<Tried<RuntimeCase>> {};
TEST_P(Moments, AreThoseOfTheRuntime) { expect_as_in_runtime(GetParam().row, GetParam().profile); }

// A node that presents, has installed and shows this, to one that accepts that.
RuntimeCase moment(const char* id, const char* what, const char* presents, const char* installed, const char* shown,
                   const char* accepts, const char* gives = "accepted") {
  return {.id = id,
          .profiles = "WLD",
          .what = what,
          .accepts = accepts,
          .shown = shown,
          .presents = presents,
          .installed = installed,
          .switches = "useSecondaryIfNewer=no",
          .gives = gives};
}
RuntimeCase offline(const char* id, const char* what, const char* shown, const char* accepts, bool has_crls,
                    const char* switches, const char* gives = "accepted") {
  return {.id = id,
          .profiles = "W",
          .what = what,
          .accepts = accepts,
          .shown = shown,
          .has_crls = has_crls,
          .switches = switches,
          .gives = gives};
}
constexpr const char* by_name = "{CN=self1.test}";  // of Self1, and of Next, which expires later

INSTANTIATE_TEST_SUITE_P(
    RuntimeCases, Moments,
    testing::ValuesIn(tried<RuntimeCase>({
        moment("RE-01", "", by_name, "Self1", "Self1", "{TP=Self1}"),
        moment("RE-02", "", by_name, "Self1 Next", "Next", "{TP=Self1}", "refused"),
        moment("RE-13", "", by_name, "Self1 Next", "Next", "{TP=Next}"),
        moment("RE-03", "", "{TP=Next, TP=Self1}", "Self1", "Self1", "{TP=Next, TP=Self1}"),
        moment("RE-04", "node", "{TP=Next, TP=Self1}", "Self1 Next", "Next", "{TP=Next, TP=Self1}"),
        moment("RE-04", "lagging_node", "{TP=Self1, TP=Next}", "Self1 Next", "Self1", "{TP=Next, TP=Self1}"),
        moment("RE-04", "to_lagging_node", "{TP=Next, TP=Self1}", "Self1 Next", "Next", "{TP=Self1, TP=Next}"),
        moment("RE-05", "", "{TP=Self1, TP=Next}", "Next", "Next", "{TP=Self1, TP=Next}"),
        moment("RE-06", "", "{TP=Next}", "Next", "Next", "{TP=Next}"),
        offline("CR-01", "first", "Bob", "{CN=bob.test, CN=alice.test}", false, "ignoreCrlOfflineCluster=yes"),
        offline("CR-01", "second", "Alice", "{CN=bob.test, CN=alice.test}", false, "ignoreCrlOfflineCluster=yes"),
        offline("CR-01", "recovered", "Bob", "{CN=bob.test, CN=alice.test}", true, "ignoreCrlOfflineCluster=yes"),
        offline("CR-02", "offline", "Bob", "{CN=bob.test}", false, "ignoreCrlOfflineCluster=no",
                "refused CRYPT_E_REVOCATION_OFFLINE"),
        offline("CR-02", "recovered", "Bob", "{CN=bob.test}", true, "ignoreCrlOfflineCluster=no"),
    })),
    name_of_tried);

}  // namespace
}  // namespace certdrill::trust
