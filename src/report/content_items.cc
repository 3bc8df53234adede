#include "report/content_items.h"

#include <algorithm>
#include <array>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>

#include "oligard/base/digest.h"
#include "oligard/classify/wording.h"
#include "oligard/dicom/dataset.h"
#include "report/content.h"
#include "report/record_codes.h"

namespace oligard::report {
namespace {

std::string code_text(const Code& code) {
  return code.value + " " + code.scheme;
}

DcmItem* child_named(DcmItem& parent, const codes::Entry& name) {
  DcmItem* found = nullptr;
  dicom::for_each_item(parent, DCM_ContentSequence, [&](DcmItem& child) {
    if (found == nullptr && dicom::code(child, DCM_ConceptNameCodeSequence) == name.code()) found = &child;
  });
  return found;
}

/// Attributes carry their tag and length, so that no two contents give the same bytes. `excluded` and what is
/// below it are left out.
void add_item(Sha256& hash, DcmItem& item, const DcmItem* excluded);

void add_sequence(Sha256& hash, DcmSequenceOfItems& sequence, const DcmItem* excluded) {
  hash.update("[" + sequence.getTag().toString());
  for (DcmObject* child = sequence.nextInContainer(nullptr); child != nullptr;
       child = sequence.nextInContainer(child)) {
    if (child == excluded) continue;
    hash.update("(");
    add_item(hash, static_cast<DcmItem&>(*child), excluded);
    hash.update(")");
  }
  hash.update("]");
}

void add_item(Sha256& hash, DcmItem& item, const DcmItem* excluded) {
  for (DcmObject* child = item.nextInContainer(nullptr); child != nullptr;
       child = item.nextInContainer(child)) {
    if (auto* nested = dynamic_cast<DcmSequenceOfItems*>(child)) {
      add_sequence(hash, *nested, excluded);
      continue;
    }
    OFString value;
    if (static_cast<DcmElement&>(*child).getOFStringArray(value).bad()) continue;
    while (!value.empty() && (value.back() == ' ' || value.back() == '\0'))
      value.erase(value.size() - 1);
    const DcmTagKey tag = child->getTag();
    hash.update(std::to_string(tag.getGroup()) + "," + std::to_string(tag.getElement()) + ":" +
                std::to_string(value.size()) + ":");
    hash.update({value.data(), value.size()});
  }
}

constexpr std::array<codes::Entry, 5> kLabels = {codes::kTrackingId, codes::kLesionId, codes::kTimePointId,
                                                 codes::kProfileName, codes::kConstantName};

/// What tells items of one name apart: lesion, time point, profile or constant.
std::string label_of(DcmItem& item) {
  std::string label;
  dicom::for_each_item(item, DCM_ContentSequence, [&](DcmItem& child) {
    if (!label.empty()) return;
    const Code name = dicom::code(child, DCM_ConceptNameCodeSequence);
    for (const codes::Entry& entry : kLabels) {
      if (name == entry.code()) label = dicom::text(child, DCM_TextValue);
    }
  });
  return label;
}

std::string reference_of(DcmItem& item) {
  std::string text;
  dicom::for_each_item(item, DCM_ReferencedSOPSequence, [&](DcmItem& reference) {
    text += dicom::text(reference, DCM_ReferencedSOPInstanceUID);
    if (std::string segment = dicom::text(reference, DCM_ReferencedSegmentNumber); !segment.empty())
      text += " segment " + segment;
    if (std::string frame = dicom::text(reference, DCM_ReferencedFrameNumber); !frame.empty())
      text += " frame " + frame;
  });
  return text;
}

void fill_value(DcmItem& item, StatedItem& stated) {
  const std::string type = dicom::text(item, DCM_ValueType);
  if (type == "NUM") {
    stated.kind = StatedItem::Kind::kNumber;
    if (DcmItem* value = dicom::item_of(item, DCM_MeasuredValueSequence)) {
      stated.value = dicom::text(*value, DCM_NumericValue) + " " +
                     dicom::code(*value, DCM_MeasurementUnitsCodeSequence).value;
    }
  } else if (type == "CODE") {
    stated.kind = StatedItem::Kind::kCode;
    const Code code = dicom::code(item, DCM_ConceptCodeSequence);
    stated.value = code_text(code);
    stated.shown = code.meaning;
  } else if (type == "IMAGE" || type == "COMPOSITE") {
    stated.kind = StatedItem::Kind::kReference;
    stated.value = reference_of(item);
  } else if (type != "CONTAINER") {
    stated.kind = StatedItem::Kind::kText;
    for (const DcmTagKey& tag : {DCM_TextValue, DCM_UID, DCM_Date})
      stated.value += dicom::text(item, tag);
    // Doubts about links stand at the end of two texts; they are not derived.
    for (const auto& [name, phrase] : {std::pair(codes::kUngroupedLesion, kLinkDoubtPhrase),
                                       std::pair(codes::kConclusion, classify::kReviewPhrase)}) {
      if (stated.code == code_text(name.code()))
        stated.value.erase(std::min(stated.value.size(), stated.value.find(phrase)));
    }
  }
  if (stated.shown.empty()) stated.shown = stated.value;
}

void collect(DcmItem& parent, const std::string& path, const std::string& track,
             std::vector<StatedItem>& items) {
  dicom::for_each_item(parent, DCM_ContentSequence, [&](DcmItem& item) {
    if (dicom::text(item, DCM_ValueType).empty()) return;
    const Code name = dicom::code(item, DCM_ConceptNameCodeSequence);
    const std::string label = label_of(item);
    StatedItem stated;
    stated.code = code_text(name);
    stated.path = path + (path.empty() ? "" : " > ") + (name.meaning.empty() ? "Item" : name.meaning) +
                  (label.empty() ? "" : " " + label);
    stated.track = track;
    const bool is_lesion = name == codes::kMeasurementGroup.code() || name == codes::kLesionRecord.code();
    if (is_lesion) stated.track = label.substr(0, label.find('.'));
    fill_value(item, stated);
    const std::string below = stated.path;
    const std::string of_track = stated.track;
    items.push_back(std::move(stated));
    collect(item, below, of_track, items);
  });
}

}  // namespace

DcmItem* record_item(DcmItem& root) {
  return child_named(root, codes::kRecord);
}

DcmItem* seal_item(DcmItem& root) {
  DcmItem* record = record_item(root);
  return record == nullptr ? nullptr : child_named(*record, codes::kSeal);
}

std::vector<StatedItem> content_items(DcmItem& root) {
  std::vector<StatedItem> items;
  collect(root, "", "", items);
  return items;
}

std::string digest_of_content(DcmItem& root) {
  Sha256 hash;
  if (DcmSequenceOfItems* content = dicom::sequence(root, DCM_ContentSequence))
    add_sequence(hash, *content, seal_item(root));
  return hash.hex();
}

void seal(DcmItem& root) {
  DcmItem* item = seal_item(root);
  if (item == nullptr) return;
  item->putAndInsertString(DCM_TextValue, digest_of_content(root).c_str());
}

}  // namespace oligard::report
