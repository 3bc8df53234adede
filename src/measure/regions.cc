#include "measure/regions.h"

namespace oligard::measure {
namespace {

/// A part of Body Part Examined in capitals without blanks; compound ones ("CHESTABDPELVIS") hold several.
struct Part {
  std::string_view text;
  std::string_view region;
};

constexpr Part kParts[] = {
    {"BRAIN", "brain"},     {"HEAD", "brain"},       {"NECK", "neck"},        {"CSPINE", "neck"},
    {"LARYNX", "neck"},     {"THYROID", "neck"},     {"CHEST", "chest"},      {"THORAX", "chest"},
    {"LUNG", "chest"},      {"BREAST", "chest"},     {"HEART", "chest"},      {"MEDIASTINUM", "chest"},
    {"TSPINE", "chest"},    {"ABDOMEN", "abdomen"},  {"ABD", "abdomen"},      {"LIVER", "abdomen"},
    {"KIDNEY", "abdomen"},  {"PANCREAS", "abdomen"}, {"ADRENAL", "abdomen"},  {"SPLEEN", "abdomen"},
    {"LSPINE", "abdomen"},  {"PELVIS", "pelvis"},    {"PROSTATE", "pelvis"},  {"BLADDER", "pelvis"},
    {"UTERUS", "pelvis"},   {"OVARY", "pelvis"},     {"RECTUM", "pelvis"},    {"EXTREMITY", "extremity"},
    {"THIGH", "extremity"}, {"LEG", "extremity"},    {"ARM", "extremity"},    {"FOOT", "extremity"},
    {"HAND", "extremity"},  {"KNEE", "extremity"},   {"ELBOW", "extremity"},  {"SHOULDER", "extremity"},
    {"FEMUR", "extremity"}, {"CALF", "extremity"},   {"HUMERUS", "extremity"}};

}  // namespace

std::set<std::string> regions_of_body_part(std::string_view body_part) {
  std::string text;
  for (const char c : body_part) {
    if (c >= 'a' && c <= 'z') text += static_cast<char>(c - 'a' + 'A');
    if (c >= 'A' && c <= 'Z') text += c;
  }
  std::set<std::string> regions;
  for (const Part& part : kParts)
    if (text.find(part.text) != std::string::npos) regions.emplace(part.region);
  return regions;
}

std::set<std::string> regions_of(const load::TimePointObjects& objects) {
  std::set<std::string> regions;
  for (const load::ImageObject& image : objects.images) {
    regions.merge(regions_of_body_part(image.body_part));
    regions.merge(regions_of_body_part(image.header.body_part));
  }
  for (const load::Segmentation& segmentation : objects.segmentations)
    regions.merge(regions_of_body_part(segmentation.header.body_part));
  return regions;
}

}  // namespace oligard::measure
