// Moments as users write them.
#include <algorithm>
#include <charconv>

#include "base/duration.h"
#include "base/text.h"
#include "replay/navigation.h"

namespace certdrill::replay {
namespace {

constexpr const char* allowed =
    "a moment is a time (2026-01-10T00:08:06Z), a time after the start (+90m), after 'STEP', after 'STEP' DOMAIN, "
    "event "
    "NUMBER, finding NUMBER, start or end";

// The word in front, in quotation marks or not, and takes it away; with what follows it up to the next space.
std::string_view take_word(std::string_view& text) {
  text = trimmed(text);
  std::string_view word;
  if (!text.empty() && (text.front() == '\'' || text.front() == '"')) {
    const std::size_t end = text.find(text.front(), 1);
    word = end == std::string_view::npos ? text.substr(1) : text.substr(1, end - 1);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  } else {
    word = text.substr(0, text.find_first_of(" \t"));
    text.remove_prefix(word.size());
  }
  text = trimmed(text);
  return word;
}

std::optional<std::uint32_t> place_of(std::string_view name, const std::vector<std::string>& names) {
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return i;
  }
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (equal_ignoring_ascii_case(names[i], name)) return i;
  }
  return std::nullopt;
}

struct StepAndDomain {
  std::uint32_t step = 0;
  std::optional<std::uint32_t> domain;
};

Problem unknown(const char* what, std::string_view name, const std::vector<std::string>& names) {
  std::string help = did_you_mean(name, names);
  return problem("unknown " + std::string(what) + " " + quoted(name), help.empty() ? allowed : help);
}

Result<StepAndDomain> read_step(std::string_view text, const model::Scenario& scenario) {
  const std::vector<std::string>& domains = scenario.cluster.upgrade_domains;
  std::vector<std::string> steps;
  for (const model::Step& step : scenario.steps) steps.push_back(step.name);
  if (text.empty()) return problem("no step behind \"after\"", allowed);
  if (text.front() == '\'' || text.front() == '"') {
    const std::string_view name = take_word(text);
    const std::optional<std::uint32_t> step = place_of(name, steps);
    if (!step) return unknown("step", name, steps);
    if (text.empty()) return StepAndDomain{*step, std::nullopt};
    const std::string_view domain_name = take_word(text);
    const std::optional<std::uint32_t> domain = place_of(domain_name, domains);
    if (!domain) return unknown("upgrade domain", domain_name, domains);
    if (!text.empty()) return problem("there is more behind the upgrade domain: " + quoted(text), allowed);
    return StepAndDomain{*step, domain};
  }
  // Without quotation marks the name of a step may have spaces: all of it, or all but the last word.
  if (const auto step = place_of(text, steps)) return StepAndDomain{*step, std::nullopt};
  const std::size_t space = text.find_last_of(" \t");
  if (space != std::string_view::npos) {
    const std::string_view front = trimmed(text.substr(0, space));
    const std::string_view last = text.substr(space + 1);
    const auto step = place_of(front, steps);
    const auto domain = place_of(last, domains);
    if (step && domain) return StepAndDomain{*step, domain};
    if (step) return unknown("upgrade domain", last, domains);
    if (domain) return unknown("step", front, steps);
  }
  return unknown("step", text, steps);
}

// Where a step is done, or one domain of it.
std::optional<EventNumber> completion_of(const RecordedRun& run, const StepAndDomain& wanted) {
  for (EventNumber number = 1; number <= run.last_event(); ++number) {
    const RecordedEvent& event = run.event(number);
    if (wanted.domain ? !event.domain_completed : !event.step_completed) continue;
    const check::PlanPlace place = run.place_of_event(number);
    if (place.step == wanted.step && (!wanted.domain || place.domain == wanted.domain)) return run.settled(number);
  }
  if (wanted.domain) return std::nullopt;
  // A fault that began while another step was under way.
  std::optional<EventNumber> last;
  for (EventNumber number = 1; number <= run.last_event(); ++number) {
    const world::Action& what = run.event(number).what;
    const auto* const begun = std::get_if<world::BeginStepDuring>(&what);
    const auto* const ended = std::get_if<world::EndFault>(&what);
    if ((begun != nullptr && begun->step == wanted.step) || (ended != nullptr && ended->step == wanted.step))
      last = number;
  }
  if (!last || !std::holds_alternative<model::FaultStep>(run.scenario().steps[wanted.step].what)) return std::nullopt;
  return run.settled(*last);
}

Result<std::uint64_t> read_number(std::string_view text, const char* what, std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (most < least) return problem("the run has no " + std::string(what));
  const bool is_number = error == std::errc() && end == text.data() + text.size() && !text.empty();
  const std::string range = "they go from " + std::to_string(least) + " to " + std::to_string(most);
  if (!is_number) return problem("no number of " + std::string(what) + ": " + quoted(text), range);
  if (number < least || number > most)
    return problem("there is no " + std::string(what) + " " + std::to_string(number), range);
  return number;
}

Result<EventNumber> at_time(const RecordedRun& run, SimTime at) {
  if (at < run.result().start)
    return problem("the run starts later than " + to_string(at) + ": at " + to_string(run.result().start));
  return run.last_event_until(at);
}

}  // namespace

Result<EventNumber> find_moment(const RecordedRun& run, std::string_view text) {
  text = trimmed(text);
  std::string_view rest = text;
  const std::string word = lower_ascii(take_word(rest));
  if (text.empty()) return problem("no moment is given", allowed);
  if (rest.empty() && word == "start") return EventNumber{0};
  if (rest.empty() && word == "end") return run.last_event();
  if (word == "event") return read_number(rest, "event", 0, run.last_event());
  if (word == "finding") {
    const Result<std::uint64_t> number = read_number(rest, "finding", 1, run.result().findings.size());
    if (!number) return number.problem();
    return event_of_finding(run, *number - 1);
  }
  if (word == "after") {
    const Result<StepAndDomain> wanted = read_step(rest, run.scenario());
    if (!wanted) return wanted.problem();
    if (const std::optional<EventNumber> event = completion_of(run, *wanted)) return *event;
    const std::string domain =
        wanted->domain ? quoted(run.scenario().cluster.upgrade_domains[*wanted->domain]) + " in " : std::string();
    return problem("the run never completes " + domain + quoted(run.scenario().steps[wanted->step].name));
  }
  if (text.front() == '+') {
    const Result<Duration> length = parse_duration(text.substr(1));
    if (!length) return length.problem();
    return at_time(run, run.result().start + *length);
  }
  const Result<SimTime> at = parse_sim_time(text);
  if (at) return at_time(run, *at);
  const bool like_a_time = text.front() >= '0' && text.front() <= '9';
  if (like_a_time) return at.problem();
  std::string help = did_you_mean(word, {"after", "event", "finding", "start", "end"});
  return problem("no moment: " + quoted(text), help.starts_with("did you mean") ? help : allowed);
}

}  // namespace certdrill::replay
