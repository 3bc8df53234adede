// `oligard conformance`: the generated sections of docs/conformance.md.
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/conformance_page.h"

namespace oligard::app {
namespace {

int print_sections(const std::map<std::string, std::string>& sections) {
  for (const auto& [name, text] : sections)
    std::cout << "## " << name << "\n\n" << text << "\n";
  return kDone;
}

int update(const std::string& file) {
  const auto sections = conformance_sections();
  if (!sections) return print_error(sections.error());
  if (file.empty()) return print_sections(*sections);
  const auto page = read_text(file);
  if (!page) return print_error(page.error());
  const auto updated = with_sections(*page, *sections);
  if (!updated) return print_error(updated.error());
  if (Status written = write_file(file, *updated); !written) return print_error(written.error());
  return kDone;
}

}  // namespace

void add_conformance(CommandLine& line) {
  auto file = std::make_shared<std::string>();
  Command command = line.command("conformance", "Print what the program negotiates and writes");
  command.hide();
  command.option("--update", *file, "docs/conformance.md, whose generated sections are replaced");
  command.runs([file] { return update(*file); });
}

}  // namespace oligard::app
