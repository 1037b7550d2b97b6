#include "app/judge_input.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string_view>

#include "app/password.h"
#include "app/rule_argument.h"
#include "base/text.h"
#include "check/node_at.h"
#include "check/rehearsal.h"
#include "pki/certificate_file.h"
#include "trust/name_map.h"
#include "trust/presentation.h"

namespace certdrill::app {
namespace {

constexpr std::array<std::string_view, 11> endings = {".pem", ".crt", ".cer", ".der", ".pfx",  ".p12",
                                                      ".p7b", ".p7c", ".txt", ".crl", ".chain"};

// "B" of pki/B.chain.crt.
std::string name_of_file(const std::string& path) {
  std::string name = std::filesystem::path(path).filename().string();
  const auto take_ending = [&](std::string_view ending) {
    if (name.size() <= ending.size()) return false;
    const std::size_t rest = name.size() - ending.size();
    if (!equal_ignoring_ascii_case(std::string_view(name).substr(rest), ending)) return false;
    name.resize(rest);
    return true;
  };
  while (std::any_of(endings.begin(), endings.end(), take_ending)) {
  }
  return name;
}

Problem problem_of(const std::string& file, std::string what, std::string help = {}) {
  Problem wrong = problem(std::move(what), std::move(help));
  wrong.where.file = file;
  return wrong;
}

// The one place of certdrill that reads the machine's clock for an answer; the report tells the moment.
SimTime machine_time() {
  using std::chrono::system_clock;
  return from_unix_seconds(std::chrono::floor<std::chrono::seconds>(system_clock::now()).time_since_epoch().count());
}

class JudgeReader {
 public:
  JudgeReader(const JudgeArguments& arguments, const model::Scenario* scenario)
      : arguments_(arguments), scenario_(scenario) {}

  JudgeInput read() {
    read_terms();
    read_files();
    look_up_given_lists();
    if (scenario_ != nullptr) read_node();
    read_rules(arguments_.rules, "--rule", clients_);
    read_rules(arguments_.admin_rules, "--admin-rule", admins_);
    JudgeInput input{std::nullopt, std::move(problems_)};
    if (has_errors(input.problems) || !leaf_) return input;
    input.hand = check::CertificateInHand{{name_of_file(arguments_.certificate), *leaf_, std::move(sent_), {}},
                                          std::move(roots_),
                                          std::move(crls_),
                                          names_.take_known(),
                                          rules_together(),
                                          judge_,
                                          std::move(own_),
                                          at_};
    return input;
  }

 private:
  void read_terms();
  void read_switches();
  void read_files();
  void look_up_given_lists();
  void read_node();
  void read_endpoint(const check::NodeAt& node);
  void read_client(const model::Client& client);
  void read_store(const model::Store& store, const std::vector<pki::CrlSpec>& crls);
  void read_rules(const std::vector<std::string>& texts, const char* option, std::vector<trust::Rule>& rules);
  [[nodiscard]] trust::RuleSet rules_together() const;
  std::optional<pki::CertificateFile> read_file(const std::string& path);
  std::vector<pki::Certificate> read_certificates(const std::string& path);
  [[nodiscard]] bool is_leaf(const pki::Certificate& certificate) const { return leaf_ && certificate == *leaf_; }
  void complain(Problem wrong) { problems_.push_back(std::move(wrong)); }

  const JudgeArguments& arguments_;
  const model::Scenario* scenario_;
  std::shared_ptr<const pki::CertificateSet> certificates_;
  trust::Judge judge_;
  SimTime at_;
  std::optional<pki::Certificate> leaf_;
  std::optional<pki::Certificate> own_;
  std::vector<pki::Certificate> sent_;
  std::vector<pki::Certificate> roots_;
  std::vector<pki::Crl> crls_;
  RuleNames names_;
  std::vector<trust::Rule> clients_;  // in the roles cluster and server: those of V
  std::vector<trust::Rule> admins_;
  Problems problems_;
};

// When, as what, by whose rules.
void JudgeReader::read_terms() {
  at_ = machine_time();
  if (!arguments_.at.empty()) {
    const Result<SimTime> at = parse_sim_time(arguments_.at);
    if (at) {
      at_ = *at;
    } else {
      complain(at.problem());
    }
  }
  if (!arguments_.role.empty()) {
    const std::optional<trust::Role> role = trust::parse_role(arguments_.role);
    if (role) {
      judge_.role = *role;
    } else {
      complain(problem("unknown role " + certdrill::quoted(arguments_.role),
                       did_you_mean(arguments_.role, {"cluster", "server", "client"})));
    }
  }
  if (judge_.role != trust::Role::client && !arguments_.admin_rules.empty())
    complain(problem("--admin-rule is for clients", "say --role client as well"));
  read_switches();
}

void JudgeReader::read_switches() {
  if (scenario_ != nullptr) {
    judge_.profile = scenario_->profile;
    judge_.switches = scenario_->switches;
  }
  if (!arguments_.profile.empty()) {
    const std::optional<model::Profile> profile = model::parse_profile(arguments_.profile);
    if (profile) {
      judge_.profile = *profile;
      judge_.switches = model::switches_of(*profile);
    } else {
      complain(problem("unknown profile " + certdrill::quoted(arguments_.profile),
                       did_you_mean(arguments_.profile, model::profile_names())));
    }
  }
  for (const std::string& text : arguments_.switches) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      complain(
          problem("no switch and value: " + certdrill::quoted(text), "for example: --set acceptExpiredPinned=yes"));
      continue;
    }
    const Result<model::Switches> changed =
        model::set(judge_.switches, text.substr(0, equals), text.substr(equals + 1));
    if (changed) {
      judge_.switches = *changed;
    } else {
      Problem wrong = changed.problem();
      if (wrong.help.empty()) wrong.help = "certdrill rule profile lists the switches";
      complain(std::move(wrong));
    }
  }
}

std::optional<pki::CertificateFile> JudgeReader::read_file(const std::string& path) {
  pki::ReadCertificates read = pki::read_certificate_file(path);
  if (read.needs_password) {
    const Result<pki::Password> password = password_for(path, arguments_.password_file);
    if (!password) {
      complain(password.problem());
      return std::nullopt;
    }
    read = pki::read_certificate_file(path, *password);
  }
  for (Problem& each : read.problems) complain(std::move(each));
  return std::move(read.file);
}

std::vector<pki::Certificate> JudgeReader::read_certificates(const std::string& path) {
  std::optional<pki::CertificateFile> file = read_file(path);
  if (!file) return {};
  if (file->certificates.empty()) {
    complain(problem_of(path, "there is no certificate in it"));
    return {};
  }
  names_.add(name_of_file(path), file->certificates.front());
  return std::move(file->certificates);
}

void JudgeReader::read_files() {
  if (std::optional<pki::CertificateFile> file = read_file(arguments_.certificate)) {
    if (file->certificates.empty()) {
      complain(problem_of(arguments_.certificate, "there is no certificate in it"));
    } else {
      leaf_ = file->certificates.front();
      names_.add(name_of_file(arguments_.certificate), *leaf_);
      for (std::size_t i = 1; i < file->certificates.size(); ++i) {
        if (!is_leaf(file->certificates[i])) sent_.push_back(file->certificates[i]);
      }
    }
    for (pki::Crl& crl : file->crls) crls_.push_back(std::move(crl));
  }
  for (const std::string& path : arguments_.chains) {
    for (pki::Certificate& each : read_certificates(path)) {
      if (!is_leaf(each)) sent_.push_back(std::move(each));
    }
  }
  for (const std::string& path : arguments_.roots) {
    for (pki::Certificate& each : read_certificates(path)) {
      if (!each.is_self_signed()) {
        Problem note = problem_of(path, certdrill::quoted(each.common_name()) + " is no root: no chain may end there",
                                  "it helps to build chains all the same");
        note.severity = Severity::warning;
        complain(std::move(note));
      }
      roots_.push_back(std::move(each));
    }
  }
  for (const std::string& path : arguments_.issuers) (void)read_certificates(path);
  for (const std::string& path : arguments_.crls) {
    std::optional<pki::CertificateFile> file = read_file(path);
    if (!file) continue;
    if (file->crls.empty()) complain(problem_of(path, "there is no revocation list in it"));
    for (pki::Crl& crl : file->crls) crls_.push_back(std::move(crl));
  }
  if (!arguments_.own.empty()) {
    const std::vector<pki::Certificate> own = read_certificates(arguments_.own);
    if (!own.empty()) own_ = own.front();
  }
}

// Who gives a list wants it looked at: a certificate that does not say where its lists are is looked up in it all the
// same. Where the profile looks at no list at all, that is said.
void JudgeReader::look_up_given_lists() {
  const auto is_about_revocation = [](const std::string& text) { return text.starts_with("revocation="); };
  const bool said = std::any_of(arguments_.switches.begin(), arguments_.switches.end(), is_about_revocation);
  if (arguments_.crls.empty() || said || !leaf_) return;
  if (judge_.switches.revocation == model::RevocationFlag::off) {
    Problem note = problem("profile " + std::string(model::to_string(judge_.profile)) + " looks at no revocation list",
                           "--set revocation=leaf has it looked at");
    note.severity = Severity::warning;
    complain(std::move(note));
  } else if (judge_.switches.revocation == model::RevocationFlag::where_declared && !leaf_->names_crl()) {
    judge_.switches.revocation = model::RevocationFlag::leaf;
  }
}

// What the judging party of a scenario knows: its roots, and the lists it can reach.
void JudgeReader::read_store(const model::Store& store, const std::vector<pki::CrlSpec>& crls) {
  for (const pki::CertificateId root : store.trusted_roots) {
    roots_.push_back(certificates_->certificate(root));
    names_.add(scenario_->certificates[root].name, roots_.back());
  }
  for (const pki::CrlSpec& crl : crls) {
    if (!std::binary_search(store.unreachable_crls.begin(), store.unreachable_crls.end(), crl.issuer))
      crls_.push_back(certificates_->crl(crl));
  }
}

void JudgeReader::read_endpoint(const check::NodeAt& node) {
  const model::SecurityConfiguration& security = node.security;
  // Merging comes at the end, when all rules are there.
  model::Switches as_written = judge_.switches;
  as_written.repeated_entries_merge = false;
  if (judge_.role == trust::Role::client) {
    clients_ = trust::resolve(security.management.clients, *certificates_, node.store, as_written);
    admins_ = trust::resolve(security.management.admins, *certificates_, node.store, as_written);
    return;
  }
  clients_ = trust::resolve(security.accepts, *certificates_, node.store, as_written);
  const trust::Presentation presented = trust::choose_presented(trust::resolve(security.presents, *certificates_),
                                                                node.store, *certificates_, judge_.switches, at_);
  if (!own_ && presented.chosen != pki::no_certificate) own_ = certificates_->certificate(presented.chosen);
}

void JudgeReader::read_client(const model::Client& client) {
  model::Switches as_written = judge_.switches;
  as_written.repeated_entries_merge = false;
  clients_ = trust::resolve(scenario_->securities[client.security].accepts, *certificates_,
                            scenario_->cluster.stores[client.store], as_written);
}

void JudgeReader::read_node() {
  certificates_ = check::certificates_of(*scenario_);
  const auto setting = std::make_shared<const world::Setting>(*scenario_, certificates_);
  std::vector<std::string> names;
  for (const pki::CertificateSpec& spec : scenario_->certificates) names.push_back(spec.name);
  names_.add_source(
      [this](const std::string& name) -> std::optional<pki::Certificate> {
        const std::optional<pki::CertificateId> id = scenario_->find_certificate(name);
        return id ? std::optional(certificates_->certificate(*id)) : std::nullopt;
      },
      std::move(names));
  const model::Cluster& cluster = scenario_->cluster;
  std::vector<std::string> places;
  if (judge_.role == trust::Role::server) {
    for (const model::Client& client : cluster.clients) {
      if (client.name == arguments_.node) {
        read_store(cluster.stores[client.store], check::nodes_at(setting, {}, at_).crls);
        return read_client(client);
      }
      places.push_back(client.name);
    }
    complain(problem("unknown client " + certdrill::quoted(arguments_.node) + ": in the role server a client judges",
                     did_you_mean(arguments_.node, places)));
    return;
  }
  constexpr std::size_t most_compared = 10'000;
  for (model::NodeIndex node = 0; node < cluster.nodes.size(); ++node) {
    std::string name = cluster.node_name(node);
    if (name == arguments_.node) {
      const check::MomentOfPlan moment = check::nodes_at(setting, {node}, at_);
      read_store(moment.nodes.front().store, moment.crls);
      return read_endpoint(moment.nodes.front());
    }
    if (places.size() < most_compared) places.push_back(std::move(name));
  }
  std::string help = did_you_mean(arguments_.node, places);
  if (help.empty()) help = "the nodes are " + places.front() + " and so on";
  complain(problem("unknown node " + certdrill::quoted(arguments_.node), std::move(help)));
}

void JudgeReader::read_rules(const std::vector<std::string>& texts, const char* option,
                             std::vector<trust::Rule>& rules) {
  for (const std::string& text : texts) {
    Result<trust::Rule> rule = names_.rule(text, option);
    if (rule) {
      rules.push_back(*std::move(rule));
    } else {
      complain(rule.problem());
    }
  }
}

trust::RuleSet JudgeReader::rules_together() const {
  if (judge_.switches.repeated_entries_merge && judge_.switches.roles_in_effect && !admins_.empty())
    return trust::merged_with_admins(clients_, admins_);
  trust::RuleSet set{judge_.switches.repeated_entries_merge ? trust::merged(clients_) : clients_, {}};
  for (const trust::Rule& admin : admins_) set.admins.push_back({admin, true});
  return set;
}

}  // namespace

JudgeInput read_judge_input(const JudgeArguments& arguments, const std::optional<model::Scenario>& scenario) {
  return JudgeReader(arguments, scenario ? &*scenario : nullptr).read();
}

}  // namespace certdrill::app
