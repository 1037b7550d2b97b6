#include "load/certificate_fields.h"

#include <algorithm>

#include "base/text.h"
#include "load/subject_reader.h"

namespace certdrill::load {
namespace {

void read_usages(Report& report, const JsonValue& list, pki::CertificateSpec& spec) {
  static constexpr std::pair<std::string_view, pki::KeyUsage> usages[] = {{"serverAuth", pki::KeyUsage::server_auth},
                                                                          {"clientAuth", pki::KeyUsage::client_auth},
                                                                          {"codeSigning", pki::KeyUsage::code_signing},
                                                                          {"any", pki::KeyUsage::any}};
  if (!is_list(report, list, "extendedKeyUsage", "a list of usages", true)) return;
  list.for_each_item([&](const JsonValue& item) {
    const auto usage = read_choice(report, item, "extendedKeyUsage", "extended key usage", usages);
    if (!usage) return;
    if (std::find(spec.key_usages.begin(), spec.key_usages.end(), *usage) != spec.key_usages.end()) {
      report.error(item, "extended key usage " + quoted(item.text()) + " stands here a second time");
    } else {
      spec.key_usages.push_back(*usage);
    }
  });
}

}  // namespace

std::optional<SimTime> read_certificate_date(Report& report, const JsonValue& value, std::string_view field) {
  const std::optional<SimTime> read = read_time(report, value, field);
  if (!read) return std::nullopt;
  if (to_whole_second(*read) == *read) return read;
  report.error(value, "a certificate's dates are whole seconds: " + quoted(value.text()), "leave the fraction out");
  return std::nullopt;
}

void read_other_names(Report& report, const Fields& fields, pki::CertificateSpec& spec) {
  if (const auto names = fields.get("dnsNames")) read_dns_names(report, *names, spec.dns_names);
  if (const auto names = fields.get("emailNames")) read_email_names(report, *names, spec.email_names);
  if (const auto list = fields.get("ipAddresses")) read_ip_addresses(report, *list, spec.ip_addresses);
  if (const auto usages = fields.get("extendedKeyUsage")) read_usages(report, *usages, spec);
}

void read_common_name(Report& report, const std::optional<JsonValue>& value, bool has_issuer,
                      pki::CertificateSpec& spec) {
  if (!value) return;
  // X.509 names may be empty when the names are in the extension, but never those of an issuer (RFC 5280, 4.1.2.4).
  const bool other_names = !spec.dns_names.empty() || !spec.email_names.empty() || !spec.ip_addresses.empty();
  const bool may_be_empty = (other_names || !spec.subject.empty()) && has_issuer;
  if (may_be_empty && value->kind() == JsonKind::string && value->text().empty()) {
    spec.common_name.clear();
  } else if (const auto name = read_line(report, *value, "commonName", longest_certificate_name)) {
    spec.common_name = *name;
  }
}

void read_self_signed(Report& report, const Fields& fields) {
  const auto flag = fields.get("selfSigned");
  if (!flag) return;
  const std::optional<bool> self_signed = read_flag(report, *flag, "selfSigned");
  if (self_signed == true && fields.has("issuer")) {
    report.error(*flag, "a self-signed certificate has no issuer", "leave out \"selfSigned\" or \"issuer\"");
  } else if (self_signed == false && !fields.has("issuer")) {
    report.error(*flag, "a certificate that is not self-signed needs an issuer",
                 "add \"issuer\": the name of an authority");
  }
}

void read_sent_chain(Report& report, const JsonValue& value, pki::CertificateSpec& spec) {
  static constexpr std::pair<std::string_view, pki::SentChain> chains[] = {
      {"chain", pki::SentChain::whole},
      {"chainWithoutRoot", pki::SentChain::without_root},
      {"leaf", pki::SentChain::leaf}};
  spec.sent = read_choice(report, value, "sends", "chain to send", chains).value_or(spec.sent);
}

}  // namespace certdrill::load
