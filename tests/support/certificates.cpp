#include "support/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>

namespace syncctl::test {
namespace {

struct Release {
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }

    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }

    void operator()(X509_EXTENSION* extension) const noexcept { X509_EXTENSION_free(extension); }

    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

using Certificate = std::unique_ptr<X509, Release>;
using Key = std::unique_ptr<EVP_PKEY, Release>;

void must(bool is_done)
{
    if (!is_done) {
        throw std::runtime_error{"OpenSSL makes no test certificate"};
    }
}

void extend(X509* certificate, X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Release> extension{
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str())};
    must(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

Certificate unsigned_certificate(EVP_PKEY* key, int serial, const CertificateRequest& request)
{
    Certificate certificate{X509_new()};
    must(certificate && X509_set_version(certificate.get(), 2) == 1);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    const auto seconds = [](std::chrono::hours hours) {
        return static_cast<long>(std::chrono::seconds{hours}.count());
    };
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), seconds(request.begins));
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), seconds(request.ends));
    const auto name = "test " + std::to_string(serial);
    must(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()),
                                    "CN",
                                    MBSTRING_ASC,
                                    reinterpret_cast<const unsigned char*>(name.c_str()),
                                    -1,
                                    -1,
                                    0) == 1);
    must(X509_set_pubkey(certificate.get(), key) == 1);
    return certificate;
}

std::unique_ptr<std::FILE, Release> open_new(const std::string& path)
{
    std::unique_ptr<std::FILE, Release> file{std::fopen(path.c_str(), "wxe")};
    must(file != nullptr);
    return file;
}

void write(const std::string& path, X509* certificate)
{
    must(PEM_write_X509(open_new(path).get(), certificate) == 1);
}

} // namespace

struct Authority::Material {
    Key key{EVP_EC_gen("P-256")};
    Certificate certificate;
};

Authority::Authority(const std::filesystem::path& folder)
    : m_folder{folder},
      m_ca_file{(folder / "ca.pem").string()},
      m_material{std::make_unique<Material>()}
{
    auto* key = m_material->key.get();
    m_material->certificate = unsigned_certificate(key, m_serial++, {});
    auto* own = m_material->certificate.get();
    must(X509_set_issuer_name(own, X509_get_subject_name(own)) == 1);
    extend(own, own, NID_basic_constraints, "critical,CA:TRUE");
    extend(own, own, NID_key_usage, "critical,keyCertSign");
    must(X509_sign(own, key, EVP_sha256()) != 0);
    write(m_ca_file, own);
}

Authority::~Authority() = default;

ServerIdentity Authority::issue(const CertificateRequest& request)
{
    const auto serial = m_serial++;
    const Key key{EVP_EC_gen("P-256")};
    const auto certificate = unsigned_certificate(key.get(), serial, request);
    auto* issuer = m_material->certificate.get();
    must(X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer)) == 1);
    extend(certificate.get(), issuer, NID_subject_alt_name, request.names);
    must(X509_sign(certificate.get(), m_material->key.get(), EVP_sha256()) != 0);
    const auto stem = (m_folder / ("server" + std::to_string(serial))).string();
    write(stem + ".pem", certificate.get());
    must(PEM_write_PrivateKey(
             open_new(stem + ".key").get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return {.certificate_file = stem + ".pem", .key_file = stem + ".key"};
}

} // namespace syncctl::test
