// `oligard explain`: the verdict of a result derived again from the result alone.
#include "oligard/explain/explain.h"

#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include "app/commands.h"
#include "app/terminal.h"

namespace oligard::app {
namespace {

/// Lines as they are, without what a crafted file could send to the terminal.
void print_lines(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    std::cout << printable(line) << "\n";
}

int explain_result(const std::string& path, bool as_json) {
  const Result<explain::Explanation> explanation = explain::explain(path, version());
  if (!explanation) {
    const int code = print_error(explanation.error());
    const bool is_ours = code == kInternal || explanation.error().kind == ErrorKind::kNotFound;
    return is_ours ? code : kNotDerivable;
  }
  if (as_json) {
    std::cout << explain::to_json(*explanation);
  } else {
    print_lines(explain::to_text(*explanation));
  }
  return explanation->agrees() ? kDone : kDisagrees;
}

}  // namespace

void add_explain(CommandLine& line) {
  auto path = std::make_shared<std::string>();
  auto as_json = std::make_shared<bool>(false);
  Command command = line.command("explain", "Derive the verdict of a result again from the result alone");
  command.option("file", *path, "DICOM file of a result (SR-A)").required();
  command.flag("--json", *as_json, "for machines");
  command.runs([=] { return explain_result(*path, *as_json); });
}

}  // namespace oligard::app
