// Small helpers on text: suggestions for misspelt words, the order of names, UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace certdrill {

// Orders names as people do: runs of digits compare as numbers, so UD2 comes before UD10. Equal numbers with different
// leading zeros are ordered by length, so that the order is total.
// Source: Service Fabric runtime source, fm/NodeCache.cpp (SortUpgradeDomainNamesAsNumbers is on by default).
struct NaturalLess {
  using is_transparent = void;
  bool operator()(std::string_view left, std::string_view right) const;
};

// The words among `known` that `word` may be a slip of, best first, three at most: Damerau-Levenshtein distance
// (adjacent letters swapped count once) of at most a third of the length, and at least one; a difference in case alone
// always counts.
[[nodiscard]] std::vector<std::string> suggestions(std::string_view word, const std::vector<std::string>& known);

// `did you mean "B"?`, or `one of: ...` when nothing is close and the list is short, or empty.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

// "a", "a and b", "a, b and c".
[[nodiscard]] std::string join_words(const std::vector<std::string>& words, std::string_view last_joiner = "and");
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

// In double quotes; quotes, backslashes and invisible characters escaped (\n, \t, \x1B for a byte, \u200E for a code
// point), over-long text cut in the middle.
[[nodiscard]] std::string quoted(std::string_view text);

// Filled up with spaces to at least `width` bytes; for names and words of ASCII, which make up tables.
[[nodiscard]] std::string padded(std::string text, std::size_t width);

// "1 node", "2 nodes".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);

// Splits into code points. A byte that is no part of valid UTF-8 (RFC 3629: no overlong forms, no surrogates) stands
// alone.
[[nodiscard]] std::vector<std::string_view> utf8_characters(std::string_view text);

// One of utf8_characters() that must not reach a terminal as it is, because it would steer it, hide or reorder text: a
// control character (C0, DEL, C1), a byte that is no UTF-8, a zero-width mark, a change of writing direction.
[[nodiscard]] bool is_invisible(std::string_view character);

// ASCII only, on purpose: host names and settings are ASCII, and no locale may change a result.
// Without spaces, tabs and line ends at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text);

[[nodiscard]] char lower_ascii(char letter);
[[nodiscard]] std::string lower_ascii(std::string_view text);
[[nodiscard]] bool equal_ignoring_ascii_case(std::string_view left, std::string_view right);

}  // namespace certdrill
