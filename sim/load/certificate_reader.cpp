#include "load/certificate_reader.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "load/scenario_fields.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

using pki::CertificateSpec;

constexpr std::size_t longest_name =
    64;  // of a subject common name: RFC 5280, ub-common-name; ours default to the name
constexpr std::size_t longest_dns_name = 253;
constexpr std::size_t longest_chain = 32;  // authorities above one certificate; OpenSSL follows at most 100

constexpr auto day = std::chrono::hours(24);

SimTime to_whole_second(SimTime at) { return from_unix_seconds(unix_seconds(at)); }

bool is_dns_name(std::string_view text) {
  if (text.size() > longest_dns_name) return false;
  if (text.substr(0, 2) == "*.") text.remove_prefix(2);
  bool label_empty = true;
  for (const char c : text) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!letter && (c != '.' || label_empty)) return false;
    label_empty = !letter;
  }
  return !label_empty;
}

// One entry of "authorities" or "certificates", as far as it could be read.
struct Declared {
  CertificateSpec spec;
  JsonValue key;
  std::optional<JsonValue> issuer_value;
  std::optional<std::size_t> issuer;  // an index into the authorities
};

class CertificateReader {
 public:
  CertificateReader(Report& report, const SourceText& source, pki::KeyType default_key_type, model::Scenario& scenario)
      : report_(report), source_(source), default_key_type_(default_key_type), scenario_(scenario) {}

  void read(const Fields& scenario_object) {
    if (const auto value = scenario_object.get("authorities")) read_all(*value, "authorities", true);
    if (const auto value = scenario_object.get("certificates")) read_all(*value, "certificates", false);
    for (Declared& each : authorities_) find_issuer(each);
    for (Declared& each : certificates_) find_issuer(each);
    const std::vector<std::size_t> order = issuers_first();
    std::vector<pki::CertificateId> ids(authorities_.size());
    for (std::size_t i = 0; i < order.size(); ++i) ids[order[i]] = static_cast<pki::CertificateId>(i);
    for (const std::size_t index : order) add(authorities_[index], ids);
    for (const Declared& each : certificates_) add(each, ids);
  }

 private:
  void read_all(const JsonValue& object, std::string_view field, bool authority) {
    if (object.kind() != JsonKind::object) {
      report_.wrong_type(object, field, "an object of names");
      return;
    }
    object.for_each_member([&](const JsonValue& key, const JsonValue& value) {
      if (authorities_.size() + certificates_.size() == model::limits::certificates) {
        if (!said_too_many_)
          report_.error(key, "more than " + std::to_string(model::limits::certificates) + " certificates");
        said_too_many_ = true;
        return;
      }
      const auto [first, is_new] = first_places_.try_emplace(std::string(key.text()), key);
      if (!is_new) {
        // Twice in one object has been said already, by the JSON layer.
        if (!authority && authority_indices_.count(std::string(key.text())) > 0) {
          const Location where = source_.location(first->second.offset(), 1);
          report_.error(
              key, "duplicate name " + quoted(key.text()) + ": authorities and certificates share their names",
              "the first is at line " + std::to_string(where.line) + ", column " + std::to_string(where.column));
        }
        return;
      }
      check_name(key);
      if (authority) {
        authority_indices_[std::string(key.text())] = authorities_.size();
        authority_names_.emplace_back(key.text());
        authorities_.push_back(read_authority(key, value));
      } else {
        certificates_.push_back(read_certificate(key, value));
      }
    });
  }

  void check_name(const JsonValue& key) {
    const std::string_view name = key.text();
    if (model::is_thumbprint_text(name)) {
      report_.error(key, "40 hex digits are a thumbprint, not a name: " + quoted(name),
                    "give the certificate a name of its own");
    } else if (!model::is_word(name)) {
      report_.error(key, "not a name: " + quoted(name), "a name is a letter and then letters, digits, _ and -");
    } else if (name.size() > longest_name) {
      report_.error(key, "the name has " + std::to_string(name.size()) + " characters, at most " +
                             std::to_string(longest_name) + " are allowed");
    }
  }

  Declared read_authority(const JsonValue& key, const JsonValue& value) {
    Declared declared{{}, key, {}, {}};
    const Fields fields(report_, value, authority_fields);
    declared.spec.authority = true;
    read_common_fields(fields, declared, 365 * day, 3650 * day);
    check_common_name(fields, declared);
    return declared;
  }

  Declared read_certificate(const JsonValue& key, const JsonValue& value) {
    Declared declared{{}, key, {}, {}};
    const Fields fields(report_, value, certificate_fields);
    read_common_fields(fields, declared, 30 * day, 365 * day);
    if (const auto names = fields.get("dnsNames")) read_dns_names(*names, declared.spec);
    if (const auto usages = fields.get("extendedKeyUsage")) read_usages(*usages, declared.spec);
    check_common_name(fields, declared);
    if (const auto flag = fields.get("selfSigned")) {
      const std::optional<bool> self_signed = read_flag(report_, *flag, "selfSigned");
      if (self_signed == true && fields.has("issuer")) {
        report_.error(*flag, "a self-signed certificate has no issuer", "leave out \"selfSigned\" or \"issuer\"");
      } else if (self_signed == false && !fields.has("issuer")) {
        report_.error(*flag, "a certificate that is not self-signed needs an issuer",
                      "add \"issuer\": the name of an authority");
      }
    }
    return declared;
  }

  void read_common_fields(const Fields& fields, Declared& declared, Duration before_start, Duration behind_start) {
    CertificateSpec& spec = declared.spec;
    spec.name = declared.key.text();
    spec.common_name = spec.name;
    spec.key_type = default_key_type_;
    if (const auto type = fields.get("keyType")) spec.key_type = read_key_type(report_, *type).value_or(spec.key_type);
    declared.issuer_value = fields.get("issuer");
    const SimTime latest = to_whole_second(latest_sim_time());
    spec.not_before = to_whole_second(std::max(earliest_sim_time(), scenario_.start - before_start));
    spec.not_after = to_whole_second(std::min(latest, scenario_.start + behind_start));
    const auto begin = fields.get("notBefore");
    const auto end = fields.get("notAfter");
    const bool good_begin = !begin || read_date(*begin, "notBefore", spec.not_before);
    const bool good_end = !end || read_date(*end, "notAfter", spec.not_after);
    if (!good_begin || !good_end || spec.not_before < spec.not_after) return;
    const std::string which =
        spec.not_before == spec.not_after ? "ends at the moment it begins" : "ends before it begins";
    report_.error(end     ? *end
                  : begin ? *begin
                          : declared.key,
                  "certificate " + quoted(spec.name) + " " + which + ": notBefore " + date_to_string(spec.not_before) +
                      (begin ? "" : " (the default)") + ", notAfter " + date_to_string(spec.not_after) +
                      (end ? "" : " (the default)"));
  }

  bool read_date(const JsonValue& value, std::string_view field, SimTime& date) {
    const std::optional<SimTime> read = read_time(report_, value, field);
    if (!read) return false;
    if (to_whole_second(*read) != *read) {
      report_.error(value, "a certificate's dates are whole seconds: " + quoted(value.text()),
                    "leave the fraction out");
      return false;
    }
    date = *read;
    return true;
  }

  void check_common_name(const Fields& fields, Declared& declared) {
    const auto value = fields.get("commonName");
    if (!value) return;
    // X.509 names may be empty when the names are in the extension, but never those of an issuer (RFC 5280, 4.1.2.4).
    const bool may_be_empty = !declared.spec.dns_names.empty() && declared.issuer_value.has_value();
    if (may_be_empty && value->kind() == JsonKind::string && value->text().empty()) {
      declared.spec.common_name.clear();
    } else if (const auto name = read_line(report_, *value, "commonName", longest_name)) {
      declared.spec.common_name = *name;
    }
  }

  void read_dns_names(const JsonValue& list, CertificateSpec& spec) {
    if (!is_list(report_, list, "dnsNames", "a list of DNS names", true)) return;
    std::unordered_set<std::string> seen;
    list.for_each_item([&](const JsonValue& item) {
      const auto name = read_string(report_, item, "dnsNames", "a list of DNS names in quotes");
      if (!name) return;
      if (!is_dns_name(*name)) {
        report_.error(item, "not a DNS name: " + quoted(*name),
                      "labels of letters, digits, - and _ with dots between them; *. may come first");
      } else if (!seen.insert(std::string(*name)).second) {
        report_.error(item, "DNS name " + quoted(*name) + " stands here a second time");
      } else {
        spec.dns_names.emplace_back(*name);
      }
    });
  }

  void read_usages(const JsonValue& list, CertificateSpec& spec) {
    static constexpr std::pair<std::string_view, pki::KeyUsage> usages[] = {
        {"serverAuth", pki::KeyUsage::server_auth},
        {"clientAuth", pki::KeyUsage::client_auth},
        {"codeSigning", pki::KeyUsage::code_signing},
        {"any", pki::KeyUsage::any}};
    if (!is_list(report_, list, "extendedKeyUsage", "a list of usages", true)) return;
    list.for_each_item([&](const JsonValue& item) {
      const auto usage = read_choice(report_, item, "extendedKeyUsage", "extended key usage", usages);
      if (!usage) return;
      if (std::find(spec.key_usages.begin(), spec.key_usages.end(), *usage) != spec.key_usages.end()) {
        report_.error(item, "extended key usage " + quoted(item.text()) + " stands here a second time");
      } else {
        spec.key_usages.push_back(*usage);
      }
    });
  }

  void find_issuer(Declared& declared) {
    if (!declared.issuer_value) return;
    const auto name = read_string(report_, *declared.issuer_value, "issuer", "the name of an authority");
    if (!name) return;
    const auto found = authority_indices_.find(std::string(*name));
    if (found != authority_indices_.end()) {
      declared.issuer = found->second;
    } else if (first_places_.count(std::string(*name)) > 0) {
      report_.error(*declared.issuer_value, quoted(*name) + " is no authority and cannot issue certificates",
                    "declare it under \"authorities\"");
    } else if (authority_names_.empty()) {
      report_.error(*declared.issuer_value, "unknown authority " + quoted(*name),
                    "this scenario has no \"authorities\"");
    } else {
      report_.unknown(*declared.issuer_value, "authority", authority_names_);
    }
  }

  // File order, but for issuers that are declared behind what they issue. Walks up from each authority, and down again.
  std::vector<std::size_t> issuers_first() {
    enum class State : std::uint8_t { untouched, on_the_way, placed };
    std::vector<State> states(authorities_.size(), State::untouched);
    std::vector<std::size_t> depths(authorities_.size(), 0);
    std::vector<std::size_t> order;
    for (std::size_t start = 0; start < authorities_.size(); ++start) {
      std::vector<std::size_t> way;
      std::optional<std::size_t> at = start;
      while (at && states[*at] == State::untouched) {
        states[*at] = State::on_the_way;
        way.push_back(*at);
        at = authorities_[*at].issuer;
      }
      if (at && states[*at] == State::on_the_way) report_cycle(way, *at);
      for (auto each = way.rbegin(); each != way.rend(); ++each) {
        const std::optional<std::size_t> issuer = authorities_[*each].issuer;
        depths[*each] = issuer ? depths[*issuer] + 1 : 0;
        if (depths[*each] == longest_chain) {
          report_.error(*authorities_[*each].issuer_value,
                        "more than " + std::to_string(longest_chain) + " authorities in one chain");
        }
        states[*each] = State::placed;
        order.push_back(*each);
      }
    }
    return order;
  }

  void report_cycle(const std::vector<std::size_t>& way, std::size_t first) {
    std::vector<std::string> names;
    for (auto at = std::find(way.begin(), way.end(), first); at != way.end() && names.size() < 8; ++at) {
      names.push_back(authorities_[*at].spec.name);
    }
    names.push_back(names.front());
    report_.error(*authorities_[first].issuer_value,
                  "authorities issue each other in a circle: " + join(names, " is issued by "),
                  "a root has no \"issuer\"");
    authorities_[first].issuer.reset();
  }

  void add(const Declared& declared, const std::vector<pki::CertificateId>& ids) {
    CertificateSpec spec = declared.spec;
    if (declared.issuer) {
      spec.issuer = ids[*declared.issuer];
      const CertificateSpec& issuer = authorities_[*declared.issuer].spec;
      if (issuer.not_after < spec.not_after) {
        report_.warning(declared.key, "certificate " + quoted(spec.name) + " outlives its issuer " +
                                          quoted(issuer.name) + ", which ends " + date_to_string(issuer.not_after));
      }
    }
    scenario_.certificates.push_back(std::move(spec));
    const StringPlaces::Range place = inside_of(declared.key);
    scenario_.certificate_locations.push_back(source_.brief_location(place.offset, place.length));
  }

  Report& report_;
  const SourceText& source_;
  pki::KeyType default_key_type_;
  model::Scenario& scenario_;
  std::vector<Declared> authorities_;
  std::vector<Declared> certificates_;
  std::vector<std::string> authority_names_;
  std::unordered_map<std::string, std::size_t> authority_indices_;
  std::unordered_map<std::string, JsonValue> first_places_;
  bool said_too_many_ = false;
};

}  // namespace

CertificateNames::CertificateNames(const std::vector<CertificateSpec>& specs) : specs_(specs) {
  for (pki::CertificateId id = 0; id < specs.size(); ++id) {
    names_.push_back(specs[id].name);
    by_name_.emplace(specs[id].name, id);
    by_common_name_[specs[id].common_name].push_back(id);
  }
}

std::optional<pki::CertificateId> CertificateNames::find(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

const std::vector<pki::CertificateId>& CertificateNames::with_common_name(const std::string& common_name) const {
  static const std::vector<pki::CertificateId> none;
  const auto found = by_common_name_.find(common_name);
  return found == by_common_name_.end() ? none : found->second;
}

std::optional<pki::CertificateId> CertificateNames::find_or_report(Report& report, StringPlaces::Range at,
                                                                   std::string_view name) const {
  const std::optional<pki::CertificateId> id = find(name);
  if (!id) report.unknown(at, "certificate", name, names_);
  return id;
}

void read_certificates(Report& report, const SourceText& source, const Fields& scenario_object,
                       pki::KeyType default_key_type, model::Scenario& scenario) {
  CertificateReader(report, source, default_key_type, scenario).read(scenario_object);
}

std::optional<pki::KeyType> read_key_type(Report& report, const JsonValue& value) {
  static constexpr std::pair<std::string_view, pki::KeyType> types[] = {
      {"ed25519", pki::KeyType::ed25519}, {"p256", pki::KeyType::p256}, {"rsa2048", pki::KeyType::rsa2048}};
  return read_choice(report, value, "keyType", "key type", types);
}

}  // namespace certdrill::load
