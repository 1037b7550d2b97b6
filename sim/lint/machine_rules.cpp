// What is installed by hand, and what machines that are made anew have.
#include <algorithm>

#include "base/text.h"
#include "lint/rule_groups.h"

namespace certdrill::lint {
namespace {

class MachineCheck {
 public:
  MachineCheck(const PlanView& view, Findings& findings)
      : view_(view), findings_(findings), scenario_(view.scenario()) {}

  void check() {
    for (std::uint32_t i = 0; i < scenario_.steps.size(); ++i) {
      const model::Step& step = scenario_.steps[i];
      if (const auto* install = std::get_if<model::InstallStep>(&step.what)) check_install(*install, step);
      if (const auto* version = std::get_if<model::VersionStep>(&step.what); version != nullptr && !version->enabled)
        check_withdrawn(i, version->line, version->version);
      if (const auto* secret = std::get_if<model::DeleteSecretStep>(&step.what))
        check_withdrawn(i, secret->line, std::nullopt);
      const bool reimage = std::holds_alternative<model::ReimageStep>(step.what);
      if (reimage) check_lost(i);
      if (reimage || std::holds_alternative<model::DeployStep>(step.what)) check_old_versions(i);
    }
  }

 private:
  void check_install(const model::InstallStep& install, const model::Step& step) {
    if (!install.where.all && install.where.nodes.empty()) return;
    for (const model::StoreEntry& entry : install.entries) {
      if (view_.spec(entry.certificate).authority || entry.key == model::PrivateKeyState::absent) continue;
      const bool vaults = !scenario_.vaults.empty();
      findings_.add(
          "AdHocInstall", step.where,
          view_.name(entry.certificate) + " is installed by hand" + (vaults ? ", although there are vaults" : ""),
          vaults ? Level::warning : Level::note);
      return;
    }
  }

  // What a scale set's secrets name when the step comes.
  [[nodiscard]] const std::vector<model::ObservedCertificate>& observed_at(model::AgentIndex agent,
                                                                           std::uint32_t step) const {
    const std::vector<model::ObservedCertificate>* observed = &scenario_.agents[agent].observes;
    for (std::uint32_t i = 0; i < step; ++i) {
      const auto* change = std::get_if<model::AgentStep>(&scenario_.steps[i].what);
      if (change != nullptr && change->agent == agent && change->observes) observed = &*change->observes;
    }
    return *observed;
  }

  void check_withdrawn(std::uint32_t step, model::LineIndex line, std::optional<std::uint32_t> version) {
    for (model::AgentIndex i = 0; i < scenario_.agents.size(); ++i) {
      if (polls(scenario_.agents[i])) continue;
      for (const model::ObservedCertificate& each : observed_at(i, step)) {
        if (each.line != line || (version && each.version != version)) continue;
        findings_.add("VersionInUseWithdrawn", scenario_.steps[step].where,
                      quoted(scenario_.agents[i].name) + " still names " + quoted(each.address) +
                          ": machines that are made from then on fail");
      }
    }
  }

  [[nodiscard]] bool in_force(const Era& era, std::uint32_t step) const {
    return (!era.from || *era.from < step) && (!era.until || *era.until > step);
  }

  void check_lost(std::uint32_t step) {
    for (const Era& era : view_.eras()) {
      if (era.until && *era.until <= step) continue;
      for (const CertificateId id : view_.named_by(view_.security(era).presents)) {
        const Arrival& arrival = view_.arrival(id);
        if (!arrival.at_all || !arrival.step || *arrival.step >= step || installed_again(id, step)) continue;
        findings_.add("LostOnReimage", scenario_.steps[step].where,
                      view_.name(id) + ", which P names, is not in the image, and no agent brings it again");
      }
    }
  }
  [[nodiscard]] bool installed_again(CertificateId id, std::uint32_t step) const {
    return std::any_of(scenario_.steps.begin() + step, scenario_.steps.end(), [&](const model::Step& later) {
      const auto* install = std::get_if<model::InstallStep>(&later.what);
      return install != nullptr && std::any_of(install->entries.begin(), install->entries.end(),
                                               [&](const model::StoreEntry& entry) { return entry.certificate == id; });
    });
  }

  void check_old_versions(std::uint32_t step) {
    const SimTime at = view_.earliest_begin(step);
    for (const Era& era : view_.eras()) {
      if (!in_force(era, step) || !PlanView::by_thumbprint(view_.security(era).presents)) continue;
      for (const CertificateId id : view_.named_by(view_.security(era).presents)) {
        const auto version = view_.version(id);
        if (!version || !view_.arrival(id).by_agent || named_as_secret(*version, step)) continue;
        const auto& versions = scenario_.vault_certificates[version->first].versions;
        const std::uint32_t next = version->second + 1;
        if (next >= versions.size() || versions[next].created > at) continue;
        findings_.add("OldVersionNotRedelivered", scenario_.steps[step].where,
                      "P names " + view_.name(id) + ", and machines that are made then only get a newer version");
      }
    }
  }
  [[nodiscard]] bool named_as_secret(std::pair<model::LineIndex, std::uint32_t> version, std::uint32_t step) const {
    for (model::AgentIndex i = 0; i < scenario_.agents.size(); ++i) {
      for (const model::ObservedCertificate& each : observed_at(i, step)) {
        if (each.line == version.first && each.version == version.second) return true;
      }
    }
    return false;
  }

  const PlanView& view_;
  Findings& findings_;
  const model::Scenario& scenario_;
};

}  // namespace

void check_machines(const PlanView& view, Findings& findings) { MachineCheck(view, findings).check(); }

}  // namespace certdrill::lint
