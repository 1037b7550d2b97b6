// PhaseWalk is how far the orchestrator has come with a change of certificates that takes several phases: forward from
// phase to phase, and backward from phase to phase when one has failed.
//
// Each phase is a whole upgrade, and when it fails that upgrade has rolled itself back already. So after a failure of
// phase i the cluster has the settings of phase i-1, and the way back goes through those of phases i-2, ..., 0 to the
// original ones. A step back that fails is tried again, for ever.
// Quirk      backward_off_by_two: after the first step back the runtime takes the settings of phase `index`, not of
//            phase `index - 2`: it ends with those of phase 1 and calls them the original ones. Off unless asked for.
// Source     Service Fabric runtime source, MultiphaseClusterUpgradeState.cs.
#pragma once

#include <cstdint>
#include <optional>

namespace certdrill::world {

class PhaseWalk {
 public:
  PhaseWalk() = default;
  // `phases` is at least 1.
  explicit PhaseWalk(std::uint32_t phases, bool backward_off_by_two = false)
      : phases_(phases), off_by_two_(backward_off_by_two) {}

  // Whose settings the upgrade under way brings: of a phase, or none for the original ones.
  [[nodiscard]] std::optional<std::uint32_t> target() const;
  [[nodiscard]] std::uint32_t index() const { return index_; }
  [[nodiscard]] bool backward() const { return backward_; }
  // The phase that is being done, or undone.
  [[nodiscard]] std::uint32_t phase() const { return backward_ ? index_ - 1 : index_; }
  [[nodiscard]] bool finished() const { return finished_; }
  [[nodiscard]] bool retries() const { return retries_; }  // a step back has failed at least once
  // All phases are done: until then the cluster counts as having the original settings.
  [[nodiscard]] bool at_target() const { return finished_ && !backward_ && index_ == phases_; }
  // By another upgrade, which takes its place: only in the first phase.
  [[nodiscard]] bool may_be_interrupted() const { return index_ == 0; }

  // The upgrade to target() has completed, or has failed and rolled itself back.
  void succeed();
  void fail();

  friend bool operator==(const PhaseWalk&, const PhaseWalk&) = default;

 private:
  std::uint32_t phases_ = 1;
  std::uint32_t index_ = 0;
  std::uint32_t steps_back_ = 0;  // that have succeeded
  bool off_by_two_ = false;
  bool backward_ = false;
  bool retries_ = false;
  bool finished_ = false;
};

}  // namespace certdrill::world
