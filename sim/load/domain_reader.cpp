#include "load/domain_reader.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

constexpr std::size_t longest_name = 64;

std::vector<std::string> numbered(std::string_view prefix, std::uint64_t count) {
  std::vector<std::string> names;
  for (std::uint64_t i = 0; i < count; ++i) names.push_back(std::string(prefix) + std::to_string(i));
  return names;
}

}  // namespace

bool check_place_name(Report& report, const JsonValue& value, std::string_view noun) {
  const std::string_view name = value.text();
  if (!model::is_node_name(name)) {
    report.error(value, "not the name of " + std::string(noun) + ": " + quoted(name),
                 "a letter or _, and then letters, digits, _, - and dots");
    return false;
  }
  if (name.size() <= longest_name) return true;
  report.error(value, "the name has " + std::to_string(name.size()) + " characters, at most " +
                          std::to_string(longest_name) + " are allowed");
  return false;
}

struct DomainReader::Words {
  std::string_view field;       // of the cluster
  std::string_view node_field;  // of a node
  std::string noun;
  std::string one;                // with its article
  std::string_view prefix;        // UD0, FD0
  std::uint64_t most_by_default;  // when nobody says any
};

std::vector<std::string> DomainReader::read_list(const JsonValue& list, const Words& words) {
  std::vector<std::string> domains;
  if (!is_list(report_, list, words.field, "a list of names", false)) return domains;
  std::unordered_set<std::string> seen;
  list.for_each_item([&](const JsonValue& item) {
    const auto name = read_string(report_, item, words.field, "a list of names in quotes");
    if (!name || !check_place_name(report_, item, words.one)) return;
    if (!seen.emplace(*name).second) {
      report_.error(item, "duplicate " + words.noun + " " + quoted(*name));
      return;
    }
    domains.emplace_back(*name);
  });
  return domains;
}

std::vector<std::string> DomainReader::read_names(const std::optional<JsonValue>& value, const Words& words,
                                                  const std::vector<std::optional<JsonValue>>& said) {
  const std::uint64_t nodes = cluster_.nodes.size();
  if (value && value->kind() == JsonKind::list) return read_list(*value, words);
  if (value) {
    const auto count = read_count(report_, *value, words.field, 1, model::limits::upgrade_domains,
                                  "a number of " + words.noun + "s or a list of names");
    if (!count || *count <= nodes || !names_.nodes_known()) return numbered(words.prefix, count.value_or(1));
    report_.error(
        *value, "more " + words.noun + "s (" + std::to_string(*count) + ") than nodes (" + std::to_string(nodes) + ")",
        "at most " + counted(nodes, words.noun));
    return {};
  }
  std::vector<std::string> domains;
  for (const auto& each : said) {
    if (each && each->kind() == JsonKind::string) domains.emplace_back(each->text());
  }
  return domains.empty() ? numbered(words.prefix, std::min(nodes, words.most_by_default)) : domains;
}

void DomainReader::read(const Fields& cluster_fields, DomainKind kind,
                        const std::vector<std::optional<JsonValue>>& said) {
  const bool upgrade = kind == DomainKind::upgrade;
  const Words words = upgrade ? Words{"upgradeDomains", "upgradeDomain", "upgrade domain", "an upgrade domain", "UD", 5}
                              : Words{"faultDomains", "faultDomain", "fault domain", "a fault domain", "FD", 1};
  std::vector<std::string>& domains = upgrade ? cluster_.upgrade_domains : cluster_.fault_domains;
  const auto of_node = upgrade ? &model::Node::upgrade_domain : &model::Node::fault_domain;
  const auto value = cluster_fields.get(words.field);
  domains = read_names(value, words, said);
  if (domains.empty()) domains = numbered(words.prefix, 1);
  std::sort(domains.begin(), domains.end(), NaturalLess());
  domains.erase(std::unique(domains.begin(), domains.end()), domains.end());
  if (upgrade) {
    names_.index_upgrade_domains();
  } else {
    names_.index_fault_domains();
  }
  std::uint32_t turn = 0;
  for (model::Node& node : cluster_.nodes) {
    node.*of_node = turn;
    turn = turn + 1 == domains.size() ? 0 : turn + 1;
  }
  for (std::size_t i = 0; i < said.size(); ++i) {
    const auto& domain = said[i];
    if (!domain || !read_string(report_, *domain, words.node_field, "the name of " + words.one)) continue;
    if (!value && !check_place_name(report_, *domain, words.one)) continue;
    const auto found =
        upgrade ? names_.find_upgrade_domain(report_, *domain) : names_.find_fault_domain(report_, *domain);
    cluster_.nodes[i].*of_node = found.value_or(0);
  }
  if (domains.size() > model::limits::upgrade_domains) {
    report_.error(cluster_fields.object(),
                  "more than " + std::to_string(model::limits::upgrade_domains) + " " + words.noun + "s");
  }
}

}  // namespace certdrill::load
