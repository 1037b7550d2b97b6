// What became of the store of a node, in words: "gets B and loses A", "gets back the way to the CRL of R1".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/scenario.h"

namespace certdrill::replay {

// `gets` is the word for what is there now and was not: "gets", "installs".
[[nodiscard]] std::string store_change_text(const model::Store& from, const model::Store& to,
                                            const model::Scenario& scenario, std::string_view gets = "gets");
// Certificates that were there already, and whose keys the node has access to now.
[[nodiscard]] std::vector<std::string> granted_keys(const model::Store& from, const model::Store& to,
                                                    const model::Scenario& scenario);

}  // namespace certdrill::replay
