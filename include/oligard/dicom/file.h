// Files in and out, and DCMTK's start-up.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <dcmtk/dcmdata/dcfilefo.h>

#include "oligard/base/result.h"

namespace oligard::dicom {

/// Once per process, before any thread: loads the data dictionary, routes DCMTK's own log to ours at debug
/// level with the values left out, sets TCP_NODELAY. Error DICOM_NO_DICTIONARY.
[[nodiscard]] Status set_up();

/// How much of a file to keep in memory.
enum class PixelData {
  kKeep,        ///< loaded with the rest
  kOnDemand,    ///< values above 64 KiB stay in the file until asked for
  kSkip,        ///< reading stops before Pixel Data: header work only
  kSkipFrames,  ///< reading stops before the Per-frame Functional Groups Sequence (5200,9230)
};

/// Reads a DICOM file, with or without meta header and preamble. Text is converted to UTF-8. Errors:
/// FILE_UNREADABLE, FILE_NOT_DICOM, FILE_TRUNCATED.
[[nodiscard]] Result<std::unique_ptr<DcmFileFormat>> read_file(const std::filesystem::path& path,
                                                               PixelData pixel_data = PixelData::kOnDemand);

/// How the lengths of sequences and items are written. To know a length DCMTK walks through all that is
/// below, at every level: deep trees are written with undefined lengths.
enum class SequenceLength { kExplicit, kUndefined };

/// Serialises a data set as a complete file in Explicit VR Little Endian. Error DICOM_WRITE.
[[nodiscard]] Result<std::string> to_bytes(DcmFileFormat& file,
                                           SequenceLength length = SequenceLength::kExplicit);

enum class Text { kToUtf8, kAsStored };

/// Parses a complete file from memory. Errors as read_file.
[[nodiscard]] Result<std::unique_ptr<DcmFileFormat>> from_bytes(const std::string& bytes,
                                                                Text text = Text::kToUtf8);

/// UID of the implementation and its version name, for meta headers and associations.
inline constexpr const char* kImplementationClassUid = "2.25.334871265498216374925038212674533107";
inline constexpr const char* kImplementationVersion = "OLIGARD_0_1";

}  // namespace oligard::dicom
