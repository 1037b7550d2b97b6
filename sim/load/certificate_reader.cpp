#include "load/certificate_reader.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "load/certificate_fields.h"
#include "load/key_reader.h"
#include "load/scenario_fields.h"
#include "load/subject_reader.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

using pki::CertificateSpec;

constexpr std::size_t longest_chain = 32;  // authorities above one certificate; OpenSSL follows at most 100
constexpr std::uint64_t longest_path = 100;
constexpr Duration default_crl_validity = std::chrono::hours(24 * 7);
constexpr Duration least_between_crls = std::chrono::minutes(1);
constexpr Duration longest_between_crls = std::chrono::hours(24 * 3650);

constexpr auto day = std::chrono::hours(24);

using Declared = DeclaredCertificate;

class CertificateReader {
 public:
  CertificateReader(Report& report, const SourceText& source, pki::KeyType default_key_type, model::Scenario& scenario)
      : report_(report), source_(source), default_key_type_(default_key_type), scenario_(scenario) {}

  void read(const Fields& scenario_object) {
    if (const auto value = scenario_object.get("authorities")) read_all(*value, "authorities", true);
    if (const auto value = scenario_object.get("certificates")) read_all(*value, "certificates", false);
    for (Declared& each : authorities_) find_issuer(each);
    for (Declared& each : certificates_) find_issuer(each);
    settle_keys(report_, authorities_, certificates_);
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
    } else if (name.size() > longest_certificate_name) {
      report_.error(key, "the name has " + std::to_string(name.size()) + " characters, at most " +
                             std::to_string(longest_certificate_name) + " are allowed");
    }
  }

  Declared read_authority(const JsonValue& key, const JsonValue& value) {
    Declared declared(key, true);
    const Fields fields(report_, value, authority_fields);
    read_common_fields(fields, declared, 365 * day, 3650 * day);
    read_common_name(report_, fields.get("commonName"), declared.issuer_value.has_value(), declared.spec);
    if (const auto length = fields.get("pathLength")) {
      const auto read = read_count(report_, *length, "pathLength", 0, longest_path);
      if (read) declared.spec.path_length = static_cast<std::uint32_t>(*read);
    }
    if (const auto crl = fields.get("crl")) read_crl(*crl, declared);
    return declared;
  }

  Declared read_certificate(const JsonValue& key, const JsonValue& value) {
    Declared declared(key, false);
    const Fields fields(report_, value, certificate_fields);
    read_common_fields(fields, declared, 30 * day, 365 * day);
    read_other_names(report_, fields, declared.spec);
    read_common_name(report_, fields.get("commonName"), declared.issuer_value.has_value(), declared.spec);
    read_self_signed(report_, fields);
    if (const auto sends = fields.get("sends")) read_sent_chain(report_, *sends, declared.spec);
    return declared;
  }

  void read_common_fields(const Fields& fields, Declared& declared, Duration before_start, Duration behind_start) {
    CertificateSpec& spec = declared.spec;
    spec.common_name = spec.name;
    spec.key_type = default_key_type_;
    declared.key_type_value = fields.get("keyType");
    if (declared.key_type_value)
      spec.key_type = read_key_type(report_, *declared.key_type_value).value_or(spec.key_type);
    declared.key_of_value = fields.get("keyOf");
    declared.issuer_value = fields.get("issuer");
    if (const auto subject = fields.get("subject")) read_subject(report_, *subject, spec.subject);
    read_signature(fields, declared);
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

  void read_signature(const Fields& fields, Declared& declared) {
    if (const auto damaged = fields.get("damagedSignature"))
      declared.spec.damaged_signature = read_flag(report_, *damaged, "damagedSignature").value_or(false);
    if (const auto digest = fields.get("signatureDigest")) {
      static constexpr std::pair<std::string_view, bool> digests[] = {{"sha256", false}, {"sha1", true}};
      const auto sha1 = read_choice(report_, *digest, "signatureDigest", "digest of a signature", digests);
      if (!sha1) return;
      declared.digest_value = *digest;
      declared.spec.sha1_signature = *sha1;
    }
  }

  void read_crl(const JsonValue& object, Declared& declared) {
    declared.crl_valid_for = default_crl_validity;
    const Fields fields(report_, object, crl_fields);
    if (const auto value = fields.get("publishEvery")) declared.crl_publish_every = read_publish_every(*value);
    const auto value = fields.get("validFor");
    const auto length = value ? read_duration(report_, *value, "validFor") : std::nullopt;
    if (!length) return;
    if (*length <= Duration(0) || *length % std::chrono::seconds(1) != Duration(0)) {
      report_.error(*value, "a CRL is valid for whole seconds, at least one: " + quoted(value->text()),
                    "such as \"7d\"");
      return;
    }
    declared.crl_valid_for = *length;
  }

  std::optional<Duration> read_publish_every(const JsonValue& value) {
    const auto length = read_duration(report_, value, "publishEvery");
    if (!length) return std::nullopt;
    if (*length >= least_between_crls && *length <= longest_between_crls &&
        *length % std::chrono::seconds(1) == Duration(0))
      return length;
    report_.error(value, "CRLs are published every so many whole seconds, at least 1m: " + quoted(value.text()),
                  "such as \"3d\"");
    return std::nullopt;
  }

  bool read_date(const JsonValue& value, std::string_view field, SimTime& date) {
    const std::optional<SimTime> read = read_certificate_date(report_, value, field);
    if (read) date = *read;
    return read.has_value();
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
    if (declared.crl_valid_for) {
      spec.publishes_crl = true;
      scenario_.crl_policies.push_back({static_cast<pki::CertificateId>(scenario_.certificates.size()),
                                        *declared.crl_valid_for, declared.crl_publish_every});
    }
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

void read_certificates(Report& report, const SourceText& source, const Fields& scenario_object,
                       pki::KeyType default_key_type, model::Scenario& scenario) {
  CertificateReader(report, source, default_key_type, scenario).read(scenario_object);
}

}  // namespace certdrill::load
