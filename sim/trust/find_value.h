// X509FindType and X509FindValue, as a cluster's configuration writes them, become the presentation rule they mean.
//
// Types      FindByThumbprint, FindBySubjectName, FindByExtension, in any case.
// Extension  "2.5.29.17:3=host" (or 2.5.29.7): a subject alternative name of type dNSName; blanks around the name do not
//            count.
// Errors     the runtime's name of the error first: InvalidX509FindType, InvalidX509Thumbprint, InvalidSubjectName,
//            InvalidArgument, STATUS_NOT_SUPPORTED (another extension, or a name that is no dNSName).
// Source     Service Fabric runtime source, X509FindType.cpp and X509FindValue.cpp.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/rule_profile.h"
#include "trust/rules.h"

namespace certdrill::trust {

// `secondary` may be empty: none.
[[nodiscard]] Result<Presenting> parse_find_value(std::string_view type, std::string_view primary,
                                                  std::string_view secondary, const model::Switches& switches);

}  // namespace certdrill::trust
