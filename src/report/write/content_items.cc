#include "report/write/content_items.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>

#include "oligard/base/digest.h"
#include "oligard/dicom/dataset.h"
#include "oligard/wording/wording.h"
#include "report/write/codes.h"
#include "report/write/content.h"

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

/// Digests a content tree. Attributes carry their tag and length, so that no two contents give the same
/// bytes.
class ContentDigest {
 public:
  /// `excluded` and what is below it are left out.
  explicit ContentDigest(const DcmItem* excluded) : excluded_(excluded) { pending_.reserve(2 * kFlushBytes); }

  void add(DcmSequenceOfItems& sequence) {
    pending_ += '[';
    const DcmTagKey tag = sequence.getTag();
    std::array<char, 16> key{};
    std::snprintf(key.data(), key.size(), "(%04x,%04x)", unsigned{tag.getGroup()},
                  unsigned{tag.getElement()});
    pending_ += key.data();
    for (DcmObject* child = sequence.nextInContainer(nullptr); child != nullptr;
         child = sequence.nextInContainer(child)) {
      if (child == excluded_) continue;
      pending_ += '(';
      add(static_cast<DcmItem&>(*child));
      pending_ += ')';
    }
    pending_ += ']';
    if (pending_.size() > kFlushBytes) flush();
  }
  [[nodiscard]] std::string hex() {
    flush();
    return hash_.hex();
  }

 private:
  static constexpr std::size_t kFlushBytes = 1 << 16;

  void add(DcmItem& item) {
    for (DcmObject* child = item.nextInContainer(nullptr); child != nullptr;
         child = item.nextInContainer(child)) {
      if (child->ident() == EVR_SQ) {
        add(static_cast<DcmSequenceOfItems&>(*child));
      } else {
        add(static_cast<DcmElement&>(*child));
      }
    }
  }
  void add(DcmElement& element) {
    if (element.getOFStringArray(value_).bad()) return;
    while (!value_.empty() && (value_.back() == ' ' || value_.back() == '\0'))
      value_.erase(value_.size() - 1);
    const DcmTagKey tag = element.getTag();
    add(tag.getGroup(), ',');
    add(tag.getElement(), ':');
    add(value_.size(), ':');
    pending_.append(value_.data(), value_.size());
  }
  void add(std::size_t number, char end) {
    std::array<char, 24> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    pending_.append(digits.data(), written.ptr);
    pending_ += end;
  }
  void flush() {
    hash_.update(pending_);
    pending_.clear();
  }

  const DcmItem* excluded_;
  Sha256 hash_;
  std::string pending_;
  OFString value_;
};

/// What tells measurement groups apart.
std::string label_of(DcmItem& item) {
  DcmItem* label = child_named(item, codes::kTrackingId);
  return label == nullptr ? std::string() : dicom::text(*label, DCM_TextValue);
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
  }
  if (stated.shown.empty()) stated.shown = stated.value;
}

bool is_of_recist(const Code& name) {
  constexpr auto kRecistItems = std::to_array<codes::Entry>(
      {codes::kSum, codes::kSumBaseline, codes::kSumNadir, codes::kSumPercentBaseline,
       codes::kSumPercentNadir, codes::kSumAbsoluteNadir, codes::kSumComplete, codes::kResponseMethod,
       codes::kCurrentResponse, codes::kBestUnconfirmed, codes::kTargetResponse, codes::kNonTargetResponse,
       codes::kNewLesions, codes::kNewLesionSince, codes::kTargetTreated, codes::kIRecist,
       codes::kResponseWhy});
  return std::any_of(kRecistItems.begin(), kRecistItems.end(),
                     [&name](const codes::Entry& entry) { return name == entry.code(); });
}

/// `above`: the parent, whose path, subject and track go on.
void collect(DcmItem& parent, const StatedItem& above, std::vector<StatedItem>& items) {
  dicom::for_each_item(parent, DCM_ContentSequence, [&](DcmItem& item) {
    if (dicom::text(item, DCM_ValueType).empty()) return;
    const Code name = dicom::code(item, DCM_ConceptNameCodeSequence);
    const std::string label = label_of(item);
    StatedItem stated;
    stated.code = code_text(name);
    stated.path = above.path + (above.path.empty() ? "" : " > ") +
                  (name.meaning.empty() ? "Item" : name.meaning) + (label.empty() ? "" : " " + label);
    stated.track = above.track;
    stated.subject = is_of_recist(name) ? StatedItem::Subject::kRecist : above.subject;
    if (name == codes::kMeasurementGroup.code()) stated.track = label.substr(0, label.find('.'));
    if (!stated.track.empty()) stated.subject = StatedItem::Subject::kLesion;
    fill_value(item, stated);
    items.push_back(stated);
    collect(item, stated, items);
  });
}

}  // namespace

DcmItem* seal_item(DcmItem& root) {
  DcmItem* record = child_named(root, codes::kRecord);
  return record == nullptr ? nullptr : child_named(*record, codes::kSeal);
}

std::vector<StatedItem> content_items(DcmItem& root) {
  std::vector<StatedItem> items;
  collect(root, {}, items);
  return items;
}

std::string digest_of_content(DcmItem& root) {
  ContentDigest digest(seal_item(root));
  if (DcmSequenceOfItems* content = dicom::sequence(root, DCM_ContentSequence)) digest.add(*content);
  return digest.hex();
}

void seal(DcmItem& root) {
  DcmItem* item = seal_item(root);
  if (item == nullptr) return;
  item->putAndInsertString(DCM_TextValue, digest_of_content(root).c_str());
}

}  // namespace oligard::report
