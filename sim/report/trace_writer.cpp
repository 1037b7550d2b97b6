#include "report/trace_writer.h"

#include <algorithm>
#include <array>
#include <string>

#include "model/notation.h"
#include "report/trace_events.h"

namespace certdrill::report {
namespace {

std::string_view word_for(model::PrivateKeyState key) {
  switch (key) {
    case model::PrivateKeyState::absent:
      return "false";
    case model::PrivateKeyState::of_another_certificate:
      return "\"of another certificate\"";
    case model::PrivateKeyState::unreadable:
      return "\"unreadable\"";
    case model::PrivateKeyState::not_granted:
      return "\"not granted\"";
    case model::PrivateKeyState::usable:
      return "true";
  }
  return "false";
}

}  // namespace

TraceWriter::TraceWriter(AtomicFile& file) : writer_(file) {}

void TraceWriter::put(std::string_view text) { writer_.batch().add(text); }

void TraceWriter::put_number(std::uint64_t number) { put(std::to_string(number)); }

void TraceWriter::put_string(std::string_view text) {
  put("\"");
  std::size_t plain = 0;  // where the bytes begin that need no escape
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    put(text.substr(plain, at - plain));
    plain = at + 1;
    if (byte == '\n') {
      put("\\n");
    } else if (byte >= 0x20) {
      put("\\");
      put(text.substr(at, 1));
    } else {
      static constexpr std::string_view digits = "0123456789abcdef";
      const std::array<char, 6> escape = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
      put({escape.data(), escape.size()});
    }
  }
  put(text.substr(plain));
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

void TraceWriter::put_key(std::string_view key) {
  put(",\"");
  put(key);
  put("\":");
}

void TraceWriter::put_word(std::string_view key, std::string_view word) {
  put_key(key);
  put_string(word);
}

void TraceWriter::put_presented(const model::Scenario& scenario, pki::CertificateId presented) {
  put(",\"presents\":");
  if (presented == pki::no_certificate) {
    put("null");
  } else {
    put_string(scenario.certificates[presented].name);
  }
}

void TraceWriter::put_names(const model::Scenario& scenario, const std::vector<pki::CertificateId>& ids) {
  put("[");
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i > 0) put(",");
    put_string(scenario.certificates[ids[i]].name);
  }
  put("]");
}

void TraceWriter::tell_crl(SimTime at, const model::Scenario& scenario, const pki::CrlSpec& list) {
  begin_line(at);
  put(",\"change\":\"Crl\",\"authority\":");
  put_string(scenario.certificates[list.issuer].name);
  put(",\"number\":");
  put_number(list.number);
  put(",\"thisUpdate\":");
  put_time(list.this_update);
  put(",\"nextUpdate\":");
  put_time(list.next_update);
  put(",\"revoked\":");
  std::vector<pki::CertificateId> revoked;
  for (const pki::CrlSpec::Revoked& entry : list.revoked) revoked.push_back(entry.certificate);
  put_names(scenario, revoked);
  end_line();
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
      put(",\"privateKey\":");
      put(word_for(store.entries[i].key));
      if (store.entries[i].renewed_by != pki::no_certificate)
        put_word("renewedBy", scenario.certificates[store.entries[i].renewed_by].name);
      put("}");
    }
    put("],\"trustedRoots\":");
    put_names(scenario, store.trusted_roots);
    if (!store.unreachable_crls.empty()) {
      put(",\"unreachableCrls\":");
      put_names(scenario, store.unreachable_crls);
    }
    if (!store.deployed) put(",\"deployed\":false");
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
  put_string(model::to_string(scenario.profile));
  put(",\"rules\":{");
  bool first_rule = true;
  for (const model::SwitchInfo& info : model::all_switches()) {
    const std::string_view value = model::value_of(scenario.switches, info.name);
    if (value == model::value_of(model::switches_of(scenario.profile), info.name)) continue;
    if (!first_rule) put(",");
    first_rule = false;
    put_string(info.name);
    put(":");
    put_string(value);
  }
  put("}");
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
  if (scenario.text != nullptr) {
    begin_line(scenario.start);
    put_word("change", "Scenario");
    put_word("text", *scenario.text);
    end_line();
  }
  for (const pki::CrlSpec& list : world.crls()) tell_crl(scenario.start, scenario, list);
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
  const world::Federation& federation = world.federation();
  for (model::NodeIndex node = 0; node < federation.state.size(); ++node) {
    if (!federation.on || federation.state[node] == world::NodeState::up) continue;
    world::Effects at_start;
    at_start.states.push_back({node, world::NodeState::up, federation.state[node], federation.cause[node]});
    tell_states(scenario.start, at_start, scenario);
  }
}

void TraceWriter::on_event(const world::Simulation::Event& event, const world::Effects& effects,
                           const world::World& world, check::AuthenticationClasses& classes) {
  const model::Scenario& scenario = world.scenario();
  if (classes.known_configurations() != presented_.size()) tell_new_configurations(event.at, world, classes);
  ++events_;
  // Nearly all lines of a large run are these.
  const bool of_node =
      std::holds_alternative<world::SwitchNode>(event.what) || std::holds_alternative<world::ChangeStore>(event.what);
  if (of_node && !effects.changes.empty() && is_plain(effects) && scenario.cluster.node_names.empty()) {
    const world::NodeChange& change = effects.changes.back();
    writer_.batch().add_node_event(event.at, events_, event.what, change.from, change.to);
    if (writer_.batch().full()) writer_.hand_over();
    return;
  }
  if (tell_pair_quickly(event, effects, world)) return;
  begin_line(event.at);
  put(",\"n\":");
  put_number(events_);
  put_word("event", world::name_of(event.what));
  put_subject(event, effects, world);
  put_provisioning(event, effects, world);
  put_effects(effects, scenario);
  if (effects.domain_completed) put(",\"domainCompleted\":true");
  if (effects.step_completed) put(",\"stepCompleted\":true");
  end_line();
  if (!of_node) {  // the line of a node's event has told it
    for (const world::NodeChange& change : effects.changes) {
      if (change.from == change.to) continue;
      begin_line(event.at);
      put_word("change", "NodeConfiguration");
      put_key("node");
      put_node(scenario, change.node);
      put_key("from");
      put_number(change.from);
      put_key("to");
      put_number(change.to);
      end_line();
    }
  }
  tell_states(event.at, effects, scenario);
  if (std::holds_alternative<world::BeginStep>(event.what) || std::holds_alternative<world::PublishCrl>(event.what)) {
    for (const pki::CrlSpec& list : world.crls()) {
      const auto& changed = effects.crls_changed;
      if (std::find(changed.begin(), changed.end(), list.issuer) != changed.end()) tell_crl(event.at, scenario, list);
    }
  }
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
