// The trace of a run: JSON Lines, format certdrill.trace/1, described line by line in docs/trace_format.md.
//
// A header, the scenario itself, then one line for each event, in order, and one for each change that no event line
// tells: a configuration that comes up, a certificate that nodes begin or cease to present because time went by. The
// last line says how the run ended. Written by hand (no JSON library, no stream) and, but for the rare lines, on a second thread
// (BackgroundWriter), because a million nodes make millions of lines.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "check/rehearsal.h"
#include "report/atomic_file.h"
#include "report/background_writer.h"
#include "report/trace_line.h"

namespace certdrill::report {

class TraceWriter : public check::RunObserver {
 public:
  // Writes to the file as it goes, which from on_start() to on_end() is the writer's alone. AtomicFile::commit() is the
  // caller's to call after that; a writer whose run was interrupted must go before its file does.
  explicit TraceWriter(AtomicFile& file);

  void on_start(const world::World& world, check::AuthenticationClasses& classes) override;
  void on_event(const world::Simulation::Event& event, const world::Effects& effects, const world::World& world,
                check::AuthenticationClasses& classes) override;
  void on_end(SimTime end, const world::World& world) override;

 private:
  void put(std::string_view text);
  void put_number(std::uint64_t number);
  void put_string(std::string_view text);  // quoted and escaped
  void put_time(SimTime at);               // quoted
  void put_node(const model::Scenario& scenario, model::NodeIndex node);
  void begin_line(SimTime at);
  void end_line();
  void tell_new_configurations(SimTime at, const world::World& world, check::AuthenticationClasses& classes);
  void tell_changed_presentations(SimTime at, const world::World& world, check::AuthenticationClasses& classes);
  void tell_crl(SimTime at, const model::Scenario& scenario, const pki::CrlSpec& list);
  // One that concerns a lease, or its session: true when it is done, by few numbers for another thread.
  bool tell_pair_quickly(const world::Simulation::Event& event, const world::Effects& effects,
                         const world::World& world);
  void put_subject(const world::Simulation::Event& event, const world::Effects& effects, const world::World& world);
  void put_call(const world::CallEndpoint& call, const world::Effects& effects, const world::World& world);
  void put_provisioning(const world::Simulation::Event& event, const world::Effects& effects,
                        const world::World& world);
  void put_effects(const world::Effects& effects, const model::Scenario& scenario);
  void tell_states(SimTime at, const world::Effects& effects, const model::Scenario& scenario);
  void put_key(std::string_view key);                          // ,"key":
  void put_word(std::string_view key, std::string_view word);  // ,"key":"word"
  void put_names(const model::Scenario& scenario, const std::vector<pki::CertificateId>& ids);
  void put_presented(const model::Scenario& scenario, pki::CertificateId presented);

  BackgroundWriter writer_;
  TraceLine line_;
  std::uint64_t events_ = 0;
  std::vector<pki::CertificateId> presented_;  // by configuration, as last told
};

}  // namespace certdrill::report
