// What can be selected, by the names that people give it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "replay/recorded_run.h"
#include "scene/view.h"

namespace certdrill::workspace {

[[nodiscard]] std::optional<model::NodeIndex> find_node(const model::Cluster& cluster, std::string_view name);

// "N3", "N3-N4", "B", "vault kv", "agent extension", "client octopus", "finding 1", "check 2" (counted from 1). A node's
// name goes before a pair's, a pair's before a certificate's; the word before an actor's may be left out when nothing
// else is called so. The problem suggests what may have been meant.
[[nodiscard]] Result<scene::Selection> parse_selection(std::string_view text, const replay::RecordedRun& run);
// As parse_selection takes it; empty when nothing is selected.
[[nodiscard]] std::string name_of(const scene::Selection& selection, const replay::RecordedRun& run);

// The same thing in another run of the same document: nodes and certificates by name, checks by number, findings by
// their id and message. Nothing when it is not there.
[[nodiscard]] scene::Selection same_selection(const scene::Selection& selection, const replay::RecordedRun& last,
                                              const replay::RecordedRun& now);

}  // namespace certdrill::workspace
