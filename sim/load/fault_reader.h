// Reads what goes wrong: faults as steps, and "randomFaults".
#pragma once

#include <string>
#include <string_view>

#include "load/fields.h"
#include "load/selection_reader.h"
#include "model/scenario.h"

namespace certdrill::load {

// The fields of a step of this kind; nothing when the word names no fault.
[[nodiscard]] const FieldTable* fault_step_fields(std::string_view kind);

class FaultReader {
 public:
  FaultReader(Report& report, SelectionReader& selections, const model::Cluster& cluster)
      : report_(report), selections_(selections), cluster_(cluster) {}

  // A step: the field of its kind says where.
  [[nodiscard]] model::Fault read(const Fields& fields, model::FaultKind kind);
  void read_random(const JsonValue& list, std::vector<model::RandomFault>& random_faults);

 private:
  void read_random_fault(const JsonValue& item, std::vector<model::RandomFault>& random_faults);
  void read_particulars(const Fields& fields, model::Fault& fault);
  std::optional<JsonValue> get(const Fields& fields, std::string_view field, const model::Fault& fault, bool belongs,
                               bool needed, const std::string& example);
  std::optional<Duration> read_length(const JsonValue& value, std::string_view field, Duration least);
  std::optional<Duration> read_offset(const JsonValue& value);

  Report& report_;
  SelectionReader& selections_;
  const model::Cluster& cluster_;
  bool random_ = false;
};

// Of partitions that may be under way at once, as far as the file tells: the network has room for so many.
class PartitionCount {
 public:
  static constexpr std::size_t most = 32;

  // `forever`: nobody can tell when it ends, or begins.
  void begin(std::optional<Duration> length, bool forever);
  void pass(Duration time);  // at least so much
  void heal();
  [[nodiscard]] bool too_many() const { return lengths_.size() + forever_ > most; }

 private:
  std::vector<std::optional<Duration>> lengths_;
  std::size_t forever_ = 0;
};

}  // namespace certdrill::load
