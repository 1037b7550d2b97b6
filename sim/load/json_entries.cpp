#include "load/json_entries.h"

#include <algorithm>
#include <utility>

#include "load/json_syntax.h"

namespace certdrill::load {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view line_ends = "\r\n";

bool breaks_line(std::string_view text) { return text.find_first_of(line_ends) != std::string_view::npos; }

// The end of the last comment that begins on this line; `from` when there is none. `next`: what comes behind all of
// them.
struct CommentsOnLine {
  std::size_t end;
  std::size_t next;
};
CommentsOnLine comments_on_line(std::string_view text, std::size_t from) {
  CommentsOnLine found{from, from};
  for (;;) {
    found.next = std::min(text.find_first_not_of(" \t", found.end), text.size());
    const std::string_view opening = text.substr(found.next, 2);
    if (opening == "//") {
      found.end = found.next = std::min(text.find_first_of(line_ends, found.next), text.size());
      return found;
    }
    if (opening != "/*") return found;
    found.end = text.find("*/", found.next + 2) + 2;  // it is closed: the text is known to be JSON
  }
}

// Does what comes next have to begin on a line of its own?
bool ends_in_line_comment(std::string_view comments) {
  for (std::size_t at = 0; at < comments.size();) {
    if (comments.substr(at, 2) == "//") return !breaks_line(comments.substr(at));
    at = comments.substr(at, 2) == "/*" ? comments.find("*/", at + 2) + 2 : at + 1;
  }
  return false;
}

// Lines behind the first are moved so that the last of them, the closing bracket, stands at the indentation.
std::string indented(std::string body, std::string_view indentation) {
  const std::size_t last_line = body.rfind('\n');
  if (last_line == std::string::npos) return body;
  const std::size_t first_sign = std::min(body.find_first_not_of(" \t", last_line + 1), body.size());
  const std::string had = body.substr(last_line + 1, first_sign - last_line - 1);
  std::string moved;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size() - 1) + 1;
    std::string_view line = std::string_view(body).substr(at, end - at);
    if (at > 0 && line.starts_with(had)) {
      moved += indentation;
      line.remove_prefix(had.size());
    }
    moved += line;
    at = end;
  }
  return moved;
}

}  // namespace

std::size_t end_of_value(std::string_view text, const JsonValue& value) {
  std::size_t end = value.offset() + value.length();
  if (value.kind() != JsonKind::list && value.kind() != JsonKind::object) return end;
  if (value.size() > 0) {
    std::optional<JsonValue> last;
    if (value.kind() == JsonKind::list) {
      value.for_each_item([&](const JsonValue& item) { last = item; });
    } else {
      value.for_each_member([&](const JsonValue&, const JsonValue& member) { last = member; });
    }
    end = end_of_value(text, *last);
  }
  return skip_blanks_and_comments(text, end) + 1;
}

std::string_view line_break_of(std::string_view text) {
  const std::size_t first = text.find('\n');
  return first != std::string_view::npos && first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
}

JsonEntries::JsonEntries(std::string_view text, const JsonValue& container)
    : text_(text), begin_(container.offset() + 1), end_(end_of_value(text, container) - 1), at_(begin_) {
  std::size_t left = container.size();
  if (container.kind() == JsonKind::list) {
    container.for_each_item(
        [&](const JsonValue& item) { read_entry(item.offset(), end_of_value(text, item), --left == 0); });
  } else {
    container.for_each_member([&](const JsonValue& key, const JsonValue& value) {
      read_entry(key.offset(), end_of_value(text, value), --left == 0);
    });
  }
  tail_ = text.substr(at_, end_ - at_);
}

void JsonEntries::read_entry(std::size_t begin, std::size_t end, bool last) {
  const std::size_t space_ends = std::min(text_.find_first_not_of(blanks, at_), begin);
  spaces_.emplace_back(text_.substr(at_, space_ends - at_));
  Entry entry;
  entry.before = text_.substr(space_ends, begin - space_ends);
  entry.body = text_.substr(begin, end - begin);
  at_ = end;
  if (!last) {
    const std::size_t comma = skip_blanks_and_comments(text_, end);
    entry.before_comma = text_.substr(end, comma - end);
    at_ = comma + 1;
  }
  const CommentsOnLine found = comments_on_line(text_, at_);
  const bool line_ends_there = found.next == text_.size() || breaks_line(text_.substr(found.next, 1));
  // A comment before the next entry of the same line is that one's.
  if (last || line_ends_there) {
    entry.behind = text_.substr(at_, found.end - at_);
    at_ = found.end;
  }
  entries_.push_back(std::move(entry));
}

void JsonEntries::move(std::size_t from, std::size_t to) {
  const auto first = entries_.begin();
  const auto place = [&](std::size_t index) { return first + static_cast<std::ptrdiff_t>(index); };
  if (from < to) {
    std::rotate(place(from), place(from + 1), place(to + 1));
  } else {
    std::rotate(place(to), place(from), place(from + 1));
  }
}

void JsonEntries::remove(std::size_t entry) {
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(entry));
  const std::size_t space = entry == 0 && spaces_.size() > 1 ? 1 : entry;  // the first place stays as it is
  spaces_.erase(spaces_.begin() + static_cast<std::ptrdiff_t>(space));
}

std::string JsonEntries::indentation() const {
  const std::size_t line = begin_ == 1 ? 0 : text_.find_last_of(line_ends, begin_ - 2) + 1;
  const std::size_t sign = text_.find_first_not_of(" \t", line);
  return std::string(text_.substr(line, sign - line));
}

void JsonEntries::insert(std::size_t before, std::string body) {
  Entry entry;
  std::string space;
  if (entries_.empty()) {
    const std::string line = std::string(line_break_of(text_)) + indentation();
    space = line + "  ";
    const std::size_t comments_end = tail_.find_last_not_of(blanks) + 1;
    if (comments_end > 0) {  // they stand before the first entry now
      entry.before = tail_.substr(0, comments_end) + space;
      space.clear();
    }
    entry.body = indented(std::move(body), indentation() + "  ");
    tail_ = line;
  } else {
    const bool lines = breaks_line(spaces_.front());
    const std::string between = spaces_.size() > 1 ? spaces_.back() : lines ? spaces_.front() : " ";
    if (before == 0) {
      space = std::exchange(spaces_.front(), spaces_.size() > 1 ? spaces_[1] : between);
    } else {
      space = before < spaces_.size() ? spaces_[before] : between;
      const std::size_t line = space.find_last_of('\n');
      if (line != std::string::npos && line > 0) {  // without the empty lines that set a group apart
        space.erase(0, space[line - 1] == '\r' ? line - 1 : line);
      }
    }
    const std::size_t line = space.find_last_of(line_ends);
    entry.body = line == std::string::npos ? std::move(body) : indented(std::move(body), space.substr(line + 1));
  }
  entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(before), std::move(entry));
  spaces_.insert(spaces_.begin() + static_cast<std::ptrdiff_t>(before), std::move(space));
}

std::string JsonEntries::whole_text() const {
  std::string out(text_.substr(0, begin_));
  bool needs_line = false;  // what was written last is a comment that goes to the end of its line
  const auto put_space = [&](std::string_view space) {
    if (needs_line && !breaks_line(space)) out += line_break_of(text_);
    out += space;
  };
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    put_space(spaces_[i]);
    out += entry.before;
    out += entry.body;
    out += entry.before_comma;
    if (i + 1 < entries_.size()) out += ',';
    out += entry.behind;
    needs_line = ends_in_line_comment(entry.behind);
  }
  put_space(tail_);
  out += text_.substr(end_);
  return out;
}

}  // namespace certdrill::load
