// Each note as people read it.
#include <gtest/gtest.h>

#include "oligard/classify/texts.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {
namespace {

using classify::texts;

TEST(NoteWording, EveryCodeHasItsOwn) {
  for (std::size_t i = 0; i < kNoteCodes; ++i)
    EXPECT_EQ(texts().note.notes[i].code, static_cast<NoteCode>(i));
}

TEST(NoteWording, OfTheMatcher) {
  EXPECT_EQ(note_text({NoteCode::kNotSurelyRegistered}), "the two time points are not surely registered");
  EXPECT_EQ(note_text({NoteCode::kOtherFitsAsWell}), "another explanation fits nearly as well");
  EXPECT_EQ(note_text({NoteCode::kNotSeenBetween}), "it was not seen in between");
  EXPECT_EQ(note_text({NoteCode::kFitsPoorly}), "place and size fit poorly");
  EXPECT_EQ(note_text({NoteCode::kOnlyLesion}),
            "the only lesion of both time points: nothing confirms the place");
  EXPECT_EQ(note_text({NoteCode::kWithoutPlace}), "by organ and size, without a place");
  EXPECT_EQ(note_text({NoteCode::kNeighboursDisagree}), "the time points before and after say otherwise");
  EXPECT_EQ(note_text({NoteCode::kThirdTimePointAlone}), "found over a third time point alone");
  EXPECT_EQ(note_text({NoteCode::kUidAgainstPlaces}), "the Tracking UID and the places disagree");
  EXPECT_EQ(note_text({NoteCode::kGroupElsewhere}), "a group of lesions lies elsewhere than the others say");
  EXPECT_EQ(note_text({NoteCode::kReadersContradict}), "readers contradict each other");
  EXPECT_EQ(note_text({NoteCode::kReaderLinkFar, {Millimetres{61.5}}}),
            "a reader states it, but the places lie 62 mm apart");
  EXPECT_EQ(note_text({NoteCode::kReaderLinksFar}),
            "A reader links lesions that lie far apart by the other lesions.");
  EXPECT_EQ(note_text({NoteCode::kReaderUidsContradict}),
            "Readers give one lesion the Tracking UIDs of different lesions: none of them is followed.");
  EXPECT_EQ(note_text({NoteCode::kUidsLeftOut}),
            "Tracking UIDs contradict the places of lesions and were left out.");
  EXPECT_EQ(note_text({NoteCode::kImagesNotRegistered, {"TP0", "TP1", "no patient is seen in the images"}}),
            "The images of TP0 and TP1 were not registered: no patient is seen in the images.");
}

TEST(NoteWording, OfTheClinicalContext) {
  EXPECT_EQ(note_text({NoteCode::kSourcesContradict, {"irecist", "external", "config"}}),
            "Contradiction on irecist: the value from external is used, not the one from config.");
  EXPECT_EQ(
      note_text({NoteCode::kBaselineContradiction, {NoteWord::kReports, "TP1"}}),
      "Reports of TP1 contradict each other on whether it is the baseline; they are not used for that.");
  EXPECT_EQ(note_text({NoteCode::kSeveralBaselines, {NoteWord::kHeaders, Names{"TP0", "TP1"}}}),
            "Headers call several time points the baseline (TP0, TP1); they are not used for that.");
  EXPECT_EQ(note_text({NoteCode::kOtherBaseline, {NoteWord::kReports, "TP1", "TP0", "external"}}),
            "Reports call TP1 the baseline; TP0 is used (external).");
  EXPECT_EQ(note_text({NoteCode::kLaterBaseline, {"2024-05-01"}}),
            "The baseline is a later study (2024-05-01): nothing is compared yet.");
  EXPECT_EQ(
      note_text({NoteCode::kNoSuchLesion, {"L09", "targets"}}),
      "The clinical context names L09 (targets), which is no lesion known at this time; that is not used.");
  EXPECT_EQ(
      note_text({NoteCode::kSeveralLesions, {NoteWord::kUnnamedLesion, "lesions"}}),
      "The clinical context names a lesion by a name (lesions), which fits several lesions; that is not "
      "used.");
  EXPECT_EQ(note_text({NoteCode::kSeveralTherapies, {"L01"}}),
            "The clinical context names several local therapies of L01; the latest is used.");
  EXPECT_EQ(
      note_text({NoteCode::kRoleOfSeveral, {"TP1"}}),
      "A report of TP1 states a RECIST role by a Tracking UID that fits several lesions; that is not used.");
  EXPECT_EQ(note_text({NoteCode::kContradictoryTarget, {"L01"}}),
            "Reports contradict each other on whether L01 is a target; target is used.");
  EXPECT_EQ(note_text({NoteCode::kContradictoryNonTarget, {"L01"}}),
            "Reports contradict each other on whether L01 is a target; non-target is used.");
  EXPECT_EQ(note_text({NoteCode::kTargetNotAtBaseline, {"L01"}}),
            "L01 is stated to be a target but was not there at the baseline; it is none.");
  EXPECT_EQ(note_text({NoteCode::kBothRoles, {"L01"}}),
            "The clinical context calls L01 both target and non-target; it is no target.");
  EXPECT_EQ(note_text({NoteCode::kRolesOverruled, {Names{"L01", "L02"}}}),
            "Reports state other RECIST roles of L01, L02 than the clinical context, which is used.");
}

TEST(NoteWording, OfReadersCopies) {
  EXPECT_EQ(note_text({NoteCode::kReaderLesionUnknown, {"TP1", "READER_LESION_UNKNOWN"}}),
            "A reader's report says something of a lesion at TP1 that is none of the lesions known at this "
            "time; it is not followed (READER_LESION_UNKNOWN).");
  EXPECT_EQ(note_text({NoteCode::kReaderStatusUnclear, {"L01", "TP1", "READER_STATUS_UNCLEAR"}}),
            "A reader's report states several statuses of L01 at TP1, or one that is not known; no reader's "
            "status is followed (READER_STATUS_UNCLEAR).");
  EXPECT_EQ(note_text({NoteCode::kReaderStatusContradicted,
                       {"L01", "TP1", Names{"NEW", "STABLE"}, "READER_STATUS_CONTRADICTED"}}),
            "Readers' reports state different statuses of L01 at TP1 (NEW, STABLE); none is followed "
            "(READER_STATUS_CONTRADICTED).");
  EXPECT_EQ(
      note_text({NoteCode::kReaderStatusImpossible, {"L01", "TP1", "BASELINE", "READER_STATUS_IMPOSSIBLE"}}),
      "A reader's report states that L01 at TP1 is BASELINE, which no lesion is at this time point; it is "
      "not followed (READER_STATUS_IMPOSSIBLE).");
  EXPECT_EQ(
      note_text({NoteCode::kReaderStatusUnsure, {"L01", "TP1", "NEW", "READER_STATUS_UNSURE"}}),
      "A reader's report states that L01 at TP1 is NEW; whether the reader changed that cannot be told, "
      "as the result that the report is a copy of is not here; it is not followed "
      "(READER_STATUS_UNSURE).");
  EXPECT_EQ(
      note_text({NoteCode::kReaderStatusUnseen, {"L01", "TP0", "RESOLVED", "READER_STATUS_IMPOSSIBLE"}}),
      "A reader's report states that L01 at TP0 is RESOLVED, but it was not seen by then; it is not "
      "followed (READER_STATUS_IMPOSSIBLE).");
}

}  // namespace
}  // namespace oligard::wording
