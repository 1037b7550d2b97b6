// The verbs of the command line, one function each; command_line.cpp reads their arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"
#include "model/scenario.h"

namespace certdrill::app {

struct RunArguments {
  std::vector<std::string> scenarios;
  bool json = false;
  bool brief = false;  // the verdict line alone
  std::string junit_file;
  std::string profile;  // instead of the scenario's; empty: that one
  std::string trace_file;
  std::optional<std::uint64_t> seed;
};
[[nodiscard]] ExitCode run_command(const RunArguments& arguments, Console& console);

struct DeadlinesArguments {
  std::string scenario;
  std::string resolution;  // empty: a second
  std::uint32_t seeds = 1;
  bool json = false;
  std::optional<std::uint64_t> seed;
};
[[nodiscard]] ExitCode deadlines_command(const DeadlinesArguments& arguments, Console& console);

struct ExplainArguments {
  std::string scenario;
  std::string from;
  std::string to;
  std::vector<std::string> moment;  // at TIME; after STEP [DOMAIN]
  bool json = false;
  std::optional<std::uint64_t> seed;
};
[[nodiscard]] ExitCode explain_command(const ExplainArguments& arguments, Console& console);

struct CertsArguments {
  std::string scenario;
  std::string folder;
  bool without_keys = false;
  std::string at;  // revocation lists as they are published then; left out: at the start
  bool json = false;
  std::optional<std::uint64_t> seed;
};
[[nodiscard]] ExitCode certs_command(const CertsArguments& arguments, Console& console);

struct JudgeArguments {
  std::string certificate;           // the leaf; certificates behind it in the file are sent with it
  std::vector<std::string> chains;   // files of what else is sent
  std::vector<std::string> roots;    // files of what is trusted
  std::vector<std::string> issuers;  // files that rules may name, neither sent nor trusted
  std::vector<std::string> crls;
  std::string own;  // what the judging node presents
  std::vector<std::string> rules;
  std::vector<std::string> admin_rules;
  std::string rules_from;  // a scenario
  std::string node;        // of it
  std::string at;          // empty: now
  std::string role;
  std::string profile;
  std::vector<std::string> switches;  // "acceptExpiredPinned=yes"
  std::string password_file;
  bool json = false;
};
[[nodiscard]] ExitCode judge_command(const JudgeArguments& arguments, Console& console);

struct RuleArguments {
  std::string id;  // empty: all of them; "profile": the table of switches
  bool json = false;
};
[[nodiscard]] ExitCode rule_command(const RuleArguments& arguments, Console& console);

struct LintArguments {
  std::vector<std::string> scenarios;
  bool json = false;
};
[[nodiscard]] ExitCode lint_command(const LintArguments& arguments, Console& console);

[[nodiscard]] ExitCode list_command(bool json, Console& console);
[[nodiscard]] ExitCode schema_command(Console& console);

// Reads one scenario; what is wrong with it has been said when there is none.
[[nodiscard]] std::optional<model::Scenario> load_scenario(const std::string& argument,
                                                           std::optional<std::uint64_t> seed, Console& console);

// From now on the first Ctrl-C ends what is under way in order; a second one ends the process.
void stop_in_order_on_interrupt();
// True once the user has pressed it.
[[nodiscard]] bool interrupted();

}  // namespace certdrill::app
