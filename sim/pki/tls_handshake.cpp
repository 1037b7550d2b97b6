#include "pki/tls_handshake.h"

#include <array>
#include <map>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "pki/openssl_handles.h"
#include "pki/revocation.h"

namespace certdrill::pki {
namespace {

using Ssl = Handle<SSL, SSL_free>;
using Store = Handle<X509_STORE, X509_STORE_free>;

// Verification is at level 1 as in chain.cpp. The connection itself is at level 0, since at level 1 OpenSSL would not
// even show a weak certificate.
constexpr int connection_level = 0;
constexpr int verification_level = 1;
constexpr int most_rounds = 20;  // a handshake takes three

// One context for each version, shared by all handshakes: it holds no certificate and no trust, and keeps no session.
// Ciphers and groups decide nothing that is asked here; that they are few saves a third of the time.
SSL_CTX* context_of(TlsVersion version) {
  const auto make = [](int number) {
    SSL_CTX* context = made(SSL_CTX_new(TLS_method()), "TLS");
    std::array<int, 2> groups = {NID_X25519, NID_X9_62_prime256v1};
    need(SSL_CTX_set_min_proto_version(context, number) == 1 && SSL_CTX_set_max_proto_version(context, number) == 1 &&
             SSL_CTX_set_num_tickets(context, 0) == 1 &&
             SSL_CTX_set1_groups(context, groups.data(), static_cast<long>(groups.size())) == 1 &&
             SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM") == 1 &&
             SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256") == 1,
         "TLS settings");
    SSL_CTX_set_security_level(context, connection_level);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
    return context;
  };
  static SSL_CTX* const tls1_2 = make(TLS1_2_VERSION);  // never freed: they live as long as the process
  static SSL_CTX* const tls1_3 = make(TLS1_3_VERSION);
  return version == TlsVersion::tls1_2 ? tls1_2 : tls1_3;
}

// Reading a key costs as much as a third of a handshake, and the same few come again and again.
EVP_PKEY* key_in(const std::string& pem) {
  constexpr std::size_t most_kept = 64;
  thread_local std::map<std::string, Key> known;
  if (const auto found = known.find(pem); found != known.end()) return found->second.get();
  if (known.size() == most_kept) known.clear();
  const BioHandle text(made(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), "no memory"));
  // Without the callback OpenSSL would ask the terminal for the password of an encrypted key.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  Key& kept = known[pem];
  kept.reset(PEM_read_bio_PrivateKey(text.get(), nullptr, no_password, nullptr));
  return kept.get();
}

std::vector<std::uint8_t> der_of(const X509* x509) {
  const int length = i2d_X509(x509, nullptr);
  need(length > 0, "encoding a certificate");
  std::vector<std::uint8_t> der(static_cast<std::size_t>(length));
  unsigned char* out = der.data();
  i2d_X509(x509, &out);
  return der;
}

class Side {
 public:
  Side(const TlsEndpoint& own, const TlsEndpoint& other, TlsVersion version, SimTime at, bool is_server)
      : own_(own), other_(other), ssl_(made(SSL_new(context_of(version)), "TLS")) {
    SSL_set_app_data(ssl_.get(), this);
    if (is_server) {
      SSL_set_accept_state(ssl_.get());
    } else {
      SSL_set_connect_state(ssl_.get());
    }
    set_verification(at + own.clock_offset);
    show_certificate();
  }

  void connect(BIO* incoming, BIO* outgoing) {
    need(BIO_up_ref(incoming) == 1 && BIO_up_ref(outgoing) == 1, "TLS transport");
    SSL_set0_rbio(ssl_.get(), incoming);
    SSL_set0_wbio(ssl_.get(), outgoing);
  }

  [[nodiscard]] bool ended() const { return result_.completed || failed(); }
  [[nodiscard]] bool failed() const { return !result_.failure.empty(); }

  // Goes on as far as what has arrived allows.
  void go_on() {
    if (ended()) return;
    ERR_clear_error();
    if (!shaken_) {
      const int answer = SSL_do_handshake(ssl_.get());
      if (answer != 1) return note_failure(answer);
      shaken_ = true;
    }
    char byte = 'x';
    if (!wrote_) {
      const int answer = SSL_write(ssl_.get(), &byte, 1);
      if (answer != 1) return note_failure(answer);
      wrote_ = true;
    }
    const int answer = SSL_read(ssl_.get(), &byte, 1);
    if (answer != 1) return note_failure(answer);
    result_.completed = true;
  }

  void leave_alone() {
    if (!ended()) result_.failure = "the other end gave up without a word";
  }

  TlsSide finish() {
    result_.verify_result = static_cast<int>(SSL_get_verify_result(ssl_.get()));
    if (result_.peer_chain.empty() && shaken_) keep_verified_chain();
    ERR_clear_error();
    return std::move(result_);
  }

 private:
  void set_verification(SimTime at) {
    const Store store(made(X509_STORE_new(), "no memory"));
    for (const Certificate& each : own_.trusted) {
      need(X509_STORE_add_cert(store.get(), x509_of(each)) == 1, "trusting a root");
    }
    unsigned long flags = X509_V_FLAG_CHECK_SS_SIGNATURE;
    if (own_.revocation != RevocationCheck::off) {
      const CrlStack lists = newest_lists(own_.crls);
      for (int i = 0; i < sk_X509_CRL_num(lists.get()); ++i) {
        need(X509_STORE_add_crl(store.get(), sk_X509_CRL_value(lists.get(), i)) == 1, "adding a CRL");
      }
      flags |= revocation_flags(own_.revocation);
    }
    need(SSL_set1_verify_cert_store(ssl_.get(), store.get()) == 1, "trusting roots");
    X509_VERIFY_PARAM* parameters = SSL_get0_param(ssl_.get());
    X509_VERIFY_PARAM_set_time(parameters, unix_seconds(at));
    X509_VERIFY_PARAM_set_auth_level(parameters, verification_level);
    need(X509_VERIFY_PARAM_set_flags(parameters, flags) == 1, "TLS verification");
    const int mode = SSL_VERIFY_PEER | (own_.demand_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
    SSL_set_verify(ssl_.get(), mode, own_.on_fault ? &Side::verify_callback : nullptr);
  }

  void show_certificate() {
    if (!own_.leaf) return;
    ERR_clear_error();
    EVP_PKEY* key = key_in(own_.key_pem);
    if (key == nullptr) {
      result_.failure = "the private key cannot be read";
    } else if (SSL_use_certificate(ssl_.get(), x509_of(*own_.leaf)) != 1 || SSL_use_PrivateKey(ssl_.get(), key) != 1 ||
               SSL_check_private_key(ssl_.get()) != 1) {
      result_.failure = "the private key does not belong to the certificate";
    }
    for (const Certificate& each : own_.sent) {
      need(SSL_add1_chain_cert(ssl_.get(), x509_of(each)) == 1, "adding to a chain");
    }
    ERR_clear_error();
  }

  // Also called where nothing is wrong, so that the chain is seen before it is refused.
  static int verify_callback(int good, X509_STORE_CTX* context) {
    auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx()));
    return static_cast<Side*>(SSL_get_app_data(ssl))->heard(good != 0, context) ? 1 : 0;
  }

  bool heard(bool good, X509_STORE_CTX* context) {
    if (result_.peer_chain.empty()) keep_chain(X509_STORE_CTX_get0_untrusted(context));
    if (good) return true;
    const int error = X509_STORE_CTX_get_error(context);
    const int depth = X509_STORE_CTX_get_error_depth(context);
    const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
    if (is_revocation_fault(error) && depth < sk_X509_num(chain) &&
        !is_looked_up(sk_X509_value(chain, depth), depth + 1 == sk_X509_num(chain), own_.revocation)) {
      X509_STORE_CTX_set_error(context, X509_V_OK);
      return true;
    }
    result_.faults.emplace_back(error, depth);
    return own_.on_fault(error, depth);
  }

  // The other end's certificates are known already, unless it is not one of ours.
  void keep(const X509* x509) {
    const std::vector<std::uint8_t> der = der_of(x509);
    if (other_.leaf && other_.leaf->der() == der) return result_.peer_chain.push_back(*other_.leaf);
    for (const Certificate& each : other_.sent) {
      if (each.der() == der) return result_.peer_chain.push_back(each);
    }
    Result<Certificate> read = Certificate::from_der(der);
    if (read) result_.peer_chain.push_back(*std::move(read));
  }

  void keep_chain(const STACK_OF(X509) * sent) {
    for (int i = 0; i < sk_X509_num(sent); ++i) keep(sk_X509_value(sent, i));
  }

  // A server's list leaves out the leaf.
  void keep_verified_chain() {
    if (SSL_is_server(ssl_.get()) == 1) {
      const X509Handle leaf(SSL_get1_peer_certificate(ssl_.get()));
      if (leaf) keep(leaf.get());
    }
    keep_chain(SSL_get_peer_cert_chain(ssl_.get()));
  }

  void note_failure(int answer) {
    const int error = SSL_get_error(ssl_.get(), answer);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return;
    result_.failure = "the connection ended";
    // What the verification of signatures leaves behind comes before what TLS has to say.
    while (const unsigned long code = ERR_get_error()) {
      if (ERR_GET_LIB(code) != ERR_LIB_SSL) continue;
      if (const char* reason = ERR_reason_error_string(code)) result_.failure = reason;
      if (ERR_GET_REASON(code) == SSL_R_CERTIFICATE_VERIFY_FAILED) {
        result_.failure += ": ";
        result_.failure += X509_verify_cert_error_string(SSL_get_verify_result(ssl_.get()));
      }
      break;
    }
    ERR_clear_error();
  }

  const TlsEndpoint& own_;
  const TlsEndpoint& other_;
  Ssl ssl_;
  TlsSide result_;
  bool shaken_ = false;
  bool wrote_ = false;
};

}  // namespace

TlsOutcome tls_handshake(const TlsEndpoint& client, const TlsEndpoint& server, TlsVersion version, SimTime at) {
  start_openssl();
  Side client_side(client, server, version, at, false);
  Side server_side(server, client, version, at, true);
  const BioHandle to_server(made(BIO_new(BIO_s_mem()), "no memory"));
  const BioHandle to_client(made(BIO_new(BIO_s_mem()), "no memory"));
  client_side.connect(to_client.get(), to_server.get());
  server_side.connect(to_server.get(), to_client.get());
  // A side that has failed has sent its alert; the other one hears it in its next turn.
  for (int round = 0; round < most_rounds && !(client_side.ended() && server_side.ended()); ++round) {
    client_side.go_on();
    server_side.go_on();
  }
  client_side.leave_alone();
  server_side.leave_alone();
  return {client_side.finish(), server_side.finish()};
}

}  // namespace certdrill::pki
