#include "replay/inspection.h"

#include <algorithm>

#include "base/duration.h"
#include "base/text.h"
#include "check/federation_story.h"
#include "model/notation.h"
#include "trust/presentation.h"

namespace certdrill::replay {
namespace {

constexpr std::size_t most_named = 5;

const model::Scenario& scenario_of(const Cursor& cursor) { return cursor.run().scenario(); }

std::string name_of(pki::CertificateId id, const model::Scenario& scenario) {
  return id == pki::no_certificate ? "nothing" : scenario.certificates[id].name;
}

std::string dates_of(const pki::CertificateSpec& spec) {
  return date_to_string(spec.not_before) + " to " + date_to_string(spec.not_after);
}

std::string standing_of(const pki::CertificateSpec& spec, SimTime now) {
  if (now < spec.not_before) return "not yet valid, for " + rough(spec.not_before - now);
  if (now >= spec.not_after)
    return now == spec.not_after ? "expires at this moment" : "expired " + rough(now - spec.not_after) + " ago";
  return "valid, " + rough(spec.not_after - now) + " left";
}

std::string words_for(model::PrivateKeyState state) {
  switch (state) {
    case model::PrivateKeyState::absent:
      return "without private key";
    case model::PrivateKeyState::of_another_certificate:
      return "with the private key of another certificate";
    case model::PrivateKeyState::unreadable:
      return "its private key cannot be read";
    case model::PrivateKeyState::not_granted:
      return "access to its private key is not granted yet";
    case model::PrivateKeyState::usable:
      return "with its private key";
  }
  return {};
}

std::string state_of(const Cursor& cursor, model::NodeIndex node) {
  const world::Federation& federation = cursor.world().federation();
  if (!federation.on) return "up (the federation is not simulated)";
  const world::NodeState state = federation.state[node];
  const SimTime since = federation.since[node];
  std::string text = std::string(world::to_string(state)) + " since " +
                     (since < scenario_of(cursor).start ? "before the start" : to_string(since));
  const bool ordinary = state == world::NodeState::up || federation.cause[node] == world::Cause::none ||
                        federation.cause[node] == world::Cause::joined;
  if (!ordinary) text += ": " + std::string(check::words_for(federation.cause[node]));
  return text;
}

// Of a machine that is not there, or not whole; empty: it is.
std::string machine_of(const world::World& world, model::NodeIndex node) {
  const world::Provisioned& provisioned = world.provisioned();
  if (provisioned.machines.empty()) return {};
  const std::string since =
      node < provisioned.machines_since.size() && provisioned.machines_since[node] > world.scenario().start
          ? " since " + to_string(provisioned.machines_since[node])
          : std::string();
  switch (provisioned.machines[node]) {
    case world::MachineStage::deployed:
      return {};
    case world::MachineStage::not_made:
      return "its machine has not been made yet";
    case world::MachineStage::provisioning:
      return "its machine is being prepared" + since + ": the bootstrap agent waits for what comes before it";
    case world::MachineStage::bootstrapping:
      return "its machine is ready" + since + ": the bootstrap agent is next";
    case world::MachineStage::failed:
      return "its deployment has failed" + since;
  }
  return {};
}

std::vector<AgentRow> agents_on(const world::World& world, model::NodeIndex node) {
  using Stage = world::AgentOnNode::Stage;
  std::vector<AgentRow> rows;
  const auto& agents = world.provisioned().agents;
  for (model::AgentIndex agent = 0; agent < agents.size(); ++agent) {
    if (node >= agents[agent].by_node.size()) continue;
    const world::AgentOnNode& each = agents[agent].by_node[node];
    if (each.stage == Stage::absent) continue;
    std::string text = world.scenario().agents[agent].name;
    text += each.stage == Stage::starting  ? ": its first cycle is to come"
            : each.stage == Stage::syncing ? ": waits for what it must have first"
                                           : ": runs";
    if (each.stage != Stage::starting && each.next_poll != SimTime::min())
      text += "; may find something at " + to_string(each.next_poll);
    rows.push_back({agent, std::move(text)});
  }
  return rows;
}

std::string words_for_session(const SessionMoment& session, model::NodeIndex node, const Cursor& cursor) {
  const model::Scenario& scenario = scenario_of(cursor);
  const bool opened = session.opener == node;
  const model::NodeIndex other = opened ? session.acceptor : session.opener;
  if (session.state == SessionMoment::State::none)
    return std::string("no session") + (session.lease_in_doubt ? "; their lease is in doubt" : "");
  const pki::CertificateId shows = opened ? session.shows.of_opener : session.shows.of_acceptor;
  const pki::CertificateId shown = opened ? session.shows.of_acceptor : session.shows.of_opener;
  std::string text = "shows " + name_of(shows, scenario) + ", is shown " + name_of(shown, scenario);
  if (session.state == SessionMoment::State::to_be_renewed) text += "; is to be renewed";
  if (session.state == SessionMoment::State::to_be_closed) text += "; its renewal failed, and it is about to be closed";
  if (session.lease_in_doubt) text += "; their lease is in doubt";
  if (!session.old) return text;
  // Why it would not come about like this today.
  const Snapshot& snapshot = cursor.snapshot();
  const auto showed = [&](model::NodeIndex who, pki::CertificateId certificate) {
    const std::string made_with = "; made with " + name_of(certificate, scenario);
    if (snapshot.nodes[who].presents != certificate) {
      text += made_with + ", which " + scenario.cluster.node_name(who) + " would not show today";
    } else if (certificate != pki::no_certificate && scenario.certificates[certificate].not_after <= snapshot.at) {
      text += made_with + ", which has expired";
    }
  };
  const std::size_t before = text.size();
  showed(node, shows);
  showed(other, shown);
  if (text.size() == before) text += "; they would refuse each other today";
  return text;
}

const SessionMoment* session_of(const Snapshot& snapshot, model::NodeIndex a, model::NodeIndex b) {
  for (const SessionMoment& session : snapshot.sessions) {
    const bool theirs =
        (session.opener == a && session.acceptor == b) || (session.opener == b && session.acceptor == a);
    if (theirs) return &session;
  }
  return nullptr;
}

std::string_view words_for(pki::KeyType type) {
  switch (type) {
    case pki::KeyType::ed25519:
      return "Ed25519";
    case pki::KeyType::p256:
      return "ECDSA, P-256";
    case pki::KeyType::rsa2048:
      return "RSA, 2048 bits";
    case pki::KeyType::rsa512:
      return "RSA, 512 bits";
  }
  return {};
}

std::string_view words_for(pki::KeyUsage usage) {
  switch (usage) {
    case pki::KeyUsage::server_auth:
      return "TLS server";
    case pki::KeyUsage::client_auth:
      return "TLS client";
    case pki::KeyUsage::code_signing:
      return "code signing";
    case pki::KeyUsage::any:
      return "any";
  }
  return {};
}

std::string subject_of(const pki::CertificateSpec& spec) {
  std::vector<std::string> parts;
  if (!spec.common_name.empty()) parts.push_back("CN=" + spec.common_name);
  for (const pki::SubjectAttribute& attribute : spec.subject) parts.push_back(attribute.key + "=" + attribute.value);
  return parts.empty() ? "(empty)" : join(parts, ", ");
}

std::string details_of(pki::CertificateId id, const model::Scenario& scenario,
                       const pki::CertificateSet& certificates) {
  const pki::CertificateSpec& spec = scenario.certificates[id];
  std::string out;
  const auto line = [&](std::string_view what, std::string_view value) {
    out += padded(std::string(what) + ":", 13) + std::string(value) + "\n";
  };
  line("Subject", subject_of(spec));
  line("Issuer", spec.issuer ? name_of(*spec.issuer, scenario) + ", " + subject_of(scenario.certificates[*spec.issuer])
                             : "itself");
  line("Not before", to_string(spec.not_before));
  line("Not after", to_string(spec.not_after));
  line("Thumbprint", certificates.certificate(id).thumbprint().to_string());
  line("Public key", std::string(words_for(spec.key_type)) +
                         (spec.key_of.empty() ? std::string() : ", the same as that of " + spec.key_of));
  const auto list = [&](std::string_view what, const std::vector<std::string>& values) {
    if (!values.empty()) line(what, join(values, ", "));
  };
  list("DNS names", spec.dns_names);
  list("IP addresses", spec.ip_addresses);
  list("Email names", spec.email_names);
  std::vector<std::string> usages;
  for (const pki::KeyUsage usage : spec.key_usages) usages.emplace_back(words_for(usage));
  line("Usage", usages.empty() ? "any" : join(usages, ", "));
  if (spec.authority) {
    line("Authority", spec.path_length ? "yes, path length " + std::to_string(*spec.path_length) : std::string("yes"));
  }
  if (spec.publishes_crl) line("Publishes", "revocation lists");
  if (spec.sha1_signature) line("Signature", "over SHA-1: weak");
  if (spec.damaged_signature) line("Signature", "damaged");
  return out;
}

}  // namespace

NodeInspection inspect_node(const Cursor& cursor, model::NodeIndex node) {
  const model::Scenario& scenario = scenario_of(cursor);
  const model::Cluster& cluster = scenario.cluster;
  const world::World& world = cursor.world();
  const std::uint32_t configuration = world.configuration_of(node);
  const model::Store& store = world.configurations().store_of(configuration);
  const SimTime now = cursor.now();
  NodeInspection seen;
  seen.name = cluster.node_name(node);
  std::vector<std::string> place = {cluster.upgrade_domains[cluster.nodes[node].upgrade_domain],
                                    cluster.fault_domains[cluster.nodes[node].fault_domain]};
  if (const std::string& type = cluster.node_types[cluster.nodes[node].node_type]; !type.empty())
    place.push_back("node type " + type);
  if (cluster.nodes[node].seed) place.emplace_back("seed node");
  seen.place = join(place, ", ");
  seen.state = machine_of(world, node);
  if (seen.state.empty()) seen.state = state_of(cursor, node);
  seen.security = model::to_string(scenario.securities[world.configurations()[configuration].security]);
  seen.presents = trust::explain(world.classes().presentation(world.configurations(), configuration, now),
                                 world.classes().certificates());
  if (world.federation().on) {
    const pki::CertificateId loaded = world.federation().loaded[node];
    const pki::CertificateId presents = world.classes().facts(configuration).presented;
    const bool runs = world.federation().state[node] != world::NodeState::down &&
                      world.federation().state[node] != world::NodeState::booting;
    if (runs && loaded != presents) seen.presents += "; its process still has " + name_of(loaded, scenario) + " loaded";
  }
  if (store.clock_offset != Duration(0)) {
    seen.clock = store.clock_offset < Duration(0) ? to_string(-store.clock_offset) + " behind"
                                                  : to_string(store.clock_offset) + " ahead";
  }
  const SimTime by_its_clock = now + store.clock_offset;
  for (const model::StoreEntry& entry : store.entries) {
    const pki::CertificateSpec& spec = scenario.certificates[entry.certificate];
    HeldCertificate held;
    held.certificate = entry.certificate;
    held.name = spec.name;
    held.key = words_for(entry.key);
    held.dates = dates_of(spec);
    held.standing = standing_of(spec, now);
    held.usable =
        entry.key == model::PrivateKeyState::usable && by_its_clock >= spec.not_before && by_its_clock < spec.not_after;
    if (entry.renewed_by != pki::no_certificate) held.renewed_by = name_of(entry.renewed_by, scenario);
    seen.store.push_back(std::move(held));
  }
  seen.agents = agents_on(world, node);
  for (const SessionMoment& session : cursor.snapshot().sessions) {
    if (session.opener != node && session.acceptor != node) continue;
    const model::NodeIndex with = session.opener == node ? session.acceptor : session.opener;
    seen.sessions.push_back({with, session, words_for_session(session, node, cursor)});
  }
  std::sort(seen.sessions.begin(), seen.sessions.end(),
            [](const SessionRow& a, const SessionRow& b) { return a.with < b.with; });
  return seen;
}

PairInspection inspect_pair(const Cursor& cursor, model::NodeIndex first, model::NodeIndex second) {
  PairInspection seen;
  const Snapshot& snapshot = cursor.snapshot();
  seen.link = snapshot.link(first, second);
  seen.explanation = check::explain_at(cursor.world(), cursor.now(), first, second);
  if (const SessionMoment* const session = session_of(snapshot, first, second)) {
    seen.session = *session;
    seen.session_text = scenario_of(cursor).cluster.node_name(first) + " " + words_for_session(*session, first, cursor);
  }
  const auto add_ids = [&](const std::vector<trust::Reason>& reasons) {
    for (const trust::Reason& reason : reasons) {
      std::string id(trust::to_string(reason.id));
      const auto& ids = seen.reason_ids;
      if (reason.weight == trust::Weight::refuses && std::find(ids.begin(), ids.end(), id) == ids.end())
        seen.reason_ids.push_back(std::move(id));
    }
  };
  for (const trust::Verdict* const verdict : {&seen.explanation.to_judges_from, &seen.explanation.from_judges_to}) {
    if (verdict->accepted) continue;
    add_ids(verdict->reasons);
    add_ids(trust::decisive_reasons(*verdict));
  }
  return seen;
}

CertificateInspection inspect_certificate(const Cursor& cursor, pki::CertificateId certificate) {
  const model::Scenario& scenario = scenario_of(cursor);
  const world::World& world = cursor.world();
  world::AuthenticationClasses& classes = world.classes();
  const SimTime now = cursor.now();
  CertificateInspection seen;
  seen.name = scenario.certificates[certificate].name;
  seen.details = details_of(certificate, scenario, classes.certificates());
  seen.standing = standing_of(scenario.certificates[certificate], now);

  // What a configuration means is asked once, however many nodes have it.
  struct Meaning {
    bool holds = false;
    bool presents = false;
    bool accepts = false;
  };
  std::vector<bool> met(world.configurations().size(), false);
  std::vector<Meaning> meaning(world.configurations().size());
  const std::vector<std::uint32_t>& configurations = world.configuration_by_node();
  for (model::NodeIndex node = 0; node < configurations.size(); ++node) {
    const std::uint32_t id = configurations[node];
    Meaning& means = meaning[id];
    if (!met[id]) {
      met[id] = true;
      const std::vector<model::StoreEntry>& entries = world.configurations().store_of(id).entries;
      means.holds = std::any_of(entries.begin(), entries.end(),
                                [&](const model::StoreEntry& entry) { return entry.certificate == certificate; });
      means.presents = classes.facts(id).presented == certificate;
      means.accepts = classes.accepts_certificate(id, certificate, now);
    }
    seen.held_by += means.holds ? 1U : 0U;
    seen.presented_by += means.presents ? 1U : 0U;
    seen.accepted_by += means.accepts ? 1U : 0U;
    if (means.presents && seen.first_presenting.size() < most_named) seen.first_presenting.push_back(node);
    if (means.holds && seen.first_holding.size() < most_named) seen.first_holding.push_back(node);
  }
  for (const SessionMoment& session : cursor.snapshot().sessions) {
    const bool shown = session.shows.of_opener == certificate || session.shows.of_acceptor == certificate;
    if (shown && session.state != SessionMoment::State::none) ++seen.sessions;
  }
  return seen;
}

std::vector<CheckStanding> checks_at(const RecordedRun& run, EventNumber number) {
  const check::RunResult& result = run.result();
  std::vector<std::optional<std::size_t>> finding_of(result.checks.size());
  for (std::size_t finding = 0; finding < result.findings.size(); ++finding) {
    const std::size_t check = result.findings[finding].check;
    if (check < finding_of.size()) finding_of[check] = finding;
  }
  // What was cut off has no end that could decide.
  const bool at_end = number >= run.last_event() && result.whole;
  std::vector<CheckStanding> standings;
  for (std::size_t i = 0; i < result.checks.size(); ++i) {
    const check::CheckResult& check = result.checks[i];
    CheckStanding standing;
    standing.text = padded(std::string(model::to_string(check.check.quantifier)), 9) + "  " +
                    model::to_string(check.check.property);
    standing.expected = check.as_expected || !result.whole;
    standing.finding = finding_of[i];
    switch (check.check.quantifier) {
      case model::Quantifier::sometimes: {
        const bool fulfilled =
            check.holds && check.at && (number >= run.last_event_until(*check.at) || run.time_of(number) > *check.at);
        standing.state = fulfilled ? CheckState::fulfilled : at_end ? CheckState::broken : CheckState::not_yet;
        break;
      }
      case model::Quantifier::finally:
        standing.state = !at_end ? CheckState::not_yet : check.holds ? CheckState::fulfilled : CheckState::broken;
        break;
      default: {
        if (!finding_of[i] || number < run.finding_events()[*finding_of[i]]) break;
        const std::optional<SimTime> until = result.findings[*finding_of[i]].until;
        standing.state = until && number >= run.last_event_until(*until) ? CheckState::was_broken : CheckState::broken;
      }
    }
    standings.push_back(std::move(standing));
  }
  return standings;
}

}  // namespace certdrill::replay
