#include "load/journey_step_reader.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "load/certificate_fields.h"
#include "load/scenario_fields.h"

namespace certdrill::load {
namespace {

constexpr Duration default_within = std::chrono::minutes(10);
constexpr Duration longest_outage = std::chrono::hours(24 * 3650);
constexpr std::array<std::string_view, 13> kinds = {
    "grantAccess", "withdrawAccess", "vaultOutage", "disableVersion", "enableVersion", "deleteSecret", "renewSecret",
    "updateAgent", "startAgent",     "stopAgent",   "reimage",        "deploy",        "scaleOut"};

}  // namespace

bool JourneyStepReader::reads(std::string_view field) {
  return std::find(kinds.begin(), kinds.end(), field) != kinds.end();
}

std::string JourneyStepReader::read(const Fields& fields, std::string_view field, model::Step& step) {
  if (field == "grantAccess" || field == "withdrawAccess") return read_access(fields, field == "grantAccess", step);
  if (field == "vaultOutage") return read_outage(fields, step);
  if (field == "disableVersion" || field == "enableVersion") return read_version(fields, field, step);
  if (field == "deleteSecret") {
    const JsonValue value = *fields.get(field);
    step.what = model::DeleteSecretStep{vaults_.find_line(report_, value, field).value_or(0)};
    return "delete " + std::string(value.text());
  }
  if (field == "renewSecret") return read_renewal(fields, step);
  if (field == "updateAgent" || field == "startAgent" || field == "stopAgent") return read_agent(fields, field, step);
  return read_machines(fields, field, step);
}

std::string JourneyStepReader::read_access(const Fields& fields, bool granted, model::Step& step) {
  const std::string_view field = granted ? "grantAccess" : "withdrawAccess";
  const std::string_view whom = granted ? "to" : "from";
  const JsonValue value = *fields.get(field);
  model::VaultAccessStep access;
  access.vault = vaults_.find_vault(report_, value, field).value_or(0);
  access.granted = granted;
  std::string who;
  if (const auto identity = fields.get(whom)) {
    access.identity = vaults_.read_identity(report_, *identity, whom).value_or(0);
    who = identity->text();
  } else {
    report_.error(value, quoted(whom) + " is missing: which identity?", "add \"" + std::string(whom) + "\": \"vmss\"");
  }
  step.what = access;
  return granted ? "grant " + who + " access to " + std::string(value.text())
                 : who + " loses access to " + std::string(value.text());
}

std::string JourneyStepReader::read_outage(const Fields& fields, model::Step& step) {
  const JsonValue value = *fields.get("vaultOutage");
  model::VaultOutageStep outage;
  outage.vault = vaults_.find_vault(report_, value, "vaultOutage").value_or(0);
  if (const auto length = fields.get("for")) {
    outage.length = read_duration(report_, *length, "for").value_or(Duration(0));
    if (outage.length > longest_outage) {
      report_.error(*length, "\"for\" is out of range: " + quoted(length->text()), "at most 3650d");
      outage.length = Duration(0);
    }
  } else {
    report_.error(value, "\"for\" is missing: how long does the outage last?", "add \"for\": \"6h\"");
  }
  step.what = outage;
  return "outage of " + std::string(value.text());
}

std::string JourneyStepReader::read_version(const Fields& fields, std::string_view field, model::Step& step) {
  const JsonValue value = *fields.get(field);
  model::VersionStep version;
  version.enabled = field == "enableVersion";
  if (const auto found = vaults_.find_version(report_, certificates_, value, field)) {
    version.line = found->first;
    version.version = found->second;
  }
  step.what = version;
  return (version.enabled ? "enable " : "disable ") + std::string(value.text());
}

std::string JourneyStepReader::read_renewal(const Fields& fields, model::Step& step) {
  const JsonValue value = *fields.get("renewSecret");
  model::RenewStep renew;
  const auto line = vaults_.find_line(report_, value, "renewSecret");
  if (const auto at = fields.get("at")) {
    // Of a moment that cannot be read at all, the reader of every step's "at" tells.
    const auto moment = at->kind() == JsonKind::string ? parse_sim_time(at->text()) : Result<SimTime>(Problem{});
    if (moment.ok() && to_whole_second(*moment) != *moment) (void)read_certificate_date(report_, *at, "at");
  } else {
    report_.error(value, "\"at\" is missing: the version that is made is valid from then on",
                  R"(add "at": "2026-06-01")");
  }
  if (line) {
    renew.line = *line;
    const model::VaultCertificate& renewed = scenario_.vault_certificates[*line];
    if (!renewed.policy.validity && !renewed.versions.empty()) {
      report_.error(value, quoted(value.text()) + " is imported: the vault makes no version of it",
                    "import the new certificate, with \"at\"");
    }
    renew.version = vaults_.version_of_step(fields.object().offset()).value_or(0);
  }
  step.what = renew;
  return "renew " + std::string(value.text());
}

std::string JourneyStepReader::read_agent(const Fields& fields, std::string_view field, model::Step& step) {
  const JsonValue value = *fields.get(field);
  model::AgentStep change;
  const auto agent = agents_.find(value, field);
  change.agent = agent.value_or(0);
  std::string_view verb = "update ";
  if (field == "startAgent") {
    change.run = model::AgentStep::Run::start;
    verb = "start ";
    if (agent) agents_.add(scenario_.agents[*agent].observes, held_);
  } else if (field == "stopAgent") {
    change.run = model::AgentStep::Run::stop;
    verb = "stop ";
  } else if (const auto list = fields.get("observes"); !list) {
    report_.error(value, "\"observes\" is missing: what does the agent observe from now on?",
                  R"(add "observes": ["kv/cluster"])");
  } else if (agent) {
    change.observes = agents_.read_observed(*list, scenario_.agents[*agent].kind, true);
    if (change.observes) agents_.add(*change.observes, held_);
  }
  step.what = std::move(change);
  return std::string(verb) + std::string(value.text());
}

std::string JourneyStepReader::read_machines(const Fields& fields, std::string_view field, model::Step& step) {
  const JsonValue value = *fields.get(field);
  model::NodeSelection where = selections_.read_where(value, field);
  Duration within = default_within;
  if (const auto said = fields.get("within")) within = read_duration(report_, *said, "within").value_or(within);
  const std::string words = SelectionReader::words_for(value);
  if (field == "reimage") {
    step.what = model::ReimageStep{std::move(where), within};
    return "re-image " + words;
  }
  note_deployed(value, where);
  const bool scale_out = field == "scaleOut";
  step.what = model::DeployStep{std::move(where), within, scale_out};
  return scale_out ? "scale out " + words : "deploy";
}

void JourneyStepReader::note_deployed(const JsonValue& value, const model::NodeSelection& where) {
  deployed_.resize(scenario_.cluster.nodes.size(), false);
  std::optional<model::NodeIndex> again;
  const auto note = [&](model::NodeIndex node) {
    if (deployed_[node] && !again) again = node;
    deployed_[node] = true;
  };
  if (where.all) {
    for (model::NodeIndex node = 0; node < deployed_.size(); ++node) note(node);
  } else {
    for (const model::NodeIndex node : where.nodes) note(node);
  }
  if (again) {
    report_.error(value,
                  "node " + quoted(scenario_.cluster.node_name(*again)) + " is deployed already, by an earlier step",
                  "a machine that is made anew is re-imaged: \"reimage\"");
  }
}

}  // namespace certdrill::load
