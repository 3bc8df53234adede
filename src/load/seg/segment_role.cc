#include "load/seg/segment_role.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "oligard/dicom/anatomy.h"

namespace oligard::load {
namespace {

/// A concept in SNOMED CT and its SNOMED-RT twin (PS3.16, retired codes); no twin = empty.
struct Concept {
  std::string_view sct;
  std::string_view srt;
};

constexpr Concept kAlteredStructure{"49755003", "M-01000"};
constexpr Concept kAnatomicalStructure{"123037004", "T-D000A"};

/// Tumours and what may be one: CID 7159, 7194 and their SNOMED-RT twins; disorders that are written as
/// types.
constexpr Concept kLesionTypes[] = {
    {"108369006", "M-8FFFF"},   // Neoplasm
    {"86049000", "M-80003"},    // Neoplasm, primary
    {"14799000", "M-80006"},    // Neoplasm, secondary
    {"3898006", "M-80000"},     // Neoplasm, benign
    {"86251006", "M-80001"},    // Neoplasm of uncertain behaviour
    {"367651003", "M-80009"},   // Neoplasm, malignant, uncertain whether primary
    {"372087000", ""},          // Primary malignant neoplasm
    {"363346000", ""},          // Malignant neoplastic disease
    {"128462008", "DF-00436"},  // Secondary malignant neoplastic disease
    {"52988006", "M-01100"},    // Lesion
    {"4147007", "M-03000"},     // Mass
    {"27925004", "M-03010"},    // Nodule
    {"228791009", "R-429E0"},   // Gross tumour volume
};

/// Of CID 7159 and 7194 what is no tumour, although it is a morphologically altered structure.
constexpr Concept kOtherAlterations[] = {
    {"17621005", "G-A460"},    // Normal
    {"79654002", "M-36300"},   // Edema
    {"55584005", "M-35300"},   // Embolus
    {"75753009", "M-35000"},   // Blood clot
    {"396339007", "M-35001"},  // Thrombus
    {"50960005", "M-37000"},   // Hemorrhage
    {"23583003", "M-40000"},   // Inflammation
    {"44132006", "M-41610"},   // Abscess
    {"367643001", "M-3340A"},  // Cyst
    {"6574001", "M-54000"},    // Necrosis
    {"12402003", "M-78060"},   // Scar tissue
    {"55641003", "M-55700"},   // Infarct
};

/// Anywhere in a word: folded, see dicom::folded.
constexpr std::string_view kLesionStems[] = {
    "lesion",  "lasion", "laesion", "tumor",  "tumour",   "tumeur",   "metast",  "nodule",  "neoplas",
    "carcino", "karzin", "cancer",  "malign", "lymphoma", "lymphome", "sarcoma", "melanom", "adenom"};
/// Whole words.
constexpr std::string_view kLesionWords[] = {"mass", "masses", "met", "mets", "rundherd", "rundherde"};
/// Starts of words: gross tumour volume, with "p", "n", "1" and the like behind it (ICRU 83, AAPM TG-263).
constexpr std::string_view kGrossTumour[] = {"gtv", "igtv"};
/// A segment of what is left without its lesions, or of a margin around them.
constexpr std::string_view kNegations[] = {"without", "w/o",   "minus",       "excluding", "excl",
                                           "healthy", "ohne",  "sans",        "margin",    "ctv",
                                           "ptv",     "edema", "peritumoral", "oedema"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is(const Code& code, const Concept& wanted) {
  if (code.scheme == "SCT") return code.value == wanted.sct;
  const bool is_srt = code.scheme == "SRT" || code.scheme == "SNM3" || code.scheme == "99SDM";
  return is_srt && !wanted.srt.empty() && code.value == wanted.srt;
}

template <std::size_t kCount>
bool is_one_of(const Code& code, const Concept (&concepts)[kCount]) {
  return std::any_of(std::begin(concepts), std::end(concepts),
                     [&code](const Concept& wanted) { return is(code, wanted); });
}

/// Enhancing and non-enhancing lesion have codes of the NCI Thesaurus alone.
bool is_lesion_type(const Code& code) {
  const bool is_ncit = code.scheme == "NCIt" && (code.value == "C113842" || code.value == "C81175");
  return is_ncit || is_one_of(code, kLesionTypes);
}

bool is_other_alteration(const Code& code) {
  return (code.scheme == "DCM" && code.value == "125040") || is_one_of(code, kOtherAlterations);
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 128;
}

/// Folded, with a blank where a capital follows a small letter: "BrainMet2" = "brain met2".
std::string words_of(std::string_view label) {
  std::string spaced;
  for (const char c : label) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    if (is_capital && !spaced.empty() && spaced.back() >= 'a' && spaced.back() <= 'z') spaced += ' ';
    spaced += c;
  }
  return dicom::folded(spaced);
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) return true;
  }
  return false;
}

/// A word that begins with `start`, but is not taken away from an organ as in "Lungs-GTV" (AAPM TG-263).
bool has_word_start(std::string_view text, std::string_view start) {
  for (std::size_t at = text.find(start); at != std::string_view::npos; at = text.find(start, at + 1)) {
    const bool is_subtracted = at > 1 && text[at - 1] == '-' && is_letter(text[at - 2]);
    if (at == 0 || (!is_letter(text[at - 1]) && !is_subtracted)) return true;
  }
  return false;
}

bool names_lesion(std::string_view label) {
  const std::string text = words_of(label);
  const auto is_word = [&text](std::string_view word) { return has_word(text, word); };
  const auto is_part = [&text](std::string_view stem) { return text.find(stem) != std::string::npos; };
  const auto is_start = [&text](std::string_view start) { return has_word_start(text, start); };
  return std::none_of(std::begin(kNegations), std::end(kNegations), is_word) &&
         (std::any_of(std::begin(kLesionStems), std::end(kLesionStems), is_part) ||
          std::any_of(std::begin(kLesionWords), std::end(kLesionWords), is_word) ||
          std::any_of(std::begin(kGrossTumour), std::end(kGrossTumour), is_start));
}

bool any_matches(const std::vector<std::string>& patterns, std::string_view label) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [label](const std::string& pattern) { return glob_matches(pattern, label); });
}

bool fits(const std::string& pattern, const std::string& value) {
  return pattern.empty() || glob_matches(pattern, value);
}

std::string organ_from_rule(const std::string& label, const SourceRule& rule) {
  const std::pair<const std::string, std::string>* best = nullptr;
  for (const auto& entry : rule.organ_by_label) {
    if (!glob_matches(entry.first, label)) continue;
    if (best == nullptr || entry.first.size() > best->first.size()) best = &entry;
  }
  return best == nullptr ? std::string{} : best->second;
}

void set_organ(Segment& segment, const SegmentSite& site, const SourceRule& rule) {
  using Source = std::pair<const Code*, SegmentEvidence>;
  std::vector<Source> sources = {{&site.region, SegmentEvidence::kRegionCode},
                                 {&site.frame_region, SegmentEvidence::kRegionCode}};
  const Source type = {&segment.type, SegmentEvidence::kTypeCode};
  sources.insert(segment.role == SegmentRole::kOrgan ? sources.begin() : sources.end(), type);
  for (const auto& [code, evidence] : sources) {
    const terms::Organ* organ = dicom::organ_of(*code);
    if (organ == nullptr) continue;
    segment.organ = std::string(organ->name);
    segment.organ_evidence = evidence;
    return;
  }
  segment.organ = organ_from_rule(segment.label, rule);
  if (!segment.organ.empty()) {
    segment.organ_evidence = SegmentEvidence::kSourceRule;
  } else if (const terms::Organ* organ = dicom::organ_of_label(segment.label); organ != nullptr) {
    segment.organ = std::string(organ->name);
    segment.organ_evidence = SegmentEvidence::kLabel;
  }
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = kNone;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == lower(text[t]))) {
      ++t;
      // `?` takes all bytes of one UTF-8 character.
      if (pattern[p] == '?')
        while (t < text.size() && (static_cast<unsigned char>(text[t]) & 0xC0U) == 0x80U)
          ++t;
      ++p;
    } else if (star != kNone) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

SourceRule rule_for(const std::vector<SourceRule>& rules, const ObjectHeader& header) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&header](const SourceRule& rule) {
    return fits(rule.match_manufacturer, header.manufacturer) && fits(rule.match_model, header.model) &&
           fits(rule.match_series, header.series_description) &&
           fits(rule.match_calling_ae, header.calling_ae);
  });
  return found == rules.end() ? SourceRule{} : *found;
}

bool is_ignored(std::string_view label, const SourceRule& rule) {
  return any_matches(rule.ignore_labels, label);
}

const char* name_of(SegmentRole role) {
  switch (role) {
    case SegmentRole::kLesion:
      return "lesion";
    case SegmentRole::kOrgan:
      return "organ";
    case SegmentRole::kOther:
      return "other";
  }
  return "other";
}

void set_role(Segment& segment, const SourceRule& rule) {
  struct Reason {
    bool holds;
    SegmentRole role;
    SegmentEvidence evidence;
  };
  using Role = SegmentRole;
  using Evidence = SegmentEvidence;
  // The first that holds counts.
  const Reason reasons[] = {
      {any_matches(rule.lesion_labels, segment.label), Role::kLesion, Evidence::kSourceRule},
      {any_matches(rule.organ_labels, segment.label), Role::kOrgan, Evidence::kSourceRule},
      {is_lesion_type(segment.type), Role::kLesion, Evidence::kTypeCode},
      {is_other_alteration(segment.type), Role::kOther, Evidence::kTypeCode},
      {is(segment.category, kAlteredStructure), Role::kLesion, Evidence::kCategoryCode},
      {names_lesion(segment.type.meaning), Role::kLesion, Evidence::kTypeCode},
      {is(segment.category, kAnatomicalStructure), Role::kOrgan, Evidence::kCategoryCode},
      {dicom::organ_of(segment.type) != nullptr, Role::kOrgan, Evidence::kTypeCode},
      {names_lesion(segment.label), Role::kLesion, Evidence::kLabel},
      {true, Role::kOther, Evidence::kNone}};
  const Reason* reason =
      std::find_if(std::begin(reasons), std::end(reasons), [](const Reason& r) { return r.holds; });
  segment.role = reason->role;
  segment.role_evidence = reason->evidence;
}

void set_site(Segment& segment, const SegmentSite& site, const SourceRule& rule) {
  set_organ(segment, site, rule);
  for (const Code* modifier : {&site.region_modifier, &site.type_modifier, &site.frame_modifier})
    if (segment.laterality.empty()) segment.laterality = dicom::laterality_of(*modifier);
  if (segment.laterality.empty()) segment.laterality = site.frame_laterality;
}

}  // namespace oligard::load
