// Workspace is the viewer without its window: what is open, where the cursor is, what is selected, what plays. Panels
// show it and command it; pictures and tests do the same without a window.
//
// Time      update() is told the seconds that passed on the wall; nothing here asks a clock.
// Threads   opening and running are done by one worker (workspace/worker.h); update() takes what it has finished.
//           Nothing else blocks.
// Errors    problems of a file that does not load stay in problems(), and the last good run stays open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/problem.h"
#include "replay/actor_inspection.h"
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
#include "workspace/file_watch.h"
#include "workspace/gallery.h"
#include "workspace/playback.h"
#include "workspace/what_if.h"

namespace certdrill::workspace {

class Worker;

inline constexpr std::size_t most_recent_files = 12;

class Workspace {
 public:
  explicit Workspace(scene::View initial_view = {});
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
  // Since the state before the last step; after a jump, since the instant before the one that it went to.
  [[nodiscard]] const replay::SnapshotChange& change();
  [[nodiscard]] scene::Moment moment();  // for the picture
  [[nodiscard]] scene::TimelineInput timeline();

  // Time. Beyond the last event: the last.
  void go_to(replay::EventNumber event);
  [[nodiscard]] bool playing() const { return playing_; }
  void set_playing(bool on);  // at the end of the run it begins again
  // Plays to the next event that the condition holds for (workspace/playback.h: how fast). Its text stays in
  // view.until.
  [[nodiscard]] std::optional<Problem> run_until(const std::string& condition);
  [[nodiscard]] std::optional<replay::EventNumber> stops_at() const { return stop_at_; }  // of run_until
  [[nodiscard]] std::optional<Problem> go_to_moment(const std::string& text);
  scene::TimeSpan span;  // that the timeline shows

  // Selection. Selecting a finding goes to where it began; in pictures it stands for the pair that it is about. While a
  // prediction is asked for, a target that is a pair is marked, and so are two nodes one after the other.
  [[nodiscard]] const scene::Selection& selection() const { return selection_; }
  void select(const scene::Selection& selection);
  void select(const scene::Target& target);
  // "N3", "N3-N4", "B" (a certificate), "agent extension", "finding 1", "check 2".
  [[nodiscard]] std::optional<Problem> select_named(const std::string& text);
  [[nodiscard]] std::string selected_name() const;  // as select_named takes it; empty: nothing
  scene::Target hovered;
  [[nodiscard]] const std::optional<replay::NodeInspection>& inspected_node();
  [[nodiscard]] const std::optional<replay::PairInspection>& inspected_pair();  // of a finding, too
  // Of a vault, an agent or a client that is selected; else none of them.
  using Actor =
      std::variant<std::monostate, replay::VaultInspection, replay::AgentInspection, replay::ClientInspection>;
  [[nodiscard]] const Actor& inspected_actor();
  [[nodiscard]] bool has_actors() const;  // vaults, agents or clients, whether selected or not
  // The pair that is selected, or that the selected finding is about: who judges, who shows.
  [[nodiscard]] std::optional<std::pair<model::NodeIndex, model::NodeIndex>> selected_pair() const;

  // Events that match view.event_filter; made again when it changes. The problem of a filter that is not understood;
  // the list stays as it was then.
  [[nodiscard]] const std::vector<replay::EventNumber>& listed_events();
  [[nodiscard]] const std::optional<Problem>& filter_problem() const { return filter_problem_; }

  // What if.
  [[nodiscard]] WhatIf& what_if() { return what_if_; }
  [[nodiscard]] const WhatIf& what_if() const { return what_if_; }
  void rerun_what_if();
  void drop_what_if();
  [[nodiscard]] bool comparing() const { return other_ != nullptr; }
  [[nodiscard]] const replay::Cursor& other() const { return *other_; }  // on the same clock as cursor()
  [[nodiscard]] scene::Moment other_moment();
  // Whether the two below are of the runs that are open; after a reload they are compared again.
  [[nodiscard]] bool compared() const { return compared_; }
  [[nodiscard]] const std::optional<replay::FirstDifference>& first_difference() const { return difference_; }
  [[nodiscard]] const std::vector<std::string>& outcome_difference() const { return outcome_difference_; }
  // Writes the changed scenario into a new folder, or a new file when the name ends in ".json"; never over what is
  // there.
  [[nodiscard]] std::optional<Problem> save_what_if(const std::string& file);

  // Deadlines: found by the worker when they are asked for; null: they are not shown, or not found yet.
  [[nodiscard]] const std::vector<scene::DeadlineMark>* deadlines() const {
    const bool found = has_document() && deadlines_of_ == cursor_->run_pointer();
    return deadlines_shown_ && found ? &deadline_marks_ : nullptr;
  }

  // Predict.
  [[nodiscard]] scene::Prediction* prediction() { return prediction_ ? &*prediction_ : nullptr; }
  [[nodiscard]] const scene::Prediction* prediction() const { return prediction_ ? &*prediction_ : nullptr; }

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
    bool leave = false;  // Escape, and there was nothing here to leave
    bool quit = false;
    bool fit = false;
    std::string clipboard;
  };
  [[nodiscard]] Requests take_requests();
  // The command line that shows this moment again.
  [[nodiscard]] std::string as_command() const;

  scene::View view;
  scene::Point picture_size{800, 600};  // as it was painted last; panels tell it: zooming by keys keeps its middle

 private:
  // What the worker brings back.
  struct Arrival;
  struct OtherArrival;

  // workspace_open.cpp
  void submit_open(const std::string& argument, bool again);
  void take(Arrival& arrival);
  void keep_of_last_run(const replay::RecordedRun& last, replay::EventNumber event);
  void forget_what_belongs_to_document(const std::filesystem::path& next, bool first);
  void remember_recent(const std::filesystem::path& file);
  void look_at_files(double seconds);

  // workspace_time.cpp
  enum class Move : std::uint8_t { step, jump };
  void move_to(replay::EventNumber event, Move how);
  void cursor_moved();
  void play(double seconds);
  void pause() { playing_ = false; }
  bool execute_time(Command command);
  void go_by(replay::Stride stride, replay::Direction direction);
  void go_to_finding(replay::Direction direction);
  void go_to_change(replay::Direction direction);

  // workspace_selection.cpp
  [[nodiscard]] std::optional<scene::Selection> selection_of(const scene::Target& target) const;
  [[nodiscard]] bool mark_predicted(const scene::Target& target);
  void inspect();
  void open_or_close_domain(std::uint32_t domain);

  // workspace_what_if.cpp
  void take_other(OtherArrival& arrival);
  void compare_again();
  void sync_other();
  void predict(bool whole_phase);
  void reveal_prediction();

  // workspace_deadlines.cpp
  void toggle_deadlines();

  // workspace_commands.cpp
  bool execute_picture(Command command);
  bool execute_panels(Command command);
  void execute_other(Command command);
  void zoom_picture(float factor);
  void pan_picture(float part_x, float part_y);
  void zoom_timeline(double factor);
  void leave();

  std::unique_ptr<Worker> worker_;
  Opened document_;
  std::unique_ptr<replay::Cursor> cursor_;
  std::unique_ptr<replay::Cursor> other_;
  Opened other_document_;
  std::optional<replay::Snapshot> before_;  // what change() compares with
  std::optional<replay::SnapshotChange> change_;
  double before_age_ = 0;  // seconds of playing since before_ was taken
  Problems problems_;
  std::string notice_;
  std::optional<std::vector<GalleryEntry>> gallery_;
  FileWatch document_watch_;
  FileWatch failed_watch_;  // of a file that could not be opened: mended, it is opened after all
  std::string failed_argument_;
  bool begun_ = false;    // update() has been called
  bool opening_ = false;  // the worker has a document to open

  bool playing_ = false;
  Playback playback_;
  std::optional<replay::EventNumber> stop_at_;

  scene::Selection selection_;
  scene::Selection inspected_selection_;
  std::optional<replay::NodeInspection> inspected_node_;
  std::optional<replay::PairInspection> inspected_pair_;
  Actor inspected_actor_;
  std::optional<replay::EventNumber> inspected_at_;

  std::vector<replay::EventNumber> listed_;
  std::optional<std::string> listed_for_;
  std::optional<Problem> filter_problem_;

  bool deadlines_shown_ = false;
  std::vector<scene::DeadlineMark> deadline_marks_;
  std::string deadlines_told_;
  std::shared_ptr<const replay::RecordedRun> deadlines_of_;  // whose they are
  std::shared_ptr<const replay::RecordedRun> finding_deadlines_of_;

  WhatIf what_if_;
  bool compared_ = false;  // difference_ is of the two runs that are open
  std::optional<replay::FirstDifference> difference_;
  std::vector<std::string> outcome_difference_;
  std::optional<scene::Prediction> prediction_;
  Requests requests_;
};

}  // namespace certdrill::workspace
