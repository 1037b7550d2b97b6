#include "load/json_tree.h"

#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "load/json_syntax.h"
#include "model/utf8.h"

namespace certdrill::load {

std::string_view words_for(JsonKind kind) {
  switch (kind) {
    case JsonKind::null:
      return "null";
    case JsonKind::boolean:
      return "true or false";
    case JsonKind::number:
      return "a number";
    case JsonKind::string:
      return "a string";
    case JsonKind::list:
      return "a list";
    case JsonKind::object:
      return "an object";
  }
  return {};
}

const JsonNode& JsonValue::node() const { return tree_->nodes_[index_]; }

std::string_view JsonValue::token() const { return tree_->source_.substr(offset(), length()); }

std::string_view JsonValue::text() const {
  if (kind() != JsonKind::string) return token();
  if (node().detail > 0) return tree_->decoded_[node().detail - 1];
  return token().substr(1, length() - 2);
}

// Takes nlohmann's events, which come in the order of the tokens but without places, and finds each token by going on
// from the end of the one before.
class JsonTreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  JsonTreeBuilder(const SourceText& source, ProblemList& problems, JsonTree& tree)
      : source_(source), text_(source.text()), problems_(problems), tree_(tree), at_(source.first_offset()) {}

  bool null() override { return add_scalar(JsonKind::null); }
  bool boolean(bool) override { return add_scalar(JsonKind::boolean); }
  bool number_integer(number_integer_t) override { return add_scalar(JsonKind::number); }
  bool number_unsigned(number_unsigned_t) override { return add_scalar(JsonKind::number); }
  bool number_float(number_float_t, const string_t&) override { return add_scalar(JsonKind::number); }
  bool string(string_t& value) override { return add_scalar(JsonKind::string) && keep_decoded(value); }
  bool binary(binary_t&) override { return false; }  // no such thing in a text

  bool key(string_t& value) override {
    // The comma and the quote before a key are passed by here; the colon behind it by the next token.
    if (!add(JsonKind::string) || !keep_decoded(value)) return false;
    Open& object = open_.back();
    ++tree_.nodes_[object.node].detail;
    const JsonNode& node = tree_.nodes_.back();
    const auto [first, is_new] = object.first_places.try_emplace(value, node.offset);
    if (!is_new) {
      const Location where = source_.location(first->second, 1);
      problems_.add(node.offset, node.length, "field " + certdrill::quoted(value) + " stands here a second time",
                    "the first is at line " + std::to_string(where.line) + ", column " + std::to_string(where.column),
                    Severity::error);
    }
    expecting_ = Expecting::colon;
    return true;
  }

  bool start_object(std::size_t) override { return open(JsonKind::object, Expecting::field_or_close); }
  bool start_array(std::size_t) override { return open(JsonKind::list, Expecting::item_or_close); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    std::string opened;
    if (!open_.empty()) {
      const JsonNode& innermost = tree_.nodes_[open_.back().node];
      const Location where = source_.location(innermost.offset, 1);
      opened = std::string(innermost.kind == JsonKind::object ? "the object" : "the list") + " of line " +
               std::to_string(where.line) + ", column " + std::to_string(where.column);
    }
    SyntaxError error =
        explain_syntax(text_, tree_.nodes_.empty() ? at_ : tree_.nodes_.back().offset, at_, expecting_, opened);
    problems_.add(error.offset, error.length, std::move(error.what), std::move(error.help), Severity::error);
    return false;
  }

 private:
  struct Open {
    std::uint32_t node;
    std::unordered_map<std::string, std::uint32_t> first_places;  // of its keys; only looked up
  };

  bool add(JsonKind kind) {
    if (tree_.nodes_.size() >= most_json_values) {
      problems_.add(at_, 1, "the file has more than " + std::to_string(most_json_values) + " values", {},
                    Severity::error);
      return false;
    }
    std::size_t begin = skip_blanks_and_comments(text_, at_);
    while (begin < text_.size() && (text_[begin] == ',' || text_[begin] == ':')) {
      begin = skip_blanks_and_comments(text_, begin + 1);
    }
    at_ = end_of_token(text_, begin);
    const auto index = static_cast<std::uint32_t>(tree_.nodes_.size());
    tree_.nodes_.push_back(
        {kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_ - begin), index + 1, 0});
    return true;
  }

  bool add_scalar(JsonKind kind) {
    if (!add(kind)) return false;
    count_item();
    expect_more();
    return true;
  }

  // Keys count the members of an object; items those of a list.
  void count_item() {
    if (open_.empty()) return;
    JsonNode& container = tree_.nodes_[open_.back().node];
    if (container.kind == JsonKind::list) ++container.detail;
  }

  bool keep_decoded(const std::string& value) {
    JsonNode& node = tree_.nodes_.back();
    if (text_.substr(node.offset, node.length).find('\\') == std::string_view::npos) return true;
    tree_.decoded_.push_back(value);
    node.detail = static_cast<std::uint32_t>(tree_.decoded_.size());
    return true;
  }

  bool open(JsonKind kind, Expecting next) {
    if (!add(kind)) return false;
    if (open_.size() == deepest_json) {
      problems_.add(at_ - 1, 1, "the file is nested deeper than " + std::to_string(deepest_json) + " levels", {},
                    Severity::error);
      return false;
    }
    count_item();
    open_.push_back({static_cast<std::uint32_t>(tree_.nodes_.size() - 1), {}});
    expecting_ = next;
    return true;
  }

  bool close() {
    at_ = skip_blanks_and_comments(text_, at_) + 1;
    tree_.nodes_[open_.back().node].next = static_cast<std::uint32_t>(tree_.nodes_.size());
    open_.pop_back();
    expect_more();
    return true;
  }

  void expect_more() {
    if (open_.empty()) {
      expecting_ = Expecting::end;
    } else if (tree_.nodes_[open_.back().node].kind == JsonKind::object) {
      expecting_ = Expecting::comma_or_close_object;
    } else {
      expecting_ = Expecting::comma_or_close_list;
    }
  }

  const SourceText& source_;
  std::string_view text_;
  ProblemList& problems_;
  JsonTree& tree_;
  std::size_t at_;
  std::vector<Open> open_;
  Expecting expecting_ = Expecting::value;
};

std::optional<JsonTree> JsonTree::build(const SourceText& source, ProblemList& problems) {
  JsonTree tree;
  tree.source_ = source.text();
  JsonTreeBuilder builder(source, problems, tree);
  const std::string_view text = source.text().substr(source.first_offset());
  constexpr bool whole_text = true;
  constexpr bool comments_allowed = true;
  const bool good = nlohmann::json::sax_parse(text.begin(), text.end(), &builder, nlohmann::json::input_format_t::json,
                                              whole_text, comments_allowed);
  if (!good) return std::nullopt;
  return tree;
}

StringPlaces::StringPlaces(const JsonValue& string) : token_(string.token()), token_offset_(string.offset()) {}

std::size_t StringPlaces::behind_character(std::size_t at) const {
  if (token_[at] != '\\') return at + model::utf8_length(token_, at);
  if (token_[at + 1] != 'u') return at + 2;
  const bool pair = lower_ascii(token_[at + 2]) == 'd' && lower_ascii(token_[at + 3]) >= '8';
  return at + (pair ? 12 : 6);
}

StringPlaces::Range StringPlaces::place_of(std::uint32_t column, std::uint32_t length) {
  if (column < column_) {
    at_ = 1;
    column_ = 1;
  }
  const std::size_t closing_quote = token_.size() - 1;
  for (; column_ < column && at_ < closing_quote; ++column_) at_ = behind_character(at_);
  std::size_t end = at_;
  for (std::uint32_t i = 0; i < length && end < closing_quote; ++i) end = behind_character(end);
  return {token_offset_ + at_, std::max<std::size_t>(1, end - at_)};
}

}  // namespace certdrill::load
