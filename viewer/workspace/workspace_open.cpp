// Opening, reloading, and what stays when another document comes.
#include <algorithm>

#include "base/text.h"
#include "load/scenario_locator.h"
#include "scene/words.h"
#include "workspace/arrival.h"
#include "workspace/names.h"
#include "workspace/view_file.h"
#include "workspace/worker.h"
#include "workspace/workspace.h"

namespace certdrill::workspace {
namespace {

namespace fs = std::filesystem;

fs::path full_path(const fs::path& file) {
  std::error_code error;
  const fs::path absolute = fs::absolute(file, error);
  if (error) return file;
  const fs::path canonical = fs::weakly_canonical(absolute, error);
  return error ? absolute : canonical;
}

// The files whose change asks for a reload: the document first, then the lesson beside it.
std::vector<fs::path> files_of(const std::string& argument) {
  const Result<fs::path> located = load::locate_scenario(argument);
  const fs::path file = located ? full_path(*located) : full_path(argument);
  return {file, file.parent_path() / "about.md"};
}

std::string outcome_of(const Opened& opened) {
  const check::RunResult& result = opened.run->result();
  const std::string events =
      opened.run->scenario().name + ": " + scene::counted_with_thousands(opened.run->last_event(), "event") + ", ";
  if (!result.whole) return events + "cut off there: how it ends is not known";
  return events + (result.holds ? "every check holds" : counted(result.findings.size(), "finding")) +
         (result.as_expected ? ", as the scenario expects" : ", not as the scenario expects");
}

// The event of another run that is the same moment: the same number when it is at the same time, for then it stands at
// the same place within its instant; else the last one until then.
replay::EventNumber same_moment(const replay::RecordedRun& last, replay::EventNumber event,
                                const replay::RecordedRun& now) {
  const SimTime at = last.time_of(event);
  if (event <= now.last_event() && now.time_of(event) == at) return event;
  return now.last_event_until(at);
}

}  // namespace

Workspace::Workspace(scene::View initial_view) : view(std::move(initial_view)), worker_(std::make_unique<Worker>()) {}
Workspace::~Workspace() = default;

void Workspace::open(const std::string& argument) {
  stop_work();
  submit_open(argument, false);
}

void Workspace::submit_open(const std::string& argument, bool again) {
  if (opening_) stop_work();
  opening_ = true;
  worker_->submit([this, argument, again, first = !begun_](const Worker::Tell& tell) -> Worker::Delivery {
    auto arrival = std::make_shared<Arrival>();
    arrival->first = first;
    arrival->argument = argument;
    arrival->again = again;
    arrival->files = files_of(argument);
    arrival->stamps = stamps_of(arrival->files);
    std::optional<Opened> opened = open_document(argument, {tell});
    if (!opened) return {};
    arrival->opened = std::move(*opened);
    if (arrival->opened.run) arrival->cursor = std::make_unique<replay::Cursor>(arrival->opened.run);
    return [this, arrival] { take(*arrival); };
  });
}

void Workspace::take(Arrival& arrival) {
  opening_ = false;
  problems_ = std::move(arrival.opened.problems);
  if (!arrival.cursor) {
    if (arrival.again) {
      notice_ = arrival.files.front().string() + " has problems: what is shown is the last good run";
      return;  // its watch goes on
    }
    notice_ = arrival.argument + " was not opened";
    failed_argument_ = arrival.argument;
    failed_watch_.watch(std::move(arrival.files), std::move(arrival.stamps));
    if (!failed_watch_.there()) std::erase(view.recent_files, arrival.argument);
    return;
  }
  failed_watch_.forget();
  failed_argument_.clear();
  const bool same_file = has_document() && document_watch_.files() == arrival.files;
  const bool whole_span = !same_file || span == scene::whole_run(run());
  const std::shared_ptr<const replay::RecordedRun> last = same_file ? cursor_->run_pointer() : nullptr;
  const replay::EventNumber last_event = same_file ? cursor_->event() : 0;
  if (!same_file) forget_what_belongs_to_document(arrival.files.front(), arrival.first);

  document_ = std::move(arrival.opened);
  cursor_ = std::move(arrival.cursor);
  document_watch_.watch(arrival.files, std::move(arrival.stamps));
  notice_ = outcome_of(document_);
  remember_recent(arrival.files.front());
  playback_.begin(cursor_->run_pointer());
  stop_at_.reset();
  prediction_.reset();
  deadlines_of_.reset();
  finding_deadlines_of_.reset();
  before_.reset();
  change_.reset();
  inspected_at_.reset();
  listed_for_.reset();
  if (whole_span) span = scene::whole_run(run());
  if (last) {
    keep_of_last_run(*last, last_event);
  } else {
    what_if_.begin(document_.text);
  }
}

// A changed file is the same document: the moment, the selection and what was changed for a what-if stay.
void Workspace::keep_of_last_run(const replay::RecordedRun& last, replay::EventNumber event) {
  cursor_->go_to(same_moment(last, event, run()));
  selection_ = same_selection(selection_, last, run());
  hovered = {};
  if (what_if_.changed()) {
    std::string changed = what_if_.text();
    what_if_.begin(document_.text);
    if (const std::optional<Problem> lost = what_if_.set_text(std::move(changed))) problems_.push_back(*lost);
  } else {
    what_if_.begin(document_.text);
  }
  compare_again();
  sync_other();
}

void Workspace::forget_what_belongs_to_document(const fs::path& next, bool first) {
  selection_ = {};
  hovered = {};
  playing_ = false;
  deadlines_shown_ = false;
  other_.reset();
  other_document_ = {};
  difference_.reset();
  outcome_difference_.clear();
  // The view that the viewer began with is that of the document that it began with, or of the one that was open last.
  const bool restored = !view.recent_files.empty() && view.recent_files.front() == next.string();
  if (!has_document() && (first || restored)) return;
  forget_document_settings(view);
}

void Workspace::remember_recent(const fs::path& file) {
  std::vector<std::string>& recent = view.recent_files;
  std::erase(recent, file.string());
  recent.insert(recent.begin(), file.string());
  if (recent.size() > most_recent_files) recent.resize(most_recent_files);
}

void Workspace::look_at_files(double seconds) {
  if (opening_) return;
  if (document_watch_.changed_after(seconds) && has_document()) {
    submit_open(document_watch_.files().front().string(), true);
  } else if (failed_watch_.changed_after(seconds)) {
    submit_open(failed_argument_, false);
  }
}

void Workspace::update(double seconds) {
  begun_ = true;
  worker_->deliver();
  look_at_files(seconds);
  play(seconds);
}

void Workspace::wait() {
  do {
    worker_->wait_until_idle();
    worker_->deliver();
  } while (worker_->busy());
}

bool Workspace::busy() const { return worker_->busy(); }

Workspace::Progress Workspace::progress() const {
  Worker::Progress now = worker_->progress();
  return {std::move(now.what), now.part};
}

void Workspace::stop_work() {
  if (worker_->busy()) notice_ = "stopped";
  worker_->stop();
  opening_ = false;
}

const std::vector<GalleryEntry>& Workspace::gallery() {
  if (!gallery_) gallery_ = shipped_gallery();
  return *gallery_;
}

}  // namespace certdrill::workspace
