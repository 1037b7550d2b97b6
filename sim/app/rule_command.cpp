#include "app/commands.h"
#include "report/rule_report.h"

namespace certdrill::app {

ExitCode rule_command(const RuleArguments& arguments, Console& console) {
  if (arguments.id.empty()) {
    console.print(arguments.json ? report::rule_list_json() : report::rule_list_text(console.colors_results()));
    return ExitCode::as_expected;
  }
  if (arguments.id == "profile") {
    console.print(arguments.json ? report::profile_table_json() : report::profile_table_text());
    return ExitCode::as_expected;
  }
  const Result<std::string> page = arguments.json ? report::rule_page_json(arguments.id)
                                                  : report::rule_page_text(arguments.id, console.colors_results());
  if (!page) {
    console.complain(page.problem());
    return ExitCode::wrong_input;
  }
  console.print(*page);
  return ExitCode::as_expected;
}

}  // namespace certdrill::app
