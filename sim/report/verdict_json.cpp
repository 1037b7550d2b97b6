#include "report/verdict_json.h"

namespace certdrill::report {
namespace {

using Json = nlohmann::ordered_json;

Json reasons_json(const std::vector<trust::Reason>& reasons) {
  Json out = Json::array();
  for (const trust::Reason& reason : reasons) {
    Json entry;
    entry["id"] = trust::to_string(reason.id);
    entry["weight"] = trust::to_string(reason.weight);
    entry["found"] = reason.found;
    entry["expected"] = reason.expected;
    entry["source"] = trust::source_of(reason.id);
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

Json verdict_json(const trust::Verdict& verdict) {
  Json out;
  out["accepted"] = verdict.accepted;
  out["summary"] = trust::summary(verdict);
  if (verdict.role != trust::Role::cluster) {
    out["role"] = trust::to_string(verdict.role);
    if (verdict.role == trust::Role::client) out["grant"] = trust::to_string(verdict.grant);
    out["fault"] = verdict.accepted ? Json(nullptr) : Json(verdict.fault);
  }
  out["reasons"] = reasons_json(verdict.reasons);
  out["rules"] = Json::array();
  for (const trust::RuleVerdict& rule : verdict.rules) {
    Json entry;
    entry["rule"] = rule.rule;
    if (verdict.role == trust::Role::client) entry["forAdmins"] = rule.for_admins;
    entry["accepted"] = rule.accepted;
    entry["reasons"] = reasons_json(rule.reasons);
    out["rules"].push_back(std::move(entry));
  }
  return out;
}

std::string to_text(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace certdrill::report
