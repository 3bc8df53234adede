#include "oligard/load/image_pixels.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include "load/bytes/prescan.h"
#include "load/seg/pixels.h"
#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"

namespace oligard::load {
namespace {

constexpr long kMaxFrames = 100000;
constexpr double kLargest = 1e6;  // sums of such values stay exact enough

tl::unexpected<Error> refuse(const std::string& reason) {
  return fail(ErrorKind::kUnsupported, "IMAGE_PIXELS_UNREADABLE", reason);
}

/// How a stored sample becomes a number.
struct SampleFormat {
  PixelFormat pixels;
  int low_bit = 0;
  int bits_stored = 0;
  bool is_signed = false;

  [[nodiscard]] int value(unsigned stored) const {
    const unsigned mask = (1U << static_cast<unsigned>(bits_stored)) - 1;
    const unsigned bits = stored >> static_cast<unsigned>(low_bit) & mask;
    const unsigned sign = 1U << static_cast<unsigned>(bits_stored - 1);
    if (!is_signed || (bits & sign) == 0) return static_cast<int>(bits);
    return static_cast<int>(bits) - static_cast<int>(mask) - 1;
  }
};

struct Rescale {
  double slope = 1;
  double intercept = 0;
};

Result<SampleFormat> format_of(DcmItem& dataset, const LoadLimits& limits) {
  const auto stated = [&dataset](const DcmTagKey& tag, long absent) {
    return dicom::integer(dataset, tag).value_or(absent);
  };
  const long rows = stated(DCM_Rows, 0);
  const long columns = stated(DCM_Columns, 0);
  const long frames = stated(DCM_NumberOfFrames, 1);
  const long allocated = stated(DCM_BitsAllocated, 0);
  const long bits = stated(DCM_BitsStored, allocated);
  const long high = stated(DCM_HighBit, bits - 1);
  const bool fits = rows > 0 && columns > 0 && rows <= 65535 && columns <= 65535 &&
                    static_cast<std::size_t>(rows * columns) <= limits.max_voxels_per_frame && frames >= 1 &&
                    frames <= kMaxFrames && (allocated == 8 || allocated == 16) && bits >= 1 &&
                    bits <= allocated && high >= bits - 1 && high < allocated &&
                    stated(DCM_SamplesPerPixel, 1) == 1;
  if (!fits) return refuse("the image has no pixels of one sample in 8 or 16 bits");
  SampleFormat format;
  format.pixels.shape = {static_cast<std::int32_t>(rows), static_cast<std::int32_t>(columns)};
  format.pixels.frames = static_cast<std::size_t>(frames);
  format.pixels.bits_allocated = static_cast<int>(allocated);
  format.low_bit = static_cast<int>(high + 1 - bits);
  format.bits_stored = static_cast<int>(bits);
  format.is_signed = stated(DCM_PixelRepresentation, 0) == 1;
  return format;
}

void read_rescale(DcmItem& item, Rescale& rescale) {
  if (const auto slope = dicom::number(item, DCM_RescaleSlope); slope && *slope != 0) rescale.slope = *slope;
  if (const auto intercept = dicom::number(item, DCM_RescaleIntercept)) rescale.intercept = *intercept;
}

/// Of each frame; one entry when all are the same.
std::vector<Rescale> rescales_of(DcmItem& dataset) {
  Rescale common;
  read_rescale(dataset, common);
  const auto read_group = [](DcmItem& group, Rescale& rescale) {
    if (DcmItem* item = dicom::item_of(group, DCM_PixelValueTransformationSequence))
      read_rescale(*item, rescale);
  };
  if (DcmItem* shared = dicom::item_of(dataset, DCM_SharedFunctionalGroupsSequence))
    read_group(*shared, common);
  std::vector<Rescale> frames;
  dicom::for_each_item(dataset, DCM_PerFrameFunctionalGroupsSequence, [&](DcmItem& group) {
    frames.push_back(common);
    read_group(group, frames.back());
  });
  if (frames.empty()) frames.push_back(common);
  return frames;
}

void convert(std::span<const std::uint8_t> bytes, const SampleFormat& format, const Rescale& rescale,
             std::vector<float>& values) {
  const std::size_t count = format.pixels.shape.pixels();
  values.resize(count);
  const auto scaled = [&](unsigned stored) {
    return static_cast<float>(
        std::clamp(rescale.slope * format.value(stored) + rescale.intercept, -kLargest, kLargest));
  };
  if (format.pixels.bits_allocated == 8) {
    std::transform(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count), values.begin(), scaled);
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t stored = 0;
    std::memcpy(&stored, bytes.data() + 2 * i, 2);
    values[i] = scaled(stored);
  }
}

std::string transfer_syntax_of(DcmFileFormat& file) {
  const std::string uid = dicom::text(*file.getMetaInfo(), DCM_TransferSyntaxUID);
  return uid.empty() ? DcmXfer(file.getDataset()->getOriginalXfer()).getXferID() : uid;
}

Status read_values(const std::filesystem::path& path, std::span<const int> frames, const TakeFrame& take,
                   const LoadLimits& limits) {
  const Result<DataSetLayout> layout = prescan(path, limits.max_inflated_bytes);
  if (!layout) return fail(layout);
  if (layout->memory > limits.max_parsed_bytes) return refuse("the image takes more memory than allowed");
  const bool is_compressed = layout->pixel_data && layout->pixel_data->is_encapsulated;
  const bool whole = is_compressed || layout->per_frame_groups.has_value();
  const auto file =
      dicom::read_file(path, whole ? dicom::PixelData::kOnDemand : dicom::PixelData::kSkipFrames);
  if (!file) return fail(file);
  DcmItem& dataset = *(*file)->getDataset();
  const Result<SampleFormat> format = format_of(dataset, limits);
  if (!format) return fail(format);
  const std::vector<Rescale> rescales = rescales_of(dataset);
  const auto source = open_pixels(dataset, path, *layout, transfer_syntax_of(**file), format->pixels,
                                  limits.max_inflated_bytes);
  if (!source) return refuse(source.error().reason);
  std::vector<float> values;
  for (const int frame : frames) {
    const auto index = static_cast<std::size_t>(std::max(frame, 1) - 1);
    if (index >= format->pixels.frames) return refuse("the image has fewer frames than it describes");
    const Result<FramePixels> pixels = (*source)->read(index);
    if (!pixels) return refuse(pixels.error().reason);
    convert(pixels->bytes, *format, rescales[std::min(index, rescales.size() - 1)], values);
    take(frame, values);
  }
  return {};
}

}  // namespace

Status read_image_values(const std::filesystem::path& path, std::span<const int> frames,
                         const TakeFrame& take, const LoadLimits& limits) {
  try {
    return read_values(path, frames, take, limits);
  } catch (const std::exception&) {
    return refuse("reading the pixels failed unexpectedly");
  }
}

}  // namespace oligard::load
