// What the other side of a refused connection sees: the fault, and behind it the status of the check that failed.
//
// Text form  "ConnectionDenied: CertificateNotMatched". ConnectionDenied when an endpoint refuses its caller,
//            ServerAuthenticationFailed when a caller refuses the endpoint. Between nodes it is the caller that is
//            refused, as the text of one direction.
// Status     in profile documented the id of the reason that decided; in the others the runtime's own: CERT_E_EXPIRED,
//            CRYPT_E_REVOKED, E_FAIL, OperationFailed and so on.
// Source     Service Fabric runtime source, SecurityContext.cpp (FaultToReport), SecurityContextSsl.cpp and
//            CryptoUtility.Linux.cpp (VerifyCertificate).
#pragma once

#include <string>

#include "trust/judge.h"

namespace certdrill::trust {

[[nodiscard]] std::string fault_of(const Verdict& refused, const ExaminedCertificate& examined, const RuleSet& rules,
                                   const Judge& judge);
[[nodiscard]] std::string fault_of_nothing(const Judge& judge);

}  // namespace certdrill::trust
