// `oligard classify`: the rule book alone, on a file of cases.
#include "oligard/classify/classify.h"

#include <iostream>
#include <memory>
#include <vector>

#include "app/commands.h"
#include "app/patient_text.h"
#include "oligard/classify/case_json.h"
#include "oligard/pipeline/analysis.h"

namespace oligard::app {
namespace {

int classify_cases(const std::string& path, const std::string& config, const std::string& format,
                   bool full_table) {
  classify::Rules rules;
  if (!config.empty()) {
    const Result<config::Settings> settings = settings_from(config);
    if (!settings) return print_settings_error(settings.error());
    rules = pipeline::rules_of(*settings);
  }
  const Result<std::string> json = read_text(path);
  if (!json) return print_error(json.error());
  const Result<classify::CaseFile> file = classify::parse_case_file(*json, rules);
  if (!file) return print_error(file.error());
  std::vector<classify::Case> cases;
  std::vector<std::vector<classify::TimePointAssessment>> assessments;
  int exit_code = kDone;
  for (const classify::Case& one : file->cases) {
    const auto assessed = classify::classify_case(one, file->rules);
    if (!assessed) {
      std::cerr << "case " << one.id << ": ";
      exit_code = print_error(assessed.error());
      continue;
    }
    cases.push_back(one);
    assessments.push_back(*assessed);
    classify::find_flips(one, file->rules, assessments.back());
  }
  if (format == "json") {
    std::cout << classify::to_json(cases, assessments) << "\n";
    return exit_code;
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    std::cout << "Case " << printable(cases[i].id) << "\n\n";
    const classify::Assessment assessment{{}, std::move(cases[i]), std::move(assessments[i]), file->rules};
    print_patient(assessment, {.is_full = full_table}, std::cout, standard_output());
    std::cout << "\n";
  }
  return exit_code;
}

}  // namespace

void add_classify(CommandLine& line) {
  auto file = std::make_shared<std::string>();
  auto config = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("json");
  auto full_table = std::make_shared<bool>(false);
  Command command = line.command("classify", "Apply the rule book to a file of cases");
  command.option("cases", *file, "JSON file of cases").required();
  command.option("--config", *config, "settings file (TOML): its rules, where the cases have none");
  command.option("--format", *format, "json or text").one_of({"json", "text"});
  command.flag("--full-table", *full_table, "with text: every lesion and every date");
  command.runs([=] { return classify_cases(*file, *config, *format, *full_table); });
}

}  // namespace oligard::app
