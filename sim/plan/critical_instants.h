// Critical instants: the moments at which something outside of a plan's own course changes, and with it what is safe.
//
// Which      the beginning and end of every certificate, by every clock that the scenario puts wrong; a new version in a
//            vault; the end of a revocation list, of an outage or a fault; the beginning and end of every step.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/sim_time.h"
#include "check/rehearsal.h"
#include "world/setting.h"

namespace certdrill::plan {

// In the order in which one is preferred as the cause of what happens at the same moment.
enum class InstantKind : std::uint8_t {
  certificate_expires,
  certificate_becomes_valid,
  list_ends,
  version_comes,
  outage_ends,
  fault_ends,
  step_begins,
  step_ends,
};

struct CriticalInstant {
  SimTime at{};
  InstantKind kind = InstantKind::step_begins;
  pki::CertificateId certificate = pki::no_certificate;  // that begins, ends or comes; the authority of a list
  std::string what;                                      // "A expires", "the revocation list of I1 ends"
};

// Takes down, in the run that it watches, what no setting tells beforehand: when lists, outages and faults end.
class CalendarWatch : public check::RunObserver {
 public:
  void on_start(const world::World& /*world*/, check::AuthenticationClasses& /*classes*/) override {}
  void on_event(const world::Simulation::Event& event, const world::Effects& effects, const world::World& world,
                check::AuthenticationClasses& classes) override;
  void on_end(SimTime /*end*/, const world::World& /*world*/) override {}

  [[nodiscard]] const std::vector<CriticalInstant>& seen() const { return seen_; }

 private:
  std::vector<CriticalInstant> seen_;
};

// By time, then by kind. Of certificates those before the scenario begins as well.
[[nodiscard]] std::vector<CriticalInstant> critical_instants(const world::Setting& setting, const check::RunResult& run,
                                                             const CalendarWatch& calendar);

}  // namespace certdrill::plan
