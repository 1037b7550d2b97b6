#include "check/judgement.h"

#include <algorithm>

namespace certdrill::check {

std::string name_of(const pki::Certificate& certificate, const std::vector<KnownCertificate>& known) {
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const KnownCertificate& each) { return each.certificate == certificate; });
  if (found != known.end()) return found->name;
  return certificate.common_name().empty() ? certificate.thumbprint().to_short_string() : certificate.common_name();
}

Judgement judge_in_hand(const CertificateInHand& hand) {
  trust::Judge judge = hand.judge;
  judge.own = hand.own ? &*hand.own : nullptr;
  trust::ExaminedCertificate examined =
      trust::examine(hand.shown, {hand.trusted_roots, hand.crls}, judge.switches, hand.at);
  for (std::size_t depth = 1; depth < examined.chain.chain.size(); ++depth)
    examined.shown.issuer_names.push_back(name_of(examined.chain.chain[depth], hand.known));

  Judgement judgement{judge, std::move(examined), {}, std::nullopt};
  judgement.verdict = trust::judge(judgement.examined, hand.rules, judge);
  if (!judgement.verdict.accepted) judgement.nearest = nearest_rule(hand, judgement.examined, judgement.verdict);
  judgement.judge.own = nullptr;
  return judgement;
}

}  // namespace certdrill::check
