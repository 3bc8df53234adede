#include "oligard/dicom/anatomy.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace oligard::dicom {
namespace {

/// A code of a part that is written so often that its meaning is not relied on.
struct PartCode {
  std::string_view value;
  std::string_view organ;
};

constexpr PartCode kParts[] = {
    {"45653009", "lung"},       {"90572001", "lung"},       {"31094006", "lung"},
    {"40020002", "lung"},       {"44714003", "lung"},       {"421060004", "bone"},
    {"51282000", "bone"},       {"22356005", "bone"},       {"113197003", "bone"},
    {"54735007", "bone"},       {"71341001", "bone"},       {"56873002", "bone"},
    {"79601000", "bone"},       {"85050009", "bone"},       {"51299004", "bone"},
    {"118645006", "bone"},      {"62683002", "lymph_node"}, {"53074004", "lymph_node"},
    {"68171009", "lymph_node"}, {"76838003", "lymph_node"}, {"91394001", "lymph_node"},
    {"8928004", "lymph_node"},  {"54268001", "lymph_node"}, {"81105003", "lymph_node"},
    {"113305005", "brain"},     {"83670000", "peritoneum"}, {"272673000", "bone"},
    {"T-28000", "lung"},        {"T-62000", "liver"},       {"T-A0100", "brain"},
    {"T-71000", "kidney"},      {"T-C3000", "spleen"},      {"T-B3000", "adrenal"},
    {"T-D1213", "bone"},        {"T-11000", "bone"},        {"T-11500", "bone"},
    {"T-C4000", "lymph_node"},  {"T-65000", "pancreas"},    {"T-04000", "breast"},
    {"T-59300", "colon"},       {"T-57000", "stomach"},     {"T-92000", "prostate"},
    {"T-D3300", "mediastinum"},
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
    {"vertebra", "bone"},
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

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) {
    return c == '_' || c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  });
  return result;
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
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

const std::vector<Organ>& organs() {
  static const std::vector<Organ> table = {
      {"lung", "39607008", "Lung", "T-28000", true, "chest"},
      {"liver", "10200004", "Liver", "T-62000", false, "abdomen"},
      {"adrenal", "23451007", "Adrenal gland", "T-B3000", true, "abdomen"},
      {"lymph_node", "59441001", "Lymph Node", "T-C4000", false, ""},
      {"bone", "3138006", "Bone", "T-11000", false, ""},
      {"brain", "12738006", "Brain", "T-A0100", false, "brain"},
      {"kidney", "64033007", "Kidney", "T-71000", true, "abdomen"},
      {"spleen", "78961009", "Spleen", "T-C3000", false, "abdomen"},
      {"pancreas", "15776009", "Pancreas", "T-65000", false, "abdomen"},
      {"soft_tissue", "87784001", "Soft tissue", "", false, ""},
      {"peritoneum", "15425007", "Peritoneum", "", false, "abdomen"},
      {"pleura", "3120008", "Pleura", "", true, "chest"},
      {"mediastinum", "72410000", "Mediastinum", "T-D3300", false, "chest"},
      {"skin", "39937001", "Skin", "", false, ""},
      {"muscle", "91727004", "Muscle", "", false, ""},
      {"breast", "76752008", "Breast", "T-04000", true, "chest"},
      {"chest_wall", "78904004", "Chest wall", "", false, "chest"},
      {"retroperitoneum", "82849001", "Retroperitoneum", "", false, "abdomen"},
      {"ovary", "15497006", "Ovary", "", true, "pelvis"},
      {"colon", "71854001", "Colon", "T-59300", false, "abdomen"},
      {"stomach", "69695003", "Stomach", "T-57000", false, "abdomen"},
      {"prostate", "41216001", "Prostate", "T-92000", false, "pelvis"},
      {"bladder", "89837001", "Bladder", "", false, "pelvis"},
      {"uterus", "35039007", "Uterus", "", false, "pelvis"},
      {"rectum", "34402009", "Rectum", "", false, "pelvis"},
      {"esophagus", "32849002", "Esophagus", "", false, "chest"},
      {"thyroid", "69748006", "Thyroid", "", false, "neck"},
      {"spinal_cord", "2748008", "Spinal cord", "", false, ""},
      {"leptomeninges", "1231004", "Meninges", "", false, "brain"},
  };
  return table;
}

const Organ* organ_by_name(std::string_view name) {
  const std::vector<Organ>& table = organs();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Organ& o) { return o.name == name; });
  return found == table.end() ? nullptr : &*found;
}

const Organ* organ_of(const Code& code) {
  if (code.empty()) return nullptr;
  for (const Organ& organ : organs()) {
    if (code.value == organ.sct || (!organ.srt.empty() && code.value == organ.srt)) return &organ;
  }
  for (const PartCode& part : kParts) {
    if (code.value == part.value) return organ_by_name(part.organ);
  }
  return organ_of_label(code.meaning);
}

const Organ* organ_of_label(std::string_view label) {
  const std::string text = lower(label);
  // A node is a node wherever it lies: "hepatic lymph node" is not in the liver.
  if (contains_word(text, "lymph node") || contains_word(text, "lymphnode") || contains_word(text, "lymph")) {
    return organ_by_name("lymph_node");
  }
  std::set<std::string_view> found;
  for (const Word& word : kWords) {
    if (contains_word(text, word.word)) found.insert(word.organ);
  }
  if (found.contains("adrenal")) found.erase("kidney");
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
