// What the page says, picked from the assessment; nothing here knows where it stands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "draw/changes/changes.h"
#include "draw/page/words.h"
#include "oligard/draw/page.h"
#include "oligard/terms/status_look.h"

namespace oligard::draw {

/// One lesion of the assessed time point.
struct Row {
  std::string id;     ///< "L03"
  std::string site;   ///< "Adrenal, left"; "Site not known"
  std::string organ;  ///< name of terms/organs.h, "lymph_node" of nodes; empty = unknown
  std::string region;
  const terms::StatusLook* look = &terms::look::kOther;
  std::string status;      ///< "PROGRESSING, probable"
  std::string confidence;  ///< "probable"; empty when definite
  bool is_progressing = false;
  bool is_target = false;
  bool is_doubtful = false;  ///< … with indeterminate confidence
  std::optional<double> size_mm;
  std::optional<double> from_nadir_pct;
  std::string size;       ///< "26.4 mm"; empty = none
  std::string reference;  ///< "nadir 14.2 mm, 8 May 2024"
  std::string growth;     ///< "+86 %", "new"; empty = nothing to compare with
  std::string since;      ///< "since 8 May 2024"
  std::string note;       ///< "volume +120 %", "short axis"
  std::vector<ChangePoint> points;
  std::optional<double> limit_mm;   ///< size from which it progresses
  std::vector<KeySlice> slices;     ///< oldest first, two at most
  std::vector<std::string> titles;  ///< of the slices: "nadir, 8 May 2024"
};

/// How many lesions have one look.
struct Tally {
  const terms::StatusLook* look = nullptr;
  std::size_t n = 0;
};

struct Content {
  explicit Content(const PageWords& page_words) : words(page_words) {}

  const PageWords& words;
  std::string name;
  std::string person;  ///< "ID 4711 · born 12 Mar 1957 · F"
  std::string study;   ///< "CT of 7 Aug 2024"
  std::string course;  ///< "time point 3 of 3, baseline 3 Feb 2024"
  std::string headline;
  std::string headline_note;
  terms::Rgb tone;
  std::string conclusion;
  std::string response;  ///< "PD"
  std::vector<std::string> response_notes;
  std::string review;  ///< empty: no review needed
  std::vector<Tally> tallies;
  std::vector<Row> progressing;
  std::vector<Row> others;
  Changes changes;
  double limit_pct = 20;             ///< growth from which a lesion may progress
  std::vector<std::string> caveats;  ///< all of them are shown
  std::vector<std::string> remarks;  ///< as far as there is room
  std::string rules;
  std::string program;
};

/// Error PAGE_NOT_DRAWN when the request contradicts itself. The words must outlive the content.
[[nodiscard]] Result<Content> content_of(const PageRequest& request, const PageWords& words);

/// "7 stable, 2 responding", in the order of legends.
[[nodiscard]] std::string tally_of(const std::vector<Row>& rows, std::size_t from = 0);

}  // namespace oligard::draw
