// A trial: the same scenario with one step, or one version of a vault certificate, at another moment; and whether the
// plan still holds then.
//
// Moved      a step begins at the chosen moment, or when what comes before it in the sequence is done, if that is later;
//            what comes behind it follows as it can, and steps with a time of their own keep it if they can. A version
//            comes at the chosen moment, and its certificate keeps its dates.
// Safe       every check that the plan as it is fulfils is still fulfilled, no step is newly refused, and every step
//            that was completed still is. What would go wrong at that time even if nothing were moved is not held
//            against it: a certificate that nothing renews expires whatever one does.
// Same       seed, rules and certificates. Trials may be made from several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/sim_time.h"
#include "check/rehearsal.h"
#include "plan/critical_instants.h"
#include "world/setting.h"

namespace certdrill::plan {

enum class ItemKind : std::uint8_t { step, version };

// What is moved: Scenario::steps[index], or Scenario::vault_certificates[index].versions[version].
struct Item {
  ItemKind kind = ItemKind::step;
  std::uint32_t index = 0;
  std::uint32_t version = 0;
};

// How a run goes wrong.
struct Ending {
  std::string id;  // of the finding; empty: a step that was to be completed was not
  std::string message;
  SimTime at{};
  std::string step;  // during which it happened; empty before the first and after the last
  friend bool operator==(const Ending&, const Ending&) = default;
};

struct Trial {
  bool safe = false;
  std::optional<Ending> ending;   // when it is not
  std::optional<SimTime> begins;  // of a step; of a version when it was to come
  // When the step is done; of a version when the last node that gets its certificate has it.
  std::optional<SimTime> done;
  std::size_t runs = 0;
};

class Trials {
 public:
  // Called between and within runs, perhaps from several threads; false: stop. Whatever was asked for is nothing then.
  using GoOn = std::function<bool()>;

  explicit Trials(std::shared_ptr<const world::Setting> setting, GoOn go_on = {});

  // Runs the plan as it is; then on until all that it depends on is over, to know what would go wrong anyway. False
  // when it was stopped. To be called first.
  [[nodiscard]] bool begin();

  [[nodiscard]] std::optional<Trial> with(const Item& item, SimTime at) const;

  [[nodiscard]] const model::Scenario& scenario() const { return setting_->scenario(); }
  [[nodiscard]] const check::RunResult& as_it_is() const { return as_it_is_; }
  [[nodiscard]] const std::optional<Ending>& violated_by() const { return violated_by_; }
  [[nodiscard]] const std::vector<CriticalInstant>& instants() const { return instants_; }
  // Nothing is asked for that lies behind it: the scenario's end; or, when it says none, a day after the last critical
  // instant, and three years after the plan at most.
  [[nodiscard]] SimTime horizon() const { return horizon_; }
  // What goes wrong before the horizon if nothing is moved: the horizon is then that moment.
  [[nodiscard]] const std::optional<Ending>& fails_anyway() const { return fails_anyway_; }
  // When the item begins in the plan as it is; nothing when it does not.
  [[nodiscard]] std::optional<SimTime> planned(const Item& item) const;
  [[nodiscard]] std::size_t runs() const { return runs_; }  // of begin()

 private:
  [[nodiscard]] model::Scenario copy() const;
  [[nodiscard]] std::optional<check::RunResult> run(model::Scenario scenario, check::RunObserver* observer,
                                                    const std::function<bool(const check::Finding&)>& stops) const;
  [[nodiscard]] bool is_new(const check::Finding& finding) const;
  [[nodiscard]] bool happens_anyway(const check::Finding& finding) const;
  [[nodiscard]] bool decided_by_the_end(const check::Finding& finding) const;

  std::shared_ptr<const world::Setting> setting_;
  GoOn go_on_;
  check::RunResult as_it_is_;
  std::optional<Ending> violated_by_;
  std::vector<check::Finding> anyway_;  // of the plan as it is, run on
  std::optional<Ending> fails_anyway_;
  std::vector<CriticalInstant> instants_;
  SimTime horizon_{};
  std::size_t runs_ = 0;
};

}  // namespace certdrill::plan
