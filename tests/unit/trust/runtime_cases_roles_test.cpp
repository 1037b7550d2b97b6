// Cases RL of tests/data/runtime_cases: what a client that is let in may do. Roles are off in the runtime unless a setting
// puts them in effect, and in effect in the documents.
#include "runtime_cases.h"

namespace certdrill::trust {
namespace {

class Roles : public testing::TestWithParam<Tried<RuntimeCase>> {};
TEST_P(Roles, AreGrantedAsInTheRuntime) { expect_as_in_runtime(GetParam().row, GetParam().profile); }

RuntimeCase client(const char* id, const char* profiles, const char* what, const char* clients, const char* admins,
                   const char* shown, const char* gives, const char* switches = "rolesInEffect=yes") {
  return {.id = id,
          .profiles = profiles,
          .what = what,
          .accepts = clients,
          .admins = admins,
          .shown = shown,
          .role = Role::client,
          .switches = switches,
          .gives = gives};
}

INSTANTIATE_TEST_SUITE_P(RuntimeCases, Roles,
                         testing::ValuesIn(tried<RuntimeCase>({
                             client("RL-01", "WL", "", "{TP=Self1}", "{}", "Self1", "accepted All", ""),
                             client("RL-01", "D", "", "{TP=Self1}", "{}", "Self1", "accepted All", "rolesInEffect=no"),
                             client("RL-01", "D", "in_effect_unless_said", "{TP=Self1}", "{}", "Self1", "accepted User",
                                    ""),
                             client("RL-02", "WLD", "", "{TP=Self1}", "{}", "Self1", "accepted User"),
                             client("RL-03", "WD", "", "{TP=Self1}", "{TP=Self1}", "Self1", "accepted Admin"),
                             client("RL-04", "LD", "client", "{TP=Self1}", "{TP=Self2}", "Self1", "accepted User"),
                             client("RL-04", "LD", "admin", "{TP=Self1}", "{TP=Self2}", "Self2", "accepted Admin"),
                             client("RL-04", "LD", "another", "{TP=Self1}", "{TP=Self2}", "Bob", "refused"),
                             client("RL-05", "WLD", "", "{}", "{TP=Self1}", "Self1", "accepted Admin"),
                             client("RL-06", "WLD", "", "{TP=Bob}", "{CN=bob.test}", "Bob", "accepted Admin"),
                             {.id = "RL-07",
                              .profiles = "WLD",
                              .accepts = "{TP=Self1}",
                              .shown = "Self1",
                              .switches = "rolesInEffect=yes",
                              .gives = "accepted All"},
                             client("RL-08", "WD", "", "{CN=bob.test}", "{CN=bob.test}", "Bob", "accepted Admin"),
                         })),
                         name_of_tried);

}  // namespace
}  // namespace certdrill::trust
