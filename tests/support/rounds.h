// How many rounds a test makes that repeats itself on random inputs.
//
// Sanitizers look at how a round handles memory and numbers, not at its answer, and they make it many times slower.
// The first quarter of the rounds takes the same ways through the code; every answer is seen in the other builds.
#pragma once

namespace certdrill::test {

#ifdef CERTDRILL_SANITIZED
inline constexpr int share_of_rounds = 4;
#else
inline constexpr int share_of_rounds = 1;
#endif

// Also for what is expected of all rounds together.
template <typename Number>
constexpr Number rounds(Number all) {
  return all / static_cast<Number>(share_of_rounds);
}

}  // namespace certdrill::test
