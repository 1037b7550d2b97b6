// Which certificate does a node show?
//
// Source  authentication article, "Presentation rules": sorted in descending order of NotAfter, expired ones ignored,
// the
//         first is shown; a common name is "a case-sensitive, exact string comparison". Management article: with their
//         private keys. Authentication reference 3.2: NotBefore is not looked at.
#include "trust/presentation.h"

#include <algorithm>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "model/notation.h"
#include "pki/certificate_set.h"
#include "trust_cases.h"

namespace certdrill::trust {
namespace {

constexpr const char* cluster = "cluster.contoso.test";

// The name says what is special about each.
const pki::CertificateSet& shown_certificates() {
  static const pki::CertificateSet set(1, [] {
    std::vector<pki::CertificateSpec> all;
    const auto add = [&](const char* name, const char* common_name, const char* from, const char* until) {
      pki::CertificateSpec spec;
      spec.name = name;
      spec.common_name = common_name;
      spec.not_before = time_at(from);
      spec.not_after = time_at(until);
      all.push_back(std::move(spec));
    };
    add("Old", cluster, "2024-01-01", "2025-01-01");
    add("Near", cluster, "2025-01-01", "2026-01-01");
    add("Far", cluster, "2025-01-01", "2027-01-01");
    add("FarIssuedLater", cluster, "2025-03-01", "2027-01-01");
    add("FarToo", cluster, "2025-01-01", "2027-01-01");
    add("Future", cluster, "2026-01-01", "2028-01-01");
    add("UpperCase", "Cluster.contoso.test", "2025-01-01", "2030-01-01");
    add("Wild", "*.contoso.test", "2025-01-01", "2030-01-01");
    add("BySan", "node.contoso.test", "2025-01-01", "2030-01-01");
    all.back().dns_names = {cluster};
    add("Other", "other.contoso.test", "2025-01-01", "2026-06-01");
    return all;
  }());
  return set;
}

pki::CertificateId shown_id(std::string_view name) {
  for (pki::CertificateId id = 0; id < shown_certificates().size(); ++id) {
    if (shown_certificates().spec(id).name == name) return id;
  }
  ADD_FAILURE() << "no certificate " << name;
  return 0;
}

// "Far Near- Old! Future>Near": Far with its private key, Near without, Old with one that waits for access, and Future with
// a renewal mark that leads to Near.
model::Store store_of(std::string_view text) {
  model::Store store;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string_view name = text.substr(0, end);
    model::StoreEntry entry;
    if (const std::size_t mark = name.find('>'); mark != std::string_view::npos) {
      entry.renewed_by = shown_id(name.substr(mark + 1));
      name = name.substr(0, mark);
    }
    if (name.ends_with('-')) entry.key = model::PrivateKeyState::absent;
    if (name.ends_with('!')) entry.key = model::PrivateKeyState::not_granted;
    if (entry.key != model::PrivateKeyState::usable) name.remove_suffix(1);
    entry.certificate = shown_id(name);
    store.entries.push_back(entry);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::sort(store.entries.begin(), store.entries.end());
  return store;
}

std::string with_far_thumbprint(std::string text) {
  const std::string mark = "<<Far>>";
  if (const std::size_t at = text.find(mark); at != std::string::npos)
    text.replace(at, mark.size(), shown_certificates().certificate(shown_id("Far")).thumbprint().to_string());
  return text;
}

Presentation present(const std::string& presents, std::string_view store, SimTime now,
                     model::Profile profile = model::Profile::documented) {
  const Result<model::SecurityConfiguration> read =
      model::parse_security("{P:" + with_far_thumbprint(presents) + ", V:{}}");
  if (!read) {
    ADD_FAILURE() << to_text(read.problem());
    return {};
  }
  return choose_presented(resolve(read->presents, shown_certificates()), store_of(store), shown_certificates(),
                          model::switches_of(profile), now);
}

struct PresentedCase {
  const char* name;
  const char* presents;
  const char* store;
  const char* at = "2025-06-01";
  const char* presented;  // "" for nothing
  const char* explained;
};

void PrintTo(const PresentedCase& row, std::ostream* out) { *out << row.name; }

class Presented : public testing::TestWithParam<PresentedCase> {};
TEST_P(Presented, IsChosenAndExplained) {
  const PresentedCase& row = GetParam();
  const Presentation presentation = present(row.presents, row.store, time_at(row.at));
  const bool nothing = presentation.chosen == pki::no_certificate;
  EXPECT_EQ(nothing ? "" : shown_certificates().spec(presentation.chosen).name, row.presented);
  EXPECT_EQ(explain(presentation, shown_certificates()), row.explained);
  const auto chosen = std::count_if(presentation.candidates.begin(), presentation.candidates.end(),
                                    [](const Candidate& each) { return each.fate == CandidateFate::chosen; });
  EXPECT_EQ(chosen, nothing ? 0 : 1);
}

const auto row_name = [](const auto& row) { return std::string(row.param.name); };

INSTANTIATE_TEST_SUITE_P(
    ByThumbprint, Presented,
    testing::Values(
        PresentedCase{.name = "primary",
                      .presents = "{TP=Near}",
                      .store = "Near Far",
                      .presented = "Near",
                      .explained = "Near (until 2026-01-01)"},
        PresentedCase{.name = "hex_digits",
                      .presents = "{TP=<<Far>>}",
                      .store = "Near Far",
                      .presented = "Far",
                      .explained = "Far (until 2027-01-01)"},
        PresentedCase{.name = "hex_digits_beside_a_name",
                      .presents = "{TP=Near, TP=<<Far>>}",
                      .store = "Near Far",
                      .presented = "Far",
                      .explained = "Far, which expires last (2027-01-01); Near expires sooner (2026-01-01)"},
        PresentedCase{.name = "secondary_expires_last",
                      .presents = "{TP=Near, TP=Far}",
                      .store = "Near Far",
                      .presented = "Far",
                      .explained = "Far, which expires last (2027-01-01); Near expires sooner (2026-01-01)"},
        PresentedCase{.name = "primary_expires_last",
                      .presents = "{TP=Far, TP=Near}",
                      .store = "Near Far",
                      .presented = "Far",
                      .explained = "Far, which expires last (2027-01-01); Near expires sooner (2026-01-01)"},
        PresentedCase{.name = "secondary_is_not_there",
                      .presents = "{TP=Near, TP=Far}",
                      .store = "Near",
                      .presented = "Near",
                      .explained = "Near (until 2026-01-01)"},
        PresentedCase{.name = "primary_is_not_there",
                      .presents = "{TP=Far, TP=Near}",
                      .store = "Near",
                      .presented = "Near",
                      .explained = "Near (until 2026-01-01)"},
        PresentedCase{.name = "neither_is_there",
                      .presents = "{TP=Far, TP=Near}",
                      .store = "Other",
                      .presented = "",
                      .explained = "nothing: its P names no certificate that is in its store"},
        PresentedCase{.name = "secondary_without_its_key",
                      .presents = "{TP=Near, TP=Far}",
                      .store = "Near Far-",
                      .presented = "Near",
                      .explained = "Near (until 2026-01-01); Far has no private key here"},
        PresentedCase{.name = "no_key_at_all",
                      .presents = "{TP=Far}",
                      .store = "Far-",
                      .presented = "",
                      .explained = "nothing: Far has no private key here"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    InTime, Presented,
    testing::Values(PresentedCase{.name = "expired_is_ignored",
                                  .presents = "{TP=Old, TP=Near}",
                                  .store = "Old Near",
                                  .presented = "Near",
                                  .explained = "Near (until 2026-01-01); Old is expired (2025-01-01)"},
                    PresentedCase{.name = "expired_is_not_shown_even_alone",
                                  .presents = "{TP=Old}",
                                  .store = "Old",
                                  .presented = "",
                                  .explained = "nothing: Old is expired (2025-01-01)"},
                    PresentedCase{.name = "a_millisecond_before_its_end",
                                  .presents = "{TP=Near}",
                                  .store = "Near",
                                  .at = "2025-12-31T23:59:59.999Z",
                                  .presented = "Near",
                                  .explained = "Near (until 2026-01-01)"},
                    PresentedCase{.name = "at_its_end",
                                  .presents = "{TP=Near}",
                                  .store = "Near",
                                  .at = "2026-01-01",
                                  .presented = "",
                                  .explained = "nothing: Near is expired (2026-01-01)"},
                    PresentedCase{
                        .name = "not_yet_valid_is_shown_all_the_same",
                        .presents = "{TP=Far, TP=Future}",
                        .store = "Far Future",
                        .presented = "Future",
                        .explained = "Future, which expires last (2028-01-01); Far expires sooner (2027-01-01)"},
                    PresentedCase{.name = "everything_is_against_it",
                                  .presents = "{TP=Old, TP=Far}",
                                  .store = "Old Far-",
                                  .presented = "",
                                  .explained = "nothing: Far has no private key here; Old is expired (2025-01-01)"}),
    row_name);

// Where the documents are silent: issued last, then the primary, then the smaller thumbprint.
INSTANTIATE_TEST_SUITE_P(
    EqualEnds, Presented,
    testing::Values(
        PresentedCase{
            .name = "issued_last",
            .presents = "{TP=Far, TP=FarIssuedLater}",
            .store = "Far FarIssuedLater",
            .presented = "FarIssuedLater",
            .explained = "FarIssuedLater, which expires last (2027-01-01); Far expires with it but was issued earlier"},
        PresentedCase{.name = "primary_before_secondary",
                      .presents = "{TP=Far, TP=FarToo}",
                      .store = "Far FarToo",
                      .presented = "Far",
                      .explained = "Far, which expires last (2027-01-01); FarToo expires with it but is the secondary"},
        PresentedCase{
            .name = "primary_before_secondary_the_other_way_round",
            .presents = "{TP=FarToo, TP=Far}",
            .store = "Far FarToo",
            .presented = "FarToo",
            .explained = "FarToo, which expires last (2027-01-01); Far expires with it but is the secondary"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    ByCommonName, Presented,
    testing::Values(
        PresentedCase{.name = "one",
                      .presents = "{CN=other.contoso.test}",
                      .store = "Near Other",
                      .presented = "Other",
                      .explained = "Other (until 2026-06-01)"},
        PresentedCase{.name = "name_of_a_certificate",
                      .presents = "{CN=Near}",
                      .store = "Near Far",
                      .presented = "Far",
                      .explained = "Far, which expires last (2027-01-01); Near expires sooner (2026-01-01)"},
        PresentedCase{
            .name = "several",
            .presents = "{CN=cluster.contoso.test}",
            .store = "Old Near Far Other",
            .presented = "Far",
            .explained =
                "Far, which expires last (2027-01-01); Near expires sooner (2026-01-01); Old is expired (2025-01-01)"},
        PresentedCase{.name = "case_counts",
                      .presents = "{CN=cluster.contoso.test}",
                      .store = "Near UpperCase",
                      .presented = "Near",
                      .explained = "Near (until 2026-01-01)"},
        PresentedCase{.name = "wildcards_do_not",
                      .presents = "{CN=cluster.contoso.test}",
                      .store = "Wild",
                      .presented = "",
                      .explained = "nothing: its P names no certificate that is in its store"},
        PresentedCase{.name = "a_star_is_a_character",
                      .presents = "{CN=*.contoso.test}",
                      .store = "Near Wild",
                      .presented = "Wild",
                      .explained = "Wild (until 2030-01-01)"},
        PresentedCase{.name = "alternative_names_do_not_count",
                      .presents = "{CN=cluster.contoso.test}",
                      .store = "BySan",
                      .presented = "",
                      .explained = "nothing: its P names no certificate that is in its store"},
        PresentedCase{.name = "secondary_name_expires_last",
                      .presents = "{CN=other.contoso.test, CN=cluster.contoso.test}",
                      .store = "Near Far Other",
                      .presented = "Far",
                      .explained = "Far, which expires last (2027-01-01); Other expires sooner (2026-06-01); Near "
                                   "expires sooner (2026-01-01)"},
        PresentedCase{.name = "without_its_key",
                      .presents = "{CN=cluster.contoso.test}",
                      .store = "Near Far-",
                      .presented = "Near",
                      .explained = "Near (until 2026-01-01); Far has no private key here"},
        PresentedCase{.name = "none_of_that_name",
                      .presents = "{CN=nobody.contoso.test}",
                      .store = "Near Far",
                      .presented = "",
                      .explained = "nothing: its P names no certificate that is in its store"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Nothing, Presented,
    testing::Values(PresentedCase{.name = "by_no_rule",
                                  .presents = "{}",
                                  .store = "Near Far",
                                  .presented = "",
                                  .explained = "nothing: its P names no certificate that is in its store"},
                    PresentedCase{.name = "from_an_empty_store",
                                  .presents = "{TP=Near}",
                                  .store = "",
                                  .presented = "",
                                  .explained = "nothing: its P names no certificate that is in its store"}),
    row_name);

// Management article, "Certificate linking, explained".
INSTANTIATE_TEST_SUITE_P(
    RenewalMarks, Presented,
    testing::Values(
        PresentedCase{.name = "the_final_one_is_sent",
                      .presents = "{TP=Near}",
                      .store = "Near>Other Other",
                      .presented = "Other",
                      .explained = "Near (until 2026-01-01), but sends Other, to which the renewal mark of Near leads"},
        PresentedCase{.name = "over_several",
                      .presents = "{TP=Near}",
                      .store = "Near>Far Far>Wild Wild>Other Other",
                      .presented = "Other",
                      .explained = "Near (until 2026-01-01), but sends Other, to which the renewal marks of Near, Far "
                                   "and Wild lead"},
        PresentedCase{.name = "only_of_the_one_that_is_chosen",
                      .presents = "{TP=Near, TP=Far}",
                      .store = "Near>Other Far Other",
                      .presented = "Far",
                      .explained = "Far, which expires last (2027-01-01); Near expires sooner (2026-01-01)"},
        PresentedCase{
            .name = "behind_a_choice",
            .presents = "{TP=Near, TP=Far}",
            .store = "Near Far>Other Other",
            .presented = "Other",
            .explained = "Far, which expires last (2027-01-01), but sends Other, to which the renewal mark of "
                         "Far leads; Near expires sooner (2026-01-01)"},
        PresentedCase{.name = "an_expired_one_is_sent_all_the_same",
                      .presents = "{TP=Near}",
                      .store = "Near>Old Old",
                      .presented = "Old",
                      .explained = "Near (until 2026-01-01), but sends Old, to which the renewal mark of Near leads"},
        PresentedCase{
            .name = "no_key_on_the_way_is_no_matter",
            .presents = "{TP=Near}",
            .store = "Near>Far Far->Other Other",
            .presented = "Other",
            .explained = "Near (until 2026-01-01), but sends Other, to which the renewal marks of Near and Far "
                         "lead"},
        PresentedCase{.name = "without_access_to_its_key",
                      .presents = "{TP=Near}",
                      .store = "Near>Other Other!",
                      .presented = "",
                      .explained = "nothing: the renewal mark of Near leads to Other, which has a private key to which "
                                   "access is not granted yet (SEC_E_UNKNOWN_CREDENTIALS)"},
        PresentedCase{.name = "without_its_key",
                      .presents = "{TP=Near, TP=Future}",
                      .store = "Near Future>Other Other-",
                      .presented = "",
                      .explained = "nothing: the renewal mark of Future leads to Other, which has no private key here "
                                   "(SEC_E_UNKNOWN_CREDENTIALS); Near expires sooner (2026-01-01)"},
        PresentedCase{.name = "not_in_the_store",
                      .presents = "{TP=Near}",
                      .store = "Near>Other",
                      .presented = "",
                      .explained = "nothing: the renewal mark of Near leads to Other, which is not in its store"},
        PresentedCase{.name = "to_itself",
                      .presents = "{TP=Near}",
                      .store = "Near>Near",
                      .presented = "",
                      .explained = "nothing: the renewal mark of Near leads in a circle"},
        PresentedCase{.name = "in_a_circle_that_it_is_not_part_of",
                      .presents = "{TP=Near}",
                      .store = "Near>Far Far>Wild Wild>Far",
                      .presented = "",
                      .explained = "nothing: the renewal marks of Near, Far and Wild lead in a circle"}),
    row_name);

TEST(Presentation, RenewalMarksAreSpecificToWindows) {
  const auto sent = [](model::Profile profile) {
    const Presentation shown = present("{TP=Near}", "Near>Other Other", time_at("2025-06-01"), profile);
    return shown_certificates().spec(shown.chosen).name;
  };
  EXPECT_EQ(sent(model::Profile::documented), "Other");
  EXPECT_EQ(sent(model::Profile::windows), "Other");
  EXPECT_EQ(sent(model::Profile::linux_), "Near");
}

TEST(Presentation, TheSmallerThumbprintDecidesBetweenEqualsOfOneName) {
  const Presentation presentation = present("{CN=cluster.contoso.test}", "Far FarToo", time_at("2025-06-01"));
  const auto thumbprint = [](std::string_view name) {
    return shown_certificates().certificate(shown_id(name)).thumbprint();
  };
  EXPECT_EQ(shown_certificates().certificate(presentation.chosen).thumbprint(),
            std::min(thumbprint("Far"), thumbprint("FarToo")));
}

// What is in the store, and in which order its entries are named, changes nothing but the candidates.
TEST(Presentation, CandidatesStandInOrderOfPreference) {
  const Presentation presentation =
      present("{CN=cluster.contoso.test}", "Old Near Far- FarIssuedLater Other", time_at("2025-06-01"));
  std::string order;
  for (const Candidate& each : presentation.candidates)
    order += shown_certificates().spec(each.certificate).name + " " + std::string(to_string(each.fate)) + "; ";
  EXPECT_EQ(order, "FarIssuedLater chosen; Near not preferred; Far has no private key here; Old expired; ");
}

}  // namespace
}  // namespace certdrill::trust
