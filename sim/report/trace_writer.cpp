#include "report/trace_writer.h"

#include <charconv>
#include <cstring>

#include "model/notation.h"

namespace certdrill::report {
namespace {

constexpr std::size_t buffer_size = 1 << 17;  // small enough to stay in the cache between filling and writing
constexpr std::size_t longest_number = 20;
constexpr std::size_t longest_time = 32;

}  // namespace

TraceWriter::TraceWriter(AtomicFile& file) : file_(&file), buffer_(buffer_size) {}

char* TraceWriter::room(std::size_t bytes) {
  if (used_ + bytes > buffer_.size()) {
    file_->write({buffer_.data(), used_});
    used_ = 0;
    if (bytes > buffer_.size()) buffer_.resize(bytes);
  }
  return buffer_.data() + used_;
}

void TraceWriter::put(std::string_view text) {
  std::memcpy(room(text.size()), text.data(), text.size());
  used_ += text.size();
}

void TraceWriter::put_number(std::uint64_t number) {
  char* const begin = room(longest_number);
  used_ += static_cast<std::size_t>(std::to_chars(begin, begin + longest_number, number).ptr - begin);
}

void TraceWriter::put_string(std::string_view text) {
  put("\"");
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      put("\\");
      put({&c, 1});
    } else if (byte < 0x20) {
      static constexpr std::string_view digits = "0123456789abcdef";
      const std::array<char, 6> escape = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
      put({escape.data(), escape.size()});
    } else {
      put({&c, 1});
    }
  }
  put("\"");
}

// Most of a run's events fall into few minutes: the text of the minute is made once, the seconds are put behind it.
void TraceWriter::put_time(SimTime at) {
  char* const begin = room(longest_time);
  used_ += static_cast<std::size_t>(write_time(begin, at) - begin);
}

char* TraceWriter::write_time(char* to, SimTime at) {
  std::int64_t within = unix_milliseconds(at) - prefix_minute_ * 60'000;
  if (prefix_minute_ == INT64_MIN || within < 0 || within >= 60'000) {
    prefix_minute_ = std::chrono::floor<std::chrono::minutes>(at.time_since_epoch()).count();
    within = unix_milliseconds(at) - prefix_minute_ * 60'000;
    const std::string text = "\"" + to_string(SimTime(std::chrono::minutes(prefix_minute_)));  // "2026-01-10T00:00:00Z
    text.copy(time_prefix_.data(), time_prefix_.size());
  }
  const auto ms = static_cast<std::uint32_t>(within);
  const auto digit = [](std::uint32_t value) { return static_cast<char>('0' + value % 10); };
  std::memcpy(to, time_prefix_.data(), time_prefix_.size());
  to += time_prefix_.size();
  const std::array<char, 9> tail = {
      ':', digit(ms / 10'000), digit(ms / 1000), '.', digit(ms / 100), digit(ms / 10), digit(ms), 'Z', '"'};
  std::memcpy(to, tail.data(), tail.size());
  return to + tail.size();
}

// Nearly all lines of a large run are these. They are written in one go: what they share with the line before is kept
// as text, and the number of the event is counted up in digits.
void TraceWriter::put_node_event(const world::Simulation::Event& event, const world::NodeChange& change) {
  constexpr std::size_t longest_line = 256;
  const std::size_t kind = event.what.index();
  if (change.from != shared_from_ || change.to != shared_to_ || kind != shared_kind_) {
    shared_from_ = change.from;
    shared_to_ = change.to;
    shared_kind_ = kind;
    shared_name_ = ",\"event\":\"" + std::string(world::name_of(event.what)) + "\",\"node\":\"N";
    shared_tail_ = "\",\"from\":" + std::to_string(change.from) + ",\"to\":" + std::to_string(change.to) + "}\n";
  }
  char* const begin = room(longest_line);
  char* to = begin;
  const auto text = [&to](std::string_view piece) {
    std::memcpy(to, piece.data(), piece.size());
    to += piece.size();
  };
  text("{\"at\":");
  to = write_time(to, event.at);
  text(",\"n\":");
  text(next_event_number());
  text(shared_name_);
  to = std::to_chars(to, to + longest_number, change.node).ptr;
  text(shared_tail_);
  used_ += static_cast<std::size_t>(to - begin);
}

std::string_view TraceWriter::next_event_number() {
  ++events_;
  std::size_t digit = event_number_.size();
  while (digit > 0 && event_number_[digit - 1] == '9') event_number_[--digit] = '0';
  if (digit == 0) {
    event_number_.insert(event_number_.begin(), '1');
  } else {
    ++event_number_[digit - 1];
  }
  return event_number_;
}

void TraceWriter::put_node(const model::Scenario& scenario, model::NodeIndex node) {
  if (!scenario.cluster.node_names.empty()) {
    put_string(scenario.cluster.node_names[node]);
    return;
  }
  put("\"N");
  put_number(node);
  put("\"");
}

void TraceWriter::begin_line(SimTime at) {
  put("{\"at\":");
  put_time(at);
}

void TraceWriter::end_line() { put("}\n"); }

void TraceWriter::put_presented(const model::Scenario& scenario, pki::CertificateId presented) {
  put(",\"presents\":");
  if (presented == pki::no_certificate) {
    put("null");
  } else {
    put_string(scenario.certificates[presented].name);
  }
}

void TraceWriter::tell_new_configurations(SimTime at, const world::World& world,
                                          check::AuthenticationClasses& classes) {
  const model::Scenario& scenario = world.scenario();
  for (auto id = static_cast<check::ConfigurationId>(presented_.size()); id < classes.known_configurations(); ++id) {
    begin_line(at);
    put(",\"change\":\"Configuration\",\"configuration\":");
    put_number(id);
    put(",\"security\":");
    put_string(model::to_string(scenario.securities[world.configurations()[id].security]));
    put(",\"installed\":[");
    const model::Store& store = world.configurations().store_of(id);
    for (std::size_t i = 0; i < store.entries.size(); ++i) {
      if (i > 0) put(",");
      put("{\"certificate\":");
      put_string(scenario.certificates[store.entries[i].certificate].name);
      put(store.entries[i].has_private_key ? ",\"privateKey\":true}" : ",\"privateKey\":false}");
    }
    put("],\"trustedRoots\":[");
    for (std::size_t i = 0; i < store.trusted_roots.size(); ++i) {
      if (i > 0) put(",");
      put_string(scenario.certificates[store.trusted_roots[i]].name);
    }
    put("]");
    presented_.push_back(classes.facts(id).presented);
    put_presented(scenario, presented_.back());
    end_line();
  }
}

void TraceWriter::tell_changed_presentations(SimTime at, const world::World& world,
                                             check::AuthenticationClasses& classes) {
  for (check::ConfigurationId id = 0; id < presented_.size(); ++id) {
    if (classes.facts(id).presented == presented_[id]) continue;
    presented_[id] = classes.facts(id).presented;
    begin_line(at);
    put(",\"change\":\"Presents\",\"configuration\":");
    put_number(id);
    put_presented(world.scenario(), presented_[id]);
    end_line();
  }
}

void TraceWriter::on_start(const world::World& world, check::AuthenticationClasses& classes) {
  const model::Scenario& scenario = world.scenario();
  put("{\"format\":\"certdrill.trace/1\",\"scenario\":");
  put_string(scenario.name);
  put(",\"seed\":");
  put_number(scenario.seed);
  put(",\"profile\":");
  put_string(scenario.profile);
  put(",\"start\":");
  put_time(scenario.start);
  put(",\"nodes\":");
  put_number(world.setting().node_count());
  put(",\"upgradeDomains\":[");
  for (std::size_t i = 0; i < scenario.cluster.upgrade_domains.size(); ++i) {
    if (i > 0) put(",");
    put_string(scenario.cluster.upgrade_domains[i]);
  }
  put("],\"steps\":[");
  for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
    if (i > 0) put(",");
    put_string(scenario.steps[i].name);
  }
  put("]");
  end_line();
  tell_new_configurations(scenario.start, world, classes);
  // Which nodes begin in which configuration, as runs of consecutive nodes: a line a run, few however many nodes there
  // are.
  const std::vector<std::uint32_t>& configurations = world.configuration_by_node();
  for (model::NodeIndex first = 0; first < configurations.size();) {
    model::NodeIndex next = first;
    while (next < configurations.size() && configurations[next] == configurations[first]) ++next;
    begin_line(scenario.start);
    put(",\"change\":\"Nodes\",\"first\":");
    put_node(scenario, first);
    put(",\"last\":");
    put_node(scenario, next - 1);
    put(",\"count\":");
    put_number(next - first);
    put(",\"configuration\":");
    put_number(configurations[first]);
    end_line();
    first = next;
  }
}

void TraceWriter::on_event(const world::Simulation::Event& event, const world::Effects& effects,
                           const world::World& world, check::AuthenticationClasses& classes) {
  const model::Scenario& scenario = world.scenario();
  if (classes.known_configurations() != presented_.size()) tell_new_configurations(event.at, world, classes);
  if (!effects.changes.empty() && !effects.domain_completed && !effects.step_completed &&
      scenario.cluster.node_names.empty()) {
    put_node_event(event, effects.changes.back());
    return;
  }
  begin_line(event.at);
  put(",\"n\":");
  put(next_event_number());
  put(",\"event\":\"");
  put(world::name_of(event.what));
  put("\"");
  const auto put_change = [&](model::NodeIndex node) {
    put(",\"node\":");
    put_node(scenario, node);
    put(",\"from\":");
    put_number(effects.changes.back().from);
    put(",\"to\":");
    put_number(effects.changes.back().to);
  };
  if (const auto* switching = std::get_if<world::SwitchNode>(&event.what)) {
    put_change(switching->node);
  } else if (const auto* storing = std::get_if<world::ChangeStore>(&event.what)) {
    put_change(storing->node);
  } else if (const auto* step = std::get_if<world::BeginStep>(&event.what)) {
    put(",\"step\":");
    put_string(scenario.steps[step->step].name);
  } else if (const auto* wait = std::get_if<world::EndWait>(&event.what)) {
    put(",\"step\":");
    put_string(scenario.steps[wait->step].name);
  } else if (const auto* domain = std::get_if<world::BeginDomain>(&event.what)) {
    put(",\"domain\":");
    put_string(scenario.cluster.upgrade_domains[domain->domain]);
  } else {
    const auto* expires = std::get_if<world::CertificateExpires>(&event.what);
    const auto* valid = std::get_if<world::CertificateBecomesValid>(&event.what);
    put(",\"certificate\":");
    put_string(scenario.certificates[expires != nullptr ? expires->certificate : valid->certificate].name);
  }
  if (effects.domain_completed) put(",\"domainCompleted\":true");
  if (effects.step_completed) put(",\"stepCompleted\":true");
  end_line();
  if (effects.changes.empty()) tell_changed_presentations(event.at, world, classes);
}

void TraceWriter::on_end(SimTime end, const world::World& world) {
  begin_line(end);
  put(",\"change\":\"End\",\"events\":");
  put_number(events_);
  put(",\"completed\":");
  put(world.done() ? "true" : "false");
  end_line();
  file_->write({buffer_.data(), used_});
  used_ = 0;
}

}  // namespace certdrill::report
