#include "lint/rules.h"

#include <algorithm>
#include <array>

namespace certdrill::lint {
namespace {

constexpr auto note = Level::note;
constexpr auto warning = Level::warning;

// In the order of the journey: what V says, what P says, how a plan changes them, vaults, agents, machines.
constexpr std::array<Rule, 49> rules = {{
    {"IssuerNotPinned", warning, "prefer issuer pinning to relying on trusted roots",
     "authentication article, common name-based validation", "pin the direct issuers behind the name: CN=name@I1|I2"},
    {"MixedPkis", warning, "avoid mixing issuers from different PKIs",
     "authentication article, common name-based validation",
     "pin issuers of one PKI; during a migration list those of both, and take the old ones out again"},
    {"IssuerMissing", warning,
     "ensure that all expected issuers are listed on the certificate declaration; a mismatching issuer will result in "
     "a failed validation",
     "authentication article, common name-based validation",
     "add the issuer to the pins, in an upgrade of its own, before a certificate of it comes"},
    {"PinIsNotDirectIssuer", warning,
     "the thumbprint of the direct issuer of the certificate matches one of the comma-separated entries",
     "authentication article, common name-based validation",
     "pin the certificate of the authority that signs the leaf"},
    {"DuplicateCommonName", warning,
     "you may not declare multiple CN entries in the cluster manifest with the same value, but can list issuers from "
     "multiple PKIs corresponding to the same CN",
     "management article, \"Are multiple PKIs supported?\"", "write one entry with all issuers: CN=name@I1|I2"},
    {"IssuersDoNotIntersect", warning, "IssuerThumbprintUpgradeWithNoIntersection",
     "Service Fabric runtime source, StandaloneSettingsValidator.cs",
     "go by way of a list that has the issuers of both"},
    {"ThumbprintOfIssuer", warning, "the declaration refers to a specific certificate",
     "authentication article, basics: a thumbprint pins the certificate that is shown",
     "name the certificate that the node shows, or pin the issuer behind a name: CN=name@I1"},
    {"NoCrlEndpoint", note, "the AIA, CRL or OCSP endpoints are declared on the leaf certificate",
     "authentication article, common name-based validation", "give the authority \"crl\", if it has lists in life"},
    {"CrlUnreachable", warning, "and that they are accessible so that certificate chain building can complete",
     "authentication article, common name-based validation",
     "let the nodes reach the lists, or see what the switch revocation asks for"},
    {"CrlRunsOut", warning,
     "ensure that the PKI's certificate policy endpoints are discoverable, available and accessible",
     "authentication article, common name-based validation",
     "publish the next list before the last one ends: \"publishEvery\""},
    {"ExpiryBeforeEnd", warning,
     "It is all too easy to forget or neglect rotating a thumbprint-pinned certificate, and unfortunately the recovery "
     "from such a situation is extremely difficult",
     "authentication article, thumbprint-based validation",
     "rotate it before then, or declare certificates by common name"},
    {"AcceptExpiredOfIssued", note, "this behavior does not extend to CA-issued certificates",
     "authentication article, thumbprint-based validation",
     "rotate it in time; acceptExpiredPinned only helps self-signed certificates"},
    {"PresentedNotAccepted", warning,
     "It is, indeed, possible that a node's selection of an authentication certificate won't pass the validation rules "
     "of another node",
     "authentication article, frequently asked questions",
     "let V accept what P chooses: certdrill explain tells why it does not"},
    {"NoSecondPhase", warning,
     "by augmenting first the validation rules as a first step, all of the cluster's nodes will converge on the new "
     "settings while still using the current credentials",
     "authentication article, frequently asked questions",
     "make two upgrades of it: first V takes both, then P changes; V lets go of the old one in a third"},
    {"ConvertsUnfitCertificate", warning,
     "Obtain a certificate with the intended subject, and add it to the cluster's definition as a secondary, by "
     "thumbprint",
     "management article, \"What if the current cluster certificate is not CA-issued, or does not have the intended "
     "subject?\"",
     "first present a CA-issued certificate of that name by thumbprint, then convert"},
    {"StaleDeclaration", note, "Certificate A can now be retired/removed from the cluster definition",
     "authentication article, frequently asked questions", "take it out of V once nobody shows it"},
    {"WildcardInPresentation", warning,
     "a case-sensitive, exact string comparison. This is in contrast with the validation rules, which does support "
     "wildcard matching",
     "authentication article, common name-based presentation", "write the whole common name"},
    {"CaseDiffersInPresentation", warning,
     "its subject common name is equal to the X509FindValue field of the declaration as a case-sensitive, exact string "
     "comparison",
     "authentication article, common name-based presentation", "write the common name as the certificate has it"},
    {"DeclaredNotInstalled", warning,
     "certificates declared in the NodeType section of the cluster manifest can be found on each node of that type",
     "management article, roles", "install it on these nodes, or have an agent bring it"},
    {"DeclaredWithoutKey", warning,
     "certificates declared above are installed inclusive of their corresponding private keys",
     "management article, roles", "install it with its key"},
    {"RenewalExpiresSooner", warning,
     "The renewal certificate may be ignored if its expiration date is sooner than that of the certificate currently "
     "in use",
     "management article, certificate rotation", "give the newer certificate the later end"},
    {"UnusedCertificate", note,
     "The provisioning agent or the cluster owner is also responsible for cleaning up/deleting unused certificates",
     "management article, the journey of a certificate", "leave it out, or say what it is for"},
    {"UserIsAdminToo", note,
     "the runtime will grant the caller the highest-privileged role of any of the matched rules",
     "authentication article, validation rules", "give users a certificate of their own"},
    {"ClientShowsClusterCertificate", note, "each of these roles can be configured with their own, distinct identity",
     "authentication article, identities and their roles", "give the client a certificate of its own"},
    {"SharedSubject", warning,
     "It is highly recommended that vault certificates not share subjects or domains/DNS names",
     "management article, certificate enrollment", "one vault certificate for each subject"},
    {"SharedAlternativeNames", warning,
     "do not mix the SANs of different vault certificates; each vault certificate should serve a distinct purpose",
     "management article, certificate linking", "give each vault certificate names of its own"},
    {"CommonNameNotInAlternativeNames", note,
     "include the subject common name in the SAN list (as, literally, \"CN=<subject common name>\")",
     "management article, certificate linking", "add it to \"dnsNames\""},
    {"SelfSignedWithAutorollover", warning, "Certificate autorollover only makes sense for CA-issued certificates",
     "management article, an autorollover example", "let an authority issue it, and pin that one"},
    {"ImportedCertificate", note, "For production environments, use KeyVault-managed certificates",
     "management article, an autorollover example",
     "let the vault make its versions: a policy in place of \"imports\""},
    {"RenewalTooLate", warning,
     "prior to the expiration of the now-previous certificate, to distribute this new certificate to all of the nodes "
     "of the cluster",
     "management article, certificate rotation", "renew earlier, or poll more often"},
    {"RenewsAfterHealthWarning", note,
     "raising health warnings when the expiration date of a certificate occurs sooner than a predetermined interval",
     "management article, certificate rotation", "renew before the warning begins, so that it means something"},
    {"VaultWithoutReader", warning,
     "the provisioning agent was previously granted 'get' permissions on the vault by the vault owner",
     "management article, certificate provisioning",
     "grant access: \"access\" of the vault, or a step \"grantAccess\""},
    {"AgentWithoutAccess", warning,
     "an identity that has been granted access to the vault(s) containing the observed certificates",
     "management article, certificate provisioning", "grant its identity access to the vault"},
    {"AccessGrantedTooLate", warning,
     "the access policy on the vault must have been already updated prior to the deployment of the virtual machine "
     "scale set",
     "management article, managed identity", "grant access first, then start the agent"},
    {"AutorefreshWithThumbprint", warning,
     "do not use an autorefresh provisioning mechanism (such as the KVVM extension) for certificates declared by "
     "instance (that is, by thumbprint)",
     "management article, certificate provisioning",
     "declare it by common name with pinned issuers, or bring it as a versioned secret"},
    {"VersionedSecretWithCommonName", warning,
     "It requires - by design - declaring certificates as versioned secrets, which makes it suitable only for clusters "
     "secured with certificates declared by thumbprint",
     "management article, certificate provisioning",
     "bring it with keyVaultExtension, which installs the newest version"},
    {"SecretNotUpdated", warning,
     "Provisioning done via VM/VMSS 'secrets' feature will require an authorized operator to update the VM/VMSS with "
     "the versioned KeyVault URI corresponding to the new certificate",
     "management article, certificate rotation", "add a step \"updateAgent\" before the version ends"},
    {"SecretAndExtension", note,
     "we removed the vault certificate URL from the 'OsProfile' section of the virtual machine scale set",
     "management article, an autorollover example", "take the secret out once the extension brings the certificate"},
    {"InitialSyncNotRequired", warning,
     "Setting this parameter to false, coupled with a failure to retrieve the cluster certificate(s) would result in a "
     "failure of the cluster deployment",
     "management article, certificate provisioning explained", "\"requireInitialSync\": true"},
    {"InitialSyncOfUnknown", warning,
     "requiring an initial sync with an incorrect/invalid list of observed certificates would result in a failure of "
     "the KVVM extension",
     "management article, certificate provisioning explained", "observe what the vault has"},
    {"BootstrapDoesNotWait", warning,
     "the SFVM extension can only run after the successful retrieval of the cluster certificate(s)",
     "management article, certificate provisioning explained", "add the agent to \"after\" in \"bootstrap\""},
    {"LinkOnRenewal", warning,
     "if unsure, disable linking on renewal for certificates provisioned with the KVVM extension",
     "management article, certificate linking", "\"linkOnRenewal\": false"},
    {"SharedManagedIdentity", note,
     "any application hosted on the VM could, in principle, obtain an access token representing the VM",
     "management article, managed identity", "keep what these nodes do not need in another vault"},
    {"AdHocInstall", note,
     "The ad-hoc mechanism is not recommended for multiple reasons, ranging from security to availability",
     "management article, certificate provisioning", "have an agent bring it from a vault"},
    {"RestartIsNotEnough", note,
     "it is not sufficient to restart the Service Fabric nodes, as kernel mode components which form lease connections "
     "in a cluster will not be affected",
     "management article, certificate rotation", "reboot the hosts: \"hostReboot\""},
    {"VersionInUseWithdrawn", warning,
     "disabling a secret version in the vault will also fail VM/VMSS deployments, which reference that secret version",
     "management article, certificate cleanup", "update the scale set's secrets first"},
    {"LostOnReimage", warning,
     "Reimaging a node (which typically occurs every month) will reset the certificate store to the content of the OS "
     "image",
     "management article, certificate cleanup", "have an agent bring it, or install it again behind the re-image"},
    {"OldVersionNotRedelivered", warning,
     "scaling up a virtual machine scale set will result in only the current version of observed certificates being "
     "installed; do not assume homogeneity of nodes",
     "management article, certificate cleanup",
     "declare it by common name, or present the current version before machines are made"},
    {"RevokedKeyLivesOn", warning, "re-keying as the issuance of a certificate with a new key pair",
     "management article, certificate rotation: renewal keeps the key, re-keying does not",
     "make the successor with a key of its own"},
}};

}  // namespace

std::span<const Rule> all_rules() { return rules; }

const Rule& rule_of(std::string_view id) {
  return *std::find_if(rules.begin(), rules.end() - 1, [&](const Rule& each) { return each.id == id; });
}

}  // namespace certdrill::lint
