#include "load/client_reader.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "load/scenario_fields.h"
#include "load/store_reader.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

constexpr std::size_t longest_name = 64;

bool is_same_place(const model::ClientPlace& place, std::string_view location, std::string_view name) {
  return place.location == location && equal_ignoring_ascii_case(place.name, name);
}

// The place of this name; a new one, with an empty store still to be given a number, when there is none.
std::uint32_t find_place(model::Client& client, std::string_view location, std::string_view name) {
  std::vector<model::ClientPlace>& places = client.places;
  const auto known = std::find_if(places.begin(), places.end(),
                                  [&](const model::ClientPlace& each) { return is_same_place(each, location, name); });
  const auto index = static_cast<std::uint32_t>(known - places.begin());
  if (known == places.end()) places.push_back({std::string(location), std::string(name), 0});
  return index;
}

}  // namespace

ClientReader::ClientReader(Report& report, const SourceText& source, const CertificateNames& certificates,
                           const ClusterNames& names, SecurityReader& securities, model::Scenario& scenario)
    : report_(report),
      source_(source),
      certificates_(certificates),
      names_(names),
      securities_(securities),
      scenario_(scenario),
      cluster_(scenario.cluster),
      calls_(report, securities, scenario),
      octopus_(report, certificates) {}

void ClientReader::read(const JsonValue& object) {
  if (object.kind() != JsonKind::object) {
    report_.wrong_type(object, "clients", "an object of clients");
    return;
  }
  if (object.size() > model::limits::clients) {
    report_.error(object, "more than " + std::to_string(model::limits::clients) + " clients");
    return;
  }
  first_store_ = cluster_.stores.size();
  object.for_each_member([&](const JsonValue& key, const JsonValue& value) { read_client(key, value); });
}

bool ClientReader::check_name(const JsonValue& key) {
  const std::string_view name = key.text();
  if (!model::is_node_name(name)) {
    report_.error(key, "not the name of a client: " + quoted(name),
                  "a letter or _, and then letters, digits, _, - and dots");
    return false;
  }
  if (name.size() > longest_name) {
    report_.error(key, "the name has " + std::to_string(name.size()) + " characters, at most " +
                           std::to_string(longest_name) + " are allowed");
    return false;
  }
  if (!names_.is_node(name)) return true;
  report_.error(key, quoted(name) + " is the name of a node", "call the client something else");
  return false;
}

void ClientReader::read_client(const JsonValue& key, const JsonValue& value) {
  Declared declared{{}, {}, {}, {}, HeldCertificates(scenario_.certificates.size())};
  model::Client& client = declared.client;
  bool good = check_name(key);
  client.name = key.text();
  const StringPlaces::Range place = inside_of(key);
  client.where = source_.brief_location(place.offset, place.length);
  const Fields fields(report_, value, client_fields);
  if (value.kind() != JsonKind::object) return;
  if (const auto gateway = fields.get("gateway"))
    client.gateway = read_flag(report_, *gateway, "gateway").value_or(false);
  if (const auto unknown = fields.get("unknown")) {
    const std::optional<bool> flag = read_flag(report_, *unknown, "unknown");
    client.known = !flag.value_or(false);
    good = good && flag.has_value();
  }
  if (!client.known) {
    good = read_unknown(fields, client) && good;
  } else {
    const std::optional<model::Store> common = read_common_store(fields);
    good = common.has_value() && read_places(fields, *common, client) && good;
    for (const model::ClientPlace& each : client.places) {
      for (const model::StoreEntry& entry : cluster_.stores[each.store].entries) declared.held.add(entry);
    }
    if (!fields.has("security") && !fields.has("octopus")) {
      report_.error(key, "client " + quoted(client.name) + " has no \"security\"",
                    "add \"security\": \"{P:{TP=A}, V:{TP=B}}\": what it shows, and what it accepts of a node; or "
                    "\"unknown\": true");
      rejected_.push_back(client.name);
      return;
    }
    good = good && read_rules(fields, declared, true);
  }
  if (!good) {
    rejected_.push_back(client.name);
    return;
  }
  client.store = client.places.front().store;
  cluster_.clients.push_back(client);
  declared_.push_back(std::move(declared));
}

// Nobody knows anything of it: what else the file says would not count.
bool ClientReader::read_unknown(const Fields& fields, model::Client& client) {
  bool good = true;
  for (const std::string_view field : client_fields.fields) {
    if (field == "unknown" || field == "gateway" || !fields.has(field)) continue;
    report_.error(*fields.key(field),
                  quoted(field) + " cannot stand beside \"unknown\": nobody knows how this client connects",
                  "take \"unknown\" out once it is known");
    good = false;
  }
  client.security = securities_.keep({});
  client.places.push_back({"LocalMachine", "MY", intern({})});
  return good;
}

// "security" or "octopus", and the calls, as far as they are said; all else stays.
bool ClientReader::read_rules(const Fields& fields, Declared& declared, bool at_the_start) {
  model::Client& client = declared.client;
  bool good = true;
  if (fields.has("security") && (fields.has("octopus") || declared.octopus)) {
    report_.error(*fields.key("security"), "\"octopus\" says what this client shows and accepts",
                  "leave \"security\" out, or say \"calls\" that have their own");
    good = false;
  } else if (const auto security = fields.get("security")) {
    const std::optional<SecurityUse> use = securities_.read_of_client(*security, "security");
    good = use.has_value();
    if (use && at_the_start) securities_.warn_of_missing_at_client(*use, declared.held, client.name);
    const std::uint32_t before = client.security;
    if (use) client.security = use->security;
    for (model::ClientCall& call : declared.calls) {
      if (!at_the_start && call.security == before) call.security = client.security;
    }
  }
  if (const auto octopus = fields.get("octopus")) {
    if (!at_the_start && !declared.octopus) {
      report_.error(*fields.key("octopus"), "client " + quoted(client.name) + " is no target of Octopus Deploy",
                    "declare it with \"octopus\", or change its \"security\"");
      return false;
    }
    std::optional<OctopusTarget> target = octopus_.read(*octopus, declared.octopus ? &*declared.octopus : nullptr);
    if (!target) return false;
    client.place = place_of(*target, client);
    client.security = securities_.keep(octopus_.rules_of_deployment(*target));
    declared.octopus = std::move(target);
  }
  for (const auto& [field, name, kind] :
       {std::tuple("deployments", "deployment", model::CallKind::octopus_deployment),
        std::tuple("healthChecks", "health check", model::CallKind::octopus_health_check)}) {
    const auto value = fields.get(field);
    if (!value) continue;
    if (!declared.octopus) {
      report_.error(*fields.key(field), quoted(field) + " are those of Octopus Deploy",
                    "add \"octopus\", or say \"calls\"");
      good = false;
      continue;
    }
    const Fields schedule(report_, *value, octopus_schedule_fields);
    if (value->kind() != JsonKind::object) return false;
    model::ClientCall call;
    call.name = name;
    call.kind = kind;
    good = calls_.read_schedule(schedule, call) && good;
    (kind == model::CallKind::octopus_deployment ? declared.schedules.deployments : declared.schedules.health_checks) =
        std::move(call);
  }
  if (const auto calls = fields.get("calls")) {
    std::optional<std::vector<model::ClientCall>> read = calls_.read(*calls, client, declared.held);
    good = good && read.has_value();
    if (read) declared.calls = *std::move(read);
  }
  if (good) put_calls_together(declared);
  return good;
}

void ClientReader::put_calls_together(Declared& declared) {
  model::Client& client = declared.client;
  client.calls.clear();
  if (declared.octopus) {
    const OctopusTarget& target = *declared.octopus;
    if (std::optional<model::ClientCall> call = declared.schedules.deployments) {
      call->security = client.security;
      call->place = client.place;
      if (target.installs_before_deployment) call->installs_first = target.client_certificate;
      client.calls.push_back(*std::move(call));
    }
    // One attempt; what it asks for, any user may ask. Source: OctopusDeploy/Calamari, HealthCheckBehaviour.cs.
    if (std::optional<model::ClientCall> call = declared.schedules.health_checks) {
      call->security = securities_.keep(octopus_.rules_of_health_check(target));
      call->place = client.place;
      call->needs = model::NeededRole::user;
      call->attempts = 1;
      call->installs_first = target.client_certificate;
      client.calls.push_back(*std::move(call));
    }
  }
  client.calls.insert(client.calls.end(), declared.calls.begin(), declared.calls.end());
}

// What all of its places have in common; no entries.
std::optional<model::Store> ClientReader::read_common_store(const Fields& fields) {
  model::Store store;
  bool good = true;
  const auto take = [&](auto& into, auto&& read) {
    good = good && read.has_value();
    if (read) into = *std::forward<decltype(read)>(read);
  };
  if (const auto value = fields.get("trustedRoots"))
    take(store.trusted_roots, read_trusted_roots(report_, certificates_, *value));
  if (const auto value = fields.get("unreachableCrls");
      value && is_list(report_, *value, "unreachableCrls", "a list of authorities", true))
    take(store.unreachable_crls, read_crl_issuers(report_, certificates_, *value, "unreachableCrls"));
  return good ? std::optional(std::move(store)) : std::nullopt;
}

bool ClientReader::read_places(const Fields& fields, const model::Store& common, model::Client& client) {
  client.places.push_back({});
  std::vector<model::Store> stores = {common};
  std::vector<RenewalMarks> marks(1);
  bool good = true;
  const auto value = fields.get("installed");
  if (!value) {
    stores.front().entries = default_store_entries(scenario_);
  } else if (!is_list(report_, *value, "installed", "a list of certificates", true)) {
    return false;
  } else {
    value->for_each_item([&](const JsonValue& item) {
      std::uint32_t place = 0;
      std::optional<model::StoreEntry> entry;
      if (item.kind() == JsonKind::object) {
        const Fields said(report_, item, client_store_entry_fields);
        entry = read_store_entry(report_, certificates_, said);
        std::string location = client.places.front().location;
        std::string name = client.places.front().name;
        if (const auto where = said.get("location")) {
          static constexpr std::pair<std::string_view, std::string_view> locations[] = {
              {"LocalMachine", "LocalMachine"}, {"CurrentUser", "CurrentUser"}};
          const auto known = read_choice(report_, *where, "location", "location of a store", locations);
          good = good && known.has_value();
          location = known.value_or(location);
        }
        if (const auto store = said.get("store")) {
          const auto line = read_line(report_, *store, "store", longest_name);
          good = good && line.has_value();
          name = line.value_or(name);
        }
        place = find_place(client, location, name);
        stores.resize(client.places.size(), common);
        marks.resize(client.places.size());
      } else {
        entry = read_store_entry(report_, certificates_, item, "installed");
      }
      good = good && entry.has_value();
      if (!entry) return;
      stores[place].entries.push_back(*entry);
      if (entry->renewed_by != pki::no_certificate) marks[place].try_emplace(entry->certificate, item);
    });
  }
  for (std::size_t i = 0; i < stores.size(); ++i) {
    std::optional<std::vector<model::StoreEntry>> entries =
        put_in_order(report_, certificates_, std::move(stores[i].entries), marks[i]);
    if (!entries) return false;
    stores[i].entries = *std::move(entries);
    client.places[i].store = intern(stores[i]);
  }
  return good;
}

// Nothing lies there unless something was said to.
std::uint32_t ClientReader::place_of(const OctopusTarget& target, model::Client& client) {
  const std::size_t before = client.places.size();
  const std::uint32_t place = find_place(client, target.location, target.store);
  if (client.places.size() > before) {
    model::Store empty = cluster_.stores[client.places.front().store];
    empty.entries.clear();
    client.places[place].store = intern(empty);
  }
  return place;
}

std::optional<model::ClientIndex> ClientReader::find(const JsonValue& name, std::string_view field) {
  const auto text = read_string(report_, name, field, "the name of a client");
  if (!text) return std::nullopt;
  std::vector<std::string> known;
  for (model::ClientIndex client = 0; client < cluster_.clients.size(); ++client) {
    if (cluster_.clients[client].name == *text) return client;
    known.push_back(cluster_.clients[client].name);
  }
  // What is wrong with one that the file does declare has been said.
  if (std::find(rejected_.begin(), rejected_.end(), *text) == rejected_.end())
    report_.unknown(inside_of(name), "client", *text, known);
  return std::nullopt;
}

model::ClientStep ClientReader::read_change(const Fields& fields) {
  const JsonValue name = *fields.get("changeClient");
  const std::optional<model::ClientIndex> client = find(name, "changeClient");
  if (!client) return {};
  Declared& declared = declared_[*client];
  if (!declared.client.known) {
    report_.error(name, "nobody knows how client " + quoted(declared.client.name) + " connects",
                  "declare what it shows and accepts, instead of \"unknown\"");
    return {};
  }
  const auto is_said = [&](std::string_view field) { return fields.has(field); };
  static constexpr std::string_view rules[] = {"security", "octopus", "calls", "deployments", "healthChecks"};
  if (std::none_of(std::begin(rules), std::end(rules), is_said)) {
    report_.error(name, "the step does not say what changes",
                  R"(add "security", "octopus", "calls", "deployments" or "healthChecks")");
  }
  (void)read_rules(fields, declared, false);
  // A place that only this step looks into is there, and empty, from the start.
  cluster_.clients[*client].places = declared.client.places;
  return {declared.client, *client};
}

std::vector<model::ClientIndex> ClientReader::read_names(const JsonValue& value, std::string_view field) {
  std::vector<model::ClientIndex> clients;
  const auto read = [&](const JsonValue& item) {
    if (const std::optional<model::ClientIndex> client = find(item, field)) clients.push_back(*client);
  };
  if (value.kind() != JsonKind::list) {
    read(value);
  } else if (is_list(report_, value, field, "a list of clients", false)) {
    value.for_each_item(read);
  }
  std::sort(clients.begin(), clients.end());
  clients.erase(std::unique(clients.begin(), clients.end()), clients.end());
  return clients;
}

// Clients are few: those of equal stores share one, but none shares that of a node.
std::uint32_t ClientReader::intern(const model::Store& store) {
  std::vector<model::Store>& stores = cluster_.stores;
  const auto first = stores.begin() + static_cast<std::ptrdiff_t>(first_store_);
  const auto known = std::find(first, stores.end(), store);
  const auto index = static_cast<std::uint32_t>(known - stores.begin());
  if (known == stores.end()) stores.push_back(store);
  return index;
}

}  // namespace certdrill::load
