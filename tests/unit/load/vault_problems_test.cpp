// Wrong vaults, agents, machines and renewal marks.
#include "wrong_scenario.h"

namespace certdrill::load {
namespace {

INSTANTIATE_TEST_SUITE_P(
    Vaults, WrongScenario,
    testing::Values(
        WrongCase{"list", Part::top, R"("vaults": ‹[›])", "\"vaults\" has to be an object of vaults, found a list", ""},
        WrongCase{"bad_name", Part::top, R"("vaults": {"‹a b›": {}})", "not the name of a vault: \"a b\"",
                  "a letter or _, and then letters, digits, _, - and dots, at most 64"},
        WrongCase{"slip", Part::top, R"("vaults": {"kv": {"‹acces›": []}})", "unknown field \"acces\" in a vault",
                  "did you mean \"access\"?"},
        WrongCase{"reader_twice", Part::top, R"("vaults": {"kv": {"access": ["x", "‹x›"]}})",
                  "identity \"x\" stands here a second time", ""},
        WrongCase{"reader_with_blanks", Part::top, R"("vaults": {"kv": {"access": ["‹x y›"]}})",
                  "not the name of an identity: \"x y\"",
                  "a letter or _, and then letters, digits, _, - and dots, at most 64"},
        WrongCase{
            "line_twice", Part::top,
            R"("vaults": {"a": {"certificates": {"x": {"renewAt": "never"}}}, "b": {"certificates": {"‹x›": {"renewAt": "never"}}}})",
            "duplicate name \"x\": vault certificates have names of their own in all vaults",
            "the first is at line 2, column 35"},
        WrongCase{
            "line_named_like_a_thumbprint", Part::top,
            R"("vaults": {"kv": {"certificates": {"‹0123456789012345678901234567890123456789›": {"renewAt": "never"}}}})",
            "not the name of a vault certificate: \"0123456789012345678901234567890123456789\"",
            "a letter, and then letters, digits, _ and -"},
        WrongCase{"version_is_declared", Part::whole,
                  R"({"certificates": {"x-1": {}}, "vaults": {"kv": {"certificates": {"‹x›": {"renewAt": "never"}}}},
                      "cluster": {"security": "{P:{}, V:{}}"}})",
                  "version 1 of \"x\" is called \"x-1\", and so is a certificate or authority",
                  "another name for one of them"},
        WrongCase{"issuer_unknown", Part::top,
                  R"("vaults": {"kv": {"certificates": {"x": {"issuer": "‹R2›", "renewAt": "never"}}}})",
                  "unknown authority \"R2\"", "did you mean \"R1\"?"},
        WrongCase{"issuer_is_no_authority", Part::top,
                  R"("vaults": {"kv": {"certificates": {"x": {"issuer": "‹A›", "renewAt": "never"}}}})",
                  "\"A\" is no authority and cannot issue certificates", "declare it under \"authorities\""},
        WrongCase{
            "issuers_out_of_order", Part::top,
            R"("vaults": {"kv": {"certificates": {"x": {"renewAt": "never", "issuers": [{"from": "2026-03-01", "issuer": "R1"}, {"from": "‹2026-02-01›", "issuer": "R1"}]}}}})",
            "issuers stand in the order of their moments, each later than the one before it", ""},
        WrongCase{"issuers_without_from", Part::top,
                  R"("vaults": {"kv": {"certificates": {"x": {"renewAt": "never", "issuers": [‹{›"issuer": "R1"}]}}}})",
                  "\"from\" is missing", R"(such as {"from": "2026-06-01", "issuer": "I2"})"},
        WrongCase{"renews_what_has_expired", Part::top,
                  R"("vaults": {"kv": {"certificates": {"x": {"renewAt": "‹100 %›"}}}})",
                  "the policy renews at 100 % of a life: what has expired already", "from 1 to 99 %"},
        WrongCase{"renews_at_once", Part::top, R"("vaults": {"kv": {"certificates": {"x": {"renewAt": "‹0%›"}}}})",
                  "the policy renews what has just been made", "from 1 to 99 %"},
        WrongCase{"renews_at_the_end", Part::top, R"("vaults": {"kv": {"certificates": {"x": {"renewAt": "‹0d›"}}}})",
                  "the policy renews what has expired already",
                  R"("80 %" of its life, "30d" before its end, or "never")"},
        WrongCase{"renews_before_it_begins", Part::top,
                  R"("vaults": {"kv": {"certificates": {"x": {"validity": "30d", "renewAt": "‹30d›"}}}})",
                  "the policy renews 30d before the end of what is valid for 30d: before it begins",
                  "a shorter \"renewAt\", or a longer \"validity\""},
        WrongCase{"renews_no_moment", Part::top, R"("vaults": {"kv": {"certificates": {"x": {"renewAt": "‹soon›"}}}})",
                  "not a moment of renewal: \"soon\"", R"("80 %" of its life, "30d" before its end, or "never")"},
        WrongCase{"valid_for_ever", Part::top,
                  R"("vaults": {"kv": {"certificates": {"x": {"renewAt": "never", "validity": "‹3600000d›"}}}})",
                  "a version of \"x\" would be valid behind the year 9999", "a shorter \"validity\""},
        WrongCase{"no_end", Part::top, R"("vaults": {"kv": {"certificates": {"‹x›": {}}}})",
                  "versions of \"x\" would be made for ever: the scenario has no \"end\"",
                  R"(add "end": "2027-01-01" to the scenario, or "renewAt": "never")"},
        WrongCase{"too_many_versions", Part::top,
                  R"("end": "2027-01-01", "vaults": {"kv": {"certificates": {"x": {"validity": "‹2s›"}}}})",
                  "more than 10000 versions are made of \"x\"", "a longer \"validity\", or an earlier \"end\""},
        WrongCase{"import_beside_a_policy", Part::top,
                  R"("vaults": {"kv": {"certificates": {"x": {"imports": ["C"], "‹validity›": "1d"}}}})",
                  "\"validity\" has no place beside \"imports\": they are as they are declared", "leave it out"},
        WrongCase{"import_of_an_authority", Part::top,
                  R"("vaults": {"kv": {"certificates": {"x": {"imports": ["‹R1›"]}}}})",
                  "\"R1\" is an authority: nodes do not present it", "declare it under \"certificates\""},
        WrongCase{
            "import_twice", Part::top,
            R"("vaults": {"kv": {"certificates": {"x": {"imports": ["C"]}, "y": {"imports": [{"certificate": "‹C›"}]}}}})",
            "certificate \"C\" is imported already", ""},
        WrongCase{
            "imports_out_of_order", Part::top,
            R"("vaults": {"kv": {"certificates": {"x": {"imports": [{"certificate": "B", "at": "2026-02-01"}, {"certificate": "C", "at": "‹2026-01-20›"}]}}}})",
            "versions stand in the order in which they come: the one before it comes later", "change their order"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Agents, WrongScenario,
    testing::Values(
        WrongCase{"list", Part::top, R"("agents": ‹[›])", "\"agents\" has to be an object of agents, found a list", ""},
        WrongCase{"no_kind", Part::top, R"("agents": {"‹x›": {"observes": ["kv/a"]}})",
                  "agent \"x\" does not say of which \"kind\" it is", "keyVaultExtension, scaleSetSecrets or fileDrop"},
        WrongCase{"unknown_kind", Part::top,
                  R"("agents": {"x": {"kind": "‹keyvaultExtension›", "observes": ["kv/a"]}})",
                  "unknown kind of agent \"keyvaultExtension\"", "did you mean \"keyVaultExtension\"?"},
        WrongCase{"observes_nothing", Part::top, R"("agents": {"x": {"kind": "fileDrop", "observes": ‹[›]}})",
                  "\"observes\" is an empty list", "leave it out, or put something in it"},
        WrongCase{"observes_missing", Part::top, R"("agents": {"x": ‹{›"kind": "fileDrop"}})",
                  "\"observes\" is missing: what does agent \"x\" bring?", R"(add "observes": ["kv/cluster"])"},
        WrongCase{"no_vaults", Part::top, R"("agents": {"x": {"kind": "fileDrop", "observes": ["‹kv›/a"]}})",
                  "unknown vault \"kv\"", "this scenario has no \"vaults\""},
        WrongCase{"unknown_vault", Part::top,
                  R"("vaults": {"kv": {}}, "agents": {"x": {"kind": "fileDrop", "observes": ["‹kw›/a"]}})",
                  "unknown vault \"kw\"", "did you mean \"kv\"?"},
        WrongCase{"no_address", Part::top,
                  R"("vaults": {"kv": {}}, "agents": {"x": {"kind": "fileDrop", "observes": ["‹kv›"]}})",
                  "not the address of a vault certificate: \"kv\"",
                  R"(a vault, / and a certificate of it: "kv/cluster"; "kv/cluster/2" is its second version)"},
        WrongCase{"version_zero", Part::top,
                  R"("vaults": {"kv": {}}, "agents": {"x": {"kind": "scaleSetSecrets", "observes": ["kv/a/‹0›"]}})",
                  "not the number of a version: \"0\"", "versions are counted from 1"},
        WrongCase{
            "secret_without_a_version", Part::top,
            R"("vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "scaleSetSecrets", "observes": ["‹kv/a›"]}})",
            "a scale set's secret names a version: \"kv/a\"", "such as \"kv/a/1\""},
        WrongCase{
            "extension_with_a_version", Part::top,
            R"("vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "keyVaultExtension", "observes": ["‹kv/a/1›"]}})",
            "agents of kind keyVaultExtension observe the newest version: \"kv/a/1\"", "leave the number out"},
        WrongCase{
            "observed_twice", Part::top,
            R"("vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "fileDrop", "observes": ["kv/a", "‹kv/a›"]}})",
            "\"kv/a\" stands here a second time", ""},
        WrongCase{
            "secrets_do_not_poll", Part::top,
            R"("vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "scaleSetSecrets", "observes": ["kv/a/1"], "‹pollingInterval›": "1h"}})",
            "\"pollingInterval\" has no place in an agent of kind scaleSetSecrets",
            "it installs when the operator updates it, and on new machines"},
        WrongCase{
            "drops_do_not_link", Part::top,
            R"("vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "fileDrop", "observes": ["kv/a"], "‹linkOnRenewal›": true}})",
            "\"linkOnRenewal\" has no place in an agent of kind fileDrop", "only keyVaultExtension does that"},
        WrongCase{
            "polls_all_the_time", Part::top,
            R"("vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "fileDrop", "observes": ["kv/a"], "pollingInterval": "‹0s›"}})",
            "\"pollingInterval\" is out of range: \"0s\"", "from 1s to 3650d"},
        WrongCase{
            "on_no_node", Part::top,
            R"("vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": ‹{›"kind": "fileDrop", "observes": ["kv/a"], "nodes": ["N1"], "except": ["N1"]}})",
            "the agent concerns no node", ""},
        WrongCase{"bootstrap_after_whom", Part::cluster,
                  R"("security": "{P:{TP=A}, V:{TP=A}}", "bootstrap": {"after": ["‹x›"]})", "unknown agent \"x\"",
                  "this scenario has no \"agents\""},
        WrongCase{"scan_never", Part::cluster, R"("security": "{P:{TP=A}, V:{TP=A}}", "scanInterval": "‹0s›")",
                  "\"scanInterval\" is out of range: \"0s\"", "from 1s to 3650d"},
        WrongCase{
            "marks_in_a_circle", Part::cluster,
            R"("security": "{P:{TP=A}, V:{TP=A}}", "installed": [‹{›"certificate": "A", "renewedBy": "B"}, "C", {"certificate": "B", "renewedBy": "A"}])",
            "certificates are renewed by each other in a circle: A is renewed by B is renewed by A",
            "the last one has no \"renewedBy\""},
        WrongCase{"mark_to_itself", Part::cluster,
                  R"("security": "{P:{TP=A}, V:{TP=A}}", "installed": [‹{›"certificate": "A", "renewedBy": "A"}])",
                  "certificates are renewed by each other in a circle: A is renewed by A",
                  "the last one has no \"renewedBy\""},
        WrongCase{"mark_to_nobody", Part::cluster,
                  R"("security": "{P:{TP=A}, V:{TP=A}}", "installed": [{"certificate": "A", "renewedBy": "‹D›"}])",
                  "unknown certificate \"D\"", "one of: R1, A, B, C"},
        WrongCase{
            "crl_every_second", Part::whole,
            R"({"authorities": {"R": {"crl": {"publishEvery": "‹1s›"}}}, "cluster": {"security": "{P:{}, V:{}}"}})",
            "CRLs are published every so many whole seconds, at least 1m: \"1s\"", "such as \"3d\""}),
    row_name);

#define WITH_VAULT(steps)                                                                                                     \
  R"({"certificates": {"A": {}}, "vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}, "i": {"imports": ["A"]}}}},)"  \
  R"("agents": {"x": {"kind": "fileDrop", "observes": ["kv/a"]}}, "cluster": {"security": "{P:{}, V:{}}"}, "steps": [)" steps \
  "]}"

INSTANTIATE_TEST_SUITE_P(
    JourneySteps, WrongScenario,
    testing::Values(
        WrongCase{"grant_to_whom", Part::whole, WITH_VAULT(R"({"grantAccess": "‹kv›"})"),
                  "\"to\" is missing: which identity?", "add \"to\": \"vmss\""},
        WrongCase{"grant_of_what", Part::whole, WITH_VAULT(R"({"grantAccess": "‹kw›", "to": "x"})"),
                  "unknown vault \"kw\"", "did you mean \"kv\"?"},
        WrongCase{"outage_without_end", Part::whole, WITH_VAULT(R"({"vaultOutage": "‹kv›"})"),
                  "\"for\" is missing: how long does the outage last?", "add \"for\": \"6h\""},
        WrongCase{"disable_what_is_in_no_vault", Part::whole, WITH_VAULT(R"({"disableVersion": "‹a-2›"})"),
                  "unknown certificate \"a-2\"", "did you mean \"a-1\"?"},
        WrongCase{"delete_a_version", Part::whole, WITH_VAULT(R"({"deleteSecret": "kv/a/‹1›"})"),
                  "the whole certificate is meant here, not a version of it", "write \"kv/a\""},
        WrongCase{"delete_the_unknown", Part::whole, WITH_VAULT(R"({"deleteSecret": "kv/‹b›"})"),
                  "unknown vault certificate \"b\"", "one of: a, i"},
        WrongCase{"renew_when", Part::whole, WITH_VAULT(R"({"renewSecret": "‹kv/a›"})"),
                  "\"at\" is missing: the version that is made is valid from then on", R"(add "at": "2026-06-01")"},
        WrongCase{"renew_in_mid_second", Part::whole,
                  WITH_VAULT(R"({"renewSecret": "kv/a", "at": "‹2026-06-01T00:00:00.5Z›"})"),
                  "a certificate's dates are whole seconds: \"2026-06-01T00:00:00.5Z\"", "leave the fraction out"},
        WrongCase{"renew_before_the_start", Part::whole, WITH_VAULT(R"({"renewSecret": "kv/a", "at": "‹2025-06-01›"})"),
                  "\"at\" is before the start of the scenario, 2026-01-01", ""},
        WrongCase{"renew_what_is_imported", Part::whole, WITH_VAULT(R"({"renewSecret": "‹kv/i›", "at": "2026-06-01"})"),
                  "\"kv/i\" is imported: the vault makes no version of it", "import the new certificate, with \"at\""},
        WrongCase{"renew_by_whom", Part::whole,
                  WITH_VAULT(R"({"renewSecret": "kv/a", "at": "2026-06-01", "issuer": "‹I1›"})"),
                  "unknown authority \"I1\"", "this scenario has no \"authorities\""},
        WrongCase{"update_to_what", Part::whole, WITH_VAULT(R"({"updateAgent": "‹x›"})"),
                  "\"observes\" is missing: what does the agent observe from now on?",
                  R"(add "observes": ["kv/cluster"])"},
        WrongCase{"start_whom", Part::whole, WITH_VAULT(R"({"startAgent": "‹y›"})"), "unknown agent \"y\"",
                  "there is only: x"},
        WrongCase{"deployed_twice", Part::whole, WITH_VAULT(R"({"deploy": "N1"}, {"scaleOut": ‹[›"N0", "N1"]})"),
                  "node \"N1\" is deployed already, by an earlier step",
                  "a machine that is made anew is re-imaged: \"reimage\""},
        WrongCase{"reimage_whom", Part::whole, WITH_VAULT(R"({"reimage": "‹N7›"})"), "unknown node \"N7\"",
                  "the nodes are N0 to N4"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Journey, DoubtfulScenario,
    testing::Values(
        WrongCase{
            "unknown_vault_certificate", Part::top,
            R"("vaults": {"kv": {"certificates": {"cluster": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "fileDrop", "observes": ["kv/‹clustre›"]}})",
            "vault \"kv\" has no certificate \"clustre\"", "did you mean \"cluster\"?"},
        WrongCase{
            "version_that_never_is", Part::top,
            R"("vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "scaleSetSecrets", "observes": ["kv/a/‹2›"]}})",
            "\"a\" never has a version 2: it has 1 version until the end", ""},
        WrongCase{
            "issuer_not_yet_valid", Part::whole,
            R"({"authorities": {"I": {"notBefore": "2026-02-01"}}, "vaults": {"kv": {"certificates": {"a": {"issuer": "‹I›", "renewAt": "never"}}}},
                      "cluster": {"security": "{P:{}, V:{}}"}})",
            "\"I\" is not valid yet when \"a-1\" is made, 2025-12-02: it begins 2026-02-01", ""},
        WrongCase{
            "issuer_expired", Part::whole,
            R"({"authorities": {"I": {"notAfter": "2026-02-01"}}, "vaults": {"kv": {"certificates": {"a": {"issuer": "I", "validity": "10d", "renewAt": "never"}}}},
                      "cluster": {"security": "{P:{}, V:{}}"}, "steps": [{"renewSecret": "kv/a", "at": "2026-03-01", "issuer": "‹I›"}]})",
            "\"I\" has expired when \"a-2\" is made, 2026-03-01: it ends 2026-02-01", ""},
        WrongCase{
            "outlives_its_issuer", Part::whole,
            R"({"authorities": {"I": {"notAfter": "2026-02-01"}}, "vaults": {"kv": {"certificates": {"‹a›": {"issuer": "I", "renewAt": "never"}}}},
                      "cluster": {"security": "{P:{}, V:{}}"}})",
            "certificate \"a-1\" outlives its issuer \"I\", which ends 2026-02-01", ""},
        // An agent would have brought it, if it were allowed to.
        WrongCase{
            "agent_may_not_read", Part::whole,
            R"({"vaults": {"kv": {"certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "fileDrop", "observes": ["kv/a"]}},
                      "cluster": {"security": "{P:{TP=‹a-1›}, V:{TP=a-1}}"}})",
            "no node has certificate \"a-1\" when the scenario begins", "install it first, unless this is meant"},
        WrongCase{
            "agent_comes_later", Part::whole,
            R"({"vaults": {"kv": {"access": ["x"], "certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "fileDrop", "observes": ["kv/a"], "starts": "later"}},
                      "cluster": {"security": "{P:{TP=‹a-1›}, V:{TP=a-1}}"}})",
            "no node has certificate \"a-1\" when the scenario begins", "install it first, unless this is meant"},
        WrongCase{
            "version_not_made_yet", Part::whole,
            R"({"vaults": {"kv": {"access": ["x"], "certificates": {"a": {"renewAt": "never"}}}}, "agents": {"x": {"kind": "fileDrop", "observes": ["kv/a"]}},
                      "cluster": {"security": "{P:{TP=‹a-2›}, V:{TP=a-2}}"}, "steps": [{"renewSecret": "kv/a", "at": "2026-03-01"}]})",
            "no node has certificate \"a-2\" when the scenario begins", "install it first, unless this is meant"}),
    row_name);

}  // namespace
}  // namespace certdrill::load
