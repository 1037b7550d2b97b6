#include "load/check_reader.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "load/scenario_fields.h"
#include "model/utf8.h"

namespace certdrill::load {
namespace {

const std::vector<std::string> quantifiers = {"always", "never", "sometimes", "finally"};

// The certificate's name stands at one end of the sentence.
StringPlaces::Range place_of_name(const JsonValue& sentence, const std::string& name) {
  const std::string_view text = sentence.text();
  const std::size_t first = text.find_first_not_of(" \t");
  const bool at_start =
      text.substr(first, name.size()) == name &&
      (first + name.size() < text.size() && (text[first + name.size()] == ' ' || text[first + name.size()] == '\t'));
  const std::size_t begin = at_start ? first : text.rfind(name);
  const auto column = static_cast<std::uint32_t>(model::count_characters(text.substr(0, begin)) + 1);
  return StringPlaces(sentence).place_of(column, static_cast<std::uint32_t>(name.size()));
}

// The word behind "client", which stands at the beginning or behind "of"; in a name of a call it would be in quotes.
StringPlaces::Range place_of_client(const JsonValue& sentence, const std::string& name) {
  const std::string_view text = sentence.text();
  const std::size_t quotes_end = text.rfind('\'');
  std::size_t word = text.find_first_not_of(" \t", quotes_end == std::string_view::npos ? 0 : quotes_end + 1);
  std::size_t end = text.find_first_of(" \t", word);
  while (end != std::string_view::npos && !equal_ignoring_ascii_case(text.substr(word, end - word), "client")) {
    word = text.find_first_not_of(" \t", end);
    end = text.find_first_of(" \t", word);
  }
  const std::size_t begin = text.find_first_not_of(" \t", end);
  const auto column = static_cast<std::uint32_t>(model::count_characters(text.substr(0, begin)) + 1);
  return StringPlaces(sentence).place_of(column, static_cast<std::uint32_t>(name.size()));
}

// Between the first and the last single quote.
StringPlaces::Range place_of_step(const JsonValue& sentence, const std::string& name) {
  const std::string_view text = sentence.text();
  const auto column = static_cast<std::uint32_t>(model::count_characters(text.substr(0, text.find('\''))) + 2);
  return StringPlaces(sentence).place_of(column, static_cast<std::uint32_t>(model::count_characters(name)));
}

class CheckReader {
 public:
  CheckReader(Report& report, const SourceText& source, const CertificateNames& certificates, model::Scenario& scenario)
      : report_(report), source_(source), certificates_(certificates), scenario_(scenario) {
    for (const model::Step& step : scenario.steps) step_names_.push_back(step.name);
    known_steps_.insert(step_names_.begin(), step_names_.end());
  }

  void read(const JsonValue& list) {
    if (!is_list(report_, list, "checks", "a list of checks", true)) return;
    if (list.size() > model::limits::checks) {
      report_.error(list, "more than " + std::to_string(model::limits::checks) + " checks");
      return;
    }
    list.for_each_item([&](const JsonValue& item) { read_check(item); });
  }

 private:
  void read_check(const JsonValue& item) {
    const Fields fields(report_, item, check_fields);
    if (item.kind() != JsonKind::object) return;
    std::optional<JsonValue> sentence;
    model::Check check;
    bool good = true;
    for (const std::string& word : quantifiers) {
      const auto value = fields.get(word);
      if (!value) continue;
      if (sentence) {
        report_.error(*fields.key(word),
                      "a check says one thing: " + quoted(word) + " cannot stand beside " +
                          quoted(model::to_string(check.quantifier)),
                      "make two checks of it");
        good = false;
        continue;
      }
      sentence = value;
      check.quantifier = *model::parse_quantifier(word);
    }
    read_expectation(fields, check);
    if (!sentence) {
      report_.error(item, "the check says nothing",
                    "one of: " + join(quantifiers, ", ") + ", with a property behind it");
      return;
    }
    good = read_property(*sentence, check) && good;
    if (!good) return;
    const StringPlaces::Range place = inside_of(*sentence);
    check.where = source_.brief_location(place.offset, place.length);
    scenario_.checks.push_back(std::move(check));
  }

  bool read_property(const JsonValue& sentence, model::Check& check) {
    const auto text = read_string(report_, sentence, model::to_string(check.quantifier),
                                  "a property in quotes, such as \"seed quorum\"");
    if (!text) return false;
    Result<model::Property> property = model::parse_property(*text);
    if (!property) {
      report_.error_inside(sentence, property.problem());
      return false;
    }
    check.property = *std::move(property);
    if (!check_client(sentence, check.property) || !check_step(sentence, check.property)) return false;
    if (!check_calls(sentence, check.property)) return false;
    const std::string* name = model::certificate_named_by(check.property);
    return name == nullptr || certificates_.find_or_report(report_, place_of_name(sentence, *name), *name).has_value();
  }

  bool check_client(const JsonValue& sentence, const model::Property& property) {
    std::vector<std::string> clients;
    for (const model::Client& client : scenario_.cluster.clients) clients.push_back(client.name);
    if (clients.empty() && std::holds_alternative<model::EveryClientCanConnect>(property)) {
      report_.error(sentence, "there are no clients", "declare some under \"clients\"");
      return false;
    }
    const std::string* name = model::client_named_by(property);
    if (name == nullptr || std::find(clients.begin(), clients.end(), *name) != clients.end()) return true;
    report_.unknown(place_of_client(sentence, *name), "client", *name, clients);
    return false;
  }

  // Those that a client makes at any time; of one that nobody knows anything of, any.
  bool check_calls(const JsonValue& sentence, const model::Property& property) {
    if (!model::about_calls(property)) return true;
    const std::string* const client = model::client_named_by(property);
    std::vector<std::string> calls;
    bool unknown = false;
    const auto look_at = [&](const model::Client& each) {
      if (client != nullptr && each.name != *client) return;
      unknown = unknown || !each.known;
      for (const model::ClientCall& call : each.calls) calls.push_back(call.name);
    };
    for (const model::Client& each : scenario_.cluster.clients) look_at(each);
    for (const model::Step& step : scenario_.steps) {
      if (const auto* change = std::get_if<model::ClientStep>(&step.what)) look_at(change->becomes);
    }
    if (unknown) return true;
    if (calls.empty()) {
      report_.error(sentence,
                    (client == nullptr ? "no client" : "client " + quoted(*client) + " never") +
                        std::string(client == nullptr ? " makes a call" : " calls"),
                    "give it \"calls\", or \"deployments\"");
      return false;
    }
    const std::string* const call = model::call_named_by(property);
    if (call == nullptr || std::find(calls.begin(), calls.end(), *call) != calls.end()) return true;
    report_.unknown(place_of_step(sentence, *call), "call", *call, calls);
    return false;
  }

  // Only an upgrade, or a conversion, which is a row of them, completes.
  bool check_step(const JsonValue& sentence, const model::Property& property) {
    const std::string* name = model::step_named_by(property);
    if (name == nullptr) return true;
    const StringPlaces::Range place = place_of_step(sentence, *name);
    std::vector<std::string> upgrades;
    for (const model::Step& step : scenario_.steps) {
      if (std::holds_alternative<model::UpgradeStep>(step.what) ||
          std::holds_alternative<model::ConvertStep>(step.what)) {
        upgrades.push_back(step.name);
      }
    }
    if (std::find(upgrades.begin(), upgrades.end(), *name) != upgrades.end()) return true;
    if (known_steps_.count(*name) != 0) {
      report_.error_at(place, "the step " + quoted(*name) + " is no upgrade", did_you_mean(*name, upgrades));
    } else {
      report_.unknown(place, "upgrade", *name, upgrades);
    }
    return false;
  }

  void read_expectation(const Fields& fields, model::Check& check) {
    static constexpr std::pair<std::string_view, model::Verdict> expectations[] = {
        {"violated", model::Verdict::violated}, {"unknown", model::Verdict::unknown}};
    const auto expect = fields.get("expect");
    if (expect) {
      const auto verdict = read_choice(report_, *expect, "expect", "expectation of a check", expectations);
      check.expect_violated = verdict == model::Verdict::violated;
      check.expect_unknown = verdict == model::Verdict::unknown;
    }
    if (check.expect_unknown && scenario_.expected == model::Verdict::holds) {
      report_.error(*expect, "a check is expected to end unknown, but the scenario as a whole is expected to hold",
                    "add \"expect\": \"unknown\" to the scenario");
    }
    if (check.expect_violated && scenario_.expected != model::Verdict::violated) {
      report_.error(*expect, "a check is expected to fail, but the scenario as a whole is not",
                    "add \"expect\": \"violated\" to the scenario");
    }
    const auto step = fields.get("step");
    if (!step) return;
    if (!check.expect_violated) {
      report_.error(*fields.key("step"), "\"step\" says where a check fails, but it is not expected to",
                    "add \"expect\": \"violated\"");
    }
    if (check.quantifier == model::Quantifier::finally || check.quantifier == model::Quantifier::sometimes) {
      report_.error(*fields.key("step"),
                    "\"step\" does not go with \"" + std::string(model::to_string(check.quantifier)) +
                        "\": such a check fails at the end of the run, in no step",
                    "leave \"step\" out");
    }
    const auto name = read_string(report_, *step, "step", "the name of a step");
    if (!name) return;
    if (known_steps_.count(std::string(*name)) == 0) {
      report_.unknown(*step, "step", step_names_);
    } else {
      check.expected_step = *name;
    }
  }

  Report& report_;
  const SourceText& source_;
  const CertificateNames& certificates_;
  model::Scenario& scenario_;
  std::vector<std::string> step_names_;
  std::unordered_set<std::string> known_steps_;
};

}  // namespace

void read_checks(Report& report, const SourceText& source, const CertificateNames& certificates,
                 const std::optional<JsonValue>& list, model::Scenario& scenario) {
  if (list) {
    CheckReader(report, source, certificates, scenario).read(*list);
    return;
  }
  for (const model::Property& property :
       {model::Property(model::EveryPairCanAuthenticate{}), model::Property(model::FederationIsConnected{}),
        model::Property(model::SeedQuorum{})}) {
    model::Check check;
    check.property = property;
    check.where.file = source.file();
    scenario.checks.push_back(std::move(check));
  }
}

}  // namespace certdrill::load
