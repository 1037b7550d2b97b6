// Why: all that is known of what is selected, at the moment of the cursor. A node, a pair with both verdicts rule by
// rule, a finding with its story; every reason has a button that opens its page.
#pragma once

#include "panels/frame.h"

namespace certdrill::panels {

class WhyPanel {
 public:
  void show(Frame& frame);

 private:
  static void show_overview(Frame& frame);
  static void show_node(Frame& frame, const replay::NodeInspection& node);
  static void show_pair(Frame& frame, const replay::PairInspection& pair);
  static void show_finding(Frame& frame, std::size_t number);
};

// One direction of a pair: who judges whom, and what each rule says.
void show_verdict(Frame& frame, const std::string& validator, const std::string& shower, const trust::Verdict& verdict);

}  // namespace certdrill::panels
