#include "measure/reader_copies.h"

#include <algorithm>

#include "measure/stated.h"

namespace oligard::measure {
namespace {

ReaderCopy copy_of(const load::MeasurementReport& report) {
  ReaderCopy copy;
  copy.sop_instance_uid = report.header.sop_instance_uid;
  copy.date = report.verified_on ? report.verified_on : report.header.content_date;
  copy.is_verified = report.is_verified;
  copy.corrects = report.corrects;
  copy.knows = report.knows;
  copy.notes = report.reader_notes;
  return copy;
}

/// The lesion's own UID, of a piece that of the whole.
std::string tracking_uid_of(const load::PriorMeasurement& said) {
  return said.whole_lesion_uid.empty() ? said.tracking_uid : said.whole_lesion_uid;
}

bool says_something(const load::PriorMeasurement& said) {
  return said.status_claim != StatusClaim::kNone || !said.reader_notes.empty();
}

}  // namespace

void read_reader_copies(std::span<const load::MeasurementReport> reports,
                        std::span<const load::Segmentation> segmentations, const Images& images,
                        TimePoint& point) {
  std::vector<const load::MeasurementReport*> copies;
  for (const load::MeasurementReport& report : reports)
    if (report.is_reader_copy()) copies.push_back(&report);
  std::sort(copies.begin(), copies.end(),
            [](const load::MeasurementReport* a, const load::MeasurementReport* b) {
              return a->header.sop_instance_uid < b->header.sop_instance_uid;
            });
  for (const load::MeasurementReport* report : copies) {
    point.copies.push_back(copy_of(*report));
    for (std::size_t i = 0; i < report->measurements.size(); ++i) {
      const load::PriorMeasurement& said = report->measurements[i];
      if (!says_something(said) || !said.other_time_point.empty()) continue;
      const Lesion* lesion = find_lesion(*report, i, segmentations, images, point.lesions);
      ReaderChange change{report->header.sop_instance_uid,
                          tracking_uid_of(said),
                          std::nullopt,
                          said.status_claim,
                          said.reader_status,
                          said.reader_notes};
      if (lesion != nullptr) change.lesion = lesion->source;
      point.changes.push_back(std::move(change));
    }
  }
}

}  // namespace oligard::measure
