// Playback is the pace at which a run is shown: from seconds on the wall to events.
//
// step      two events a second.
// run       a stretch of the plan (from one step to the next) takes about twenty seconds, however long it lasts, or its
//           own time when that is less; time in which nothing happens is cut to half a second; a completed domain or
//           step is shown for a moment.
// fast      ten times as fast as run.
// express   all at once: in slices of a few milliseconds, or in one jump when there are too many events for that.
// Clock     none: it is told the seconds that passed.
#pragma once

#include <memory>

#include "replay/recorded_run.h"
#include "scene/view.h"

namespace certdrill::workspace {

inline constexpr double seconds_a_stretch = 20;
inline constexpr double most_seconds_of_quiet = 0.5;
inline constexpr double seconds_an_event = 0.5;              // at Speed::step
inline constexpr double fast_factor = 10;                    // of Speed::fast
inline constexpr double seconds_completed = 0.4;             // that a completed domain or step is shown
inline constexpr replay::EventNumber express_slice = 2'000;  // events a frame
inline constexpr replay::EventNumber most_slices = 60;

class Playback {
 public:
  // At rest, before the next event of this run.
  void begin(std::shared_ptr<const replay::RecordedRun> run);
  // The cursor was moved by somebody else: what has been waited counts no more.
  void rest() { waited_ = 0; }
  // Where the run is this much later, at `stop` at the latest.
  [[nodiscard]] replay::EventNumber after(double seconds, replay::EventNumber from, replay::EventNumber stop,
                                          scene::Speed speed);
  // How long this event is shown before the next one, in seconds, at Speed::run.
  [[nodiscard]] double seconds_shown(replay::EventNumber event) const;

 private:
  struct Stretch {
    replay::EventNumber from = 0;  // to the next stretch's
    double wall_a_millisecond = 0;
  };

  std::shared_ptr<const replay::RecordedRun> run_;
  std::vector<Stretch> stretches_;
  double completed_ = seconds_completed;
  double waited_ = 0;
};

}  // namespace certdrill::workspace
