#include "trust/common_name_pattern.h"

#include "base/text.h"

namespace certdrill::trust {

bool name_matches(std::string_view name_in_certificate, std::string_view expected) {
  if (name_in_certificate.empty() || expected.empty()) return false;
  if (equal_ignoring_ascii_case(name_in_certificate, expected)) return true;
  if (!name_in_certificate.starts_with("*.")) return false;
  const std::string_view behind_star = name_in_certificate.substr(1);  // ".contoso.test"
  const std::size_t second_dot = behind_star.find('.', 1);
  const bool two_labels = second_dot != std::string_view::npos && second_dot > 1 && second_dot + 1 < behind_star.size();
  if (!two_labels) return false;
  const std::size_t first_dot = expected.find('.');
  if (first_dot == std::string_view::npos || first_dot == 0) return false;
  return equal_ignoring_ascii_case(behind_star, expected.substr(first_dot));
}

}  // namespace certdrill::trust
