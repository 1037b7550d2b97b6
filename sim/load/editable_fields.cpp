// Which values of a scenario a person may want to change, and what to call them.
#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>

#include "base/text.h"
#include "load/json_text.h"
#include "load/scenario_edit.h"
#include "load/selection_reader.h"
#include "load/step_reader.h"

namespace certdrill::load {
namespace {

using Path = std::vector<std::string>;

bool is_single(const JsonValue& value) { return value.kind() != JsonKind::list && value.kind() != JsonKind::object; }

// Lists and objects that are empty are told as well: all else of the others is in what they hold.
template <typename Visit>
void for_each_single(const JsonValue& value, Path& path, const Visit& visit) {
  if (is_single(value) || value.size() == 0) {
    visit(path, value);
  } else if (value.kind() == JsonKind::list) {
    std::size_t index = 0;
    value.for_each_item([&](const JsonValue& item) {
      path.push_back(std::to_string(index++));
      for_each_single(item, path, visit);
      path.pop_back();
    });
  } else {
    value.for_each_member([&](const JsonValue& key, const JsonValue& member) {
      path.emplace_back(key.text());
      for_each_single(member, path, visit);
      path.pop_back();
    });
  }
}

std::string text_of(const Path& path) {
  std::string text;
  for (const std::string& part : path) {
    if (!text.empty()) text += '/';
    text += escaped_part(part);
  }
  return text;
}

template <typename Words>
bool is_among(const std::string& word, const Words& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The fields of a step, or of a random fault, that say when, how long and how much.
constexpr std::array<std::string_view, 14> fields_of_steps = {"to",     "at",      "for",   "within",    "during",
                                                              "domain", "after",   "wait",  "waitUntil", "delay",
                                                              "by",     "percent", "every", "validity"};
constexpr std::array<std::string_view, 4> fields_of_certificates = {"notBefore", "notAfter", "validFor",
                                                                    "publishEvery"};
constexpr std::array<std::string_view, 7> fields_of_vaults = {"created", "validity", "renewAt",           "renewal",
                                                              "from",    "at",       "templateDeployment"};
constexpr std::array<std::string_view, 4> fields_of_agents = {"pollingInterval", "requireInitialSync", "linkOnRenewal",
                                                              "starts"};
constexpr std::array<std::string_view, 3> fields_of_cluster = {"timeout", "scanInterval", "expiryWarning"};
// And of what a client does.
constexpr std::array<std::string_view, 13> fields_of_clients = {"security",
                                                                "every",
                                                                "first",
                                                                "needs",
                                                                "attempts",
                                                                "pause",
                                                                "findType",
                                                                "serverCertThumbprint",
                                                                "findValueOverride",
                                                                "clientCertificate",
                                                                "storeLocation",
                                                                "storeName",
                                                                "installsBeforeDeployment"};
constexpr std::array<std::string_view, 4> heading = {"start", "end", "seed", "profile"};

bool is_editable(const Path& path) {
  const std::string& root = path.front();
  const std::string& last = path.back();
  if (path.size() == 1) return is_among(root, heading);
  if (root == "rules" || root == "upgradePolicy" || root == "federation") return path.size() == 2;
  if (root == "certificates" || root == "authorities")
    return path.size() >= 3 && is_among(last, fields_of_certificates);
  if (root == "vaults") return path.size() >= 3 && is_among(last, fields_of_vaults);
  if (root == "agents") return path.size() == 3 && is_among(last, fields_of_agents);
  if (root == "cluster" && is_among(last, fields_of_cluster)) return true;
  if (root == "clients" && path.size() > 3 && path[2] != "installed") return is_among(last, fields_of_clients);
  if (root == "cluster" || root == "clients") return last == "security";
  if (root == "randomFaults") return path.size() == 3 && is_among(last, fields_of_steps);
  if (root != "steps" || path.size() < 3) return false;
  const bool of_client = path[2] == "octopus" || path[2] == "calls" || path[2] == "deployments" ||
                         path[2] == "healthChecks" || path[2] == "security";
  if (of_client) return is_among(last, fields_of_clients);
  if (path.size() == 4) return path[2] == "policy" || path[2] == "to" || path[2] == "quirks";
  return path.size() == 3 && is_among(last, fields_of_steps);
}

// Names by which labels call the nodes that a list has one by one.
std::vector<std::string> names_of_nodes(const JsonValue& root) {
  std::vector<std::string> names;
  const std::optional<JsonValue> cluster = member_of(root, "cluster");
  const std::optional<JsonValue> nodes = cluster ? member_of(*cluster, "nodes") : std::nullopt;
  if (!nodes || nodes->kind() != JsonKind::list) return names;
  nodes->for_each_item([&](const JsonValue& node) {
    const std::optional<JsonValue> name = member_of(node, "name");
    names.emplace_back(name ? name->text() : "node " + std::to_string(names.size()));
  });
  return names;
}

struct WordOfStep {
  std::string_view field;
  std::string_view word;
};
constexpr std::array<WordOfStep, 15> words_of_steps = {{{"publishCrl", "publish the CRL of"},
                                                        {"blockCrl", "block the CRL of"},
                                                        {"unblockCrl", "unblock the CRL of"},
                                                        {"waitUntil", "wait until"},
                                                        {"vaultOutage", "outage of"},
                                                        {"disableVersion", "disable"},
                                                        {"enableVersion", "enable"},
                                                        {"deleteSecret", "delete"},
                                                        {"renewSecret", "renew"},
                                                        {"updateAgent", "update"},
                                                        {"startAgent", "start"},
                                                        {"stopAgent", "stop"},
                                                        {"reimage", "re-image"},
                                                        {"scaleOut", "scale out"},
                                                        {"changeClient", "change"}}};

std::string default_name_of_step(const JsonValue& step, std::string_view field, const JsonValue& value) {
  const auto text_of_member = [&](std::string_view name) {
    const std::optional<JsonValue> member = member_of(step, name);
    return member ? std::string(member->text()) : std::string();
  };
  const std::string what = SelectionReader::words_for(value);
  if (field == "grantAccess") return "grant " + text_of_member("to") + " access to " + what;
  if (field == "withdrawAccess") return text_of_member("from") + " loses access to " + what;
  if (field == "deploy") return "deploy";
  const auto word = std::find_if(words_of_steps.begin(), words_of_steps.end(),
                                 [&](const WordOfStep& each) { return each.field == field; });
  return std::string(word == words_of_steps.end() ? field : word->word) + " " + what;
}

// What a step is called when nobody gives it a name; near enough to what its reader makes of it.
std::string name_of_step(const JsonValue& step) {
  std::string name = "a step";
  if (step.kind() != JsonKind::object) return name;
  bool is_given = false;
  step.for_each_member([&](const JsonValue& key, const JsonValue& value) {
    const std::string_view field = key.text();
    const bool gives = field == "name" || field == "upgrade" || field == "convert";
    if (gives && value.kind() == JsonKind::string) {
      name = value.text();
      is_given = true;
    } else if (!is_given && is_kind_of_step(field)) {
      name = default_name_of_step(step, field, value);
    }
  });
  return name;
}

std::vector<std::string> names_of_steps(const JsonValue& root) {
  std::vector<std::string> names;
  const std::optional<JsonValue> steps = member_of(root, "steps");
  if (!steps || steps->kind() != JsonKind::list) return names;
  steps->for_each_item([&](const JsonValue& step) { names.push_back(name_of_step(step)); });
  return names;
}

std::string label_of(const Path& path, const std::vector<std::string>& steps, const std::vector<std::string>& nodes) {
  if (path.size() == 1) return path.front();
  const auto behind = [&](std::size_t from) {
    return join({path.begin() + static_cast<std::ptrdiff_t>(from), path.end()}, " ");
  };
  // A name from a list; the text need not be a scenario, so there may be an object in its place.
  const auto index_in = [](const std::string& text, std::size_t size) -> std::optional<std::size_t> {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc() || end != text.data() + text.size() || index >= size) return std::nullopt;
    return index;
  };
  if (path[0] == "steps") {
    if (const auto index = index_in(path[1], steps.size())) return steps[*index] + ": " + behind(2);
  }
  if (path[0] == "randomFaults") {
    if (const auto index = index_in(path[1], 1'000'000))
      return "random fault " + std::to_string(*index + 1) + ": " + behind(2);
  }
  if (path[0] == "cluster" && path[1] == "nodes" && path.size() > 3) {
    if (const auto index = index_in(path[2], nodes.size())) return nodes[*index] + ": " + behind(3);
  }
  if (path[0] == "cluster" && path.size() > 3) return path[2] + ": " + behind(3);  // of a node type
  if (path[0] == "vaults" && path.size() > 4) return path[1] + "/" + path[3] + ": " + behind(4);
  if (path[0] == "certificates" || path[0] == "authorities" || path[0] == "clients" || path[0] == "agents")
    return path[1] + ": " + behind(2);
  return path[0] + ": " + behind(1);
}

EditableField field_of(const Path& path, const JsonValue& value) {
  EditableField field;
  field.path = text_of(path);
  field.value = is_single(value) ? std::string(value.text()) : value.kind() == JsonKind::list ? "[]" : "{}";
  field.is_string = value.kind() == JsonKind::string;
  return field;
}

}  // namespace

std::vector<EditableField> editable_fields(std::string_view text) {
  std::vector<EditableField> fields;
  (void)with_root(text, [&](const JsonValue& root) -> Result<std::string> {
    const std::vector<std::string> steps = names_of_steps(root);
    const std::vector<std::string> nodes = names_of_nodes(root);
    Path path;
    for_each_single(root, path, [&](const Path& at, const JsonValue& value) {
      if (at.empty() || !is_single(value) || !is_editable(at)) return;
      fields.push_back(field_of(at, value));
      fields.back().label = label_of(at, steps, nodes);
    });
    return std::string();
  });
  return fields;
}

std::vector<EditableField> all_values(std::string_view text) {
  std::vector<EditableField> fields;
  (void)with_root(text, [&](const JsonValue& root) -> Result<std::string> {
    Path path;
    for_each_single(root, path, [&](const Path& at, const JsonValue& value) {
      fields.push_back(field_of(at, value));
      fields.back().label = fields.back().path;
    });
    return std::string();
  });
  return fields;
}

std::vector<std::string> steps_of(std::string_view text) {
  std::vector<std::string> names;
  (void)with_root(text, [&](const JsonValue& root) -> Result<std::string> {
    names = names_of_steps(root);
    return std::string();
  });
  return names;
}

}  // namespace certdrill::load
