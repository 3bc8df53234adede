#include <array>
#include <exception>
#include <new>
#include <string_view>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include "load/bytes/prescan.h"
#include "load/image/image_reader.h"
#include "load/object_header_reader.h"
#include "load/reg/reader.h"
#include "load/rtstruct/reader.h"
#include "load/seg/reader.h"
#include "load/seg/segment_role.h"
#include "load/sr/kind.h"
#include "load/sr/reader.h"
#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "oligard/dicom/sop_classes.h"
#include "oligard/dicom/uid_names.h"
#include "oligard/load/loaded_object.h"

namespace oligard::load {
namespace {

constexpr std::string_view kSurfaceSegmentation = "1.2.840.10008.5.1.4.1.1.66.5";

/// Classes that are left out, by the start of their UID; the first that fits gives the code.
struct IgnoredClass {
  std::string_view uid_start;
  std::string_view code;
};

constexpr std::array<IgnoredClass, 8> kIgnoredClasses{
    {{"1.2.840.10008.5.1.4.1.1.88.59", "KEY_OBJECT_IGNORED"},
     {"1.2.840.10008.5.1.4.1.1.88.", "REPORT_KIND_IGNORED"},
     {"1.2.840.10008.5.1.4.1.1.11.", "PRESENTATION_STATE_IGNORED"},
     {"1.2.840.10008.5.1.4.1.1.67", "REAL_WORLD_VALUES_IGNORED"},
     {"1.2.840.10008.5.1.4.1.1.7", "SECONDARY_CAPTURE_IGNORED"},
     {"1.2.840.10008.5.1.4.1.1.104.", "ENCAPSULATED_DOCUMENT_IGNORED"},
     {"1.2.840.10008.5.1.4.1.1.481.", "RT_OBJECT_IGNORED"},
     {"1.2.840.10008.5.1.4.1.1.9.", "WAVEFORM_IGNORED"}}};

bool starts_with_component(std::string_view uid, std::string_view start) {
  if (uid.substr(0, start.size()) != start) return false;
  return uid.size() == start.size() || start.back() == '.' || uid[start.size()] == '.';
}

IgnoredObject ignore(ObjectHeader header, std::string_view code) {
  std::string reason = dicom::uid_name(header.sop_class_uid) + " objects are not used by the analysis";
  return {std::move(header), std::string(code), std::move(reason)};
}

IgnoredObject ignore_other(ObjectHeader header) {
  for (const IgnoredClass& ignored : kIgnoredClasses)
    if (starts_with_component(header.sop_class_uid, ignored.uid_start))
      return ignore(std::move(header), ignored.code);
  return ignore(std::move(header), "SOP_CLASS_IGNORED");
}

std::string transfer_syntax_of(DcmFileFormat& file) {
  std::string uid = dicom::text(*file.getMetaInfo(), DCM_TransferSyntaxUID);
  if (uid.empty()) uid = DcmXfer(file.getDataset()->getOriginalXfer()).getXferID();
  return uid;
}

Result<LoadedObject> load_report(DcmDataset& dataset, ObjectHeader header,
                                 const std::vector<SourceRule>& rules) {
  if (const std::string_view kind = other_kind_of_report(dataset); !kind.empty())
    return IgnoredObject{std::move(header), "REPORT_KIND_IGNORED",
                         "the report is a " + std::string(kind) + ", which states no lesions"};
  SourceRule rule = rule_for(rules, header);
  Result<MeasurementReport> report = read_measurement_report(dataset, std::move(header));
  if (!report) return fail(report);
  report->rule = std::move(rule);
  return LoadedObject(std::move(*report));
}

/// The data set's identity; where its class or instance is absent, what the meta header says.
ObjectHeader header_of_file(DcmFileFormat& file) {
  ObjectHeader header = read_object_header(*file.getDataset());
  header.transfer_syntax_uid = transfer_syntax_of(file);
  DcmMetaInfo& meta = *file.getMetaInfo();
  if (header.sop_class_uid.empty()) header.sop_class_uid = dicom::text(meta, DCM_MediaStorageSOPClassUID);
  if (header.sop_instance_uid.empty())
    header.sop_instance_uid = dicom::text(meta, DCM_MediaStorageSOPInstanceUID);
  return header;
}

template <class T>
Result<LoadedObject> as_loaded(Result<T> object) {
  if (!object) return fail(object);
  return LoadedObject(std::move(*object));
}

/// A file whose structure is known.
struct ScannedFile {
  const std::filesystem::path& path;
  DataSetLayout layout;
  std::unique_ptr<DcmFileFormat> parsed;  ///< up to its per-frame groups and Pixel Data
};

Status check_memory(std::uint64_t needed, const LoadLimits& limits) {
  if (needed <= limits.max_parsed_bytes) return {};
  return fail(
      ErrorKind::kUnsupported, "FILE_TOO_LARGE",
      "the data set would take " + std::to_string(needed >> 20U) + " MiB of memory, more than allowed");
}

/// Parses per-frame groups and the fragments of Pixel Data, too.
Status parse_whole(ScannedFile& file, const LoadLimits& limits) {
  if (Status fits = check_memory(file.layout.memory, limits); !fits) return fits;
  Result<std::unique_ptr<DcmFileFormat>> parsed = dicom::read_file(file.path, dicom::PixelData::kOnDemand);
  if (!parsed) return fail(parsed);
  file.parsed = std::move(*parsed);
  return {};
}

Result<LoadedObject> load_segmentation(ScannedFile& file, ObjectHeader header,
                                       const std::vector<SourceRule>& rules, const LoadLimits& limits) {
  const bool is_compressed = file.layout.pixel_data && file.layout.pixel_data->is_encapsulated;
  const Status parsed = is_compressed ? parse_whole(file, limits) : Status{};
  if (!parsed) return fail(parsed);
  return as_loaded(read_segmentation(*file.parsed->getDataset(), file.path, file.layout,
                                     transfer_syntax_of(*file.parsed), std::move(header), rules, limits));
}

Result<LoadedObject> load_image(ScannedFile& file, ObjectHeader header, const LoadLimits& limits) {
  const Status parsed = file.layout.per_frame_groups ? parse_whole(file, limits) : Status{};
  if (!parsed) return fail(parsed);
  return as_loaded(read_image_object(*file.parsed->getDataset(), std::move(header)));
}

Result<LoadedObject> dispatch(ScannedFile& file, ObjectHeader header, const std::vector<SourceRule>& rules,
                              const LoadLimits& limits) {
  if (header.sop_class_uid == kSurfaceSegmentation)
    return fail(ErrorKind::kUnsupported, "SEG_SURFACE",
                "surface segmentations hold no voxels and are not read");
  switch (dicom::kind_of(header.sop_class_uid)) {
    case dicom::ObjectKind::kSegmentation:
    case dicom::ObjectKind::kLabelMapSegmentation:
      return load_segmentation(file, std::move(header), rules, limits);
    case dicom::ObjectKind::kReport:
      return load_report(*file.parsed->getDataset(), std::move(header), rules);
    case dicom::ObjectKind::kImage:
      return load_image(file, std::move(header), limits);
    case dicom::ObjectKind::kRtStructureSet:
      return as_loaded(read_structure_set(*file.parsed->getDataset(), std::move(header), rules, limits));
    case dicom::ObjectKind::kRegistration:
      return as_loaded(read_registration(*file.parsed->getDataset(), std::move(header), limits));
    case dicom::ObjectKind::kOther:
      break;
  }
  return ignore_other(std::move(header));
}

Result<DataSetLayout> check_file(const std::filesystem::path& path, const LoadLimits& limits) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || !std::filesystem::is_regular_file(path, error))
    return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", "no such file, or not a regular one");
  if (size > limits.max_file_bytes)
    return fail(ErrorKind::kUnsupported, "FILE_TOO_LARGE",
                "the file holds " + std::to_string(size) + " bytes, more than allowed");
  return prescan(path, limits.max_inflated_bytes);
}

Result<LoadedObject> load_checked(const std::filesystem::path& path, const std::vector<SourceRule>& rules,
                                  const LoadLimits& limits, const std::string& calling_ae) {
  const Result<DataSetLayout> layout = check_file(path, limits);
  if (!layout) return fail(layout);
  if (Status fits = check_memory(layout->header_memory, limits); !fits) return fail(fits);
  Result<std::unique_ptr<DcmFileFormat>> parsed = dicom::read_file(path, dicom::PixelData::kSkipFrames);
  if (!parsed) return fail(parsed);
  ScannedFile file{path, *layout, std::move(*parsed)};
  ObjectHeader header = header_of_file(*file.parsed);
  if (header.sop_class_uid.empty() || header.sop_instance_uid.empty())
    return fail(ErrorKind::kInvalidInput, "FILE_NO_IDENTITY", "SOP Class UID or SOP Instance UID is absent");
  header.calling_ae = calling_ae;
  return dispatch(file, std::move(header), rules, limits);
}

/// Keeps exceptions of the libraries below inside the module.
template <class Load>
auto guarded(Load load) -> decltype(load()) {
  try {
    return load();
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::kUnsupported, "LOAD_NO_MEMORY", "the object needs more memory than there is");
  } catch (const std::exception&) {
    return fail(ErrorKind::kInternal, "LOAD_FAILED", "reading the object failed unexpectedly");
  }
}

}  // namespace

Result<LoadedObject> load_object(const std::filesystem::path& path, const std::vector<SourceRule>& rules,
                                 const LoadLimits& limits, const std::string& calling_ae) {
  return guarded([&] { return load_checked(path, rules, limits, calling_ae); });
}

const ObjectHeader& header_of(const LoadedObject& object) {
  return std::visit([](const auto& loaded) -> const ObjectHeader& { return loaded.header; }, object);
}

ObjectHeader& header_of(LoadedObject& object) {
  return std::visit([](auto& loaded) -> ObjectHeader& { return loaded.header; }, object);
}

Result<ObjectHeader> load_header(const std::filesystem::path& path) {
  return guarded([&]() -> Result<ObjectHeader> {
    const LoadLimits limits;
    const Result<DataSetLayout> layout = check_file(path, limits);
    if (!layout) return fail(layout);
    if (Status fits = check_memory(layout->header_memory, limits); !fits) return fail(fits);
    const Result<std::unique_ptr<DcmFileFormat>> file = dicom::read_file(path, dicom::PixelData::kSkipFrames);
    if (!file) return fail(file);
    return header_of_file(**file);
  });
}

}  // namespace oligard::load
