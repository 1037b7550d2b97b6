// The words for what became of the federation: both readings side by side, and its turns of events.
//
// Findings about the federation are worded by StoryTeller (check/story.h), in federation_findings.cpp, with the same
// words.
#pragma once

#include <string>
#include <vector>

#include "check/result.h"
#include "model/scenario.h"

namespace certdrill::check {

// Fills in trust_reading, federation_reading and turns from the rest of the result.
void tell_readings(const model::Cluster& cluster, FederationResult& result);

// "N0, N5 and 3 more"; `most` of them by name.
[[nodiscard]] std::string names_of(const std::vector<model::NodeIndex>& nodes, const model::Cluster& cluster,
                                   std::size_t most = 5);

// "N0, N5 (UD0)" when all are of one domain; at least one node.
[[nodiscard]] std::string names_with_domain(const std::vector<model::NodeIndex>& nodes, const model::Cluster& cluster);
[[nodiscard]] std::string is_or_are(std::size_t number);  // with a space before and behind

// "its leases failed": behind the name of a node that is lost.
[[nodiscard]] std::string_view words_for(world::Cause cause);
[[nodiscard]] std::string words_for_several(world::Cause cause, std::size_t number);  // "their leases failed"
// "waits for N3, which is down".
[[nodiscard]] std::string words_for(const UpgradeWait& wait, const model::Cluster& cluster);
// "rolls back: HealthCheck"
[[nodiscard]] std::string words_for(const UpgradeEvent& event);

}  // namespace certdrill::check
