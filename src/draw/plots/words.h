// Every word of the plots, in English. A further language is a further PlotWords.
#pragma once

#include "draw/canvas/phrases.h"
#include "draw/changes/waterfall.h"

namespace oligard::draw {

struct PlotWords {
  Pattern<"key"> lesions_title = "Lesions of patient {key}";
  Pattern<"key"> spider_title = "Change of lesion size, patient {key}";
  Pattern<"key"> waterfall_title = "Change from nadir, patient {key}";
  std::string_view unverified = "Research software, not verified by a physician.";
  Counted timepoints = counted("{n} time point", "{n} time points");
  Pattern<"profile"> under_profile = ", category under profile {profile}";
  Pattern<"category", "profile"> category = "{category} (profile {profile}); ";
  std::string_view single_timepoint = "Single time point";
  Pattern<"response"> response = "RECIST 1.1: {response}";
  Pattern<"size"> sum = ", sum {size} mm";
  std::string_view incomplete = " (incomplete)";
  Counted review = counted("Needs review: {n} link in doubt", "Needs review: {n} links in doubt");

  // Lesions in place.
  std::string_view not_counted = ", not counted";
  std::string_view not_seen = ", not seen";
  Pattern<"from", "to", "percent"> link = "{from} – {to}, probability {percent} %";
  std::string_view in_doubt = ", in doubt";
  std::string_view without_place = "Without a place in the images:";
  std::string_view not_aligned = "not aligned";
  std::string_view coverage_unknown = "coverage not known";
  Counted labels_left_out = counted("{n} label left out", "{n} labels left out");
  std::string_view right = "R";
  std::string_view left = "L";
  std::string_view one_lesion = "one lesion";
  std::string_view split_or_merge = "split or merge";
  std::string_view link_in_doubt = "link in doubt";
  std::string_view imaged = "imaged";
  std::string_view organ = "organ";
  std::string_view scale_bar = "50 mm";
  std::string_view projection =
      "Coronal projection, seen from the front: the patient's right is on the left. All panels share one "
      "scale and, "
      "where aligned, one position. Ellipses are the lesions' extents; a hollow one stands where a lesion "
      "was that "
      "is not seen any more.";

  // Sizes over days.
  std::string_view first_seen = "first seen";
  std::string_view one_size = "one size";
  Pattern<"change"> from_nadir = " ({change} from nadir)";
  Pattern<"day"> day = "day {day}";
  std::string_view no_size_between = "no size in between";
  std::string_view may_progress = "may progress";
  Pattern<"regression", "progression", "rise"> spider_note =
      "Long axis, short axis of a node, relative to the baseline or, for a lesion first seen later, to its "
      "first "
      "size. Colours: status at the last date. Dashed: {regression} (regression, from baseline) and "
      "{progression} "
      "(progression when it is also {rise} mm, counted from the smallest earlier size, which may lie below "
      "the "
      "baseline).";
  std::string_view logarithmic = " Above +100 % the scale is logarithmic.";
  std::string_view whiskers = " Whiskers: 95 % interval of the measurement.";
  std::string_view cut_points = " White points: cut by the image border or seen in part, minimum size.";
  Counted no_label = counted(" {n} line has no label.", " {n} lines have no label.");
  std::string_view one_date = " There is one date: nothing to compare.";

  // Change from nadir.
  WaterfallWords waterfall;
  Pattern<"rise"> rise = "+{rise} mm of this lesion";
  std::string_view no_bars = "There is no lesion to compare with an earlier date.";
  Pattern<"limit", "rise"> waterfall_note =
      "Each bar is a lesion now, against its smallest earlier size (nadir). It progresses by size when the "
      "bar "
      "reaches both the dashed line ({limit}) and its own black tick (+{rise} mm); a small lesion may pass "
      "the one "
      "without the other. Volume can decide otherwise. Hatched: new or reappeared, there is no nadir; its "
      "height "
      "means nothing.";
  std::string_view pale = " Pale: may progress, indeterminate.";
  Counted left_out = counted(" {n} controlled lesion is left out.", " {n} controlled lesions are left out.");
  Pattern<"names"> without_bar =
      "No bar, because not evaluable, treated or without a size to compare: {names}.";
  Pattern<"names", "n"> more_without_bar =
      "No bar, because not evaluable, treated or without a size to compare: {names} and {n} more.";
};

}  // namespace oligard::draw
