#include "app/commands.h"
#include "check/node_at.h"
#include "check/rehearsal.h"
#include "report/certificate_report.h"
#include "world/crl_publisher.h"

namespace certdrill::app {
namespace {

// What the authorities have published by then: what the plan revokes is known once its step is done.
std::vector<pki::CrlSpec> published(const model::Scenario& scenario, const std::optional<SimTime>& at) {
  if (!at) return world::first_crls(scenario);
  return check::nodes_at(std::make_shared<const world::Setting>(scenario), {}, *at).crls;
}

}  // namespace

ExitCode certs_command(const CertsArguments& arguments, Console& console) {
  const std::optional<model::Scenario> scenario = load_scenario(arguments.scenario, arguments.seed, console);
  if (!scenario) return ExitCode::wrong_input;
  std::optional<SimTime> at;
  if (!arguments.at.empty()) {
    const Result<SimTime> read = parse_sim_time(arguments.at);
    if (!read) {
      console.complain(read.problem());
      return ExitCode::wrong_input;
    }
    at = *read;
  }
  const auto certificates = check::certificates_of(*scenario);
  const report::WriteCertificatesResult result =
      report::write_certificates(*certificates, published(*scenario, at), arguments.folder, !arguments.without_keys);
  if (result.failure) {
    console.complain(*result.failure);
    return ExitCode::wrong_input;
  }
  console.print(arguments.json ? report::certificates_json(*certificates, result.written, arguments.folder)
                               : report::certificates_text(*certificates, result.written, arguments.folder));
  return ExitCode::as_expected;
}

}  // namespace certdrill::app
