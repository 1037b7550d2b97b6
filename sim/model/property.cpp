#include "model/property.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/duration.h"
#include "base/text.h"
#include "model/notation.h"
#include "model/utf8.h"

namespace certdrill::model {
namespace {

// The words in angle brackets stand for one word of the sentence each.
constexpr std::string_view certificate_slot = "<certificate>";
constexpr std::string_view client_slot = "<client>";
constexpr std::string_view percent_slot = "<percent>";
constexpr std::string_view count_slot = "<count>";
constexpr std::string_view nodes_slot = "<nodes>";
constexpr std::string_view step_slot = "<step>";
constexpr std::string_view duration_slot = "<duration>";
constexpr std::uint32_t most_nodes = 10'000'000;

struct Slots {
  std::string certificate;
  std::string client;
  std::string step;
  std::uint32_t number = 0;
  Duration length{};
};

struct Sentence {
  std::string_view pattern;
  Property (*make)(const Slots& slots);
};

const std::array<Sentence, 25> sentences = {{
    {"every pair can authenticate", [](const Slots&) -> Property { return EveryPairCanAuthenticate{}; }},
    {"the federation is connected", [](const Slots&) -> Property { return FederationIsConnected{}; }},
    {"seed quorum", [](const Slots&) -> Property { return SeedQuorum{}; }},
    {"at least <percent> % of nodes are in the largest component",
     [](const Slots& slots) -> Property { return LargestComponentHolds{slots.number}; }},
    {"every node presents <certificate>",
     [](const Slots& slots) -> Property { return EveryNodePresents{slots.certificate}; }},
    {"every node accepts <certificate>",
     [](const Slots& slots) -> Property { return EveryNodeAccepts{slots.certificate}; }},
    {"no node presents <certificate>",
     [](const Slots& slots) -> Property { return NoNodePresents{slots.certificate}; }},
    {"no node accepts <certificate>", [](const Slots& slots) -> Property { return NoNodeAccepts{slots.certificate}; }},
    {"<certificate> is presented by someone",
     [](const Slots& slots) -> Property { return SomeNodePresents{slots.certificate}; }},
    {"<count> certificates are presented at once",
     [](const Slots& slots) -> Property { return SeveralArePresented{slots.number}; }},
    {"every client can connect", [](const Slots&) -> Property { return EveryClientCanConnect{}; }},
    {"client <client> can connect",
     [](const Slots& slots) -> Property {
       return ClientStands{slots.client, ClientStanding::can_connect};
     }},
    {"client <client> is Admin",
     [](const Slots& slots) -> Property {
       return ClientStands{slots.client, ClientStanding::admin};
     }},
    {"client <client> is User",
     [](const Slots& slots) -> Property {
       return ClientStands{slots.client, ClientStanding::user};
     }},
    {"client <client> is refused",
     [](const Slots& slots) -> Property {
       return ClientStands{slots.client, ClientStanding::refused};
     }},
    {"no node is lost", [](const Slots&) -> Property { return NoNodeIsLost{}; }},
    {"the federation is whole", [](const Slots&) -> Property { return FederationIsWhole{}; }},
    {"quorum is kept", [](const Slots&) -> Property { return QuorumIsKept{}; }},
    {"at most <nodes> nodes are unavailable",
     [](const Slots& slots) -> Property { return AtMostUnavailable{slots.number}; }},
    {"at most <nodes> node is unavailable",
     [](const Slots& slots) -> Property { return AtMostUnavailable{slots.number}; }},
    {"upgrade <step> completes within <duration>",
     [](const Slots& slots) -> Property {
       return UpgradeCompletesWithin{slots.step, slots.length};
     }},
    {"every session uses <certificate>",
     [](const Slots& slots) -> Property { return EverySessionUses{slots.certificate}; }},
    {"no session uses <certificate>", [](const Slots& slots) -> Property { return NoSessionUses{slots.certificate}; }},
    {"no outage is longer than <duration>",
     [](const Slots& slots) -> Property { return NoOutageLongerThan{slots.length}; }},
    {"certificate <certificate> can be cleaned up",
     [](const Slots& slots) -> Property { return CanBeCleanedUp{slots.certificate}; }},
}};

constexpr std::uint32_t smallest_count = 2;
const std::vector<std::string> count_words = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};

// The words of a sentence; "%" is one of its own, with or without a space before it, and so is what stands in single
// quotes, from the first to the last of them.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  for (std::size_t at = 0; at < text.size();) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    if (text[at] == '\'' && text.rfind('\'') > at) {
      end = text.rfind('\'') + 1;
      words.push_back(text.substr(at, end - at));
      at = end;
      continue;
    }
    while (text[at] != '%' && end < text.size() && !is_blank(text[end]) && text[end] != '%') ++end;
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

Problem problem_at(std::string_view text, std::string_view part, std::string what, std::string help) {
  Problem wrong = problem(std::move(what), std::move(help));
  const auto before = static_cast<std::size_t>(part.data() - text.data());
  wrong.where.column = static_cast<std::uint32_t>(1 + count_characters(text.substr(0, before)));
  wrong.where.length = static_cast<std::uint32_t>(std::max<std::size_t>(1, count_characters(part)));
  return wrong;
}

bool is_slot(std::string_view word) { return word.front() == '<'; }

bool fits(const std::vector<std::string_view>& words, const std::vector<std::string_view>& pattern) {
  return std::equal(words.begin(), words.end(), pattern.begin(), pattern.end(),
                    [](std::string_view word, std::string_view wanted) {
                      return is_slot(wanted) || equal_ignoring_ascii_case(word, wanted);
                    });
}

template <typename Number>
bool read_number(std::string_view word, Number least, Number most, Number& number) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size() && number >= least && number <= most;
}

bool is_quoted(std::string_view word) { return word.size() > 2 && word.front() == '\'' && word.back() == '\''; }

std::optional<Problem> read_slot(std::string_view text, std::string_view slot, std::string_view word, Slots& slots) {
  if (slot == certificate_slot) {
    if (!is_word(word)) {
      return problem_at(text, word, "not the name of a certificate: " + quoted(word),
                        "a name is a letter and then letters, digits, _ and -");
    }
    slots.certificate = word;
  } else if (slot == client_slot) {
    if (!is_node_name(word)) {
      return problem_at(text, word, "not the name of a client: " + quoted(word),
                        "a letter or _, and then letters, digits, _, - and dots");
    }
    slots.client = word;
  } else if (slot == percent_slot) {
    if (!read_number<std::uint32_t>(word, 1, 100, slots.number)) {
      return problem_at(text, word, "not a percentage: " + quoted(word), "a whole number from 1 to 100");
    }
  } else if (slot == nodes_slot) {
    if (!read_number<std::uint32_t>(word, 0, most_nodes, slots.number)) {
      return problem_at(text, word, "not a number of nodes: " + quoted(word), "a whole number from 0 to 10000000");
    }
  } else if (slot == step_slot) {
    if (!is_quoted(word)) {
      return problem_at(text, word, "not the name of a step: " + quoted(word), "in single quotes, such as 'present B'");
    }
    slots.step = word.substr(1, word.size() - 2);
  } else if (slot == duration_slot) {
    Result<Duration> length = parse_duration(word);
    if (!length) return problem_at(text, word, length.problem().what, length.problem().help);
    slots.length = *length;
  } else {
    const auto found = std::find(count_words.begin(), count_words.end(), lower_ascii(word));
    if (found == count_words.end()) {
      return problem_at(text, word, "not a number of certificates: " + quoted(word), "a word from two to ten");
    }
    slots.number = smallest_count + static_cast<std::uint32_t>(found - count_words.begin());
  }
  return std::nullopt;
}

// The sentences with the words of `words` in their slots, so that the nearest of them can be found.
std::vector<std::string> filled_sentences(const std::vector<std::string_view>& words) {
  const auto is_number = [](std::string_view word) { return word[0] >= '0' && word[0] <= '9'; };
  const auto word_or = [&](auto fits_the_slot, std::string_view otherwise) {
    const auto found = std::find_if(words.begin(), words.end(), fits_the_slot);
    return found == words.end() ? otherwise : *found;
  };
  std::vector<std::string> filled;
  for (const Sentence& sentence : sentences) {
    const std::vector<std::string_view> pattern = words_of(sentence.pattern);
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      std::string_view word = pattern[i];
      if (word == certificate_slot) {
        const bool in_the_middle = i > 0 && i + 1 < pattern.size();
        word = i == 0 ? words.front() : in_the_middle && words.size() > i ? words[i] : words.back();
      }
      if (word == client_slot && words.size() > 1) word = words[1];
      const bool fitting = pattern[i] == client_slot ? is_node_name(word) : is_word(word);
      if (is_slot(pattern[i]) && !fitting) word = "X";
      if (pattern[i] == count_slot) word = "two";
      if (pattern[i] == percent_slot) word = word_or(is_number, "80");
      if (pattern[i] == nodes_slot)
        word = i + 1 < pattern.size() && pattern[i + 1] == "node" ? "1" : word_or(is_number, "2");
      if (pattern[i] == step_slot) word = word_or(is_quoted, "'X'");
      if (pattern[i] == duration_slot) word = word_or(is_number, "5m");
      text += (i == 0 ? "" : " ") + std::string(word);
    }
    filled.push_back(std::move(text));
  }
  return filled;
}

struct PropertyPrinter {
  std::string operator()(const EveryPairCanAuthenticate&) const { return "every pair can authenticate"; }
  std::string operator()(const FederationIsConnected&) const { return "the federation is connected"; }
  std::string operator()(const SeedQuorum&) const { return "seed quorum"; }
  std::string operator()(const LargestComponentHolds& each) const {
    return "at least " + std::to_string(each.percent) + " % of nodes are in the largest component";
  }
  std::string operator()(const EveryNodePresents& each) const { return "every node presents " + each.certificate; }
  std::string operator()(const EveryNodeAccepts& each) const { return "every node accepts " + each.certificate; }
  std::string operator()(const NoNodePresents& each) const { return "no node presents " + each.certificate; }
  std::string operator()(const NoNodeAccepts& each) const { return "no node accepts " + each.certificate; }
  std::string operator()(const SomeNodePresents& each) const { return each.certificate + " is presented by someone"; }
  std::string operator()(const SeveralArePresented& each) const {
    const std::size_t index = each.at_least - smallest_count;
    return (index < count_words.size() ? count_words[index] : std::to_string(each.at_least)) +
           " certificates are presented at once";
  }
  std::string operator()(const EveryClientCanConnect&) const { return "every client can connect"; }
  std::string operator()(const ClientStands& each) const {
    switch (each.as) {
      case ClientStanding::can_connect:
        return "client " + each.client + " can connect";
      case ClientStanding::admin:
        return "client " + each.client + " is Admin";
      case ClientStanding::user:
        return "client " + each.client + " is User";
      case ClientStanding::refused:
        return "client " + each.client + " is refused";
    }
    return {};
  }
  std::string operator()(const NoNodeIsLost&) const { return "no node is lost"; }
  std::string operator()(const FederationIsWhole&) const { return "the federation is whole"; }
  std::string operator()(const QuorumIsKept&) const { return "quorum is kept"; }
  std::string operator()(const AtMostUnavailable& each) const {
    return "at most " + std::to_string(each.count) + (each.count == 1 ? " node is" : " nodes are") + " unavailable";
  }
  std::string operator()(const UpgradeCompletesWithin& each) const {
    return "upgrade '" + each.step + "' completes within " + certdrill::to_string(each.length);
  }
  std::string operator()(const EverySessionUses& each) const { return "every session uses " + each.certificate; }
  std::string operator()(const NoSessionUses& each) const { return "no session uses " + each.certificate; }
  std::string operator()(const NoOutageLongerThan& each) const {
    return "no outage is longer than " + certdrill::to_string(each.length);
  }
  std::string operator()(const CanBeCleanedUp& each) const {
    return "certificate " + each.certificate + " can be cleaned up";
  }
};

}  // namespace

Result<Property> parse_property(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  if (words.empty()) return problem_at(text, text, "the property is empty", "for example: every pair can authenticate");
  for (const Sentence& sentence : sentences) {
    const std::vector<std::string_view> pattern = words_of(sentence.pattern);
    if (!fits(words, pattern)) continue;
    Slots slots;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!is_slot(pattern[i])) continue;
      if (std::optional<Problem> wrong = read_slot(text, pattern[i], words[i], slots)) return *std::move(wrong);
    }
    return sentence.make(slots);
  }
  const auto begin = static_cast<std::size_t>(words.front().data() - text.data());
  const auto end = static_cast<std::size_t>(words.back().data() + words.back().size() - text.data());
  const std::string_view trimmed = text.substr(begin, end - begin);
  const std::vector<std::string> near = filled_sentences(words);
  const bool close = !suggestions(trimmed, near).empty();
  return problem_at(text, trimmed, "unknown property " + quoted(trimmed),
                    close ? did_you_mean(trimmed, near) : "one of: " + join(filled_sentences({"X"}), ", "));
}

std::vector<Property> one_of_each_property() {
  std::vector<Property> properties;
  properties.reserve(sentences.size());
  for (const Sentence& sentence : sentences) properties.push_back(sentence.make(Slots{}));
  return properties;
}

std::string to_string(const Property& property) { return std::visit(PropertyPrinter{}, property); }

const std::string* certificate_named_by(const Property& property) {
  return std::visit(
      [](const auto& each) -> const std::string* {
        if constexpr (requires { each.certificate; }) {
          return &each.certificate;
        } else {
          return nullptr;
        }
      },
      property);
}

const std::string* client_named_by(const Property& property) {
  const auto* stands = std::get_if<ClientStands>(&property);
  return stands == nullptr ? nullptr : &stands->client;
}

const std::string* step_named_by(const Property& property) {
  const auto* completes = std::get_if<UpgradeCompletesWithin>(&property);
  return completes == nullptr ? nullptr : &completes->step;
}

std::string_view to_string(Quantifier quantifier) {
  switch (quantifier) {
    case Quantifier::always:
      return "always";
    case Quantifier::never:
      return "never";
    case Quantifier::sometimes:
      return "sometimes";
    case Quantifier::finally:
      return "finally";
  }
  return {};
}

std::optional<Quantifier> parse_quantifier(std::string_view text) {
  for (const Quantifier each : {Quantifier::always, Quantifier::never, Quantifier::sometimes, Quantifier::finally}) {
    if (to_string(each) == text) return each;
  }
  return std::nullopt;
}

}  // namespace certdrill::model
