#include "app/conformance_objects.h"

#include <algorithm>
#include <filesystem>

#include <unistd.h>

#include "oligard/base/digest.h"
#include "oligard/phantom/phantom.h"
#include "oligard/pipeline/analysis.h"
#include "oligard/pipeline/result_objects.h"

namespace oligard::app {
namespace {

namespace fs = std::filesystem;

constexpr UnixTime kWhen = UnixTime(std::chrono::seconds(1'720'000'000));

/// Removed with what is in it.
class Scratch {
 public:
  Scratch() : path_(fs::temp_directory_path() / ("oligard-conformance-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Result<std::vector<pipeline::InputFile>> demonstration_files(const fs::path& folder) {
  phantom::PhantomOptions options;
  options.demo = true;
  const auto written = phantom::write_phantom(folder, options);
  if (!written) return fail(written);
  std::vector<pipeline::InputFile> files;
  for (const phantom::PhantomFile& file : *written) {
    const auto digest = sha256_hex_of_file(file.path);
    if (!digest) return fail(digest);
    files.push_back({file.path, *digest, ""});
  }
  return files;
}

Status add_objects(const pipeline::PatientAnalysis& patient, const config::Settings& settings,
                   std::vector<ExampleObject>& examples) {
  const std::size_t last = patient.time_points.size() - 1;
  const auto assessment = pipeline::assess_as_of(patient, last, settings);
  if (!assessment) return fail(assessment);
  Status result;
  pipeline::Writing writing{kWhen, "conformance"};
  writing.on_left_out = [&](report::Document::Kind, const Error& error) {
    result = tl::unexpected<Error>(error);
  };
  const auto documents = pipeline::make_result_objects(patient, *assessment, last, settings, writing);
  if (!documents) return fail(documents);
  for (const report::Document& document : *documents) {
    const auto found = std::find_if(examples.begin(), examples.end(), [&](const ExampleObject& example) {
      return example.kind == document.kind;
    });
    if (found != examples.end()) {
      found->sop_class_uids.insert(document.sop_class_uid);
      continue;
    }
    auto outline = report::outline_of(document.bytes);
    if (!outline) return fail(outline);
    examples.push_back({document.kind, {document.sop_class_uid}, *std::move(outline)});
  }
  return result;
}

}  // namespace

Result<std::vector<ExampleObject>> example_objects() {
  const Scratch scratch;
  const auto files = demonstration_files(scratch.path());
  if (!files) return fail(files);
  config::Settings settings;
  const pipeline::BatchAnalysis batch = pipeline::analyse_files(*files, settings, pipeline::contexts_in({}));
  if (batch.patients.size() != 1 || batch.patients.front().time_points.empty())
    return fail(ErrorKind::kInternal, "CONFORMANCE_PAGE", "the demonstration patient could not be assessed");
  std::vector<ExampleObject> examples;
  for (const char* sr_class : {"comprehensive3d", "comprehensive", "enhanced"}) {
    settings.report.sr_class = sr_class;
    if (Status added = add_objects(batch.patients.front(), settings, examples); !added) return fail(added);
  }
  return examples;
}

}  // namespace oligard::app
