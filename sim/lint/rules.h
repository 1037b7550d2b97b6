// The rules of lint: an id for each thing that the two articles recommend, ask for or warn of, as far as the text of a
// scenario can show that it is not so. One table; reports, pages and tests take their words from here.
//
// sentence   of the document, quoted
// source     the document and the section, "management article, certificate cleanup"
// level      what a finding is, unless its rule knows better: MixedPkis is a note in the middle of a migration
#pragma once

#include <span>
#include <string_view>

#include "lint/finding.h"

namespace certdrill::lint {

struct Rule {
  std::string_view id;
  Level level = Level::warning;
  std::string_view sentence;
  std::string_view source;
  std::string_view advice;
};
[[nodiscard]] std::span<const Rule> all_rules();
[[nodiscard]] const Rule& rule_of(std::string_view id);  // of one of these

}  // namespace certdrill::lint
