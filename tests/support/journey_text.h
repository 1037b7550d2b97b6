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

}  // namespace certdrill::test
