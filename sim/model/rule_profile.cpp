#include "model/rule_profile.h"

namespace certdrill::model {

std::optional<Profile> parse_profile(std::string_view name) {
  if (name == "documented") return Profile::documented;
  return std::nullopt;
}

std::string_view to_string(Profile profile) {
  switch (profile) {
    case Profile::documented:
      return "documented";
  }
  return "documented";
}

std::vector<std::string> profile_names() { return {"documented"}; }

}  // namespace certdrill::model
