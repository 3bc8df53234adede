#include "oligard/phantom/phantom.h"

#include <array>
#include <cstdio>
#include <fstream>

#include "phantom/ct_series.h"
#include "phantom/patient_plan.h"
#include "phantom/time_point.h"
#include "phantom/truth.h"

namespace oligard::phantom {
namespace {

namespace fs = std::filesystem;

std::string folder_name(const std::string& patient_id) {
  std::string name = patient_id;
  for (char& c : name) {
    const bool safe =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!safe && c != '.') c = '_';
  }
  if (name[0] == '.') name[0] = '_';
  return name;
}

Status write_file(const fs::path& path, const std::string& bytes) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (error || !file) {
    return fail(ErrorKind::kResource, "FILE_UNWRITABLE", "a file of the phantom cannot be written");
  }
  return {};
}

/// Writes the objects of one patient and collects their names.
class PatientWriter {
 public:
  PatientWriter(const PatientPlan& plan, const PhantomOptions& options, fs::path folder,
                std::vector<PhantomFile>& files)
      : plan_(plan), options_(options), folder_(std::move(folder)), files_(files) {}

  Status write() {
    std::vector<std::vector<SegmentedLesion>> segmented;
    for (std::size_t t = 0; t < plan_.timepoints.size(); ++t) {
      segmented.push_back(segment_lesions(plan_, t, options_.tracking));
      if (Status written = write_time_point(t, segmented.back()); !written) return written;
    }
    return write_file(folder_ / "truth.json", truth_json(plan_, options_, segmented));
  }

 private:
  Status write_time_point(std::size_t t, const std::vector<SegmentedLesion>& lesions) {
    const TimePointIdentity identity = identity_of(plan_, t, options_.same_frame_of_reference);
    const fs::path folder = folder_ / identity.id;
    if (!lesions.empty()) {
      const auto bytes = lesion_segmentation(plan_, t, options_, lesions);
      if (Status kept = keep(folder / "seg.dcm", "SEG", t, bytes); !kept) return kept;
    }
    if (options_.organ_masks) {
      const auto bytes = organ_segmentation(plan_, t, options_);
      if (Status kept = keep(folder / "organs.seg.dcm", "ORGANS", t, bytes); !kept) return kept;
    }
    if (!options_.with_ct) return {};
    return make_ct_series(plan_, t, identity, lesions, [&](int number, const std::string& bytes) {
      std::array<char, 32> name{};
      std::snprintf(name.data(), name.size(), "%04d.dcm", number);
      return keep(folder / "ct" / name.data(), "CT", t, bytes);
    });
  }

  Status keep(const fs::path& path, const char* kind, std::size_t t, const Result<std::string>& bytes) {
    if (!bytes) return fail(bytes);
    if (Status written = write_file(path, *bytes); !written) return written;
    files_.push_back({path, kind, static_cast<int>(t)});
    return {};
  }

  const PatientPlan& plan_;
  const PhantomOptions& options_;
  fs::path folder_;
  std::vector<PhantomFile>& files_;
};

}  // namespace

Result<std::vector<PhantomFile>> write_phantom(const fs::path& directory, const PhantomOptions& options) {
  std::vector<PhantomFile> files;
  if (Status checked = check(options); !checked) return fail(checked);
  for (int k = 0; k < options.patients; ++k) {
    const Result<PatientPlan> plan = plan_patient(options, options.seed + static_cast<std::uint64_t>(k));
    if (!plan) return fail(plan);
    PatientWriter writer(*plan, options, directory / folder_name(plan->id), files);
    if (Status written = writer.write(); !written) return fail(written);
  }
  return files;
}

}  // namespace oligard::phantom
