#include "oligard/base/digest.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include <openssl/evp.h>

namespace oligard {
namespace {

EVP_MD_CTX* as_context(void* context) {
  return static_cast<EVP_MD_CTX*>(context);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c - 'a' + 10;
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  EVP_DigestInit_ex(as_context(context_), EVP_sha256(), nullptr);
}

Sha256::~Sha256() {
  EVP_MD_CTX_free(as_context(context_));
}

void Sha256::update(std::string_view bytes) {
  EVP_DigestUpdate(as_context(context_), bytes.data(), bytes.size());
}

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_DigestFinal_ex(as_context(context_), digest.data(), &length);
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(std::size_t{2} * length);
  for (unsigned int i = 0; i < length; ++i) {
    text += kDigits[digest[i] >> 4U];
    text += kDigits[digest[i] & 15U];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.hex();
}

Result<std::string> sha256_hex_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", "the file cannot be opened");
  Sha256 hash;
  std::vector<char> buffer(std::size_t{1} << 18U);
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    hash.update({buffer.data(), static_cast<std::size_t>(file.gcount())});
  }
  if (file.bad())
    return fail(ErrorKind::kUnavailable, "FILE_UNREADABLE", "the file cannot be read to its end");
  return hash.hex();
}

std::string digest_of_text(std::string_view text) {
  constexpr std::size_t kDigits = 16;
  std::string plain;
  for (const char c : text) {
    const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
    if (!is_space)
      plain.push_back(c);
    else if (!plain.empty() && plain.back() != ' ')
      plain.push_back(' ');
  }
  if (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return sha256_hex(plain).substr(0, kDigits);
}

std::string uid_from_digest(std::string_view sha256_hex) {
  std::array<unsigned, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<unsigned>(hex_value(sha256_hex[2 * i]) * 16 + hex_value(sha256_hex[2 * i + 1]));
  }
  bytes[6] = (bytes[6] & 0x0FU) | 0x50U;  // RFC 4122: version 5
  bytes[8] = (bytes[8] & 0x3FU) | 0x80U;  // RFC 4122: variant
  // 128 bits to decimal: schoolbook division of the byte string by ten.
  std::string decimal;
  while (std::any_of(bytes.begin(), bytes.end(), [](unsigned b) { return b != 0; })) {
    unsigned remainder = 0;
    for (unsigned& byte : bytes) {
      const unsigned value = remainder * 256 + byte;
      byte = value / 10;
      remainder = value % 10;
    }
    decimal += static_cast<char>('0' + remainder);
  }
  std::reverse(decimal.begin(), decimal.end());
  return "2.25." + decimal;
}

std::string uid_from_text(std::string_view text) {
  return uid_from_digest(sha256_hex(text));
}

}  // namespace oligard
