#include "report/text_report.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/duration.h"
#include "base/text.h"
#include "report/certificate_report.h"
#include "report/client_report.h"
#include "report/federation_report.h"
#include "report/provisioning_report.h"

namespace certdrill::report {
namespace {

using check::StateLine;

class Painter {
 public:
  explicit Painter(bool colored) : colored_(colored) {}
  [[nodiscard]] std::string good(const std::string& text) const { return paint("1;32", text); }
  [[nodiscard]] std::string bad(const std::string& text) const { return paint("1;31", text); }
  [[nodiscard]] std::string title(const std::string& text) const { return paint("1", text); }

 private:
  [[nodiscard]] std::string paint(const char* code, const std::string& text) const {
    return colored_ ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  }
  bool colored_;
};

std::string where_in_plan(const check::Finding& finding) {
  if (finding.step.empty()) return {};
  if (finding.domain.empty()) return "in " + quoted(finding.step);
  return (finding.between_domains ? "after " : "in ") + finding.domain + " of " + quoted(finding.step);
}

std::string presented_text(const std::vector<check::PresentedCount>& presented, const model::Scenario& scenario) {
  std::vector<std::string> parts;
  for (const check::PresentedCount& each : presented) {
    parts.push_back(
        (each.certificate == pki::no_certificate ? "nothing" : scenario.certificates[each.certificate].name) + " by " +
        std::to_string(each.nodes));
  }
  return join(parts, ", ");
}

std::string links_text(const StateLine& line) {
  std::string out = std::to_string(line.broken_pairs) + " of " + counted(line.pairs, "pair") + " cannot authenticate";
  if (line.components > 1) {
    out +=
        ", " + std::to_string(line.components) + " pieces, the largest of " + counted(line.largest_component, "node");
  }
  return out;
}

class TextReport {
 public:
  TextReport(const model::Scenario& scenario, const check::RunResult& result, const pki::CertificateSet& certificates,
             bool colored)
      : scenario_(scenario), result_(result), certificates_(certificates), paint_(colored) {}

  std::string write(bool colored) {
    line(verdict_line(scenario_, result_, colored));
    if (!scenario_.title.empty()) line("  " + scenario_.title);
    const std::string come_later = come_later_text(result_);
    line("  " + counted(result_.nodes, "node") + (come_later.empty() ? " in " : ", " + come_later + ", in ") +
         counted(scenario_.cluster.upgrade_domains.size(), "upgrade domain") + ", " + counted(seeds(), "seed node") +
         "; rules: " + rules() + "; seed " + std::to_string(scenario_.seed));
    line("  " + to_string(result_.start) + " to " + to_string(result_.end) + ", " + counted(result_.events, "event"));
    line("");
    write_certificates();
    write_states();
    write_federation();
    write_section("Provisioning", provisioning_lines(result_, scenario_));
    write_section("Health", health_lines(result_, scenario_));
    write_section("Clean-up", clean_up_lines(result_, scenario_));
    write_clients();
    write_checks();
    write_findings();
    write_margins();
    write_other_profiles();
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_ += text + "\n"; }

  // The profile, and what the scenario sets otherwise.
  [[nodiscard]] std::string rules() const {
    const std::vector<std::string> differences = model::differences(scenario_.switches, scenario_.profile);
    return std::string(model::to_string(scenario_.profile)) +
           (differences.empty() ? "" : " with " + join(differences, ", "));
  }

  [[nodiscard]] std::uint64_t seeds() const {
    return static_cast<std::uint64_t>(std::count_if(scenario_.cluster.nodes.begin(), scenario_.cluster.nodes.end(),
                                                    [](const model::Node& node) { return node.seed; }));
  }

  void write_certificates() {
    line(paint_.title("Certificates"));
    std::vector<pki::CertificateId>
        told;  // those that nodes and clients hold, with their issuers, and those listed by name; others play no part
    for (const check::PresentedCount& each : result_.presented) {
      told.push_back(each.certificate);
      for (const pki::CertificateId issuer : certificates_.issuers_of(each.certificate)) told.push_back(issuer);
    }
    for (const model::Client& client : scenario_.cluster.clients) {
      for (const model::ClientPlace& place : client.places) {
        for (const model::StoreEntry& entry : scenario_.cluster.stores[place.store].entries) {
          told.push_back(entry.certificate);
          for (const pki::CertificateId issuer : certificates_.issuers_of(entry.certificate)) told.push_back(issuer);
        }
      }
    }
    for (const pki::CertificateId id : listed_by_thumbprint()) told.push_back(id);
    std::sort(told.begin(), told.end());
    told.erase(std::unique(told.begin(), told.end()), told.end());
    constexpr std::size_t most_listed = 40;
    for (std::size_t i = 0; i < std::min(told.size(), most_listed); ++i)
      line("  " + certificate_line(certificates_, told[i], name_width(told)));
    if (told.size() > most_listed) line("  and " + std::to_string(told.size() - most_listed) + " more");
    line("");
  }

  // Those that some V names as TP=A or pins as issuers, whether or not anybody has them.
  [[nodiscard]] std::vector<pki::CertificateId> listed_by_thumbprint() const {
    std::map<std::string_view, pki::CertificateId> by_name;
    for (pki::CertificateId id = 0; id < scenario_.certificates.size(); ++id)
      by_name.emplace(scenario_.certificates[id].name, id);
    std::vector<pki::CertificateId> listed;
    for (const model::SecurityConfiguration& security : scenario_.securities) {
      for (const model::ValidationRules* rules :
           {&security.accepts, &security.management.clients, &security.management.admins}) {
        for (const model::ValidationRule& rule : rules->rules) {
          const auto add = [&](const std::string& name) {
            const auto found = by_name.find(name);
            if (found != by_name.end()) listed.push_back(found->second);
          };
          if (const auto* pinned = std::get_if<model::AcceptThumbprint>(&rule)) add(pinned->certificate.text);
          if (const auto* named = std::get_if<model::AcceptCommonName>(&rule)) {
            for (const model::IssuerPin& pin : named->issuers) add(pin.issuer.text);
          }
        }
      }
    }
    return listed;
  }

  [[nodiscard]] std::size_t name_width(const std::vector<pki::CertificateId>& ids) const {
    std::size_t width = 0;
    for (const pki::CertificateId id : ids) width = std::max(width, certificates_.spec(id).name.size());
    return width;
  }

  void write_states() {
    line(paint_.title("What happens"));
    write_state(result_.initial, "  ");
    for (const StateLine& state : result_.lines_before_steps) write_state(state, "  ");
    for (const check::StepResult& step : result_.steps) {
      static constexpr std::string_view kinds[] = {
          "phase",        "install",    "remove",   "wait",         "revoke",       "publish CRL",   "block CRL",
          "unblock CRL",  "conversion", "fault",    "vault access", "vault outage", "vault version", "delete secret",
          "renew secret", "agent",      "re-image", "deploy",       "client"};
      std::string head = "  " + std::string(kinds[static_cast<std::size_t>(step.kind)]) + " " + quoted(step.name);
      if (step.completed) {
        head += ", " + to_string(step.start);
        // A fault that passes at once, or never, has no length to tell.
        const bool is_fault = step.kind == check::StepKind::fault;
        if (check::takes_time(step.kind) && (!is_fault || step.end > step.start))
          head += (is_fault ? ", for " : ", takes ") + rough(step.end - step.start);
      } else if (step.state == check::StepState::not_begun) {
        head += " is not begun";
      } else {
        head += ", " + to_string(step.start) + ", " +
                paint_.bad(std::string(words_for(step.state)) + " after " + rough(step.end - step.start));
      }
      line(head);
      // What it waited for and what became of it stand where they belong between its states.
      const std::vector<UpgradeLine> turns = upgrade_lines(step, scenario_);
      auto turn = turns.begin();
      const auto write_turns_before = [&](SimTime at) {
        for (; turn != turns.end() && turn->at < at; ++turn) line("    " + turn->text);
      };
      constexpr std::size_t most_lines = 24;
      constexpr std::size_t first_lines = 8;
      constexpr std::size_t last_lines = 4;
      for (std::size_t i = 0; i < step.lines.size(); ++i) {
        if (step.lines.size() > most_lines && i == first_lines) {
          line("    ... " + std::to_string(step.lines.size() - first_lines - last_lines) + " more ...");
          i = step.lines.size() - last_lines;
        }
        write_turns_before(step.lines[i].at);
        write_state(step.lines[i], "    ");
      }
      write_turns_before(SimTime::max());
    }
    if (result_.at_end) write_state(*result_.at_end, "  ");
    line("");
  }

  // What is presented, how clients stand and whether all links are up is told when it is not as it was on the line
  // before.
  void write_state(const StateLine& state, const std::string& indent) {
    line(indent + state.label + ": " + (state.groups.empty() ? "no node is deployed" : model::to_string(state.groups)));
    if (state.not_deployed != last_not_deployed_ && !state.groups.empty()) {
      line(
          indent + "  " +
          (state.not_deployed == 0 ? "every node is deployed" : counted(state.not_deployed, "node") + " not deployed"));
    }
    last_not_deployed_ = state.not_deployed;
    if (state.presented != last_presented_) line(indent + "  presented: " + presented_text(state.presented, scenario_));
    last_presented_ = state.presented;
    const std::string clients = client_changes(last_clients_, state.clients, scenario_);
    if (!clients.empty()) line(indent + "  clients: " + clients);
    last_clients_ = state.clients;
    if (state.broken_pairs > 0) {
      line(indent + "  " + paint_.bad(links_text(state)));
    } else if (links_were_broken_) {
      line(indent + "  " + paint_.good("every pair can authenticate again"));
    }
    links_were_broken_ = state.broken_pairs > 0;
  }

  void write_federation() {
    line(paint_.title("Federation"));
    for (const std::string& each : federation_lines(result_, scenario_)) line("  " + each);
    line("");
    const std::vector<std::string> uses = certificate_use_lines(result_, scenario_);
    if (uses.empty()) return;
    line(paint_.title("Is the old certificate gone?"));
    for (const std::string& each : uses) line("  " + each);
    line("");
  }

  void write_section(const std::string& title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    line(paint_.title(title));
    for (const std::string& each : lines) line("  " + each);
    line("");
  }

  void write_clients() {
    if (result_.clients.empty()) return;
    line(paint_.title("Clients, at the end"));
    for (const std::string& each : client_lines(result_, scenario_)) line("  " + each);
    line("");
    if (result_.calls.empty()) return;
    line(paint_.title("Calls of clients"));
    for (const std::string& each : call_lines(result_, scenario_)) line("  " + each);
    line("");
  }

  void write_checks() {
    line(paint_.title("Checks"));
    for (const check::CheckResult& each : result_.checks) {
      std::string text = "  " +
                         (each.holds     ? paint_.good(padded("holds", 8))
                          : each.unknown ? paint_.bad(padded("unknown", 8))
                                         : paint_.bad(padded("violated", 8))) +
                         "  " + padded(std::string(model::to_string(each.check.quantifier)), 9) + "  " +
                         model::to_string(each.check.property);
      if (each.check.expect_violated) {
        text += each.as_expected             ? "  (expected)"
                : each.holds || each.unknown ? "  (expected to be violated)"
                                             : "  (expected in " + quoted(each.check.expected_step) + ")";
      }
      if (each.check.expect_unknown) text += each.as_expected ? "  (expected)" : "  (expected to be unknown)";
      line(text);
      if (each.at && !each.unknown) {
        const std::string place = each.step.empty() ? "" : "in " + quoted(each.step);
        line("            " + std::string(each.holds ? "first " : "") + "at " + to_string(*each.at) +
             (place.empty() ? "" : ", " + place));
      }
    }
    line("");
  }

  void write_findings() {
    if (result_.findings.empty()) return;
    line(paint_.title("Findings"));
    for (std::size_t i = 0; i < result_.findings.size(); ++i) {
      const check::Finding& finding = result_.findings[i];
      const std::string place = where_in_plan(finding);
      line("  " + std::to_string(i + 1) + ". " + paint_.bad(finding.id) + ", " + to_string(finding.at) +
           (place.empty() ? "" : ", " + place) +
           (finding.until ? ", until " + to_string(*finding.until) + " (" + rough(*finding.until - finding.at) + ")"
                          : ""));
      line("     " + finding.message);
      if (finding.same_as) {
        line("     the story is that of " + std::to_string(*finding.same_as + 1));
      } else {
        for (const std::string& sentence : finding.story) line("       " + sentence);
        if (!finding.advice.empty()) line("     " + paint_.title("advice:") + " " + finding.advice);
      }
    }
    line("");
  }

  void write_other_profiles() {
    if (result_.under_other_profiles.empty()) return;
    line("");
    line(paint_.title("Under other rules"));
    for (const check::ProfileOutcome& other : result_.under_other_profiles) {
      const std::string name(model::to_string(other.profile));
      const std::string verdict = other.holds     ? paint_.good("holds")
                                  : other.unknown ? paint_.bad("unknown")
                                                  : paint_.bad("violated");
      line("  " + name + ": " + verdict + (other.same ? ", with the same findings" : ""));
      if (other.same) continue;
      line("    " + std::string(other.only_there ? "only there: " : "not there: ") + other.first_difference);
      if (!other.switches.empty()) line("    because of " + join_words(other.switches, "or") + ": see certdrill rule");
    }
  }

  void write_margins() {
    line(paint_.title("Margins"));
    for (const check::Margin& margin : result_.margins) {
      const std::string& name = scenario_.certificates[margin.certificate].name;
      const Duration left = margin.not_after - margin.presented_until;
      const bool by_issuer = margin.ends_with != margin.certificate;
      const std::string who = by_issuer ? "its issuer " + scenario_.certificates[margin.ends_with].name : "it";
      std::string text = "  " + name;
      if (left <= Duration(0) && margin.still_presented) {
        text += " is presented at the end, though " + who + " expired at " + to_string(margin.not_after);
      } else if (left <= Duration(0)) {
        text += " was presented until " + who + " expired at " + to_string(margin.not_after);
      } else if (margin.still_presented) {
        text += " is presented at the end, " + rough(left) + " before " + who + " expires";
      } else {
        text += " was last presented at " + to_string(margin.presented_until) + ", " + rough(left) + " before " + who +
                " expires";
      }
      line(text);
    }
    std::vector<bool> was_presented(scenario_.certificates.size(), false);
    for (const check::Margin& margin : result_.margins) was_presented[margin.certificate] = true;
    constexpr std::size_t most_listed = 10;
    std::size_t never = 0;
    for (const check::PresentedCount& each : result_.presented) {
      const pki::CertificateSpec& spec = scenario_.certificates[each.certificate];
      if (was_presented[each.certificate] || spec.authority) continue;
      const auto& shown = result_.shown_at_endpoints;
      if (std::find(shown.begin(), shown.end(), each.certificate) != shown.end()) {
        line("  " + spec.name + " was shown at management endpoints only");
        continue;
      }
      if (++never <= most_listed) line("  " + spec.name + " was never presented");
    }
    if (never > most_listed) line("  and " + std::to_string(never - most_listed) + " more were never presented");
  }

  const model::Scenario& scenario_;
  const check::RunResult& result_;
  const pki::CertificateSet& certificates_;
  Painter paint_;
  std::string out_;
  std::vector<check::PresentedCount> last_presented_;
  std::vector<check::ClientStandings> last_clients_;
  std::uint64_t last_not_deployed_ = 0;
  bool links_were_broken_ = false;
};

}  // namespace

std::string verdict_line(const model::Scenario& scenario, const check::RunResult& result, bool colored) {
  const Painter paint(colored);
  std::string out = scenario.name + ": ";
  if (result.holds) {
    const std::string expected = scenario.expected == model::Verdict::unknown ? "unknown" : "violated";
    out += result.as_expected ? paint.good("holds")
                              : paint.bad("holds") + ", but the scenario expects it to be " + expected;
    return out;
  }
  if (result.unknown) {
    out += paint.bad("unknown");
    if (scenario.expected != model::Verdict::holds)
      out += result.as_expected ? ", as the scenario expects" : ", but not as the scenario expects";
    const auto first = std::find_if(result.findings.begin(), result.findings.end(),
                                    [](const check::Finding& finding) { return finding.is_unknown; });
    return out + (first == result.findings.end() ? "" : ": " + first->message);
  }
  out += paint.bad("violated");
  if (scenario.expected == model::Verdict::violated) {
    out += result.as_expected ? ", as the scenario expects" : ", but not as the scenario expects";
  }
  const check::Finding& first = *std::min_element(
      result.findings.begin(), result.findings.end(), [](const check::Finding& a, const check::Finding& b) {
        return std::tuple(a.is_unknown, a.at) < std::tuple(b.is_unknown, b.at);
      });
  const std::string place = where_in_plan(first);
  return out + ": " + (place.empty() ? "at " + to_string(first.at) : place) + ", " + first.message;
}

std::string text_report(const model::Scenario& scenario, const check::RunResult& result,
                        const pki::CertificateSet& certificates, bool colored) {
  return TextReport(scenario, result, certificates, colored).write(colored);
}

}  // namespace certdrill::report
