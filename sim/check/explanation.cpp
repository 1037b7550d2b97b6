#include "check/explanation.h"

#include "base/text.h"
#include "check/classes.h"
#include "world/client_calls.h"

namespace certdrill::check {

namespace {

Explanation explain_with(AuthenticationClasses& classes, const world::World& world, SimTime now, const Party& from,
                         const Party& to) {
  const model::Scenario& scenario = world.scenario();
  const bool with_client = from.is_client || to.is_client;
  const world::ConfigurationTable& table = world.configurations();
  const auto end = [&](const Party& who) {
    if (who.is_client) {
      const world::ClientConduct client = world::ClientCalls::conduct(world, who.index);
      return ExplainedParty{who, scenario.securities[client.security],
                            classes.client_presentation(client.security, *client.store, now)};
    }
    const ConfigurationId id = world.configuration_of(who.index);
    return ExplainedParty{
        who, scenario.securities[table[id].security],
        with_client ? classes.endpoint_presentation(table, id, now) : classes.presentation(table, id, now)};
  };
  const auto verdict = [&](const Party& judge, const ExplainedParty& shower) {
    const pki::CertificateId shown = shower.presentation.chosen;
    if (judge.is_client) {
      const world::ClientConduct client = world::ClientCalls::conduct(world, judge.index);
      return classes.client_verdict(client.security, *client.store, shown, now);
    }
    const ConfigurationId id = world.configuration_of(judge.index);
    return with_client ? classes.endpoint_verdict(table, id, shown, now) : classes.verdict(id, shown, now);
  };
  Explanation explanation{now, end(from), end(to), {}, {}};
  explanation.to_judges_from = verdict(to, explanation.from);
  explanation.from_judges_to = verdict(from, explanation.to);
  return explanation;
}

}  // namespace

Result<Explanation> explain(const std::shared_ptr<const world::Setting>& setting,
                            const std::shared_ptr<const pki::CertificateSet>& certificates, const Party& from,
                            const Party& to, const Moment& moment) {
  const model::Scenario& scenario = setting->scenario();
  world::Simulation simulation(setting);
  bool reached = !moment.after_step;
  std::uint32_t step = 0;
  std::uint32_t domain = 0;
  const auto on_event = [&](const world::Simulation::Event& event, const world::Effects& effects, const world::World&) {
    if (const auto* begin = std::get_if<world::BeginStep>(&event.what)) step = begin->step;
    if (const auto* begin = std::get_if<world::BeginDomain>(&event.what)) domain = begin->domain;
    if (!moment.after_step || step != *moment.after_step) return;
    const bool wanted =
        moment.after_domain ? effects.domain_completed && domain == *moment.after_domain : effects.step_completed;
    reached = reached || wanted;
  };
  const auto ignore = [](SimTime, const world::World&) {};
  if (moment.after_step) {
    while (!reached && simulation.run_instant(on_event, ignore)) {
    }
    if (!reached) {
      const std::string where =
          moment.after_domain ? quoted(scenario.cluster.upgrade_domains[*moment.after_domain]) + " in " : "";
      return problem("the run never completes " + where + quoted(scenario.steps[*moment.after_step].name));
    }
  } else if (moment.at) {
    if (*moment.at < scenario.start)
      return problem("the run starts later than " + to_string(*moment.at) + ": at " + to_string(scenario.start));
    while (!simulation.over() && simulation.next_time() <= *moment.at) simulation.run_instant(on_event, ignore);
  }
  const SimTime now = moment.after_step || !moment.at ? simulation.now() : *moment.at;
  AuthenticationClasses classes(setting, certificates);
  classes.begin_with_crls(simulation.world().crls());
  classes.learn(simulation.world().configurations(), now);
  return explain_with(classes, simulation.world(), now, from, to);
}

Explanation explain_at(const world::World& world, SimTime now, const Party& from, const Party& to) {
  return explain_with(world.classes(), world, now, from, to);
}

}  // namespace certdrill::check
