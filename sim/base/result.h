// Result<T> is a T, or the Problem that explains why there is none. For wrong input only: a simulated refusal is a
// value, and a mistake of ours is an assertion.
//
// Use        if (auto time = parse_sim_time(text)) use(*time); else report(time.problem());
// Errors     asking for the value of a failed Result, or for the problem of a good one, is a mistake of ours: it
// aborts.
#pragma once

#include <cassert>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

#include "base/problem.h"

namespace certdrill {

template <typename T>
class [[nodiscard]] Result {
 public:
  // Implicit both ways, so that a parser can `return value;` and `return Problem{...};`.
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Problem problem)
      : content_(std::in_place_index<1>, std::move(problem)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& operator*() & { return value_ref(); }
  const T& operator*() const& { return const_cast<Result*>(this)->value_ref(); }
  T&& operator*() && { return std::move(value_ref()); }
  T* operator->() { return &value_ref(); }
  const T* operator->() const { return &const_cast<Result*>(this)->value_ref(); }

  [[nodiscard]] const Problem& problem() const {
    if (ok()) std::abort();
    return *std::get_if<1>(&content_);
  }

 private:
  T& value_ref() {
    if (!ok()) std::abort();
    return *std::get_if<0>(&content_);
  }

  std::variant<T, Problem> content_;
};

// A problem that is only words; the caller knows where.
inline Problem problem(std::string what, std::string help = {}) {
  return Problem{{}, std::move(what), std::move(help)};
}

}  // namespace certdrill
