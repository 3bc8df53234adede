#include "oligard/explain/explain.h"

#include <algorithm>
#include <fstream>
#include <iostream>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "support/source_dir.h"
#include "unit/explain/patients.h"

namespace oligard::explain::test {
namespace {

using report::StatedItem;
using testing::HasSubstr;

constexpr const char* kVersion = "1.0";

class Explain : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(dicom::set_up().has_value());
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() / ("oligard-explain-" + std::string(test->name()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string bytes_of(const Patient& patient, std::size_t timepoint = 2, const classify::Rules& rules = {},
                       report::SrClass sr_class = report::SrClass::kComprehensive3D) {
    return result_of(assess(patient, rules), timepoint, patient.profiles, folder_, sr_class).bytes;
  }
  Result<Explanation> explain_bytes(const std::string& bytes, const std::string& version = kVersion) {
    std::ofstream(folder_ / "result.dcm", std::ios::binary) << bytes;
    return explain(folder_ / "result.dcm", version);
  }
  Result<Explanation> explain_file(DcmFileFormat& file) {
    return explain_bytes(dicom::to_bytes(file, dicom::SequenceLength::kUndefined).value());
  }

  std::filesystem::path folder_;
};

std::string told(const Result<Explanation>& explanation) {
  return explanation ? to_text(*explanation) : explanation.error().code + " " + explanation.error().reason;
}

/// The reader's status is part of the record; the rules' own is derived again.
TEST_F(Explain, AgreesOnAStatusThatAReaderStated) {
  const Patient patient = patients().front();
  classify::Assessment assessment = assess(patient, {});
  const Date day = parse_iso_date("2024-05-03").value();
  std::string lesion;
  for (const auto& [id, said] : assessment.timepoints[2].lesions) {
    if (said.status != terms::LesionStatus::kStable) lesion = id;
  }
  ASSERT_FALSE(lesion.empty());
  for (classify::CaseLesion& entry : assessment.clinical_case.lesions) {
    if (entry.id == lesion) entry.reader_status["TP2"] = {terms::LesionStatus::kStable, day, ""};
  }
  assessment.timepoints = classify::classify_case(assessment.clinical_case, {}).value();
  const auto explanation = explain_bytes(result_of(assessment, 2, patient.profiles, folder_).bytes);
  ASSERT_TRUE(explanation.has_value()) << told(explanation);
  EXPECT_TRUE(explanation->agrees()) << told(explanation);
  const auto& derived = explanation->derived.timepoints[2].lesions.at(lesion);
  EXPECT_EQ(derived.status, terms::LesionStatus::kStable);
  ASSERT_TRUE(derived.reader);
  EXPECT_EQ(derived.reader->date, day);
  EXPECT_THAT(to_text(*explanation), HasSubstr("reader statement"));
}

TEST_F(Explain, AgreesOnEveryCategoryAtEveryTimePoint) {
  for (const Patient& patient : patients()) {
    for (const std::size_t timepoint : {0U, 1U, 2U}) {
      const auto explanation = explain_bytes(bytes_of(patient, timepoint));
      ASSERT_TRUE(explanation.has_value()) << patient.name << told(explanation);
      EXPECT_TRUE(explanation->agrees()) << patient.name << told(explanation);
      EXPECT_GT(explanation->compared, 30U);
    }
  }
}

TEST_F(Explain, AgreesOnEveryClassOfReport) {
  for (const auto sr_class :
       {report::SrClass::kComprehensive3D, report::SrClass::kComprehensive, report::SrClass::kEnhanced}) {
    const auto explanation = explain_bytes(bytes_of(patients().front(), 2, {}, sr_class));
    ASSERT_TRUE(explanation.has_value()) << told(explanation);
    EXPECT_TRUE(explanation->agrees()) << told(explanation);
  }
}

TEST_F(Explain, LeavesDoubtsOfTheMatcherToTheSeal) {
  const Patient patient = patients().back();
  classify::Assessment assessment = assess(patient, {});
  assessment.timepoints.back().review.push_back(
      {{{{0, 0}, {1, 0}}}, {}, {"L01"}, {"TP1", "TP2"}, 0.3, {}, "PD"});
  match::Link link;
  link.from = {0, 0};
  link.to = {1, 0};
  link.ambiguous = true;
  link.doubt = Note{NoteCode::kFitsPoorly};
  assessment.graph.links.push_back(link);
  assessment.graph.warnings.push_back({NoteCode::kUidsLeftOut});
  for (const std::size_t timepoint : {1U, 2U}) {
    const auto explanation = explain_bytes(result_of(assessment, timepoint, patient.profiles, folder_).bytes);
    ASSERT_TRUE(explanation.has_value()) << told(explanation);
    EXPECT_TRUE(explanation->agrees()) << told(explanation);
  }
}

TEST(StatedItems, OnlyWhatLinksSayMayFollowADerivedText) {
  StatedItem derived;
  derived.kind = StatedItem::Kind::kText;
  derived.code = "121077 DCM";
  derived.value = "No progressing lesion.";
  StatedItem stated = derived;
  EXPECT_TRUE(report::agree(stated, derived));
  stated.value += " Needs review: 1 link in doubt would change it.";
  EXPECT_TRUE(report::agree(stated, derived));
  stated.value = derived.value + " All is well.";
  EXPECT_FALSE(report::agree(stated, derived));
  stated.value = "Progression. Needs review: 1 link in doubt would change it.";
  EXPECT_FALSE(report::agree(stated, derived));
  derived.code = stated.code = "121106 DCM";
  stated.value = derived.value + " Needs review: 1 link in doubt would change it.";
  EXPECT_FALSE(report::agree(stated, derived)) << "a comment";
}

TEST_F(Explain, UsesTheRulesThatTheResultWasJudgedBy) {
  classify::Rules rules;
  rules.constants.pd_rel = 0.5;
  rules.constants.vol_rc = {{10, 1e9, 0.37}};
  rules.profiles.at("default_5").max_lesions = 3;
  const auto explanation = explain_bytes(bytes_of(patients().front(), 2, rules));
  ASSERT_TRUE(explanation.has_value()) << told(explanation);
  EXPECT_TRUE(explanation->agrees()) << told(explanation);
  EXPECT_EQ(explanation->derived.rules.constants, rules.constants);
  EXPECT_EQ(explanation->derived.rules.profiles.at("default_5"), rules.profiles.at("default_5"));
}

TEST_F(Explain, ComparesNoSentencesOfAnotherVersion) {
  const std::string bytes = bytes_of(patients().front());
  const auto same = explain_bytes(bytes);
  const auto other = explain_bytes(bytes, "2.0");
  ASSERT_TRUE(same.has_value() && other.has_value());
  EXPECT_TRUE(other->agrees()) << told(other);
  EXPECT_LT(other->compared, same->compared);
}

TEST_F(Explain, NamesTheSourceOfEachSize) {
  const auto explanation = explain_bytes(bytes_of(patients().front()));
  ASSERT_TRUE(explanation.has_value()) << told(explanation);
  const std::string text = to_text(*explanation);
  EXPECT_THAT(text, HasSubstr("L01 liver, target: PROGRESSING"));
  EXPECT_THAT(text,
              HasSubstr("20.1 mm   3348.7 mm3    measured       nadir            2.25.10012 segment 1"));
  EXPECT_THAT(text, HasSubstr("AGREES: "));
  const auto json = nlohmann::json::parse(to_json(*explanation));
  EXPECT_TRUE(json["agrees"].get<bool>());
  const auto& now = json["observations"]["L04"][2];
  EXPECT_EQ(now["sources"].size(), 2U);
  EXPECT_EQ(now["sources"][0]["sop_instance_uid"], "2.25.10022");
  EXPECT_EQ(json["derived"]["lesions"]["L01"]["status"], "PROGRESSING");
}

/// An item of the record at the end of a result.
DcmItem& record_item(DcmItem& dataset, const std::string& name) {
  DcmItem* record = nullptr;
  dicom::for_each_item(dataset, DCM_ContentSequence, [&](DcmItem& item) { record = &item; });
  DcmItem* found = nullptr;
  dicom::for_each_item(*record, DCM_ContentSequence, [&](DcmItem& item) {
    if (dicom::code(item, DCM_ConceptNameCodeSequence).value == name) found = &item;
  });
  return *found;
}

/// One number or code of a document, and how to change it.
struct Change {
  DcmItem* holder = nullptr;
  DcmTagKey tag;
  std::string value;
  std::string other;
  std::size_t item = 0;  ///< among the document's items, depth first
};

std::string another_code(const std::string& value) {
  if (value == "373066001") return "373067005";
  if (value == "373067005") return "373066001";
  if (value == "PROGRESSING") return "STABLE";
  if (value == "DEFINITE") return "PROBABLE";
  return "OTHER";
}

/// Numbers lose or get a sign, and those to a tenth change by as little as the document can state.
void add_number(DcmItem& value, std::size_t item, std::vector<Change>& changes) {
  const std::string number = dicom::text(value, DCM_NumericValue);
  const bool is_zero = number.find_first_of("123456789") == std::string::npos;
  const std::string other = is_zero ? "1" : number.front() == '-' ? number.substr(1) : "-" + number;
  changes.push_back({&value, DCM_NumericValue, number, other, item});
  if (number.size() < 3 || number[number.size() - 2] != '.') return;
  const std::string next = number.substr(0, number.size() - 1) + (number.back() == '1' ? "2" : "1");
  changes.push_back({&value, DCM_NumericValue, number, next, item});
}

void collect(DcmItem& parent, std::size_t& items, std::vector<Change>& changes) {
  dicom::for_each_item(parent, DCM_ContentSequence, [&](DcmItem& item) {
    const std::string type = dicom::text(item, DCM_ValueType);
    if (type.empty()) return;
    const std::size_t number = items++;
    if (type == "NUM") add_number(*dicom::item_of(item, DCM_MeasuredValueSequence), number, changes);
    if (type == "CODE") {
      DcmItem* code = dicom::item_of(item, DCM_ConceptCodeSequence);
      const std::string value = dicom::text(*code, DCM_CodeValue);
      changes.push_back({code, DCM_CodeValue, value, another_code(value), number});
    }
    collect(item, items, changes);
  });
}

class Mutation : public Explain {
 protected:
  /// Changes every `step`th number and code in turn.
  void change(const Patient& patient, std::size_t step) {
    const std::string bytes = bytes_of(patient);
    const auto original = explain_bytes(bytes);
    ASSERT_TRUE(original.has_value() && original->agrees()) << told(original);
    auto file = dicom::from_bytes(bytes);
    ASSERT_TRUE(file.has_value());
    std::vector<Change> changes;
    std::size_t items = 0;
    collect(*(*file)->getDataset(), items, changes);
    ASSERT_EQ(items, original->stated.items.size());
    std::size_t tried = 0;
    by_seal_ = 0;
    for (std::size_t i = 0; i < changes.size(); i += step, ++tried)
      try_change(**file, changes[i], original->stated.items[changes[i].item]);
    EXPECT_TRUE(explain_file(**file)->agrees()) << "the changes were not taken back";
    std::cout << patient.name << ": " << tried << " numbers and codes changed, all noticed; " << by_seal_
              << " of them by the seal alone\n";
  }

 private:
  void try_change(DcmFileFormat& file, const Change& change, const StatedItem& item) {
    const std::string what = item.path + ": " + change.value + " -> " + change.other;
    change.holder->putAndInsertString(change.tag, change.other.c_str());
    const auto explanation = explain_file(file);
    change.holder->putAndInsertString(change.tag, change.value.c_str());
    ASSERT_TRUE(explanation.has_value()) << what << told(explanation);
    EXPECT_FALSE(explanation->agrees()) << what;
    EXPECT_FALSE(explanation->seal_holds) << what;
    if (!explanation->differences.empty() || !explanation->problem.empty()) return;
    EXPECT_FALSE(report::is_derivable(item)) << what << " is noticed by the seal alone";
    ++by_seal_;
  }

  std::size_t by_seal_ = 0;
};

/// Each figure of an observation, in the text of the record.
TEST_F(Mutation, OfTheRecordIsNoticed) {
  auto file = dicom::from_bytes(bytes_of(patients().front()));
  DcmItem& record = record_item(*(*file)->getDataset(), "RECORD_JSON");
  const std::string text = dicom::text(record, DCM_TextValue);
  std::size_t tried = 0;
  for (std::size_t place = text.find("_mm\":"); place != std::string::npos;
       place = text.find("_mm\":", place + 1), ++tried) {
    std::string altered = text;
    char& digit = altered[place + std::string("_mm\":").size()];
    digit = digit == '1' ? '2' : '1';
    record.putAndInsertString(DCM_TextValue, altered.c_str());
    const auto explanation = explain_file(**file);
    ASSERT_TRUE(explanation.has_value()) << told(explanation);
    EXPECT_FALSE(explanation->seal_holds) << altered.substr(place, 12);
  }
  EXPECT_GT(tried, 20U);
}

TEST_F(Mutation, OfAnyNumberOrCodeIsNoticed) {
  change(patients().front(), 1);
}

TEST_F(Mutation, IsNoticedInEveryCategory) {
  constexpr std::size_t kSome = 9;
  const auto all = patients();
  for (std::size_t i = 1; i < all.size(); ++i)
    change(all[i], kSome);
}

TEST_F(Explain, SaysWhatDiffers) {
  auto file = dicom::from_bytes(bytes_of(patients().front()));
  std::vector<Change> changes;
  std::size_t items = 0;
  collect(*(*file)->getDataset(), items, changes);
  const auto growth = std::find_if(changes.begin(), changes.end(),
                                   [](const Change& change) { return change.value == "35.8"; });
  ASSERT_NE(growth, changes.end());
  growth->holder->putAndInsertString(growth->tag, "5.8");
  const auto explanation = explain_file(**file);
  ASSERT_TRUE(explanation.has_value()) << told(explanation);
  ASSERT_EQ(explanation->differences.size(), 1U);
  const Difference& difference = explanation->differences.front();
  EXPECT_EQ(difference.where, "Imaging Measurements > Measurement Group L01 > Percent Change from Nadir");
  EXPECT_EQ(difference.stated, "5.8 %");
  EXPECT_EQ(difference.derived, "35.8 %");
  EXPECT_EQ(difference.track, "L01");
  EXPECT_EQ(difference.subject, StatedItem::Subject::kLesion);
  for (const StatedItem& item : explanation->stated.items) {
    if (item.code == "SOD 99OLIGARD" || item.code == "112048 DCM") {
      EXPECT_EQ(item.subject, StatedItem::Subject::kRecist) << item.path;
    }
    if (item.code == "CATEGORY 99OLIGARD") {
      EXPECT_EQ(item.subject, StatedItem::Subject::kCategory) << item.path;
    }
  }
  const std::string text = to_text(*explanation);
  EXPECT_THAT(text, HasSubstr("L01 liver, target: PROGRESSING, definite   DISAGREES"));
  EXPECT_THAT(text, HasSubstr("RECIST 1.1: SD   agrees"));
  EXPECT_THAT(text, HasSubstr("DISAGREES: "));
  EXPECT_FALSE(nlohmann::json::parse(to_json(*explanation))["agrees"].get<bool>());
}

/// A record that cannot be read is no agreement: with a broken seal it is an alteration, with a sound one an
/// error.
TEST_F(Explain, TellsAlterationFromWhatItCannotDerive) {
  const std::string bytes = bytes_of(patients().front());
  for (const auto& [stated, altered, problem] :
       {std::tuple(R"("state":"measured")", R"("state":"grown")", "has an unknown state"),
        std::tuple(R"("format":1)", R"("format":2)", "format"),
        std::tuple(R"({"cases")", R"(["cases")", "JSON"),
        std::tuple(R"("sources":{"L01":{"TP0":[[0)", R"("sources":{"L01":{"TP0":[[7)", "record"),
        std::tuple(R"("timepoint":"TP2")", R"("timepoint":"TP7")", "is not in the record")}) {
    auto file = dicom::from_bytes(bytes);
    DcmDataset& dataset = *(*file)->getDataset();
    DcmItem& record = record_item(dataset, "RECORD_JSON");
    std::string json = dicom::text(record, DCM_TextValue);
    const std::size_t place = json.find(stated);
    ASSERT_NE(place, std::string::npos) << stated;
    json.replace(place, std::string(stated).size(), altered);
    record.putAndInsertString(DCM_TextValue, json.c_str());
    const auto explanation = explain_file(**file);
    ASSERT_TRUE(explanation.has_value()) << told(explanation);
    EXPECT_FALSE(explanation->agrees());
    EXPECT_THAT(explanation->problem, HasSubstr(problem));
    EXPECT_THAT(to_text(*explanation), HasSubstr("DISAGREES: "));
    record_item(dataset, "SEAL").putAndInsertString(DCM_TextValue, explanation->stated.contents.c_str());
    const auto sealed = explain_file(**file);
    ASSERT_FALSE(sealed.has_value());
    EXPECT_EQ(sealed.error().code, "EXPLAIN_RECORD_INVALID");
  }
}

/// Results of version 0.1.0 before decision 0065, one of them with context, a split lesion and a reader's
/// status.
TEST_F(Explain, AgreesOnResultsWhoseRecordIsItems) {
  for (const auto& [name, compared] :
       {std::pair("record-as-items.dcm", 40U), std::pair("record-as-items-corrected.dcm", 100U)}) {
    const auto explanation = explain(source_dir() / "testdata/results" / name, kVersion);
    ASSERT_TRUE(explanation.has_value()) << told(explanation);
    EXPECT_TRUE(explanation->agrees()) << told(explanation);
    EXPECT_GT(explanation->compared, compared);
  }
  const auto corrected = explain(source_dir() / "testdata/results/record-as-items-corrected.dcm", kVersion);
  const classify::Case& stated = corrected->stated.record.clinical_case;
  EXPECT_EQ(stated.context.systemic_therapy.value().at(1).drug, "Cisplatin");
  EXPECT_EQ(stated.context.source_of("irecist"), "external");
  EXPECT_EQ(stated.baseline_source, "external");
  const auto lesion = std::find_if(stated.lesions.begin(), stated.lesions.end(),
                                   [](const classify::CaseLesion& entry) { return entry.id == "L02"; });
  ASSERT_NE(lesion, stated.lesions.end());
  EXPECT_EQ(lesion->flags, std::set<std::string>{"necrotic"});
  EXPECT_EQ(lesion->recist_role, classify::RecistRole::kNonTarget);
  EXPECT_EQ(lesion->observations.at("TP1").parts.size(), 2U);
  EXPECT_EQ(lesion->reader_status.at("TP2").status, terms::LesionStatus::kProgressing);
  EXPECT_FALSE(lesion->reader_status.at("TP2").sop_instance_uid.empty());
  EXPECT_EQ(corrected->stated.record.sources.at({"L02", "TP1"}).size(), 2U);
  EXPECT_FALSE(corrected->stated.record.tracking_uids.at("L02").empty());
}

/// The same holds of an old result: whatever number of its record is another, it is noticed.
TEST_F(Explain, NoticesAnAlteredRecordOfItems) {
  auto file =
      dicom::read_file(source_dir() / "testdata/results/record-as-items.dcm", dicom::PixelData::kKeep);
  ASSERT_TRUE(file.has_value());
  std::vector<Change> changes;
  std::size_t items = 0;
  collect(*(*file)->getDataset(), items, changes);
  const auto size = std::find_if(changes.rbegin(), changes.rend(),
                                 [](const Change& change) { return change.value == "15.7"; });
  ASSERT_NE(size, changes.rend());
  size->holder->putAndInsertString(size->tag, "35.7");
  const auto explanation = explain_file(**file);
  ASSERT_TRUE(explanation.has_value()) << told(explanation);
  EXPECT_FALSE(explanation->seal_holds);
  EXPECT_FALSE(explanation->differences.empty());
}

TEST_F(Explain, RefusesWhatIsNoResult) {
  auto file = dicom::from_bytes(bytes_of(patients().back()));
  DcmDataset& dataset = *(*file)->getDataset();
  const std::string model = dicom::text(dataset, DCM_ManufacturerModelName);
  dataset.putAndInsertString(DCM_ManufacturerModelName, "Viewer");
  EXPECT_EQ(explain_file(**file).error().code, "EXPLAIN_NOT_A_RESULT");
  dataset.putAndInsertString(DCM_ManufacturerModelName, model.c_str());
  DcmSequenceOfItems* content = dicom::sequence(dataset, DCM_ContentSequence);
  delete content->remove(content->card() - 1);
  EXPECT_EQ(explain_file(**file).error().code, "EXPLAIN_NO_RECORD");
  EXPECT_EQ(explain(folder_ / "nothing.dcm", kVersion).error().code, "FILE_UNREADABLE");
}

}  // namespace
}  // namespace oligard::explain::test
