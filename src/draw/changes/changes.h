// How the size of each lesion changed: what spider plot, waterfall plot and page draw.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "oligard/classify/assessment.h"
#include "oligard/terms/status_look.h"

namespace oligard::draw {

struct ChangePoint {
  std::size_t t = 0;
  double days = 0;  ///< since the baseline
  double size_mm = 0;
  double change_pct = 0;                 ///< of the line's reference
  std::optional<double> half_width_pct;  ///< of the 95 % interval of the measurement; empty = not known
  std::optional<double> half_width_mm;   ///< the same of the size itself
  const terms::StatusLook* style = &terms::look::kOther;
  bool is_minimum = false;   ///< the lesion is cut
  bool follows_gap = false;  ///< no size at one or more dates since the point before
};

/// One lesion from its reference on: its size at the baseline, or at its first sight after that; a cut size
/// is no reference.
struct ChangeLine {
  std::string id;                                         ///< "L36"
  std::string label;                                      ///< "L36 bone"
  const terms::StatusLook* style = &terms::look::kOther;  ///< of the status at the last date
  bool is_important = false;                              ///< progresses at the last date, at any confidence
  bool is_doubtful = false;                               ///< … with indeterminate confidence
  std::optional<double> from_nadir_pct;                   ///< at the last date
  bool is_late = false;                                   ///< first seen after the baseline
  std::vector<ChangePoint> points;                        ///< by date; one or more
};

/// One lesion at the last date against its nadir.
struct ChangeBar {
  std::string id;
  std::string label;
  const terms::StatusLook* style = &terms::look::kOther;
  bool is_important = false;
  bool is_doubtful = false;
  std::optional<double> change_pct;  ///< empty: new or reappeared, there is nothing to compare with
  std::optional<double> size_mm;
  std::optional<double> nadir_mm;
};

struct DateMark {
  double days = 0;
  std::string timepoint;
  std::string date;
};

struct Changes {
  std::vector<DateMark> dates;            ///< from the baseline on
  std::vector<ChangeLine> lines;          ///< important ones first, then by last change, largest first
  std::vector<ChangeBar> bars;            ///< those without a change first, then largest first; then by label
  std::vector<std::string> without_size;  ///< labels of lesions listed at the last date that have no bar
};

[[nodiscard]] Changes changes_of(const classify::Assessment& assessment);

}  // namespace oligard::draw
