// Builds small Spatial and Deformable Spatial Registration files for tests, wrong ones included.
#pragma once

#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
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

struct MatrixToBuild {
  std::vector<double> values{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  std::string type = "RIGID";
};

struct GridToBuild {
  std::vector<unsigned> dimensions{2, 2, 2};
  std::vector<double> resolution{10, 10, 10};
  std::vector<double> position{0, 0, 0};
  std::vector<double> orientation{1, 0, 0, 0, 1, 0};
  std::vector<float> vectors = std::vector<float>(24, 0);
};

/// One item; deformable when it has a grid, `pre` or `post`.
struct RegistrationItemToBuild {
  std::string source_frame = "2.25.3005";
  std::vector<std::string> images;
  std::vector<MatrixToBuild> matrices;
  std::optional<MatrixToBuild> pre;
  std::optional<MatrixToBuild> post;
  std::optional<GridToBuild> grid;
};

struct RegistrationToBuild {
  bool is_deformable = false;
  std::string frame = "2.25.3004";
  std::vector<RegistrationItemToBuild> items;
  E_TransferSyntax transfer_syntax = EXS_LittleEndianExplicit;
  std::function<void(DcmDataset&)> change;  ///< last word before writing
};

namespace registration {

using detail::decimals;
using detail::item;
using detail::put;

inline void put_matrix(DcmItem& target, const MatrixToBuild& matrix) {
  put(target, DCM_FrameOfReferenceTransformationMatrix, decimals(matrix.values));
  put(target, DCM_FrameOfReferenceTransformationMatrixType, matrix.type);
}

inline void put_grid(DcmItem& target, const GridToBuild& grid) {
  std::vector<Uint32> dimensions(grid.dimensions.begin(), grid.dimensions.end());
  target.putAndInsertUint32Array(DCM_GridDimensions, dimensions.data(), dimensions.size());
  target.putAndInsertFloat64Array(DCM_GridResolution, grid.resolution.data(), grid.resolution.size());
  put(target, DCM_ImagePositionPatient, decimals(grid.position));
  put(target, DCM_ImageOrientationPatient, decimals(grid.orientation));
  target.putAndInsertFloat32Array(DCM_VectorGridData, grid.vectors.data(), grid.vectors.size());
}

inline void put_item(DcmItem& target, const RegistrationItemToBuild& content, bool is_deformable) {
  if (!content.source_frame.empty())
    put(target, is_deformable ? DCM_SourceFrameOfReferenceUID : DCM_FrameOfReferenceUID,
        content.source_frame);
  for (std::size_t i = 0; i < content.images.size(); ++i) {
    DcmItem& image = item(target, DCM_ReferencedImageSequence, static_cast<long>(i));
    put(image, DCM_ReferencedSOPClassUID, UID_CTImageStorage);
    put(image, DCM_ReferencedSOPInstanceUID, content.images[i]);
  }
  if (content.pre) put_matrix(item(target, DCM_PreDeformationMatrixRegistrationSequence), *content.pre);
  if (content.post) put_matrix(item(target, DCM_PostDeformationMatrixRegistrationSequence), *content.post);
  if (content.grid) put_grid(item(target, DCM_DeformableRegistrationGridSequence), *content.grid);
  if (is_deformable) return;
  DcmItem& matrices = item(target, DCM_MatrixRegistrationSequence);
  for (std::size_t i = 0; i < content.matrices.size(); ++i)
    put_matrix(item(matrices, DCM_MatrixSequence, static_cast<long>(i)), content.matrices[i]);
}

}  // namespace registration

/// Writes and loads.
[[nodiscard]] inline Result<LoadedObject> load_registration(const RegistrationToBuild& content,
                                                            const LoadLimits& limits = {}) {
  EXPECT_TRUE(dicom::set_up());
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  registration::put(
      dataset, DCM_SOPClassUID,
      content.is_deformable ? UID_DeformableSpatialRegistrationStorage : UID_SpatialRegistrationStorage);
  registration::put(dataset, DCM_SOPInstanceUID, "2.25.3001");
  registration::put(dataset, DCM_SeriesInstanceUID, "2.25.3002");
  registration::put(dataset, DCM_StudyInstanceUID, "2.25.3003");
  if (!content.frame.empty()) registration::put(dataset, DCM_FrameOfReferenceUID, content.frame);
  registration::put(dataset, DCM_PatientID, "TEST");
  registration::put(dataset, DCM_StudyDate, "20260131");
  registration::put(dataset, DCM_Modality, "REG");
  const DcmTagKey tag = content.is_deformable ? DCM_DeformableRegistrationSequence : DCM_RegistrationSequence;
  for (std::size_t i = 0; i < content.items.size(); ++i)
    registration::put_item(registration::item(dataset, tag, static_cast<long>(i)), content.items[i],
                           content.is_deformable);
  if (content.change) content.change(dataset);
  return detail::load_once(detail::write_file(file, content.transfer_syntax), {}, limits);
}

}  // namespace oligard::load::test
