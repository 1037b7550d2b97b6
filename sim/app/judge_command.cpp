#include "app/commands.h"
#include "app/judge_input.h"
#include "report/judgement_report.h"

namespace certdrill::app {

ExitCode judge_command(const JudgeArguments& arguments, Console& console) {
  std::optional<model::Scenario> scenario;
  if (!arguments.rules_from.empty()) {
    scenario = load_scenario(arguments.rules_from, std::nullopt, console);
    if (!scenario) return ExitCode::wrong_input;
  }
  const JudgeInput input = read_judge_input(arguments, scenario);
  console.complain(input.problems);
  if (!input.hand) return ExitCode::wrong_input;
  const check::Judgement judgement = check::judge_in_hand(*input.hand);
  console.print(arguments.json ? report::judgement_json(judgement)
                               : report::judgement_text(judgement, console.colors_results()));
  return judgement.verdict.accepted ? ExitCode::as_expected : ExitCode::unexpected;
}

}  // namespace certdrill::app
