// Workspace is the viewer without its window: what is open, where the cursor is, what is selected, what plays. Panels show it and
// command it; pictures and tests do the same without a window.
//
// Time      update() is told the seconds that passed on the wall; nothing here asks a clock.
// Threads   opening and running are done by one worker (workspace/worker.h); update() takes what it has finished. Nothing
//           else blocks.
// Errors    problems of a file that does not load stay in problems(), and the last good run stays open.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/problem.h"
#include "replay/condition.h"
#include "replay/difference.h"
#include "replay/inspection.h"
#include "replay/navigation.h"
#include "replay/snapshot.h"
#include "scene/graph_scene.h"
#include "scene/lesson.h"
#include "scene/predict.h"
#include "scene/timeline_scene.h"
#include "scene/view.h"
#include "workspace/commands.h"
#include "workspace/document.h"
#include "workspace/what_if.h"

namespace certdrill::workspace {

class Worker;

struct GalleryEntry {
  std::string name;
  std::string title;
  std::string teaches;  // the first sentence of its about.md
  bool expects_violation = false;
  std::filesystem::path file;
};

class Workspace {
 public:
  explicit Workspace(scene::View view = {});
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  // Opening. wait(): until the worker is idle, for pictures and tests.
  void open(const std::string& argument);
  void update(double seconds);
  void wait();
  [[nodiscard]] bool busy() const;
  struct Progress {
    std::string what;  // "running: 1.2 million events, 2026-01-10T03:00:00Z"
    double part = -1;  // 0 to 1; negative: not known
  };
  [[nodiscard]] Progress progress() const;
  void stop_work();
  [[nodiscard]] const Problems& problems() const { return problems_; }
  void clear_problems() { problems_.clear(); }
  [[nodiscard]] const std::string& notice() const { return notice_; }  // one line for the foot of the window
  void say(std::string text) { notice_ = std::move(text); }
  [[nodiscard]] const std::vector<GalleryEntry>& gallery();

  // What is open. Without a document there is only the gallery.
  [[nodiscard]] bool has_document() const { return cursor_ != nullptr; }
  [[nodiscard]] const Opened& document() const { return document_; }
  [[nodiscard]] const replay::RecordedRun& run() const { return cursor_->run(); }
  [[nodiscard]] const replay::Cursor& cursor() const { return *cursor_; }
  [[nodiscard]] const replay::SnapshotChange& change();  // since the state before the last step
  [[nodiscard]] scene::Moment moment();                  // for the picture
  [[nodiscard]] scene::TimelineInput timeline();

  // Time.
  void go_to(replay::EventNumber event);
  [[nodiscard]] bool playing() const { return playing_; }
  void set_playing(bool on);
  // Simulated seconds a second when it plays at this speed, or events a second for Speed::step.
  [[nodiscard]] std::optional<Problem> run_until(const std::string& condition);
  [[nodiscard]] std::optional<Problem> go_to_moment(const std::string& text);
  scene::TimeSpan span;  // that the timeline shows

  // Selection.
  [[nodiscard]] const scene::Selection& selection() const { return selection_; }
  void select(const scene::Selection& selection);
  void select(const scene::Target& target);
  // "N3", "N3-N4", "B" (a certificate), "finding 1".
  [[nodiscard]] std::optional<Problem> select_named(const std::string& text);
  scene::Target hovered;
  [[nodiscard]] const std::optional<replay::NodeInspection>& inspected_node();
  [[nodiscard]] const std::optional<replay::PairInspection>& inspected_pair();

  // Events that match view.event_filter; made again when it changes. The problem of a filter that is not understood.
  [[nodiscard]] const std::vector<replay::EventNumber>& listed_events();
  [[nodiscard]] const std::optional<Problem>& filter_problem() const { return filter_problem_; }

  // What if.
  [[nodiscard]] WhatIf& what_if() { return what_if_; }
  void rerun_what_if();
  void drop_what_if();
  [[nodiscard]] bool comparing() const { return other_ != nullptr; }
  [[nodiscard]] const replay::Cursor& other() const { return *other_; }  // on the same clock as cursor()
  [[nodiscard]] scene::Moment other_moment();
  [[nodiscard]] const std::optional<replay::FirstDifference>& first_difference() const { return difference_; }
  [[nodiscard]] const std::vector<std::string>& outcome_difference() const { return outcome_difference_; }
  // Writes the changed scenario into a new folder or file; never over the one that is open.
  [[nodiscard]] std::optional<Problem> save_what_if(const std::string& file);

  // Predict.
  [[nodiscard]] scene::Prediction* prediction() { return prediction_ ? &*prediction_ : nullptr; }

  void execute(Command command);
  // What panels have to do themselves, once: focus a field, open a popup.
  struct Requests {
    bool palette = false;
    bool help = false;
    bool gallery = false;
    bool open_file = false;
    bool focus_filter = false;
    bool focus_until = false;
    bool save_as = false;
    bool leave = false;
    bool quit = false;
    bool fit = false;
    std::string clipboard;
  };
  [[nodiscard]] Requests take_requests();
  // The command line that shows this moment again.
  [[nodiscard]] std::string as_command() const;

  scene::View view;

 private:
  void take(Opened opened);
  void take_other(Opened opened);

  std::unique_ptr<Worker> worker_;
  Opened document_;
  std::unique_ptr<replay::Cursor> cursor_;
  std::unique_ptr<replay::Cursor> other_;
  std::optional<replay::Snapshot> before_;  // the state that the last step left
  std::optional<replay::SnapshotChange> change_;
  Problems problems_;
  std::string notice_;
  bool playing_ = false;
  scene::Selection selection_;
  std::optional<replay::NodeInspection> inspected_node_;
  std::optional<replay::PairInspection> inspected_pair_;
  replay::EventNumber inspected_at_ = 0;
  std::vector<replay::EventNumber> listed_;
  std::string listed_for_;
  std::optional<Problem> filter_problem_;
  WhatIf what_if_;
  std::optional<replay::FirstDifference> difference_;
  std::vector<std::string> outcome_difference_;
  std::optional<scene::Prediction> prediction_;
  Requests requests_;
};

}  // namespace certdrill::workspace
