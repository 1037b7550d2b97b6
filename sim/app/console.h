// The terminal: results go to standard output, everything else to standard error; colour and progress only where a
// person is looking.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/problem.h"
#include "base/sim_time.h"

namespace certdrill::app {

enum class ColorChoice { automatic, always, never };

class Console {
 public:
  explicit Console(ColorChoice choice);

  [[nodiscard]] bool colors_results() const { return color_out_; }
  void print(std::string_view result);  // to standard output, at once
  void complain(const Problem& problem);
  void complain(const Problems& problems);
  // False when something could not be written to standard output; that has been said.
  [[nodiscard]] bool finish();

 private:
  bool color_out_;
  bool color_error_;
  bool failed_ = false;
};

// A line on standard error that tells how far a long run has come: on a terminal only, after the first tenth of a
// second, ten times a second at most. The one place that looks at the machine's clock; nothing of it reaches a result.
class ProgressLine {
 public:
  explicit ProgressLine(std::string what);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(SimTime at, std::uint64_t events);
  void show(const std::string& how_far);
  void clear();

 private:
  std::string what_;
  [[nodiscard]] bool due();
  void write(const std::string& how_far);

  bool wanted_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace certdrill::app
