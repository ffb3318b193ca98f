#pragma once

#include "support/scripted_server.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace syncctl::test {

/// What a certificate says.
struct CertificateRequest {
    std::string names = "IP:127.0.0.1"; ///< subjectAltName as OpenSSL writes it
    std::chrono::hours begins{-24};     ///< from now
    std::chrono::hours ends{24};
};

/// A certificate authority of one test, made when it is needed.
class Authority {
public:
    /// \param folder where the files go
    explicit Authority(const std::filesystem::path& folder);
    ~Authority();
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    /// Its own certificate, PEM.
    [[nodiscard]] std::string ca_file() const { return m_ca_file; }

    [[nodiscard]] ServerIdentity issue(const CertificateRequest& request = {});

private:
    struct Material;
    std::filesystem::path m_folder;
    std::string m_ca_file;
    std::unique_ptr<Material> m_material;
    int m_serial = 1;
};

} // namespace syncctl::test
