#include <string>

#include "base/duration.h"
#include "base/text.h"
#include "model/notation.h"
#include "replay/actor_inspection.h"
#include "scene/graph_scene.h"
#include "scene/node_look.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

using replay::Link;

class Hints {
 public:
  explicit Hints(const Moment& moment)
      : now_(*moment.now), setting_(*moment.setting), scenario_(setting_.scenario()), cluster_(scenario_.cluster) {}

  [[nodiscard]] std::string of(const Target& target) const {
    const auto a = static_cast<std::uint32_t>(target.a);
    const auto b = static_cast<std::uint32_t>(target.b);
    switch (target.kind) {
      case Target::Kind::node:
        return a < now_.nodes.size() ? node(a) : std::string();
      case Target::Kind::pair:
        return both_are_nodes(a, b) ? pair(a, b) : std::string();
      case Target::Kind::session:
        return both_are_nodes(a, b) ? session(a, b) : std::string();
      case Target::Kind::domain:
        return a < cluster_.upgrade_domains.size() ? domain(a) : std::string();
      case Target::Kind::group:
        return a < cluster_.upgrade_domains.size() ? group(a, target.b) : std::string();
      case Target::Kind::class_pair:
        return a < now_.classes.size() && b < now_.classes.size() ? classes(a, b) : std::string();
      case Target::Kind::certificate:
        return a < scenario_.certificates.size() ? certificate(a) : std::string();
      case Target::Kind::vault:
        return a < now_.actors.vaults.size()
                   ? "vault " + scenario_.vaults[a].name + ": " + replay::vault_line(now_.actors.vaults[a], scenario_)
                   : std::string();
      case Target::Kind::agent:
        return a < now_.actors.agents.size()
                   ? "agent " + scenario_.agents[a].name + ": " + replay::agent_line(now_.actors.agents[a], scenario_)
                   : std::string();
      case Target::Kind::client:
        return a < now_.actors.clients.size() ? "client " + cluster_.clients[a].name + ": " +
                                                    replay::client_line(now_.actors.clients[a], scenario_)
                                              : std::string();
      case Target::Kind::step:
        return a < scenario_.steps.size() ? quoted(scenario_.steps[a].name) : std::string();
      default:
        return {};
    }
  }

 private:
  [[nodiscard]] bool both_are_nodes(std::uint32_t a, std::uint32_t b) const {
    return a < now_.nodes.size() && b < now_.nodes.size();
  }

  [[nodiscard]] std::string node(std::uint32_t index) const {
    const replay::NodeMoment& each = now_.nodes[index];
    std::string text = cluster_.node_name(index) + " (" +
                       cluster_.upgrade_domains[cluster_.nodes[index].upgrade_domain] +
                       (each.seed ? ", seed node): " : "): ");
    const NodeLook look = look_of(each);
    if (!each.deployed) return text + std::string(look.word);
    text += "presents " + certificate_name(scenario_, each.presents) + ", ";
    if (each.lost && look.word != "lost" && !is_up(each)) text += "lost, ";
    text += look.word.empty() ? "up" : std::string(look.word);
    if (each.switched) text += ", has the new settings";
    if (each.key_waits) text += ", waits for access to a key";
    return text;
  }

  [[nodiscard]] std::string pair(std::uint32_t a, std::uint32_t b) const {
    return accepts(cluster_.node_name(a), cluster_.node_name(b), now_.link(a, b));
  }

  [[nodiscard]] static std::string accepts(const std::string& one, const std::string& other, Link link) {
    switch (link) {
      case Link::full:
        return one + " and " + other + " accept each other";
      case Link::only_first_accepts:
        return one + " accepts " + other + ", but " + other + " refuses " + one;
      case Link::only_second_accepts:
        return one + " refuses " + other + ", but " + other + " accepts " + one;
      case Link::refused:
        return one + " and " + other + " refuse each other";
    }
    return {};
  }

  [[nodiscard]] std::string session(std::uint32_t a, std::uint32_t b) const {
    for (const replay::SessionMoment& each : now_.sessions) {
      const bool same = (each.opener == a && each.acceptor == b) || (each.opener == b && each.acceptor == a);
      if (!same) continue;
      std::string text = "session of " + cluster_.node_name(each.opener) + " and " + cluster_.node_name(each.acceptor) +
                         ": made with " + certificate_name(scenario_, each.shows.of_opener) + " and " +
                         certificate_name(scenario_, each.shows.of_acceptor);
      if (each.old) text += ", which would not do today";
      if (each.state == replay::SessionMoment::State::to_be_renewed) text += "; to be renewed";
      if (each.state == replay::SessionMoment::State::to_be_closed) text += "; its renewal failed, it will be closed";
      return text;
    }
    return pair(a, b);
  }

  [[nodiscard]] std::string domain(std::uint32_t index) const {
    std::uint64_t not_up = 0;
    std::uint64_t switched = 0;
    const auto nodes = setting_.nodes_of_domain(index);
    for (const model::NodeIndex each : nodes) {
      not_up += is_up(now_.nodes[each]) ? 0U : 1U;
      switched += now_.nodes[each].switched ? 1U : 0U;
    }
    std::string text =
        "upgrade domain " + cluster_.upgrade_domains[index] + ": " + counted_with_thousands(nodes.size(), "node");
    if (not_up > 0) text += ", " + with_thousands(not_up) + " not up";
    if (switched > 0) text += ", " + with_thousands(switched) + " have the new settings";
    if (now_.nodes.size() > most_single_nodes) text += " (click to see its nodes)";
    return text;
  }

  [[nodiscard]] std::string group(std::uint32_t domain_index, std::uint64_t kind) const {
    std::uint64_t nodes = 0;
    model::NodeIndex first = 0;
    for (const model::NodeIndex each : setting_.nodes_of_domain(domain_index)) {
      if (group_kind(now_.nodes[each]) == kind && nodes++ == 0) first = each;
    }
    if (nodes == 0) return domain(domain_index);
    return cluster_.upgrade_domains[domain_index] + ": " + counted_with_thousands(nodes, "node") +
           (nodes == 1 ? " presents " : " present ") + certificate_name(scenario_, now_.nodes[first].presents) + ", " +
           settings_of(first) + " (click to see each node)";
  }

  [[nodiscard]] std::string settings_of(model::NodeIndex node_index) const {
    return model::to_string(scenario_.securities[now_.nodes[node_index].security]);
  }

  [[nodiscard]] std::string classes(std::uint32_t validator, std::uint32_t shower) const {
    const replay::ClassMoment& judges = now_.classes[validator];
    const replay::ClassMoment& shows = now_.classes[shower];
    return counted_with_thousands(judges.nodes, "node") + " of " + judges.security +
           (now_.class_accepts(validator, shower) ? (judges.nodes == 1 ? " accepts " : " accept ")
                                                  : (judges.nodes == 1 ? " refuses " : " refuse ")) +
           certificate_name(scenario_, shows.presents) + ", which " + counted_with_thousands(shows.nodes, "node") +
           " of " + shows.security + (shows.nodes == 1 ? " shows" : " show");
  }

  [[nodiscard]] std::string certificate(std::uint32_t id) const {
    const pki::CertificateSpec& spec = scenario_.certificates[id];
    std::uint64_t presented = 0;
    for (const replay::NodeMoment& each : now_.nodes) presented += each.presents == id ? 1U : 0U;
    std::string text =
        spec.name + ", " + date_to_string(spec.not_before) + " to " + date_to_string(spec.not_after) + ": ";
    if (now_.at < spec.not_before) {
      text += "not yet valid";
    } else if (now_.at >= spec.not_after) {
      text += "expired " + rough(now_.at - spec.not_after) + " ago";
    } else {
      text += "valid for another " + rough(spec.not_after - now_.at);
    }
    return spec.authority ? text : text + ", presented by " + counted_with_thousands(presented, "node");
  }

  const replay::Snapshot& now_;
  const world::Setting& setting_;
  const model::Scenario& scenario_;
  const model::Cluster& cluster_;
};

}  // namespace

std::string hint(const Moment& moment, const Target& target) { return Hints(moment).of(target); }

}  // namespace certdrill::scene
