#include <cstdio>
#include <cstdlib>
#include <memory>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmseg/segdoc.h>
#include <dcmtk/dcmseg/segutils.h>

#include "peers.h"

namespace oligard::bench {
namespace {

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "DCMTK: %s\n", what);
  std::exit(3);
}

}  // namespace

std::int64_t dcmtk_decode(const std::filesystem::path& path) {
  DcmFileFormat file;
  if (file.loadFile(path.c_str()).bad()) give_up("cannot load");
  DcmSegmentation* loaded = nullptr;
  if (DcmSegmentation::loadDataset(*file.getDataset(), loaded).bad()) give_up("no segmentation");
  const std::unique_ptr<DcmSegmentation> segmentation(loaded);
  Uint16 rows = 0, columns = 0;
  file.getDataset()->findAndGetUint16(DCM_Rows, rows);
  file.getDataset()->findAndGetUint16(DCM_Columns, columns);
  std::int64_t set = 0;
  for (size_t frame = 0; frame < segmentation->getNumberOfFrames(); ++frame) {
    const DcmIODTypes::Frame* packed = segmentation->getFrame(frame);
    const std::unique_ptr<DcmIODTypes::Frame> pixels(DcmSegUtils::unpackBinaryFrame(packed, rows, columns));
    if (pixels == nullptr) give_up("cannot unpack");
    for (size_t i = 0; i < pixels->length; ++i)
      set += pixels->pixData[i];
  }
  return set;
}

std::int64_t dcmtk_parse(const std::filesystem::path& path) {
  DcmFileFormat file;
  if (file.loadFile(path.c_str()).bad()) give_up("cannot load");
  const Uint8* pixels = nullptr;
  unsigned long count = 0;
  if (file.getDataset()->findAndGetUint8Array(DCM_PixelData, pixels, &count).bad()) give_up("no pixels");
  return static_cast<std::int64_t>(count);
}

}  // namespace oligard::bench
