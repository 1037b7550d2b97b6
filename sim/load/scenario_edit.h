// Changes a scenario's text in place: one value, one step, the order of the steps. What is not changed stays as it is
// written, comments and layout included.
//
// Place      a path into the JSON text: "steps/1/to", "certificates/B/notAfter", "cluster/security", "seed". A "/" in a
//            name is written ~1, a "~" is written ~0 (as in RFC 6901).
// Steps      a comment on the line of a step is that step's, any other belongs to the step that it stands before.
// Errors     a problem names the path and what is there instead. That the changed text is a scenario is not checked
//            here: parse_scenario does. JSON it is, if it was.
// Cost       linear in the text, each time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/rule_profile.h"

namespace certdrill::load {

// One value that a person may want to change, with its place.
struct EditableField {
  std::string path;
  std::string label;  // "present B: to", "B: notAfter"
  std::string value;  // a string without its quotes, anything else as it stands
  bool is_string = true;
};
// Rules, dates and lengths of a scenario, in the order of the file: settings of the cluster, of nodes and of clients,
// of each step (to, at, for, policy's members), dates of certificates, start, end, seed, profile. Empty when the text
// is no JSON.
[[nodiscard]] std::vector<EditableField> editable_fields(std::string_view text);
// Every value of the text that holds no other, whether a person may want to change it or not; their labels are their
// paths.
[[nodiscard]] std::vector<EditableField> all_values(std::string_view text);
// The steps as the file has them: their names, or what they do.
[[nodiscard]] std::vector<std::string> steps_of(std::string_view text);

// The value of a string is written as it is read, without quotation marks; any other as JSON: 5, true, "unreadable".
[[nodiscard]] Result<std::string> with_value(std::string_view text, std::string_view path, std::string_view value);
[[nodiscard]] Result<std::string> with_step_moved(std::string_view text, std::size_t from, std::size_t to);
[[nodiscard]] Result<std::string> without_step(std::string_view text, std::size_t step);
// `step_json`: an object. At `before` it pushes the others on; at the end when there are as many.
[[nodiscard]] Result<std::string> with_step(std::string_view text, std::size_t before, std::string_view step_json);
// The same scenario as `certdrill run --seed SEED --profile PROFILE` would run it.
[[nodiscard]] Result<std::string> with_seed_and_profile(std::string_view text, std::uint64_t seed,
                                                        model::Profile profile);

}  // namespace certdrill::load
