#include "oligard/dicom/anatomy.h"

#include <algorithm>
#include <array>
#include <set>

namespace oligard::dicom {
namespace {

/// A code of a part that is written so often that its meaning is not relied on.
struct PartCode {
  std::string_view value;
  std::string_view organ;
};

constexpr PartCode kParts[] = {
    // Lobes and segments of the lung.
    {"45653009", "lung"},
    {"90572001", "lung"},
    {"31094006", "lung"},
    {"40020002", "lung"},
    {"72481006", "lung"},
    {"44714003", "lung"},
    {"39743006", "lung"},
    {"3236000", "lung"},
    {"22270008", "lung"},
    {"72674008", "lung"},
    {"86598002", "lung"},
    {"46750007", "lung"},
    // Vertebrae C1 to C7, T1 to T12, L1 to L5; parts of the spine.
    {"14806007", "bone"},
    {"39976000", "bone"},
    {"113205007", "bone"},
    {"5329002", "bone"},
    {"36978003", "bone"},
    {"36054005", "bone"},
    {"87391001", "bone"},
    {"64864005", "bone"},
    {"53733008", "bone"},
    {"1626008", "bone"},
    {"73071006", "bone"},
    {"56401006", "bone"},
    {"45296009", "bone"},
    {"62487009", "bone"},
    {"11068009", "bone"},
    {"82687006", "bone"},
    {"7610001", "bone"},
    {"12989004", "bone"},
    {"23215003", "bone"},
    {"66794005", "bone"},
    {"14293000", "bone"},
    {"36470004", "bone"},
    {"11994002", "bone"},
    {"49668003", "bone"},
    {"51282000", "bone"},
    {"421060004", "bone"},
    {"122494005", "bone"},
    {"122495006", "bone"},
    {"122496007", "bone"},
    {"297171002", "bone"},
    {"297172009", "bone"},
    {"297173004", "bone"},
    // Other bones.
    {"22356005", "bone"},
    {"113197003", "bone"},
    {"54735007", "bone"},
    {"64688005", "bone"},
    {"71341001", "bone"},
    {"56873002", "bone"},
    {"79601000", "bone"},
    {"85050009", "bone"},
    {"51299004", "bone"},
    {"118645006", "bone"},
    {"272673000", "bone"},
    {"272710004", "bone"},
    {"89546000", "bone"},
    {"91397008", "bone"},
    {"91609006", "bone"},
    {"70925003", "bone"},
    {"661005", "bone"},
    {"87342007", "bone"},
    {"72001000", "bone"},
    {"371195002", "bone"},
    // Lymph node stations.
    {"62683002", "lymph_node"},
    {"53074004", "lymph_node"},
    {"68171009", "lymph_node"},
    {"76838003", "lymph_node"},
    {"91394001", "lymph_node"},
    {"8928004", "lymph_node"},
    {"54268001", "lymph_node"},
    {"81105003", "lymph_node"},
    {"28330007", "lymph_node"},
    {"65690001", "lymph_node"},
    {"25447008", "lymph_node"},
    {"5296000", "lymph_node"},
    {"84219008", "lymph_node"},
    {"65349008", "lymph_node"},
    {"35783009", "lymph_node"},
    {"61492009", "lymph_node"},
    {"47985009", "lymph_node"},
    {"8568009", "lymph_node"},
    {"9659009", "lymph_node"},
    {"36086000", "lymph_node"},
    {"279795009", "lymph_node"},
    {"47109002", "lymph_node"},
    {"110550009", "lymph_node"},
    // Others.
    {"113305005", "brain"},
    {"83251001", "brain"},
    {"31065004", "brain"},
    {"16630005", "brain"},
    {"119238007", "brain"},
    {"83670000", "peritoneum"},
    {"27398004", "peritoneum"},
    {"113346000", "peritoneum"},
    {"14742008", "colon"},
    {"60184004", "colon"},
    {"66754008", "colon"},
    {"38848004", "small_bowel"},
    {"21306003", "small_bowel"},
    {"34516001", "small_bowel"},
    {"71252005", "uterus"},
    {"372074006", "chest_wall"},
};

/// SNOMED-RT topography codes name the organ by their first characters; the longest prefix counts.
constexpr PartCode kSrtPrefixes[] = {
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
  const PartCode* best = nullptr;
  for (const PartCode& prefix : kSrtPrefixes) {
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
      {"peritoneum", "15425007", "Peritoneum", "T-D4400", false, "abdomen"},
      {"pleura", "3120008", "Pleura", "T-29000", true, "chest"},
      {"mediastinum", "72410000", "Mediastinum", "T-D3300", false, "chest"},
      {"skin", "39937001", "Skin", "T-01000", false, ""},
      {"muscle", "91727004", "Muscle", "T-13001", false, ""},
      {"breast", "76752008", "Breast", "T-04000", true, "chest"},
      {"chest_wall", "78904004", "Chest wall", "", false, "chest"},
      {"retroperitoneum", "82849001", "Retroperitoneum", "T-D4900", false, "abdomen"},
      {"ovary", "15497006", "Ovary", "T-87000", true, "pelvis"},
      {"colon", "71854001", "Colon", "T-59300", false, "abdomen"},
      {"stomach", "69695003", "Stomach", "T-57000", false, "abdomen"},
      {"prostate", "41216001", "Prostate", "T-92000", false, "pelvis"},
      {"bladder", "89837001", "Bladder", "T-74000", false, "pelvis"},
      {"uterus", "35039007", "Uterus", "T-83000", false, "pelvis"},
      {"rectum", "34402009", "Rectum", "T-59600", false, "pelvis"},
      {"esophagus", "32849002", "Esophagus", "T-56000", false, "chest"},
      {"thyroid", "69748006", "Thyroid", "T-B6000", false, "neck"},
      {"spinal_cord", "2748008", "Spinal cord", "T-A7010", false, ""},
      {"heart", "80891009", "Heart", "T-32000", false, "chest"},
      {"gallbladder", "28231008", "Gallbladder", "T-63000", false, "abdomen"},
      {"small_bowel", "30315005", "Small intestine", "T-58000", false, "abdomen"},
      {"testis", "40689003", "Testis", "T-94000", true, "pelvis"},
      {"larynx", "4596009", "Larynx", "T-24100", false, "neck"},
      {"leptomeninges", "1231004", "Meninges", "T-A1110", false, "brain"},
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
  if (const Organ* organ = organ_of_srt(code.value); organ != nullptr) return organ;
  return organ_of_label(code.meaning);
}

const Organ* organ_of_label(std::string_view label) {
  const std::string text = lower(label);
  // A node is a node wherever it lies: "hepatic lymph node" is not in the liver. A lymphoma may lie anywhere.
  const bool is_lymphoma = text.find("lymphom") != std::string::npos;
  if (!is_lymphoma && contains_word(text, "lymph")) return organ_by_name("lymph_node");
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
