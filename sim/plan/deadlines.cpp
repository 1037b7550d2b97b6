#include "plan/deadlines.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "base/text.h"
#include "plan/edge_search.h"

namespace certdrill::plan {
namespace {

enum class Way : std::uint8_t { earlier, later };

// How far an item can be moved one way, and why no further.
struct Reach {
  SimTime limit{};
  Bound bound = Bound::horizon;
};

// What is found on one way from the planned moment.
struct Found {
  std::optional<Edge> edge;
  std::optional<Mend> mend;
  std::optional<SimTime> done_as_planned;  // of a version, when it was looked for
  bool gave_up = false;
  bool stopped = false;
  std::size_t runs = 0;
};

class Search {
 public:
  Search(const Trials& trials, const DeadlineOptions& options, std::function<void(std::size_t)> count)
      : trials_(trials), options_(options), count_(std::move(count)) {}

  [[nodiscard]] Found look(const Item& item, Way way) const {
    Found found;
    const SimTime planned = *trials_.planned(item);
    const std::optional<Reach> reach = reach_of(item, way, planned, found);
    if (!reach) return found;
    const bool violated = trials_.violated_by().has_value();
    if (item.kind == ItemKind::version && way == Way::later) {
      const std::optional<Trial> as_planned = trial_at(item, planned, found);
      if (!as_planned) return found;
      found.done_as_planned = as_planned->done;
    }
    Edge edge;
    edge.at = planned;
    edge.bound = reach->bound;
    edge.seed = trials_.scenario().seed;
    std::map<SimTime, Trial> made;
    const auto ask = [&](SimTime at) -> std::optional<bool> {
      std::optional<Trial> trial = trial_at(item, at, found);
      if (!trial) return std::nullopt;
      const bool safe = trial->safe;
      made.emplace(at, *std::move(trial));
      return safe;
    };

    EdgeQuestion question;
    question.from = planned;
    question.limit = reach->limit;
    question.answer = !violated;
    question.resolution = options_.resolution;
    question.most_questions = options_.most_runs;
    for (const CriticalInstant& instant : trials_.instants()) question.instants.push_back(instant.at);
    const EdgeAnswer answer = find_edge(question, ask);
    found.gave_up = answer.given_up;
    if (found.stopped || answer.stopped) return found;
    if (violated) {
      if (answer.other && !answer.given_up) {
        const auto outside = made.find(answer.last);
        found.mend = Mend{*answer.other, *answer.other - planned, answer.last,
                          outside != made.end() ? *outside->second.ending : *trials_.violated_by(),
                          *answer.other < trials_.scenario().start};
      }
      return found;
    }
    edge.at = answer.last;
    if (const auto inside = made.find(answer.last); inside != made.end()) edge.done = inside->second.done;
    edge.margin = way == Way::later ? answer.last - planned : planned - answer.last;
    if (answer.given_up) edge.bound = Bound::not_found;
    if (answer.other && !answer.given_up) {
      edge.bound = Bound::goes_wrong;
      edge.outside = answer.other;
      edge.ends_with = made.at(*answer.other).ending;
      edge.hinges_on = hinge_of(*edge.ends_with, planned, way);
    }
    found.edge = std::move(edge);
    return found;
  }

 private:
  [[nodiscard]] std::optional<Trial> trial_at(const Item& item, SimTime at, Found& found) const {
    std::optional<Trial> trial = trials_.with(item, at);
    found.stopped = !trial;
    if (trial) {
      found.runs += trial->runs;
      count_(trial->runs);
    }
    return trial;
  }

  [[nodiscard]] std::optional<Reach> reach_of(const Item& item, Way way, SimTime planned, Found& found) const {
    const model::Scenario& scenario = trials_.scenario();
    if (item.kind == ItemKind::version) {
      const std::vector<model::VaultVersion>& versions = scenario.vault_certificates[item.index].versions;
      if (way == Way::earlier) {
        const SimTime first = rounded_up(scenario.start + Duration(1), options_.resolution);
        const SimTime behind = item.version > 0
                                   ? rounded_up(versions[item.version - 1].created + Duration(1), options_.resolution)
                                   : first;
        if (behind > first) return Reach{std::min(planned, behind), Bound::version_before};
        return Reach{std::min(planned, first), Bound::start};
      }
      if (item.version + 1 < versions.size() && versions[item.version + 1].created <= trials_.horizon()) {
        const SimTime last = rounded_down(versions[item.version + 1].created - Duration(1), options_.resolution);
        return Reach{std::max(planned, last), Bound::version_behind};
      }
    } else if (way == Way::earlier) {
      return reach_back(item, planned, found);
    }
    return Reach{std::max(planned, rounded_down(trials_.horizon(), options_.resolution)),
                 trials_.fails_anyway() ? Bound::fails_anyway : Bound::horizon};
  }

  // A step begins no sooner than what comes before it is done: told to begin at once, it shows when that is.
  [[nodiscard]] std::optional<Reach> reach_back(const Item& item, SimTime planned, Found& found) const {
    const model::Scenario& scenario = trials_.scenario();
    const bool first = std::none_of(scenario.steps.begin(), scenario.steps.begin() + item.index,
                                    [](const model::Step& step) { return !step.during; });
    if (first && trials_.violated_by()) {
      SimTime before = scenario.start - std::chrono::hours(24);
      for (const CriticalInstant& instant : trials_.instants()) before = std::min(before, instant.at);
      return Reach{std::max(before, scenario.start - std::chrono::hours(24 * 366)), Bound::start};
    }
    if (first || planned == scenario.start) return Reach{std::min(planned, scenario.start), Bound::start};
    const std::optional<Trial> at_once = trial_at(item, scenario.start, found);
    if (!at_once) return std::nullopt;
    // Such a run may go wrong before the step begins; then it says nothing of when that would be.
    return Reach{std::min(planned, at_once->begins.value_or(planned)), Bound::step_before};
  }

  // What decides an edge: of what goes wrong too late, that which happened last before it, and was still to come as the
  // plan is; of what goes wrong too early, that which comes next, and had come as the plan is. What happens at the very
  // moment comes first.
  [[nodiscard]] std::optional<CriticalInstant> hinge_of(const Ending& ending, SimTime planned, Way way) const {
    const CriticalInstant* best = nullptr;
    for (const CriticalInstant& instant : trials_.instants()) {
      if (instant.kind == InstantKind::step_begins || instant.kind == InstantKind::step_ends) continue;
      if (instant.at == ending.at) return instant;
      if (way == Way::later && instant.at > planned && instant.at < ending.at) best = &instant;
      if (way == Way::earlier && instant.at > ending.at && instant.at <= trials_.as_it_is().end && best == nullptr)
        best = &instant;
    }
    return best != nullptr ? std::optional(*best) : std::nullopt;
  }

  const Trials& trials_;
  const DeadlineOptions& options_;
  std::function<void(std::size_t)> count_;
};

// Calls work(i) for each i below `count`, on so many threads. Each has its own place for its result.
void on_threads(std::size_t count, std::uint32_t threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> helpers;
  try {
    for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i) helpers.emplace_back(take);
  } catch (const std::system_error&) {  // no thread to be had: this one does it all
  }
  take();
}

class Finder {
 public:
  Finder(const std::shared_ptr<const world::Setting>& setting, const DeadlineOptions& options)
      : setting_(setting), options_(options) {}

  [[nodiscard]] std::optional<Deadlines> find() {
    std::optional<Deadlines> all;
    for (std::uint32_t i = 0; i < std::max(options_.seeds, 1U); ++i) {
      std::optional<Deadlines> one = find_with(setting_->scenario().seed + i);
      if (!one) return std::nullopt;
      if (one->violated_by || !all) {
        all = std::move(one);
      } else {
        narrow(*all, *one);
      }
      all->runs = runs_;
      all->seeds = std::max(options_.seeds, 1U);
      if (all->violated_by) break;
    }
    return all;
  }

 private:
  [[nodiscard]] bool go_on() {
    if (stopped_.load(std::memory_order_relaxed)) return false;
    if (!options_.progress) return true;
    const std::lock_guard lock(progress_);
    if (!options_.progress(runs_)) stopped_ = true;
    return !stopped_;
  }
  void count(std::size_t runs) { runs_ += runs; }

  [[nodiscard]] std::optional<Deadlines> find_with(std::uint64_t seed) {
    model::Scenario scenario = setting_->scenario();
    scenario.seed = seed;
    const auto seeded = std::make_shared<const world::Setting>(std::move(scenario), setting_->certificates());
    Trials trials(seeded, [this] { return go_on(); });
    if (!trials.begin()) return std::nullopt;
    count(trials.runs());

    Deadlines result;
    result.violated_by = trials.violated_by();
    result.seed = seed;
    result.resolution = options_.resolution;
    result.start = seeded->scenario().start;
    result.horizon = trials.horizon();
    result.fails_anyway = trials.fails_anyway();
    choose_items(trials, result);

    std::vector<Found> found(2 * result.items.size());
    const Search search(trials, options_, [this](std::size_t runs) { count(runs); });
    on_threads(found.size(), options_.threads, [&](std::size_t i) {
      found[i] = search.look(result.items[i / 2].item, i % 2 == 0 ? Way::earlier : Way::later);
    });
    if (stopped_) return std::nullopt;
    for (std::size_t i = 0; i < result.items.size(); ++i) put(result.items[i], found[2 * i], found[2 * i + 1]);
    return result;
  }

  static void put(Deadline& deadline, const Found& earlier, const Found& later) {
    if (later.done_as_planned) deadline.done = later.done_as_planned;
    deadline.earliest = earlier.edge;
    deadline.latest = later.edge;
    for (std::optional<Edge>* edge : {&deadline.earliest, &deadline.latest}) {
      if (*edge && (*edge)->at == deadline.planned) (*edge)->done = deadline.done;
    }
    deadline.mend = earlier.mend;
    if (later.mend && (!earlier.mend || later.mend->by < -earlier.mend->by)) deadline.mend = later.mend;
    deadline.gave_up = !deadline.mend && (earlier.gave_up || later.gave_up);
    deadline.runs = earlier.runs + later.runs;
  }

  static void choose_items(const Trials& trials, Deadlines& result) {
    const model::Scenario& scenario = trials.scenario();
    for (std::uint32_t i = 0; i < scenario.steps.size(); ++i) {
      const model::Step& step = scenario.steps[i];
      const Item item{ItemKind::step, i, 0};
      const std::optional<SimTime> planned = trials.planned(item);
      if (step.during) {
        result.left_out.push_back(
            {step.name,
             "it begins while " + certdrill::quoted(scenario.steps[step.during->step].name) + " is under way"});
      } else if (std::holds_alternative<model::WaitStep>(step.what)) {
        result.left_out.push_back({step.name, "it only waits"});
      } else if (!planned) {
        result.left_out.push_back({step.name, "it is never begun"});
      } else {
        const check::StepResult& as_planned = trials.as_it_is().steps[i];
        Deadline deadline;
        deadline.item = item;
        deadline.name = step.name;
        deadline.planned = *planned;
        if (as_planned.completed) deadline.done = as_planned.end;
        result.items.push_back(std::move(deadline));
      }
    }
    const std::size_t steps = result.items.size();
    for (std::uint32_t line = 0; line < scenario.vault_certificates.size(); ++line) {
      const std::vector<model::VaultVersion>& versions = scenario.vault_certificates[line].versions;
      for (std::uint32_t i = 0; i < versions.size(); ++i) {
        const model::VaultVersion& version = versions[i];
        if (version.by_step || version.created <= scenario.start || version.created > trials.as_it_is().end) continue;
        Deadline deadline;
        deadline.item = {ItemKind::version, line, i};
        deadline.name = scenario.certificates[version.certificate].name;
        deadline.planned = version.created;
        result.items.push_back(std::move(deadline));
      }
    }
    std::stable_sort(result.items.begin() + static_cast<std::ptrdiff_t>(steps), result.items.end(),
                     [](const Deadline& a, const Deadline& b) { return a.planned < b.planned; });
  }

  // Keeps of each edge the narrower one. What is planned may begin at another moment with another seed, so the narrower
  // margin need not belong to it.
  static void narrow(Deadlines& all, const Deadlines& one) {
    for (Deadline& deadline : all.items) {
      const auto same = std::find_if(one.items.begin(), one.items.end(), [&](const Deadline& other) {
        return other.item.kind == deadline.item.kind && other.item.index == deadline.item.index &&
               other.item.version == deadline.item.version;
      });
      if (same == one.items.end()) continue;
      deadline.runs += same->runs;
      narrow(deadline.earliest, same->earliest, Way::earlier);
      narrow(deadline.latest, same->latest, Way::later);
    }
    if (one.horizon < all.horizon) {
      all.horizon = one.horizon;
      all.fails_anyway = one.fails_anyway;
    }
  }
  static void narrow(std::optional<Edge>& edge, const std::optional<Edge>& other, Way way) {
    if (!edge || !other) return;
    const Duration margin = std::min(edge->margin, other->margin);
    const bool narrower = way == Way::earlier ? other->at > edge->at : other->at < edge->at;
    if (narrower) edge = other;
    edge->margin = margin;
  }

  const std::shared_ptr<const world::Setting>& setting_;
  const DeadlineOptions& options_;
  std::atomic<std::size_t> runs_ = 0;
  std::atomic<bool> stopped_ = false;
  std::mutex progress_;
};

}  // namespace

std::string_view to_string(Bound bound) {
  switch (bound) {
    case Bound::goes_wrong:
      return "goesWrong";
    case Bound::step_before:
      return "stepBefore";
    case Bound::start:
      return "start";
    case Bound::version_before:
      return "versionBefore";
    case Bound::version_behind:
      return "versionBehind";
    case Bound::horizon:
      return "horizon";
    case Bound::fails_anyway:
      return "failsAnyway";
    case Bound::not_found:
      return "notFound";
  }
  return {};
}

std::optional<Deadlines> find_deadlines(const std::shared_ptr<const world::Setting>& setting,
                                        const DeadlineOptions& options) {
  return Finder(setting, options).find();
}

}  // namespace certdrill::plan
