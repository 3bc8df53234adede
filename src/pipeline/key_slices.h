// Which slices of which lesions the page shows, and their pixels where images are there.
#pragma once

#include <vector>

#include "oligard/draw/page.h"
#include "oligard/pipeline/analysis.h"

namespace oligard::pipeline {

/// Of the first kMostFilmed progressing lesions: the slice of the largest diameter, at the nadir (else at
/// the baseline) and now, both of one size in millimetres. The mask's outline alone where the image is not
/// there or cannot be read. Reads at most 2 · kMostFilmed frames.
[[nodiscard]] std::vector<draw::KeySlice> key_slices(const PatientAnalysis& patient,
                                                     const classify::Assessment& assessment, std::size_t t);

inline constexpr std::size_t kMostFilmed = 6;

}  // namespace oligard::pipeline
