#include "report/certificate_report.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "report/atomic_file.h"
#include "report/verdict_json.h"

namespace certdrill::report {
namespace {

std::string_view word_for(pki::KeyType type) {
  switch (type) {
    case pki::KeyType::ed25519:
      return "ed25519";
    case pki::KeyType::p256:
      return "p256";
    case pki::KeyType::rsa2048:
      return "rsa2048";
    case pki::KeyType::rsa512:
      return "rsa512";
  }
  return "ed25519";
}

}  // namespace

std::string certificate_line(const pki::CertificateSet& certificates, pki::CertificateId id, std::size_t name_width) {
  const pki::CertificateSpec& spec = certificates.spec(id);
  std::string out = padded(spec.name, name_width) + "  " + certificates.certificate(id).thumbprint().to_string() + "  ";
  out += spec.common_name.empty() ? "(no common name)" : spec.common_name;
  if (!spec.dns_names.empty()) out += " (" + join(spec.dns_names, ", ") + ")";
  out += spec.issuer      ? ", issued by " + certificates.spec(*spec.issuer).name
         : spec.authority ? ", root"
                          : ", self-signed";
  return out + ", " + date_to_string(spec.not_before) + " to " + date_to_string(spec.not_after);
}

WriteCertificatesResult write_certificates(const pki::CertificateSet& certificates,
                                           const std::vector<pki::CrlSpec>& crls, const std::string& folder,
                                           bool with_keys) {
  WriteCertificatesResult result;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    result.failure = problem("cannot make the folder: " + error.message(), "name a folder that can be written to");
    result.failure->where.file = folder;
    return result;
  }
  std::vector<pki::CertificateId> all(certificates.size());
  for (pki::CertificateId id = 0; id < all.size(); ++id) all[id] = id;
  certificates.mint(all);
  const std::string base = folder + (folder.ends_with('/') ? "" : "/");
  // What stands in the way is found before the first file is written, so that a folder holds all of them or none.
  for (const pki::CertificateId id : all) {
    for (const char* ending : {".crt", ".key", ".chain.crt", ".crl.pem"}) {
      const std::string path = base + certificates.spec(id).name + ending;
      if (!std::filesystem::is_directory(path, error)) continue;
      result.failure = problem("cannot write: there is a folder of this name", "name another folder to write to");
      result.failure->where.file = path;
      return result;
    }
  }
  const auto write = [&](const std::string& file, const std::string& text, bool private_to_owner) {
    if (!result.failure) result.failure = write_file(base + file, text, private_to_owner);
  };
  for (const pki::CertificateId id : all) {
    WrittenCertificate written{id, certificates.spec(id).name + ".crt", {}, {}, {}};
    write(written.certificate_file, certificates.certificate(id).pem(), false);
    if (with_keys) {
      written.key_file = certificates.spec(id).name + ".key";
      write(written.key_file, certificates.private_key_pem(id), true);
    }
    const std::vector<pki::CertificateId> issuers = certificates.issuers_of(id);
    if (!issuers.empty()) {
      written.chain_file = certificates.spec(id).name + ".chain.crt";
      std::string chain = certificates.certificate(id).pem();
      for (const pki::CertificateId issuer : issuers) chain += certificates.certificate(issuer).pem();
      write(written.chain_file, chain, false);
    }
    const auto crl =
        std::find_if(crls.begin(), crls.end(), [id](const pki::CrlSpec& list) { return list.issuer == id; });
    if (crl != crls.end()) {
      written.crl_file = certificates.spec(id).name + ".crl.pem";
      write(written.crl_file, certificates.crl(*crl).pem(), false);
    }
    if (result.failure) return result;
    result.written.push_back(std::move(written));
  }
  return result;
}

std::string certificates_text(const pki::CertificateSet& certificates, const std::vector<WrittenCertificate>& written,
                              const std::string& folder) {
  std::size_t width = 0;
  for (const WrittenCertificate& each : written)
    width = std::max(width, certificates.spec(each.certificate).name.size());
  std::string out;
  for (const WrittenCertificate& each : written) {
    out += certificate_line(certificates, each.certificate, width) + "\n" + std::string(width + 2, ' ') +
           each.certificate_file;
    if (!each.key_file.empty()) out += ", " + each.key_file;
    if (!each.chain_file.empty()) out += ", " + each.chain_file;
    if (!each.crl_file.empty()) out += ", " + each.crl_file;
    out += "\n";
  }
  return out + counted(written.size(), "certificate") + " written to " + folder + "\n";
}

std::string certificates_json(const pki::CertificateSet& certificates, const std::vector<WrittenCertificate>& written,
                              const std::string& folder) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const WrittenCertificate& each : written) {
    const pki::CertificateSpec& spec = certificates.spec(each.certificate);
    nlohmann::ordered_json entry;
    entry["name"] = spec.name;
    entry["thumbprint"] = certificates.certificate(each.certificate).thumbprint().to_string();
    entry["commonName"] = spec.common_name;
    entry["dnsNames"] = spec.dns_names;
    entry["issuer"] =
        spec.issuer ? nlohmann::ordered_json(certificates.spec(*spec.issuer).name) : nlohmann::ordered_json(nullptr);
    entry["authority"] = spec.authority;
    entry["keyType"] = word_for(spec.key_type);
    entry["notBefore"] = to_string(spec.not_before);
    entry["notAfter"] = to_string(spec.not_after);
    entry["certificateFile"] = each.certificate_file;
    if (!each.key_file.empty()) entry["keyFile"] = each.key_file;
    if (!each.chain_file.empty()) entry["chainFile"] = each.chain_file;
    if (!each.crl_file.empty()) entry["crlFile"] = each.crl_file;
    list.push_back(std::move(entry));
  }
  nlohmann::ordered_json out;
  out["format"] = "certdrill.certificates/1";
  out["folder"] = folder;
  out["certificates"] = std::move(list);
  return to_text(out);
}

}  // namespace certdrill::report
