// The fields of every object of a scenario file. docs/scenario.schema.json says the same for editors; a test compares
// the two, and docs/scenario_format.md explains each.
#pragma once

#include <array>
#include <string_view>

#include "load/fields.h"

namespace certdrill::load {
namespace field_names {

inline constexpr std::array<std::string_view, 15> scenario = {
    "$schema",     "title",        "description", "start",         "end",   "seed",   "profile", "keyType",
    "authorities", "certificates", "cluster",     "upgradePolicy", "steps", "checks", "expect"};
inline constexpr std::array<std::string_view, 5> authority = {"commonName", "issuer", "notBefore", "notAfter",
                                                              "keyType"};
inline constexpr std::array<std::string_view, 8> certificate = {
    "commonName", "dnsNames", "selfSigned", "issuer", "extendedKeyUsage", "notBefore", "notAfter", "keyType"};
inline constexpr std::array<std::string_view, 7> cluster = {"nodes",     "nodeTypes",    "upgradeDomains", "seedNodes",
                                                            "installed", "trustedRoots", "security"};
inline constexpr std::array<std::string_view, 4> node_type = {"nodes", "installed", "trustedRoots", "security"};
inline constexpr std::array<std::string_view, 7> node = {"name",      "upgradeDomain", "nodeType", "seed",
                                                         "installed", "trustedRoots",  "security"};
inline constexpr std::array<std::string_view, 2> store_entry = {"certificate", "privateKey"};
inline constexpr std::array<std::string_view, 3> upgrade_policy = {"domainDuration", "pauseBetweenDomains",
                                                                   "pauseBetweenSteps"};
inline constexpr std::array<std::string_view, 2> step_policy = {"domainDuration", "pauseBetweenDomains"};
inline constexpr std::array<std::string_view, 4> upgrade_step = {"upgrade", "to", "at", "policy"};
inline constexpr std::array<std::string_view, 8> install_step = {"install", "name",      "within",         "at",
                                                                 "nodes",   "nodeTypes", "upgradeDomains", "except"};
inline constexpr std::array<std::string_view, 8> remove_step = {"remove", "name",      "within",         "at",
                                                                "nodes",  "nodeTypes", "upgradeDomains", "except"};
inline constexpr std::array<std::string_view, 2> wait_step = {"wait", "name"};
inline constexpr std::array<std::string_view, 2> wait_until_step = {"waitUntil", "name"};
inline constexpr std::array<std::string_view, 6> check = {"always", "never", "sometimes", "finally", "expect", "step"};

}  // namespace field_names

inline constexpr FieldTable scenario_fields{"scenario", "a scenario", field_names::scenario};
inline constexpr FieldTable authority_fields{"authority", "an authority", field_names::authority};
inline constexpr FieldTable certificate_fields{"certificate", "a certificate", field_names::certificate};
inline constexpr FieldTable cluster_fields{"cluster", "a cluster", field_names::cluster};
inline constexpr FieldTable node_type_fields{"nodeType", "a node type", field_names::node_type};
inline constexpr FieldTable node_fields{"node", "a node", field_names::node};
inline constexpr FieldTable store_entry_fields{"storeEntry", "an entry of a store", field_names::store_entry};
inline constexpr FieldTable upgrade_policy_fields{"upgradePolicy", "an upgrade policy", field_names::upgrade_policy};
inline constexpr FieldTable step_policy_fields{"stepPolicy", "the policy of a step", field_names::step_policy};
inline constexpr FieldTable upgrade_step_fields{"upgradeStep", "an upgrade", field_names::upgrade_step};
inline constexpr FieldTable install_step_fields{"installStep", "an install", field_names::install_step};
inline constexpr FieldTable remove_step_fields{"removeStep", "a removal", field_names::remove_step};
inline constexpr FieldTable wait_step_fields{"waitStep", "a wait", field_names::wait_step};
inline constexpr FieldTable wait_until_step_fields{"waitUntilStep", "a wait", field_names::wait_until_step};
inline constexpr FieldTable check_fields{"check", "a check", field_names::check};

inline constexpr std::array<const FieldTable*, 15> all_field_tables = {
    &scenario_fields,     &authority_fields,   &certificate_fields,    &cluster_fields,         &node_type_fields,
    &node_fields,         &store_entry_fields, &upgrade_policy_fields, &step_policy_fields,     &upgrade_step_fields,
    &install_step_fields, &remove_step_fields, &wait_step_fields,      &wait_until_step_fields, &check_fields};

}  // namespace certdrill::load
