#include "trust/find_value.h"

#include <algorithm>

#include "base/text.h"
#include "trust/thumbprint_text.h"

namespace certdrill::trust {
namespace {

Result<Presenting> by_thumbprint(const std::vector<std::string_view>& values, const model::Switches& switches) {
  PresentByThumbprints found;
  for (const std::string_view value : values) {
    const Result<WrittenThumbprint> read = parse_thumbprint(value, switches.thumbprint_text);
    if (!read) return read.problem();
    found.primary_and_secondary.push_back(read->thumbprint().value_or(pki::Thumbprint()));
    found.names.push_back(found.primary_and_secondary.back().to_string());
  }
  return Presenting(std::move(found));
}

Result<Presenting> by_subject_name(const std::vector<std::string_view>& values) {
  PresentByCommonNames found;
  for (const std::string_view value : values) {
    if (value.empty()) return problem("InvalidSubjectName: the subject name is empty");
    found.primary_and_secondary.emplace_back(value);
  }
  return Presenting(std::move(found));
}

Result<std::string> read_dns_name(std::string_view value) {
  const std::string help = "write 2.5.29.17:3=host.contoso.test";
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos) return problem("InvalidArgument: " + quoted(value) + " has no colon", help);
  const std::string_view extension = value.substr(0, colon);
  if (extension != "2.5.29.17" && extension != "2.5.29.7") {
    return problem("STATUS_NOT_SUPPORTED: extension " + quoted(extension) + " is not a subject alternative name", help);
  }
  const std::string_view rest = value.substr(colon + 1);
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos)
    return problem("InvalidArgument: " + quoted(value) + " has no \"=\" behind the colon", help);
  const std::string_view type = trimmed(rest.substr(0, equals));
  const bool number =
      !type.empty() && std::all_of(type.begin(), type.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!number) return problem("InvalidArgument: " + quoted(type) + " is no type of name", help);
  if (type != "3")
    return problem("STATUS_NOT_SUPPORTED: names of type " + std::string(type) + " are not looked for", help);
  return std::string(trimmed(rest.substr(equals + 1)));
}

Result<Presenting> by_extension(const std::vector<std::string_view>& values) {
  PresentByDnsNames found;
  for (const std::string_view value : values) {
    Result<std::string> name = read_dns_name(value);
    if (!name) return name.problem();
    found.primary_and_secondary.push_back(*std::move(name));
  }
  return Presenting(std::move(found));
}

}  // namespace

Result<Presenting> parse_find_value(std::string_view type, std::string_view primary, std::string_view secondary,
                                    const model::Switches& switches) {
  std::vector<std::string_view> values = {primary};
  if (!secondary.empty()) values.push_back(secondary);
  if (equal_ignoring_ascii_case(type, "FindByThumbprint")) return by_thumbprint(values, switches);
  if (equal_ignoring_ascii_case(type, "FindBySubjectName")) return by_subject_name(values);
  if (equal_ignoring_ascii_case(type, "FindByExtension")) return by_extension(values);
  return problem("InvalidX509FindType: " + quoted(type),
                 did_you_mean(type, {"FindByThumbprint", "FindBySubjectName", "FindByExtension"}));
}

}  // namespace certdrill::trust
