#include "trust/presentation.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.h"

namespace certdrill::trust {
namespace {

using Subject = std::map<std::string, std::string>;

// The value of a find by subject name, when it names a whole subject: "CN=svc, O=Contoso". Pairs in any order, keys and
// values as they are, repeated keys count once, by the last.
// Source: Service Fabric runtime source, CryptoUtility.cpp (GetCertificate, IsMatch).
std::optional<Subject> whole_subject(std::string_view text) {
  Subject subject;
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || part.find('=', equals + 1) != std::string_view::npos) return std::nullopt;
    const std::string key(trimmed(part.substr(0, equals)));
    if (key.empty()) return std::nullopt;
    subject[key] = std::string(trimmed(part.substr(equals + 1)));
    if (comma == text.size()) return subject;
    text.remove_prefix(comma + 1);
  }
}

Subject subject_of(const pki::CertificateSpec& spec) {
  Subject subject;
  if (!spec.common_name.empty()) subject["CN"] = spec.common_name;
  for (const pki::SubjectAttribute& attribute : spec.subject) subject[attribute.key] = attribute.value;
  return subject;
}

bool has_subject_name(const pki::CertificateSpec& spec, const std::string& wanted, const model::Switches& switches) {
  if (const std::optional<Subject> whole = whole_subject(wanted); whole && *whole == subject_of(spec)) return true;
  return switches.presented_name_ignores_case ? equal_ignoring_ascii_case(spec.common_name, wanted)
                                              : spec.common_name == wanted;
}

// Source: Service Fabric runtime source, CryptoUtility.cpp and X509FindValue.cpp: a dNSName, without regard to case; on
// Windows only of certificates whose usages allow servers.
bool has_dns_name(const pki::CertificateSpec& spec, const std::string& wanted, const model::Switches& switches) {
  const auto& usages = spec.key_usages;
  if (switches.extension_needs_server_usage && !usages.empty() &&
      std::find(usages.begin(), usages.end(), pki::KeyUsage::server_auth) == usages.end())
    return false;
  return std::any_of(spec.dns_names.begin(), spec.dns_names.end(),
                     [&](const std::string& name) { return equal_ignoring_ascii_case(name, trimmed(wanted)); });
}

template <typename Matches>
std::optional<std::size_t> first_entry(const std::vector<std::string>& wanted, Matches&& matches) {
  const auto hit = std::find_if(wanted.begin(), wanted.end(), matches);
  if (hit == wanted.end()) return std::nullopt;
  return static_cast<std::size_t>(hit - wanted.begin());
}

// The entry of the rule that finds this certificate, if one does.
// Source: authentication article, common name-based presentation: "equal ... as a case-sensitive, exact string
// comparison".
std::optional<std::size_t> entry_that_finds(const Presenting& rule, pki::CertificateId id,
                                            const pki::CertificateSet& certificates, const model::Switches& switches) {
  const pki::CertificateSpec& spec = certificates.spec(id);
  if (const auto* by_name = std::get_if<PresentByCommonNames>(&rule)) {
    return first_entry(by_name->primary_and_secondary,
                       [&](const std::string& wanted) { return has_subject_name(spec, wanted, switches); });
  }
  if (const auto* by_dns_name = std::get_if<PresentByDnsNames>(&rule)) {
    return first_entry(by_dns_name->primary_and_secondary,
                       [&](const std::string& wanted) { return has_dns_name(spec, wanted, switches); });
  }
  if (const auto* by_thumbprint = std::get_if<PresentByThumbprints>(&rule)) {
    // A certificate that the rule names by its scenario name needs no minting to be told apart from others.
    const auto& names = by_thumbprint->names;
    const auto named = std::find(names.begin(), names.end(), spec.name);
    if (named != names.end()) return static_cast<std::size_t>(named - names.begin());
    const bool has_literal =
        std::any_of(names.begin(), names.end(), [](const std::string& name) { return name.size() >= 40; });
    if (!has_literal) return std::nullopt;
    const auto& wanted = by_thumbprint->primary_and_secondary;
    const auto hit = std::find(wanted.begin(), wanted.end(), certificates.certificate(id).thumbprint());
    if (hit == wanted.end()) return std::nullopt;
    return static_cast<std::size_t>(hit - wanted.begin());
  }
  return std::nullopt;
}

// What is wrong with the private key; none: nothing.
std::optional<CandidateFate> fate_of_key(model::PrivateKeyState key) {
  switch (key) {
    case model::PrivateKeyState::absent:
      return CandidateFate::no_private_key;
    case model::PrivateKeyState::of_another_certificate:
      return CandidateFate::key_of_another;
    case model::PrivateKeyState::not_granted:
      return CandidateFate::key_not_granted;
    case model::PrivateKeyState::unreadable:
      return CandidateFate::key_unreadable;
    case model::PrivateKeyState::usable:
      break;
  }
  return std::nullopt;
}

// Can it be loaded? It needs a readable private key that is its own, and may not be expired.
// Source: Service Fabric runtime source, SecurityCredentials.cpp; management article: the private key has to be there.
CandidateFate loaded(const model::StoreEntry& held, const pki::CertificateSet& certificates,
                     const model::Switches& switches, SimTime now) {
  if (const std::optional<CandidateFate> fate = fate_of_key(held.key)) return *fate;
  const bool expired = certificates.certificate(held.certificate).not_after() <= now;
  return expired && !switches.load_expired ? CandidateFate::expired : CandidateFate::not_preferred;
}

// Why an equally good certificate is not the one: the rules for equals, in their order.
std::string why_second(const Candidate& candidate, const Candidate& chosen, const pki::CertificateSet& certificates) {
  const pki::CertificateSpec& spec = certificates.spec(candidate.certificate);
  const pki::CertificateSpec& best = certificates.spec(chosen.certificate);
  if (spec.not_before < best.not_before) return "was issued earlier";
  if (spec.not_after < best.not_after) return "expires sooner";
  return candidate.entry > chosen.entry ? "is the secondary" : "has the larger thumbprint";
}

std::string why_not(const Candidate& candidate, const Presentation& presentation,
                    const pki::CertificateSet& certificates) {
  const pki::CertificateSpec& spec = certificates.spec(candidate.certificate);
  const pki::CertificateSpec& best = certificates.spec(presentation.candidates.front().certificate);
  if (presentation.order == model::PresentedOrder::newest_not_before) {
    return spec.not_before == best.not_before
               ? " was issued with it but " + why_second(candidate, presentation.candidates.front(), certificates)
               : " was issued earlier (" + date_to_string(spec.not_before) + ")";
  }
  return spec.not_after == best.not_after
             ? " expires with it but " + why_second(candidate, presentation.candidates.front(), certificates)
             : " expires sooner (" + date_to_string(spec.not_after) + ")";
}

std::string why_chosen(const Presentation& presentation, const pki::CertificateSpec& spec, bool among_several) {
  const std::string until = date_to_string(spec.not_after);
  if (!among_several) return " (until " + until + ")";
  if (presentation.order == model::PresentedOrder::newest_not_before)
    return ", which was issued last (" + date_to_string(spec.not_before) + ")";
  return ", which expires last (" + until + ")";
}

const model::StoreEntry* find_entry(const model::Store& store, pki::CertificateId id) {
  const auto place = std::lower_bound(
      store.entries.begin(), store.entries.end(), id,
      [](const model::StoreEntry& entry, pki::CertificateId wanted) { return entry.certificate < wanted; });
  return place != store.entries.end() && place->certificate == id ? &*place : nullptr;
}

// Goes where the renewal marks lead, from the certificate that the rules chose.
void follow_links(Presentation& presentation, const model::Store& store) {
  Candidate& first = presentation.candidates.front();
  const model::StoreEntry* entry = find_entry(store, first.certificate);
  while (entry != nullptr && entry->renewed_by != pki::no_certificate) {
    const pki::CertificateId next = entry->renewed_by;
    std::vector<pki::CertificateId>& links = presentation.links;
    if (next == first.certificate || std::find(links.begin(), links.end(), next) != links.end()) {
      presentation.link_end = LinkEnd::circle;
      break;
    }
    links.push_back(next);
    entry = find_entry(store, next);
  }
  if (presentation.link_end != LinkEnd::circle) {
    if (presentation.links.empty()) return;
    if (entry == nullptr) {
      presentation.link_end = LinkEnd::not_in_store;
    } else if (entry->key != model::PrivateKeyState::usable) {
      presentation.link_end = LinkEnd::key_unusable;
      presentation.key_at_end = entry->key;
    }
  }
  if (presentation.link_end == LinkEnd::usable) {
    presentation.chosen = presentation.links.back();
  } else {
    first.fate = CandidateFate::link_leads_nowhere;
    presentation.chosen = pki::no_certificate;
  }
}

// "the renewal mark of A leads", "the renewal marks of A, B and C lead"
std::string marks_lead(const Presentation& presentation, const pki::CertificateSet& certificates) {
  std::vector<std::string> with_mark = {certificates.spec(presentation.candidates.front().certificate).name};
  for (const pki::CertificateId link : presentation.links) with_mark.push_back(certificates.spec(link).name);
  if (presentation.link_end != LinkEnd::circle) with_mark.pop_back();
  if (with_mark.size() == 1) return "the renewal mark of " + with_mark.front() + " leads";
  return "the renewal marks of " + join_words(with_mark) + " lead";
}

// Why nothing is sent though the rules chose a certificate.
std::string why_nowhere(const Presentation& presentation, const pki::CertificateSet& certificates) {
  const std::string lead = marks_lead(presentation, certificates);
  if (presentation.link_end == LinkEnd::circle) return lead + " in a circle";
  const std::string to = lead + " to " + certificates.spec(presentation.links.back()).name;
  if (presentation.link_end == LinkEnd::not_in_store) return to + ", which is not in its store";
  const CandidateFate fate = fate_of_key(presentation.key_at_end).value_or(CandidateFate::no_private_key);
  return to + ", which " + std::string(to_string(fate)) + " (SEC_E_UNKNOWN_CREDENTIALS)";
}

}  // namespace

std::string_view to_string(CandidateFate fate) {
  switch (fate) {
    case CandidateFate::chosen:
      return "chosen";
    case CandidateFate::not_preferred:
      return "not preferred";
    case CandidateFate::secondary_not_asked:
      return "secondary, not asked";
    case CandidateFate::expired:
      return "expired";
    case CandidateFate::no_private_key:
      return "has no private key here";
    case CandidateFate::key_unreadable:
      return "has a private key that may not be read";
    case CandidateFate::key_of_another:
      return "has the private key of another certificate beside it";
    case CandidateFate::key_not_granted:
      return "has a private key to which access is not granted yet";
    case CandidateFate::link_leads_nowhere:
      return "has a renewal mark that leads to nothing usable";
  }
  return "chosen";
}

Presentation choose_presented(const Presenting& rule, const model::Store& store,
                              const pki::CertificateSet& certificates, const model::Switches& switches, SimTime now) {
  Presentation presentation;
  presentation.order = switches.presented_order;
  for (const model::StoreEntry& held : store.entries) {
    const std::optional<std::size_t> entry = entry_that_finds(rule, held.certificate, certificates, switches);
    if (entry) presentation.candidates.push_back({held.certificate, *entry, loaded(held, certificates, switches, now)});
  }
  // "No usable primary: rely on the secondary alone": Service Fabric runtime source, SecurityCredentials.cpp.
  const bool primary_loads =
      std::any_of(presentation.candidates.begin(), presentation.candidates.end(),
                  [](const Candidate& each) { return each.entry == 0 && each.fate == CandidateFate::not_preferred; });
  if (primary_loads && !switches.use_secondary_if_newer) {
    for (Candidate& each : presentation.candidates) {
      if (each.entry > 0 && each.fate == CandidateFate::not_preferred) each.fate = CandidateFate::secondary_not_asked;
    }
  }
  const auto rank = [&](const Candidate& candidate) {
    const pki::Certificate& certificate = certificates.certificate(candidate.certificate);
    auto first = -unix_milliseconds(certificate.not_after());
    auto second = -unix_milliseconds(certificate.not_before());
    if (switches.presented_order == model::PresentedOrder::newest_not_before) std::swap(first, second);
    const int out = candidate.fate == CandidateFate::not_preferred         ? 0
                    : candidate.fate == CandidateFate::secondary_not_asked ? 1
                                                                           : 2;
    return std::tuple(out, first, second, candidate.entry, certificate.thumbprint());
  };
  if (presentation.candidates.size() > 1) {
    std::sort(presentation.candidates.begin(), presentation.candidates.end(),
              [&](const Candidate& a, const Candidate& b) { return rank(a) < rank(b); });
  }
  if (!presentation.candidates.empty() && presentation.candidates.front().fate == CandidateFate::not_preferred) {
    presentation.candidates.front().fate = CandidateFate::chosen;
    presentation.chosen = presentation.candidates.front().certificate;
    if (switches.follow_renewal_links) follow_links(presentation, store);
  }
  return presentation;
}

bool names(const Presenting& rule, pki::CertificateId id, const pki::CertificateSet& certificates,
           const model::Switches& switches) {
  return entry_that_finds(rule, id, certificates, switches).has_value();
}

std::string explain(const Presentation& presentation, const pki::CertificateSet& certificates) {
  if (presentation.candidates.empty()) return "nothing: its P names no certificate that is in its store";
  const bool chosen_among_several =
      std::any_of(presentation.candidates.begin(), presentation.candidates.end(),
                  [](const Candidate& each) { return each.fate == CandidateFate::not_preferred; });
  std::vector<std::string> parts;
  if (presentation.chosen == pki::no_certificate) parts.emplace_back("nothing");
  for (const Candidate& candidate : presentation.candidates) {
    const pki::CertificateSpec& spec = certificates.spec(candidate.certificate);
    switch (candidate.fate) {
      case CandidateFate::chosen:
        parts.push_back(spec.name + why_chosen(presentation, spec, chosen_among_several));
        if (!presentation.links.empty()) {
          parts.back() += ", but sends " + certificates.spec(presentation.chosen).name + ", to which " +
                          marks_lead(presentation, certificates);
        }
        break;
      case CandidateFate::not_preferred:
        parts.push_back(spec.name + why_not(candidate, presentation, certificates));
        break;
      case CandidateFate::secondary_not_asked:
        parts.push_back(spec.name + " is the secondary, which counts only when the primary cannot be used");
        break;
      case CandidateFate::expired:
        parts.push_back(spec.name + " is expired (" + date_to_string(spec.not_after) + ")");
        break;
      case CandidateFate::no_private_key:
      case CandidateFate::key_unreadable:
      case CandidateFate::key_of_another:
      case CandidateFate::key_not_granted:
        parts.push_back(spec.name + " " + std::string(to_string(candidate.fate)));
        break;
      case CandidateFate::link_leads_nowhere:
        parts.push_back(why_nowhere(presentation, certificates));
        break;
    }
  }
  std::string out = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i)
    out += (i == 1 && presentation.chosen == pki::no_certificate ? ": " : "; ") + parts[i];
  return out;
}

}  // namespace certdrill::trust
