// Readers' numbers: joined to measured lesions, or lesions of their own.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "measure/images.h"
#include "measure/stated_line.h"
#include "oligard/load/measurement_report.h"
#include "oligard/load/segmentation.h"
#include "oligard/load/time_point_objects.h"
#include "oligard/measure/lesion.h"
#include "oligard/measure/time_point.h"

namespace oligard::measure {

/// A measurement group with its place, and the lesion it speaks of.
struct JoinedGroup {
  const load::MeasurementReport* report = nullptr;
  const load::PriorMeasurement* said = nullptr;
  std::optional<PlacedLine> long_line;
  std::optional<PlacedLine> short_line;
  std::size_t lesion = 0;  ///< index
};

/// Adds what the reports state to `lesions`: by segment reference, tracking UID, then position (the middle of
/// a stated line, else of what is drawn, inside a lesion or within 5 mm of its boundary). A group with a size
/// that fits no lesion becomes a lesion of kind kReport; one that measures a segment which is no lesion, or
/// all of a segment of several foci, does not, nor does one of a reader's copy of our results where lesions
/// are known. Groups without a size give a joined lesion names alone. Our own results, and groups that say
/// "absent", are passed over. Reports are taken in order of rank: those that outrank us, then by the rule's
/// priority, the newest, the lowest SOP Instance UID. The joined groups with a size come in that order; their
/// pointers are into `reports`.
[[nodiscard]] std::vector<JoinedGroup> add_stated(std::span<const load::MeasurementReport> reports,
                                                  std::span<const load::Segmentation> segmentations,
                                                  const Images& images, std::vector<Lesion>& lesions);

/// What reports and copies state beside sizes, in the order of add_stated, which was called before.
[[nodiscard]] std::vector<ReaderSays> says_of(std::span<const load::MeasurementReport> reports,
                                              std::span<const load::ComparedCopy> copies,
                                              std::span<const load::Segmentation> segmentations,
                                              const Images& images, std::vector<Lesion>& lesions);

/// Marks readers' sizes that disagree, and puts outranking ones in the place of ours: both axes of the first
/// group that states the one that counts (the short one of a node), the volume of the first that states one.
/// `groups` is what add_stated returned for `lesions`.
void settle_sizes(std::span<const JoinedGroup> groups, std::vector<Lesion>& lesions);

}  // namespace oligard::measure
