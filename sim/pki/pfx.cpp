#include "pki/pfx.h"

#include <cstring>

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>

namespace certdrill::pki {
namespace {

using Pkcs12 = Handle<PKCS12, PKCS12_free>;
using Pkcs8 = Handle<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;

inline void free_safes(STACK_OF(PKCS7) * safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }
inline void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) { sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free); }
using Safes = Handle<STACK_OF(PKCS7), free_safes>;
using Bags = Handle<STACK_OF(PKCS12_SAFEBAG), free_bags>;

constexpr std::int64_t most_rounds = 10'000'000;  // some seconds
constexpr int deepest_nesting = 8;

// A library context of its own, so that outdated algorithms are there for old files and for nothing else. Never freed:
// it lives as long as the process.
struct PfxContext {
  OSSL_LIB_CTX* library = made(OSSL_LIB_CTX_new(), "library context");
  OSSL_PROVIDER* standard = made(OSSL_PROVIDER_load(library, "default"), "default provider");
  OSSL_PROVIDER* outdated = OSSL_PROVIDER_load(library, "legacy");  // null where OpenSSL comes without it
};
const PfxContext& pfx_context() {
  static const auto* context = new PfxContext;
  return *context;
}

std::optional<std::int64_t> number_in(const ASN1_INTEGER* number) {
  std::int64_t value = 0;
  if (number == nullptr || ASN1_INTEGER_get_int64(&value, number) != 1) return std::nullopt;
  return value;
}

// How many rounds a password goes through: RFC 7292, appendix C, and RFC 8018, appendix A. Other schemes bring limits
// of their own or are refused by OpenSSL.
std::optional<std::int64_t> rounds_of(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* object = nullptr;
  int type = 0;
  const void* value = nullptr;
  X509_ALGOR_get0(&object, &type, &value, algorithm);
  const int nid = OBJ_obj2nid(object);
  if (type != V_ASN1_SEQUENCE) return 0;
  const auto* sequence = static_cast<const ASN1_STRING*>(value);
  if (nid == NID_pbes2) {
    const Handle<PBE2PARAM, PBE2PARAM_free> scheme(
        static_cast<PBE2PARAM*>(ASN1_item_unpack(sequence, ASN1_ITEM_rptr(PBE2PARAM))));
    return scheme && scheme->keyfunc != nullptr ? rounds_of(scheme->keyfunc) : std::nullopt;
  }
  if (nid == NID_id_pbkdf2) {
    const Handle<PBKDF2PARAM, PBKDF2PARAM_free> function(
        static_cast<PBKDF2PARAM*>(ASN1_item_unpack(sequence, ASN1_ITEM_rptr(PBKDF2PARAM))));
    return function ? number_in(function->iter) : std::nullopt;
  }
  const Handle<PBEPARAM, PBEPARAM_free> parameters(
      static_cast<PBEPARAM*>(ASN1_item_unpack(sequence, ASN1_ITEM_rptr(PBEPARAM))));
  return parameters ? number_in(parameters->iter) : 0;
}

// Walks through a file that a password opens, and takes out what is of use.
class Unpacker {
 public:
  explicit Unpacker(const char* password) : password_(password) {}

  [[nodiscard]] bool not_decrypted() const { return not_decrypted_; }

  OpenedPfx unpack(const PKCS12* file) {
    ERR_clear_error();
    const Safes safes(PKCS12_unpack_authsafes(file));
    if (!safes) fail(problem("is a PKCS#12 file whose content cannot be read", "it is damaged: export it again"));
    for (int i = 0; i < sk_PKCS7_num(safes.get()) && !failed_; ++i) unpack_safe(sk_PKCS7_value(safes.get(), i));
    OpenedPfx opened;
    if (failed_) {
      opened.problem = *failed_;
    } else {
      opened.pfx = std::move(found_);
    }
    return opened;
  }

 private:
  void fail(Problem why) {
    if (!failed_) failed_ = std::move(why);
  }

  // The password is right, as its check value says; so it is the algorithm that OpenSSL lacks, or the file is damaged.
  void fail_to_decrypt() {
    bool unsupported = false;
    while (const unsigned long code = ERR_get_error()) {
      const int reason = ERR_GET_REASON(code);
      unsupported = unsupported || reason == ERR_R_UNSUPPORTED || reason == EVP_R_UNSUPPORTED_ALGORITHM ||
                    reason == EVP_R_UNKNOWN_PBE_ALGORITHM;
    }
    if (unsupported) {
      fail(problem("is encrypted in an outdated way that this machine's OpenSSL cannot read any more",
                   "export it again with AES-256, or convert it where OpenSSL has its legacy provider: openssl pkcs12 "
                   "-legacy -nodes -in old.pfx | openssl pkcs12 -export -out new.pfx"));
    } else {
      fail(problem("is a PKCS#12 file that cannot be decrypted", "it is damaged, or its parts have other passwords"));
      not_decrypted_ = true;
    }
  }

  bool refuse_rounds(const X509_ALGOR* algorithm) {
    const std::optional<std::int64_t> rounds = rounds_of(algorithm);
    ERR_clear_error();
    if (rounds && *rounds >= 0 && *rounds <= most_rounds - rounds_) {
      rounds_ += *rounds;
      return false;
    }
    fail(problem("asks for more than " + std::to_string(most_rounds) + " rounds of its password function",
                 "no tool writes such files: it is damaged, or meant to keep the program busy"));
    return true;
  }

  void unpack_safe(PKCS7* safe) {
    Bags bags;
    if (PKCS7_type_is_data(safe)) {
      bags.reset(PKCS12_unpack_p7data(safe));
    } else if (PKCS7_type_is_encrypted(safe)) {
      if (safe->d.encrypted == nullptr || safe->d.encrypted->enc_data == nullptr ||
          safe->d.encrypted->enc_data->algorithm == nullptr) {
        return fail(problem("is a PKCS#12 file whose content cannot be read", "it is damaged: export it again"));
      }
      if (refuse_rounds(safe->d.encrypted->enc_data->algorithm)) return;
      bags.reset(PKCS12_unpack_p7encdata(safe, password_, length()));
      if (!bags) return fail_to_decrypt();
    } else {
      return fail(problem("is a PKCS#12 file with a part that is encrypted for the holder of a key",
                          "export it again, with a password"));
    }
    if (!bags) return fail(problem("is a PKCS#12 file whose content cannot be read", "it is damaged: export it again"));
    unpack_bags(bags.get(), 0);
  }

  void unpack_bags(const STACK_OF(PKCS12_SAFEBAG) * bags, int depth) {
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags) && !failed_; ++i) {
      unpack_bag(sk_PKCS12_SAFEBAG_value(bags, i), depth);
    }
  }

  void unpack_bag(const PKCS12_SAFEBAG* bag, int depth) {
    switch (PKCS12_SAFEBAG_get_nid(bag)) {
      case NID_keyBag:
        add_key(PKCS12_SAFEBAG_get0_p8inf(bag));
        break;
      case NID_pkcs8ShroudedKeyBag: {
        const X509_ALGOR* algorithm = nullptr;
        X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, nullptr);
        if (refuse_rounds(algorithm)) return;
        const Pkcs8 key(PKCS12_decrypt_skey_ex(bag, password_, length(), pfx_context().library, nullptr));
        if (!key) return fail_to_decrypt();
        add_key(key.get());
        break;
      }
      case NID_certBag:
        if (PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Certificate) {
          add_object<X509, PKCS12_SAFEBAG_get1_cert, i2d_X509, X509_free>(bag, found_.certificates);
        }
        break;
      case NID_crlBag:
        if (PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Crl) {
          add_object<X509_CRL, PKCS12_SAFEBAG_get1_crl, i2d_X509_CRL, X509_CRL_free>(bag, found_.crls);
        }
        break;
      case NID_safeContentsBag:
        if (depth >= deepest_nesting) return fail(problem("is a PKCS#12 file whose parts are nested too deep"));
        unpack_bags(PKCS12_SAFEBAG_get0_safes(bag), depth + 1);
        break;
      default:  // secrets of other kinds
        break;
    }
  }

  template <typename T, auto get, auto encode, auto free>
  void add_object(const PKCS12_SAFEBAG* bag, std::vector<std::vector<std::uint8_t>>& to) {
    const Handle<T, free> object(get(bag));
    const int length = object ? encode(object.get(), nullptr) : -1;
    if (length < 0) return fail(problem("holds a certificate or revocation list that cannot be read"));
    std::vector<std::uint8_t> der(static_cast<std::size_t>(length));
    unsigned char* out = der.data();
    encode(object.get(), &out);
    to.push_back(std::move(der));
  }

  void add_key(const PKCS8_PRIV_KEY_INFO* pkcs8) {
    Key key(pkcs8 != nullptr ? EVP_PKCS82PKEY(pkcs8) : nullptr);
    if (!key) return fail(problem("holds a private key that cannot be read", "it is damaged: export it again"));
    found_.keys.push_back(std::move(key));
  }

  [[nodiscard]] int length() const { return password_ == nullptr ? 0 : static_cast<int>(std::strlen(password_)); }

  const char* password_;
  std::int64_t rounds_ = 0;  // of all parts together
  Pfx found_;
  std::optional<Problem> failed_;
  bool not_decrypted_ = false;
};

enum class Opens : std::uint8_t { yes, no, cannot_tell };

Opens opens(PKCS12* file, const char* password) {
  const int length = password == nullptr ? 0 : static_cast<int>(std::strlen(password));
  if (PKCS12_verify_mac(file, password, length) == 1) return Opens::yes;
  // A wrong password leaves no error behind; a check value that cannot be computed does.
  const bool computed = ERR_peek_error() == 0;
  ERR_clear_error();
  return computed ? Opens::no : Opens::cannot_tell;
}

OpenedPfx without_pfx(Problem why, bool needs_password = false) {
  OpenedPfx opened;
  opened.problem = std::move(why);
  opened.needs_password = needs_password;
  return opened;
}

OpenedPfx not_opened(const std::optional<Password>& password) {
  if (!password) return without_pfx(problem("the file needs a password"), true);
  return without_pfx(problem("the password from " + password->origin + " does not open the file"));
}

}  // namespace

std::optional<OpenedPfx> open_pfx(std::span<const std::uint8_t> der, const std::optional<Password>& password) {
  start_openssl();
  PKCS12* raw = PKCS12_init_ex(NID_pkcs7_data, pfx_context().library, nullptr);
  const unsigned char* next = der.data();
  if (d2i_PKCS12(&raw, &next, static_cast<long>(der.size())) == nullptr) raw = nullptr;  // OpenSSL has freed it
  ERR_clear_error();
  const Pkcs12 file(raw);
  if (!file) return std::nullopt;

  // Without a check value (which is rare) it is the decryption that tells right from wrong.
  std::vector<const char*> candidates;
  const bool usable = password && password->text.find('\0') == std::string::npos;
  if (usable) candidates.push_back(password->text.c_str());
  candidates.push_back("");       // "no password" is written in two ways:
  candidates.push_back(nullptr);  // RFC 7292, B.1
  if (PKCS12_mac_present(file.get()) != 1) {
    for (const char* each : candidates) {
      Unpacker unpacker(each);
      OpenedPfx opened = unpacker.unpack(file.get());
      ERR_clear_error();
      if (!unpacker.not_decrypted()) return opened;
    }
    return not_opened(password);
  }

  const ASN1_INTEGER* rounds = nullptr;
  PKCS12_get0_mac(nullptr, nullptr, nullptr, &rounds, file.get());
  if (rounds != nullptr && number_in(rounds).value_or(most_rounds + 1) > most_rounds) {
    return without_pfx(problem("asks for more than " + std::to_string(most_rounds) + " rounds of its password function",
                               "no tool writes such files: it is damaged, or meant to keep the program busy"));
  }
  for (const char* each : candidates) {
    const Opens answer = opens(file.get(), each);
    if (answer == Opens::cannot_tell) {
      return without_pfx(problem("has a password check of a kind that is not known here, or a damaged one",
                                 "export it again with AES-256 and SHA-256"));
    }
    if (answer == Opens::no) continue;
    OpenedPfx opened = Unpacker(each).unpack(file.get());
    ERR_clear_error();
    return opened;
  }
  return not_opened(password);
}

std::vector<std::uint8_t> make_pfx(const Certificate& leaf, EVP_PKEY* key, std::span<const Certificate> issuers,
                                   const std::string& password) {
  const X509Stack stack(made(sk_X509_new_null(), "no memory"));
  for (const Certificate& each : issuers) need(sk_X509_push(stack.get(), x509_of(each)) > 0, "no memory");
  const Pkcs12 file(made(PKCS12_create(password.c_str(), leaf.common_name().c_str(), key, x509_of(leaf), stack.get(),
                                       NID_aes_256_cbc, NID_aes_256_cbc, 0, 0, 0),
                         "making a PKCS#12 file"));
  const int length = i2d_PKCS12(file.get(), nullptr);
  need(length > 0, "encoding a PKCS#12 file");
  std::vector<std::uint8_t> der(static_cast<std::size_t>(length));
  unsigned char* out = der.data();
  i2d_PKCS12(file.get(), &out);
  return der;
}

}  // namespace certdrill::pki
