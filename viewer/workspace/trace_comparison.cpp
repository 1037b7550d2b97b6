#include "workspace/trace_comparison.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/text.h"

namespace certdrill::workspace {
namespace {

constexpr std::uint64_t events_between_tells = 1 << 14;
constexpr const char* help_with_difference =
    "another version of certdrill wrote the trace, or it was changed since; what is shown is the run of this version";

struct Said {
  std::string_view key;
  std::string value;
};

// Every key that an event of this version's traces may have, beside its moment, number and name.
constexpr std::array<std::string_view, 25> known_keys = {
    "step",  "domain",   "node", "from",    "to",      "certificate", "authority", "number", "newerPublished",
    "fault", "a",        "b",    "outcome", "aShows",  "bShows",      "loser",     "pieces", "nodesWithQuorum",
    "phase", "backward", "turn", "upgrade", "failure", "error",       "wait"};
constexpr std::array<std::string_view, 12> further_keys = {"awaited", "until",   "domainCompleted",  "stepCompleted",
                                                           "agent",   "vault",   "vaultCertificate", "client",
                                                           "call",    "attempt", "version",          "observed"};

bool is_known(std::string_view key) {
  const auto among = [&](const auto& keys) { return std::find(keys.begin(), keys.end(), key) != keys.end(); };
  return among(known_keys) || among(further_keys);
}

// As traces write moments: always with milliseconds.
std::string time_text(SimTime at) {
  std::string text = to_string(at);
  if (text.find('.') == std::string::npos) text.insert(text.size() - 1, ".000");
  return text;
}

class Sayings {
 public:
  Sayings(const replay::RecordedRun& run, replay::EventNumber number)
      : scenario_(run.scenario()), event_(run.event(number)), detail_(run.detail(number)) {
    said_.reserve(8);
    say_subject();
    say_outcome();
    say_provisioning();
    say_turn();
  }

  [[nodiscard]] const std::vector<Said>& all() const { return said_; }

 private:
  void say(std::string_view key, std::string_view value) { said_.push_back({key, std::string(value)}); }
  void say_number(std::string_view key, std::uint64_t number) { said_.push_back({key, std::to_string(number)}); }
  void say_node(std::string_view key, model::NodeIndex node) {
    said_.push_back({key, scenario_.cluster.node_name(node)});
  }
  void say_certificate(std::string_view key, pki::CertificateId id) {
    said_.push_back({key, id == pki::no_certificate ? "null" : scenario_.certificates[id].name});
  }

  void say_subject() {
    bool of_lease = false;
    std::visit(
        [&](const auto& each) {
          if constexpr (requires { each.fault; }) {
            say("fault", model::to_string(scenario_.random_faults[each.fault].fault.kind));
            say_node("node", each.node);
          } else if constexpr (requires { each.agent; }) {
            say("agent", scenario_.agents[each.agent].name);
            say_node("node", each.node);
          } else if constexpr (requires { each.call; }) {
            say("client", scenario_.cluster.clients[each.client].name);
            if (!detail_.call.empty()) say("call", detail_.call);
            if (detail_.attempt > 0) say_number("attempt", detail_.attempt);
            if (event_.node != world::nobody) say_node("node", event_.node);
          } else if constexpr (requires { each.vault; }) {
            say("vault", scenario_.vaults[each.vault].name);
          } else if constexpr (requires { each.line; }) {
            say("vaultCertificate", scenario_.vault_certificates[each.line].name);
          } else if constexpr (requires { each.step; }) {
            say("step", scenario_.steps[each.step].name);
          } else if constexpr (requires { each.domain; }) {
            say("domain", scenario_.cluster.upgrade_domains[each.domain]);
          } else if constexpr (requires { each.node; }) {
            say_node("node", each.node);
          } else if constexpr (requires { each.authority; }) {
            say_certificate("authority", each.authority);
            say_number("number", detail_.crl_number);
            if constexpr (std::is_same_v<std::decay_t<decltype(each)>, world::CrlExpires>)
              say("newerPublished", detail_.crl_matters ? "false" : "true");
          } else if constexpr (requires { each.certificate; }) {
            say_certificate("certificate", each.certificate);
          } else if constexpr (requires { each.lease; }) {
            of_lease = true;
          }
        },
        event_.what);
    const bool of_settings = std::holds_alternative<world::SwitchNode>(event_.what) ||
                             std::holds_alternative<world::ChangeStore>(event_.what);
    if (of_settings && detail_.from != world::nobody) {
      say_number("from", detail_.from);
      say_number("to", detail_.to);
    }
    if (of_lease && event_.node != world::nobody) say_node("a", event_.node);
    if (event_.other != world::nobody) say_node("b", event_.other);
  }

  void say_outcome() {
    if (event_.outcome != world::Outcome::none) say("outcome", world::to_string(event_.outcome));
    if (detail_.shows) {
      say_certificate("aShows", detail_.node_shows);
      say_certificate("bShows", detail_.other_shows);
    }
    if (detail_.loser == replay::EventDetail::Loser::node) say_node("loser", event_.node);
    if (detail_.loser == replay::EventDetail::Loser::other) say_node("loser", event_.other);
    if (std::holds_alternative<world::RefreshTickets>(event_.what)) {
      say_number("pieces", detail_.pieces);
      say_number("nodesWithQuorum", detail_.nodes_with_quorum);
    }
  }

  void say_provisioning() {
    if (detail_.version != pki::no_certificate) say_certificate("version", detail_.version);
    if (detail_.provisioning == world::ProvisioningFailure::none) return;
    say("failure", world::to_string(detail_.provisioning));
    if (!detail_.address.empty()) say("observed", detail_.address);
  }

  void say_turn() {
    if (detail_.phase) say_number("phase", *detail_.phase + 1);
    if (detail_.backward) say("backward", "true");
    if (event_.turn != world::UpgradeTurn::none) say("turn", world::to_string(event_.turn));
    if (detail_.upgrade_step) say("upgrade", scenario_.steps[*detail_.upgrade_step].name);
    if (detail_.failure != world::UpgradeFailure::none) say("failure", world::to_string(detail_.failure));
    if (!detail_.error.empty()) say("error", detail_.error);
    if (detail_.wait != world::WaitReason::none) say("wait", world::to_string(detail_.wait));
    if (detail_.awaited != world::nobody) say_node("awaited", detail_.awaited);
    if (detail_.wait_until) say("until", time_text(*detail_.wait_until));
    if (event_.domain_completed) say("domainCompleted", "true");
    if (event_.step_completed) say("stepCompleted", "true");
  }

  const model::Scenario& scenario_;
  const replay::RecordedEvent& event_;
  const replay::EventDetail& detail_;
  std::vector<Said> said_;
};

std::string pair_of(std::string_view key, std::string_view value) { return quoted(key) + ": " + quoted(value); }

}  // namespace

std::optional<std::string> difference(const replay::RecordedRun& run, const load::TraceEvent& event) {
  const std::string number = "event " + std::to_string(event.number);
  if (event.number > run.last_event()) {
    return "the trace goes on with " + number + ", where the run of its scenario is over after " +
           counted(run.last_event(), "event");
  }
  const replay::RecordedEvent& done = run.event(event.number);
  const std::string_view name = world::name_of(done.what);
  if (done.at != event.at || name != event.name) {
    return number + " of the trace is " + std::string(event.name) + " at " + to_string(event.at) +
           ", where this version has " + std::string(name) + " at " + to_string(done.at);
  }
  const Sayings sayings(run, event.number);
  const std::vector<Said>& said = sayings.all();
  for (const Said& each : said) {
    const auto written = std::find_if(event.says.begin(), event.says.end(),
                                      [&](const load::TraceField& field) { return field.key == each.key; });
    const bool there = written != event.says.end();
    if (there && written->text == each.value) continue;
    return number + " of the trace, " + std::string(name) + ", " +
           (there ? "says " + pair_of(each.key, written->text) : "does not say " + quoted(each.key)) +
           ", where this version has " + pair_of(each.key, each.value);
  }
  for (const load::TraceField& field : event.says) {
    const bool expected =
        std::any_of(said.begin(), said.end(), [&](const Said& each) { return each.key == field.key; });
    if (expected || !is_known(field.key)) continue;
    return number + " of the trace, " + std::string(name) + ", says " + pair_of(field.key, field.text) +
           ", which it does not in this version";
  }
  return std::nullopt;
}

std::optional<Problems> compare_with_trace(const replay::RecordedRun& run, load::TraceReader& trace,
                                           const std::function<bool(double part)>& tell) {
  Problems problems;
  while (const load::TraceEvent* event = trace.next()) {
    if (event->number % events_between_tells == 0) {
      const double whole = static_cast<double>(std::max(run.last_event(), event->number));
      if (!tell(static_cast<double>(event->number) / whole)) return std::nullopt;
    }
    if (event->number > run.last_event() && run.was_stopped()) return problems;  // what is not shown is not compared
    const std::optional<std::string> found = difference(run, *event);
    if (!found) continue;
    problems.push_back(trace.at_event(*found, help_with_difference));
    return problems;
  }
  if (trace.problem()) problems.push_back(*trace.problem());
  if (trace.complete() && trace.events() < run.last_event()) {
    problems.push_back(trace.at_event("the trace ends after " + counted(trace.events(), "event") +
                                          ", where the run of its scenario has " + std::to_string(run.last_event()),
                                      help_with_difference));
  }
  return problems;
}

}  // namespace certdrill::workspace
