// certdrill run as a whole process: start, read, mint, rehearse, print, end. With the federation, and with who could
// authenticate whom alone. What a node costs in memory is the difference of two peaks.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

std::string scenario_file(std::int64_t nodes, bool federation) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "certdrill_bench";
  std::filesystem::create_directories(folder);
  const std::string path =
      (folder / ((federation ? "federation_" : "rotation_") + std::to_string(nodes) + ".json")).string();
  std::ifstream shipped(CERTDRILL_ROTATION);
  std::string text((std::istreambuf_iterator<char>(shipped)), std::istreambuf_iterator<char>());
  const std::string pattern = "\"nodes\": 10,";
  const std::size_t at = text.find(pattern);
  if (at == std::string::npos) std::abort();
  text.replace(at, pattern.size(), "\"nodes\": " + std::to_string(nodes) + ",");
  if (!federation) text.insert(text.find('{') + 1, "\n  \"federation\": { \"simulate\": false },");
  std::ofstream(path) << text;
  return path;
}

void run_process(benchmark::State& state, bool federation) {
  const std::string file = scenario_file(state.range(0), federation);
  long peak_kilobytes = 0;
  for (auto _ : state) {
    const pid_t child = fork();
    if (child == 0) {
      if (std::freopen("/dev/null", "w", stdout) == nullptr) _exit(99);
      execl(CERTDRILL_PROGRAM, "certdrill", "run", file.c_str(), static_cast<char*>(nullptr));
      _exit(99);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    if (status != 0) state.SkipWithError("certdrill run did not end with 0");
    peak_kilobytes = usage.ru_maxrss;
  }
  state.counters["peak_MB"] = static_cast<double>(peak_kilobytes) / 1024.0;
}

void whole_process(benchmark::State& state) { run_process(state, true); }
BENCHMARK(whole_process)
    ->Arg(10)
    ->Arg(1000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void whole_process_without_federation(benchmark::State& state) { run_process(state, false); }
BENCHMARK(whole_process_without_federation)
    ->Arg(10)
    ->Arg(1000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
