#include "report/trace_writer.h"

#include <array>
#include <string>

#include "model/notation.h"

namespace certdrill::report {

TraceWriter::TraceWriter(AtomicFile& file) : writer_(file) {}

void TraceWriter::put(std::string_view text) { writer_.batch().add(text); }

void TraceWriter::put_number(std::uint64_t number) { put(std::to_string(number)); }

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

void TraceWriter::put_time(SimTime at) {
  std::array<char, TraceLine::longest> text;
  put({text.data() + TraceLine::time_begins, line_.begin(text.data(), at)});
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
  std::array<char, TraceLine::longest> text;
  put({text.data(), line_.begin(text.data(), at)});
}

void TraceWriter::end_line() {
  put("}\n");
  if (writer_.batch().full()) writer_.hand_over();
}

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
  ++events_;
  // Nearly all lines of a large run are these.
  if (!effects.changes.empty() && !effects.domain_completed && !effects.step_completed &&
      scenario.cluster.node_names.empty()) {
    const world::NodeChange& change = effects.changes.back();
    writer_.batch().add_node_event(event.at, events_, event.what, change.from, change.to);
    if (writer_.batch().full()) writer_.hand_over();
    return;
  }
  begin_line(event.at);
  put(",\"n\":");
  put_number(events_);
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
  writer_.finish();
}

}  // namespace certdrill::report
