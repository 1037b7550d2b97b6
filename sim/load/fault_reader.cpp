#include "load/fault_reader.h"

#include <algorithm>
#include <array>

#include "base/duration.h"
#include "base/text.h"
#include "load/scenario_fields.h"

namespace certdrill::load {
namespace {

using model::Fault;
using model::FaultKind;

// In the order of FaultKind.
constexpr std::array<const FieldTable*, 10> step_fields = {
    &crash_step_fields, &restart_step_fields, &host_reboot_step_fields, &partition_step_fields, &slow_step_fields,
    &lossy_step_fields, &hang_step_fields,    &clock_step_fields,       &heal_step_fields,      &start_step_fields};

constexpr Duration longest = std::chrono::hours(24) * 3650;
constexpr Duration shortest_every = std::chrono::seconds(1);

bool has_length(FaultKind kind) {
  return kind != FaultKind::restart && kind != FaultKind::host_reboot && kind != FaultKind::heal &&
         kind != FaultKind::start;
}

}  // namespace

const FieldTable* fault_step_fields(std::string_view kind) {
  const auto found = model::parse_fault_kind(kind);
  return found ? step_fields[static_cast<std::size_t>(*found)] : nullptr;
}

std::optional<Duration> FaultReader::read_length(const JsonValue& value, std::string_view field, Duration least) {
  const auto length = read_duration(report_, value, field);
  if (!length || (*length >= least && *length <= longest)) return length;
  report_.error(value, quoted(field) + " is out of range: " + to_string(*length),
                "from " + to_string(least) + " to " + to_string(longest));
  return std::nullopt;
}

// "-10m" is behind.
std::optional<Duration> FaultReader::read_offset(const JsonValue& value) {
  const auto text = read_string(report_, value, "by", "a duration in quotes, such as \"10m\" or \"-10m\"");
  if (!text) return std::nullopt;
  const bool behind = text->starts_with('-');
  const Result<Duration> length = parse_duration(behind ? text->substr(1) : *text);
  if (!length) {
    report_.error(value, length.problem().what, length.problem().help + "; - before it: the clock is behind");
    return std::nullopt;
  }
  if (*length > longest) {
    report_.error(value, "\"by\" is out of range: " + std::string(*text),
                  "from -" + to_string(longest) + " to " + to_string(longest));
    return std::nullopt;
  }
  return behind ? -*length : *length;
}

// A field of a random fault may belong to another kind: one table has those of all.
std::optional<JsonValue> FaultReader::get(const Fields& fields, std::string_view field, const Fault& fault,
                                          bool belongs, bool needed, const std::string& example) {
  if (!belongs && !random_) return std::nullopt;
  const auto value = fields.get(field);
  const std::string kind = quoted(model::to_string(fault.kind));
  if (value && !belongs) {
    report_.error(*fields.key(field), quoted(field) + " says nothing of " + kind, "leave it out");
    return std::nullopt;
  }
  if (!value && needed) {
    const auto at = fields.key(random_ ? "fault" : model::to_string(fault.kind));
    report_.error(at ? *at : fields.object(), quoted(field) + " is missing", "add " + quoted(field) + ": " + example);
  }
  return value;
}

void FaultReader::read_particulars(const Fields& fields, Fault& fault) {
  const bool lasts = has_length(fault.kind);
  // A random crash starts again by itself; nobody heals the others.
  const bool needs_length = random_ && lasts && fault.kind != FaultKind::crash;
  if (const auto value = get(fields, "for", fault, lasts, needs_length, "\"5m\"")) {
    // Only what a later step can start again may stay down for good.
    fault.for_good =
        !random_ && fault.kind == FaultKind::crash && value->kind() == JsonKind::string && value->text() == "ever";
    if (!fault.for_good) fault.length = read_length(*value, "for", Duration(1));
  }
  if (const auto value =
          get(fields, "delay", fault, fault.kind == FaultKind::slow, fault.kind == FaultKind::slow, "\"2s\"")) {
    fault.delay = read_length(*value, "delay", Duration(1)).value_or(Duration(1));
  }
  const bool lossy = fault.kind == FaultKind::lossy;
  if (const auto value = get(fields, "percent", fault, lossy, lossy, "50"))
    fault.percent = static_cast<std::uint32_t>(read_count(report_, *value, "percent", 1, 100).value_or(1));
  const bool clock = fault.kind == FaultKind::clock;
  if (const auto value = get(fields, "by", fault, clock, clock, "\"-10m\""))
    fault.clock_offset = read_offset(*value).value_or(Duration(0));
}

Fault FaultReader::read(const Fields& fields, FaultKind kind) {
  random_ = false;
  Fault fault;
  fault.kind = kind;
  const std::string_view word = model::to_string(kind);
  const JsonValue where = *fields.get(word);
  fault.where = selections_.read_where(where, word);
  read_particulars(fields, fault);
  const bool everyone = fault.where.all || fault.where.nodes.size() == cluster_.nodes.size();
  if (kind == FaultKind::partition && everyone && !cluster_.nodes.empty()) {
    report_.error(where, "the partition names every node: nobody is left to be parted from",
                  "name the nodes of one side");
  }
  return fault;
}

void FaultReader::read_random(const JsonValue& list, std::vector<model::RandomFault>& random_faults) {
  if (!is_list(report_, list, "randomFaults", "a list of faults", true)) return;
  if (list.size() > model::limits::random_faults) {
    report_.error(list, "more than " + std::to_string(model::limits::random_faults) + " random faults");
    return;
  }
  list.for_each_item([&](const JsonValue& item) { read_random_fault(item, random_faults); });
}

void FaultReader::read_random_fault(const JsonValue& item, std::vector<model::RandomFault>& random_faults) {
  static constexpr std::pair<std::string_view, FaultKind> kinds[] = {
      {"crash", FaultKind::crash},         {"restart", FaultKind::restart}, {"hostReboot", FaultKind::host_reboot},
      {"partition", FaultKind::partition}, {"slow", FaultKind::slow},       {"lossy", FaultKind::lossy},
      {"hang", FaultKind::hang},           {"clock", FaultKind::clock}};
  random_ = true;
  const Fields fields(report_, item, random_fault_fields);
  if (item.kind() != JsonKind::object) return;
  model::RandomFault random;
  const auto kind = fields.get("fault");
  if (!kind) report_.error(item, "\"fault\" is missing: what goes wrong?", "add \"fault\": \"crash\"");
  const auto read = kind ? read_choice(report_, *kind, "fault", "fault", kinds) : std::nullopt;
  const auto every = fields.get("every");
  if (!every) report_.error(item, "\"every\" is missing: how often?", "add \"every\": \"6h\"");
  if (every) random.every = read_length(*every, "every", shortest_every).value_or(shortest_every);
  random.fault.where = selections_.read(fields);
  if (!read) return;
  random.fault.kind = *read;
  read_particulars(fields, random.fault);
  random_faults.push_back(std::move(random));
}

void PartitionCount::begin(std::optional<Duration> length, bool forever) {
  if (forever) {
    ++forever_;
  } else {
    lengths_.push_back(length);
  }
}

void PartitionCount::pass(Duration time) {
  std::erase_if(lengths_, [&](std::optional<Duration>& length) {
    if (!length) return false;
    *length -= std::min(time, *length);
    return *length == Duration(0);
  });
}

void PartitionCount::heal() { lengths_.clear(); }

}  // namespace certdrill::load
