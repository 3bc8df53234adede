// `oligard evaluate`: found links against the truth of phantom patients.
#include "oligard/evaluate/evaluate.h"

#include <cstdio>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/text_table.h"

namespace oligard::app {
namespace {

std::string figure(const std::optional<double>& value) {
  if (!value) return "-";
  char text[32];
  std::snprintf(text, sizeof(text), "%.4f", *value);
  return text;
}

std::string interval(const std::optional<double>& low, const std::optional<double>& high) {
  return low && high ? figure(low) + " - " + figure(high) : "-";
}

std::string counts(const evaluate::Metric& metric) {
  std::string text = std::to_string(metric.right) + " of " + std::to_string(metric.found);
  return metric.wanted > 0 ? text + " found, " + std::to_string(metric.wanted) + " true" : text;
}

void print_metrics(const evaluate::Evaluation& evaluation, std::ostream& out) {
  using Align = TextTable::Align;
  TextTable table({{"", Align::kLeft},
                   {"value", Align::kRight},
                   {"95 % interval", Align::kLeft},
                   {"right", Align::kLeft}});
  for (const evaluate::Metric& metric : evaluation.metrics)
    table.add_row({metric.title, figure(metric.value), interval(metric.low, metric.high), counts(metric)});
  table.add_row({"calibration error", figure(evaluation.calibration_error),
                 interval(evaluation.calibration_error_low, evaluation.calibration_error_high), ""});
  table.print(out, standard_output());
}

void print_reliability(const evaluate::Evaluation& evaluation, std::ostream& out) {
  using Align = TextTable::Align;
  TextTable table({{"probability", Align::kLeft},
                   {"links", Align::kRight},
                   {"mean", Align::kRight},
                   {"right", Align::kRight}});
  for (const evaluate::ReliabilityBin& bin : evaluation.reliability) {
    if (bin.links == 0) continue;
    table.add_row({interval(bin.from, bin.to), std::to_string(bin.links), figure(bin.mean_probability),
                   figure(bin.share_right)});
  }
  table.print(out, standard_output());
}

}  // namespace

void add_evaluate(CommandLine& line) {
  struct Arguments {
    std::string truth, results;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  Command command = line.command("evaluate", "Score found links against the truth of phantom patients");
  command.option("truth", arguments->truth, "a truth.json, or a folder of phantom patients").required();
  command.option("results", arguments->results, "an assessment.json, or the --out folder of analyze")
      .required();
  command.flag("--json", arguments->json, "for programs");
  command.runs([arguments] {
    const auto evaluation = evaluate::evaluate(arguments->truth, arguments->results);
    if (!evaluation) return print_error(evaluation.error());
    if (arguments->json) {
      std::cout << evaluate::to_json(*evaluation);
      return int{kDone};
    }
    std::cout << evaluation->patients << " patients, " << evaluation->without_result
              << " without a result\n\n";
    print_metrics(*evaluation, std::cout);
    std::cout << "\n";
    print_reliability(*evaluation, std::cout);
    return int{kDone};
  });
}

}  // namespace oligard::app
