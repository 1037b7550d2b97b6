#include "moments.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "support/setting_from.h"

namespace certdrill::test {

namespace {

std::string members_of(const ClusterShape& shape) {
  std::string text;
  if (shape.name_before.empty() && shape.fault_domains == 1) {
    text = R"("nodes": )" + std::to_string(shape.nodes) + R"(, "upgradeDomains": )" + std::to_string(shape.domains);
    if (shape.seeds > 0) text += R"(, "seedNodes": )" + std::to_string(shape.seeds);
    return text + ", ";
  }
  text = R"("nodes": [)";
  for (std::uint32_t node = 0; node < shape.nodes; ++node) {
    text += (node > 0 ? ", " : "") + std::string(R"({ "name": ")") + shape.name_before + "N" + std::to_string(node) +
            R"(", "upgradeDomain": ")" + shape.name_before + "UD" + std::to_string(node % shape.domains) +
            R"(", "faultDomain": "FD)" + std::to_string(node % shape.fault_domains) + R"(", "seed": )" +
            (node < shape.seeds ? "true" : "false") + " }";
  }
  return text + "], ";
}

std::string actors_of(const ClusterShape& shape) {
  if (shape.actors == 0) return {};
  std::string vaults;
  std::string agents;
  std::string clients;
  for (std::uint32_t each = 0; each < shape.actors; ++each) {
    const std::string number = std::to_string(each);
    const std::string comma = each > 0 ? ", " : "";
    vaults += comma + R"("vault_of_contoso_)" + number + R"(": { "certificates": { "cluster)" + number +
              R"(": { "selfSigned": true, "renewAt": "30d", "validity": "90d", "created": "2025-12-01" } } })";
    agents += comma + R"("extension_)" + number +
              R"(": { "kind": "keyVaultExtension", "observes": ["vault_of_contoso_)" + number + "/cluster" + number +
              R"("] })";
    clients += comma + R"("octopus_)" + number + R"(": { "security": "{P:{TP=A}, V:{TP=A}}", "installed": ["A"] })";
  }
  return R"( "end": "2026-12-01", "vaults": { )" + vaults + R"( }, "agents": { )" + agents + R"( }, "clients": { )" +
         clients + " },";
}

replay::ActorsMoment made_up_actors(const model::Scenario& scenario) {
  replay::ActorsMoment actors;
  const std::uint64_t nodes = scenario.cluster.nodes.size();
  for (model::VaultIndex vault = 0; vault < scenario.vaults.size(); ++vault) {
    replay::VaultMoment moment;
    if (vault % 3 == 1) moment.out_until = scenario.start;
    replay::LineMoment line;
    line.line = vault;
    for (const model::VaultVersion& version : scenario.vault_certificates[vault].versions)
      line.versions.push_back({version.certificate, line.versions.size() < 2, false});
    line.versions.front().disabled = vault % 3 == 2;
    line.current = 1;
    moment.lines.push_back(line);
    actors.vaults.push_back(moment);
  }
  for (model::AgentIndex agent = 0; agent < scenario.agents.size(); ++agent) {
    replay::AgentMoment moment;
    moment.runs = agent % 4 != 3;
    moment.nodes = nodes;
    replay::ObservedMoment observed;
    observed.vault = agent;
    observed.address = scenario.agents[agent].observes.front().address;
    if (agent % 4 == 1) {
      observed.failure = world::ProvisioningFailure::access_denied;
    } else {
      observed.certificate = actors.vaults[agent].lines.front().versions[1].certificate;
      observed.nodes_with = 1;
      moment.installs.push_back({0, observed.certificate});
    }
    moment.observed.push_back(observed);
    actors.agents.push_back(moment);
  }
  using world::Outcome;
  for (model::ClientIndex client = 0; client < scenario.cluster.clients.size(); ++client) {
    replay::ClientMoment moment;
    moment.standings.by_grant[static_cast<std::size_t>(trust::Grant::admin)] = nodes;
    constexpr std::array outcomes = {Outcome::allowed, Outcome::refused, Outcome::not_authorized};
    if (client % 4 < outcomes.size()) moment.last_calls = {replay::CallPoint{1, 0, 0, outcomes[client % 4], 1}};
    actors.clients.push_back(moment);
  }
  return actors;
}

}  // namespace

const scene::TextMeasure& even_letters() {
  static const scene::TextMeasure measure{
      [](std::string_view text) { return 8.0F * static_cast<float>(utf8_characters(text).size()); }, 16};
  return measure;
}

TestMoment::TestMoment(const ClusterShape& shape)
    : setting_(setting_from(two_certificates(members_of(shape), R"("title": "x",)" + actors_of(shape)))) {
  const auto& cluster = setting_->scenario().cluster;
  now.at = setting_->scenario().start;
  now.nodes.resize(cluster.nodes.size());
  for (model::NodeIndex node = 0; node < now.nodes.size(); ++node) {
    now.nodes[node].seed = cluster.nodes[node].seed;
    now.nodes[node].presents = now.nodes[node].loaded = 0;
  }
  const auto nodes = static_cast<std::uint32_t>(now.nodes.size());
  const auto seeds = static_cast<std::uint32_t>(setting_->seeds().size());
  now.classes = {{nodes, seeds, 0, 0, "{P:{TP=A}, V:{TP=A}}"}};
  now.accepts = {true};
  now.pairs = std::uint64_t{nodes} * (nodes - 1) / 2;
  now.quorum = seeds == 0 ? 0 : seeds / 2 + 1;
  now.seeds_up = seeds;
  now.pieces = {{nodes, seeds, seeds > 0}};
  now.actors = made_up_actors(setting_->scenario());
  moment.setting = setting_.get();
  moment.now = &now;
}

TestMoment& TestMoment::absent(model::NodeIndex node, world::MachineStage stage) {
  now.nodes[node].deployed = false;
  now.nodes[node].machine = stage;
  now.nodes[node].presents = now.nodes[node].loaded = pki::no_certificate;
  ++now.not_deployed;
  // As snapshots have it: of a class of its own that refuses nobody.
  const std::size_t classes = now.classes.size();
  std::vector<bool> accepts;
  for (std::size_t validator = 0; validator <= classes; ++validator) {
    for (std::size_t shower = 0; shower <= classes; ++shower) {
      accepts.push_back(validator == classes || shower == classes || now.accepts[validator * classes + shower]);
    }
  }
  --now.classes[now.nodes[node].class_id].nodes;
  now.nodes[node].class_id = static_cast<std::uint32_t>(classes);
  now.classes.emplace_back();
  now.accepts = std::move(accepts);
  return *this;
}

TestMoment& TestMoment::switched(std::uint32_t domains, bool new_accept_old, bool old_accept_new) {
  const auto& cluster = setting_->scenario().cluster;
  now.classes.resize(2);
  now.classes[1] = {0, 0, 1, 1, "{P:{TP=B}, V:{TP=B}}"};
  for (model::NodeIndex node = 0; node < now.nodes.size(); ++node) {
    if (cluster.nodes[node].upgrade_domain >= domains) continue;
    now.nodes[node].class_id = 1;
    now.nodes[node].presents = 1;
    now.nodes[node].switched = true;
    now.nodes[node].trust_piece = 1;
    --now.classes[0].nodes;
    ++now.classes[1].nodes;
    if (!now.nodes[node].seed) continue;
    --now.classes[0].seeds;
    ++now.classes[1].seeds;
  }
  now.accepts = {true, old_accept_new, new_accept_old, true};
  if (new_accept_old && old_accept_new) return *this;
  now.broken_pairs = std::uint64_t{now.classes[0].nodes} * now.classes[1].nodes;
  now.one_way_pairs = new_accept_old || old_accept_new ? now.broken_pairs : 0;
  now.pieces.clear();
  for (const replay::ClassMoment& each : now.classes)
    now.pieces.push_back({each.nodes, each.seeds, each.seeds >= now.quorum});
  return *this;
}

TestMoment& TestMoment::state(model::NodeIndex node, world::NodeState state, bool lost) {
  now.nodes[node].state = state;
  now.nodes[node].lost = lost;
  ++now.unavailable;
  if (now.nodes[node].seed) --now.seeds_up;
  now.quorum_kept = now.seeds_up >= now.quorum;
  return *this;
}

TestMoment& TestMoment::old_session(model::NodeIndex opener, model::NodeIndex acceptor) {
  now.sessions.push_back({opener, acceptor, replay::SessionMoment::State::open, {0, 0}, true, false});
  ++now.sessions_open;
  ++now.sessions_old;
  return *this;
}

TestMoment& TestMoment::parted(std::uint32_t domains) {
  for (model::NodeIndex node = 0; node < now.nodes.size(); ++node)
    now.nodes[node].federation_piece = setting_->scenario().cluster.nodes[node].upgrade_domain < domains ? 1 : 0;
  return *this;
}

std::vector<std::string> faults_of_labels(const scene::Drawing& drawing) {
  std::vector<std::string> faults;
  const std::vector<scene::Label> labels = all_of<scene::Label>(drawing);
  for (std::size_t one = 0; one < labels.size(); ++one) {
    const scene::Rect box = scene::box_of(labels[one]);
    const bool inside = box.min.x >= drawing.canvas.min.x && box.min.y >= drawing.canvas.min.y &&
                        box.max.x <= drawing.canvas.max.x && box.max.y <= drawing.canvas.max.y;
    if (labels[one].extent.x <= 0) faults.push_back(certdrill::quoted(labels[one].text) + " is not measured");
    if (!inside) faults.push_back(certdrill::quoted(labels[one].text) + " leaves the canvas");
    for (std::size_t other = one + 1; other < labels.size(); ++other) {
      if (scene::overlap(box, scene::box_of(labels[other]))) {
        faults.push_back(certdrill::quoted(labels[one].text) + " and " + certdrill::quoted(labels[other].text) +
                         " overlap");
      }
    }
  }
  return faults;
}

std::vector<std::string> labels_of(const scene::Drawing& drawing) {
  std::vector<std::string> texts;
  for (const scene::Label& label : all_of<scene::Label>(drawing)) texts.push_back(label.text);
  return texts;
}

bool has_label(const scene::Drawing& drawing, const std::string& text) {
  const std::vector<std::string> texts = labels_of(drawing);
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace certdrill::test
