// One page about one time point, for people: what progresses, where, since when, and what it rests on. Drawn
// by Cairo and Pango as vector PDF and as pixels; both show the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "oligard/base/clock.h"
#include "oligard/base/result.h"
#include "oligard/classify/assessment.h"

namespace oligard::draw {

/// Who and what was imaged, as the study says. Patient data: for the page alone. UTF-8; empty = not stated.
struct Header {
  std::string patient_name;  ///< Patient's Name (0010,0010), value representation PN
  std::string patient_id;
  std::string birth_date;  ///< DICOM DA
  std::string sex;         ///< DICOM CS
  std::string study_description;
  std::string accession_number;
};

/// In millimetres from the left and top edge of a key slice.
struct SlicePoint {
  double x = 0, y = 0;
};

/// One lesion in one slice. Two of the same size, then and now, make a film strip.
struct KeySlice {
  std::string lesion;         ///< track id
  std::size_t timepoint = 0;  ///< index
  double width_mm = 0, height_mm = 0;
  int columns = 0, rows = 0;
  std::vector<std::uint8_t> grey;                 ///< row after row; empty = no image, outlines alone
  std::vector<std::vector<SlicePoint>> outlines;  ///< closed polygons of the mask
};

/// The assessment is not owned and must outlive the request.
struct PageRequest {
  const classify::Assessment* assessment = nullptr;
  std::size_t timepoint = 0;          ///< the last one of the assessment
  std::vector<std::string> profiles;  ///< first one gives the headline
  Header header;
  std::vector<KeySlice> slices;
  std::vector<std::string> cautions;  ///< sentences that go before the caveats
  std::string program;                ///< name and version
  std::string reference;              ///< of the record that this page is a picture of
  UnixTime analysed_at;
};

/// In points from the left and top edge of the page.
struct Box {
  double left = 0, top = 0, width = 0, height = 0;

  [[nodiscard]] double right() const { return left + width; }
  [[nodiscard]] double bottom() const { return top + height; }
};

/// A text as it was drawn.
struct PlacedText {
  std::string text;
  Box ink;              ///< what it covers
  double size = 0;      ///< points
  bool is_cut = false;  ///< an ellipsis stands for what had no room
};

/// A4, landscape: read on a screen, where a page is as wide as the screen and no higher.
inline constexpr double kPageWidth = 842;
inline constexpr double kPageHeight = 595;
/// 150 pixels an inch: the smallest text (7 points) is 15 pixels high.
inline constexpr int kPixelWidth = 1754;
inline constexpr int kPixelHeight = 1240;
inline constexpr double kSmallestText = 7;

struct Page {
  std::string pdf;                ///< PDF 1.4, fonts embedded
  std::vector<std::uint8_t> rgb;  ///< kPixelWidth × kPixelHeight, 8 bits a channel, row after row
  std::vector<PlacedText> texts;
};

/// The same request gives the same bytes, whatever clock, locale and other fonts a machine has. Errors:
/// PAGE_FONT_MISSING (a font file of docker/packages.txt is not installed), PAGE_NOT_DRAWN (the request
/// contradicts itself, or Cairo failed). One thread at a time.
[[nodiscard]] Result<Page> make_page(const PageRequest& request);

}  // namespace oligard::draw
