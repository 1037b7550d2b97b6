#include "world/action.h"

#include <array>

#include "base/hash.h"

namespace certdrill::world {
namespace {

template <typename Enum, std::size_t N>
std::string_view word_of(Enum value, const std::array<std::string_view, N>& words) {
  return words[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view name_of(const Action& action) {
  static constexpr std::array<std::string_view, std::variant_size_v<Action>> names = {
      "BeginStep",          "EndWait",
      "BeginDomain",        "SwitchNode",
      "ChangeStore",        "CertificateBecomesValid",
      "CertificateExpires", "CrlExpires",
      "BeginStepDuring",    "CheckSeeds",
      "CheckHealth",        "MoveNext",
      "GiveUpNode",         "EndFault",
      "RandomStrike",       "EndRandomStrike",
      "StartNode",          "TryToJoin",
      "CompleteJoin",       "SuspendNode",
      "FailNode",           "FormRing",
      "RenewSession",       "CloseSession",
      "AgeSessions",        "NoticeStore",
      "RenewLease",         "RenewLeaseIndirectly",
      "ExpireLease",        "EstablishLease",
      "LoseRenewal",        "RefreshTickets",
      "ExpireGlobalLease",  "PublishCrl",
      "RenewVersion",       "EndVaultOutage",
      "StartAgent",         "PollVault",
      "ScanStore",          "ReimageNode",
      "DeployNode",         "BootstrapNode",
      "FailDeployment",     "WarnOfExpiry",
      "CallEndpoint"};
  return names[action.index()];
}

std::uint64_t hash_of(const Action& action) {
  Hash hash;
  hash.add(action.index());
  const auto subject = [](const auto& each) -> std::uint64_t {
    if constexpr (requires { each.fault; }) {
      return std::uint64_t{each.node} << 8 | each.fault;
    } else if constexpr (requires { each.agent; }) {
      return std::uint64_t{each.node} << 8 | each.agent;
    } else if constexpr (requires { each.call; }) {
      return std::uint64_t{each.client} << 8 | each.call;
    } else if constexpr (requires { each.vault; }) {
      return each.vault;
    } else if constexpr (requires { each.line; }) {
      return each.line;
    } else if constexpr (requires { each.step; }) {
      return each.step;
    } else if constexpr (requires { each.domain; }) {
      return each.domain;
    } else if constexpr (requires { each.node; }) {
      return each.node;
    } else if constexpr (requires { each.lease; }) {
      return each.lease;
    } else if constexpr (requires { each.authority; }) {
      return each.authority;
    } else if constexpr (requires { each.certificate; }) {
      return each.certificate;
    } else {
      return 0;
    }
  };
  hash.add(std::visit(subject, action));
  return hash.value();
}

std::string_view to_string(NodeState state) {
  static constexpr std::array<std::string_view, 5> words = {"down", "booting", "joining", "up", "suspended"};
  return word_of(state, words);
}

std::string_view to_string(Cause cause) {
  static constexpr std::array<std::string_view, 13> words = {
      "none",   "plan",         "fault",          "noCredential", "leaseFailed", "globalLeaseLost", "hostRestartsIt",
      "joined", "leaseExpired", "arbitrationWon", "notDeployed",  "reimaged",    "deployed"};
  return word_of(cause, words);
}

std::string_view to_string(Outcome outcome) {
  static constexpr std::array<std::string_view, 12> words = {
      "none",        "renewed",  "failed",  "refused",   "established", "oneSideLoses",
      "nobodyLoses", "bothLose", "healthy", "unhealthy", "allowed",     "notAuthorized"};
  return word_of(outcome, words);
}

std::string_view to_string(ProvisioningFailure failure) {
  static constexpr std::array<std::string_view, 11> words = {"none",
                                                             "accessDenied",
                                                             "vaultUnavailable",
                                                             "versionDisabled",
                                                             "secretDeleted",
                                                             "unknownCertificate",
                                                             "noVersionYet",
                                                             "certificateMissing",
                                                             "privateKeyMissing",
                                                             "initialSyncTimedOut",
                                                             "templateDeploymentOff"};
  return word_of(failure, words);
}

std::string_view to_string(WaitReason reason) {
  static constexpr std::array<std::string_view, 10> words = {
      "none",     "healthCheckWait", "healthCheckStable", "healthCheckRetry", "EnsureSeedNodeQuorum",
      "nodeDown", "nodeUnreachable", "nodeHangs",         "noQuorum",         "operatorDecision"};
  return word_of(reason, words);
}

std::string_view to_string(UpgradeTurn turn) {
  static constexpr std::array<std::string_view, 8> words = {
      "none", "refused", "domainVerified", "rollbackBegins", "becomesManual", "interrupted", "rolledBack", "completed"};
  return word_of(turn, words);
}

std::string_view to_string(UpgradeFailure failure) {
  static constexpr std::array<std::string_view, 5> words = {"none", "HealthCheck", "UpgradeDomainTimeout",
                                                            "OverallUpgradeTimeout", "Interrupted"};
  return word_of(failure, words);
}

}  // namespace certdrill::world
