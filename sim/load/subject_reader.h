// Reads the names in a certificate: the rest of its subject behind the common name, and its alternative names.
//
// subject    "O=Contoso, OU=Ops, C=US", or a list of such attributes, one an item, whose values may have commas.
// Errors     an attribute that X.509 has no room for is a problem here, so that making the certificate cannot fail.
// Source     RFC 5280, appendix A.1 (upper bounds), section 4.2.1.6 (alternative names); OpenSSL's table of attributes.
#pragma once

#include <string>
#include <vector>

#include "load/fields.h"
#include "pki/certificate_spec.h"

namespace certdrill::load {

void read_subject(Report& report, const JsonValue& value, std::vector<pki::SubjectAttribute>& subject);
void read_dns_names(Report& report, const JsonValue& list, std::vector<std::string>& names);
void read_email_names(Report& report, const JsonValue& list, std::vector<std::string>& names);
void read_ip_addresses(Report& report, const JsonValue& list, std::vector<std::string>& addresses);

}  // namespace certdrill::load
