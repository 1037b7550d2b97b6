// A changed scenario beside the one that is open, and questions about what comes next.
#include <cstdlib>
#include <filesystem>

#include "base/text.h"
#include "load/scenario_reader.h"
#include "report/atomic_file.h"
#include "workspace/arrival.h"
#include "workspace/worker.h"
#include "workspace/workspace.h"

namespace certdrill::workspace {
namespace {

namespace fs = std::filesystem;

Problem not_saved(const fs::path& file, std::string what, std::string help) {
  Problem found = problem(std::move(what), std::move(help));
  found.where.file = file.string();
  return found;
}

// "~/plans/next": as a shell would take it.
fs::path expanded(const std::string& typed) {
  const char* const home = std::getenv("HOME");
  if (home == nullptr || (typed != "~" && !typed.starts_with("~/"))) return typed;
  return fs::path(home) / typed.substr(typed.size() > 1 ? 2 : 1);
}

}  // namespace

void Workspace::rerun_what_if() {
  if (!has_document()) return;
  if (!what_if_.changed()) {
    say("nothing is changed yet: change a rule, a date, a step or their order first");
    return;
  }
  if (!opening_) stop_work();  // a reload that is under way is not lost: it comes first
  worker_->submit([this, text = what_if_.text(), like = document_](const Worker::Tell& tell) -> Worker::Delivery {
    auto arrival = std::make_shared<OtherArrival>();
    std::optional<Opened> opened = open_text(text, like, {tell});
    if (!opened) return {};
    arrival->opened = std::move(*opened);
    if (arrival->opened.run) {
      if (!tell("comparing the two runs", -1)) return {};
      arrival->cursor = std::make_unique<replay::Cursor>(arrival->opened.run);
      arrival->compared_with = like.run;
      arrival->comparison = compare(*like.run, *arrival->opened.run);
    }
    return [this, arrival] { take_other(*arrival); };
  });
  say("running the changed scenario");
}

void Workspace::take_other(OtherArrival& arrival) {
  problems_ = std::move(arrival.opened.problems);
  if (!arrival.cursor) {
    say("the changed scenario does not run");
    return;
  }
  other_document_ = std::move(arrival.opened);
  other_ = std::move(arrival.cursor);
  if (arrival.compared_with == cursor_->run_pointer()) {
    compared_ = true;
    difference_ = std::move(arrival.comparison.first);
    outcome_difference_ = std::move(arrival.comparison.outcome);
  } else {  // the file was read again in the meantime
    compare_again();
  }
  sync_other();
  say(!compared_    ? "both runs are shown on one clock"
      : difference_ ? "the two runs part ways: " + difference_->text
                    : "the change makes no difference: both runs are the same, event for event");
}

void Workspace::compare_again() {
  if (!comparing()) return;
  compared_ = false;
  difference_.reset();
  outcome_difference_.clear();
  worker_->submit([this, one = cursor_->run_pointer(), other = other_->run_pointer()](const Worker::Tell& tell) {
    if (!tell("comparing the two runs", -1)) return Worker::Delivery();
    auto comparison = std::make_shared<Comparison>(compare(*one, *other));
    return Worker::Delivery([this, comparison, one, other] {
      if (!comparing() || one != cursor_->run_pointer() || other != other_->run_pointer()) return;
      compared_ = true;
      difference_ = std::move(comparison->first);
      outcome_difference_ = std::move(comparison->outcome);
      sync_other();
    });
  });
}

// Before the first difference both stand at the same event, also within one instant; from then on the time tells.
void Workspace::sync_other() {
  if (!comparing()) return;
  const replay::EventNumber at = cursor_->event();
  const bool same_so_far = compared_ && (!difference_ || at < difference_->in_first);
  other_->go_to(same_so_far ? at : other_->run().last_event_until(cursor_->now()));
}

void Workspace::drop_what_if() {
  if (!has_document()) return;
  other_.reset();
  other_document_ = {};
  compared_ = false;
  difference_.reset();
  outcome_difference_.clear();
  what_if_.begin(document_.text);
}

std::optional<Problem> Workspace::save_what_if(const std::string& file) {
  if (!has_document()) return problem("nothing is open");
  const std::string typed(trimmed(file));
  if (typed.empty()) return problem("a name is missing", "name a new folder, or a new file that ends in .json");
  fs::path target = expanded(typed);
  if (!target.has_filename()) target = target.parent_path();  // "plans/next/"
  std::error_code error;
  if (fs::exists(fs::symlink_status(target, error))) {
    return not_saved(target, "this exists already, and nothing is ever overwritten", "choose another name");
  }
  const load::LoadedScenario loaded = load::parse_scenario(what_if_.text(), target.string());
  if (!loaded.scenario) {
    for (const Problem& each : loaded.problems) {
      if (each.severity == Severity::error) return each;
    }
  }
  const bool folder = target.extension() != ".json";
  const fs::path written = folder ? target / "scenario.json" : target;
  if (folder && !fs::create_directory(target, error)) {
    return not_saved(target, "the folder cannot be made: " + error.message(),
                     "name a new folder in one that exists and can be written to");
  }
  if (std::optional<Problem> failed = report::write_file(written.string(), what_if_.text())) {
    if (folder) fs::remove(target, error);
    return failed;
  }
  say("saved: " + written.string());
  const fs::path full = fs::absolute(written, error);
  view.recent_files.insert(view.recent_files.begin() + (view.recent_files.empty() ? 0 : 1), full.string());
  if (view.recent_files.size() > most_recent_files) view.recent_files.resize(most_recent_files);
  return std::nullopt;
}

void Workspace::predict(bool whole_phase) {
  pause();
  // Asked between instants: what a learner sees is what checks see.
  move_to(run().settled(cursor_->event()), Move::step);
  prediction_ = scene::ask(run(), cursor_->event(), whole_phase);
  if (!prediction_) {
    say("no step of the plan is left to predict from here");
    return;
  }
  move_to(prediction_->from, Move::step);
  selection_ = {};
  say(prediction_->question);
}

void Workspace::reveal_prediction() {
  if (!prediction_) {
    say("nothing is asked: P asks about the next upgrade domain, Shift+P about the next phase");
    return;
  }
  if (prediction_->revealed) return;
  move_to(prediction_->from, Move::step);
  const replay::Snapshot before = cursor_->snapshot();
  move_to(prediction_->to, Move::step);
  scene::reveal(*prediction_, before, cursor_->snapshot());
  selection_ = {};
  say(prediction_->score);
}

}  // namespace certdrill::workspace
