// The parts of a Condition, and how they are read from a text. For condition.cpp alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "replay/condition.h"

namespace certdrill::replay {

struct Condition::Term {
  enum class Kind : std::uint8_t {
    all_of,
    any_of,
    none_of,
    text,
    node,
    event,
    domain,
    step,
    certificate,
    outcome,
    state,
    cause,
    agent,
    vault,
    client,
    time,
    number,
  };
  enum class Comparison : std::uint8_t { equal, not_equal, less, less_or_equal, greater, greater_or_equal };

  Kind kind = Kind::all_of;
  std::vector<std::shared_ptr<const Term>> parts;
  std::vector<std::uint64_t> values;  // indices of what is named, any of them; of `number`, the number
  std::string text;                   // lower case
  Comparison comparison = Comparison::equal;
  SimTime at{};
};

// null for an empty text.
[[nodiscard]] Result<std::shared_ptr<const Condition::Term>> parse_condition(std::string_view text,
                                                                             const model::Scenario& scenario);

}  // namespace certdrill::replay
