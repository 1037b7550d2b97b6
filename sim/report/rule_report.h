// What `certdrill rule` prints: the list of all ids, the page of one, the table of switches.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace certdrill::report {

[[nodiscard]] std::string rule_list_text(bool colored = false);
[[nodiscard]] std::string rule_list_json();

// `asked` is an id, or the words by which reports show it ("has no private key here"). A Problem with a suggestion when
// there is none.
[[nodiscard]] Result<std::string> rule_page_text(std::string_view asked, bool colored = false);
[[nodiscard]] Result<std::string> rule_page_json(std::string_view asked);

// Every switch with its value in each profile and its question; --json adds sources and settings.
[[nodiscard]] std::string profile_table_text();
[[nodiscard]] std::string profile_table_json();

// "documented no, windows yes, linux yes; one of: no, yes; setting ImplicitPeerTrustEnabled": the line that stands in
// the page of a switch.
[[nodiscard]] std::string switch_line(std::string_view switch_name);

}  // namespace certdrill::report
