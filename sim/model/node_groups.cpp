#include "base/text.h"
#include "model/notation.h"
#include "model/notation_parser.h"

namespace certdrill::model {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What stands before the "=": names, "200 nodes", "8 others" or "all 10".
bool read_who(NotationParser& parser, NodeGroup& group) {
  if (is_digit(parser.peek())) {
    if (!parser.read_number(group.others)) return false;
    (void)parser.peek();  // the blanks before the word are not part of it
    const std::size_t from = parser.position();
    std::string word;
    if (!parser.read_node_name(word)) return false;
    group.counted = word == "nodes" || word == "node";
    if (group.counted || word == "others" || word == "other") return true;
    return parser.fail(from, parser.position(), "expected nodes or others after the number, found " + quoted(word));
  }
  do {
    if (!parser.read_node_name(group.nodes.emplace_back())) return false;
    if (group.nodes.size() == 1 && group.nodes[0] == "all" && is_digit(parser.peek())) {
      group.nodes.clear();
      group.all = true;
      return parser.read_number(group.others);
    }
  } while (parser.accept(','));
  return true;
}

}  // namespace

Result<std::vector<NodeGroup>> parse_node_groups(std::string_view text) {
  NotationParser parser(text);
  std::vector<NodeGroup> groups;
  bool more = true;
  while (more) {
    NodeGroup& group = groups.emplace_back();
    if (!read_who(parser, group)) return parser.take_problem();
    if (!parser.accept('=')) {
      (void)parser.fail_unexpected("\"=\" after the nodes", "a group looks like N0, N5 = {P:{TP=A}, V:{TP=A}}");
      return parser.take_problem();
    }
    if (!parser.read_security(group.security)) return parser.take_problem();
    more = parser.accept(',');
    more = parser.accept_text("...") || more;
    more = more || !parser.at_end();
  }
  return groups;
}

std::string to_string(const std::vector<NodeGroup>& groups) {
  std::vector<std::string> texts;
  texts.reserve(groups.size());
  for (const NodeGroup& group : groups) {
    std::string who = join(group.nodes, ", ");
    if (group.all) {
      who = "all " + std::to_string(group.others);
    } else if (group.nodes.empty()) {
      who = certdrill::counted(group.others, group.counted ? "node" : "other");
    }
    texts.push_back(who + " = " + to_string(group.security));
  }
  return join(texts, "   ");
}

}  // namespace certdrill::model
