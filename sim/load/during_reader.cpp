#include "load/during_reader.h"

#include <unordered_map>

#include "base/text.h"

namespace certdrill::load {
namespace {

constexpr Duration longest = std::chrono::hours(24) * 3650;

bool is_upgrade(const model::Step& step) {
  return std::holds_alternative<model::UpgradeStep>(step.what) || std::holds_alternative<model::ConvertStep>(step.what);
}

}  // namespace

bool DuringReader::read(const Fields& fields, std::uint32_t step) {
  const auto name = fields.get("during");
  if (!name) {
    for (const std::string_view field : {"domain", "after"}) {
      const auto key = fields.key(field);
      if (key) {
        report_.error(*key, quoted(field) + " is counted from a step, and there is no \"during\"",
                      "add \"during\": the name of a step");
      }
    }
    return false;
  }
  if (const auto at = fields.key("at")) {
    report_.error(*at, "\"at\" has no place beside \"during\"", "leave one of them out; \"after\" says how long after");
  }
  Said said{step, *name, fields.get("domain"), {}};
  if (const auto after = fields.get("after")) {
    said.after = read_duration(report_, *after, "after").value_or(Duration(0));
    if (said.after > longest) report_.error(*after, "\"after\" is too long", "at most 3650d");
  }
  if (read_string(report_, *name, "during", "the name of a step")) said_.push_back(said);
  return true;
}

void DuringReader::resolve(std::vector<model::Step>& steps) {
  if (said_.empty()) return;
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < steps.size(); ++i) {
    numbers.try_emplace(steps[i].name, i);
    known.push_back(steps[i].name);
  }
  for (const Said& said : said_) {
    if (said.step >= steps.size()) continue;
    const auto found = numbers.find(std::string(said.name.text()));
    if (found == numbers.end()) {
      report_.unknown(said.name, "step", known);
    } else {
      resolve(said, found->second, steps);
    }
  }
  report_circles(steps);
}

void DuringReader::resolve(const Said& said, std::uint32_t other, std::vector<model::Step>& steps) {
  const model::Step& under_way = steps[other];
  if (other == said.step) {
    report_.error(said.name, "a step cannot begin during itself");
    return;
  }
  if (is_upgrade(steps[said.step]) && !is_upgrade(under_way)) {
    report_.error(said.name, "the step " + quoted(under_way.name) + " is no upgrade that could be interrupted",
                  "name an upgrade or a conversion");
    return;
  }
  model::During during{other, std::nullopt, said.after};
  if (said.domain) during.domain = find_domain(said, under_way);
  steps[said.step].during = during;
}

std::optional<std::uint32_t> DuringReader::find_domain(const Said& said, const model::Step& other) {
  if (!read_string(report_, *said.domain, "domain", "the name of an upgrade domain")) return std::nullopt;
  if (!is_upgrade(other)) {
    report_.error(*said.domain, "the step " + quoted(other.name) + " is no upgrade: it has no domains",
                  "leave \"domain\" out, or name an upgrade");
    return std::nullopt;
  }
  const auto domain = names_.find_upgrade_domain(report_, *said.domain);
  const auto* upgrade = std::get_if<model::UpgradeStep>(&other.what);
  if (!domain || upgrade == nullptr || has_nodes(*domain, *upgrade)) return domain;
  report_.error(*said.domain,
                "the upgrade " + quoted(other.name) + " has no nodes in " + std::string(said.domain->text()),
                "name a domain with nodes of the types that it leads somewhere");
  return std::nullopt;
}

bool DuringReader::has_nodes(std::uint32_t domain, const model::UpgradeStep& upgrade) {
  if (inhabited_.empty()) {
    for (const model::Node& node : cluster_.nodes)
      inhabited_.insert(std::uint64_t{node.upgrade_domain} << 32 | node.node_type);
  }
  for (std::uint32_t type = 0; type < upgrade.security_by_node_type.size(); ++type) {
    if (upgrade.security_by_node_type[type] && inhabited_.contains(std::uint64_t{domain} << 32 | type)) return true;
  }
  return false;
}

// Steps that wait for each other never begin.
void DuringReader::report_circles(const std::vector<model::Step>& steps) {
  std::vector<std::uint8_t> state(steps.size(), 0);  // 1: on the way that is being walked, 2: known to begin
  for (const Said& said : said_) {
    if (said.step >= steps.size()) continue;
    std::vector<std::uint32_t> way;
    std::uint32_t at = said.step;
    while (state[at] == 0 && steps[at].during) {
      state[at] = 1;
      way.push_back(at);
      at = steps[at].during->step;
    }
    if (state[at] == 1) {
      report_.error(said.name,
                    "the step never begins: " + quoted(steps[said.step].name) + " waits for " +
                        quoted(said.name.text()) + ", which in the end waits for it",
                    "one of them has to be in the sequence");
    }
    for (const std::uint32_t each : way) state[each] = 2;
  }
}

}  // namespace certdrill::load
