// What StoryTeller tells of the event that made the difference.
#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "check/story.h"
#include "model/notation.h"

namespace certdrill::check {
namespace {

// Behind "got B": what is wrong with its private key.
std::string_view words_for_lack(model::PrivateKeyState key) {
  switch (key) {
    case model::PrivateKeyState::absent:
      return " without its private key";
    case model::PrivateKeyState::of_another_certificate:
      return " with the private key of another certificate";
    case model::PrivateKeyState::unreadable:
      return " with a private key that it may not read";
    case model::PrivateKeyState::not_granted:
      return " with a private key to which access is not granted yet";
    case model::PrivateKeyState::usable:
      return "";
  }
  return "";
}

}  // namespace

const Happening* decisive(const std::vector<Happening>& happenings) {
  for (auto happening = happenings.rbegin(); happening != happenings.rend(); ++happening) {
    if (happening->change || happening->crls_changed ||
        std::holds_alternative<world::CertificateExpires>(happening->action) ||
        std::holds_alternative<world::CertificateBecomesValid>(happening->action)) {
      return &*happening;
    }
  }
  return happenings.empty() ? nullptr : &happenings.back();
}

std::string StoryTeller::cause(const std::vector<Happening>& happenings) const {
  const Happening* const found = decisive(happenings);
  if (found == nullptr) {
    // The end of a run looks at no event of its own: what broke it was earlier.
    const std::optional<SimTime> since = numbers_.federation->pairs_broken_since();
    if (numbers_.at_end && since && *since > world_->scenario().start)
      return "Not every pair has been able to authenticate since " + to_string(*since) + ".";
    return "It is so from the beginning, before any step.";
  }
  const Happening& last = *found;
  if (std::optional<std::string> told = cause_in_provisioning(last)) return *std::move(told);
  const std::string step = last.step ? quoted(world_->scenario().steps[*last.step].name) : "the plan";
  if (const auto* switching = std::get_if<world::SwitchNode>(&last.action)) {
    const std::string to = model::to_string(security_of(last.change->to));
    return node_label(switching->node) + " switched to " + to + " in " + step + ".";
  }
  if (const auto* storing = std::get_if<world::ChangeStore>(&last.action)) {
    return changed_store(storing->node, *last.change) + " in " + step + ".";
  }
  if (const auto* expiring = std::get_if<world::CertificateExpires>(&last.action)) {
    return certificate_name(expiring->certificate) + " expired.";
  }
  if (const auto* valid = std::get_if<world::CertificateBecomesValid>(&last.action)) {
    return certificate_name(valid->certificate) + " became valid.";
  }
  if (const auto* ending = std::get_if<world::CrlExpires>(&last.action)) {
    return "The CRL of " + certificate_name(ending->authority) + " ended, and there is no newer one.";
  }
  if (const auto* published = std::get_if<world::PublishCrl>(&last.action)) {
    return certificate_name(published->authority) + " published a new CRL, as its policy says.";
  }
  if (std::holds_alternative<world::BeginStep>(last.action) && last.crls_changed) {
    const auto& what = world_->scenario().steps[*last.step].what;
    if (const auto* revoke = std::get_if<model::RevokeStep>(&what)) {
      return names_of(revoke->certificates) + (revoke->certificates.size() == 1 ? " was" : " were") + " revoked in " +
             step + ".";
    }
    const auto& publish = std::get<model::PublishCrlStep>(what);
    return names_of(publish.authorities) + " published a new CRL in " + step + ".";
  }
  return "It is so when " + step + " begins.";
}

std::string StoryTeller::names_of(const std::vector<pki::CertificateId>& ids) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(ids.size(), names_listed); ++i) names.push_back(certificate_name(ids[i]));
  if (ids.size() > names.size()) names.push_back(std::to_string(ids.size() - names.size()) + " more");
  return join_words(names);
}

// "N8 (UD3) got B2", "... lost A", "... got the private key of B", "... lost the way to the CRL of I1".
std::string StoryTeller::changed_store(model::NodeIndex node, const world::NodeChange& change) const {
  const std::vector<model::StoreEntry>& before = world_->configurations().store_of(change.from).entries;
  const std::vector<model::StoreEntry>& after = world_->configurations().store_of(change.to).entries;
  const auto held_in = [](const std::vector<model::StoreEntry>& entries, pki::CertificateId id) {
    return std::find_if(entries.begin(), entries.end(),
                        [id](const model::StoreEntry& entry) { return entry.certificate == id; });
  };
  std::vector<std::string> parts;
  for (const model::StoreEntry& entry : after) {
    const auto was = held_in(before, entry.certificate);
    if (was == before.end()) {
      parts.push_back("got " + certificate_name(entry.certificate) + std::string(words_for_lack(entry.key)));
    } else if (was->key != entry.key && entry.key == model::PrivateKeyState::usable) {
      const bool granted = was->key == model::PrivateKeyState::not_granted;
      parts.push_back((granted ? "was given access to the private key of " : "got the private key of ") +
                      certificate_name(entry.certificate));
    } else if (was->key != entry.key) {
      parts.push_back("got another file of " + certificate_name(entry.certificate) +
                      std::string(words_for_lack(entry.key)));
    }
  }
  for (const model::StoreEntry& entry : before) {
    if (held_in(after, entry.certificate) == after.end())
      parts.push_back("lost " + certificate_name(entry.certificate));
  }
  const std::vector<pki::CertificateId>& blocked_before =
      world_->configurations().store_of(change.from).unreachable_crls;
  const std::vector<pki::CertificateId>& blocked = world_->configurations().store_of(change.to).unreachable_crls;
  std::vector<pki::CertificateId> lost;
  std::set_difference(blocked.begin(), blocked.end(), blocked_before.begin(), blocked_before.end(),
                      std::back_inserter(lost));
  std::vector<pki::CertificateId> found;
  std::set_difference(blocked_before.begin(), blocked_before.end(), blocked.begin(), blocked.end(),
                      std::back_inserter(found));
  if (!lost.empty()) parts.push_back("lost the way to the CRL of " + names_of(lost));
  if (!found.empty()) parts.push_back("can reach the CRL of " + names_of(found) + " again");
  return node_label(node) + " " + (parts.empty() ? "kept what it had" : join_words(parts));
}

}  // namespace certdrill::check
