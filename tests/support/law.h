// A law is something that holds of every input: RapidCheck draws many, and shrinks what breaks it to the least that
// does.
//
//   TEST(Thumbprints, AreTheSameWrittenAndRead) {
//     law([] { const auto any = *any_thumbprint(); RC_ASSERT(parse(to_string(any)) == any); });
//   }
// The inputs are the same in every run, like all else here; others are tried with RC_PARAMS="seed=..." in the
// environment.
#pragma once

#include <cstdlib>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/rounds.h"

namespace certdrill::test {

template <typename Testable>
void law(Testable&& testable) {
  static const std::string parameters = "seed=20260101 max_success=" + std::to_string(rounds(300));
  static const int seeded = ::setenv("RC_PARAMS", parameters.c_str(), 0);  // read once, at the first law
  ASSERT_EQ(seeded, 0);
  rc::detail::checkGTest(std::forward<Testable>(testable));
}

}  // namespace certdrill::test
