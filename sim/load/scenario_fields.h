// The fields of every object of a scenario file. docs/scenario.schema.json says the same for editors; a test compares
// the two, and docs/scenario_format.md explains each.
#pragma once

#include <array>
#include <string_view>

#include "load/fields.h"

namespace certdrill::load {
namespace field_names {

inline constexpr std::array<std::string_view, 22> scenario = {
    "$schema",       "title",   "description", "start",        "end",        "seed",        "profile", "rules",
    "alsoUnder",     "keyType", "authorities", "certificates", "vaults",     "agents",      "cluster", "clients",
    "upgradePolicy", "steps",   "checks",      "expect",       "federation", "randomFaults"};
inline constexpr std::array<std::string_view, 11> authority = {
    "commonName", "subject",    "issuer", "notBefore",       "notAfter",        "keyType",
    "keyOf",      "pathLength", "crl",    "signatureDigest", "damagedSignature"};
inline constexpr std::array<std::string_view, 15> certificate = {
    "commonName", "subject", "dnsNames",         "emailNames",       "ipAddresses",
    "selfSigned", "issuer",  "extendedKeyUsage", "notBefore",        "notAfter",
    "keyType",    "keyOf",   "signatureDigest",  "damagedSignature", "sends"};
inline constexpr std::array<std::string_view, 2> crl = {"validFor", "publishEvery"};
inline constexpr std::array<std::string_view, 3> vault = {"access", "templateDeployment", "certificates"};
inline constexpr std::array<std::string_view, 16> vault_certificate = {
    "commonName",       "subject", "dnsNames", "emailNames", "ipAddresses", "selfSigned", "issuer",  "issuers",
    "extendedKeyUsage", "keyType", "sends",    "created",    "validity",    "renewAt",    "renewal", "imports"};
inline constexpr std::array<std::string_view, 2> issuer_from = {"from", "issuer"};
inline constexpr std::array<std::string_view, 2> import = {"certificate", "at"};
inline constexpr std::array<std::string_view, 12> agent = {
    "kind",   "identity", "observes",  "pollingInterval", "requireInitialSync", "linkOnRenewal",
    "starts", "nodes",    "nodeTypes", "upgradeDomains",  "faultDomains",       "except"};
inline constexpr std::array<std::string_view, 2> bootstrap = {"after", "timeout"};
inline constexpr std::array<std::string_view, 13> cluster = {
    "nodes",        "nodeTypes",       "upgradeDomains", "faultDomains", "seedNodes",    "reliability",  "installed",
    "trustedRoots", "unreachableCrls", "security",       "bootstrap",    "scanInterval", "expiryWarning"};
inline constexpr std::array<std::string_view, 5> node_type = {"nodes", "installed", "trustedRoots", "unreachableCrls",
                                                              "security"};
inline constexpr std::array<std::string_view, 10> node = {
    "name", "id",        "upgradeDomain", "faultDomain",     "nodeType",
    "seed", "installed", "trustedRoots",  "unreachableCrls", "security"};
inline constexpr std::array<std::string_view, 10> client = {"security", "installed", "trustedRoots", "unreachableCrls",
                                                            "calls",    "octopus",   "deployments",  "healthChecks",
                                                            "unknown",  "gateway"};
inline constexpr std::array<std::string_view, 5> client_store_entry = {"certificate", "privateKey", "renewedBy",
                                                                       "location", "store"};
inline constexpr std::array<std::string_view, 6> client_call = {"every",    "first", "needs",
                                                                "attempts", "pause", "security"};
inline constexpr std::array<std::string_view, 7> octopus = {"serverCertThumbprint",    "clientCertificate", "findType",
                                                            "findValueOverride",       "storeLocation",     "storeName",
                                                            "installsBeforeDeployment"};
inline constexpr std::array<std::string_view, 2> octopus_schedule = {"every", "first"};
inline constexpr std::array<std::string_view, 3> store_entry = {"certificate", "privateKey", "renewedBy"};
inline constexpr std::array<std::string_view, 18> upgrade_policy = {"domainDuration",
                                                                    "pauseBetweenDomains",
                                                                    "pauseBetweenSteps",
                                                                    "mode",
                                                                    "failureAction",
                                                                    "healthCheckWaitDuration",
                                                                    "healthCheckStableDuration",
                                                                    "healthCheckRetryTimeout",
                                                                    "healthCheckInterval",
                                                                    "upgradeDomainTimeout",
                                                                    "upgradeTimeout",
                                                                    "maxPercentUnhealthyNodes",
                                                                    "maxPercentDeltaUnhealthyNodes",
                                                                    "maxPercentUpgradeDomainDeltaUnhealthyNodes",
                                                                    "operatorDelay",
                                                                    "restartNodes",
                                                                    "expectedNodeUpgradeDuration",
                                                                    "seedWait"};
inline constexpr std::array<std::string_view, 17> step_policy = {"domainDuration",
                                                                 "pauseBetweenDomains",
                                                                 "mode",
                                                                 "failureAction",
                                                                 "healthCheckWaitDuration",
                                                                 "healthCheckStableDuration",
                                                                 "healthCheckRetryTimeout",
                                                                 "healthCheckInterval",
                                                                 "upgradeDomainTimeout",
                                                                 "upgradeTimeout",
                                                                 "maxPercentUnhealthyNodes",
                                                                 "maxPercentDeltaUnhealthyNodes",
                                                                 "maxPercentUpgradeDomainDeltaUnhealthyNodes",
                                                                 "operatorDelay",
                                                                 "restartNodes",
                                                                 "expectedNodeUpgradeDuration",
                                                                 "seedWait"};
inline constexpr std::array<std::string_view, 7> upgrade_step = {"upgrade", "to",     "at",   "policy",
                                                                 "during",  "domain", "after"};
inline constexpr std::array<std::string_view, 10> install_step = {
    "install", "name", "within", "at", "nodes", "nodeTypes", "upgradeDomains", "faultDomains", "except", "clients"};
inline constexpr std::array<std::string_view, 8> change_client_step = {
    "changeClient", "name", "at", "security", "octopus", "calls", "deployments", "healthChecks"};
inline constexpr std::array<std::string_view, 9> remove_step = {
    "remove", "name", "within", "at", "nodes", "nodeTypes", "upgradeDomains", "faultDomains", "except"};
inline constexpr std::array<std::string_view, 3> revoke_step = {"revoke", "name", "at"};
inline constexpr std::array<std::string_view, 3> publish_crl_step = {"publishCrl", "name", "at"};
inline constexpr std::array<std::string_view, 9> block_crl_step = {
    "blockCrl", "name", "within", "at", "nodes", "nodeTypes", "upgradeDomains", "faultDomains", "except"};
inline constexpr std::array<std::string_view, 9> unblock_crl_step = {
    "unblockCrl", "name", "within", "at", "nodes", "nodeTypes", "upgradeDomains", "faultDomains", "except"};
inline constexpr std::array<std::string_view, 2> wait_step = {"wait", "name"};
inline constexpr std::array<std::string_view, 2> wait_until_step = {"waitUntil", "name"};
inline constexpr std::array<std::string_view, 15> conversion_policy = {"domainDuration",
                                                                       "pauseBetweenDomains",
                                                                       "healthCheckWaitDuration",
                                                                       "healthCheckStableDuration",
                                                                       "healthCheckRetryTimeout",
                                                                       "healthCheckInterval",
                                                                       "upgradeDomainTimeout",
                                                                       "upgradeTimeout",
                                                                       "maxPercentUnhealthyNodes",
                                                                       "maxPercentDeltaUnhealthyNodes",
                                                                       "maxPercentUpgradeDomainDeltaUnhealthyNodes",
                                                                       "operatorDelay",
                                                                       "restartNodes",
                                                                       "expectedNodeUpgradeDuration",
                                                                       "seedWait"};
inline constexpr std::array<std::string_view, 5> convert_step = {"convert", "to", "at", "policy", "quirks"};
inline constexpr std::array<std::string_view, 7> crash_step = {"crash",  "for",    "name", "at",
                                                               "during", "domain", "after"};
inline constexpr std::array<std::string_view, 6> restart_step = {"restart", "name", "at", "during", "domain", "after"};
inline constexpr std::array<std::string_view, 6> host_reboot_step = {"hostReboot", "name",   "at",
                                                                     "during",     "domain", "after"};
inline constexpr std::array<std::string_view, 7> partition_step = {"partition", "for",    "name", "at",
                                                                   "during",    "domain", "after"};
inline constexpr std::array<std::string_view, 8> slow_step = {"slow", "delay",  "for",    "name",
                                                              "at",   "during", "domain", "after"};
inline constexpr std::array<std::string_view, 8> lossy_step = {"lossy", "percent", "for",    "name",
                                                               "at",    "during",  "domain", "after"};
inline constexpr std::array<std::string_view, 7> hang_step = {"hang", "for", "name", "at", "during", "domain", "after"};
inline constexpr std::array<std::string_view, 8> clock_step = {"clock", "by",     "for",    "name",
                                                               "at",    "during", "domain", "after"};
inline constexpr std::array<std::string_view, 6> heal_step = {"heal", "name", "at", "during", "domain", "after"};
inline constexpr std::array<std::string_view, 6> start_step = {"start", "name", "at", "during", "domain", "after"};
inline constexpr std::array<std::string_view, 4> grant_access_step = {"grantAccess", "to", "name", "at"};
inline constexpr std::array<std::string_view, 4> withdraw_access_step = {"withdrawAccess", "from", "name", "at"};
inline constexpr std::array<std::string_view, 4> vault_outage_step = {"vaultOutage", "for", "name", "at"};
inline constexpr std::array<std::string_view, 3> disable_version_step = {"disableVersion", "name", "at"};
inline constexpr std::array<std::string_view, 3> enable_version_step = {"enableVersion", "name", "at"};
inline constexpr std::array<std::string_view, 3> delete_secret_step = {"deleteSecret", "name", "at"};
inline constexpr std::array<std::string_view, 5> renew_secret_step = {"renewSecret", "issuer", "validity", "name",
                                                                      "at"};
inline constexpr std::array<std::string_view, 4> update_agent_step = {"updateAgent", "observes", "name", "at"};
inline constexpr std::array<std::string_view, 3> start_agent_step = {"startAgent", "name", "at"};
inline constexpr std::array<std::string_view, 3> stop_agent_step = {"stopAgent", "name", "at"};
inline constexpr std::array<std::string_view, 4> reimage_step = {"reimage", "within", "name", "at"};
inline constexpr std::array<std::string_view, 4> deploy_step = {"deploy", "within", "name", "at"};
inline constexpr std::array<std::string_view, 4> scale_out_step = {"scaleOut", "within", "name", "at"};
inline constexpr std::array<std::string_view, 5> selection = {"nodes", "nodeTypes", "upgradeDomains", "faultDomains",
                                                              "except"};
inline constexpr std::array<std::string_view, 11> random_fault = {
    "fault",     "every",          "for",          "delay", "percent", "by", "nodes",
    "nodeTypes", "upgradeDomains", "faultDomains", "except"};
inline constexpr std::array<std::string_view, 25> federation = {"simulate",
                                                                "neighborhoodSize",
                                                                "leaseDuration",
                                                                "leaseRenewBeginRatio",
                                                                "leaseRetryCount",
                                                                "leaseSuspendTimeout",
                                                                "arbitrationTimeout",
                                                                "maxIndirectLease",
                                                                "establishRetry",
                                                                "voterHistory",
                                                                "repeatWindow",
                                                                "globalLease",
                                                                "globalLeaseRefresh",
                                                                "joinRetry",
                                                                "joinDuration",
                                                                "bootstrapInterval",
                                                                "sessionRefreshDelay",
                                                                "sessionRefreshTimeout",
                                                                "sessionCloseDelay",
                                                                "sessionExpiration",
                                                                "sessionExpirationSpread",
                                                                "sessionRefreshRetry",
                                                                "certificateMonitor",
                                                                "processStart",
                                                                "hostStart"};
inline constexpr std::array<std::string_view, 6> check = {"always", "never", "sometimes", "finally", "expect", "step"};

}  // namespace field_names

inline constexpr FieldTable scenario_fields{"scenario", "a scenario", field_names::scenario};
inline constexpr FieldTable authority_fields{"authority", "an authority", field_names::authority};
inline constexpr FieldTable certificate_fields{"certificate", "a certificate", field_names::certificate};
inline constexpr FieldTable crl_fields{"crl", "the CRL of an authority", field_names::crl};
inline constexpr FieldTable cluster_fields{"cluster", "a cluster", field_names::cluster};
inline constexpr FieldTable node_type_fields{"nodeType", "a node type", field_names::node_type};
inline constexpr FieldTable node_fields{"node", "a node", field_names::node};
inline constexpr FieldTable client_fields{"client", "a client", field_names::client};
inline constexpr FieldTable client_store_entry_fields{"clientStoreEntry", "an entry of a client's store",
                                                      field_names::client_store_entry};
inline constexpr FieldTable client_call_fields{"clientCall", "a call of a client", field_names::client_call};
inline constexpr FieldTable octopus_fields{"octopus", "a target of Octopus Deploy", field_names::octopus};
inline constexpr FieldTable octopus_schedule_fields{"octopusSchedule", "a schedule", field_names::octopus_schedule};
inline constexpr FieldTable change_client_step_fields{"changeClientStep", "a change of a client",
                                                      field_names::change_client_step};
inline constexpr FieldTable store_entry_fields{"storeEntry", "an entry of a store", field_names::store_entry};
inline constexpr FieldTable upgrade_policy_fields{"upgradePolicy", "an upgrade policy", field_names::upgrade_policy};
inline constexpr FieldTable step_policy_fields{"stepPolicy", "the policy of a step", field_names::step_policy};
inline constexpr FieldTable upgrade_step_fields{"upgradeStep", "an upgrade", field_names::upgrade_step};
inline constexpr FieldTable install_step_fields{"installStep", "an install", field_names::install_step};
inline constexpr FieldTable remove_step_fields{"removeStep", "a removal", field_names::remove_step};
inline constexpr FieldTable revoke_step_fields{"revokeStep", "a revocation", field_names::revoke_step};
inline constexpr FieldTable publish_crl_step_fields{"publishCrlStep", "a publication of CRLs",
                                                    field_names::publish_crl_step};
inline constexpr FieldTable block_crl_step_fields{"blockCrlStep", "a blocking of CRLs", field_names::block_crl_step};
inline constexpr FieldTable unblock_crl_step_fields{"unblockCrlStep", "an unblocking of CRLs",
                                                    field_names::unblock_crl_step};
inline constexpr FieldTable wait_step_fields{"waitStep", "a wait", field_names::wait_step};
inline constexpr FieldTable wait_until_step_fields{"waitUntilStep", "a wait", field_names::wait_until_step};
inline constexpr FieldTable conversion_policy_fields{"conversionPolicy", "the policy of a conversion",
                                                     field_names::conversion_policy};
inline constexpr FieldTable convert_step_fields{"convertStep", "a conversion", field_names::convert_step};
inline constexpr FieldTable selection_fields{"selection", "a selection of nodes", field_names::selection};
inline constexpr FieldTable random_fault_fields{"randomFault", "a random fault", field_names::random_fault};
inline constexpr FieldTable federation_fields{"federation", "the settings of the federation", field_names::federation};
inline constexpr FieldTable crash_step_fields{"crashStep", "a crash", field_names::crash_step};
inline constexpr FieldTable restart_step_fields{"restartStep", "a restart", field_names::restart_step};
inline constexpr FieldTable host_reboot_step_fields{"hostRebootStep", "a reboot of a host",
                                                    field_names::host_reboot_step};
inline constexpr FieldTable partition_step_fields{"partitionStep", "a partition", field_names::partition_step};
inline constexpr FieldTable slow_step_fields{"slowStep", "a slowness", field_names::slow_step};
inline constexpr FieldTable lossy_step_fields{"lossyStep", "a loss of messages", field_names::lossy_step};
inline constexpr FieldTable hang_step_fields{"hangStep", "a hang", field_names::hang_step};
inline constexpr FieldTable clock_step_fields{"clockStep", "a wrong clock", field_names::clock_step};
inline constexpr FieldTable heal_step_fields{"healStep", "a healing", field_names::heal_step};
inline constexpr FieldTable start_step_fields{"startStep", "a start", field_names::start_step};
inline constexpr FieldTable vault_fields{"vault", "a vault", field_names::vault};
inline constexpr FieldTable vault_certificate_fields{"vaultCertificate", "a vault certificate",
                                                     field_names::vault_certificate};
inline constexpr FieldTable issuer_from_fields{"issuerFrom", "an issuer from a date on", field_names::issuer_from};
inline constexpr FieldTable import_fields{"import", "an imported certificate", field_names::import};
inline constexpr FieldTable agent_fields{"agent", "an agent", field_names::agent};
inline constexpr FieldTable bootstrap_fields{"bootstrap", "the bootstrap of a machine", field_names::bootstrap};
inline constexpr FieldTable grant_access_step_fields{"grantAccessStep", "a grant of access",
                                                     field_names::grant_access_step};
inline constexpr FieldTable withdraw_access_step_fields{"withdrawAccessStep", "a withdrawal of access",
                                                        field_names::withdraw_access_step};
inline constexpr FieldTable vault_outage_step_fields{"vaultOutageStep", "an outage of a vault",
                                                     field_names::vault_outage_step};
inline constexpr FieldTable disable_version_step_fields{"disableVersionStep", "a disabling",
                                                        field_names::disable_version_step};
inline constexpr FieldTable enable_version_step_fields{"enableVersionStep", "an enabling",
                                                       field_names::enable_version_step};
inline constexpr FieldTable delete_secret_step_fields{"deleteSecretStep", "a deletion",
                                                      field_names::delete_secret_step};
inline constexpr FieldTable renew_secret_step_fields{"renewSecretStep", "a renewal", field_names::renew_secret_step};
inline constexpr FieldTable update_agent_step_fields{"updateAgentStep", "an update of an agent",
                                                     field_names::update_agent_step};
inline constexpr FieldTable start_agent_step_fields{"startAgentStep", "a start of an agent",
                                                    field_names::start_agent_step};
inline constexpr FieldTable stop_agent_step_fields{"stopAgentStep", "a stop of an agent", field_names::stop_agent_step};
inline constexpr FieldTable reimage_step_fields{"reimageStep", "a re-image", field_names::reimage_step};
inline constexpr FieldTable deploy_step_fields{"deployStep", "a deployment", field_names::deploy_step};
inline constexpr FieldTable scale_out_step_fields{"scaleOutStep", "a scale-out", field_names::scale_out_step};
inline constexpr FieldTable check_fields{"check", "a check", field_names::check};

inline constexpr std::array<const FieldTable*, 60> all_field_tables = {&scenario_fields,
                                                                       &authority_fields,
                                                                       &certificate_fields,
                                                                       &crl_fields,
                                                                       &cluster_fields,
                                                                       &node_type_fields,
                                                                       &node_fields,
                                                                       &client_fields,
                                                                       &store_entry_fields,
                                                                       &upgrade_policy_fields,
                                                                       &step_policy_fields,
                                                                       &upgrade_step_fields,
                                                                       &install_step_fields,
                                                                       &remove_step_fields,
                                                                       &revoke_step_fields,
                                                                       &publish_crl_step_fields,
                                                                       &block_crl_step_fields,
                                                                       &unblock_crl_step_fields,
                                                                       &wait_step_fields,
                                                                       &wait_until_step_fields,
                                                                       &check_fields,
                                                                       &conversion_policy_fields,
                                                                       &convert_step_fields,
                                                                       &selection_fields,
                                                                       &random_fault_fields,
                                                                       &federation_fields,
                                                                       &crash_step_fields,
                                                                       &restart_step_fields,
                                                                       &host_reboot_step_fields,
                                                                       &partition_step_fields,
                                                                       &slow_step_fields,
                                                                       &lossy_step_fields,
                                                                       &hang_step_fields,
                                                                       &clock_step_fields,
                                                                       &heal_step_fields,
                                                                       &start_step_fields,
                                                                       &vault_fields,
                                                                       &vault_certificate_fields,
                                                                       &issuer_from_fields,
                                                                       &import_fields,
                                                                       &agent_fields,
                                                                       &bootstrap_fields,
                                                                       &grant_access_step_fields,
                                                                       &withdraw_access_step_fields,
                                                                       &vault_outage_step_fields,
                                                                       &disable_version_step_fields,
                                                                       &enable_version_step_fields,
                                                                       &delete_secret_step_fields,
                                                                       &renew_secret_step_fields,
                                                                       &update_agent_step_fields,
                                                                       &start_agent_step_fields,
                                                                       &stop_agent_step_fields,
                                                                       &reimage_step_fields,
                                                                       &deploy_step_fields,
                                                                       &scale_out_step_fields,
                                                                       &client_store_entry_fields,
                                                                       &client_call_fields,
                                                                       &octopus_fields,
                                                                       &octopus_schedule_fields,
                                                                       &change_client_step_fields};

}  // namespace certdrill::load
