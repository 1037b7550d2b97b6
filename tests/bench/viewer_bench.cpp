// A frame of the viewer with all panels open, on the null backend: nothing moves, or every frame shows another moment.
// The reference is a frame of Dear ImGui's own demonstration window, in the same process.
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>
#include <imgui.h>

#include "picture/offscreen.h"
#include "workspace/workspace.h"

namespace {

using namespace certdrill;

constexpr int width = 1600;
constexpr int height = 1000;

// A rotation in two upgrades; removed with its folder at the end.
class ScenarioFile {
 public:
  explicit ScenarioFile(std::int64_t nodes)
      : folder_(std::filesystem::temp_directory_path() / ("certdrill_viewer_bench_" + std::to_string(nodes))) {
    std::filesystem::create_directories(folder_);
    std::ofstream(file()) << R"({
  "title": "A rotation",
  "start": "2026-01-10T00:00:00Z",
  "certificates": {
    "A": { "commonName": "cluster.contoso.test", "selfSigned": true, "notBefore": "2025-02-01", "notAfter": "2026-02-01" },
    "B": { "commonName": "cluster.contoso.test", "selfSigned": true, "notBefore": "2026-01-05", "notAfter": "2027-01-05" }
  },
  "cluster": { "nodes": )" << nodes
                          << R"(, "upgradeDomains": 10, "seedNodes": 9, "installed": ["A", "B"],
               "security": "{P:{TP=A}, V:{TP=A}}" },
  "steps": [
    { "upgrade": "accept B as well", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" },
    { "upgrade": "present B", "to": "{P:{TP=B}, V:{TP=A, TP=B}}" }
  ],
  "checks": [ { "always": "every pair can authenticate" } ]
})";
  }
  ~ScenarioFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  ScenarioFile(const ScenarioFile&) = delete;
  ScenarioFile& operator=(const ScenarioFile&) = delete;
  [[nodiscard]] std::string file() const { return (folder_ / "scenario.json").string(); }

 private:
  std::filesystem::path folder_;
};

struct Open {
  explicit Open(std::int64_t nodes) : scenario(nodes), screen(workspace, width, height) {
    workspace.open(scenario.file());
    workspace.wait();
    workspace.go_to(workspace.run().last_event() / 2);
    for (int frames = 0; frames < 3; ++frames) screen.frame();
  }
  ScenarioFile scenario;
  workspace::Workspace workspace;
  picture::Offscreen screen;
};

void viewer_reference_demo_window(benchmark::State& state) {
  workspace::Workspace workspace;
  picture::Offscreen screen(workspace, width, height);
  screen.frame();  // makes the fonts; its context stays the current one
  for (auto each : state) {
    (void)each;
    ImGui::NewFrame();
    ImGui::ShowDemoWindow();
    ImGui::Render();
    benchmark::DoNotOptimize(ImGui::GetDrawData()->TotalVtxCount);
  }
}

void viewer_still_frame(benchmark::State& state) {
  Open open(state.range(0));
  for (auto each : state) {
    (void)each;
    open.screen.frame();
  }
  state.counters["vertices"] = open.screen.vertices();
}

void viewer_frame_of_another_moment(benchmark::State& state) {
  Open open(state.range(0));
  for (auto each : state) {
    (void)each;
    open.workspace.go_to(open.workspace.cursor().event() + 1);
    open.screen.frame();
  }
  state.counters["events"] = static_cast<double>(open.workspace.run().last_event());
}

BENCHMARK(viewer_reference_demo_window)->Unit(benchmark::kMillisecond);
BENCHMARK(viewer_still_frame)->Arg(10)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(viewer_frame_of_another_moment)->Arg(10)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
