#include "load/vault_policy_reader.h"

#include <algorithm>
#include <charconv>

#include "base/duration.h"
#include "base/text.h"
#include "load/certificate_fields.h"
#include "load/key_reader.h"
#include "load/scenario_fields.h"
#include "load/subject_reader.h"

namespace certdrill::load {
namespace {

constexpr auto day = std::chrono::hours(24);
constexpr Duration default_validity = 365 * day;
constexpr std::uint32_t default_percent = 80;  // what Key Vault proposes
constexpr std::string_view renew_at_form = R"("80 %" of its life, "30d" before its end, or "never")";

}  // namespace

std::optional<pki::CertificateId> VaultPolicyReader::read_issuer(Report& report, const CertificateNames& declared,
                                                                 const JsonValue& value) {
  const auto name = read_string(report, value, "issuer", "the name of an authority");
  if (!name) return std::nullopt;
  const auto id = declared.find(*name);
  if (id && declared.spec(*id).authority) return id;
  if (id) {
    report.error(value, quoted(*name) + " is no authority and cannot issue certificates",
                 "declare it under \"authorities\"");
    return std::nullopt;
  }
  std::vector<std::string> authorities;
  for (pki::CertificateId each = 0; each < declared.size(); ++each) {
    if (declared.spec(each).authority) authorities.push_back(declared.spec(each).name);
  }
  if (authorities.empty()) {
    report.error(value, "unknown authority " + quoted(*name), "this scenario has no \"authorities\"");
  } else {
    report.unknown(value, "authority", authorities);
  }
  return std::nullopt;
}

std::optional<Duration> VaultPolicyReader::read_validity(Report& report, const JsonValue& value) {
  const auto length = read_duration(report, value, "validity");
  if (!length) return std::nullopt;
  if (*length > Duration(0) && *length % std::chrono::seconds(1) == Duration(0)) return length;
  report.error(value, "a certificate is valid for whole seconds, at least one: " + quoted(value.text()),
               "such as \"365d\"");
  return std::nullopt;
}

std::optional<Duration> VaultPolicyReader::renewed_after(const model::RenewalPolicy& policy, Duration validity) {
  if (policy.before_expiry) return validity - *policy.before_expiry;
  if (!policy.at_percent) return std::nullopt;
  const Duration whole = std::chrono::floor<std::chrono::seconds>(validity * *policy.at_percent / 100);
  return std::max<Duration>(whole, std::chrono::seconds(1));
}

bool VaultPolicyReader::fits(Report& report, const JsonValue& at, const model::RenewalPolicy& policy,
                             Duration validity) {
  if (!policy.before_expiry || *policy.before_expiry < validity) return true;
  report.error(at,
               "the policy renews " + to_string(*policy.before_expiry) + " before the end of what is valid for " +
                   to_string(validity) + ": before it begins",
               "a shorter \"renewAt\", or a longer \"validity\"");
  return false;
}

std::optional<VaultPolicy> VaultPolicyReader::read(const JsonValue& name, const Fields& fields) {
  VaultPolicy policy;
  pki::CertificateSpec& like = policy.like;
  like.common_name = name.text();
  like.key_type = default_key_type_;
  bool good = true;
  if (const auto value = fields.get("keyType")) like.key_type = read_key_type(report_, *value).value_or(like.key_type);
  if (const auto value = fields.get("subject")) read_subject(report_, *value, like.subject);
  read_other_names(report_, fields, like);
  read_common_name(report_, fields.get("commonName"), fields.has("issuer"), like);
  read_self_signed(report_, fields);
  if (const auto value = fields.get("sends")) read_sent_chain(report_, *value, like);
  policy.issuers.push_back({SimTime::min(), std::nullopt, std::nullopt});
  if (const auto value = fields.get("issuer")) {
    policy.issuers[0] = {SimTime::min(), read_issuer(report_, declared_, *value), *value};
    good = policy.issuers[0].issuer.has_value();
  }
  if (const auto value = fields.get("issuers")) good = read_issuers(*value, policy) && good;
  policy.created = to_whole_second(std::max(earliest_sim_time(), start_ - 30 * day));
  if (const auto value = fields.get("created")) {
    const auto created = read_certificate_date(report_, *value, "created");
    good = good && created.has_value();
    policy.created = created.value_or(policy.created);
  }
  policy.validity_value = fields.get("validity");
  policy.renewal.validity = default_validity;
  if (policy.validity_value) {
    const auto validity = read_validity(report_, *policy.validity_value);
    good = good && validity.has_value();
    policy.renewal.validity = validity.value_or(default_validity);
  }
  policy.renewal.at_percent = default_percent;
  policy.renew_at_value = fields.get("renewAt");
  if (policy.renew_at_value) good = read_renew_at(*policy.renew_at_value, policy.renewal) && good;
  if (good && policy.renew_at_value)
    good = fits(report_, *policy.renew_at_value, policy.renewal, *policy.renewal.validity);
  if (const auto value = fields.get("renewal")) {
    static constexpr std::pair<std::string_view, bool> kinds[] = {{"newKey", false}, {"sameKey", true}};
    policy.renewal.same_key = read_choice(report_, *value, "renewal", "kind of renewal", kinds).value_or(false);
  }
  if (!good) return std::nullopt;
  return policy;
}

bool VaultPolicyReader::read_issuers(const JsonValue& list, VaultPolicy& policy) {
  if (!is_list(report_, list, "issuers", "a list of issuers, each with \"from\"", true)) return false;
  bool good = true;
  list.for_each_item([&](const JsonValue& item) {
    const Fields fields(report_, item, issuer_from_fields);
    if (item.kind() != JsonKind::object) {
      good = false;
      return;
    }
    IssuerFrom from;
    const auto moment = fields.get("from");
    const auto issuer = fields.get("issuer");
    if (!moment || !issuer) {
      report_.error(item, std::string(moment ? "\"issuer\"" : "\"from\"") + " is missing",
                    R"(such as {"from": "2026-06-01", "issuer": "I2"})");
      good = false;
      return;
    }
    const auto read = read_time(report_, *moment, "from");
    from.issuer = read_issuer(report_, declared_, *issuer);
    from.at = *issuer;
    good = good && read && from.issuer;
    from.from = read.value_or(SimTime::min());
    if (read && from.from <= policy.issuers.back().from) {
      report_.error(*moment, "issuers stand in the order of their moments, each later than the one before it");
      good = false;
    }
    policy.issuers.push_back(from);
  });
  return good;
}

bool VaultPolicyReader::read_renew_at(const JsonValue& value, model::RenewalPolicy& renewal) {
  const auto text = read_string(report_, value, "renewAt", std::string(renew_at_form));
  if (!text) return false;
  renewal.at_percent.reset();
  if (*text == "never") return true;
  if (text->ends_with('%')) return read_percent(value, trimmed(text->substr(0, text->size() - 1)), renewal);
  const Result<Duration> length = parse_duration(*text);
  if (!length) {
    report_.error(value, "not a moment of renewal: " + quoted(*text), std::string(renew_at_form));
    return false;
  }
  if (*length <= Duration(0) || *length % std::chrono::seconds(1) != Duration(0)) {
    report_.error(value,
                  *length == Duration(0) ? "the policy renews what has expired already"
                                         : "a certificate is renewed at a whole second: " + quoted(*text),
                  std::string(renew_at_form));
    return false;
  }
  renewal.before_expiry = *length;
  return true;
}

bool VaultPolicyReader::read_percent(const JsonValue& value, std::string_view digits, model::RenewalPolicy& renewal) {
  std::uint32_t percent = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), percent);
  if (error != std::errc() || stop != digits.data() + digits.size()) {
    report_.error(value, "not a moment of renewal: " + quoted(value.text()), std::string(renew_at_form));
    return false;
  }
  if (percent == 0 || percent >= 100) {
    report_.error(value,
                  percent == 0
                      ? "the policy renews what has just been made"
                      : "the policy renews at " + std::to_string(percent) + " % of a life: what has expired already",
                  "from 1 to 99 %");
    return false;
  }
  renewal.at_percent = percent;
  return true;
}

}  // namespace certdrill::load
