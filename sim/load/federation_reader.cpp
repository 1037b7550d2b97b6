#include "load/federation_reader.h"

#include "base/duration.h"
#include "base/text.h"
#include "load/scenario_fields.h"

namespace certdrill::load {
namespace {

using model::FederationSettings;

// `least`: what recurs at once, again and again, would stop the time.
struct Length {
  std::string_view name;
  Duration FederationSettings::*member;
  Duration least;
};
constexpr Duration any{};
constexpr Duration second = std::chrono::seconds(1);
constexpr Duration longest = std::chrono::hours(24) * 3650;

constexpr Length lengths[] = {{"leaseDuration", &FederationSettings::lease_duration, second},
                              {"leaseSuspendTimeout", &FederationSettings::lease_suspend_timeout, any},
                              {"arbitrationTimeout", &FederationSettings::arbitration_timeout, any},
                              {"maxIndirectLease", &FederationSettings::max_indirect_lease, any},
                              {"establishRetry", &FederationSettings::establish_retry, second},
                              {"voterHistory", &FederationSettings::voter_history, any},
                              {"repeatWindow", &FederationSettings::repeat_window, any},
                              {"globalLease", &FederationSettings::global_lease, second},
                              {"globalLeaseRefresh", &FederationSettings::global_lease_refresh, second},
                              {"joinRetry", &FederationSettings::join_retry, second},
                              {"joinDuration", &FederationSettings::join_duration, any},
                              {"bootstrapInterval", &FederationSettings::bootstrap_interval, second},
                              {"sessionRefreshDelay", &FederationSettings::session_refresh_delay, any},
                              {"sessionRefreshTimeout", &FederationSettings::session_refresh_timeout, any},
                              {"sessionCloseDelay", &FederationSettings::session_close_delay, any},
                              {"sessionExpiration", &FederationSettings::session_expiration, std::chrono::minutes(1)},
                              {"sessionExpirationSpread", &FederationSettings::session_expiration_spread, any},
                              {"sessionRefreshRetry", &FederationSettings::session_refresh_retry, second},
                              {"certificateMonitor", &FederationSettings::certificate_monitor, second},
                              {"processStart", &FederationSettings::process_start, any},
                              {"hostStart", &FederationSettings::host_start, any}};

struct Count {
  std::string_view name;
  std::uint32_t FederationSettings::*member;
  std::uint64_t least;
  std::uint64_t most;
};
constexpr Count counts[] = {{"neighborhoodSize", &FederationSettings::neighborhood_size, 1, 8},
                            {"leaseRenewBeginRatio", &FederationSettings::lease_renew_begin_ratio, 2, 100},
                            {"leaseRetryCount", &FederationSettings::lease_retry_count, 1, 100}};

}  // namespace

FederationSettings read_federation(Report& report, const JsonValue& value) {
  FederationSettings settings;
  const Fields fields(report, value, federation_fields);
  if (const auto flag = fields.get("simulate"))
    settings.simulate = read_flag(report, *flag, "simulate").value_or(settings.simulate);
  for (const Count& each : counts) {
    const auto number = fields.get(each.name);
    if (!number) continue;
    const auto read = read_count(report, *number, each.name, each.least, each.most);
    if (read) settings.*each.member = static_cast<std::uint32_t>(*read);
  }
  for (const Length& each : lengths) {
    const auto said = fields.get(each.name);
    const auto length = said ? read_duration(report, *said, each.name) : std::nullopt;
    if (!length) continue;
    if (*length < each.least || *length > longest) {
      report.error(*said, quoted(each.name) + " is out of range: " + to_string(*length),
                   "from " + to_string(each.least) + " to " + to_string(longest));
    } else {
      settings.*each.member = *length;
    }
  }
  if (settings.global_lease_refresh >= settings.global_lease) {
    const auto at = fields.get("globalLeaseRefresh");
    report.error(at ? *at : *fields.get("globalLease"),
                 "\"globalLeaseRefresh\" of " + to_string(settings.global_lease_refresh) +
                     " comes too late for a \"globalLease\" of " + to_string(settings.global_lease),
                 "it has to be shorter");
  }
  return settings;
}

}  // namespace certdrill::load
