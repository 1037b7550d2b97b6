// Monitor watches a run: after every instant it evaluates each property, and it writes down the states after each
// upgrade domain.
//
// It reads the world and changes nothing. What it keeps is counts, so an instant costs the number of properties, not of
// nodes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "check/classes.h"
#include "check/cluster_count.h"
#include "check/federation_watch.h"
#include "check/property_watch.h"
#include "check/provisioning_watch.h"
#include "check/result.h"
#include "check/story.h"
#include "check/upgrade_watch.h"
#include "world/world.h"

namespace certdrill::check {

class Monitor {
 public:
  // Looks at the initial state at once. Who accepts whom is asked of the world's own classes: it is judged once for both
  // readings. The world has to stay where it is.
  explicit Monitor(const world::World& world);

  // After each event, in order; then once when the instant has settled.
  void on_event(SimTime at, const world::Action& action, const world::Effects& effects, const world::World& world);
  void on_instant(SimTime at, const world::World& world);

  // `whole`: false when the run was stopped: nothing is then said of what only its end would decide.
  [[nodiscard]] RunResult finish(SimTime end, std::uint64_t events, const world::World& world, bool whole = true);

  [[nodiscard]] AuthenticationClasses& classes() { return *classes_; }
  [[nodiscard]] const ClusterCount& count() const { return count_; }
  [[nodiscard]] PlanPlace place() const { return {step_, domain_, between_domains_}; }
  [[nodiscard]] std::size_t findings() const { return result_.findings.size(); }  // so far
  [[nodiscard]] const Finding& finding(std::size_t index) const { return result_.findings[index]; }

 private:
  struct Watch {
    WatchedProperty watched;
    bool true_at_last = false;
    std::optional<SimTime> first_true;
    std::string step_of_first_true;
    std::optional<std::size_t> finding;
  };

  struct PendingLine {
    std::string label;
    std::optional<std::uint32_t> step;  // that it belongs to; none: to the last one that was completed
  };

  void begin_step(SimTime at, const world::Action& action, const world::Effects& effects);
  void end_step(SimTime at, const world::Effects& effects, const world::World& world);
  void evaluate(SimTime at, const world::World& world, bool at_end = false);
  void report(std::size_t check, const InstantNumbers& numbers, const world::World& world, bool at_end);
  void refer_to_what_was_told(Finding& finding) const;
  void report_refusals(const world::World& world);
  void report_provisioning(SimTime at, const world::World& world);
  [[nodiscard]] InstantNumbers numbers_at(SimTime at, bool at_end) const;
  void follow_presented(SimTime at);
  void write_pending_lines(SimTime at, const world::World& world);
  [[nodiscard]] std::string step_name(const world::World& world) const;  // of what is happening; empty between steps
  [[nodiscard]] static std::vector<pki::CertificateId> asked_certificates(const model::Scenario& scenario);
  // monitor_finish.cpp, with finish()
  void close_checks(const InstantNumbers& numbers, const world::World& world);
  void tell_state_at_end(SimTime end, const world::World& world);
  void tell_presented_at_end(SimTime end, const world::World& world);
  void tell_provisioning(SimTime end, const world::World& world);

  AuthenticationClasses* classes_;
  ClusterCount count_;
  FederationWatch federation_;
  std::optional<SessionCount> sessions_;  // only when a property asks about them at every instant
  UpgradeWatch upgrades_;
  ProvisioningWatch provisioning_;
  std::optional<world::Action> last_quiet_;  // of this instant, when nothing else has happened since
  bool asks_about_time_ = false;             // a property may cease to hold with nothing happening
  bool asks_about_clean_up_ = false;         // at every instant, not only at the end
  bool sessions_touched_ =
      false;             // something has happened in this instant that properties about sessions may ask about
  bool touched_ = true;  // something has happened in this instant that properties may ask about
  std::vector<Watch> watches_;
  RunResult result_;

  std::vector<Happening> happenings_;    // of the instant being settled; the last few
  std::optional<std::uint32_t> step_;    // under way
  std::optional<std::uint32_t> domain_;  // under way, or the last one of the step
  bool between_domains_ = false;
  struct Refused {
    std::uint32_t step = 0;
    std::string error;
    SimTime at{};
  };
  std::vector<Refused> refused_;
  std::vector<PendingLine> pending_lines_;  // states to write down when the instant has settled
  std::uint64_t presented_changes_seen_ = 0;
  std::vector<bool> presented_now_;                      // by certificate, at the last look
  std::vector<std::optional<SimTime>> presented_until_;  // by certificate
};

}  // namespace certdrill::check
