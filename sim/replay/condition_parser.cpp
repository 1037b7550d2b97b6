#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/duration.h"
#include "base/text.h"
#include "replay/condition_term.h"

namespace certdrill::replay {
namespace {

using Term = Condition::Term;
using Kind = Term::Kind;
using TermPointer = std::shared_ptr<const Term>;

constexpr std::uint32_t deepest = 64;                // parentheses and `not`s inside each other
constexpr std::size_t most_names_compared = 10'000;  // for a suggestion

struct Token {
  enum class What : std::uint8_t { word, quoted, symbol, end };
  What what = What::end;
  std::string text;
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
};

constexpr std::array<std::pair<std::string_view, Kind>, 13> fields = {{{"node", Kind::node},
                                                                       {"event", Kind::event},
                                                                       {"domain", Kind::domain},
                                                                       {"step", Kind::step},
                                                                       {"certificate", Kind::certificate},
                                                                       {"outcome", Kind::outcome},
                                                                       {"state", Kind::state},
                                                                       {"cause", Kind::cause},
                                                                       {"agent", Kind::agent},
                                                                       {"vault", Kind::vault},
                                                                       {"client", Kind::client},
                                                                       {"time", Kind::time},
                                                                       {"number", Kind::number}}};

class Parser {
 public:
  Parser(std::string_view text, const model::Scenario& scenario) : text_(text), scenario_(scenario) { advance(); }

  Result<TermPointer> parse() {
    if (failure_) return *failure_;
    if (next_.what == Token::What::end) return TermPointer();
    TermPointer root = any_of(0);
    if (!failure_ && next_.what != Token::What::end)
      fail(next_, "no condition begins with " + quoted(next_.text), "a parenthesis may be missing");
    if (failure_) return *failure_;
    return root;
  }

 private:
  void advance();
  void fail(const Token& where, std::string what, std::string help = {});
  [[nodiscard]] bool is_symbol(std::string_view symbol) const {
    return next_.what == Token::What::symbol && next_.text == symbol;
  }
  [[nodiscard]] bool is_keyword(std::string_view word) const {
    return next_.what == Token::What::word && equal_ignoring_ascii_case(next_.text, word);
  }
  [[nodiscard]] bool is_comparison() const {
    static constexpr std::array<std::string_view, 7> symbols = {"=", "==", "!=", "<", "<=", ">", ">="};
    return next_.what == Token::What::symbol && std::find(symbols.begin(), symbols.end(), next_.text) != symbols.end();
  }
  [[nodiscard]] bool ends() const { return next_.what == Token::What::end || is_symbol(")") || is_keyword("or"); }

  TermPointer any_of(std::uint32_t depth);
  TermPointer all_of(std::uint32_t depth);
  TermPointer negated(std::uint32_t depth);
  TermPointer single(std::uint32_t depth);
  TermPointer typed(const Token& field);
  TermPointer comparison(const Token& field, Kind kind);
  static TermPointer text_term(const std::string& text);
  void add_value(Kind kind, const Token& value, Term& term);
  void add_name(const char* what, const Token& value, const std::vector<std::string>& names, Term& term);
  void read_time(const Token& value, Term& term);
  void read_number(const Token& value, Term& term);

  std::string_view text_;
  const model::Scenario& scenario_;
  std::size_t position_ = 0;
  Token next_;
  std::optional<Problem> failure_;
};

void Parser::fail(const Token& where, std::string what, std::string help) {
  if (failure_) return;
  failure_ = problem(std::move(what), std::move(help));
  failure_->where.line = 1;
  const auto characters = [&](std::size_t from, std::size_t to) {
    return static_cast<std::uint32_t>(utf8_characters(text_.substr(from, to - from)).size());
  };
  failure_->where.column = characters(0, where.begin) + 1;
  failure_->where.length = std::max(1U, characters(where.begin, where.end));
  failure_->where.source_line = std::string(text_);
}

void Parser::advance() {
  constexpr std::string_view symbols = "(){},=!<>";
  while (position_ < text_.size() && std::string_view(" \t\r\n").find(text_[position_]) != std::string_view::npos)
    ++position_;
  next_ = {Token::What::end, {}, position_, position_};
  if (position_ == text_.size()) return;
  const char first = text_[position_];
  if (first == '"' || first == '\'') {
    const std::size_t end = text_.find(first, position_ + 1);
    const bool closed = end != std::string_view::npos;
    next_ = {Token::What::quoted,
             std::string(text_.substr(position_ + 1, (closed ? end : text_.size()) - position_ - 1)), position_,
             closed ? end + 1 : text_.size()};
    if (!closed) fail(next_, "the quotation mark is never closed");
  } else if (symbols.find(first) != std::string_view::npos) {
    std::size_t length = 1;
    const bool may_be_two = std::string_view("=!<>").find(first) != std::string_view::npos;
    if (may_be_two && position_ + 1 < text_.size() && text_[position_ + 1] == '=') length = 2;
    next_ = {Token::What::symbol, std::string(text_.substr(position_, length)), position_, position_ + length};
  } else {
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n(){},=!<>\"", position_), text_.size());
    next_ = {Token::What::word, std::string(text_.substr(position_, end - position_)), position_, end};
  }
  position_ = next_.end;
}

TermPointer Parser::any_of(std::uint32_t depth) {
  const auto term = std::make_shared<Term>();
  term->kind = Kind::any_of;
  term->parts.push_back(all_of(depth));
  while (!failure_ && is_keyword("or")) {
    advance();
    term->parts.push_back(all_of(depth));
  }
  return term->parts.size() == 1 ? term->parts.front() : term;
}

TermPointer Parser::all_of(std::uint32_t depth) {
  const auto term = std::make_shared<Term>();
  term->kind = Kind::all_of;
  term->parts.push_back(negated(depth));
  while (!failure_ && !ends()) {
    if (is_keyword("and")) advance();
    term->parts.push_back(negated(depth));
  }
  return term->parts.size() == 1 ? term->parts.front() : term;
}

TermPointer Parser::negated(std::uint32_t depth) {
  if (depth > deepest) {
    fail(next_, "the condition is nested too deeply");
    return nullptr;
  }
  if (!is_keyword("not") && !is_symbol("!")) return single(depth);
  advance();
  const auto term = std::make_shared<Term>();
  term->kind = Kind::none_of;
  term->parts.push_back(negated(depth + 1));
  return term;
}

TermPointer Parser::single(std::uint32_t depth) {
  if (failure_) return nullptr;
  if (is_symbol("(")) {
    const Token opened = next_;
    advance();
    TermPointer inner = any_of(depth + 1);
    if (!is_symbol(")")) fail(opened, "the parenthesis is never closed");
    advance();
    return inner;
  }
  const bool begins = next_.what == Token::What::quoted || (next_.what == Token::What::word && !is_keyword("and"));
  if (!begins || ends()) {
    fail(next_,
         next_.what == Token::What::end ? "the condition ends too early"
                                        : "no condition begins with " + quoted(next_.text),
         "write words that occur in the line of an event, or node=N3, event=SwitchNode, time>+90m");
    return nullptr;
  }
  const Token word = next_;
  advance();
  if (word.what == Token::What::quoted) return text_term(word.text);
  if (is_comparison()) return typed(word);
  if (is_keyword("in")) {
    // `in` is a word like others, unless a list follows.
    const std::size_t after = text_.find_first_not_of(" \t", position_);
    if (after != std::string_view::npos && text_[after] == '{') return typed(word);
  }
  return text_term(word.text);
}

TermPointer Parser::text_term(const std::string& text) {
  const auto term = std::make_shared<Term>();
  term->kind = Kind::text;
  term->text = lower_ascii(text);
  return term;
}

TermPointer Parser::typed(const Token& field) {
  const auto* const known = std::find_if(fields.begin(), fields.end(), [&](const auto& each) {
    return equal_ignoring_ascii_case(each.first, field.text);
  });
  if (known == fields.end()) {
    std::vector<std::string> names;
    for (const auto& [name, kind] : fields) names.emplace_back(name);
    std::string help = did_you_mean(field.text, names);
    if (help.empty()) help = "one of: " + join(names, ", ");
    fail(field, "unknown field " + quoted(field.text), help);
    return nullptr;
  }
  const Kind kind = known->second;
  if (kind == Kind::time || kind == Kind::number) return comparison(field, kind);
  const Token sign = next_;
  const auto term = std::make_shared<Term>();
  term->kind = kind;
  const bool negative = is_symbol("!=");
  if (is_symbol("<") || is_symbol("<=") || is_symbol(">") || is_symbol(">="))
    fail(sign, quoted(field.text) + " has no order", "write = or !=, or in { , }");
  advance();
  const auto take_value = [&] {
    if (next_.what != Token::What::word && next_.what != Token::What::quoted) {
      fail(next_, "no value of " + quoted(field.text));
      return;
    }
    add_value(kind, next_, *term);
    advance();
  };
  if (sign.text == "=" || sign.text == "==" || negative) {
    take_value();
  } else if (!failure_) {
    const Token opened = next_;
    advance();  // {
    take_value();
    while (!failure_ && is_symbol(",")) {
      advance();
      take_value();
    }
    if (!is_symbol("}")) fail(opened, "the list is never closed", "write in {A, B}");
    advance();
  }
  if (!negative) return term;
  const auto other = std::make_shared<Term>();
  other->kind = Kind::none_of;
  other->parts.push_back(term);
  return other;
}

TermPointer Parser::comparison(const Token& field, Kind kind) {
  const auto term = std::make_shared<Term>();
  term->kind = kind;
  const Token sign = next_;
  using Comparison = Term::Comparison;
  static constexpr std::array<std::pair<std::string_view, Comparison>, 7> signs = {
      {{"=", Comparison::equal},
       {"==", Comparison::equal},
       {"!=", Comparison::not_equal},
       {"<", Comparison::less},
       {"<=", Comparison::less_or_equal},
       {">", Comparison::greater},
       {">=", Comparison::greater_or_equal}}};
  const auto* const known =
      std::find_if(signs.begin(), signs.end(), [&](const auto& each) { return each.first == sign.text; });
  if (known == signs.end()) {
    fail(sign, quoted(field.text) + " is compared, not listed", "write =, !=, <, <=, > or >=");
    return nullptr;
  }
  term->comparison = known->second;
  advance();
  if (next_.what != Token::What::word && next_.what != Token::What::quoted) {
    fail(next_, "no value of " + quoted(field.text));
    return nullptr;
  }
  if (kind == Kind::time) {
    read_time(next_, *term);
  } else {
    read_number(next_, *term);
  }
  advance();
  return term;
}

void Parser::read_time(const Token& value, Term& term) {
  if (value.text.starts_with('+')) {
    const Result<Duration> length = parse_duration(std::string_view(value.text).substr(1));
    if (length && *length <= latest_sim_time() - scenario_.start) {
      term.at = scenario_.start + *length;
    } else {
      fail(value, length ? "the calendar ends before " + quoted(value.text) : length.problem().what,
           "a time after the start of the run, as in +90m");
    }
    return;
  }
  const Result<SimTime> at = parse_sim_time(value.text);
  if (at) {
    term.at = *at;
  } else {
    fail(value, at.problem().what, "a time, as in 2026-01-10T00:08:00Z, or one after the start of the run, as in +90m");
  }
}

void Parser::read_number(const Token& value, Term& term) {
  std::uint64_t number = 0;
  const char* const last = value.text.data() + value.text.size();
  const auto [end, error] = std::from_chars(value.text.data(), last, number);
  if (error != std::errc() || end != last) fail(value, "no number: " + quoted(value.text), "events count from 1");
  term.values.push_back(number);
}

void Parser::add_name(const char* what, const Token& value, const std::vector<std::string>& names, Term& term) {
  // As it is written; else in either case, for those who type fast.
  auto found = std::find(names.begin(), names.end(), value.text);
  if (found == names.end()) {
    found = std::find_if(names.begin(), names.end(),
                         [&](const std::string& name) { return equal_ignoring_ascii_case(name, value.text); });
  }
  if (found == names.end()) {
    fail(value, "unknown " + std::string(what) + " " + quoted(value.text), did_you_mean(value.text, names));
    return;
  }
  term.values.push_back(static_cast<std::uint64_t>(found - names.begin()));
}

// The words of an enumeration, up to its last value.
template <typename Enum>
std::vector<std::string> words_until(Enum last) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(last); ++i)
    words.emplace_back(world::to_string(static_cast<Enum>(i)));
  return words;
}

template <std::size_t... Index>
std::vector<std::string> action_names(std::index_sequence<Index...> /*indices*/) {
  return {std::string(world::name_of(world::Action(std::in_place_index<Index>)))...};
}

template <typename Named>
std::vector<std::string> names_of(const std::vector<Named>& list) {
  std::vector<std::string> names;
  for (const Named& each : list) names.push_back(each.name);
  return names;
}

void Parser::add_value(Kind kind, const Token& value, Term& term) {
  const model::Cluster& cluster = scenario_.cluster;
  switch (kind) {
    case Kind::node: {
      const auto nodes = static_cast<model::NodeIndex>(cluster.nodes.size());
      for (model::NodeIndex node = 0; node < nodes; ++node) {
        if (!equal_ignoring_ascii_case(cluster.node_name(node), value.text)) continue;
        term.values.push_back(node);
        return;
      }
      std::vector<std::string> names;
      for (model::NodeIndex node = 0; node < std::min<std::size_t>(nodes, most_names_compared); ++node)
        names.push_back(cluster.node_name(node));
      std::string help = did_you_mean(value.text, names);
      if (help.empty() && nodes > 0)
        help = "the nodes are " + cluster.node_name(0) + " to " + cluster.node_name(nodes - 1);
      fail(value, "unknown node " + quoted(value.text), help);
      return;
    }
    case Kind::event:
      return add_name("event", value, action_names(std::make_index_sequence<std::variant_size_v<world::Action>>()),
                      term);
    case Kind::domain:
      return add_name("upgrade domain", value, cluster.upgrade_domains, term);
    case Kind::step: {
      std::vector<std::string> names;
      for (const model::Step& step : scenario_.steps) names.push_back(step.name);
      return add_name("step", value, names, term);
    }
    case Kind::certificate: {
      std::vector<std::string> names;
      for (const pki::CertificateSpec& spec : scenario_.certificates) names.push_back(spec.name);
      return add_name("certificate", value, names, term);
    }
    case Kind::agent:
      return add_name("agent", value, names_of(scenario_.agents), term);
    case Kind::vault:
      return add_name("vault", value, names_of(scenario_.vaults), term);
    case Kind::client:
      return add_name("client", value, names_of(cluster.clients), term);
    case Kind::outcome:
      return add_name("outcome", value, words_until(world::Outcome::not_authorized), term);
    case Kind::state:
      return add_name("state", value, words_until(world::NodeState::suspended), term);
    default:
      return add_name("cause", value, words_until(world::Cause::deployed), term);
  }
}

}  // namespace

Result<std::shared_ptr<const Condition::Term>> parse_condition(std::string_view text, const model::Scenario& scenario) {
  return Parser(text, scenario).parse();
}

}  // namespace certdrill::replay
