#include "oligard/dicom/anatomy.h"

#include <algorithm>
#include <array>
#include <set>

namespace oligard::dicom {
namespace {

using terms::Organ;
using terms::organ_by_name;

/// SNOMED-RT topography codes name the organ by their first characters; the longest prefix counts.
struct SrtPrefix {
  std::string_view value;
  std::string_view organ;
};

constexpr SrtPrefix kSrtPrefixes[] = {
    {"T-28", "lung"},
    {"T-2891", "lymph_node"},
    {"T-2881", "lymph_node"},
    {"T-29", "pleura"},
    {"T-11", "bone"},
    {"T-12", "bone"},
    {"T-D016E", "bone"},
    {"T-D04FF", "bone"},
    {"T-D00F", "bone"},
    {"T-D1213", "bone"},
    {"T-D0170", "bone"},
    {"T-C4", "lymph_node"},
    {"T-A01", "brain"},
    {"T-A2", "brain"},
    {"T-A3", "brain"},
    {"T-A5", "brain"},
    {"T-A6", "brain"},
    {"T-A7", "spinal_cord"},
    {"T-A11", "leptomeninges"},
    {"T-62", "liver"},
    {"T-65", "pancreas"},
    {"T-63", "gallbladder"},
    {"T-71", "kidney"},
    {"T-72", "kidney"},
    {"T-74", "bladder"},
    {"T-83", "uterus"},
    {"T-87", "ovary"},
    {"T-92", "prostate"},
    {"T-94", "testis"},
    {"T-B3", "adrenal"},
    {"T-B6", "thyroid"},
    {"T-C3", "spleen"},
    {"T-04", "breast"},
    {"T-01", "skin"},
    {"T-02", "skin"},
    {"T-13", "muscle"},
    {"T-14", "muscle"},
    {"T-14122", "chest_wall"},
    {"T-56", "esophagus"},
    {"T-57", "stomach"},
    {"T-58", "small_bowel"},
    {"T-59", "colon"},
    {"T-596", "rectum"},
    {"T-D33", "mediastinum"},
    {"T-D44", "peritoneum"},
    {"T-D46", "peritoneum"},
    {"T-D49", "retroperitoneum"},
    {"T-32", "heart"},
    {"T-24", "larynx"},
};

/// Words of labels and code meanings, longest first where one contains another.
struct Word {
  std::string_view word;
  std::string_view organ;
};

constexpr Word kWords[] = {
    {"lymph node", "lymph_node"},
    {"lymphnode", "lymph_node"},
    {"lymph", "lymph_node"},
    {"nodal", "lymph_node"},
    {"leptomening", "leptomeninges"},
    {"mening", "leptomeninges"},
    {"spinal cord", "spinal_cord"},
    {"adrenal", "adrenal"},
    {"suprarenal", "adrenal"},
    {"soft tissue", "soft_tissue"},
    {"chest wall", "chest_wall"},
    {"retroperiton", "retroperitoneum"},
    {"liver", "liver"},
    {"hepatic", "liver"},
    {"lung", "lung"},
    {"pulmonary", "lung"},
    {"kidney", "kidney"},
    {"renal", "kidney"},
    {"spleen", "spleen"},
    {"splenic", "spleen"},
    {"pancrea", "pancreas"},
    {"bone", "bone"},
    {"spine", "bone"},
    {"rib", "bone"},
    {"femur", "bone"},
    {"ilium", "bone"},
    {"iliac bone", "bone"},
    {"sacrum", "bone"},
    {"sternum", "bone"},
    {"skull", "bone"},
    {"scapula", "bone"},
    {"humerus", "bone"},
    {"clavicle", "bone"},
    {"brain", "brain"},
    {"cerebr", "brain"},
    {"cerebell", "brain"},
    {"pleura", "pleura"},
    {"peritone", "peritoneum"},
    {"omentum", "peritoneum"},
    {"mediastin", "mediastinum"},
    {"skin", "skin"},
    {"muscle", "muscle"},
    {"breast", "breast"},
    {"mamma", "breast"},
    {"heart", "heart"},
    {"cardiac", "heart"},
    {"gallbladder", "gallbladder"},
    {"gall bladder", "gallbladder"},
    {"small bowel", "small_bowel"},
    {"small intestine", "small_bowel"},
    {"duodenum", "small_bowel"},
    {"jejunum", "small_bowel"},
    {"ileum", "small_bowel"},
    {"sigmoid", "colon"},
    {"caecum", "colon"},
    {"cecum", "colon"},
    {"cervix", "uterus"},
    {"testis", "testis"},
    {"testicular", "testis"},
    {"larynx", "larynx"},
    {"hip", "bone"},
    {"clavicula", "bone"},
    {"mandible", "bone"},
    {"iliac crest", "bone"},
    {"hepato", "liver"},
    {"rectal", "rectum"},
    {"vesical", "bladder"},
    // German and French, without accents (see `folded`).
    {"leber", "liver"},
    {"foie", "liver"},
    {"hepatique", "liver"},
    {"lunge", "lung"},
    {"pulmo", "lung"},
    {"poumon", "lung"},
    {"niere", "kidney"},
    {"nebenniere", "adrenal"},
    {"surrenal", "adrenal"},
    {"milz", "spleen"},
    {"pankreas", "pancreas"},
    {"knochen", "bone"},
    {"wirbel", "bone"},
    {"vertebr", "bone"},
    {"rippe", "bone"},
    {"hirn", "brain"},
    {"gehirn", "brain"},
    {"cerveau", "brain"},
    {"schilddruese", "thyroid"},
    {"schilddruse", "thyroid"},
    {"harnblase", "bladder"},
    {"vessie", "bladder"},
    {"magen", "stomach"},
    {"estomac", "stomach"},
    {"prostata", "prostate"},
    {"ovary", "ovary"},
    {"ovarian", "ovary"},
    {"colon", "colon"},
    {"stomach", "stomach"},
    {"gastric", "stomach"},
    {"prostate", "prostate"},
    {"thyroid", "thyroid"},
    {"bladder", "bladder"},
    {"uterus", "uterus"},
    {"uterine", "uterus"},
    {"esophag", "esophagus"},
    {"oesophag", "esophagus"},
    {"rectum", "rectum"},
};

/// Lower case ASCII, separators as blanks, Latin letters without their accents.
std::string lower(std::string_view text) {
  std::string result = folded(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c == '_' || c == '-' ? ' ' : c; });
  return result;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

const Organ* organ_of_srt(std::string_view value) {
  const SrtPrefix* best = nullptr;
  for (const SrtPrefix& prefix : kSrtPrefixes) {
    if (!value.starts_with(prefix.value)) continue;
    if (best == nullptr || prefix.value.size() > best->value.size()) best = &prefix;
  }
  return best == nullptr ? nullptr : organ_by_name(best->organ);
}

/// The word stands at the start of a word of the text; short words must also end there (rib, not ribbon).
bool contains_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool starts = at == 0 || !is_letter(text[at - 1]);
    const std::size_t end = at + word.size();
    const bool ends = end >= text.size() || !is_letter(text[end]) || text[end] == 's';
    if (starts && (ends || word.size() > 4)) return true;
  }
  return false;
}

}  // namespace

std::string folded(std::string_view text) {
  // The letters U+00C0 to U+00FF, which UTF-8 writes as C3 80 to C3 BF.
  constexpr std::string_view kLatin1 = "aaaaaaaceeeeiiiidnooooo ouuuuypsaaaaaaaceeeeiiiidnooooo ouuuuypy";
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xC3 && i + 1 < text.size() && (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80U) {
      result += kLatin1[static_cast<unsigned char>(text[++i]) & 0x3FU];
    } else {
      result += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : text[i];
    }
  }
  return result;
}

const terms::Organ* organ_of(const Code& code) {
  if (code.empty()) return nullptr;
  if (const Organ* organ = terms::organ_by_code(code.value); organ != nullptr) return organ;
  if (const Organ* organ = organ_of_srt(code.value); organ != nullptr) return organ;
  return organ_of_label(code.meaning);
}

const terms::Organ* organ_of_label(std::string_view label) {
  const std::string text = lower(label);
  // A node is a node wherever it lies: "hepatic lymph node" is not in the liver. A lymphoma may lie anywhere.
  const bool is_lymphoma = text.find("lymphom") != std::string::npos;
  if (!is_lymphoma && contains_word(text, "lymph")) return organ_by_name(terms::kLymphNode);
  std::set<std::string_view> found;
  for (const Word& word : kWords) {
    if (is_lymphoma && word.word == "lymph") continue;
    if (contains_word(text, word.word)) found.insert(word.organ);
  }
  if (found.contains("adrenal")) found.erase("kidney");
  if (found.contains("gallbladder")) found.erase("bladder");
  if (found.contains("spinal_cord")) found.erase("bone");
  if (found.contains("retroperitoneum")) found.erase("peritoneum");
  return found.size() == 1 ? organ_by_name(*found.begin()) : nullptr;
}

std::string laterality_of(const Code& code) {
  const std::string& v = code.value;
  if (v == "24028007" || v == "G-A100") return "right";
  if (v == "7771000" || v == "G-A101") return "left";
  if (v == "51440002" || v == "G-A102") return "bilateral";
  return {};
}

Code laterality_code(std::string_view laterality) {
  if (laterality == "right") return {"24028007", "SCT", "Right"};
  if (laterality == "left") return {"7771000", "SCT", "Left"};
  if (laterality == "bilateral") return {"51440002", "SCT", "Bilateral"};
  return {};
}

}  // namespace oligard::dicom
