#include "pki/read_fields.h"

#include <chrono>
#include <ctime>
#include <string_view>

namespace certdrill::pki {
namespace {

std::string key_of(const ASN1_OBJECT* object) {
  const int nid = OBJ_obj2nid(object);
  if (nid != NID_undef) return OBJ_nid2sn(nid);
  const int size = OBJ_obj2txt(nullptr, 0, object, 1);
  if (size <= 0) return "?";
  std::string text(static_cast<std::size_t>(size) + 1, '\0');
  OBJ_obj2txt(text.data(), size + 1, object, 1);
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::optional<std::string> text_in(const ASN1_STRING* value) {
  unsigned char* text = nullptr;
  const int length = ASN1_STRING_to_UTF8(&text, value);
  if (length < 0) return std::nullopt;
  const OpenSslText owned(text);
  return std::string(text, text + length);
}

std::string hex_of(const ASN1_STRING* value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text = "#";
  const unsigned char* bytes = ASN1_STRING_get0_data(value);
  for (int i = 0; i < ASN1_STRING_length(value); ++i) text += {digits[bytes[i] >> 4], digits[bytes[i] & 0x0FU]};
  return text;
}

}  // namespace

std::optional<SimTime> read_time(const ASN1_TIME* time) {
  const int length = ASN1_STRING_length(time);
  const int expected = ASN1_STRING_type(time) == V_ASN1_UTCTIME ? 13 : 15;
  if (length != expected || ASN1_STRING_get0_data(time)[length - 1] != 'Z') return std::nullopt;
  std::tm fields{};
  if (ASN1_TIME_to_tm(time, &fields) != 1) return std::nullopt;
  const std::chrono::year_month_day date = std::chrono::year(fields.tm_year + 1900) /
                                           std::chrono::month(static_cast<unsigned>(fields.tm_mon) + 1) /
                                           std::chrono::day(static_cast<unsigned>(fields.tm_mday));
  if (!date.ok()) return std::nullopt;
  const SimTime at = SimTime(std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(fields.tm_hour) +
                             std::chrono::minutes(fields.tm_min) + std::chrono::seconds(fields.tm_sec));
  if (at < earliest_sim_time() || at > latest_sim_time()) return std::nullopt;
  return at;
}

std::optional<std::vector<SubjectAttribute>> read_name(const X509_NAME* name) {
  std::vector<SubjectAttribute> attributes;
  for (int place = 0; place < X509_NAME_entry_count(name); ++place) {
    const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, place);
    const ASN1_OBJECT* key = X509_NAME_ENTRY_get_object(entry);
    const ASN1_STRING* value = X509_NAME_ENTRY_get_data(entry);
    std::optional<std::string> text = text_in(value);
    if (!text && OBJ_obj2nid(key) == NID_commonName) return std::nullopt;
    attributes.push_back({key_of(key), text ? *std::move(text) : hex_of(value)});
  }
  return attributes;
}

std::string first_common_name(const std::vector<SubjectAttribute>& name) {
  for (const SubjectAttribute& each : name) {
    if (each.key == SN_commonName) return each.value;
  }
  return {};
}

}  // namespace certdrill::pki
