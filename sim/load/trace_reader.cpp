#include "load/trace_reader.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>

#include "base/text.h"
#include "load/json_text.h"

namespace certdrill::load {
namespace {

constexpr std::string_view format_read = "certdrill.trace/1";
constexpr std::string_view format_family = "certdrill.trace/";
constexpr std::size_t block_bytes = std::size_t{1} << 18;
// A line that holds the largest scenario, in which every byte is escaped by two.
constexpr std::size_t longest_line = 2 * largest_file_bytes + 4096;
constexpr std::size_t longest_line_shown = 1000;

std::optional<std::uint64_t> read_number(std::string_view token) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
  if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return number;
}

std::string at_most_shown(std::string_view line) {
  return line.size() <= longest_line_shown ? std::string(line) : std::string();
}

}  // namespace

bool begins_like_a_trace(std::string_view beginning) {
  if (beginning.starts_with("\xEF\xBB\xBF")) beginning.remove_prefix(3);
  std::size_t at = beginning.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos || beginning[at] != '{') return false;
  at = beginning.find_first_not_of(" \t\r\n", at + 1);
  return at != std::string_view::npos && beginning.substr(at).starts_with("\"format\"");
}

TraceReader::TraceReader(std::unique_ptr<std::istream> stream, std::string file_name)
    : stream_(std::move(stream)), file_name_(std::move(file_name)) {}

Result<TraceReader> TraceReader::open(const std::filesystem::path& file) {
  errno = 0;
  auto stream = std::make_unique<std::ifstream>(file, std::ios::binary);
  if (!*stream) {
    Problem wrong = certdrill::problem(std::string("cannot be read: ") + std::strerror(errno));
    wrong.where.file = file.string();
    return wrong;
  }
  return open(std::move(stream), file.string());
}

Result<TraceReader> TraceReader::open(std::unique_ptr<std::istream> stream, std::string file_name) {
  TraceReader reader(std::move(stream), std::move(file_name));
  if (std::optional<Problem> wrong = reader.read_header()) return *std::move(wrong);
  if (std::optional<Problem> wrong = reader.read_scenario()) return *std::move(wrong);
  return reader;
}

void TraceReader::fill() {
  buffer_.erase(0, used_);
  used_ = 0;
  const std::size_t had = buffer_.size();
  buffer_.resize(had + block_bytes);
  stream_->read(buffer_.data() + had, static_cast<std::streamsize>(block_bytes));
  const auto count = static_cast<std::size_t>(stream_->gcount());
  buffer_.resize(had + count);
  bytes_read_ += count;
  at_end_ = !*stream_;
}

TraceReader::Read TraceReader::read_line() {
  std::size_t looked_at = used_;
  std::size_t end = buffer_.find('\n', looked_at);
  while (end == std::string::npos && !at_end_) {
    looked_at = buffer_.size() - used_;
    if (looked_at > longest_line) {
      ++line_number_;
      line_ = {};
      fail("the line is longer than " + std::to_string(longest_line) + " bytes: this is no trace");
      return Read::wrong;
    }
    fill();
    end = buffer_.find('\n', looked_at);
  }
  if (stream_->bad()) {
    line_ = {};
    fail("cannot be read to its end");
    return Read::wrong;
  }
  if (end == std::string::npos && used_ == buffer_.size()) return Read::end;
  line_ends_ = end != std::string::npos;
  line_ = std::string_view(buffer_).substr(used_, line_ends_ ? end - used_ : std::string::npos);
  used_ = line_ends_ ? end + 1 : buffer_.size();
  ++line_number_;
  return Read::line;
}

Problem TraceReader::at_line(std::string what, std::string help, Severity severity) const {
  Problem wrong = certdrill::problem(std::move(what), std::move(help));
  wrong.severity = severity;
  wrong.where.file = file_name_;
  wrong.where.line = static_cast<std::uint32_t>(line_number_);
  wrong.where.column = line_number_ > 0 ? 1 : 0;
  wrong.where.source_line = at_most_shown(line_);
  return wrong;
}

Problem TraceReader::at_event(std::string what, std::string help) const {
  return at_line(std::move(what), std::move(help), Severity::error);
}

bool TraceReader::fail(std::string what, std::string help) {
  problem_ = at_line(std::move(what), std::move(help), Severity::error);
  return false;
}

// The words of the reader of scenarios for what is no JSON; a trace must not have comments, which that one allows.
Problem TraceReader::broken_line() const {
  Problem wrong = at_line("the line is no JSON object, without comments", {}, Severity::error);
  const Result<bool> as_json = with_root(line_, [](const JsonValue&) -> Result<bool> { return true; });
  if (as_json) return wrong;
  Problem found = as_json.problem();
  // They speak of a file that is one object, where this is a line of one.
  if (found.what.starts_with("the file ")) found.what.replace(0, 8, "the line");
  constexpr std::string_view place = "line 1, column";
  if (const std::size_t at = found.what.find(place); at != std::string::npos)
    found.what.replace(at, place.size(), "column");
  if (found.what.starts_with("there is text behind")) {
    found.what = "there is text behind the end of the object";
    found.help.clear();
  }
  wrong.what = std::move(found.what);
  wrong.help = std::move(found.help);
  if (found.where.line != 0) {
    wrong.where.column = found.where.column;
    wrong.where.length = found.where.length;
  }
  return wrong;
}

std::optional<Problem> TraceReader::read_header() {
  const Read read = read_line();
  if (read == Read::wrong) return problem_;
  if (read == Read::end) return at_line("the file is empty", {}, Severity::error);
  if (line_.starts_with("\xEF\xBB\xBF")) line_.remove_prefix(3);
  std::string_view format;
  std::string_view profile;
  std::string_view start;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> nodes;
  bool has_name = false;
  const bool good = values_.read(line_, [&](std::string_view key, JsonKind kind, std::string_view text) {
    if (kind == JsonKind::string && key == "format") format = text;
    if (kind == JsonKind::string && key == "profile") profile = text;
    if (kind == JsonKind::string && key == "start") start = text;
    if (kind == JsonKind::number && key == "seed") seed = read_number(text);
    if (kind == JsonKind::number && key == "nodes") nodes = read_number(text);
    if (kind != JsonKind::string || key != "scenario") return;
    header_.scenario = text;
    has_name = true;
  });
  const auto wrong = [&](std::string what, std::string help = {}) {
    return at_line(std::move(what), std::move(help), Severity::error);
  };
  // Other documents of certdrill's begin with their format as well.
  const bool names_family =
      std::string_view(buffer_).substr(0, block_bytes).find(format_family) != std::string_view::npos;
  if (!good && !names_family) return wrong("this is no trace and no scenario");
  if (!good && !line_ends_) return wrong("the trace is cut off in its first line", "nothing of it can be shown");
  if (!good) return broken_line();
  if (!format.starts_with(format_family)) {
    return wrong(
        "this is no trace: its format is " + certdrill::quoted(format) + ", expected " + certdrill::quoted(format_read),
        "certdrill run --trace FILE SCENARIO writes one");
  }
  if (format != format_read) {
    return wrong("the trace has the format " + certdrill::quoted(format) + "; this version reads " +
                     certdrill::quoted(format_read),
                 "open it with the version of certdrill that wrote it, or open its scenario");
  }
  const std::optional<model::Profile> known = model::parse_profile(profile);
  if (!known) {
    return wrong("unknown profile " + certdrill::quoted(profile) + " in the header",
                 did_you_mean(profile, model::profile_names()));
  }
  const Result<SimTime> begins = parse_sim_time(start);
  if (!begins) return wrong("the header has no good \"start\": " + begins.problem().what);
  if (!seed || !nodes || !has_name) {
    return wrong(std::string("the header has no ") + (!has_name ? "\"scenario\"" : seed ? "\"nodes\"" : "\"seed\""));
  }
  header_.seed = *seed;
  header_.nodes = *nodes;
  header_.profile = *known;
  header_.start = *begins;
  at_ = *begins;
  return std::nullopt;
}

const TraceField* TraceReader::field(std::string_view key, JsonKind kind) const {
  const auto found = std::find_if(event_.says.begin(), event_.says.end(),
                                  [&](const TraceField& each) { return each.key == key && each.kind == kind; });
  return found == event_.says.end() ? nullptr : &*found;
}

std::string_view TraceReader::text_of(std::string_view key) const {
  const TraceField* const found = field(key, JsonKind::string);
  return found == nullptr ? std::string_view() : found->text;
}

TraceReader::Read TraceReader::read_values() {
  for (;;) {
    const Read read = read_line();
    if (read != Read::line) return read;
    if (line_.find_first_not_of(" \t\r") != std::string_view::npos) break;
  }
  event_.line = line_number_;
  event_.says.clear();
  const bool good = values_.read(line_, [&](std::string_view key, JsonKind kind, std::string_view text) {
    event_.says.push_back({key, kind, text});
  });
  if (good) return Read::line;
  // The writer was stopped in the middle of it.
  if (!line_ends_) return Read::end;
  problem_ = broken_line();
  return Read::wrong;
}

std::optional<Problem> TraceReader::read_scenario() {
  const Read read = read_values();
  if (read == Read::wrong) return problem_;
  if (read == Read::end) {
    return at_line("the trace is cut off before its scenario", "nothing of it can be shown", Severity::error);
  }
  const TraceField* const text = field("text", JsonKind::string);
  if (text_of("change") != "Scenario" || text == nullptr) {
    return at_line("the trace does not carry its scenario: an older certdrill wrote it",
                   "open the scenario " + certdrill::quoted(header_.scenario) + " instead, or write the trace again",
                   Severity::error);
  }
  header_.text = text->text;
  if (!take_time()) return problem_;
  buffer_.erase(0, used_);  // the largest line is done with
  used_ = 0;
  line_ = {};
  buffer_.shrink_to_fit();
  values_ = {};
  event_.says.clear();
  return std::nullopt;
}

bool TraceReader::take_time() {
  const std::string_view text = text_of("at");
  if (text == last_at_ && !text.empty()) return true;
  const Result<SimTime> at = parse_sim_time(text);
  if (!at) return fail("the line has no good \"at\": " + at.problem().what);
  if (*at < at_) {
    return fail("time runs backwards: " + certdrill::quoted(text) + " stands behind " + to_string(at_),
                "the lines are not in the order in which they were written");
  }
  at_ = *at;
  last_at_ = text;
  return true;
}

bool TraceReader::take_event() {
  const TraceField* const n = field("n", JsonKind::number);
  const std::optional<std::uint64_t> number = n == nullptr ? std::nullopt : read_number(n->text);
  if (!number) return fail("the event has no number \"n\"");
  if (*number != event_.number + 1) {
    return fail(
        "event " + std::to_string(*number) + " stands where event " + std::to_string(event_.number + 1) + " has to be",
        "lines are missing, or not in the order in which they were written");
  }
  event_.number = *number;
  event_.at = at_;
  std::erase_if(event_.says,
                [](const TraceField& each) { return each.key == "at" || each.key == "n" || each.key == "event"; });
  return true;
}

// Behind the End line there is nothing.
void TraceReader::finish() {
  for (Read read = read_line(); read != Read::end; read = read_line()) {
    if (read == Read::wrong) return;
    if (line_.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    fail("there is a line behind the End of the trace");
    return;
  }
  complete_ = true;
}

const TraceEvent* TraceReader::next() {
  while (!problem_ && !complete_) {
    const Read read = read_values();
    if (read == Read::wrong) return nullptr;
    if (read == Read::end) {
      const bool in_line = !line_ends_ && !line_.empty();
      problem_ = at_line("the trace is cut off " + std::string(in_line ? "in this line" : "behind this line") +
                             ", after " + counted(event_.number, "event") + ": it has no End",
                         "what is there is shown", Severity::warning);
      problem_->where.source_line.clear();
      return nullptr;
    }
    if (!take_time()) return nullptr;
    event_.name = text_of("event");
    if (!event_.name.empty()) return take_event() ? &event_ : nullptr;
    if (text_of("change") != "End") continue;
    const TraceField* const events = field("events", JsonKind::number);
    const std::optional<std::uint64_t> counts = events == nullptr ? std::nullopt : read_number(events->text);
    if (counts != event_.number) {
      fail("the End line counts " + (counts ? counted(*counts, "event") : std::string("no events")) +
           ", the trace has " + std::to_string(event_.number));
      return nullptr;
    }
    finish();
  }
  return nullptr;
}

}  // namespace certdrill::load
