// A scenario in which a vault renews a certificate and an agent brings it to three nodes; an outage and a missing access
// come before that. Without a federation, so that little else happens.
#pragma once

namespace certdrill::test {

inline const char* const journey_text = R"({
  "title": "A renewal on its way",
  "start": "2026-03-19", "end": "2026-03-25",
  "authorities": { "R1": {}, "I1": { "issuer": "R1" } },
  "vaults": { "kv": { "access": ["vmss"], "certificates": {
    "cluster": { "commonName": "cluster.contoso.test", "issuer": "I1", "created": "2025-12-20", "validity": "120d",
                 "renewAt": "75 %" } } } },
  "agents": { "extension": { "kind": "keyVaultExtension", "identity": "vmss", "observes": ["kv/cluster"] } },
  "federation": { "simulate": false },
  "cluster": { "nodes": 3, "upgradeDomains": 3, "installed": [], "trustedRoots": ["R1"],
               "security": "{P:{CN=cluster-1}, V:{CN=cluster-1@I1}}" },
  "steps": [
    { "withdrawAccess": "kv", "from": "vmss", "at": "2026-03-19T06:00:00Z", "name": "somebody tidies up" },
    { "grantAccess": "kv", "to": "vmss", "at": "2026-03-19T09:00:00Z", "name": "and mends it" },
    { "vaultOutage": "kv", "for": "2h", "at": "2026-03-19T12:00:00Z", "name": "outage" } ],
  "checks": [ { "finally": "every node presents cluster-2" } ]
})";

// Machines that come later: N3 in time, N4 without access to the vault, so that it fails; N1 goes back to its image; the
// end of the certificate is warned of.
inline const char* const machines_text = R"({
  "title": "Machines come and go",
  "start": "2026-03-19", "end": "2026-03-22",
  "authorities": { "R1": { "crl": { "validFor": "7d", "publishEvery": "1d" } }, "I1": { "issuer": "R1" } },
  "vaults": { "kv": { "access": ["vmss"], "certificates": {
    "cluster": { "commonName": "cluster.contoso.test", "issuer": "I1", "created": "2025-12-20", "validity": "100d",
                 "renewAt": "never" } } } },
  "agents": { "extension": { "kind": "keyVaultExtension", "identity": "vmss", "observes": ["kv/cluster"],
                             "requireInitialSync": true },
              "late": { "kind": "keyVaultExtension", "identity": "nobody", "observes": ["kv/cluster"],
                        "requireInitialSync": true, "nodes": ["N4"] } },
  "federation": { "simulate": false },
  "cluster": { "nodes": 5, "upgradeDomains": 5, "installed": [], "trustedRoots": ["R1"],
               "bootstrap": { "after": ["extension", "late"] },
               "security": "{P:{CN=cluster-1}, V:{CN=cluster-1@I1}}" },
  "steps": [
    { "scaleOut": { "nodes": ["N3", "N4"] }, "name": "two more nodes" },
    { "reimage": "N1", "name": "the monthly image" } ],
  "expect": "violated"
})";

}  // namespace certdrill::test
