// Any bytes as notation: refused with a place inside the text, or read as something that is printed and read back the
// same.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "model/notation.h"
#include "model/property.h"

namespace {

using certdrill::Problem;
using certdrill::Result;
namespace model = certdrill::model;

void demand(bool good, const char* law) {
  if (good) return;
  std::fprintf(stderr, "broken law: %s\n", law);
  std::abort();
}

void check_place(const Problem& problem, std::size_t bytes) {
  demand(!problem.what.empty(), "a problem says something");
  demand(problem.where.column >= 1 && problem.where.column <= bytes + 1, "a problem lies inside the text");
  demand(problem.where.length >= 1 && problem.where.column + problem.where.length <= bytes + 2, "its mark too");
}

template <typename T>
void check_round_trip(Result<T> (*parse)(std::string_view), std::string_view text) {
  const Result<T> value = parse(text);
  if (!value) {
    check_place(value.problem(), text.size());
    return;
  }
  const std::string printed = to_string(*value);
  const Result<T> again = parse(printed);
  demand(again.ok(), "what is printed can be read");
  demand(*again == *value, "and means the same");
  demand(to_string(*again) == printed, "and is printed the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_round_trip<model::SecurityConfiguration>(model::parse_security, text);
  check_round_trip<model::ValidationRule>(model::parse_validation_rule, text);
  check_round_trip<std::vector<model::NodeGroup>>(model::parse_node_groups, text);
  check_round_trip<model::Property>(model::parse_property, text);
  const Result<model::MarkedSecurity> marked = model::parse_marked_security(text);
  if (marked) {
    std::uint32_t last = 0;
    for (const model::NotationMark& mark : marked->marks) {
      demand(mark.column >= last, "marks come in the order of the text");
      demand(mark.column >= 1 && mark.length >= 1 && mark.column + mark.length <= size + 1, "and lie inside it");
      last = mark.column;
    }
  }
  return 0;
}
