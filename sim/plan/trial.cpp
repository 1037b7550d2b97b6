#include "plan/trial.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace certdrill::plan {
namespace {

constexpr Duration a_day = std::chrono::hours(24);
constexpr Duration most_ahead = 3 * 366 * a_day;

Ending ending_of(const check::Finding& finding) { return {finding.id, finding.message, finding.at, finding.step}; }

std::string words_for(check::StepState state) {
  switch (state) {
    case check::StepState::not_begun:
      return "is never begun";
    case check::StepState::rolled_back:
      return "is rolled back";
    case check::StepState::interrupted:
      return "is interrupted";
    case check::StepState::refused:
      return "is refused";
    default:
      return "is never completed";
  }
}

// When the nodes get a certificate.
class ArrivalWatch : public check::RunObserver {
 public:
  explicit ArrivalWatch(pki::CertificateId certificate) : certificate_(certificate) {}
  void on_start(const world::World& /*world*/, check::AuthenticationClasses& /*classes*/) override {}
  void on_event(const world::Simulation::Event& event, const world::Effects& effects, const world::World& world,
                check::AuthenticationClasses& /*classes*/) override {
    for (const world::NodeChange& change : effects.changes) {
      if (has_it(world, change.to) && !has_it(world, change.from)) last_ = event.at;
    }
  }
  void on_end(SimTime /*end*/, const world::World& /*world*/) override {}
  [[nodiscard]] std::optional<SimTime> last() const { return last_; }

 private:
  [[nodiscard]] bool has_it(const world::World& world, std::uint32_t configuration) const {
    const std::vector<model::StoreEntry>& entries = world.configurations().store_of(configuration).entries;
    return std::any_of(entries.begin(), entries.end(),
                       [&](const model::StoreEntry& entry) { return entry.certificate == certificate_; });
  }

  pki::CertificateId certificate_;
  std::optional<SimTime> last_;
};

}  // namespace

Trials::Trials(std::shared_ptr<const world::Setting> setting, GoOn go_on)
    : setting_(std::move(setting)), go_on_(std::move(go_on)) {}

model::Scenario Trials::copy() const {
  model::Scenario scenario = setting_->scenario();
  scenario.also_under.clear();
  return scenario;
}

std::optional<check::RunResult> Trials::run(model::Scenario scenario, check::RunObserver* observer,
                                            const std::function<bool(const check::Finding&)>& stops) const {
  if (go_on_ && !go_on_()) return std::nullopt;
  check::RehearsalOptions options;
  options.observer = observer;
  options.stops = stops;
  if (go_on_) options.progress = [this](SimTime, std::uint64_t) { return go_on_(); };
  return check::rehearse(std::make_shared<const world::Setting>(std::move(scenario), setting_->certificates()),
                         options);
}

bool Trials::begin() {
  CalendarWatch calendar;
  std::optional<check::RunResult> own = run(copy(), &calendar, {});
  ++runs_;
  if (!own) return false;
  as_it_is_ = std::move(*own);
  if (!as_it_is_.holds && !as_it_is_.findings.empty()) violated_by_ = ending_of(as_it_is_.findings.front());
  const auto set_horizon = [&](const CalendarWatch& watched) {
    instants_ = critical_instants(*setting_, as_it_is_, watched);
    const SimTime last = instants_.empty() ? as_it_is_.end : std::max(as_it_is_.end, instants_.back().at);
    horizon_ = scenario().end ? *scenario().end : std::min(last + a_day, as_it_is_.end + most_ahead);
    horizon_ = std::min(horizon_, latest_sim_time());
  };
  set_horizon(calendar);
  if (violated_by_) return true;

  // A step that begins last of all takes its time behind the horizon.
  model::Scenario longer = copy();
  longer.end = std::min(latest_sim_time(), horizon_ + (as_it_is_.end - as_it_is_.start) + a_day);
  CalendarWatch whole_calendar;
  std::optional<check::RunResult> result =
      run(std::move(longer), &whole_calendar, [&](const check::Finding& finding) { return is_new(finding); });
  ++runs_;
  if (!result) return false;
  set_horizon(whole_calendar);
  for (check::Finding& finding : result->findings) {
    if (!is_new(finding) || decided_by_the_end(finding)) continue;
    if (finding.at < horizon_) {
      horizon_ = finding.at;
      fails_anyway_ = ending_of(finding);
    }
    anyway_.push_back(std::move(finding));
  }
  return true;
}

bool Trials::is_new(const check::Finding& finding) const {
  return std::none_of(as_it_is_.findings.begin(), as_it_is_.findings.end(), [&](const check::Finding& known) {
    return known.check == finding.check &&
           (finding.check != check::no_check || (known.id == finding.id && known.step == finding.step));
  });
}

bool Trials::happens_anyway(const check::Finding& finding) const {
  return finding.check != check::no_check &&
         std::any_of(anyway_.begin(), anyway_.end(), [&](const check::Finding& known) {
           return known.check == finding.check && known.at <= finding.at;
         });
}

bool Trials::decided_by_the_end(const check::Finding& finding) const {
  if (finding.check == check::no_check) return false;
  const model::Quantifier quantifier = scenario().checks[finding.check].quantifier;
  return quantifier == model::Quantifier::finally || quantifier == model::Quantifier::sometimes;
}

std::optional<SimTime> Trials::planned(const Item& item) const {
  if (item.kind == ItemKind::version) return scenario().vault_certificates[item.index].versions[item.version].created;
  const check::StepResult& step = as_it_is_.steps[item.index];
  return step.state == check::StepState::not_begun ? std::nullopt : std::optional(step.start);
}

std::optional<Trial> Trials::with(const Item& item, SimTime at) const {
  model::Scenario moved = copy();
  std::optional<ArrivalWatch> arrivals;
  if (item.kind == ItemKind::step) {
    model::Step& step = moved.steps[item.index];
    step.not_before = at;
    step.pause_before = {};
    moved.start = std::min(moved.start, at);
  } else {
    model::VaultVersion& version = moved.vault_certificates[item.index].versions[item.version];
    version.created = at;
    // The run goes on until it has come and agents have had a day for it.
    if (!moved.end) moved.end = std::max(as_it_is_.end, at + a_day);
    arrivals.emplace(version.certificate);
  }
  // In a plan that is violated as it is, what is wanted is that all of it holds.
  const bool whole_is_asked_for = violated_by_.has_value();
  const auto counts = [&](const check::Finding& finding) {
    return whole_is_asked_for || (is_new(finding) && !happens_anyway(finding));
  };
  std::optional<check::RunResult> result = run(std::move(moved), arrivals ? &*arrivals : nullptr, counts);
  Trial trial;
  trial.runs = 1;
  if (!result) return std::nullopt;

  if (item.kind == ItemKind::step) {
    const check::StepResult& step = result->steps[item.index];
    if (step.state != check::StepState::not_begun) trial.begins = step.start;
    if (step.completed) trial.done = step.end;
  } else {
    trial.begins = at;
    trial.done = arrivals->last();
  }
  std::optional<check::RunResult> as_long;  // the plan as it is, run on for as long
  for (const check::Finding& finding : result->findings) {
    if (!counts(finding)) continue;
    if (!whole_is_asked_for && decided_by_the_end(finding) && result->end > as_it_is_.end) {
      if (!as_long) {
        model::Scenario longer = copy();
        longer.end = result->end;
        as_long = run(std::move(longer), nullptr, {});
        ++trial.runs;
        if (!as_long) return std::nullopt;
      }
      if (!as_long->checks[finding.check].holds) continue;
    }
    trial.ending = ending_of(finding);
    break;
  }
  const bool all_is_lost_anyway = fails_anyway_ && result->end >= fails_anyway_->at;
  const bool completion_is_asked_for = result->whole && !trial.ending && !all_is_lost_anyway;
  for (std::size_t i = 0; completion_is_asked_for && !trial.ending && i < result->steps.size(); ++i) {
    const check::StepResult& step = result->steps[i];
    if (step.completed || !as_it_is_.steps[i].completed) continue;
    trial.ending = {"", certdrill::quoted(step.name) + " " + words_for(step.state), result->end, step.name};
  }
  trial.safe = !trial.ending;
  return trial;
}

}  // namespace certdrill::plan
