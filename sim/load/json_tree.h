// JsonTree is a JSON text with the place of every key and value: what nlohmann/json accepts, comments (// and /* */)
// included, in file order.
//
// Form    one array of small nodes in the order of the text, so that a file of millions of values stays small;
// JsonValue
//         is a handle into it and must not outlive it. Strings without escapes are views of the source.
// Limits  64 levels, 8 million values.
// Errors  build() adds problems to the list: the syntax error in plain words (then there is no tree), and every field
//         that stands twice in one object, with the place of the first (then reading goes on; find() sees the first).
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/problem_list.h"
#include "load/source_text.h"

namespace certdrill::load {

enum class JsonKind : std::uint8_t { null, boolean, number, string, list, object };
[[nodiscard]] std::string_view words_for(JsonKind kind);  // with its article: "a string", "an object"

inline constexpr std::size_t deepest_json = 64;
inline constexpr std::size_t most_json_values = 8'000'000;

struct JsonNode {
  JsonKind kind = JsonKind::null;
  std::uint32_t offset = 0;  // of its first byte in the source
  std::uint32_t length = 0;  // of the token; of a list or object, the opening bracket alone
  std::uint32_t next = 0;    // the node behind it and all that is in it
  std::uint32_t detail = 0;  // strings with escapes: 1 + index of the decoded text; lists and objects: entries
};

class JsonTree;

class JsonValue {
 public:
  JsonValue(const JsonTree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}

  [[nodiscard]] JsonKind kind() const { return node().kind; }
  [[nodiscard]] std::size_t offset() const { return node().offset; }
  [[nodiscard]] std::size_t length() const { return node().length; }
  [[nodiscard]] std::string_view token() const;  // as it stands in the file
  [[nodiscard]] std::string_view text() const;   // of a string: decoded; of others: the token
  [[nodiscard]] bool is_true() const { return token() == "true"; }
  [[nodiscard]] std::size_t size() const { return node().detail; }  // of a list or an object

  template <typename Use>
  void for_each_item(Use use) const {
    const std::uint32_t end = node().next;
    for (std::uint32_t at = index_ + 1; at < end;) {
      const JsonValue item(*tree_, at);
      use(item);
      at = item.node().next;
    }
  }
  template <typename Use>
  void for_each_member(Use use) const {
    const std::uint32_t end = node().next;
    for (std::uint32_t at = index_ + 1; at < end;) {
      const JsonValue key(*tree_, at);
      const JsonValue value(*tree_, at + 1);
      use(key, value);
      at = value.node().next;
    }
  }

 private:
  [[nodiscard]] const JsonNode& node() const;

  const JsonTree* tree_;
  std::uint32_t index_;
};

class JsonTree {
 public:
  // Nothing when the text is no JSON; the problems say why.
  static std::optional<JsonTree> build(const SourceText& source, ProblemList& problems);

  [[nodiscard]] JsonValue root() const { return {*this, 0}; }

 private:
  friend class JsonValue;
  friend class JsonTreeBuilder;

  std::string_view source_;
  std::vector<JsonNode> nodes_;
  std::deque<std::string> decoded_;
};

// The bytes of the source that stand for a part of a string, for problems that point into it. Columns and lengths count
// the characters of the decoded text, from 1; asked for in rising order, the whole costs one pass.
class StringPlaces {
 public:
  explicit StringPlaces(const JsonValue& string);

  struct Range {
    std::size_t offset = 0;
    std::size_t length = 0;
  };
  [[nodiscard]] Range place_of(std::uint32_t column, std::uint32_t length);

 private:
  [[nodiscard]] std::size_t behind_character(std::size_t at) const;

  std::string_view token_;
  std::size_t token_offset_;
  std::size_t at_ = 1;  // where the character at column_ begins; 0 is the opening quote
  std::uint32_t column_ = 1;
};

}  // namespace certdrill::load
