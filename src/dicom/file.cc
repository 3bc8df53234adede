#include "oligard/dicom/file.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <vector>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/oflog/oflog.h>

#include "oligard/dicom/character_set.h"
#include "oligard/dicom/dataset.h"

namespace oligard::dicom {
namespace {

constexpr Uint32 kOnDemandAbove = 64U << 10U;
constexpr std::size_t kPiece = 256U << 10U;

bool has_preamble(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 132> head{};
  file.read(head.data(), head.size());
  return file.gcount() == static_cast<std::streamsize>(head.size()) && head[128] == 'D' && head[129] == 'I' &&
         head[130] == 'C' && head[131] == 'M';
}

tl::unexpected<Error> damaged(bool is_dicom, const OFCondition& condition) {
  if (!is_dicom) {
    return fail(ErrorKind::kInvalidInput, "FILE_NOT_DICOM", "the file is not a DICOM object");
  }
  return fail(ErrorKind::kInvalidInput, "FILE_TRUNCATED",
              std::string("the file ends early or is damaged: ") + condition.text());
}

/// A data set without meta header counts as DICOM only when it names its SOP class.
Status check(DcmFileFormat& file, bool is_dicom, Text text_wanted) {
  DcmDataset& dataset = *file.getDataset();
  if (!is_dicom && text(dataset, DCM_SOPClassUID).empty()) {
    return fail(ErrorKind::kInvalidInput, "FILE_NOT_DICOM", "the file is not a DICOM object");
  }
  if (dataset.card() == 0) {
    return fail(ErrorKind::kInvalidInput, "FILE_TRUNCATED", "the file holds no data set");
  }
  if (text_wanted == Text::kToUtf8) convert_text_to_utf8(dataset);
  return {};
}

/// To know the size before it writes, DCMTK would walk through all of the object.
OFCondition write_in_pieces(DcmFileFormat& file, E_EncodingType encoding, std::string& bytes) {
  std::vector<char> piece(kPiece);
  DcmOutputBufferStream stream(piece.data(), static_cast<offile_off_t>(piece.size()));
  file.transferInit();
  OFCondition condition = EC_StreamNotifyClient;
  offile_off_t written = 1;
  while (condition == EC_StreamNotifyClient && written > 0) {
    condition = file.write(stream, EXS_LittleEndianExplicit, encoding, nullptr, EGL_withoutGL, EPD_noChange,
                           0, 0, 0, EWM_dontUpdateMeta);
    void* data = nullptr;
    stream.flushBuffer(data, written);
    bytes.append(static_cast<const char*>(data), static_cast<std::size_t>(written));
  }
  file.transferEnd();
  return condition;
}

}  // namespace

Status set_up() {
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);
  // DCMTK reads this before its first association: without it each C-STORE waits for Nagle's timer.
  setenv("TCP_NODELAY", "1", 1);
  if (!dcmDataDict.isDictionaryLoaded()) {
    return fail(ErrorKind::kInternal, "DICOM_NO_DICTIONARY",
                "DCMTK's data dictionary is missing: install libdcmtk17 or set DCMDICTPATH");
  }
  return {};
}

Result<std::unique_ptr<DcmFileFormat>> read_file(const std::filesystem::path& path, PixelData pixel_data) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", "no such file, or not a regular one");
  }
  const bool is_dicom = has_preamble(path);
  auto file = std::make_unique<DcmFileFormat>();
  const Uint32 keep = pixel_data == PixelData::kKeep ? DCM_MaxReadLength : kOnDemandAbove;
  OFCondition condition;
  if (pixel_data == PixelData::kSkip || pixel_data == PixelData::kSkipFrames) {
    const DcmTagKey stop =
        pixel_data == PixelData::kSkip ? DCM_PixelData : DCM_PerFrameFunctionalGroupsSequence;
    condition = file->loadFileUntilTag(path.c_str(), EXS_Unknown, EGL_noChange, keep, ERM_autoDetect, stop);
  } else {
    condition = file->loadFile(path.c_str(), EXS_Unknown, EGL_noChange, keep, ERM_autoDetect);
  }
  if (condition.bad()) return damaged(is_dicom, condition);
  if (Status checked = check(*file, is_dicom, Text::kToUtf8); !checked) return fail(checked);
  if (pixel_data == PixelData::kKeep) file->loadAllDataIntoMemory();
  return file;
}

Result<std::string> to_bytes(DcmFileFormat& file, SequenceLength length) {
  const E_EncodingType encoding =
      length == SequenceLength::kExplicit ? EET_ExplicitLength : EET_UndefinedLength;
  file.getDataset()->removeInvalidGroups();
  OFCondition condition = file.validateMetaInfo(EXS_LittleEndianExplicit, EWM_createNewMeta);
  DcmMetaInfo& meta = *file.getMetaInfo();
  meta.putAndInsertString(DCM_ImplementationClassUID, kImplementationClassUid);
  meta.putAndInsertString(DCM_ImplementationVersionName, kImplementationVersion);
  meta.computeGroupLengthAndPadding(EGL_recalcGL, EPD_noChange, EXS_LittleEndianExplicit, EET_ExplicitLength);
  std::string bytes;
  if (condition.good()) condition = write_in_pieces(file, encoding, bytes);
  if (condition.bad()) {
    return fail(ErrorKind::kInternal, "DICOM_WRITE",
                std::string("an object could not be serialised: ") + condition.text());
  }
  return bytes;
}

Result<std::unique_ptr<DcmFileFormat>> from_bytes(const std::string& bytes, Text text) {
  const bool is_dicom = bytes.size() >= 132 && bytes.compare(128, 4, "DICM") == 0;
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
  auto file = std::make_unique<DcmFileFormat>();
  file->transferInit();
  const OFCondition condition = file->read(stream, EXS_Unknown, EGL_noChange, DCM_MaxReadLength);
  file->transferEnd();
  if (condition.bad()) return damaged(is_dicom, condition);
  if (Status checked = check(*file, is_dicom, text); !checked) return fail(checked);
  file->loadAllDataIntoMemory();
  return file;
}

}  // namespace oligard::dicom
