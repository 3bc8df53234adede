// Commands and their options. CLI11 stays in command_line.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's name
class App;
class Option;
}  // namespace CLI

namespace oligard::app {

/// One option of a command. As Command, a handle that is valid as long as its command line.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option& required();
  Option& one_of(const std::vector<std::string>& values);
  Option& within(int least, int most);
  Option& needs(const Option& other);
  Option& excludes(const Option& other);

 private:
  CLI::Option* option_;
};

class Command {
 public:
  Command(CLI::App* app, int* exit_code) : app_(app), exit_code_(exit_code) {}

  /// A command of this command, which may be left out; it takes the options of this one, too.
  Command subcommand(const std::string& name, const std::string& help);
  /// Leaves it out of the list of commands.
  void hide();

  /// "--name", "-n,--name", or "name" for an operand. The value lives as long as the command line.
  Option option(const std::string& name, std::string& value, const std::string& help);
  Option option(const std::string& name, std::vector<std::string>& value, const std::string& help);
  Option option(const std::string& name, int& value, const std::string& help);
  Option option(const std::string& name, std::int64_t& value, const std::string& help);
  Option option(const std::string& name, std::uint64_t& value, const std::string& help);
  Option option(const std::string& name, double& value, const std::string& help);
  Option option(const std::string& name, std::function<void(double)> take, const std::string& help);
  Option flag(const std::string& name, bool& value, const std::string& help);

  /// What it does when it is called without a command of its own: gives the exit code.
  void runs(std::function<int()> run);
  /// While it runs: whether the option was given.
  [[nodiscard]] bool has(const std::string& name) const;

 private:
  CLI::App* app_;
  int* exit_code_;
};

class CommandLine {
 public:
  CommandLine(const std::string& description, const std::string& version);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Command command(const std::string& name, const std::string& help);
  /// Runs the command that the arguments name and gives its exit code; prints help, version or what is wrong
  /// with them, and gives kDone or kUsage.
  int run(std::vector<std::string> arguments);

 private:
  std::unique_ptr<CLI::App> app_;
  int exit_code_ = 0;
};

}  // namespace oligard::app
