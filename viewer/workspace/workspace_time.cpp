// Where the cursor is, how it moves, and what changed by that.
#include <algorithm>

#include "base/text.h"
#include "replay/event_text.h"
#include "workspace/workspace.h"

namespace certdrill::workspace {
namespace {

using replay::Direction;
using replay::EventNumber;
using replay::Stride;

// While it plays, what changed is marked for so long, or it would flicker.
constexpr double seconds_marked = 0.6;

// What an event, or the instant that it ends, is compared with when it is jumped to.
EventNumber before_of(const replay::RecordedRun& run, EventNumber event) {
  if (event == 0) return 0;
  if (run.settled(event) != event) return event - 1;
  return replay::step(run, event, Stride::instant, Direction::back).value_or(0);
}

}  // namespace

void Workspace::go_to(EventNumber event) {
  if (!has_document()) return;
  const EventNumber from = cursor_->event();
  const bool next_door = event <= from + 1 && from <= event + 1;
  move_to(event, next_door ? Move::step : Move::jump);
}

void Workspace::move_to(EventNumber event, Move how) {
  event = std::min(event, run().last_event());
  if (event == cursor_->event()) return;
  if (how == Move::jump) cursor_->go_to(before_of(run(), event));
  before_ = cursor_->snapshot();
  before_age_ = 0;
  cursor_->go_to(event);
  cursor_moved();
}

void Workspace::cursor_moved() {
  change_.reset();
  playback_.rest();
  if (stop_at_ && cursor_->event() >= *stop_at_) stop_at_.reset();
  // Marks of what was right and wrong belong to the moment that was asked about.
  if (prediction_ && prediction_->revealed && cursor_->event() != prediction_->to) prediction_.reset();
  sync_other();
}

const replay::SnapshotChange& Workspace::change() {
  if (!change_) {
    change_ =
        before_ && has_document() ? replay::change_between(*before_, cursor_->snapshot()) : replay::SnapshotChange{};
  }
  return *change_;
}

void Workspace::set_playing(bool on) {
  if (!has_document() || on == playing_) return;
  if (on && cursor_->event() == run().last_event()) {
    if (run().last_event() == 0) {
      say("nothing happens in this run");
      return;
    }
    move_to(0, Move::jump);
    before_.reset();
    change_.reset();
  }
  playing_ = on;
  playback_.rest();
  before_age_ = seconds_marked;
}

void Workspace::play(double seconds) {
  if (!playing_ || !has_document()) return;
  const EventNumber from = cursor_->event();
  const EventNumber stop = stop_at_.value_or(run().last_event());
  const EventNumber to = playback_.after(seconds, from, stop, view.speed);
  before_age_ += seconds;
  if (to != from) {
    if (!before_ || before_age_ > seconds_marked) {
      before_ = cursor_->snapshot();
      before_age_ = 0;
    }
    cursor_->go_to(to);
    change_.reset();
    if (prediction_ && prediction_->revealed) prediction_.reset();
    sync_other();
  }
  if (to < stop) return;
  playing_ = false;
  say(stop_at_ ? "stopped at event " + std::to_string(to) + ": " + replay::event_text(run(), to)
               : "the end of the run");
  stop_at_.reset();
}

std::optional<Problem> Workspace::run_until(const std::string& condition) {
  if (!has_document()) return problem("nothing is open");
  const Result<replay::Condition> parsed = replay::Condition::parse(condition, run().scenario());
  if (!parsed) return parsed.problem();
  if (parsed->matches_all()) return problem("until what? the condition is empty", "such as: node=N3 event=SwitchNode");
  view.until = condition;
  const std::optional<EventNumber> stop = replay::next_where(run(), cursor_->event(), *parsed, Direction::forward);
  if (!stop) return problem("no event from here on matches " + certdrill::quoted(condition));
  stop_at_ = *stop;
  playing_ = false;  // what was waited for the next event counts anew
  set_playing(true);
  return std::nullopt;
}

std::optional<Problem> Workspace::go_to_moment(const std::string& text) {
  if (!has_document()) return problem("nothing is open");
  const Result<EventNumber> found = replay::find_moment(run(), text);
  if (!found) return found.problem();
  move_to(*found, Move::jump);
  return std::nullopt;
}

void Workspace::go_by(Stride stride, Direction direction) {
  pause();
  if (const std::optional<EventNumber> found = replay::step(run(), cursor_->event(), stride, direction)) {
    move_to(*found, Move::step);
    return;
  }
  // Behind the last domain or phase there is still the end, and before the first one the start.
  const bool on = direction == Direction::forward;
  move_to(on ? run().last_event() : 0, Move::step);
  say(on ? "the end of the run" : "the start of the run");
}

void Workspace::go_to_finding(Direction direction) {
  pause();
  if (const auto found = replay::next_finding(run(), cursor_->event(), direction)) {
    select({scene::Selection::Kind::finding, static_cast<std::uint32_t>(found->finding), 0});
    say(run().result().findings[found->finding].message);
  } else if (run().result().findings.empty()) {
    say("this run has no findings");
  } else {
    say(direction == Direction::forward ? "no finding begins after this moment"
                                        : "no finding begins before this moment");
  }
}

void Workspace::go_to_change(Direction direction) {
  pause();
  if (selection_.kind != scene::Selection::Kind::node) {
    say("select a node first: its changes are what this goes to");
    return;
  }
  if (const auto found = replay::next_change_of(run(), cursor_->event(), selection_.first, direction)) {
    move_to(*found, Move::jump);
    say(replay::event_text(run(), cursor_->event()));
    return;
  }
  say(run().scenario().cluster.node_name(selection_.first) +
      (direction == Direction::forward ? " does not change any more" : " has not changed before"));
}

bool Workspace::execute_time(Command command) {
  switch (command) {
    case Command::play_or_pause:
      set_playing(!playing_);
      return true;
    case Command::next_event:
      go_by(Stride::event, Direction::forward);
      return true;
    case Command::last_event:
      go_by(Stride::event, Direction::back);
      return true;
    case Command::next_instant:
      go_by(Stride::instant, Direction::forward);
      return true;
    case Command::last_instant:
      go_by(Stride::instant, Direction::back);
      return true;
    case Command::next_domain:
      go_by(Stride::domain, Direction::forward);
      return true;
    case Command::last_domain:
      go_by(Stride::domain, Direction::back);
      return true;
    case Command::next_phase:
      go_by(Stride::phase, Direction::forward);
      return true;
    case Command::last_phase:
      go_by(Stride::phase, Direction::back);
      return true;
    case Command::next_finding:
      go_to_finding(Direction::forward);
      return true;
    case Command::last_finding:
      go_to_finding(Direction::back);
      return true;
    case Command::next_change_of_node:
      go_to_change(Direction::forward);
      return true;
    case Command::last_change_of_node:
      go_to_change(Direction::back);
      return true;
    case Command::run_until:
      if (view.until.empty()) {
        requests_.focus_until = true;
      } else if (const std::optional<Problem> wrong = run_until(view.until)) {
        say(wrong->what);
      }
      return true;
    case Command::to_start:
    case Command::to_end:
      pause();
      move_to(command == Command::to_start ? 0 : run().last_event(), Move::jump);
      return true;
    default:
      return false;
  }
}

}  // namespace certdrill::workspace
