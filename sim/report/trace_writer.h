// The trace of a run: JSON Lines, format certdrill.trace/1, described line by line in docs/trace_format.md.
//
// A header, then one line for each event, in order, and one for each change that no event line tells: a configuration
// that comes up, a certificate that nodes begin or cease to present because time went by. The last line says how the
// run ended. Written by hand into one buffer (no JSON library, no stream), because a million nodes make millions of
// lines.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "check/rehearsal.h"
#include "report/atomic_file.h"

namespace certdrill::report {

class TraceWriter : public check::RunObserver {
 public:
  // Writes to the file as it goes; AtomicFile::commit() is the caller's to call.
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
  char* write_time(char* to, SimTime at);  // the same, to a place with room; returns its end
  void put_node(const model::Scenario& scenario, model::NodeIndex node);
  void put_node_event(const world::Simulation::Event& event, const world::NodeChange& change);
  std::string_view next_event_number();
  void begin_line(SimTime at);
  void end_line();
  void tell_new_configurations(SimTime at, const world::World& world, check::AuthenticationClasses& classes);
  void tell_changed_presentations(SimTime at, const world::World& world, check::AuthenticationClasses& classes);
  void put_presented(const model::Scenario& scenario, pki::CertificateId presented);
  char* room(std::size_t bytes);  // at the end of the buffer, which is written out first when it is too full

  AtomicFile* file_;
  std::vector<char> buffer_;
  std::size_t used_ = 0;
  std::uint64_t events_ = 0;
  std::string event_number_ = "0";  // the same in digits
  std::uint32_t shared_from_ = 0;   // what the text below says
  std::uint32_t shared_to_ = 0;
  std::size_t shared_kind_ = 0;
  std::string shared_name_;
  std::string shared_tail_;
  std::int64_t prefix_minute_ = INT64_MIN;     // the minute whose text `time_prefix_` holds
  std::array<char, 17> time_prefix_{};         // "2026-01-10T00:00: with its quotation mark
  std::vector<pki::CertificateId> presented_;  // by configuration, as last told
};

}  // namespace certdrill::report
