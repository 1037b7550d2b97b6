#include "load/octopus_reader.h"

#include <algorithm>

#include "base/text.h"
#include "load/scenario_fields.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

constexpr std::size_t longest_value = 256;

}  // namespace

// The name of a certificate stands for its thumbprint.
std::optional<std::string> OctopusReader::read_thumbprint(const JsonValue& value, std::string_view field) {
  const auto text = read_string(report_, value, field, "the name of a certificate, or 40 hex digits");
  if (!text) return std::nullopt;
  if (text->empty()) {
    report_.error(value, quoted(field) + " is empty: Calamari fails before it connects",
                  "name a certificate, or write its 40 hex digits");
    return std::nullopt;
  }
  if (model::is_thumbprint_text(*text)) {
    std::string digits(*text);
    for (char& digit : digits) digit = digit >= 'a' && digit <= 'f' ? static_cast<char>(digit - 'a' + 'A') : digit;
    return digits;
  }
  if (!certificates_.find_or_report(report_, inside_of(value), *text)) return std::nullopt;
  return std::string(*text);
}

std::optional<OctopusTarget> OctopusReader::read(const JsonValue& value, const OctopusTarget* before) {
  const Fields fields(report_, value, octopus_fields);
  if (value.kind() != JsonKind::object) return std::nullopt;
  OctopusTarget target = before == nullptr ? OctopusTarget{} : *before;
  bool good = true;
  const auto take = [&](auto& into, auto&& read) {
    good = good && read.has_value();
    if (read) into = *std::forward<decltype(read)>(read);
  };
  if (const auto server = fields.get("serverCertThumbprint")) {
    take(target.server, read_thumbprint(*server, "serverCertThumbprint"));
  } else if (before == nullptr) {
    report_.error(value,
                  "\"serverCertThumbprint\" is missing: Calamari fails before it connects, with \"Failed to find a "
                  "value for the server certificate.\"",
                  "name the certificate that the endpoints show");
    good = false;
  }
  if (const auto client = fields.get("clientCertificate")) {
    const auto name = read_string(report_, *client, "clientCertificate", "the name of a certificate");
    const auto id = name ? certificates_.find_or_report(report_, inside_of(*client), *name) : std::nullopt;
    take(target.client_certificate, id);
  } else if (before == nullptr) {
    report_.error(value,
                  "\"clientCertificate\" is missing: Calamari fails before it connects, with \"Failed to find a value "
                  "for the client certificate.\"",
                  "name the certificate that Octopus shows");
    good = false;
  }
  if (const auto type = fields.get("findType")) {
    static constexpr std::pair<std::string_view, bool> types[] = {{"FindByThumbprint", false},
                                                                  {"FindBySubjectName", true}};
    take(target.by_subject_name, read_choice(report_, *type, "findType", "way to find a certificate", types));
  }
  if (const auto override_value = fields.get("findValueOverride")) {
    if (target.by_subject_name) {
      take(target.find_value, read_line(report_, *override_value, "findValueOverride", longest_value));
    } else {
      take(target.find_value, read_thumbprint(*override_value, "findValueOverride"));
    }
  }
  if (target.by_subject_name && target.find_value.empty()) {
    report_.warning(fields.has("findType") ? *fields.get("findType") : value,
                    "FindBySubjectName looks for the thumbprint of the client certificate as if it were a name, and "
                    "finds nothing",
                    "say which name: \"findValueOverride\"");
  }
  if (const auto location = fields.get("storeLocation")) {
    static constexpr std::pair<std::string_view, std::string_view> locations[] = {{"LocalMachine", "LocalMachine"},
                                                                                  {"CurrentUser", "CurrentUser"}};
    take(target.location, read_choice(report_, *location, "storeLocation", "location of a store", locations));
  }
  if (const auto store = fields.get("storeName"))
    take(target.store, read_line(report_, *store, "storeName", longest_value));
  if (const auto installs = fields.get("installsBeforeDeployment"))
    take(target.installs_before_deployment, read_flag(report_, *installs, "installsBeforeDeployment"));
  return good ? std::optional(std::move(target)) : std::nullopt;
}

// Source: OctopusDeploy/Calamari, AzureServiceFabricContext.ps1: FindValue is the override, or else the thumbprint;
// ServerCertThumbprint is all that is said of the server, ServerCommonName is never set.
model::SecurityConfiguration OctopusReader::rules_of_deployment(const OctopusTarget& target) const {
  const std::string& certificate = certificates_.spec(target.client_certificate).name;
  model::SecurityConfiguration security;
  if (target.by_subject_name) {
    const std::string name = target.find_value.empty() ? "the thumbprint of " + certificate : target.find_value;
    security.presents = model::PresentByCommonName{{{name, true}}};
  } else {
    security.presents = model::PresentByThumbprint{{{target.find_value.empty() ? certificate : target.find_value}}};
  }
  security.accepts.rules.push_back(model::AcceptThumbprint{{target.server}, false});
  return security;
}

// Source: OctopusDeploy/Calamari, HealthCheckBehaviour.cs: FindByThumbprint whatever the target says; RemoteCommonNames
// gets the common name of the client certificate itself.
model::SecurityConfiguration OctopusReader::rules_of_health_check(const OctopusTarget& target) const {
  const pki::CertificateSpec& certificate = certificates_.spec(target.client_certificate);
  model::SecurityConfiguration security;
  security.presents = model::PresentByThumbprint{{{certificate.name}}};
  security.accepts.rules.push_back(model::AcceptThumbprint{{target.server}, false});
  if (!certificate.common_name.empty())
    security.accepts.rules.push_back(model::AcceptCommonName{{certificate.common_name, true}, {}});
  return security;
}

}  // namespace certdrill::load
