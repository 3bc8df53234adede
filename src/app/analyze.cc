// `oligard analyze`: files and folders in, one folder a patient out; the service's own chain.
#include <algorithm>
#include <array>
#include <iostream>
#include <set>
#include <vector>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/commands.h"
#include "app/patient_text.h"
#include "oligard/base/clock.h"
#include "oligard/draw/plots.h"
#include "oligard/pipeline/analysis.h"
#include "oligard/pipeline/result_objects.h"
#include "oligard/report/assessment_json.h"
#include "oligard/report/result_documents.h"

namespace oligard::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using load::ObjectOutcome;

struct Options {
  std::vector<std::string> paths;
  std::string out;
  std::string config;
  std::vector<std::string> profiles;
  std::string context;
  bool all_timepoints = false;
  bool plot = false;
  bool full_table = false;
};

/// Files in a fixed order; folders are searched to the bottom. Error FILE_UNREADABLE for a path that is not
/// there.
Result<std::vector<pipeline::InputFile>> collect(const std::vector<std::string>& paths) {
  std::set<std::string> found;
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_regular_file(path, error)) {
      found.insert(path);
      continue;
    }
    if (!fs::is_directory(path, error)) {
      return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", path + ": no such file or folder");
    }
    for (fs::recursive_directory_iterator entry(path, fs::directory_options::skip_permission_denied, error),
         end;
         entry != end; entry.increment(error)) {
      if (entry->is_regular_file(error)) found.insert(entry->path().string());
    }
  }
  std::vector<pipeline::InputFile> files;
  files.reserve(found.size());
  for (const std::string& path : found)
    files.push_back({path, "", ""});
  return files;
}

pipeline::ContextSource context_source(const Options& options, const config::Settings& settings) {
  if (options.context.empty()) return pipeline::contexts_in(settings.analysis.context_dir);
  return [path = options.context](const std::string& /*patient_key*/) { return read_text(path); };
}

class Progress {
 public:
  void operator()(std::size_t done, std::size_t total) const {
    if (!terminal_) return;
    std::cerr << "\rreading " << done << " of " << total << " files";
    if (done == total) std::cerr << "\r\033[K";
    std::cerr.flush();
  }

 private:
  bool terminal_ = isatty(STDERR_FILENO) != 0;
};

void show_pair(std::size_t pair) {
  if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[Kregistering images, pair " << pair << std::flush;
}

void clear_line() {
  if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[K" << std::flush;
}

Status write_documents(const pipeline::PatientAnalysis& patient, const classify::Assessment& assessment,
                       std::size_t t, const config::Settings& settings, const fs::path& folder) {
  pipeline::Writing writing{SystemClock().now(), version()};
  writing.on_left_out = [](report::Document::Kind, const Error& error) { print_error(error); };
  const Result<std::vector<report::Document>> documents =
      pipeline::make_result_objects(patient, assessment, t, settings, writing);
  if (!documents) return fail(documents);
  for (const report::Document& document : *documents) {
    const std::string name = patient.time_points[t].measured.id + "-" + report::file_ending(document);
    if (Status written = write_file(folder / name, document.bytes); !written) return written;
  }
  return {};
}

Status write_pictures(const std::string& patient_key, const classify::Assessment& assessment,
                      const fs::path& folder) {
  using Draw = Result<std::string> (*)(const std::string&, const classify::Assessment&);
  const std::array<std::pair<const char*, Draw>, 3> pictures = {{{"lesions.svg", draw::lesion_plot},
                                                                 {"spider.svg", draw::spider_plot},
                                                                 {"waterfall.svg", draw::waterfall_plot}}};
  for (const auto& [name, draw] : pictures) {
    const Result<std::string> picture = draw(patient_key, assessment);
    if (!picture) return fail(picture);
    if (Status written = write_file(folder / name, *picture); !written) return written;
  }
  return {};
}

/// Writes one patient's folder and prints the verdict.
Status write_patient(const pipeline::PatientAnalysis& patient, const config::Settings& settings,
                     const Options& options) {
  const std::size_t last = patient.time_points.empty() ? 0 : patient.time_points.size() - 1;
  const Result<classify::Assessment> assessment = pipeline::assess_as_of(patient, last, settings);
  if (!assessment) return fail(assessment);
  const fs::path folder = fs::path(options.out) / patient.patient_key;
  std::error_code error;
  fs::create_directories(folder, error);
  const report::PatientLabel label{patient.patient_key, patient.patient.id.reveal(),
                                   patient.patient.issuer.reveal()};
  if (Status written = write_file(folder / "assessment.json", report::assessment_json(label, *assessment));
      !written) {
    return written;
  }
  for (std::size_t t = options.all_timepoints ? 0 : last; t < last; ++t) {
    const Result<classify::Assessment> earlier = pipeline::assess_as_of(patient, t, settings);
    if (!earlier) return fail(earlier);
    if (Status written = write_documents(patient, *earlier, t, settings, folder); !written) return written;
  }
  if (Status written = write_documents(patient, *assessment, last, settings, folder); !written)
    return written;
  if (options.plot) {
    if (Status written = write_pictures(patient.patient_key, *assessment, folder); !written) return written;
  }
  std::cout << "Patient " << patient.patient_key << ", " << patient.time_points[last].measured.id << " of "
            << to_iso(patient.time_points[last].measured.date) << "\n\n";
  print_patient(*assessment, {.is_full = options.full_table}, std::cout, standard_output());
  const auto not_drawn = report::axes_not_drawn(
      pipeline::report_request(patient, *assessment, last, settings, SystemClock().now(), version()));
  if (!not_drawn) return fail(not_drawn);
  for (const std::string& sentence : *not_drawn)
    std::cout << "\n" << sentence << "\n";
  std::cout << "\nwritten to " << folder.string() << "\n\n";
  return {};
}

Json outcome_json(const ObjectOutcome& outcome) {
  return {{"path", outcome.path},
          {"sop_instance_uid", outcome.sop_instance_uid},
          {"code", outcome.code},
          {"reason", outcome.reason}};
}

/// Sorts every file into the summary and names the refused ones on standard error.
class Summary {
 public:
  void add(const std::vector<ObjectOutcome>& outcomes) {
    for (const ObjectOutcome& outcome : outcomes) {
      switch (outcome.kind) {
        case ObjectOutcome::Kind::kUsed:
          used_.push_back(outcome_json(outcome));
          break;
        case ObjectOutcome::Kind::kIgnored:
          ignored_.push_back(outcome_json(outcome));
          break;
        case ObjectOutcome::Kind::kRefused:
          refused_.push_back(outcome_json(outcome));
          std::cerr << "refused " << outcome.path << ": " << outcome.code << ": " << outcome.reason << "\n";
          break;
      }
    }
  }
  void add_patient(const pipeline::PatientAnalysis& patient, const Status& written) {
    Json entry = {{"key", patient.patient_key}, {"timepoints", patient.time_points.size()}};
    if (written) {
      entry["folder"] = patient.patient_key;
    } else {
      entry["code"] = written.error().code;
      entry["reason"] = written.error().reason;
      std::cerr << "patient " << patient.patient_key << " not assessed: " << written.error().code << ": "
                << written.error().reason << "\n";
    }
    patients_.push_back(std::move(entry));
  }
  [[nodiscard]] bool has_refused() const { return !refused_.empty(); }
  [[nodiscard]] std::string text() const {
    const Json json = {{"schema_version", "1.0"}, {"program", "oligard " + version()},
                       {"used", used_},           {"ignored", ignored_},
                       {"refused", refused_},     {"patients", patients_}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  Json used_ = Json::array();
  Json ignored_ = Json::array();
  Json refused_ = Json::array();
  Json patients_ = Json::array();
};

int analyze(const Options& options) {
  Result<config::Settings> settings = settings_from(options.config);
  if (!settings) return print_settings_error(settings.error());
  configure_log(settings->log, false);
  if (!options.profiles.empty()) settings->analysis.profiles = options.profiles;
  if (Status checked = pipeline::check_profiles(*settings); !checked)
    return print_settings_error(checked.error());
  const Result<std::vector<pipeline::InputFile>> files = collect(options.paths);
  if (!files) return print_error(files.error());
  std::error_code error;
  fs::create_directories(options.out, error);

  const pipeline::BatchAnalysis batch =
      pipeline::analyse_files(*files, *settings, context_source(options, *settings), Progress(), show_pair);
  clear_line();
  Summary summary;
  int exit_code = kDone;
  summary.add(batch.without_patient);
  for (const pipeline::PatientAnalysis& patient : batch.patients) {
    summary.add(patient.outcomes);
    const Status written = write_patient(patient, *settings, options);
    summary.add_patient(patient, written);
    if (!written) exit_code = written.error().kind == ErrorKind::kInternal ? kInternal : exit_code;
  }
  if (Status written = write_file(fs::path(options.out) / "summary.json", summary.text()); !written) {
    return print_error(written.error());
  }
  if (exit_code == kDone && summary.has_refused()) exit_code = kSomeRefused;
  return exit_code;
}

}  // namespace

void add_analyze(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command command = line.command("analyze", "Analyse files or folders of one or more patients");
  command.option("paths", options->paths, "DICOM files or folders").required();
  command.option("--out", options->out, "folder for the results").required();
  command.option("--config", options->config, "settings file (TOML)");
  command.option("--profile", options->profiles,
                 "oligoprogression profile; may be repeated, first one decides");
  command.option("--context", options->context, "clinical context of the patient (JSON)");
  command.flag("--all-timepoints", options->all_timepoints,
               "write results for every time point, not the last alone");
  command.flag("--full-table", options->full_table,
               "print every lesion and every date, also where that makes the table long");
  command.flag("--plot", options->plot,
               "draw each patient's lesions (lesions.svg) and how they changed (spider.svg, waterfall.svg)");
  command.runs([options] { return analyze(*options); });
}

}  // namespace oligard::app
