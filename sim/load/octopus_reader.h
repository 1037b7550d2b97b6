// Reads "octopus": how a target of Octopus Deploy connects to the cluster, and makes of it the rules of its two kinds of
// calls. A deployment and a health check do not ask for the same.
//
//   deployment    P finds the client certificate by its thumbprint, or by what findType and findValueOverride say, in one
//                 store; V has the thumbprint of one server certificate, and nothing else.
//   health check  P always by the thumbprint, after it has installed the certificate there; V has the name of the client
//                 certificate beside that thumbprint.
// Errors     what Calamari would complain of before it connects: no thumbprint of the server, no client certificate.
// Source     Octopus client certificates page; OctopusDeploy/Calamari, AzureServiceFabricContext.ps1,
//            AzureServiceFabricPowerShellContext.cs, HealthCheckBehaviour.cs.
#pragma once

#include <optional>
#include <string>

#include "load/certificate_reader.h"
#include "load/fields.h"
#include "model/scenario.h"

namespace certdrill::load {

struct OctopusTarget {
  std::string server;  // the name of a certificate, or 40 hex digits
  pki::CertificateId client_certificate = pki::no_certificate;
  bool by_subject_name = false;
  std::string find_value;  // overrides the thumbprint of the client certificate; empty: it does not
  std::string location = "LocalMachine";
  std::string store = "MY";
  bool installs_before_deployment = false;
};

// Absent: it does not deploy, or is not looked after.
struct OctopusSchedules {
  std::optional<model::ClientCall> deployments;
  std::optional<model::ClientCall> health_checks;
};

class OctopusReader {
 public:
  OctopusReader(Report& report, const CertificateNames& certificates) : report_(report), certificates_(certificates) {}

  // `before`: what stays where the object does not say otherwise; null at the beginning, when some of it is needed.
  [[nodiscard]] std::optional<OctopusTarget> read(const JsonValue& value, const OctopusTarget* before);

  [[nodiscard]] model::SecurityConfiguration rules_of_deployment(const OctopusTarget& target) const;
  [[nodiscard]] model::SecurityConfiguration rules_of_health_check(const OctopusTarget& target) const;

 private:
  [[nodiscard]] std::optional<std::string> read_thumbprint(const JsonValue& value, std::string_view field);

  Report& report_;
  const CertificateNames& certificates_;
};

}  // namespace certdrill::load
