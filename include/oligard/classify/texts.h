// The wording of everything that is said to people: one catalogue a language. What is said is decided
// elsewhere; a catalogue has no rules. Texts is the declaration, texts_en.cc the English wording; a further
// language is a further Texts. Immutable, for any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "oligard/base/note.h"

namespace oligard::classify {

/// RFC 5646 primary tags, as [report] language has them.
enum class Language { kEnglish };

/// A name as a template argument.
template <std::size_t N>
struct PlaceName {
  char letters[N]{};

  consteval PlaceName(const char (&name)[N]) { std::copy_n(name, N, letters); }
  [[nodiscard]] constexpr std::string_view view() const { return {letters, N - 1}; }
};

using PlaceValue = std::pair<std::string_view, std::string>;

/// The wording with a value in every place "{name}".
[[nodiscard]] std::string filled(std::string_view wording, std::span<const PlaceValue> values);

/// Whether every place of a wording has one of these names.
[[nodiscard]] consteval bool has_only(std::string_view wording, std::span<const std::string_view> names) {
  for (std::size_t open = wording.find('{'); open != std::string_view::npos;
       open = wording.find('{', open + 1)) {
    const std::size_t close = wording.find('}', open);
    if (close == std::string_view::npos) return false;
    const std::string_view place = wording.substr(open + 1, close - open - 1);
    if (std::find(names.begin(), names.end(), place) == names.end()) return false;
  }
  return true;
}

/// One phrase with named places, which the wording may take in any order. A place that is not declared does
/// not compile.
template <PlaceName... Places>
class Pattern {
 public:
  consteval Pattern(const char* wording) : wording_(wording) {
    const std::array<std::string_view, sizeof...(Places) + 1> names = {Places.view()..., ""};
    if (!has_only(wording_, names)) throw "a place of the wording is not declared";
  }

  template <class... Values>
  requires(sizeof...(Values) == sizeof...(Places)) [[nodiscard]] std::string operator()(
      const Values&... values) const {
    const std::array<PlaceValue, sizeof...(Places)> filling = {PlaceValue(Places.view(), text_of(values))...};
    return filled(wording_, filling);
  }

 private:
  static std::string text_of(int value) { return std::to_string(value); }
  static std::string text_of(std::size_t value) { return std::to_string(value); }
  static std::string text_of(std::string_view value) { return std::string(value); }

  std::string_view wording_;
};

/// A phrase about a number of things, one wording a plural form of the language.
class Counted {
 public:
  using Form = std::size_t (*)(int n);
  static constexpr std::size_t kMostForms = 4;

  consteval Counted(Form form, std::array<Pattern<"n">, kMostForms> wordings)
      : form_(form), wordings_(wordings) {}

  [[nodiscard]] std::string operator()(int n) const { return wordings_[form_(n)](n); }

 private:
  Form form_;
  std::array<Pattern<"n">, kMostForms> wordings_;
};

/// Numbers, dates, lists and names.
struct BasicTexts {
  std::string_view comma;  ///< between the parts of a list
  std::string_view semicolon;
  std::string_view both;  ///< between parts that hold together
  Pattern<"number"> millimetres;
  Pattern<"number"> percent;
  Pattern<"limit"> below;
  Pattern<"limit"> above;
  std::array<std::string_view, 12> months;
  Pattern<"day", "month", "year"> date;
  Pattern<"lesion", "organ"> sited;  ///< "L03 (liver)"
  Counted lesions;
  Counted assessable_lesions;
  Counted progressing_lesions;
  Counted organs;
  Counted days;
  Counted targets;
};

/// What a flag says of a lesion.
struct FlagTexts {
  Pattern<> discordant;
  Pattern<> truncated;
  Pattern<> first_imaged;
  Pattern<> possible_flare;
  Pattern<> volume_only;
  Pattern<> relative_only;
  Pattern<> absolute_only;
  Pattern<> growth_below_threshold;
  Pattern<> outside_coverage;
  Pattern<> not_segmented;
  Pattern<> registration_failed;
  Pattern<> no_reference_after_therapy;
  Pattern<"days"> irradiated;
  Pattern<"days"> treated;
  Pattern<"report", "status", "confidence"> reader_statement;
};

/// One lesion.
struct LesionTexts {
  Pattern<"lesion"> is_new;
  Pattern<"lesion", "size"> is_new_with_size;
  Pattern<"lesion", "size"> reappeared;
  Pattern<"lesion"> as_stated;
  Pattern<"lesion", "from", "size", "percent", "date"> grown;
  Pattern<"percent"> grown_by;
  Pattern<"figures"> grown_as_stated;
  Pattern<"lesion", "organ", "role", "status"> status;
  Pattern<> target;
  Pattern<"size"> size;
  Pattern<"percent", "nadir"> from_nadir;
  Pattern<"confidence"> confidence;
  Pattern<"remark"> remark;
  Pattern<"lesion", "organ", "change"> progressing;
  Pattern<"percent"> change_from_nadir;
  Pattern<> change_new;
  Pattern<> change_reappeared;
};

/// RECIST 1.1 in a conclusion.
struct RecistTexts {
  Pattern<> no_target;
  Pattern<> none_measured;
  Pattern<"sum"> sum;
  Pattern<> incomplete;
  Pattern<"percent"> from_nadir;
  Pattern<"response", "figures"> response;
  Pattern<"date"> dated_back;
  Pattern<> confounded;
  Pattern<"response"> irecist;
};

/// The conclusion on one time point.
struct ConclusionTexts {
  Pattern<"n", "lesions", "organs", "list"> progression;
  Counted remaining;
  Pattern<> none_controlled;
  Pattern<"lesions"> possible;
  Pattern<"n"> not_evaluable;
  Pattern<"profile", "reasons"> exceeds;
  Pattern<"profile", "confidence"> compatible;
  Pattern<"profile", "confidence", "unknown"> pattern_only;
  Pattern<> therapy_and_control;
  Pattern<> control;
  Pattern<> therapy;
  Pattern<"organ"> organ_outside;
  Pattern<"organs"> organs_outside;
  Pattern<> off_therapy;
  Pattern<> no_control;
  Pattern<> cns_outside;
  Pattern<"profile", "reasons"> limited;
  Pattern<"n", "lesions", "organs"> poly;
  Pattern<"list"> largest;
  Pattern<"lesions"> diffuse;
  Counted mixed_progress;
  Pattern<"progress", "list", "responding", "stable"> mixed;
  Pattern<"n", "lesions", "date"> response;
  Pattern<> the_baseline;
  Pattern<"n"> and_stable;
  Pattern<"n"> and_not_evaluable;
  Pattern<"lesions"> stable;
  Pattern<"lesions"> stable_no_further_new;
  Pattern<"lesions"> stable_not_evaluable;
  Pattern<"lesions"> stable_growth;
  Pattern<"lesions"> before_baseline;
  Pattern<"lesions"> first_study;
  Pattern<"lesions"> baseline_study;
  Pattern<"organs"> in_organs;
  Pattern<"sum"> target_sum;
  Pattern<> no_target;
  Pattern<> no_statement;
  Pattern<"reason", "list"> indeterminate;
  Pattern<"list"> indeterminate_list;
  Pattern<> possible_progression;
  Pattern<> too_many_not_evaluable;
  Pattern<> diffuse_growth;
  Pattern<> no_assessable;
  Pattern<> drifting;
  Pattern<"lesion"> would_change_one;
  Pattern<"lesions"> would_change;
  std::string_view review_lead;  ///< before `review`, which stands at the end
  Counted review;
};

/// Since when progression is flagged.
struct FirstSeenTexts {
  Pattern<"profile", "when", "beside"> flagged;
  Pattern<> on_this_study;
  Pattern<"date"> on_date;
  Pattern<> no_pd;
  Pattern<> pd_same_study;
  Pattern<"days", "date"> before_pd;
  Pattern<"days", "date"> after_pd;
  Pattern<"lesions", "date"> longest;
  Pattern<"date", "lesions"> hindsight;
};

/// What would change the category.
struct FlipTexts {
  Pattern<"probability"> likelihood;
  Pattern<"lesion", "likelihood"> may_not_progress;
  Pattern<"lesion"> not_evaluable;
  Pattern<"lesion", "likelihood"> may_progress;
  Pattern<> off_therapy;
  Pattern<> no_control;
  Pattern<"reading", "profile", "category"> sentence;
  Pattern<"n"> more;
};

/// Links between time points.
struct LinkTexts {
  Pattern<"lesion", "timepoint"> placed;
  Pattern<"from", "to"> pair;
  Pattern<"from", "to", "probability"> linked;
  Pattern<"doubt"> doubt;
  Pattern<"probability"> else_two;
  Pattern<"pairs", "probability"> else_one;
  Pattern<"lesion", "timepoint", "probability"> no_partner;
  std::string_view in_doubt_lead;  ///< before what links in doubt say, at the end of a lesion's text
  std::string_view lineage_lead;   ///< before splits and merges, likewise
  Pattern<"from", "to"> split;
  Pattern<"from", "to"> merged;
  Pattern<"n"> more;
  Counted untried;
  Pattern<"links", "n"> not_tried;
  Pattern<"pairs", "probability", "change"> if_not_same;
  Pattern<"pairs", "probability", "change"> if_same;
  Pattern<"pairs", "others", "probability", "change"> if_others;
  Pattern<"profile", "category", "now"> category_instead;
  Pattern<"response", "now"> response_instead;
};

/// The wording of one note, with "{0}", "{1}", … for its values.
struct NoteText {
  consteval NoteText(NoteCode note, const char* text) : code(note), wording(text) {
    if (!has_only(wording, kNotePlaces)) throw "a place of the wording is no number of a value";
  }

  static constexpr std::array<std::string_view, 4> kNotePlaces = {"0", "1", "2", "3"};
  NoteCode code;
  std::string_view wording;
};

struct NoteTexts {
  std::string_view reports;  ///< at the beginning of a sentence, as NoteWord has them
  std::string_view headers;
  std::string_view unnamed_lesion;
  std::array<NoteText, kNoteCodes> notes;  ///< by code
};

/// Warnings about the clinical context.
struct ContextTexts {
  Pattern<"timepoint", "taken"> contradiction;
  Pattern<"source"> dates_used;
  Pattern<> not_known_used;
  Pattern<"targets", "n"> too_many_targets;
  Pattern<"targets", "organ", "n"> too_many_in_organ;
};

/// What could not be assessed.
struct NotAssessedTexts {
  Pattern<"regions"> not_imaged;
  Pattern<> brain_included;
  Pattern<"brain"> regions_unknown;
  Pattern<"regions", "brain"> imaged_in_part;
  Pattern<"reason", "lesions"> not_evaluable;
  Pattern<> no_reason;
  Pattern<"lesions"> possible_progression;
  Pattern<"lesions"> treated;
  Pattern<"targets"> sum_incomplete;
  Pattern<"targets"> sum_missing;
  Pattern<> therapy_unknown;
  Pattern<> control_unknown;
  Pattern<> polymetastatic;
  Pattern<> oligometastatic;
  Pattern<> months;
  Pattern<"what"> history_unknown;
  Pattern<"date"> baseline_assumed;
  Pattern<"remark", "lesions"> remark;
};

/// The mandatory caveats.
struct CaveatTexts {
  Pattern<> not_verified;
  Pattern<> no_definition;
  Pattern<"source"> therapy_needed;
  Pattern<"coverage"> segmented_only;
  Pattern<> regions_unknown;
  Pattern<"regions"> imaged_in_part;
  Pattern<> brain_not_imaged;
  Pattern<> pseudoprogression;
  Pattern<> flare;
  Pattern<> post_treatment;
};

/// Rules and profiles.
struct RuleTexts {
  Pattern<"lesions"> most_lesions;
  Pattern<"organs"> most_organs;
  Pattern<"n"> most_per_organ;
  Pattern<"share"> most_share;
  Pattern<"share"> below_share;
  Pattern<> one_controlled;
  Pattern<"organs"> only_in;
  Pattern<> cns_counted;
  Pattern<> cns_any;
  Pattern<> cns_none;
  Pattern<"percent", "size", "volume_percent"> progression;
  Pattern<"rules", "profile", "own", "limits", "progression", "source", "verified"> rule;
  Pattern<> own_profile;
  Pattern<> no_source;
  Pattern<> not_verified;
  Pattern<"name", "value", "usual"> changed_constant;
  Pattern<"name", "limits"> changed_profile;
  Pattern<"name", "limits"> own_profile_limits;
};

/// What reports add.
struct ReportTexts {
  Pattern<"lesion", "organ"> titled;  ///< "L03 liver"
  Pattern<"title", "status", "confidence", "uid"> ungrouped;
  Pattern<"title", "uid"> not_listed;
  Pattern<"size"> small_node;
  Pattern<> not_counted;
  Pattern<"n", "of"> fragment;
  Pattern<> long_axis;
  Pattern<> short_axis;
  Pattern<> volume;
  Pattern<"number"> cubic_centimetres;
  Pattern<"figure", "size"> stated;
  Pattern<"figure", "size", "whose", "other"> differs;
  Pattern<"figure", "size", "whose", "other"> agrees;
  Pattern<> of_first_reader;
  Pattern<> measured;
  Pattern<"figures"> of_reader;
  Pattern<> is_used;
  Pattern<"lesions"> disagreement;
  Counted not_evaluable;
  Pattern<> all_assessed;
  Pattern<> no_line;
  Pattern<> no_image;
  Pattern<> other_study;
  Pattern<"lesions", "reason"> not_drawn;
  Pattern<> no_viewer;
  Pattern<> nothing_measured;
  Pattern<"count", "code"> priors;
  Pattern<> priors_uncounted;
  Counted priors_missing;
  Pattern<"code"> priors_code;
};

struct Texts {
  BasicTexts basic;
  FlagTexts flag;
  LesionTexts lesion;
  RecistTexts recist;
  ConclusionTexts conclusion;
  FirstSeenTexts first_seen;
  FlipTexts flip;
  LinkTexts link;
  NoteTexts note;
  ContextTexts context;
  NotAssessedTexts not_assessed;
  CaveatTexts caveat;
  RuleTexts rule;
  ReportTexts report;
};

[[nodiscard]] const Texts& texts(Language language = Language::kEnglish);

}  // namespace oligard::classify
