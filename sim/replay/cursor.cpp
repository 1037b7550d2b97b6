#include "check/follow_classes.h"
#include "replay/snapshot.h"

namespace certdrill::replay {

Cursor::Cursor(std::shared_ptr<const RecordedRun> run, bool with_sessions)
    : run_(std::move(run)),
      with_sessions_(with_sessions),
      world_(std::make_unique<world::World>(*run_->keyframe_before(0).world)) {}

void Cursor::go_to(EventNumber number) {
  number = std::min(number, run_->last_event());
  if (number == event_) return;
  snapshot_.reset();
  const RecordedRun::Keyframe& keyframe = run_->keyframe_before(number);
  if (number < event_ || keyframe.event > event_ + run_->worth_a_copy()) {
    *world_ = *keyframe.world;  // into the memory that is there already
    event_ = keyframe.event;
  }
  while (event_ < number) {
    const RecordedEvent& next = run_->event(++event_);
    effects_.clear();
    world_->apply(next.what, next.at, effects_);
    check::follow_classes(*world_, next.what, effects_, next.at);
  }
}

const Snapshot& Cursor::snapshot() const {
  if (!snapshot_) snapshot_ = make_snapshot(*run_, event_, *world_, with_sessions_);
  return *snapshot_;
}

}  // namespace certdrill::replay
