#include "load/problem_list.h"

#include <algorithm>

#include "base/result.h"

namespace certdrill::load {

bool ProblemList::full(Severity severity) const {
  return (severity == Severity::error ? errors_ : warnings_).entries.size() >= most_kept;
}

void ProblemList::add(std::size_t offset, std::size_t length, std::string what, std::string help, Severity severity) {
  Kind& kind = severity == Severity::error ? errors_ : warnings_;
  ++kind.found;
  if (kind.entries.size() < most_kept) {
    kind.entries.push_back({offset, length, std::move(what), std::move(help), severity});
  }
}

Problems ProblemList::take() const {
  const auto by_place = [](const Entry& a, const Entry& b) { return a.offset < b.offset; };
  const auto first_of = [&](const Kind& kind, std::size_t room) {
    std::vector<Entry> entries = kind.entries;
    std::stable_sort(entries.begin(), entries.end(), by_place);
    if (entries.size() > room) entries.resize(room);
    return entries;
  };
  std::vector<Entry> shown = first_of(errors_, most_shown);
  const std::size_t shown_errors = shown.size();
  for (Entry& warning : first_of(warnings_, most_shown - shown_errors)) shown.push_back(std::move(warning));
  std::stable_sort(shown.begin(), shown.end(), by_place);
  Problems problems;
  for (const Entry& entry : shown) {
    problems.push_back({source_.location(entry.offset, entry.length), entry.what, entry.help, entry.severity});
  }
  const std::size_t hidden = errors_.found + warnings_.found - shown.size();
  if (hidden > 0) {
    Problem rest = problem("and " + std::to_string(hidden) + " more " + (hidden == 1 ? "problem" : "problems"));
    rest.where.file = source_.file();
    rest.severity = errors_.found > shown_errors ? Severity::error : Severity::warning;
    problems.push_back(std::move(rest));
  }
  return problems;
}

}  // namespace certdrill::load
