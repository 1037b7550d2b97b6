#include "app/commands.h"
#include "check/rehearsal.h"
#include "report/certificate_report.h"
#include "world/crl_publisher.h"

namespace certdrill::app {

ExitCode certs_command(const CertsArguments& arguments, Console& console) {
  const std::optional<model::Scenario> scenario = load_scenario(arguments.scenario, arguments.seed, console);
  if (!scenario) return ExitCode::wrong_input;
  const auto certificates = check::certificates_of(*scenario);
  const report::WriteCertificatesResult result = report::write_certificates(*certificates, world::first_crls(*scenario),
                                                                            arguments.folder, !arguments.without_keys);
  if (result.failure) {
    console.complain(*result.failure);
    return ExitCode::wrong_input;
  }
  console.print(arguments.json ? report::certificates_json(*certificates, result.written, arguments.folder)
                               : report::certificates_text(*certificates, result.written, arguments.folder));
  return ExitCode::as_expected;
}

}  // namespace certdrill::app
