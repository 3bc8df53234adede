// The pixels of an image as numbers. Only what registers images reads them.
#pragma once

#include <filesystem>
#include <functional>
#include <span>

#include "oligard/base/result.h"
#include "oligard/load/loaded_object.h"

namespace oligard::load {

/// One frame: row after row, after the modality transformation (Rescale Slope and Intercept, PS3.3 C.11.1.1,
/// or the frame's Pixel Value Transformation): Hounsfield units of a CT. Valid during the call.
using TakeFrame = std::function<void(int frame, std::span<const float> values)>;

/// Reads the given frames of one image, ascending, as ImagePlane numbers them; one frame is held at a time.
/// Uncompressed, RLE, and what is coded without loss in JPEG, JPEG-LS and JPEG 2000. Errors: those of
/// load_object for the file, IMAGE_PIXELS_UNREADABLE.
[[nodiscard]] Status read_image_values(const std::filesystem::path& path, std::span<const int> frames,
                                       const TakeFrame& take, const LoadLimits& limits = {});

}  // namespace oligard::load
