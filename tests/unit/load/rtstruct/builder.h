// Builds small RT Structure Set files for tests, wrong ones included.
#pragma once

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmdata/dcxfer.h>
#include <gtest/gtest.h>

#include "oligard/dicom/file.h"
#include "oligard/load/loaded_object.h"
#include "unit/load/dataset_parts.h"

namespace oligard::load::test {

struct ContourToBuild {
  std::vector<Vec3> points;
  std::string type = "CLOSED_PLANAR";
  std::string image;          ///< SOP Instance UID; empty = no Contour Image Sequence
  double slab_thickness = 0;  ///< 0 = left out
  std::string data;           ///< Contour Data as text, instead of `points`
  int number_of_points = -1;  ///< -1 = as many as there are
};

struct RoiToBuild {
  std::string name = "GTV-1";
  std::string interpreted_type = "GTV";
  std::vector<ContourToBuild> contours;
  std::string frame_of_reference = "2.25.2004";
  std::vector<std::string> identification;  ///< code value and meaning, SCT
};

struct StructureSetToBuild {
  std::vector<RoiToBuild> rois;
  std::vector<std::string> images;  ///< of the referenced series
  bool references = true;           ///< Referenced Frame of Reference Sequence
  E_TransferSyntax transfer_syntax = EXS_LittleEndianExplicit;
  std::function<void(DcmDataset&)> change;  ///< last word before writing
};

namespace structure {

using detail::item;
using detail::put;

inline std::string text_of(const std::vector<Vec3>& points) {
  std::string text;
  for (const Vec3& p : points) {
    char buffer[96];
    std::snprintf(buffer, sizeof buffer, "%s%.10g\\%.10g\\%.10g", text.empty() ? "" : "\\", p.x, p.y, p.z);
    text += buffer;
  }
  return text;
}

inline void put_reference(DcmItem& parent, const std::string& uid, long index = 0) {
  DcmItem& image = item(parent, DCM_ContourImageSequence, index);
  put(image, DCM_ReferencedSOPClassUID, UID_CTImageStorage);
  put(image, DCM_ReferencedSOPInstanceUID, uid);
}

inline void put_contours(DcmItem& roi, const RoiToBuild& content) {
  for (std::size_t i = 0; i < content.contours.size(); ++i) {
    const ContourToBuild& contour = content.contours[i];
    DcmItem& target = item(roi, DCM_ContourSequence, static_cast<long>(i));
    if (!contour.image.empty()) put_reference(target, contour.image);
    put(target, DCM_ContourGeometricType, contour.type);
    if (contour.slab_thickness > 0)
      put(target, DCM_RETIRED_ContourSlabThickness, std::to_string(contour.slab_thickness));
    const int count =
        contour.number_of_points >= 0 ? contour.number_of_points : static_cast<int>(contour.points.size());
    put(target, DCM_NumberOfContourPoints, std::to_string(count));
    put(target, DCM_ContourData, contour.data.empty() ? text_of(contour.points) : contour.data);
  }
}

inline void put_references(DcmDataset& dataset, const StructureSetToBuild& content) {
  DcmItem& frame = item(dataset, DCM_ReferencedFrameOfReferenceSequence);
  put(frame, DCM_FrameOfReferenceUID, "2.25.2004");
  DcmItem& study = item(frame, DCM_RTReferencedStudySequence);
  put(study, DCM_ReferencedSOPInstanceUID, "2.25.2003");
  DcmItem& series = item(study, DCM_RTReferencedSeriesSequence);
  put(series, DCM_SeriesInstanceUID, "2.25.2005");
  for (std::size_t i = 0; i < content.images.size(); ++i)
    put_reference(series, content.images[i], static_cast<long>(i));
}

inline void put_rois(DcmDataset& dataset, const StructureSetToBuild& content) {
  for (std::size_t i = 0; i < content.rois.size(); ++i) {
    const RoiToBuild& roi = content.rois[i];
    const std::string number = std::to_string(i + 1);
    const auto index = static_cast<long>(i);
    DcmItem& identity = item(dataset, DCM_StructureSetROISequence, index);
    put(identity, DCM_ROINumber, number);
    put(identity, DCM_ReferencedFrameOfReferenceUID, roi.frame_of_reference);
    put(identity, DCM_ROIName, roi.name);
    DcmItem& observation = item(dataset, DCM_RTROIObservationsSequence, index);
    put(observation, DCM_ReferencedROINumber, number);
    put(observation, DCM_RTROIInterpretedType, roi.interpreted_type);
    if (roi.identification.size() == 2) {
      DcmItem& code = item(observation, DCM_RTROIIdentificationCodeSequence);
      put(code, DCM_CodeValue, roi.identification[0]);
      put(code, DCM_CodingSchemeDesignator, "SCT");
      put(code, DCM_CodeMeaning, roi.identification[1]);
    }
    DcmItem& drawn = item(dataset, DCM_ROIContourSequence, index);
    put(drawn, DCM_ReferencedROINumber, number);
    put_contours(drawn, roi);
  }
}

}  // namespace structure

/// Writes the file into the test's temporary folder.
[[nodiscard]] inline std::filesystem::path write_structure_set(const StructureSetToBuild& content) {
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  structure::put(dataset, DCM_SOPClassUID, UID_RTStructureSetStorage);
  structure::put(dataset, DCM_SOPInstanceUID, "2.25.2001");
  structure::put(dataset, DCM_SeriesInstanceUID, "2.25.2002");
  structure::put(dataset, DCM_StudyInstanceUID, "2.25.2003");
  structure::put(dataset, DCM_PatientID, "TEST");
  structure::put(dataset, DCM_StudyDate, "20260131");
  structure::put(dataset, DCM_StructureSetDate, "20260202");
  structure::put(dataset, DCM_StructureSetTime, "101500");
  structure::put(dataset, DCM_Modality, "RTSTRUCT");
  structure::put(dataset, DCM_Manufacturer, "Builder");
  if (content.references) structure::put_references(dataset, content);
  structure::put_rois(dataset, content);
  if (content.change) content.change(dataset);
  return detail::write_file(file, content.transfer_syntax);
}

/// Writes and loads.
[[nodiscard]] inline Result<LoadedObject> load_structure_set(const StructureSetToBuild& content,
                                                             const std::vector<SourceRule>& rules = {},
                                                             const LoadLimits& limits = {}) {
  return detail::load_once(write_structure_set(content), rules, limits);
}

/// A rectangle in an axial plane.
[[nodiscard]] inline ContourToBuild rectangle(double x0, double y0, double x1, double y1, double z) {
  ContourToBuild contour;
  contour.points = {{x0, y0, z}, {x1, y0, z}, {x1, y1, z}, {x0, y1, z}};
  return contour;
}

/// A circle in an axial plane as a polygon of `corners` points that encloses the circle's area.
[[nodiscard]] inline ContourToBuild circle(double x, double y, double z, double radius, int corners = 72) {
  const double step = 2 * std::numbers::pi / corners;
  const double reach = radius * std::sqrt(step / std::sin(step));
  ContourToBuild contour;
  for (int i = 0; i < corners; ++i)
    contour.points.push_back({x + reach * std::cos(i * step), y + reach * std::sin(i * step), z});
  return contour;
}

/// A rectangle on each of `count` planes.
[[nodiscard]] inline std::vector<ContourToBuild> box(double x0, double y0, double x1, double y1, double z,
                                                     double spacing, int count) {
  std::vector<ContourToBuild> contours;
  for (int i = 0; i < count; ++i)
    contours.push_back(rectangle(x0, y0, x1, y1, z + i * spacing));
  return contours;
}

/// Volume of a segment's voxels, mm3.
[[nodiscard]] inline double volume_of(const Segment& segment) {
  const Grid& grid = segment.mask.grid;
  double volume = 0;
  for (const oligard::Run& run : segment.mask.runs)
    volume += run.length * grid.column_spacing * grid.row_spacing * grid.slice_height(run.slice);
  return volume;
}

/// The structure set as it is read; a refusal fails the test.
[[nodiscard]] inline Segmentation read_structure_set(const StructureSetToBuild& content,
                                                     const std::vector<SourceRule>& rules = {}) {
  const Result<LoadedObject> object = load_structure_set(content, rules);
  if (!object) {
    ADD_FAILURE() << object.error().code << ": " << object.error().reason;
    return {};
  }
  return std::get<Segmentation>(*object);
}

/// The code by which it is refused, or "read".
[[nodiscard]] inline std::string refusal(const StructureSetToBuild& content, const LoadLimits& limits = {}) {
  const Result<LoadedObject> object = load_structure_set(content, {}, limits);
  return object ? "read" : object.error().code;
}

/// One ROI of the given contours.
[[nodiscard]] inline StructureSetToBuild one(std::vector<ContourToBuild> contours) {
  StructureSetToBuild content;
  content.rois.push_back({});
  content.rois.back().contours = std::move(contours);
  return content;
}

[[nodiscard]] inline RoiToBuild roi(const std::string& name, const std::string& type,
                                    std::vector<ContourToBuild> contours) {
  RoiToBuild built;
  built.name = name;
  built.interpreted_type = type;
  built.contours = std::move(contours);
  return built;
}

}  // namespace oligard::load::test
