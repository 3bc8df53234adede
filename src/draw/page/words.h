// Every word of the page that is no sentence of classify/wording.h, in English. A further language is a
// further PageWords.
#pragma once

#include "draw/canvas/phrases.h"
#include "draw/changes/waterfall.h"

namespace oligard::draw {

struct PageWords {
  Pattern<"study"> document_title = "Tumor response, {study}, not verified";

  // Who, what and when.
  std::string_view no_name = "Name not stated";
  Pattern<"id"> id = "ID {id}";
  std::string_view no_id = "not stated";
  Pattern<"date"> born = " · born {date}";
  std::string_view study = "Study";
  Pattern<"modality", "date"> study_of = "{modality} of {date}";
  Pattern<"n", "all"> course = "time point {n} of {all}";
  Pattern<"date"> baseline = " · baseline {date}";
  Pattern<"number"> accession = " · accession {number}";

  // The verdict.
  std::string_view unverified = "AI result, not verified by a physician";
  std::string_view before_baseline = "BEFORE BASELINE";
  std::string_view at_baseline = "BASELINE";
  std::string_view pattern_only = "imaging pattern only: therapy or earlier control not known";
  Counted review = counted("Needs review: {n} link in doubt", "Needs review: {n} links in doubt");
  std::string_view response = "RECIST 1.1 time-point response";
  Pattern<"size"> target_sum = "target sum {size} mm";
  std::string_view incomplete = ", incomplete";
  Pattern<"change"> from_nadir = "{change} from nadir";
  std::string_view new_lesion = "new lesion";
  std::string_view no_target = "no target lesion";
  Pattern<"response"> irecist = "iRECIST {response}";

  // Lesions.
  Pattern<"n"> progressing_title = "Progressing lesions ({n})";
  Pattern<"n", "doubtful"> doubtful_title = "Progressing lesions ({n}, {doubtful} indeterminate)";
  std::string_view none_progresses = "No lesion progresses.";
  std::string_view lesion_column = "lesion";
  std::string_view size_column = "size now, nadir";
  std::string_view change_column = "change from nadir";
  std::string_view course_column = "course; band: 95 % of the measurement; dotted: progression";
  std::string_view narrow_course_column = "course, 95 % band";
  std::string_view film_column = "before (nadir), now; bar 10 mm";
  Pattern<"n", "lesions"> more_progressing = "and {n} more progressing: {lesions}";
  Pattern<"n"> lesions_title = "Lesions ({n})";
  Pattern<"n"> others_title = "Other lesions ({n})";
  std::string_view others_note = "size in mm, change from nadir, T RECIST target";
  Pattern<"n", "statuses"> more = "and {n} more: {statuses}";
  std::string_view target = ", target";
  std::string_view target_letter = "T";
  std::string_view no_size = "no size";
  std::string_view no_site = "Site not known";
  Pattern<"size"> size = "{size} mm";
  Pattern<"size", "date"> nadir = "nadir {size} mm, {date}";
  std::string_view short_axis = "short axis";
  Pattern<"change"> volume = "volume {change}";
  std::string_view flagged_now = "first flagged now";
  Pattern<"date"> flagged_since = "flagged since {date}";
  std::string_view added = "new";
  std::string_view reappeared = "again";
  std::string_view gone = "gone";

  // Sites and changes.
  std::string_view sites_title = "Sites";
  std::string_view sites_note = "schematic, by organ; seen from the front";
  Pattern<"lesions"> without_site = "site not known: {lesions}";
  std::string_view right = "R";
  std::string_view left = "L";
  std::string_view waterfall_title = "Change from nadir";
  std::string_view waterfall_note = "hatched: new; bars above +150 % are cut";
  WaterfallWords waterfall;

  // Limits.
  std::string_view caveats_title = "Caveats";
  std::string_view remarks_title = "Open points";
  std::string_view more_remarks = "More in the structured report.";
  Pattern<"profile", "rules"> rules = "Profile {profile}, rule set {rules}";
  Pattern<"rules"> changed_rules = ", CHANGED: {rules}";
  Pattern<"program", "time"> analysed = "{program} · analysed {time}";
  Pattern<"record"> record = " · record {record}";
};

}  // namespace oligard::draw
