// dicom3tools' checkers as test oracles.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace oligard::test {

inline bool is_installed(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

/// Standard output and error of a shell command.
inline std::string output_of(const std::string& command) {
  std::string output;
  std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return "cannot run " + command;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    output.append(buffer.data(), n);
  }
  pclose(pipe);
  return output;
}

/// What dciodvfy says of a file besides the name of the IOD; empty when it has no complaint.
inline std::string iod_complaints(const std::filesystem::path& path) {
  return output_of("dciodvfy -new '" + path.string() + "' 2>&1 | grep -aE '^(Error|Warning)'");
}

}  // namespace oligard::test
