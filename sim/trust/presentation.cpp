#include "trust/presentation.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace certdrill::trust {
namespace {

// The entry of the rule that finds this certificate, if one does.
// Source: authentication article, common name-based presentation: "equal ... as a case-sensitive, exact string
// comparison".
std::optional<std::size_t> entry_that_finds(const Presenting& rule, pki::CertificateId id,
                                            const pki::CertificateSet& certificates) {
  if (const auto* by_name = std::get_if<PresentByCommonNames>(&rule)) {
    const auto& wanted = by_name->primary_and_secondary;
    const auto hit = std::find(wanted.begin(), wanted.end(), certificates.spec(id).common_name);
    if (hit == wanted.end()) return std::nullopt;
    return static_cast<std::size_t>(hit - wanted.begin());
  }
  if (const auto* by_thumbprint = std::get_if<PresentByThumbprints>(&rule)) {
    // A certificate that the rule names by its scenario name needs no minting to be told apart from others.
    const auto& names = by_thumbprint->names;
    const auto named = std::find(names.begin(), names.end(), certificates.spec(id).name);
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

// Why an equally long-lived certificate is not the one: the rules for equal NotAfter, in their order.
std::string why_second(const Candidate& candidate, const Candidate& chosen, const pki::CertificateSet& certificates) {
  if (certificates.spec(candidate.certificate).not_before < certificates.spec(chosen.certificate).not_before)
    return "was issued earlier";
  return candidate.entry > chosen.entry ? "is the secondary" : "has the larger thumbprint";
}

}  // namespace

std::string_view to_string(CandidateFate fate) {
  switch (fate) {
    case CandidateFate::chosen:
      return "chosen";
    case CandidateFate::not_preferred:
      return "not preferred";
    case CandidateFate::expired:
      return "expired";
    case CandidateFate::no_private_key:
      return "has no private key here";
  }
  return "chosen";
}

Presentation choose_presented(const Presenting& rule, const model::Store& store,
                              const pki::CertificateSet& certificates, SimTime now) {
  Presentation presentation;
  for (const model::StoreEntry& held : store.entries) {
    const std::optional<std::size_t> entry = entry_that_finds(rule, held.certificate, certificates);
    if (!entry) continue;
    CandidateFate fate = CandidateFate::not_preferred;
    if (!held.has_private_key) {
      fate = CandidateFate::no_private_key;
    } else if (certificates.certificate(held.certificate).not_after() <= now) {
      fate = CandidateFate::expired;
    }
    presentation.candidates.push_back({held.certificate, *entry, fate});
  }
  const auto rank = [&](const Candidate& candidate) {
    const pki::Certificate& certificate = certificates.certificate(candidate.certificate);
    return std::tuple(candidate.fate != CandidateFate::not_preferred, -unix_milliseconds(certificate.not_after()),
                      -unix_milliseconds(certificate.not_before()), candidate.entry, certificate.thumbprint());
  };
  if (presentation.candidates.size() > 1) {
    std::sort(presentation.candidates.begin(), presentation.candidates.end(),
              [&](const Candidate& a, const Candidate& b) { return rank(a) < rank(b); });
  }
  if (!presentation.candidates.empty() && presentation.candidates.front().fate == CandidateFate::not_preferred) {
    presentation.candidates.front().fate = CandidateFate::chosen;
    presentation.chosen = presentation.candidates.front().certificate;
  }
  return presentation;
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
    const std::string until = date_to_string(spec.not_after);
    switch (candidate.fate) {
      case CandidateFate::chosen:
        parts.push_back(spec.name +
                        (chosen_among_several ? ", which expires last (" + until + ")" : " (until " + until + ")"));
        break;
      case CandidateFate::not_preferred:
        parts.push_back(spec.not_after == certificates.spec(presentation.chosen).not_after
                            ? spec.name + " expires with it but " +
                                  why_second(candidate, presentation.candidates.front(), certificates)
                            : spec.name + " expires sooner (" + until + ")");
        break;
      case CandidateFate::expired:
        parts.push_back(spec.name + " is expired (" + until + ")");
        break;
      case CandidateFate::no_private_key:
        parts.push_back(spec.name + " has no private key here");
        break;
    }
  }
  std::string out = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i)
    out += (i == 1 && presentation.chosen == pki::no_certificate ? ": " : "; ") + parts[i];
  return out;
}

}  // namespace certdrill::trust
