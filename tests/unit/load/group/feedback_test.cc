// What a reader changed in a copy of one of our results, by the result, by its record, or by neither.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/base/digest.h"
#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "support/source_dir.h"
#include "unit/load/group/objects.h"
#include "unit/load/sr/builder.h"

namespace oligard::load::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Code own(const char* value) {
  return {value, "99OLIGARD", value};
}

/// One lesion as a group of ours has it.
struct Said {
  std::string label;
  std::string status;
  std::string comment;
  std::string observation_uid = "2.25.100";
};

void add_group(Document& document, const Said& said) {
  DcmItem& group = document.group("2.25.1");
  add_text(group, {"112039", "DCM", "Tracking Identifier"}, said.label);
  if (!said.observation_uid.empty()) put(group, DCM_ObservationUID, said.observation_uid);
  add_number(group, kLongAxis, "12", kMm);
  if (!said.status.empty()) add_code(group, own("LESION_STATUS"), own(said.status.c_str()));
  DcmItem& comment = add(group, "CONTAINS", "TEXT", {"121106", "DCM", "Comment"});
  put(comment, DCM_TextValue, said.comment);
}

void add_conclusion(Document& document, const std::string& text) {
  DcmItem& verdicts = add(document.dataset(), "CONTAINS", "CONTAINER", {"C0034375", "UMLS", "Evaluations"});
  put(add(verdicts, "CONTAINS", "TEXT", {"121077", "DCM", "Conclusion"}), DCM_TextValue, text);
  put(add(verdicts, "CONTAINS", "TEXT", own("CAVEAT")), DCM_TextValue, "Computer-generated.");
}

enum class Form { kNone, kJson, kDamaged, kItems };

/// The record of a result whose group 2.25.100 is STABLE.
void add_record(Document& document, Form form, const std::vector<std::string>& texts) {
  WrittenResult written{"result", {{"2.25.100", "L01", "2.25.1", "STABLE"}}, {}};
  std::string digests;
  for (const std::string& text : texts) {
    written.text_digests.insert(digest_of_text(text));
    digests += digest_of_text(text) + " ";
  }
  DcmItem& record = add(document.dataset(), "CONTAINS", "CONTAINER", own("RECORD"));
  if (form == Form::kItems) {
    DcmItem& items = add(record, "CONTAINS", "CONTAINER", own("WRITTEN_REC"));
    add_uid(items, own("RESULT_UID"), "result");
    add_text(items, own("WRITTEN_GROUP"), "L01 STABLE 2.25.100 2.25.1");
    add_text(items, own("TEXT_DIGESTS"), digests);
    return;
  }
  const std::string json = R"({"cases":[],"record":{"written":)" + to_json(written) + "}}";
  add_text(record, own("RECORD_JSON"), json);
  add_text(record, own("RECORD_DIGEST"), form == Form::kDamaged ? "0" : sha256_hex(json));
}

ObjectHeader our_header(const std::string& uid) {
  ObjectHeader made = header({.uid = uid});
  made.manufacturer = "Oligard project";
  made.model = "Oligard";
  return made;
}

MeasurementReport result(const Said& said, const std::string& conclusion = "Nothing grows.") {
  Document document;
  add_group(document, said);
  add_conclusion(document, conclusion);
  auto read = document.read(our_header("result"));
  EXPECT_TRUE(read && read->is_own_result);
  return *read;
}

struct CopySpec {
  std::string uid = "copy";
  std::string predecessor = {};
  Form record = Form::kNone;
  std::string conclusion = "Nothing grows.";
};

constexpr const char* kOurs = "L01 liver: STABLE 12.0 mm";

MeasurementReport copy(const Said& said, const CopySpec& spec = {}) {
  Document document;
  add_group(document, said);
  add_conclusion(document, spec.conclusion);
  if (spec.record != Form::kNone) add_record(document, spec.record, {kOurs, "Nothing grows."});
  put(document.dataset(), DCM_VerificationFlag, "VERIFIED");
  DcmItem& observer = append_item(document.dataset(), DCM_VerifyingObserverSequence);
  put(observer, DCM_VerificationDateTime, "20200105101500");
  if (!spec.predecessor.empty()) {
    DcmItem& study = append_item(document.dataset(), DCM_PredecessorDocumentsSequence);
    DcmItem& instance =
        append_item(append_item(study, DCM_ReferencedSeriesSequence), DCM_ReferencedSOPSequence);
    put(instance, DCM_ReferencedSOPInstanceUID, spec.predecessor);
  }
  auto read = document.read(our_header(spec.uid));
  EXPECT_TRUE(read && read->is_reader_copy());
  return *read;
}

/// The copies as they come out, by UID.
std::map<std::string, ComparedCopy> compared(std::vector<LoadedObject> objects) {
  std::map<std::string, ComparedCopy> copies;
  for (const PatientObjects& patient : group_by_patient(std::move(objects)))
    for (const TimePointObjects& time_point : patient.time_points)
      for (const ComparedCopy& copy : time_point.copies)
        copies.emplace(copy.copy.sop_instance_uid, copy);
  return copies;
}

/// Of the first group.
GroupChange change_in(const std::map<std::string, ComparedCopy>& copies, const std::string& uid = "copy") {
  const auto& changes = copies.at(uid).changes;
  return changes.contains(1) ? changes.at(1) : GroupChange{};
}

const Said kWritten{"L01", "STABLE", kOurs};

TEST(Feedback, AChangedStatusIsToldByTheRecordOfTheCopy) {
  Said said = kWritten;
  said.status = "PROGRESSING";
  for (const Form form : {Form::kJson, Form::kItems}) {
    const auto copies = compared({copy(said, {.record = form})});
    EXPECT_EQ(change_in(copies).claim, StatusClaim::kChanged);
    EXPECT_EQ(change_in(copies).status, "PROGRESSING");
    EXPECT_THAT(change_in(copies).notes, IsEmpty());
    EXPECT_THAT(copies.at("copy").copy.corrects, ElementsAre("result"));
    EXPECT_TRUE(copies.at("copy").copy.is_verified);
    EXPECT_EQ(copies.at("copy").copy.date, day("2020-01-05"));
  }
}

/// What a damaged record says is not compared with.
TEST(Feedback, ADamagedRecordLeavesTheStatusUnsure) {
  Said said = kWritten;
  said.status = "PROGRESSING";
  const auto copies = compared({copy(said, {.record = Form::kDamaged})});
  EXPECT_EQ(change_in(copies).claim, StatusClaim::kUncertain);
}

/// A reader changes a result of version 0.1.0 before decision 0065, which is not at hand.
TEST(Feedback, ACopyOfAResultWhoseRecordIsItemsBinds) {
  const auto path = source_dir() / "testdata/results/record-as-items.dcm";
  auto file = dicom::read_file(path, dicom::PixelData::kKeep);
  ASSERT_TRUE(file.has_value());
  DcmDataset& dataset = *(*file)->getDataset();
  const std::string original = dicom::text(dataset, DCM_SOPInstanceUID);
  put(dataset, DCM_SOPInstanceUID, "copy");
  put(dataset, DCM_VerificationFlag, "VERIFIED");
  const auto settle = [&] {
    auto read = read_measurement_report(dataset, our_header("copy"));
    EXPECT_TRUE(read && read->is_reader_copy());
    return compared({*read});
  };
  const auto unchanged = settle();
  for (const auto& [number, change] : unchanged.at("copy").changes)
    EXPECT_EQ(change.claim, StatusClaim::kNone) << number;
  DcmStack stack;
  while (dataset.nextObject(stack, OFTrue).good()) {
    DcmObject* object = stack.top();
    if (object->ident() == EVR_item && dicom::code(static_cast<DcmItem&>(*object)).value == "STABLE")
      put(static_cast<DcmItem&>(*object), DCM_CodeValue, "PROGRESSING");
  }
  const auto copies = settle();
  EXPECT_THAT(copies.at("copy").copy.corrects, ElementsAre(original));
  EXPECT_EQ(change_in(copies).claim, StatusClaim::kChanged);
  EXPECT_EQ(change_in(copies).status, "PROGRESSING");
}

TEST(Feedback, AnUnchangedCopySaysNothing) {
  for (const CopySpec& spec :
       {CopySpec{.record = Form::kJson}, CopySpec{.predecessor = "result"}, CopySpec{}}) {
    const auto copies = compared({result(kWritten), copy(kWritten, spec)});
    EXPECT_EQ(change_in(copies).claim, StatusClaim::kNone);
    EXPECT_THAT(change_in(copies).notes, IsEmpty());
    EXPECT_THAT(copies.at("copy").copy.notes, IsEmpty());
    EXPECT_THAT(copies.at("copy").copy.corrects, ElementsAre("result")) << "by the Observation UIDs at least";
  }
}

/// A reader who moves a lesion to another track says nothing of its status.
TEST(Feedback, ObservationUidsTellWhichGroupItWas) {
  Said said = kWritten;
  said.label = "L07";
  EXPECT_EQ(change_in(compared({copy(said, {.record = Form::kJson})})).claim, StatusClaim::kNone);
  said.observation_uid = "";
  said.status = "NEW";
  EXPECT_EQ(change_in(compared({copy(said, {.record = Form::kJson})})).claim, StatusClaim::kUncertain);
}

TEST(Feedback, WithoutTheOriginalNothingIsSure) {
  const auto copies = compared({copy(kWritten, {.conclusion = "Changed?"})});
  EXPECT_EQ(change_in(copies).claim, StatusClaim::kUncertain);
  EXPECT_EQ(change_in(copies).status, "STABLE");
  EXPECT_THAT(copies.at("copy").copy.notes, IsEmpty());
}

TEST(Feedback, TextsAreNotesAndBindNothing) {
  Said said = kWritten;
  said.comment = "Scar after\r\n\ttherapy.\x01";
  const auto copies = compared({copy(said, {.record = Form::kJson, .conclusion = "I see it otherwise."})});
  EXPECT_EQ(change_in(copies).claim, StatusClaim::kNone);
  EXPECT_THAT(change_in(copies).notes, ElementsAre("Scar after therapy."));
  EXPECT_THAT(copies.at("copy").copy.notes, ElementsAre("I see it otherwise."));
}

TEST(Feedback, LongNotesAreCutBetweenCharacters) {
  Said said = kWritten;
  for (int i = 0; i < 400; ++i)
    said.comment += "\xC3\xA4";
  const auto copies = compared({copy(said, {.record = Form::kJson})});
  ASSERT_THAT(change_in(copies).notes, SizeIs(1));
  const std::string note = change_in(copies).notes[0];
  EXPECT_LE(note.size(), 504U);
  EXPECT_TRUE(note.ends_with("\xA4 ...")) << note;
}

/// SR-B has the status in its comment.
TEST(Feedback, AStatusInACommentCounts) {
  Said written = kWritten;
  written.status = "";
  Said said = written;
  for (const auto& [comment, status, notes] : {std::tuple("L01 liver: REGRESSING 12.0 mm", "REGRESSING", 1U),
                                               std::tuple("not evaluable", "NOT_EVALUABLE", 0U),
                                               std::tuple("Unequivocal progression", "PROGRESSING", 0U)}) {
    said.comment = comment;
    const auto copies = compared({result(written), copy(said, {.predecessor = "result"})});
    EXPECT_EQ(change_in(copies).claim, StatusClaim::kChanged) << comment;
    EXPECT_EQ(change_in(copies).status, status);
    EXPECT_THAT(change_in(copies).notes, SizeIs(notes));
  }
}

TEST(Feedback, SeveralStatusesOrAnUnknownOneContradict) {
  Said said = kWritten;
  said.status = "PROGRESSING";
  said.comment = "not evaluable";
  EXPECT_EQ(change_in(compared({copy(said, {.record = Form::kJson})})).claim, StatusClaim::kContradictory);
  said = kWritten;
  said.status = "WHATEVER";
  EXPECT_EQ(change_in(compared({copy(said, {.record = Form::kJson})})).claim, StatusClaim::kContradictory);
}

/// The copy of a copy is compared with the copy.
TEST(Feedback, ACorrectionOfACorrectionKnowsIt) {
  Said first = kWritten;
  first.status = "PROGRESSING";
  const auto copies = compared(
      {result(kWritten), copy(first, {.uid = "copy", .predecessor = "result", .record = Form::kJson}),
       copy(kWritten, {.uid = "second", .predecessor = "copy", .record = Form::kJson})});
  EXPECT_EQ(change_in(copies, "copy").claim, StatusClaim::kChanged);
  EXPECT_EQ(change_in(copies, "second").claim, StatusClaim::kChanged) << "back to what we wrote";
  EXPECT_EQ(change_in(copies, "second").status, "STABLE");
  EXPECT_TRUE(copies.at("second").copy.knows.contains("copy"));
  EXPECT_FALSE(copies.at("copy").copy.knows.contains("second"));
}

/// A group refers to our own SEG for viewers; what was measured stands beside it.
TEST(Feedback, TheMeasuredSegmentIsTheSourceSegment) {
  Document document;
  DcmItem& group = document.group("2.25.1");
  add_code(group, own("LESION_STATUS"), own("STABLE"));
  const auto add_segment = [&](const Code& name, const char* uid, Uint16 number) {
    DcmItem& item = add(group, "CONTAINS", "IMAGE", name);
    DcmItem& reference = append_item(item, DCM_ReferencedSOPSequence);
    put(reference, DCM_ReferencedSOPClassUID, "1.2.840.10008.5.1.4.1.1.66.4");
    put(reference, DCM_ReferencedSOPInstanceUID, uid);
    ASSERT_TRUE(reference.putAndInsertUint16(DCM_ReferencedSegmentNumber, number).good());
  };
  add_segment({"121191", "DCM", "Referenced Segment"}, "ours", 1);
  add_segment(own("SOURCE_SEGMENT"), "theirs", 7);
  add_segment({"121191", "DCM", "Referenced Segment"}, "another", 2);
  const auto groups = document.groups();
  ASSERT_THAT(groups, SizeIs(1));
  EXPECT_EQ(groups[0].segment_sop_instance_uid, "theirs");
  EXPECT_EQ(groups[0].segment_number, 7);
  EXPECT_THAT(groups[0].statuses, ElementsAre("STABLE"));
  EXPECT_EQ(groups[0].statement, Statement::kNone);
}

TEST(Feedback, OtherObjectsOfOursAreOwnResults) {
  IgnoredObject page{our_header("page"), "SECONDARY_CAPTURE_IGNORED", "not used"};
  EXPECT_THAT(outcomes(group_by_patient({page, report({.uid = "sr"})})),
              ElementsAre("page:OWN_RESULT", "sr:used"));
}

/// Two readers' copies stand beside each other, and beside a reader's own list.
TEST(Feedback, CopiesAreNoLesionLists) {
  MeasurementReport list = report({.uid = "list", .series = "list"});
  list.by_person = true;
  const auto patients = group_by_patient({list, copy(kWritten, {.uid = "a", .record = Form::kJson}),
                                          copy(kWritten, {.uid = "b", .record = Form::kJson})});
  ASSERT_THAT(patients, SizeIs(1));
  ASSERT_THAT(patients[0].time_points, SizeIs(1));
  EXPECT_THAT(patients[0].time_points[0].reports, SizeIs(3));
  EXPECT_THAT(patients[0].time_points[0].copies, SizeIs(2));
}

}  // namespace
}  // namespace oligard::load::test
