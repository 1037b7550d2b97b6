// Wrong scenarios: what a person is told, and the characters that are marked.
#include <string>

#include <gtest/gtest.h>

#include "load/scenario_reader.h"
#include "marked_text.h"

namespace certdrill::load {
namespace {

// The part of a good scenario that a row replaces; the rest is as here.
enum class Part { whole, top, certificates, cluster, steps, checks };

std::string scenario_with(Part part, const std::string& text) {
  if (part == Part::whole) return text;
  std::string out = "{\n";
  if (part == Part::top) out += text + ",\n";
  out += R"("authorities": {"R1": {}}, "certificates": {"A": {}, "B": {}, "C": {"issuer": "R1"})";
  if (part == Part::certificates) out += ",\n" + text;
  out += "},\n\"cluster\": {";
  out += part == Part::cluster ? text : std::string(R"("security": "{P:{TP=A}, V:{TP=A}}")");
  out += "},\n\"steps\": [" + (part == Part::steps ? text : std::string(R"({"wait": "1d", "name": "pause"})"));
  out += "]";
  if (part == Part::checks) out += ",\n\"checks\": [" + text + "]";
  return out + "}\n";
}

struct WrongCase {
  const char* name;
  Part part;
  const char* text;
  const char* what;
  const char* help;
};

void expect_only_problem(const WrongCase& row, Severity severity) {
  const MarkedText marked = take_marks(scenario_with(row.part, row.text));
  const LoadedScenario loaded = parse_scenario(marked.text, "x.json");
  EXPECT_EQ(loaded.scenario.has_value(), severity == Severity::warning);
  ASSERT_EQ(loaded.problems.size(), 1U) << all_of(loaded.problems);
  EXPECT_EQ(loaded.problems[0].severity, severity);
  EXPECT_EQ(loaded.problems[0].what, row.what);
  EXPECT_EQ(loaded.problems[0].help, row.help);
  EXPECT_EQ(place_of(loaded.problems[0]), marked.place);
}

class WrongScenario : public testing::TestWithParam<WrongCase> {};
TEST_P(WrongScenario, IsToldWhere) { expect_only_problem(GetParam(), Severity::error); }

class DoubtfulScenario : public testing::TestWithParam<WrongCase> {};
TEST_P(DoubtfulScenario, IsReadWithAWarning) { expect_only_problem(GetParam(), Severity::warning); }

const auto row_name = [](const auto& row) { return std::string(row.param.name); };

constexpr const char* name_rule = "a name is a letter and then letters, digits, _ and -";
constexpr const char* place_rule = "a letter or _, and then letters, digits, _, - and dots";
constexpr const char* time_form = "expected a date like 2026-01-10 or a time like 2026-01-10T00:00:00Z";
constexpr const char* duration_form = "expected a number and a unit, such as 250ms, 30s, 5m, 12h, 90d or 1h30m";
constexpr const char* attribute_form =
    "write KEY=value, such as O=Contoso; a value with a comma goes into a list: [\"O=Contoso, Inc.\"]";
constexpr const char* security_form =
    R"("security" has to be a security configuration in quotes, such as "{P:{TP=A}, V:{TP=A}}", found null)";

INSTANTIATE_TEST_SUITE_P(
    Top, WrongScenario,
    testing::Values(
        WrongCase{"a_list", Part::whole, "‹[›]", "a scenario has to be an object, found a list", ""},
        WrongCase{"no_cluster", Part::whole, "‹{›}", "\"cluster\" is missing",
                  "add \"cluster\": {\"security\": \"{P:{TP=A}, V:{TP=A}}\"}"},
        WrongCase{"truncated", Part::whole, R"({"cluster": {"nodes": 5‹›)",
                  "the file ends too early: the object of line 1, column 13 is not closed", ""},
        WrongCase{"unknown_field", Part::top, R"("‹titel›": "x")", "unknown field \"titel\" in a scenario",
                  "did you mean \"title\"?"},
        WrongCase{"field_twice", Part::top, "\"seed\": 1,\n‹\"seed\"›: 2", "field \"seed\" stands here a second time",
                  "the first is at line 2, column 1"},
        WrongCase{"title_is_no_string", Part::top, R"("title": ‹7›)",
                  "\"title\" has to be a string, found the number 7", ""},
        WrongCase{"title_empty", Part::top, R"("title": ‹""›)", "\"title\" is empty", ""},
        WrongCase{"title_in_two_lines", Part::top, R"("title": "‹a\nb›")", "\"title\" has a control character in it",
                  "write it in one line of plain text"},
        WrongCase{"day_that_does_not_exist", Part::top, R"("start": "‹2026-02-30›")",
                  "not a time: \"2026-02-30\": the calendar has no such day", time_form},
        WrongCase{"local_time", Part::top, R"("start": "‹2026-02-03T10:00:00+01:00›")",
                  "not a time: \"2026-02-03T10:00:00+01:00\": it does not end with Z; all times are UTC", time_form},
        WrongCase{"time_as_number", Part::top, R"("start": ‹2026›)",
                  "\"start\" has to be a date or time in quotes, found the number 2026", ""},
        WrongCase{"end_before_start", Part::top, R"("start": "2026-02-01", "end": "‹2026-02-01›")",
                  "\"end\" has to be after the start, 2026-02-01", ""},
        WrongCase{"seed_negative", Part::top, R"("seed": ‹-1›)", "\"seed\" is out of range: -1",
                  "a number from 0 to 9007199254740992"},
        WrongCase{"seed_fraction", Part::top, R"("seed": ‹10.5›)",
                  "\"seed\" has to be a whole number in plain digits, found 10.5",
                  "a number from 0 to 9007199254740992"},
        WrongCase{"seed_exponent", Part::top, R"("seed": ‹1e3›)",
                  "\"seed\" has to be a whole number in plain digits, found 1e3",
                  "a number from 0 to 9007199254740992"},
        WrongCase{"seed_huge", Part::top, R"("seed": ‹9007199254740993›)", "\"seed\" is out of range: 9007199254740993",
                  "a number from 0 to 9007199254740992"},
        WrongCase{"seed_beyond_64_bits", Part::top, R"("seed": ‹99999999999999999999999›)",
                  "\"seed\" is out of range: 99999999999999999999999", "a number from 0 to 9007199254740992"},
        WrongCase{"seed_infinite", Part::top, R"("seed": ‹1e999›)", "the number \"1e999\" is too large or malformed",
                  ""},
        WrongCase{"profile", Part::top, R"("profile": "‹windos›")", "unknown profile \"windos\"",
                  "did you mean \"windows\"?"},
        WrongCase{"profile_as_number", Part::top, R"("profile": ‹7›)",
                  "\"profile\" has to be the name of a profile, found the number 7", ""},
        WrongCase{"rules_as_list", Part::top, R"("rules": ‹[›])",
                  "\"rules\" has to be an object of switches, found a list", ""},
        WrongCase{"switch_slip", Part::top, R"("rules": {"‹implicitPeertrust›": true})",
                  "unknown switch \"implicitPeertrust\" in the rules", "did you mean \"implicitPeerTrust\"?"},
        WrongCase{"switch_unheard_of", Part::top, R"("rules": {"‹AllowAll›": true})",
                  "unknown switch \"AllowAll\" in the rules",
                  "certdrill rule profile lists all switches and their values"},
        WrongCase{"switch_word", Part::top, R"("rules": {"revocation": "‹leafs›"})",
                  "switch \"revocation\" has no value \"leafs\"", "did you mean \"leaf\"?"},
        WrongCase{"switch_word_of_yes_or_no", Part::top, R"("rules": {"implicitPeerTrust": "‹maybe›"})",
                  "switch \"implicitPeerTrust\" has no value \"maybe\"", "one of: no, yes"},
        WrongCase{"switch_flag_for_words", Part::top, R"("rules": {"revocation": ‹false›})",
                  R"("revocation" has to be "off", "leaf", "chainWithoutRoot" or "whereDeclared", found false)", ""},
        WrongCase{"switch_number", Part::top, R"("rules": {"implicitPeerTrust": ‹1›})",
                  R"("implicitPeerTrust" has to be true, false, "yes" or "no", found the number 1)", ""},
        WrongCase{"key_type", Part::top, R"("keyType": "‹rsa›")", "unknown key type \"rsa\"",
                  "one of: ed25519, p256, rsa2048, rsa512"},
        WrongCase{"expect", Part::top, R"("expect": "‹hold›")", "unknown verdict \"hold\"", "did you mean \"holds\"?"},
        WrongCase{"policy_field", Part::top, R"("upgradePolicy": {"‹domainduration›": "1s"})",
                  "unknown field \"domainduration\" in an upgrade policy", "did you mean \"domainDuration\"?"},
        WrongCase{"policy_duration", Part::top, R"("upgradePolicy": {"domainDuration": "‹60›"})",
                  "not a duration: \"60\": the number has no unit", duration_form},
        WrongCase{"duration_as_number", Part::top, R"("upgradePolicy": {"pauseBetweenSteps": ‹60›})",
                  R"("pauseBetweenSteps" has to be a duration in quotes, such as "30s" or "12h", found the number 60)",
                  ""},
        WrongCase{"steps_no_list", Part::top, R"("checks": ‹{›})",
                  "\"checks\" has to be a list of checks, found an object", ""}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Certificates, WrongScenario,
    testing::Values(
        WrongCase{"name_is_no_word", Part::certificates, R"("‹2nd›": {})", "not a name: \"2nd\"", name_rule},
        WrongCase{"name_is_a_thumbprint", Part::certificates, R"("‹ab59B4D1AA0059B4D1AA0059B4D1AA0059B4D1AA›": {})",
                  "40 hex digits are a thumbprint, not a name: \"ab59B4D1AA0059B4D1AA0059B4D1AA0059B4D1AA\"",
                  "give the certificate a name of its own"},
        WrongCase{"name_of_an_authority", Part::certificates, R"("‹R1›": {})",
                  "duplicate name \"R1\": authorities and certificates share their names",
                  "the first is at line 2, column 17"},
        WrongCase{"same_name", Part::certificates, R"(‹"A"›: {})", "field \"A\" stands here a second time",
                  "the first is at line 2, column 45"},
        WrongCase{"no_object", Part::certificates, R"("D": ‹"self-signed"›)",
                  "a certificate has to be an object, found a string", ""},
        WrongCase{"ends_before_it_begins", Part::certificates,
                  R"("D": {"notBefore": "2026-05-01", "notAfter": "‹2026-04-01›"})",
                  "certificate \"D\" ends before it begins: notBefore 2026-05-01, notAfter 2026-04-01", ""},
        WrongCase{"empty_validity", Part::certificates,
                  R"("D": {"notBefore": "2026-05-01", "notAfter": "‹2026-05-01T00:00:00Z›"})",
                  "certificate \"D\" ends at the moment it begins: notBefore 2026-05-01, notAfter 2026-05-01", ""},
        WrongCase{"ends_by_default_before_it_begins", Part::certificates, R"("D": {"notBefore": "‹2028-05-01›"})",
                  "certificate \"D\" ends before it begins: notBefore 2028-05-01, notAfter 2027-01-01 (the default)",
                  ""},
        WrongCase{"milliseconds", Part::certificates, R"("D": {"notAfter": "‹2026-05-01T00:00:00.5Z›"})",
                  "a certificate's dates are whole seconds: \"2026-05-01T00:00:00.5Z\"", "leave the fraction out"},
        WrongCase{"unknown_issuer", Part::certificates, R"("D": {"issuer": "‹R2›"})", "unknown authority \"R2\"",
                  "did you mean \"R1\"?"},
        WrongCase{"issuer_is_no_authority", Part::certificates, R"("D": {"issuer": "‹A›"})",
                  "\"A\" is no authority and cannot issue certificates", "declare it under \"authorities\""},
        WrongCase{"self_signed_with_issuer", Part::certificates, R"("D": {"selfSigned": ‹true›, "issuer": "R1"})",
                  "a self-signed certificate has no issuer", "leave out \"selfSigned\" or \"issuer\""},
        WrongCase{"neither", Part::certificates, R"("D": {"selfSigned": ‹false›})",
                  "a certificate that is not self-signed needs an issuer", "add \"issuer\": the name of an authority"},
        WrongCase{"self_signed_as_text", Part::certificates, R"("D": {"selfSigned": ‹"yes"›})",
                  "\"selfSigned\" has to be true or false, found a string", ""},
        WrongCase{"common_name_too_long", Part::certificates,
                  R"("D": {"commonName": "‹aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa›"})",
                  "\"commonName\" has 65 characters, at most 64 are allowed", ""},
        WrongCase{"common_name_empty", Part::certificates, R"("D": {"commonName": ‹""›, "dnsNames": ["a.test"]})",
                  "\"commonName\" is empty", ""},
        WrongCase{"dns_name", Part::certificates, R"("D": {"dnsNames": ["a.test", "‹a b.test›"]})",
                  "not a DNS name: \"a b.test\"",
                  "labels of letters, digits, - and _ with dots between them; *. may come first"},
        WrongCase{"dns_name_twice", Part::certificates, R"("D": {"dnsNames": ["a.test", "‹a.test›"]})",
                  "DNS name \"a.test\" stands here a second time", ""},
        WrongCase{"dns_names_no_list", Part::certificates, R"("D": {"dnsNames": ‹"a.test"›})",
                  "\"dnsNames\" has to be a list of DNS names, found a string", ""},
        WrongCase{"usage", Part::certificates, R"("D": {"extendedKeyUsage": ["‹serverauth›"]})",
                  "unknown extended key usage \"serverauth\"", "did you mean \"serverAuth\"?"},
        WrongCase{"field_of_a_certificate", Part::certificates, R"("D": {"‹expires›": "2027-01-01"})",
                  "unknown field \"expires\" in a certificate",
                  "one of: commonName, subject, dnsNames, emailNames, ipAddresses, selfSigned, issuer, "
                  "extendedKeyUsage, notBefore, notAfter, keyType, keyOf, signatureDigest, damagedSignature, sends"},
        WrongCase{"subject_of_commas", Part::certificates, R"("D": {"subject": "O=Contoso, ‹Inc.›, C=US"})",
                  "not an attribute: \"Inc.\"", attribute_form},
        WrongCase{"subject_with_a_gap", Part::certificates, R"("D": {"subject": "‹O=Contoso,, C=US›"})",
                  "an attribute is missing", attribute_form},
        WrongCase{"subject_empty", Part::certificates, R"("D": {"subject": ‹""›})", "an attribute is missing",
                  attribute_form},
        WrongCase{"subject_key", Part::certificates, R"("D": {"subject": "O=Contoso, ‹Ou›=Ops"})",
                  "unknown attribute of a subject \"Ou\"", "did you mean \"OU\" or \"O\"?"},
        WrongCase{"subject_key_behind_escapes", Part::certificates,
                  R"("D": {"subject": "O=\u00e4\ud83d\ude00, ‹email\u0041ddres›=x"})",
                  "unknown attribute of a subject \"emailAddres\"", "did you mean \"emailAddress\"?"},
        WrongCase{"subject_value_empty", Part::certificates, R"("D": {"subject": ["O=Contoso", "‹OU=›"]})",
                  "OU has 0 characters, it takes 1 to 64 characters", ""},
        WrongCase{"subject_country", Part::certificates, R"("D": {"subject": "C=‹USA›"})",
                  "C has 3 characters, it takes 2 characters", ""},
        WrongCase{"subject_country_digits", Part::certificates, R"("D": {"subject": "C=‹U1›"})",
                  "C has a character that does not belong there: \"U1\"", "the two letters of a country"},
        WrongCase{"subject_mail_not_ascii", Part::certificates, R"("D": {"subject": "emailAddress=‹ä@b.test›"})",
                  "emailAddress has a character that does not belong there: \"ä@b.test\"",
                  "plain ASCII letters, digits and signs"},
        WrongCase{"subject_in_two_lines", Part::certificates, R"("D": {"subject": ["O=‹a\nb›"]})",
                  "O has a character that does not belong there: \"a\\nb\"", "write it in one line of plain text"},
        WrongCase{
            "subject_number", Part::certificates, R"("D": {"subject": ‹7›})",
            R"("subject" has to be text such as "O=Contoso, C=US", or a list of such attributes, found the number 7)",
            ""},
        WrongCase{"email_name", Part::certificates, R"("D": {"emailNames": ["‹ops at contoso.test›"]})",
                  "not an email address: \"ops at contoso.test\"", "such as ops@contoso.test"},
        WrongCase{"email_name_twice", Part::certificates, R"("D": {"emailNames": ["a@b.test", "‹a@b.test›"]})",
                  "email address \"a@b.test\" stands here a second time", ""},
        WrongCase{"email_names_no_list", Part::certificates, R"("D": {"emailNames": ‹"a@b.test"›})",
                  "\"emailNames\" has to be a list of email addresses, found a string", ""},
        WrongCase{"ip_address", Part::certificates, R"("D": {"ipAddresses": ["‹10.0.0.256›"]})",
                  "not an IP address: \"10.0.0.256\"", "such as 10.0.0.4 or 2001:db8::4"},
        WrongCase{"ip_address_with_a_nul", Part::certificates, R"("D": {"ipAddresses": ["‹10.0.0.4\u0000›"]})",
                  "not an IP address: \"10.0.0.4\\x00\"", "such as 10.0.0.4 or 2001:db8::4"},
        WrongCase{"key_of_nobody", Part::certificates, R"("D": {"keyOf": "‹AA›"})", "unknown certificate \"AA\"",
                  "did you mean \"A\"?"},
        WrongCase{"key_of_number", Part::certificates, R"("D": {"keyOf": ‹7›})",
                  "\"keyOf\" has to be the name of a certificate, found the number 7", ""},
        WrongCase{"key_of_another_type", Part::certificates, R"("D": {"keyOf": "A", "keyType": "‹p256›"})",
                  "\"D\" has the key of \"A\", which is of type ed25519", "leave \"keyType\" out"},
        WrongCase{"keys_in_a_circle", Part::certificates,
                  R"("D": {"keyOf": "‹F›"}, "E": {"keyOf": "D"}, "F": {"keyOf": "E"})",
                  "certificates have each other's key in a circle: D has that of F has that of E has that of D",
                  "one of them has a key of its own, without \"keyOf\""},
        WrongCase{"key_of_itself", Part::certificates, R"("D": {"keyOf": "‹D›"})",
                  "certificates have each other's key in a circle: D has that of D",
                  "one of them has a key of its own, without \"keyOf\""},
        WrongCase{"digest", Part::certificates, R"("D": {"keyType": "p256", "signatureDigest": "‹md5›"})",
                  "unknown digest of a signature \"md5\"", "one of: sha256, sha1"},
        WrongCase{"digest_of_ed25519", Part::certificates,
                  R"("D": {"issuer": "R1", "keyType": "rsa2048", "signatureDigest": "‹sha1›"})",
                  "the signature is made with the ed25519 key of \"R1\", which has no digest to choose",
                  "give \"R1\" \"keyType\": \"rsa2048\" or \"p256\""},
        WrongCase{"damaged", Part::certificates, R"("D": {"damagedSignature": ‹"yes"›})",
                  "\"damagedSignature\" has to be true or false, found a string", ""},
        WrongCase{"sends", Part::certificates, R"("D": {"sends": "‹chains›"})", "unknown chain to send \"chains\"",
                  "did you mean \"chain\"?"},
        WrongCase{"path_length", Part::whole,
                  R"({"authorities": {"R": {"pathLength": ‹-1›}}, "cluster": {"security": "{P:{}, V:{}}"}})",
                  "\"pathLength\" is out of range: -1", "a number from 0 to 100"},
        WrongCase{"path_length_of_a_certificate", Part::certificates, R"("D": {"‹pathLength›": 0})",
                  "unknown field \"pathLength\" in a certificate",
                  "one of: commonName, subject, dnsNames, emailNames, ipAddresses, selfSigned, issuer, "
                  "extendedKeyUsage, notBefore, notAfter, keyType, keyOf, signatureDigest, damagedSignature, sends"},
        WrongCase{"crl_flag", Part::whole,
                  R"({"authorities": {"R": {"crl": ‹true›}}, "cluster": {"security": "{P:{}, V:{}}"}})",
                  "the CRL of an authority has to be an object, found true", ""},
        WrongCase{"crl_field", Part::whole,
                  R"({"authorities": {"R": {"crl": {"‹validfor›": "7d"}}}, "cluster": {"security": "{P:{}, V:{}}"}})",
                  "unknown field \"validfor\" in the CRL of an authority", "did you mean \"validFor\"?"},
        WrongCase{
            "crl_for_less_than_a_second", Part::whole,
            R"({"authorities": {"R": {"crl": {"validFor": "‹1s1ms›"}}}, "cluster": {"security": "{P:{}, V:{}}"}})",
            "a CRL is valid for whole seconds, at least one: \"1s1ms\"", "such as \"7d\""},
        WrongCase{"crl_for_no_time", Part::whole,
                  R"({"authorities": {"R": {"crl": {"validFor": "‹0s›"}}}, "cluster": {"security": "{P:{}, V:{}}"}})",
                  "a CRL is valid for whole seconds, at least one: \"0s\"", "such as \"7d\""},
        WrongCase{
            "circle", Part::whole,
            R"({"authorities": {"R": {"issuer": "‹I›"}, "I": {"issuer": "R"}}, "cluster": {"security": "{P:{}, V:{}}"}})",
            "authorities issue each other in a circle: R is issued by I is issued by R", "a root has no \"issuer\""},
        WrongCase{"no_authorities_at_all", Part::whole,
                  R"({"certificates": {"A": {"issuer": "‹R›"}}, "cluster": {"security": "{P:{}, V:{}}"}})",
                  "unknown authority \"R\"", "this scenario has no \"authorities\""}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Cluster, WrongScenario,
    testing::Values(
        WrongCase{"security_missing", Part::whole, R"({"cluster": ‹{›"nodes": 3}})",
                  "\"security\" is missing in the cluster",
                  "add \"security\": \"{P:{TP=A}, V:{TP=A}}\" to the cluster"},
        WrongCase{"security_null", Part::cluster, R"("security": ‹null›)", security_form, ""},
        WrongCase{"unknown_certificate", Part::cluster, R"("security": "{P:{TP=‹Ax›}, V:{TP=A}}")",
                  "unknown certificate \"Ax\"", "did you mean \"A\"?"},
        WrongCase{"unknown_certificate_behind_escapes", Part::cluster,
                  R"("security": "{P:{TP=\u0041,\tTP=‹\u0041x›}, V:{CN='\ud83d\ude00'}}")",
                  "unknown certificate \"Ax\"", "did you mean \"A\"?"},
        WrongCase{"unknown_issuer", Part::cluster, R"("security": "{P:{TP=A}, V:{CN=A@R1|‹R9›}}")",
                  "unknown certificate \"R9\"", "did you mean \"R1\"?"},
        WrongCase{"bare_common_name", Part::cluster, R"("security": "{P:{CN=‹cluster›}, V:{TP=A}}")",
                  "unknown certificate \"cluster\"", "one of: R1, A, B, C"},
        WrongCase{"notation", Part::cluster, R"("security": "{P:{TP=A}, V:{TP‹:›A}}")",
                  "expected \"=\" after TP, found \":\"", "write TP=A"},
        WrongCase{"notation_behind_escapes", Part::cluster, R"("security": "{P:{TP=A},\t\u0056:{TP=A‹\u003b›}}")",
                  "expected \",\" or \"}\", found \";\"", ""},
        WrongCase{"notation_ends_early", Part::cluster, R"("security": "{P:{TP=A}, V:{TP=A}‹"›)",
                  "missing \"}\" at the end", ""},
        WrongCase{
            "mixed_forms", Part::cluster, R"("security": "{P:{TP=A, ‹CN=B›}, V:{TP=A}}")",
            "presentation rules allow only one form of declaration, and here CN stands beside TP",
            "use one form for both entries of P; V may mix them (authentication article, \"Presentation rules\")"},
        WrongCase{"file_form", Part::cluster, R"("security": "{P:{FILE=‹tls›}, V:{TP=A}}")",
                  "FILE=tls is part of the notation, but not yet judged by profile \"documented\"", ""},
        WrongCase{"authority_form", Part::cluster, R"("security": "{P:{TP=A}, V:{CA=‹R1›}}")",
                  "CA=R1 is part of the notation, but not yet judged by profile \"documented\"", ""},
        WrongCase{"need_form", Part::cluster, R"("security": "{P:{TP=A}, V:‹need› {TP=A}}")",
                  "need is part of the notation, but not yet judged by profile \"documented\"", ""},
        WrongCase{"zero_nodes", Part::cluster, R"("nodes": ‹0›, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"nodes\" is out of range: 0", "a number from 1 to 10000000"},
        WrongCase{"zero_nodes_and_no_other_complaint", Part::cluster,
                  R"("nodes": ‹0›, "seedNodes": 7, "security": "{P:{TP=A}, V:{TP=A}}")", "\"nodes\" is out of range: 0",
                  "a number from 1 to 10000000"},
        WrongCase{"no_nodes_in_the_list", Part::cluster, R"("nodes": ‹[›], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "a cluster needs at least one node", ""},
        WrongCase{"too_many_nodes", Part::cluster, R"("nodes": ‹10000001›, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"nodes\" is out of range: 10000001", "a number from 1 to 10000000"},
        WrongCase{"nodes_as_text", Part::cluster, R"("nodes": ‹"10"›, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"nodes\" has to be a number of nodes or a list of nodes, found a string", ""},
        WrongCase{"more_seeds_than_nodes", Part::cluster,
                  R"("nodes": 3, "seedNodes": ‹5›, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "more seed nodes (5) than nodes (3)", "at most 3 seed nodes"},
        WrongCase{"unknown_seed", Part::cluster,
                  R"("nodes": 3, "seedNodes": ["N2", "‹N3›"], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "unknown node \"N3\"", "the nodes are N0 to N2"},
        WrongCase{"seed_twice", Part::cluster, R"("seedNodes": ["N2", "‹N2›"], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "node \"N2\" stands here a second time", ""},
        WrongCase{"more_domains_than_nodes", Part::cluster,
                  R"("nodes": 3, "upgradeDomains": ‹5›, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "more upgrade domains (5) than nodes (3)", "at most 3 upgrade domains"},
        WrongCase{"domain_twice", Part::cluster,
                  R"("upgradeDomains": ["a", "‹a›"], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "duplicate upgrade domain \"a\"", ""},
        WrongCase{"domain_name", Part::cluster, R"("upgradeDomains": ["‹fd:/0›"], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "not the name of an upgrade domain: \"fd:/0\"", place_rule},
        WrongCase{"node_twice", Part::cluster,
                  R"("nodes": [{"name": "x"}, {"name": "‹x›"}], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "duplicate node name \"x\"", "node 1 of the list has it already"},
        WrongCase{"node_without_name", Part::cluster, R"("nodes": [‹{›}], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"name\" is missing: every node of the list has one", "add \"name\": \"N0\""},
        WrongCase{"node_as_text", Part::cluster, R"("nodes": [‹"x"›], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "a node has to be an object, found a string", ""},
        WrongCase{
            "unknown_domain_of_node", Part::cluster,
            R"("nodes": [{"name": "x", "upgradeDomain": "‹UD2›"}], "upgradeDomains": ["UD1"], "security": "{P:{TP=A}, V:{TP=A}}")",
            "unknown upgrade domain \"UD2\"", "did you mean \"UD1\"?"},
        WrongCase{
            "unknown_type_of_node", Part::cluster,
            R"("nodes": [{"name": "x", "nodeType": "‹fronted›"}], "nodeTypes": {"frontend": {}}, "security": "{P:{TP=A}, V:{TP=A}}")",
            "unknown node type \"fronted\"", "did you mean \"frontend\"?"},
        WrongCase{"type_where_there_are_none", Part::cluster,
                  R"("nodes": [{"name": "x", "nodeType": "‹y›"}], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "unknown node type \"y\"", "this cluster has no \"nodeTypes\""},
        WrongCase{"type_not_said", Part::cluster,
                  R"("nodes": [‹{›"name": "x"}], "nodeTypes": {"a": {}, "b": {}}, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"nodeType\" is missing: this cluster has several node types", "one of: a, b"},
        WrongCase{"number_beside_types", Part::cluster,
                  R"("nodes": ‹5›, "nodeTypes": {"a": {"nodes": 5}}, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"nodes\" cannot be a number beside \"nodeTypes\"", "give each node type its own \"nodes\""},
        WrongCase{"type_without_number", Part::cluster,
                  R"("nodeTypes": {"‹a›": {}}, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "node type \"a\" does not say how many nodes it has", "add \"nodes\": 5"},
        WrongCase{"type_with_number_beside_list", Part::cluster,
                  R"("nodes": [{"name": "x"}], "nodeTypes": {"a": {"‹nodes›": 5}}, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"nodes\" of a node type has no place beside a list of nodes",
                  "leave it out, each node says its \"nodeType\""},
        WrongCase{"type_without_security", Part::whole,
                  R"({"cluster": ‹{›"nodeTypes": {"a": {"nodes": 2, "security": "{P:{}, V:{}}"}, "b": {"nodes": 2}}}})",
                  "node type \"b\" has no \"security\", nor has the cluster",
                  "add \"security\": \"{P:{TP=A}, V:{TP=A}}\" to the cluster"},
        WrongCase{"both_ways_to_say_seeds", Part::cluster,
                  R"("nodes": [{"name": "x", "seed": true}], "‹seedNodes›": 1, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"seedNodes\" has no place when nodes say \"seed\" themselves", "leave one of them out"},
        WrongCase{"no_seed_at_all", Part::cluster,
                  R"("nodes": [{"name": "x", "seed": ‹false›}], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "no node is a seed node", "at least one node says \"seed\": true"},
        WrongCase{"unknown_installed", Part::cluster,
                  R"("installed": ["A", "‹D›"], "security": "{P:{TP=A}, V:{TP=A}}")", "unknown certificate \"D\"",
                  "one of: R1, A, B, C"},
        WrongCase{
            "key_state", Part::cluster,
            R"("installed": ["A", {"certificate": "A", "privateKey": "‹unreadabel›"}], "security": "{P:{TP=A}, V:{TP=A}}")",
            "unknown state of a private key \"unreadabel\"", "did you mean \"unreadable\"?"},
        WrongCase{"key_state_number", Part::cluster,
                  R"("installed": ["A", {"certificate": "A", "privateKey": ‹1›}], "security": "{P:{TP=A}, V:{TP=A}}")",
                  R"("privateKey" has to be true, false, "unreadable" or "of another certificate", found the number 1)",
                  ""},
        WrongCase{"unreachable_of_no_publisher", Part::cluster,
                  R"("unreachableCrls": ["‹R1›"], "security": "{P:{TP=A}, V:{TP=A}}")", "\"R1\" publishes no CRL",
                  "add \"crl\": {\"validFor\": \"7d\"} to the authority"},
        WrongCase{"unreachable_of_no_authority", Part::cluster,
                  R"("unreachableCrls": ["‹A›"], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"A\" is no authority and publishes no CRL", ""},
        WrongCase{"unreachable_no_list", Part::cluster,
                  R"("unreachableCrls": ‹"R1"›, "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"unreachableCrls\" has to be a list of authorities, found a string", ""},
        WrongCase{"unreachable_unknown", Part::cluster,
                  R"("unreachableCrls": ["‹R2›"], "security": "{P:{TP=A}, V:{TP=A}}")", "unknown certificate \"R2\"",
                  "did you mean \"R1\"?"},
        WrongCase{
            "unreachable_twice", Part::whole,
            R"({"authorities": {"R": {"crl": {}}}, "cluster": {"unreachableCrls": ["R", "‹R›"], "security": "{P:{}, V:{}}"}})",
            "authority \"R\" stands here a second time", ""},
        WrongCase{"installed_without_name", Part::cluster,
                  R"("installed": ["A", ‹{›"privateKey": false}], "security": "{P:{TP=A}, V:{TP=A}}")",
                  "\"certificate\" is missing", "say which one"},
        WrongCase{
            "installed_number", Part::cluster, R"("installed": ["A", ‹7›], "security": "{P:{TP=A}, V:{TP=A}}")",
            R"("installed" has to be names of certificates, or objects such as {"certificate": "A", "privateKey": false}, found the number 7)",
            ""},
        WrongCase{
            "leaf_as_root", Part::cluster, R"("trustedRoots": ["R1", "A", "‹C›"], "security": "{P:{TP=A}, V:{TP=A}}")",
            "certificate \"C\" cannot be a trusted root",
            "roots are self-signed; trust the root of its chain, or pin it: TP= for itself, CN=...@ for an issuer"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Steps, WrongScenario,
    testing::Values(
        WrongCase{"slip_in_the_kind", Part::steps, R"(‹{›"upgrad": "x", "to": "{P:{TP=A}, V:{TP=A}}"})",
                  "the step does not say what it does", "\"upgrad\": did you mean \"upgrade\"?"},
        WrongCase{"nothing", Part::steps, R"(‹{›})", "the step does not say what it does",
                  "one of: upgrade, install, remove, revoke, publishCrl, blockCrl, unblockCrl, wait, waitUntil"},
        WrongCase{"two_things", Part::steps, R"({"wait": "1d", "‹install›": "B"})",
                  "a step is one thing: \"install\" cannot stand beside \"wait\"", "make two steps of it"},
        WrongCase{"text", Part::steps, R"(‹"wait"›)", "\"steps\" has to be a list of objects, found a string", ""},
        WrongCase{"to_missing", Part::steps, R"({"upgrade": "‹x›"})",
                  "\"to\" is missing: what does the upgrade lead to?", "add \"to\": \"{P:{TP=A}, V:{TP=A}}\""},
        WrongCase{"to_wrong_type", Part::steps, R"({"upgrade": "x", "to": ‹[›]})",
                  "\"to\" has to be a security configuration in quotes, or an object with one for each node type, "
                  "found a list",
                  ""},
        WrongCase{"to_unknown_type", Part::steps, R"({"upgrade": "x", "to": {"‹front›": "{P:{TP=A}, V:{TP=A}}"}})",
                  "unknown node type \"front\"", "this cluster has no \"nodeTypes\""},
        WrongCase{"to_nobody", Part::steps, R"({"upgrade": "x", "to": ‹{›}})", "\"to\" names no node type", ""},
        WrongCase{"to_unknown_certificate", Part::steps, R"({"upgrade": "x", "to": "{P:{TP=A}, V:{TP=A, TP=‹Bx›}}"})",
                  "unknown certificate \"Bx\"", "did you mean \"B\"?"},
        WrongCase{"step_name_twice", Part::steps, R"({"wait": "1d", "name": "x"}, {"wait": "1d", "name": "‹x›"})",
                  "duplicate step name \"x\"", "the first is at line 4, column 34"},
        WrongCase{"step_name_empty", Part::steps, R"({"upgrade": ‹""›, "to": "{P:{TP=A}, V:{TP=A}}"})",
                  "\"upgrade\" is empty", ""},
        WrongCase{"field_of_another_kind", Part::steps, R"({"wait": "1d", "‹within›": "1h"})",
                  "unknown field \"within\" in a wait", "one of: wait, name"},
        WrongCase{"wait_unit", Part::steps, R"({"wait": "‹3x›"})", "not a duration: \"3x\": unknown unit \"x\"",
                  duration_form},
        WrongCase{"install_unknown", Part::steps, R"({"install": "‹D›"})", "unknown certificate \"D\"",
                  "one of: R1, A, B, C"},
        WrongCase{"install_nothing", Part::steps, R"({"install": ‹[›]})", "\"install\" is an empty list",
                  "leave it out, or put something in it"},
        WrongCase{"remove_key", Part::steps, R"({"remove": [‹{›"certificate": "A"}]})",
                  "\"remove\" has to be the name of a certificate, or a list of names, found an object", ""},
        WrongCase{"remove_twice", Part::steps, R"({"remove": ["A", "‹A›"]})",
                  "certificate \"A\" stands here a second time", ""},
        WrongCase{"revoke_self_signed", Part::steps, R"({"revoke": "‹A›"})",
                  "certificate \"A\" is self-signed: no authority can revoke it",
                  "take it out of V, and remove it from the nodes"},
        WrongCase{"revoke_without_crl", Part::steps, R"({"revoke": ["‹C›"]})",
                  "certificate \"C\" cannot be revoked: \"R1\", which issued it, publishes no CRL",
                  "add \"crl\": {\"validFor\": \"7d\"} to the authority"},
        WrongCase{"revoke_unknown", Part::steps, R"({"revoke": "‹D›"})", "unknown certificate \"D\"",
                  "one of: R1, A, B, C"},
        WrongCase{"revoke_nothing", Part::steps, R"({"revoke": ‹[›]})", "\"revoke\" is an empty list",
                  "leave it out, or put something in it"},
        WrongCase{
            "revoke_on_nodes", Part::whole,
            R"({"authorities": {"R": {"crl": {}}}, "certificates": {"A": {"issuer": "R"}}, "cluster": {"security": "{P:{}, V:{}}"},
                  "steps": [{"revoke": "A", "‹nodes›": ["N0"]}]})",
            "unknown field \"nodes\" in a revocation", "one of: revoke, name, at"},
        WrongCase{
            "revoke_again", Part::whole,
            R"({"authorities": {"R": {"crl": {}}}, "certificates": {"A": {"issuer": "R"}}, "cluster": {"security": "{P:{}, V:{}}"},
                  "steps": [{"revoke": "A", "name": "first"}, {"revoke": ["‹A›"]}]})",
            "certificate \"A\" is revoked already, by step \"first\"", ""},
        WrongCase{"publish_of_no_publisher", Part::steps, R"({"publishCrl": "‹R1›"})", "\"R1\" publishes no CRL",
                  "add \"crl\": {\"validFor\": \"7d\"} to the authority"},
        WrongCase{"publish_nothing", Part::steps, R"({"publishCrl": ‹[›]})", "\"publishCrl\" is an empty list",
                  "leave it out, or put something in it"},
        WrongCase{"publish_number", Part::steps, R"({"publishCrl": ‹7›})",
                  "\"publishCrl\" has to be the name of an authority, or a list of names, found the number 7", ""},
        WrongCase{"block_of_no_publisher", Part::steps, R"({"blockCrl": ["‹C›"]})",
                  "\"C\" is no authority and publishes no CRL", ""},
        WrongCase{"unblock_unknown", Part::steps, R"({"unblockCrl": "‹R2›"})", "unknown certificate \"R2\"",
                  "did you mean \"R1\"?"},
        WrongCase{"block_nowhere", Part::whole,
                  R"({"authorities": {"R": {"crl": {}}}, "cluster": {"security": "{P:{}, V:{}}"},
                  "steps": [‹{›"blockCrl": "R", "nodes": ["N1"], "except": ["N1"]}]})",
                  "the step concerns no node", ""},
        WrongCase{"block_beyond_the_calendar", Part::whole,
                  R"({"authorities": {"R": {"crl": {}}}, "cluster": {"security": "{P:{}, V:{}}"},
                  "steps": [‹{›"blockCrl": "R", "within": "3000000d"}]})",
                  "the plan would go on behind the year 9999", "shorten the waits"},
        WrongCase{"install_on_unknown_node", Part::steps, R"({"install": "B", "nodes": ["‹N5›"]})",
                  "unknown node \"N5\"", "the nodes are N0 to N4"},
        WrongCase{"install_on_number_with_zeros", Part::steps, R"({"install": "B", "nodes": ["‹N01›"]})",
                  "unknown node \"N01\"", "the nodes are N0 to N4"},
        WrongCase{"install_on_unknown_domain", Part::steps, R"({"install": "B", "upgradeDomains": ["‹ud0›"]})",
                  "unknown upgrade domain \"ud0\"", "did you mean \"UD0\"?"},
        WrongCase{"install_nowhere", Part::steps, R"(‹{›"install": "B", "nodes": ["N1"], "except": ["N1"]})",
                  "the step concerns no node", ""},
        WrongCase{"at_before_the_start", Part::steps, R"({"install": "B", "at": "‹2025-01-01›"})",
                  "\"at\" is before the start of the scenario, 2026-01-01", ""},
        WrongCase{"beyond_the_calendar", Part::steps,
                  R"({"wait": "2000000d", "name": "x"}, ‹{›"wait": "2000000d", "name": "y"}, {"wait": "2000000d"})",
                  "the plan would go on behind the year 9999", "shorten the waits"},
        WrongCase{"policy_of_the_step", Part::steps,
                  R"({"upgrade": "x", "to": "{P:{TP=A}, V:{TP=A}}", "policy": {"‹pauseBetweenSteps›": "1s"}})",
                  "unknown field \"pauseBetweenSteps\" in the policy of a step",
                  "one of: domainDuration, pauseBetweenDomains"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Checks, WrongScenario,
    testing::Values(
        WrongCase{"unknown_property", Part::checks, R"({"always": "‹every pair can autenticate›"})",
                  "unknown property \"every pair can autenticate\"", "did you mean \"every pair can authenticate\"?"},
        WrongCase{"property_type", Part::checks, R"({"always": ‹true›})",
                  R"("always" has to be a property in quotes, such as "seed quorum", found true)", ""},
        WrongCase{"unknown_certificate", Part::checks, R"({"finally": "every node presents ‹D›"})",
                  "unknown certificate \"D\"", "one of: R1, A, B, C"},
        WrongCase{"unknown_certificate_in_front", Part::checks,
                  R"({"finally": "  \u0020‹is› is presented by someone"})", "unknown certificate \"is\"",
                  "one of: R1, A, B, C"},
        WrongCase{"percent", Part::checks, R"({"always": "at least ‹0› % of nodes are in the largest component"})",
                  "not a percentage: \"0\"", "a whole number from 1 to 100"},
        WrongCase{"nothing", Part::checks, R"(‹{›})", "the check says nothing",
                  "one of: always, never, sometimes, finally, with a property behind it"},
        WrongCase{"two_things", Part::checks, R"({"always": "seed quorum", "‹never›": "seed quorum"})",
                  "a check says one thing: \"never\" cannot stand beside \"always\"", "make two checks of it"},
        WrongCase{"quantifier", Part::checks, R"({"always": "seed quorum", "‹finaly›": "seed quorum"})",
                  "unknown field \"finaly\" in a check", "did you mean \"finally\"?"},
        WrongCase{"expected_to_fail_alone", Part::checks, R"({"always": "seed quorum", "expect": "‹violated›"})",
                  "a check is expected to fail, but the scenario as a whole is not",
                  "add \"expect\": \"violated\" to the scenario"},
        WrongCase{"expectation", Part::checks, R"({"always": "seed quorum", "expect": "‹holds›"})",
                  "unknown expectation of a check \"holds\"", "there is only: violated"},
        WrongCase{
            "step_of_finally", Part::whole,
            R"({"expect": "violated", "cluster": {"security": "{P:{}, V:{}}"}, "steps": [{"wait": "1d", "name": "pause"}],
                  "checks": [{"finally": "seed quorum", "expect": "violated", "‹step›": "pause"}]})",
            "\"step\" does not go with \"finally\": such a check fails at the end of the run, in no step",
            "leave \"step\" out"},
        WrongCase{"step_without_expectation", Part::checks, R"({"always": "seed quorum", "‹step›": "pause"})",
                  "\"step\" says where a check fails, but it is not expected to", "add \"expect\": \"violated\""},
        WrongCase{
            "unknown_step", Part::whole,
            R"({"expect": "violated", "cluster": {"security": "{P:{}, V:{}}"}, "steps": [{"wait": "1d", "name": "pause"}],
                  "checks": [{"always": "seed quorum", "expect": "violated", "step": "‹paus›"}]})",
            "unknown step \"paus\"", "did you mean \"pause\"?"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Notation, WrongScenario,
    testing::Values(
        WrongCase{"issuer_key_unknown", Part::cluster, R"("security": "{P:{TP=A}, V:{CN=A@R1|‹R2›?key}}")",
                  "unknown certificate \"R2\"", "did you mean \"R1\"?"},
        WrongCase{"issuer_key_of_digits", Part::cluster,
                  R"("security": "{P:{TP=A}, V:{CN=A@‹0059B4D1AA0059B4D1AA0059B4D1AA0059B4D1AA›?key}}")",
                  "?key needs the name of a certificate: its digits do not tell its key",
                  "declare the issuer under \"authorities\", or pin its thumbprint alone"},
        WrongCase{"pin_beside_store", Part::cluster, R"("security": "{P:{TP=A}, V:{IS=Root, CN=A@‹R1›, CN=B}}")",
                  "pinned issuers cannot stand beside issuer stores in one V (InvalidX509NameList)",
                  "pin by @ or by IS=, not by both"},
        WrongCase{"pin_beside_store_of_admins", Part::cluster,
                  R"("security": "{P:{TP=A}, V:{CN=A@R1}, client V:{CN=A@R1}, admin V:{CN=B@‹R1›?key, IS=My}}")",
                  "pinned issuers cannot stand beside issuer stores in one V (InvalidX509NameList)",
                  "pin by @ or by IS=, not by both"},
        WrongCase{"server_unknown", Part::cluster, R"("security": "{P:{TP=A}, V:{TP=A}, server P:{CN=‹Aa›}}")",
                  "unknown certificate \"Aa\"", "did you mean \"A\"?"},
        WrongCase{"admin_unknown", Part::steps,
                  R"({"upgrade": "x", "to": "{P:{TP=A}, V:{TP=A}, client V:{TP=A}, admin V:{TP=‹X›}}"})",
                  "unknown certificate \"X\"", "one of: R1, A, B, C"},
        WrongCase{"client_authority", Part::cluster, R"("security": "{P:{}, V:{}, client V:{CA=‹R1›}}")",
                  "CA=R1 is part of the notation, but not yet judged by profile \"documented\"", ""},
        WrongCase{"client_demanded", Part::cluster, R"("security": "{P:{}, V:{}, client V: ‹need› {TP=A}}")",
                  "need is part of the notation, but not yet judged by profile \"documented\"", ""}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Clients, WrongScenario,
    testing::Values(
        WrongCase{"list", Part::top, R"("clients": ‹[›])", "\"clients\" has to be an object of clients, found a list",
                  ""},
        WrongCase{"no_object", Part::top, R"("clients": {"x": ‹"{P:{}, V:{}}"›})",
                  "a client has to be an object, found a string", ""},
        WrongCase{"no_security", Part::top, R"("clients": {"‹x›": {"installed": ["A"]}})",
                  "client \"x\" has no \"security\"",
                  "add \"security\": \"{P:{TP=A}, V:{TP=B}}\": what it shows, and what it accepts of a node"},
        WrongCase{"bad_name", Part::top, R"("clients": {"‹a b›": {"security": "{P:{TP=A}, V:{TP=A}}"}})",
                  "not the name of a client: \"a b\"", place_rule},
        WrongCase{"name_of_a_node", Part::top, R"("clients": {"‹N4›": {"security": "{P:{TP=A}, V:{TP=A}}"}})",
                  "\"N4\" is the name of a node", "call the client something else"},
        WrongCase{"unknown_field", Part::whole,
                  R"({"cluster": {"security": "{P:{}, V:{}, client V:{CN=u.test}}"},
                      "clients": {"x": {"security": "{P:{}, V:{}}", "‹instaled›": []}}})",
                  "unknown field \"instaled\" in a client", "did you mean \"installed\"?"},
        WrongCase{"unknown_certificate", Part::top, R"("clients": {"x": {"security": "{P:{TP=‹Z›}, V:{TP=A}}"}})",
                  "unknown certificate \"Z\"", "one of: R1, A, B, C"},
        WrongCase{"unknown_in_store", Part::top,
                  R"("clients": {"x": {"security": "{P:{}, V:{}}", "installed": ["‹Z›"]}})",
                  "unknown certificate \"Z\"", "one of: R1, A, B, C"},
        WrongCase{
            "no_root", Part::top, R"("clients": {"x": {"security": "{P:{}, V:{}}", "trustedRoots": ["‹C›"]}})",
            "certificate \"C\" cannot be a trusted root",
            "roots are self-signed; trust the root of its chain, or pin it: TP= for itself, CN=...@ for an issuer"},
        WrongCase{"endpoint", Part::top, R"("clients": {"x": {"security": "‹{P:{TP=A}, V:{TP=A}, client V:{TP=A}}›"}})",
                  "a client has no management endpoint: P and V are all there is to say of it",
                  "client V and admin V belong to the nodes that it connects to"},
        WrongCase{"check_of_nobody", Part::checks, R"({"always": "client  ‹deploy› is Admin"})",
                  "unknown client \"deploy\"", ""},
        WrongCase{"check_of_all_of_nobody", Part::checks, R"({"always": "‹every client can connect›"})",
                  "there are no clients", "declare some under \"clients\""},
        WrongCase{"check_of_bad_name", Part::checks, R"({"always": "client ‹a/b› can connect"})",
                  "not the name of a client: \"a/b\"", place_rule},
        WrongCase{"check_of_other_client", Part::whole,
                  R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=A}}"},
                      "clients": {"can": {"security": "{P:{TP=A}, V:{TP=A}}"}},
                      "checks": [{"sometimes": "client ‹cann› can connect"}]})",
                  "unknown client \"cann\"", "did you mean \"can\"?"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    ClientWarnings, DoubtfulScenario,
    testing::Values(
        WrongCase{"dns_name_that_nobody_has", Part::cluster, R"("security": "{P:{SAN=‹x.test›}, V:{TP=A}}")",
                  "no node has a certificate with the DNS name \"x.test\" when the scenario begins",
                  "install it first, unless this is meant"},
        WrongCase{"server_certificate_that_nobody_has", Part::cluster,
                  R"("installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}, server P:{TP=‹B›}}")",
                  "no node has certificate \"B\" when the scenario begins", "install it first, unless this is meant"},
        WrongCase{"store_twice", Part::cluster, R"("security": "{P:{TP=A}, V:{CN=A, IS=My, ‹IS=My›}}")",
                  "issuer store IS=My stands in V a second time", "remove it"},
        WrongCase{"store_without_names", Part::cluster, R"("security": "{P:{TP=A}, V:{TP=A, ‹IS=My›}}")",
                  "IS=My pins the issuers of names, and this V has none", "add a CN=, or leave it out"},
        WrongCase{"store_of_unknown_name", Part::cluster, R"("security": "{P:{TP=A}, V:{CN=A, ‹IS=Root/R2›}}")",
                  "no certificate has the common name \"R2\": this store pins nothing, and alone it leaves the names "
                  "unpinned",
                  ""},
        WrongCase{"unpinned_wins", Part::whole,
                  R"({"profile": "windows", "authorities": {"R1": {}}, "certificates": {"A": {"commonName": "a.test"}},
                      "cluster": {"security": "{P:{TP=A}, V:{CN=A@R1, TP=A, ‹CN=A.test›}, client V:{CN=A}}"}})",
                  "the name \"A.test\" stands in V once pinned and once not",
                  "profile \"windows\" merges the two, and unpinned wins"},
        WrongCase{
            "client_without_its_certificate", Part::whole,
            R"({"certificates": {"A": {}, "D": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=D}}"},
                      "clients": {"deploy": {"security": "{P:{TP=‹D›}, V:{TP=A}}", "installed": ["A"]}}})",
            "client \"deploy\" does not have certificate \"D\"", "add it to \"installed\""},
        WrongCase{
            "client_without_its_key", Part::whole,
            R"({"certificates": {"A": {}, "D": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=D}}"},
                      "clients": {"deploy": {"security": "{P:{TP=‹D›}, V:{TP=A}}",
                                             "installed": [{"certificate": "D", "privateKey": "unreadable"}]}}})",
            "client \"deploy\" may not read the private key of certificate \"D\"", "add it to \"installed\""},
        WrongCase{"closed_endpoint", Part::whole,
                  R"({"certificates": {"A": {}}, "cluster": {"security": "{P:{TP=A}, V:{TP=A}, client V:{TP=A}}"},
                      "clients": {"x": {"security": "{P:{TP=A}, V:{TP=A}}"}},
                      "steps": [{"upgrade": "one", "to": "‹{P:{TP=A}, V:{}}›"}, {"upgrade": "two", "to": "{P:{TP=A}, V:{}}"}]})",
                  "no client can connect to nodes with {P:{TP=A}, V:{}}: no client V",
                  "add it behind V: client V:{TP=A}, admin V:{TP=A}"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Warnings, DoubtfulScenario,
    testing::Values(
        WrongCase{"nobody_has_it", Part::cluster, R"("installed": ["A"], "security": "{P:{TP=A, TP=‹B›}, V:{TP=A}}")",
                  "no node has certificate \"B\" when the scenario begins", "install it first, unless this is meant"},
        WrongCase{"nobody_has_its_key", Part::cluster,
                  R"("installed": [{"certificate": "A", "privateKey": false}], "security": "{P:{CN=‹A›}, V:{TP=A}}")",
                  "no node has the private key of certificate \"A\" when the scenario begins",
                  "install it first, unless this is meant"},
        WrongCase{
            "nobody_may_read_its_key", Part::cluster,
            R"("installed": [{"certificate": "A", "privateKey": "unreadable"}], "security": "{P:{TP=‹A›}, V:{TP=A}}")",
            "no node may read the private key of certificate \"A\" when the scenario begins",
            "install it first, unless this is meant"},
        WrongCase{
            "only_another_key_lies_there", Part::cluster,
            R"("installed": [{"certificate": "A", "privateKey": "of another certificate"}], "security": "{P:{TP=‹A›}, V:{TP=A}}")",
            "no node has the private key of certificate \"A\" when the scenario begins",
            "install it first, unless this is meant"},
        WrongCase{"nobody_has_that_name", Part::cluster, R"("security": "{P:{CN=A, CN=‹x.test›}, V:{TP=A}}")",
                  "no node has a certificate with the common name \"x.test\" when the scenario begins",
                  "install it first, unless this is meant"},
        WrongCase{
            "installed_too_late", Part::whole,
            R"({"certificates": {"A": {}, "B": {}}, "cluster": {"installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}"},
                  "steps": [{"upgrade": "present B", "to": "{P:{TP=‹B›}, V:{TP=A}}"}, {"install": "B"}, {"upgrade": "again", "to": "{P:{TP=B}, V:{}}"}]})",
            "no node has certificate \"B\" when \"present B\" begins", "install it first, unless this is meant"},
        WrongCase{"removed_too_early", Part::steps,
                  R"({"remove": "B"}, {"upgrade": "present B", "to": "{P:{TP=‹B›}, V:{TP=A}}"})",
                  "no node has certificate \"B\" when \"present B\" begins", "install it first, unless this is meant"},
        WrongCase{"rule_twice", Part::cluster, R"("security": "{P:{TP=A}, V:{TP=A, CN=B@R1, ‹CN = B@R1›}}")",
                  "rule CN=B@R1 stands in V a second time", "remove it"},
        WrongCase{"presented_twice", Part::cluster, R"("security": "{P:{TP=A, TP=‹A›}, V:{TP=A}}")",
                  "\"A\" stands in P a second time", "remove it"},
        WrongCase{"outlives_its_issuer", Part::certificates, R"("‹D›": {"issuer": "R1", "notAfter": "2099-01-01"})",
                  "certificate \"D\" outlives its issuer \"R1\", which ends 2035-12-30", ""}),
    row_name);

TEST(Problems, ComeAllAtOnceAndInTheOrderOfTheFile) {
  const LoadedScenario loaded = parse_scenario(R"({
  "checks": [{"always": "sead quorum"}],
  "cluster": {"security": "{P:{TP=Z}, V:{TP=Y}}", "nods": 3},
  "steps": [{"wait": "x"}],
  "certificates": {"A": {"notAfter": "soon"}}
})",
                                               "x.json");
  EXPECT_FALSE(loaded.scenario.has_value());
  std::string places;
  for (const Problem& each : loaded.problems) places += place_of(each) + " ";
  EXPECT_EQ(places, "2:26+11 3:35+1 3:45+1 3:52+4 4:23+1 5:39+4 ");
  EXPECT_EQ(to_text(loaded.problems[1]),
            "x.json:3:35: error: unknown certificate \"Z\"\n"
            "    \"cluster\": {\"security\": \"{P:{TP=Z}, V:{TP=Y}}\", \"nods\": 3},\n"
            "                                    ^\n"
            "help: there is only: A\n");
}

TEST(Problems, AreCountedBeyondFifty) {
  std::string text = R"({"cluster": {"security": "{P:{TP=A, TP=A}, V:{}}"}, "certificates": {"A": {}})";
  for (int i = 0; i < 1'000; ++i) text += ",\n\"x" + std::to_string(i) + "\": 1";
  const LoadedScenario loaded = parse_scenario(text + "}", "x.json");
  ASSERT_EQ(loaded.problems.size(), 51U);
  EXPECT_EQ(loaded.problems[0].what, "unknown field \"x0\" in a scenario") << "errors are shown before warnings";
  EXPECT_EQ(loaded.problems[49].what, "unknown field \"x49\" in a scenario");
  EXPECT_EQ(loaded.problems[50].what, "and 951 more problems");
  EXPECT_EQ(loaded.problems[50].severity, Severity::error);
}

// These would take minutes or the stack if anything in the reader were quadratic or recursive.
TEST(Problems, OfHostileFilesAreAnsweredInLinearTime) {
  const auto first_of = [](const std::string& text) { return parse_scenario(text, "x.json").problems.at(0).what; };
  EXPECT_EQ(first_of(std::string(10'000'000, '[')), "the file is nested deeper than 64 levels");
  std::string rules = R"({"cluster": {"security": "{P:{}, V:{TP=\u0078)";
  for (int i = 0; i < 300'000; ++i) rules += ",TP=unknown" + std::to_string(i);
  EXPECT_EQ(first_of(rules + R"(}}"}})"), "unknown certificate \"x\"");
  std::string fields = "{\"a\": 1";
  for (int i = 0; i < 300'000; ++i) fields += ",\"a" + std::to_string(i) + "\": 1";
  EXPECT_EQ(first_of(fields + "}"), "unknown field \"a\" in a scenario");
  std::string chain = R"({"cluster": {"security": "{P:{}, V:{}}"}, "authorities": {"R0": {})";
  for (int i = 1; i < 50'000; ++i)
    chain += ",\"R" + std::to_string(i) + "\": {\"issuer\": \"R" + std::to_string(i - 1) + "\"}";
  EXPECT_EQ(first_of(chain + "}}"), "more than 32 authorities in one chain");
  std::string values = "[0";
  values.reserve(20'000'000);
  for (int i = 0; i < 8'500'000; ++i) values += ",0";
  EXPECT_EQ(first_of(values + "]"), "the file has more than 8000000 values");
}

}  // namespace
}  // namespace certdrill::load
