#include "scene/lesson.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/text.h"

namespace certdrill::scene {

namespace {

// Text without Markdown's marks: `code`, **strong**, *emphasis*, [words](address), <address>.
std::string plain(std::string_view markdown) {
  std::string text;
  for (std::size_t at = 0; at < markdown.size(); ++at) {
    const char letter = markdown[at];
    if (letter == '`') {  // its content stands as it is
      const std::size_t end = markdown.find('`', at + 1);
      if (end == std::string_view::npos) {
        text += letter;
        continue;
      }
      text += markdown.substr(at + 1, end - at - 1);
      at = end;
    } else if (letter == '[') {
      const std::size_t middle = markdown.find("](", at);
      const std::size_t end = middle == std::string_view::npos ? middle : markdown.find(')', middle);
      if (end == std::string_view::npos) {
        text += letter;
        continue;
      }
      text += plain(markdown.substr(at + 1, middle - at - 1));
      at = end;
    } else if (letter == '*') {
      // A star between spaces is a star.
      const bool alone = at + 1 < markdown.size() && markdown[at + 1] == ' ' && (at == 0 || markdown[at - 1] == ' ');
      if (alone) text += letter;
    } else if (letter == '\\' && at + 1 < markdown.size() &&
               std::ispunct(static_cast<unsigned char>(markdown[at + 1])) != 0) {
      text += markdown[++at];
    } else {
      text += letter;
    }
  }
  return text;
}

bool is_word_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
}

// Does the text say these words, as words of their own, in whatever case?
bool mentions(const std::string& lower_text, const std::string& lower_words) {
  if (lower_words.empty()) return false;
  for (std::size_t at = lower_text.find(lower_words); at != std::string::npos;
       at = lower_text.find(lower_words, at + 1)) {
    const std::size_t end = at + lower_words.size();
    const bool begins = at == 0 || !is_word_letter(lower_text[at - 1]) || !is_word_letter(lower_words.front());
    const bool ends =
        end == lower_text.size() || !is_word_letter(lower_text[end]) || !is_word_letter(lower_words.back());
    if (begins && ends) return true;
  }
  return false;
}

class LessonReader {
 public:
  explicit LessonReader(const model::Scenario& scenario) {
    for (const model::Step& step : scenario.steps) step_names_.push_back(lower_ascii(step.name));
    for (std::uint32_t step = 0; step < scenario.steps.size(); ++step) {
      if (std::holds_alternative<model::UpgradeStep>(scenario.steps[step].what) ||
          std::holds_alternative<model::ConvertStep>(scenario.steps[step].what))
        upgrades_.push_back(step);
    }
    for (const std::string& domain : scenario.cluster.upgrade_domains) domains_.push_back(lower_ascii(domain));
  }

  std::vector<LessonBlock> read(std::string_view markdown) {
    while (!markdown.empty()) {
      const std::size_t end = std::min(markdown.find('\n'), markdown.size());
      std::string_view line = markdown.substr(0, end);
      markdown.remove_prefix(std::min(end + 1, markdown.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      read_line(line);
    }
    if (fence_ == Fence::none || fence_ == Fence::code) finish();
    return std::move(blocks_);
  }

 private:
  enum class Fence : std::uint8_t { none, code, left_out };

  void read_line(std::string_view line) {
    const std::string_view words = trimmed(line);
    if (words.starts_with("```")) {
      const bool opens = fence_ == Fence::none;
      finish();
      if (opens) {
        const std::string_view language = trimmed(words.substr(3));
        const bool commands = language == "console" || language == "sh" || language == "bash" || language == "shell";
        fence_ = commands ? Fence::left_out : Fence::code;
        if (!commands) begin(LessonBlock::Kind::code);
      } else {
        fence_ = Fence::none;
      }
      return;
    }
    if (fence_ == Fence::left_out) return;
    if (fence_ == Fence::code) {
      raw_ += (raw_.empty() ? "" : "\n") + std::string(line);
      return;
    }
    if (words.empty()) {
      finish();
      return;
    }
    const std::size_t hashes = words.find_first_not_of('#');
    if (words.front() == '#' && hashes != std::string_view::npos && words[hashes] == ' ') {
      begin(LessonBlock::Kind::heading);
      raw_ = trimmed(words.substr(hashes));
      finish();
      return;
    }
    if (const std::size_t mark = item_mark(words); mark > 0) {
      begin(LessonBlock::Kind::item);
      raw_ = trimmed(words.substr(mark));
      return;
    }
    if (!open_) begin(LessonBlock::Kind::paragraph);
    raw_ += (raw_.empty() ? "" : " ") + std::string(words);
  }

  // "- ", "* " or "1. " at the beginning: how long it is.
  static std::size_t item_mark(std::string_view words) {
    if (words.starts_with("- ") || words.starts_with("* ") || words.starts_with("+ ")) return 2;
    std::size_t digits = 0;
    while (digits < words.size() && words[digits] >= '0' && words[digits] <= '9') ++digits;
    return digits > 0 && digits < 4 && words.substr(digits).starts_with(". ") ? digits + 2 : 0;
  }

  void begin(LessonBlock::Kind kind) {
    finish();
    open_ = true;
    kind_ = kind;
    raw_.clear();
  }

  void finish() {
    if (open_ && !raw_.empty()) {
      LessonBlock block{kind_, kind_ == LessonBlock::Kind::code ? raw_ : plain(raw_), {}};
      block.steps = steps_in(lower_ascii(block.text));
      blocks_.push_back(std::move(block));
    }
    open_ = false;
    raw_.clear();
  }

  // The steps that it names; or, when it names upgrade domains and the plan has one upgrade, that one.
  [[nodiscard]] std::vector<std::uint32_t> steps_in(const std::string& lower_text) const {
    std::vector<std::uint32_t> found;
    for (std::uint32_t step = 0; step < step_names_.size(); ++step) {
      if (mentions(lower_text, step_names_[step])) found.push_back(step);
    }
    if (found.empty() && upgrades_.size() == 1) {
      const bool domain = std::any_of(domains_.begin(), domains_.end(),
                                      [&](const std::string& each) { return mentions(lower_text, each); });
      if (domain) found = upgrades_;
    }
    return found;
  }

  std::vector<std::string> step_names_;
  std::vector<std::uint32_t> upgrades_;
  std::vector<std::string> domains_;
  std::vector<LessonBlock> blocks_;
  bool open_ = false;
  LessonBlock::Kind kind_ = LessonBlock::Kind::paragraph;
  std::string raw_;
  Fence fence_ = Fence::none;
};

}  // namespace

std::vector<LessonBlock> read_lesson(std::string_view markdown, const model::Scenario& scenario) {
  return LessonReader(scenario).read(markdown);
}

std::optional<std::size_t> block_at(const std::vector<LessonBlock>& lesson, const check::PlanPlace& place) {
  if (!place.step) return std::nullopt;
  for (std::size_t block = 0; block < lesson.size(); ++block) {
    const auto& steps = lesson[block].steps;
    const bool speaks = std::find(steps.begin(), steps.end(), *place.step) != steps.end();
    if (speaks && lesson[block].kind != LessonBlock::Kind::heading) return block;
  }
  return std::nullopt;
}

}  // namespace certdrill::scene
