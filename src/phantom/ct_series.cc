#include "phantom/ct_series.h"

#include <algorithm>

#include <dcmtk/dcmdata/dctk.h>

#include "oligard/dicom/decimal_string.h"
#include "oligard/dicom/file.h"
#include "phantom/anatomy.h"

namespace oligard::phantom {
namespace {

constexpr int kAir = -1000;
constexpr int kIntercept = -1024;
constexpr int kLargest = 4095;

/// A run in its grey value, for one slice.
struct Stroke {
  Run run;
  int hounsfield;
};

using Strokes = std::vector<std::vector<Stroke>>;  // by slice, in painting order

void add_strokes(Strokes& strokes, const Mask& mask, int hounsfield) {
  for (const Run& run : mask.runs) {
    strokes[static_cast<std::size_t>(run.slice)].push_back({run, hounsfield});
  }
}

Strokes strokes_of(const PatientPlan& plan, std::size_t timepoint,
                   const std::vector<SegmentedLesion>& lesions) {
  const Grid& grid = plan.timepoints[timepoint].grid;
  Strokes strokes(static_cast<std::size_t>(grid.slices));
  for (std::size_t i = 0; i < structures().size(); ++i) {
    const Structure& structure = structures()[i];
    if (structure.hounsfield) {
      add_strokes(strokes, structure_mask(plan, i, timepoint), *structure.hounsfield);
    }
  }
  std::vector<bool> drawn(plan.lesions.size());
  for (const SegmentedLesion& lesion : lesions) {
    drawn[lesion.lesion] = true;
    if (lesion.joined) drawn[*lesion.joined] = true;
    add_strokes(strokes, lesion.mask, structures()[plan.lesions[lesion.lesion].structure].lesion_hounsfield);
  }
  for (std::size_t i = 0; i < plan.lesions.size(); ++i) {
    const PlannedLesion& lesion = plan.lesions[i];
    if (drawn[i] || lesion.diameter_mm[timepoint] <= 0) continue;
    add_strokes(strokes, lesion_mask(plan, i, timepoint), structures()[lesion.structure].lesion_hounsfield);
  }
  return strokes;
}

/// Stored values of one slice. Noise: the sum of four bytes, standard deviation 9 HU.
std::vector<Uint16> paint(const Grid& grid, const std::vector<Stroke>& strokes, Random& random) {
  const auto columns = static_cast<std::size_t>(grid.columns);
  std::vector<int> values(columns * static_cast<std::size_t>(grid.rows), kAir);
  for (const Stroke& stroke : strokes) {
    const auto start = values.begin() +
                       static_cast<std::ptrdiff_t>(static_cast<std::size_t>(stroke.run.row) * columns) +
                       stroke.run.column;
    std::fill_n(start, stroke.run.length, stroke.hounsfield);
  }
  std::vector<Uint16> stored(values.size());
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    bits = i % 2 == 0 ? random.next() : bits >> 32U;
    const std::uint64_t bytes =
        (bits & 255U) + (bits >> 8U & 255U) + (bits >> 16U & 255U) + (bits >> 24U & 255U);
    const int noise = (static_cast<int>(bytes) - 510) / 16;
    stored[i] = static_cast<Uint16>(std::clamp(values[i] + noise - kIntercept, 0, kLargest));
  }
  return stored;
}

void put(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  item.putAndInsertOFStringArray(tag, OFString(value.c_str()));
}

std::string pair_of(double value) {
  return dicom::decimal_string(value) + "\\" + dicom::decimal_string(value);
}

std::string numbers_of(const Vec3& v) {
  return dicom::decimal_string(v.x) + "\\" + dicom::decimal_string(v.y) + "\\" + dicom::decimal_string(v.z);
}

void put_patient_and_study(DcmItem& dataset, const PatientPlan& plan, std::size_t timepoint,
                           const TimePointIdentity& identity) {
  const std::string& date = plan.timepoints[timepoint].date;
  put(dataset, DCM_SpecificCharacterSet, "ISO_IR 192");
  put(dataset, DCM_PatientName, plan.name);
  put(dataset, DCM_PatientID, plan.id);
  if (!plan.issuer.empty()) put(dataset, DCM_IssuerOfPatientID, plan.issuer);
  put(dataset, DCM_PatientBirthDate, plan.birth_date);
  put(dataset, DCM_PatientSex, plan.sex);
  put(dataset, DCM_StudyInstanceUID, identity.study_uid);
  for (const DcmTagKey& tag : {DCM_StudyDate, DCM_SeriesDate, DCM_AcquisitionDate, DCM_ContentDate}) {
    put(dataset, tag, date);
  }
  for (const DcmTagKey& tag : {DCM_StudyTime, DCM_SeriesTime, DCM_AcquisitionTime, DCM_ContentTime}) {
    put(dataset, tag, "093000");
  }
  put(dataset, DCM_ReferringPhysicianName, "");
  put(dataset, DCM_StudyID, std::to_string(timepoint + 1));
  put(dataset, DCM_AccessionNumber, "");
  put(dataset, DCM_StudyDescription, "CT chest abdomen pelvis");
}

void put_series(DcmItem& dataset, const PatientPlan& plan, const TimePointIdentity& identity) {
  put(dataset, DCM_Modality, "CT");
  put(dataset, DCM_SeriesInstanceUID, identity.ct_series_uid);
  put(dataset, DCM_SeriesNumber, "2");
  put(dataset, DCM_SeriesDescription, "CT phantom");
  put(dataset, DCM_BodyPartExamined, "CHESTABDPELVIS");
  put(dataset, DCM_PatientPosition, "HFS");
  put(dataset, DCM_FrameOfReferenceUID, identity.frame_of_reference_uid);
  put(dataset, DCM_PositionReferenceIndicator, "");
  put(dataset, DCM_Manufacturer, "Oligard");
  put(dataset, DCM_ManufacturerModelName, "Phantom");
  put(dataset, DCM_DeviceSerialNumber, std::to_string(plan.seed));
  put(dataset, DCM_SoftwareVersions, "1");
}

void put_plane(DcmItem& dataset, const Grid& grid, int slice) {
  const Vec3 position = grid.to_patient(0, 0, slice);
  put(dataset, DCM_InstanceNumber, std::to_string(slice + 1));
  put(dataset, DCM_AcquisitionNumber, "1");
  put(dataset, DCM_ImagePositionPatient, numbers_of(position));
  put(dataset, DCM_ImageOrientationPatient,
      numbers_of(grid.column_direction) + "\\" + numbers_of(grid.row_direction));
  put(dataset, DCM_PixelSpacing, pair_of(grid.column_spacing));
  put(dataset, DCM_SliceThickness, dicom::decimal_string(grid.slice_spacing));
  put(dataset, DCM_SliceLocation, dicom::decimal_string(position.z));
}

void put_pixels(DcmItem& dataset, const Grid& grid, const std::vector<Uint16>& stored) {
  put(dataset, DCM_ImageType, "ORIGINAL\\PRIMARY\\AXIAL");
  put(dataset, DCM_KVP, "120");
  put(dataset, DCM_PhotometricInterpretation, "MONOCHROME2");
  dataset.putAndInsertUint16(DCM_SamplesPerPixel, 1);
  dataset.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(grid.rows));
  dataset.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(grid.columns));
  dataset.putAndInsertUint16(DCM_BitsAllocated, 16);
  dataset.putAndInsertUint16(DCM_BitsStored, 12);
  dataset.putAndInsertUint16(DCM_HighBit, 11);
  dataset.putAndInsertUint16(DCM_PixelRepresentation, 0);
  put(dataset, DCM_RescaleIntercept, std::to_string(kIntercept));
  put(dataset, DCM_RescaleSlope, "1");
  put(dataset, DCM_RescaleType, "HU");
  put(dataset, DCM_WindowCenter, "40");
  put(dataset, DCM_WindowWidth, "400");
  dataset.putAndInsertUint16Array(DCM_PixelData, stored.data(), static_cast<unsigned long>(stored.size()));
}

}  // namespace

Status make_ct_series(const PatientPlan& plan, std::size_t timepoint, const TimePointIdentity& identity,
                      const std::vector<SegmentedLesion>& lesions,
                      const std::function<Status(int, const std::string&)>& take) {
  const Grid& grid = plan.timepoints[timepoint].grid;
  const Strokes strokes = strokes_of(plan, timepoint, lesions);
  for (int slice = 0; slice < grid.slices; ++slice) {
    Random random(plan.seed, identity.id + " noise " + std::to_string(slice));
    DcmFileFormat file;
    DcmItem& dataset = *file.getDataset();
    put(dataset, DCM_SOPClassUID, UID_CTImageStorage);
    put(dataset, DCM_SOPInstanceUID, identity.ct_uids[static_cast<std::size_t>(slice)]);
    put_patient_and_study(dataset, plan, timepoint, identity);
    put_series(dataset, plan, identity);
    put_plane(dataset, grid, slice);
    put_pixels(dataset, grid, paint(grid, strokes[static_cast<std::size_t>(slice)], random));
    const Result<std::string> bytes = dicom::to_bytes(file);
    if (!bytes) return fail(bytes);
    if (Status taken = take(slice + 1, *bytes); !taken) return taken;
  }
  return {};
}

}  // namespace oligard::phantom
