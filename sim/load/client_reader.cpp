#include "load/client_reader.h"

#include <algorithm>

#include "base/text.h"
#include "load/scenario_fields.h"
#include "load/store_reader.h"
#include "model/notation.h"

namespace certdrill::load {
namespace {

constexpr std::size_t longest_name = 64;

class ClientReader {
 public:
  ClientReader(Report& report, const SourceText& source, const CertificateNames& certificates,
               const ClusterNames& names, SecurityReader& securities, model::Scenario& scenario)
      : report_(report),
        source_(source),
        certificates_(certificates),
        names_(names),
        securities_(securities),
        scenario_(scenario),
        cluster_(scenario.cluster),
        first_store_(cluster_.stores.size()) {}

  void read(const JsonValue& object) {
    if (object.kind() != JsonKind::object) {
      report_.wrong_type(object, "clients", "an object of clients");
      return;
    }
    if (object.size() > model::limits::clients) {
      report_.error(object, "more than " + std::to_string(model::limits::clients) + " clients");
      return;
    }
    object.for_each_member([&](const JsonValue& key, const JsonValue& value) { read_client(key, value); });
  }

 private:
  bool check_name(const JsonValue& key) {
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

  void read_client(const JsonValue& key, const JsonValue& value) {
    model::Client client;
    const bool good_name = check_name(key);
    client.name = key.text();
    const StringPlaces::Range place = inside_of(key);
    client.where = source_.brief_location(place.offset, place.length);
    const Fields fields(report_, value, client_fields);
    if (value.kind() != JsonKind::object) return;
    const std::optional<model::Store> store = read_store(fields);
    const auto security = fields.get("security");
    if (!security) {
      report_.error(key, "client " + quoted(client.name) + " has no \"security\"",
                    "add \"security\": \"{P:{TP=A}, V:{TP=B}}\": what it shows, and what it accepts of a node");
      return;
    }
    const std::optional<SecurityUse> use = securities_.read_of_client(*security, "security");
    if (!use || !store || !good_name) return;
    HeldCertificates held(scenario_.certificates.size());
    for (const model::StoreEntry& entry : store->entries) held.add(entry);
    securities_.warn_of_missing_at_client(*use, held, client.name);
    client.security = use->security;
    client.store = intern(*store);
    client.places.push_back({"LocalMachine", "MY", client.store});
    cluster_.clients.push_back(std::move(client));
  }

  std::optional<model::Store> read_store(const Fields& fields) {
    model::Store store;
    bool good = true;
    const auto take = [&](auto& into, auto&& read) {
      good = good && read.has_value();
      if (read) into = *std::forward<decltype(read)>(read);
    };
    if (const auto value = fields.get("installed")) {
      take(store.entries, read_store_entries(report_, certificates_, *value, "installed", true));
    } else {
      store.entries = default_store_entries(scenario_);
    }
    if (const auto value = fields.get("trustedRoots"))
      take(store.trusted_roots, read_trusted_roots(report_, certificates_, *value));
    if (const auto value = fields.get("unreachableCrls");
        value && is_list(report_, *value, "unreachableCrls", "a list of authorities", true))
      take(store.unreachable_crls, read_crl_issuers(report_, certificates_, *value, "unreachableCrls"));
    return good ? std::optional(std::move(store)) : std::nullopt;
  }

  // Clients are few: those of equal stores share one, but none shares that of a node.
  std::uint32_t intern(const model::Store& store) {
    std::vector<model::Store>& stores = cluster_.stores;
    const auto first = stores.begin() + static_cast<std::ptrdiff_t>(first_store_);
    const auto known = std::find(first, stores.end(), store);
    const auto index = static_cast<std::uint32_t>(known - stores.begin());
    if (known == stores.end()) stores.push_back(store);
    return index;
  }

  Report& report_;
  const SourceText& source_;
  const CertificateNames& certificates_;
  const ClusterNames& names_;
  SecurityReader& securities_;
  model::Scenario& scenario_;
  model::Cluster& cluster_;
  std::size_t first_store_;
};

}  // namespace

void read_clients(Report& report, const SourceText& source, const CertificateNames& certificates,
                  const ClusterNames& names, SecurityReader& securities, const JsonValue& object,
                  model::Scenario& scenario) {
  ClientReader(report, source, certificates, names, securities, scenario).read(object);
}

}  // namespace certdrill::load
