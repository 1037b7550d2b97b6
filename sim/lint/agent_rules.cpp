// What agents bring, as whom, and how that goes with the way certificates are declared.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "lint/rule_groups.h"

namespace certdrill::lint {
namespace {

class AgentCheck {
 public:
  AgentCheck(const PlanView& view, Findings& findings) : view_(view), findings_(findings), scenario_(view.scenario()) {}

  void check() {
    for (model::AgentIndex i = 0; i < scenario_.agents.size(); ++i) lists_.push_back(lists_of(i));
    for (model::AgentIndex i = 0; i < scenario_.agents.size(); ++i) {
      check_access(i);
      check_settings(i);
      check_secrets(i);
      check_identity(i);
    }
    for (const Era& era : view_.eras()) check_declared(era);
    check_withdrawn();
  }

 private:
  // What an agent observes from when on.
  struct List {
    std::optional<std::uint32_t> from;  // step; none: the start, or its own start
    const std::vector<model::ObservedCertificate>* observed = nullptr;
    Location where;
  };
  struct Lists {
    std::vector<List> lists;  // at least one
    bool ever_runs = false;
    std::optional<std::uint32_t> started;  // by this step, and does not run before
  };

  [[nodiscard]] Lists lists_of(model::AgentIndex index) const {
    const model::Agent& agent = scenario_.agents[index];
    Lists all;
    all.ever_runs = agent.runs_at_start;
    all.lists.push_back({std::nullopt, &agent.observes, agent.where_said});
    for (std::uint32_t i = 0; i < scenario_.steps.size(); ++i) {
      const auto* change = std::get_if<model::AgentStep>(&scenario_.steps[i].what);
      if (change == nullptr || change->agent != index) continue;
      if (change->observes) all.lists.push_back({i, &*change->observes, scenario_.steps[i].where});
      if (change->run == model::AgentStep::Run::start && !all.ever_runs) {
        all.ever_runs = true;
        all.started = i;
      }
    }
    return all;
  }

  [[nodiscard]] bool observes(model::AgentIndex agent, model::LineIndex line) const {
    return std::any_of(lists_[agent].lists.begin(), lists_[agent].lists.end(), [&](const List& list) {
      return std::any_of(list.observed->begin(), list.observed->end(),
                         [&](const auto& each) { return each.line == line; });
    });
  }
  [[nodiscard]] static bool names_version(const std::vector<model::ObservedCertificate>& observed,
                                          std::pair<model::LineIndex, std::uint32_t> version) {
    return std::any_of(observed.begin(), observed.end(),
                       [&](const auto& each) { return each.line == version.first && each.version == version.second; });
  }

  void check_access(model::AgentIndex index) {
    const model::Agent& agent = scenario_.agents[index];
    const Lists& all = lists_[index];
    if (!all.ever_runs) return;
    std::set<model::VaultIndex> told;
    for (const List& list : all.lists) {
      const std::optional<std::uint32_t> needed = list.from ? list.from : all.started;
      std::vector<std::pair<model::VaultIndex, model::IdentityIndex>> granted;
      for (std::uint32_t i = 0; needed && i < *needed; ++i) {
        const auto* access = std::get_if<model::VaultAccessStep>(&scenario_.steps[i].what);
        if (access != nullptr && access->granted) granted.emplace_back(access->vault, access->identity);
      }
      for (const model::ObservedCertificate& each : *list.observed) {
        if (may_read(scenario_, agent, each.vault, granted) || !told.insert(each.vault).second) continue;
        const std::string who =
            "agent " + quoted(agent.name) + " reads as " + quoted(scenario_.identities[agent.identity]);
        const std::string vault = quoted(scenario_.vaults[each.vault].name);
        const auto later = std::find_if(scenario_.steps.begin(), scenario_.steps.end(), [&](const model::Step& step) {
          const auto* access = std::get_if<model::VaultAccessStep>(&step.what);
          return access != nullptr && access->granted && access->vault == each.vault &&
                 access->identity == agent.identity;
        });
        if (later == scenario_.steps.end()) {
          findings_.add("AgentWithoutAccess", list.where, who + ", which may not read vault " + vault);
        } else {
          findings_.add("AccessGrantedTooLate", list.where,
                        who + ", which may read vault " + vault + " only from " + quoted(later->name) + " on");
        }
      }
    }
  }

  void check_withdrawn() {
    for (const model::Step& step : scenario_.steps) {
      const auto* access = std::get_if<model::VaultAccessStep>(&step.what);
      if (access == nullptr || access->granted) continue;
      for (model::AgentIndex i = 0; i < scenario_.agents.size(); ++i) {
        const auto reads = [&](const List& list) {
          return std::any_of(list.observed->begin(), list.observed->end(),
                             [&](const auto& each) { return each.vault == access->vault; });
        };
        if (scenario_.agents[i].identity != access->identity ||
            !std::any_of(lists_[i].lists.begin(), lists_[i].lists.end(), reads))
          continue;
        findings_.add("AgentWithoutAccess", step.where,
                      "agent " + quoted(scenario_.agents[i].name) + " reads as " +
                          quoted(scenario_.identities[access->identity]) + ", which may not read vault " +
                          quoted(scenario_.vaults[access->vault].name) + " from then on");
      }
    }
  }

  // Does it bring what some P names?
  [[nodiscard]] bool brings_presented(model::AgentIndex index) const {
    return std::any_of(view_.eras().begin(), view_.eras().end(), [&](const Era& era) {
      const auto named = view_.named_by(view_.security(era).presents);
      return std::any_of(named.begin(), named.end(), [&](CertificateId id) {
        return view_.version(id) && observes(index, view_.version(id)->first);
      });
    });
  }

  void check_settings(model::AgentIndex index) {
    const model::Agent& agent = scenario_.agents[index];
    const std::string who = "agent " + quoted(agent.name);
    const bool presented = brings_presented(index);
    if (agent.kind == model::AgentKind::key_vault_extension && presented && !agent.require_initial_sync) {
      findings_.add("InitialSyncNotRequired", agent.where_said,
                    who + " brings what nodes present, and counts as ready on a new machine without it");
    }
    for (const model::ObservedCertificate& each : agent.observes) {
      if (!each.line && agent.require_initial_sync) {
        findings_.add("InitialSyncOfUnknown", agent.where_said,
                      who + " requires an initial sync, and " + quoted(each.address) + " is not there");
      }
    }
    if (agent.link_on_renewal) {
      findings_.add("LinkOnRenewal", agent.where_said,
                    who + " links what it installs to whatever has fewer alternative names");
    }
    const bool machines = std::any_of(scenario_.steps.begin(), scenario_.steps.end(), [](const model::Step& step) {
      return std::holds_alternative<model::DeployStep>(step.what) ||
             std::holds_alternative<model::ReimageStep>(step.what);
    });
    const auto& after = scenario_.cluster.bootstrap.after;
    if (machines && presented && !std::binary_search(after.begin(), after.end(), index)) {
      findings_.add("BootstrapDoesNotWait", agent.where_said,
                    who + " brings what nodes present, and new machines do not wait for it");
    }
  }

  void check_secrets(model::AgentIndex index) {
    const model::Agent& agent = scenario_.agents[index];
    if (polls(agent) || !lists_[index].ever_runs) return;
    const List& last = lists_[index].lists.back();
    for (const model::ObservedCertificate& each : *last.observed) {
      if (!each.line) continue;
      const model::VaultCertificate& line = scenario_.vault_certificates[*each.line];
      const pki::CertificateSpec& spec = view_.spec(line.versions[*each.version].certificate);
      const bool replaced = *each.version + 1 < line.versions.size();
      if (replaced && spec.not_after <= view_.horizon()) {
        findings_.add("SecretNotUpdated", last.where,
                      quoted(agent.name) + " stays with " + spec.name + ", which ends " +
                          date_to_string(spec.not_after) + "; the vault has newer ones");
      }
      for (model::AgentIndex other = 0; other < scenario_.agents.size(); ++other) {
        if (polls(scenario_.agents[other]) && lists_[other].ever_runs && observes(other, *each.line)) {
          findings_.add(
              "SecretAndExtension", last.where,
              quoted(agent.name) + " and " + quoted(scenario_.agents[other].name) + " both bring " + quoted(line.name));
        }
      }
    }
  }

  void check_identity(model::AgentIndex index) {
    const model::Agent& agent = scenario_.agents[index];
    if (agent.kind != model::AgentKind::key_vault_extension) return;
    for (model::LineIndex line = 0; line < scenario_.vault_certificates.size(); ++line) {
      const model::VaultIndex vault = scenario_.vault_certificates[line].vault;
      bool wanted = false;
      for (model::AgentIndex other = 0; other < scenario_.agents.size(); ++other)
        wanted = wanted || (scenario_.agents[other].identity == agent.identity && observes(other, line));
      if (wanted || !may_read(scenario_, agent, vault)) continue;
      findings_.add("SharedManagedIdentity", agent.where_said,
                    "whatever runs on these machines may read " +
                        quoted(scenario_.vaults[vault].name + "/" + scenario_.vault_certificates[line].name) + " as " +
                        quoted(scenario_.identities[agent.identity]) + ", and no agent needs it");
    }
  }

  // Versions and P: what is brought anew by itself goes with names, what is brought once with thumbprints.
  void check_declared(const Era& era) {
    const bool by_thumbprint = PlanView::by_thumbprint(view_.security(era).presents);
    for (const CertificateId id : view_.named_by(view_.security(era).presents)) {
      const auto version = view_.version(id);
      if (!version) continue;
      for (model::AgentIndex i = 0; i < scenario_.agents.size(); ++i) {
        const model::Agent& agent = scenario_.agents[i];
        if (!lists_[i].ever_runs || !observes(i, version->first)) continue;
        const bool now = agent.runs_at_start || !era.until;
        if (by_thumbprint && polls(agent) && now && !is_secret(*version)) {
          findings_.add("AutorefreshWithThumbprint", view_.place_of_p(era.security, id),
                        "P names " + view_.name(id) + " by thumbprint, and " + quoted(agent.name) +
                            " brings whatever version is the newest");
        } else if (!by_thumbprint && !polls(agent) && !is_polled(version->first)) {
          findings_.add(
              "VersionedSecretWithCommonName", agent.where_said,
              "P finds " + view_.name(id) + " by its name, and " + quoted(agent.name) + " brings one version alone");
        }
      }
    }
  }
  [[nodiscard]] bool is_secret(std::pair<model::LineIndex, std::uint32_t> version) const {
    for (model::AgentIndex i = 0; i < scenario_.agents.size(); ++i) {
      if (polls(scenario_.agents[i]) || !lists_[i].ever_runs) continue;
      for (const List& list : lists_[i].lists) {
        if (names_version(*list.observed, version)) return true;
      }
    }
    return false;
  }
  [[nodiscard]] bool is_polled(model::LineIndex line) const {
    for (model::AgentIndex i = 0; i < scenario_.agents.size(); ++i) {
      if (polls(scenario_.agents[i]) && lists_[i].ever_runs && observes(i, line)) return true;
    }
    return false;
  }

  const PlanView& view_;
  Findings& findings_;
  const model::Scenario& scenario_;
  std::vector<Lists> lists_;  // by agent
};

}  // namespace

void check_agents(const PlanView& view, Findings& findings) { AgentCheck(view, findings).check(); }

}  // namespace certdrill::lint
