#include "plan/critical_instants.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace certdrill::plan {
namespace {

CriticalInstant of_certificate(SimTime at, InstantKind kind, pki::CertificateId id, const model::Scenario& scenario) {
  return {at, kind, id,
          scenario.certificates[id].name + (kind == InstantKind::certificate_expires ? " expires" : " becomes valid")};
}

}  // namespace

void CalendarWatch::on_event(const world::Simulation::Event& event, const world::Effects& effects,
                             const world::World& world, check::AuthenticationClasses& /*classes*/) {
  const model::Scenario& scenario = world.scenario();
  if (const auto* list = std::get_if<world::CrlExpires>(&event.what);
      list != nullptr && !effects.crls_changed.empty()) {
    seen_.push_back({event.at, InstantKind::list_ends, list->authority,
                     "the revocation list of " + scenario.certificates[list->authority].name + " ends"});
  } else if (const auto* outage = std::get_if<world::EndVaultOutage>(&event.what)) {
    seen_.push_back({event.at, InstantKind::outage_ends, pki::no_certificate,
                     "the outage of " + scenario.vaults[outage->vault].name + " ends"});
  } else if (const auto* fault = std::get_if<world::EndFault>(&event.what)) {
    seen_.push_back({event.at, InstantKind::fault_ends, pki::no_certificate,
                     certdrill::quoted(scenario.steps[fault->step].name) + " ends"});
  }
}

std::vector<CriticalInstant> critical_instants(const world::Setting& setting, const check::RunResult& run,
                                               const CalendarWatch& calendar) {
  const model::Scenario& scenario = setting.scenario();
  std::vector<CriticalInstant> instants = calendar.seen();
  for (pki::CertificateId id = 0; id < scenario.certificates.size(); ++id) {
    const pki::CertificateSpec& spec = scenario.certificates[id];
    if (spec.not_before <= scenario.start)
      instants.push_back(of_certificate(spec.not_before, InstantKind::certificate_becomes_valid, id, scenario));
    if (spec.not_after <= scenario.start)
      instants.push_back(of_certificate(spec.not_after, InstantKind::certificate_expires, id, scenario));
  }
  for (const world::Setting::Boundary& boundary : setting.boundaries()) {
    if (const auto* begins = std::get_if<world::CertificateBecomesValid>(&boundary.action)) {
      instants.push_back(
          of_certificate(boundary.at, InstantKind::certificate_becomes_valid, begins->certificate, scenario));
    } else if (const auto* ends = std::get_if<world::CertificateExpires>(&boundary.action)) {
      instants.push_back(of_certificate(boundary.at, InstantKind::certificate_expires, ends->certificate, scenario));
    }
  }
  for (const model::VaultCertificate& line : scenario.vault_certificates) {
    for (const model::VaultVersion& version : line.versions) {
      instants.push_back(
          {version.created, InstantKind::version_comes, version.certificate,
           scenario.certificates[version.certificate].name + " is in " + scenario.vaults[line.vault].name});
    }
  }
  for (const check::StepResult& step : run.steps) {
    if (step.state == check::StepState::not_begun) continue;
    instants.push_back(
        {step.start, InstantKind::step_begins, pki::no_certificate, certdrill::quoted(step.name) + " begins"});
    if (step.completed) {
      instants.push_back(
          {step.end, InstantKind::step_ends, pki::no_certificate, certdrill::quoted(step.name) + " is done"});
    }
  }
  for (const model::Step& step : scenario.steps) {
    if (step.not_before) {
      instants.push_back({*step.not_before, InstantKind::step_begins, pki::no_certificate,
                          certdrill::quoted(step.name) + " may begin"});
    }
    if (const auto* wait = std::get_if<model::WaitStep>(&step.what); wait != nullptr && wait->until) {
      instants.push_back(
          {*wait->until, InstantKind::step_ends, pki::no_certificate, certdrill::quoted(step.name) + " is over"});
    }
  }
  std::stable_sort(instants.begin(), instants.end(), [](const CriticalInstant& a, const CriticalInstant& b) {
    return std::tie(a.at, a.kind) < std::tie(b.at, b.kind);
  });
  return instants;
}

}  // namespace certdrill::plan
