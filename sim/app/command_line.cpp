#include "app/command_line.h"

#include <algorithm>
#include <charconv>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/console.h"
#include "base/text.h"

namespace certdrill::app {
namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 every check ended as the scenario expects; 1 one did not; 2 wrong usage or input;\n"
    "            70 a bug in certdrill; 130 interrupted.";

std::vector<std::string> verbs_of(const CLI::App& app) {
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    verbs.push_back(verb->get_name());
  return verbs;
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// The library stops at the first thing it does not know; this says which word that was and what may have been meant.
Problem usage_problem(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& arguments) {
  const std::vector<std::string> verbs = verbs_of(app);
  const CLI::App* chosen = nullptr;
  for (const CLI::App* verb : app.get_subcommands()) chosen = verb;
  if (chosen == nullptr) {
    const auto word = std::find_if(arguments.begin(), arguments.end(),
                                   [](const std::string& each) { return !each.starts_with("-"); });
    if (word == arguments.end()) {
      if (!arguments.empty()) {
        return problem("unknown option " + certdrill::quoted(arguments.front()),
                       did_you_mean(arguments.front(), options_of(app)));
      }
      return problem("a verb is missing", "one of: " + join(verbs, ", ") + "; certdrill --help tells more");
    }
    return problem("unknown verb " + certdrill::quoted(*word), did_you_mean(*word, verbs));
  }
  std::vector<std::string> options = options_of(*chosen);
  for (const std::string& name : options_of(app)) {
    if (std::find(options.begin(), options.end(), name) == options.end()) options.push_back(name);
  }
  for (const std::string& word : app.remaining(true)) {
    if (!word.starts_with("-")) {
      return problem("unexpected argument " + certdrill::quoted(word),
                     "certdrill " + chosen->get_name() + " --help tells what it takes");
    }
    const std::string name = word.substr(0, word.find('='));
    return problem("unknown option " + certdrill::quoted(name), did_you_mean(name, options));
  }
  for (const CLI::Option* option : chosen->get_options()) {
    if (option->get_expected_max() == 1 && option->count() > 1) {
      return problem(option->get_name() + " is given " + std::to_string(option->count()) + " times",
                     "certdrill " + chosen->get_name() + " --help tells what it takes");
    }
  }
  std::string what = error.what();
  if (const std::size_t line_end = what.find('\n'); line_end != std::string::npos) what.resize(line_end);
  constexpr std::string_view required = " is required";
  if (what.ends_with(required)) what = certdrill::quoted(what.substr(0, what.size() - required.size())) + " is missing";
  return problem(what, "certdrill " + chosen->get_name() + " --help tells what it takes");
}

Result<std::uint64_t> read_seed(const std::string& text) {
  constexpr std::uint64_t largest = std::uint64_t{1} << 53;  // as in scenario files
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size() || seed > largest) {
    return problem("not a seed: " + certdrill::quoted(text),
                   "expected a whole number from 0 to " + std::to_string(largest));
  }
  return seed;
}

Result<std::uint32_t> read_seeds(const std::string& text) {
  constexpr std::uint32_t most = 1000;
  std::uint32_t seeds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seeds);
  if (error != std::errc() || end != text.data() + text.size() || seeds == 0 || seeds > most) {
    return problem("not a number of seeds: " + certdrill::quoted(text),
                   "expected a whole number from 1 to " + std::to_string(most));
  }
  return seeds;
}

Result<ColorChoice> read_color(const std::string& text) {
  const std::vector<std::string> words = {"auto", "always", "never"};
  if (text == words[0]) return ColorChoice::automatic;
  if (text == words[1]) return ColorChoice::always;
  if (text == words[2]) return ColorChoice::never;
  return problem("unknown choice " + certdrill::quoted(text) + " for --color", did_you_mean(text, words));
}

}  // namespace

ExitCode command_line(const std::vector<std::string>& arguments) {
  CLI::App app(
      "certdrill rehearses a rolling certificate change: it makes the certificates, walks the upgrade domain by domain "
      "and checks after every\n"
      "instant who can still authenticate whom.\n\n"
      "  certdrill run thumbprint_rotation          rehearse a shipped scenario\n"
      "  certdrill run my/scenario.json --json      rehearse your own, for a program to read\n"
      "  certdrill explain thumbprint_rotation N0 N1 after \"present B\" UD0");
  app.name("certdrill");
  app.footer(exit_codes);
  app.set_version_flag("--version", "certdrill " CERTDRILL_VERSION, "Print the version");
  app.require_subcommand(1);
  app.fallthrough();

  std::string color_text = "auto";
  app.add_option("--color", color_text, "Colour: auto (on a terminal, unless NO_COLOR is set), always or never")
      ->type_name("WHEN");
  bool json = false;
  std::optional<std::string> seed_text;
  const auto add_json = [&](CLI::App* verb) {
    verb->add_flag("--json", json, "Print one JSON document instead of text");
  };
  const auto add_seed = [&](CLI::App* verb) {
    verb->add_option("--seed", seed_text,
                     "Draw all moments, and make all keys, from this seed instead of the scenario's")
        ->type_name("NUMBER");
  };

  RunArguments run;
  CLI::App* const run_verb =
      app.add_subcommand("run", "Rehearse scenarios: the verdict first, then what happened, then the findings");
  run_verb->add_option("scenario", run.scenarios, "A folder, a scenario file, or the name of a shipped scenario")
      ->required();
  add_json(run_verb);
  run_verb->add_flag("--brief", run.brief, "Print one line for each scenario: the verdict");
  run_verb
      ->add_option("--profile", run.profile, "Whose rules judge, instead of the scenario's: documented, windows, linux")
      ->type_name("PROFILE");
  run_verb->add_option("--junit", run.junit_file, "Also write the checks as JUnit XML")->type_name("FILE");
  run_verb->add_option("--trace", run.trace_file, "Also write every event and change, as JSON Lines")
      ->type_name("FILE");
  add_seed(run_verb);

  DeadlinesArguments deadlines;
  std::string seeds_text;
  CLI::App* const deadlines_verb = app.add_subcommand(
      "deadlines", "The earliest and the latest safe moment of each step of a plan, and the margins");
  deadlines_verb
      ->add_option("scenario", deadlines.scenario, "A folder, a scenario file, or the name of a shipped scenario")
      ->required();
  deadlines_verb
      ->add_option("--seeds", seeds_text, "Try so many seeds, from the scenario's on, and tell the narrowest margins")
      ->type_name("NUMBER");
  deadlines_verb->add_option("--resolution", deadlines.resolution, "How exact the moments are to be; left out: 1s")
      ->type_name("LENGTH");
  add_json(deadlines_verb);
  add_seed(deadlines_verb);

  LintArguments lint;
  CLI::App* const lint_verb = app.add_subcommand("lint", "What the documents advise against, without a run");
  lint_verb->add_option("scenario", lint.scenarios, "A folder, a scenario file, or the name of a shipped scenario")
      ->required();
  add_json(lint_verb);

  ExplainArguments explain;
  CLI::App* const explain_verb =
      app.add_subcommand("explain", "Why does one node accept or refuse another, at a chosen moment?");
  explain_verb->add_option("scenario", explain.scenario, "A folder, a scenario file, or the name of a shipped scenario")
      ->required();
  explain_verb->add_option("from", explain.from, "A node, or a client of the scenario")->required();
  explain_verb->add_option("to", explain.to, "Another node or client")->required();
  explain_verb->add_option("moment", explain.moment, "at TIME; after STEP; after STEP DOMAIN; left out: at the start");
  std::string at_time;
  std::vector<std::string> after;
  explain_verb->add_option("--at", at_time, "The same as: at TIME")->type_name("TIME");
  explain_verb->add_option("--after", after, "The same as: after STEP [DOMAIN]")
      ->expected(1, 2)
      ->type_name("STEP [DOMAIN]");
  add_json(explain_verb);
  add_seed(explain_verb);

  CertsArguments certs;
  CLI::App* const certs_verb =
      app.add_subcommand("certs", "Write a scenario's certificates, keys and revocation lists to a folder, as PEM");
  certs_verb->add_option("scenario", certs.scenario, "A folder, a scenario file, or the name of a shipped scenario")
      ->required();
  certs_verb->add_option("-o,--out", certs.folder, "The folder to write to; made when it is missing")
      ->type_name("FOLDER")
      ->required();
  certs_verb->add_flag("--no-keys", certs.without_keys, "Write no private keys");
  certs_verb->add_option("--at", certs.at, "Revocation lists as published then; left out: at the start")
      ->type_name("TIME");
  add_json(certs_verb);
  add_seed(certs_verb);

  JudgeArguments judge;
  CLI::App* const judge_verb =
      app.add_subcommand("judge", "Is this certificate accepted by these rules, why, and what would accept it?");
  judge_verb->add_option("--cert", judge.certificate, "The certificate: PEM, DER or PKCS#12")
      ->type_name("FILE")
      ->required();
  judge_verb->add_option("--chain", judge.chains, "What is sent with it (may be given again)")->type_name("FILE");
  judge_verb->add_option("--root", judge.roots, "What is trusted (may be given again)")->type_name("FILE");
  judge_verb->add_option("--issuer", judge.issuers, "What rules may name beside these (may be given again)")
      ->type_name("FILE");
  judge_verb->add_option("--crl", judge.crls, "A revocation list (may be given again)")->type_name("FILE");
  judge_verb->add_option("--rule", judge.rules, "A rule of V: TP=leaf, CN=*.contoso.test@I1 (may be given again)")
      ->type_name("RULE");
  judge_verb->add_option("--admin-rule", judge.admin_rules, "A rule for admin clients (may be given again)")
      ->type_name("RULE");
  CLI::Option* const rules_from =
      judge_verb->add_option("--rules-from", judge.rules_from, "The rules, roots and lists of a node of this scenario")
          ->type_name("SCENARIO");
  CLI::Option* const judging_node =
      judge_verb->add_option("--node", judge.node, "That node; in the role server, a client")->type_name("NODE");
  rules_from->needs(judging_node);
  judging_node->needs(rules_from);
  judge_verb->add_option("--at", judge.at, "When; left out: now")->type_name("TIME");
  judge_verb->add_option("--role", judge.role, "What it is shown as: cluster, server or client")->type_name("ROLE");
  judge_verb->add_option("--profile", judge.profile, "Whose rules: documented, windows or linux")->type_name("PROFILE");
  judge_verb->add_option("--set", judge.switches, "One switch of the profile (may be given again)")
      ->type_name("SWITCH=WORD");
  judge_verb->add_option("--own", judge.own, "What the judging node itself presents")->type_name("FILE");
  judge_verb->add_option("--password-file", judge.password_file, "The password of a PKCS#12 file, in its first line")
      ->type_name("FILE");
  add_json(judge_verb);
  for (CLI::Option* const option : judge_verb->get_options()) {
    if (option->get_items_expected_max() > 1) option->allow_extra_args(false);
  }

  CLI::App* const list_verb = app.add_subcommand("list", "List the shipped scenarios");
  add_json(list_verb);
  CLI::App* const schema_verb = app.add_subcommand("schema", "Print the JSON Schema of scenario files, for an editor");
  add_json(schema_verb);
  RuleArguments rule;
  CLI::App* const rule_verb =
      app.add_subcommand("rule", "Tell what an id in a report means, what it is based on and what to do");
  rule_verb->add_option("id", rule.id, "An id of a report; profile: the table of switches; left out: all ids");
  add_json(rule_verb);
  for (CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) verb->footer(exit_codes);
  deadlines_verb->footer(
      "Exit codes: 0 the plan holds as it is, and its deadlines are told; 1 it does not; 2 wrong usage or input;\n"
      "            70 a bug in certdrill; 130 interrupted.");
  lint_verb->footer(
      "Exit codes: 0 no warning, notes do not count; 1 there are warnings; 2 wrong usage or input; 70 a bug in "
      "certdrill.");
  judge_verb->footer("Exit codes: 0 accepted; 1 refused; 2 wrong usage or input; 70 a bug in certdrill.");

  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // the library takes them from the back
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    Console console(ColorChoice::automatic);
    console.print(app.help());  // of the verb, when one was given
    return console.finish() ? ExitCode::as_expected : ExitCode::wrong_input;
  } catch (const CLI::CallForVersion& version) {
    Console console(ColorChoice::automatic);
    console.print(std::string(version.what()) + "\n");
    return console.finish() ? ExitCode::as_expected : ExitCode::wrong_input;
  } catch (const CLI::ParseError& error) {
    Console(ColorChoice::automatic).complain(usage_problem(app, error, arguments));
    return ExitCode::wrong_input;
  }

  const Result<ColorChoice> color = read_color(color_text);
  Console console(color ? *color : ColorChoice::automatic);
  if (!color) {
    console.complain(color.problem());
    return ExitCode::wrong_input;
  }
  std::optional<std::uint64_t> seed;
  if (seed_text) {
    const Result<std::uint64_t> read = read_seed(*seed_text);
    if (!read) {
      console.complain(read.problem());
      return ExitCode::wrong_input;
    }
    seed = *read;
  }
  ExitCode outcome = ExitCode::as_expected;
  if (run_verb->parsed()) {
    run.json = json;
    run.seed = seed;
    outcome = run_command(run, console);
  } else if (deadlines_verb->parsed()) {
    if (!seeds_text.empty()) {
      const Result<std::uint32_t> seeds = read_seeds(seeds_text);
      if (!seeds) {
        console.complain(seeds.problem());
        return ExitCode::wrong_input;
      }
      deadlines.seeds = *seeds;
    }
    deadlines.json = json;
    deadlines.seed = seed;
    outcome = deadlines_command(deadlines, console);
  } else if (lint_verb->parsed()) {
    lint.json = json;
    outcome = lint_command(lint, console);
  } else if (explain_verb->parsed()) {
    if ((!at_time.empty() || !after.empty()) && (!explain.moment.empty() || (!at_time.empty() && !after.empty()))) {
      console.complain(problem("more than one moment was given", "give one of: at TIME; after STEP [DOMAIN]"));
      return ExitCode::wrong_input;
    }
    if (!at_time.empty()) explain.moment = {"at", at_time};
    if (!after.empty()) {
      explain.moment = {"after"};
      explain.moment.insert(explain.moment.end(), after.begin(), after.end());
    }
    explain.json = json;
    explain.seed = seed;
    outcome = explain_command(explain, console);
  } else if (certs_verb->parsed()) {
    certs.json = json;
    certs.seed = seed;
    outcome = certs_command(certs, console);
  } else if (list_verb->parsed()) {
    outcome = list_command(json, console);
  } else if (schema_verb->parsed()) {
    outcome = schema_command(console);
  } else if (judge_verb->parsed()) {
    judge.json = json;
    outcome = judge_command(judge, console);
  } else if (rule_verb->parsed()) {
    rule.json = json;
    outcome = rule_command(rule, console);
  }
  return console.finish() ? outcome : ExitCode::wrong_input;
}

}  // namespace certdrill::app
