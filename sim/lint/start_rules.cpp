// What nodes present when the scenario begins, and who refuses it: judged with real certificates, as a run would.
#include <algorithm>
#include <map>
#include <memory>

#include "base/text.h"
#include "lint/rule_groups.h"
#include "world/world.h"

namespace certdrill::lint {
namespace {

// Nodes of more kinds than this are rare, and the first ones tell.
constexpr std::size_t most_configurations = 64;

bool selects(const model::NodeSelection& where, model::NodeIndex node) {
  return where.all || std::binary_search(where.nodes.begin(), where.nodes.end(), node);
}

// The scenario as it begins: agents have done their work, and nothing is to come.
class Beginning {
 public:
  explicit Beginning(const model::Scenario& scenario) : scenario_(scenario) {
    scenario_.steps.clear();
    scenario_.checks.clear();
    scenario_.random_faults.clear();
    scenario_.cluster.clients.clear();
    scenario_.federation.simulate = false;
    for (model::NodeIndex node = 0; node < scenario_.cluster.nodes.size(); ++node) deliver(node);
    scenario_.vaults.clear();
    scenario_.vault_certificates.clear();
    scenario_.agents.clear();
    scenario_.cluster.bootstrap.after.clear();
  }
  [[nodiscard]] model::Scenario take() { return std::move(scenario_); }

 private:
  void deliver(model::NodeIndex node) {
    std::vector<model::AgentIndex> there;
    for (model::AgentIndex i = 0; i < scenario_.agents.size(); ++i) {
      if (scenario_.agents[i].runs_at_start && selects(scenario_.agents[i].where, node)) there.push_back(i);
    }
    if (there.empty()) return;
    std::uint32_t& store = scenario_.cluster.nodes[node].store;
    const auto [known, is_new] =
        stores_.try_emplace({store, there}, static_cast<std::uint32_t>(scenario_.cluster.stores.size()));
    if (is_new) {
      model::Store filled = scenario_.cluster.stores[store];
      for (const model::AgentIndex agent : there) fill(filled, scenario_.agents[agent]);
      scenario_.cluster.stores.push_back(std::move(filled));
    }
    store = known->second;
  }

  void fill(model::Store& store, const model::Agent& agent) {
    for (const model::ObservedCertificate& observed : agent.observes) {
      if (!observed.line || !may_read(scenario_, agent, observed.vault)) continue;
      const auto& versions = scenario_.vault_certificates[*observed.line].versions;
      std::optional<std::uint32_t> newest;
      for (std::uint32_t i = 0; i < versions.size() && versions[i].created <= scenario_.start; ++i) newest = i;
      if (observed.version) newest = newest && *observed.version <= *newest ? observed.version : std::nullopt;
      if (!newest) continue;
      const CertificateId id = versions[*newest].certificate;
      const auto place = std::lower_bound(
          store.entries.begin(), store.entries.end(), id,
          [](const model::StoreEntry& entry, CertificateId wanted) { return entry.certificate < wanted; });
      if (place != store.entries.end() && place->certificate == id) {
        place->key = model::PrivateKeyState::usable;
      } else {
        store.entries.insert(place, {id, model::PrivateKeyState::usable, pki::no_certificate});
      }
    }
  }

  model::Scenario scenario_;
  std::map<std::pair<std::uint32_t, std::vector<model::AgentIndex>>, std::uint32_t> stores_;
};

class StartCheck {
 public:
  StartCheck(const PlanView& view, Findings& findings)
      : view_(view),
        findings_(findings),
        world_(std::make_shared<const world::Setting>(Beginning(view.scenario()).take())) {
    world_.classes().begin_with_crls(world_.crls());
    world_.classes().learn(world_.configurations(), view.scenario().start);
  }

  void check() {
    const model::Cluster& cluster = view_.scenario().cluster;
    std::vector<bool> comes_later(cluster.nodes.size(), false);
    for (const model::Step& step : view_.scenario().steps) {
      const auto* deploy = std::get_if<model::DeployStep>(&step.what);
      for (model::NodeIndex node = 0; deploy != nullptr && node < comes_later.size(); ++node)
        comes_later[node] = comes_later[node] || selects(deploy->where, node);
    }
    std::map<std::uint32_t, model::NodeIndex> first;  // by configuration
    for (model::NodeIndex node = 0; node < cluster.nodes.size() && first.size() < most_configurations; ++node) {
      if (!comes_later[node]) first.emplace(world_.configuration_of(node), node);
    }
    for (const auto& [configuration, node] : first) check_presented(configuration, node);
    for (const auto& [shower, node] : first) check_accepted(shower, node, first);
  }

 private:
  [[nodiscard]] std::uint32_t security_of(model::NodeIndex node) const {
    return view_.scenario().cluster.nodes[node].security;
  }
  [[nodiscard]] std::string name_of(model::NodeIndex node) const { return view_.scenario().cluster.node_name(node); }

  void check_presented(std::uint32_t configuration, model::NodeIndex node) {
    const trust::Presentation presentation =
        world_.classes().presentation(world_.configurations(), configuration, view_.scenario().start);
    const model::PresentationRule& rule = view_.scenario().securities[security_of(node)].presents;
    if (presentation.chosen != pki::no_certificate || std::holds_alternative<model::PresentNothing>(rule)) return;
    const Location where = place_of_p(node);
    if (presentation.candidates.empty()) {
      findings_.add("DeclaredNotInstalled", where,
                    "nothing that P names is on " + name_of(node) + " when the scenario begins");
    } else {
      const trust::Candidate& best = presentation.candidates.front();
      if (best.fate == trust::CandidateFate::expired) {
        findings_.add("ExpiryBeforeEnd", where, view_.name(best.certificate) + " has ended before the scenario begins");
      } else {
        findings_.add("DeclaredWithoutKey", where,
                      "on " + name_of(node) + ", " + view_.name(best.certificate) + " " +
                          std::string(trust::to_string(best.fate)));
      }
    }
  }

  [[nodiscard]] Location place_of_p(model::NodeIndex node) const {
    const std::uint32_t security = security_of(node);
    const auto named = view_.named_by(view_.scenario().securities[security].presents);
    return named.empty() ? view_.place_of(security) : view_.place_of_p(security, named.front());
  }

  // By nodes of its own kind as well, unless it is alone.
  void check_accepted(std::uint32_t shower, model::NodeIndex node,
                      const std::map<std::uint32_t, model::NodeIndex>& kinds) {
    const SimTime start = view_.scenario().start;
    const CertificateId shown = world_.classes().presentation(world_.configurations(), shower, start).chosen;
    if (shown == pki::no_certificate || view_.scenario().cluster.nodes.size() < 2) return;
    std::vector<std::string> refuse;
    for (const auto& [validator, judge] : kinds) {
      if (!world_.classes().accepts_certificate(validator, shown, start))
        refuse.push_back(judge == node ? "nodes like it" : name_of(judge));
    }
    if (refuse.empty()) return;
    constexpr std::size_t most_named = 3;
    if (refuse.size() > most_named) {
      const std::string more = counted(refuse.size() - most_named, "other kind") + " of nodes";
      refuse.resize(most_named);
      refuse.push_back(more);
    }
    const bool one = refuse.size() == 1 && refuse.front() != "nodes like it";
    findings_.add("PresentedNotAccepted", view_.place_of_p(security_of(node), shown),
                  name_of(node) + " presents " + view_.name(shown) + ", and " + join_words(refuse) +
                      (one ? " refuses it" : " refuse it"));
  }

  const PlanView& view_;
  Findings& findings_;
  const world::World world_;
};

}  // namespace

void check_start(const PlanView& view, Findings& findings) { StartCheck(view, findings).check(); }

}  // namespace certdrill::lint
