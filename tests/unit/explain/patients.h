// Patients of every category, as graphs: measured lesions in SEGs, three time points.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "oligard/classify/classify.h"
#include "oligard/report/result_documents.h"

namespace oligard::explain::test {

/// One lesion: sizes in mm by time point, 0 = no segment. Of nodes the short axis.
struct Row {
  const char* organ;
  bool nodal;
  double size_mm[3];
  int pieces = 1;  ///< segments at the last time point
};

struct Patient {
  const char* name;
  std::vector<Row> rows;
  classify::ClinicalContext context;
  std::vector<std::string> profiles;
  terms::Category category;  ///< at the last time point under the first profile
};

[[nodiscard]] std::vector<Patient> patients();

[[nodiscard]] classify::Assessment assess(const Patient& patient, const classify::Rules& rules);

/// Bytes of SR-A of one time point.
[[nodiscard]] report::Document result_of(const classify::Assessment& assessment, std::size_t timepoint,
                                         const std::vector<std::string>& profiles,
                                         const std::filesystem::path& folder,
                                         report::SrClass sr_class = report::SrClass::kComprehensive3D);

}  // namespace oligard::explain::test
