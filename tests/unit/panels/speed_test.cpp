// What keeps frames short, without a clock: how much is drawn, and that nothing is made anew while nothing changes.
#include <string>

#include <imgui.h>

#include "driven.h"
#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace certdrill::panels {
namespace {

std::string cluster_of(std::uint32_t nodes) {
  return R"({
  "title": "A large cluster",
  "start": "2026-01-10T00:00:00Z",
  "certificates": {
    "A": { "commonName": "cluster.contoso.test", "selfSigned": true,
           "notBefore": "2025-02-01", "notAfter": "2026-02-01" },
    "B": { "commonName": "cluster.contoso.test", "selfSigned": true,
           "notBefore": "2026-01-05", "notAfter": "2027-01-05" }
  },
  "cluster": { "nodes": )" +
         std::to_string(nodes) +
         R"(, "upgradeDomains": 10, "installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A}}" },
  "steps": [ { "upgrade": "accept B", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" } ],
  "checks": [ { "always": "every pair can authenticate" } ]
})";
}

int vertices(Driven& drill) {
  drill.screen.frame();
  return drill.screen.vertices();
}

TEST(Speed, AHundredThousandNodesAreDrawnAsGroups) {
  const test::TemporaryFolder folder;
  test::write_text(folder / "large.json", cluster_of(100'000));
  Driven drill(folder / "large.json");
  ASSERT_TRUE(drill.workspace.has_document());
  EXPECT_EQ(drill.workspace.run().scenario().cluster.nodes.size(), 100'000U);
  EXPECT_LT(vertices(drill), 100'000);
  drill.screen.click("map");
  EXPECT_LT(vertices(drill), 100'000);
  drill.screen.click("matrix");
  EXPECT_LT(vertices(drill), 100'000);
}

TEST(Speed, AFrameInWhichNothingHappensDrawsTheSame) {
  Driven drill(Driven::shipped("thumbprint_swap_without_overlap"));
  drill.press('n');
  const int first = vertices(drill);
  EXPECT_EQ(vertices(drill), first);
  EXPECT_EQ(vertices(drill), first);
}

}  // namespace
}  // namespace certdrill::panels
