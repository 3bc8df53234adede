#include "oligard/terms/dimse_status.h"

#include <gtest/gtest.h>

namespace oligard::terms {
namespace {

Consequence consequence(DimseService service, unsigned status) {
  const std::optional<ErrorKind> failure = dimse_status(service, status).failure;
  EXPECT_TRUE(failure) << status_text(status);
  return consequence_of(failure.value_or(ErrorKind::kInternal));
}

TEST(DimseStatus, OnlySuccessesAndWarningsOfAStoreAreDone) {
  for (const unsigned status : {0x0000U, 0xB000U, 0xB006U, 0xB007U, 0xB123U})
    EXPECT_FALSE(dimse_status(DimseService::kStore, status).failure) << status_text(status);
  for (const unsigned status : {0xA700U, 0xA7FFU, 0x0110U, 0x0117U, 0x0211U, 0xFE00U, 0xFFFFU})
    EXPECT_EQ(consequence(DimseService::kStore, status), Consequence::kRetryLater) << status_text(status);
  for (const unsigned status : {0xA900U, 0xA9FFU, 0xC001U, 0xCFFFU, 0x0111U, 0x0122U, 0x0124U})
    EXPECT_EQ(consequence(DimseService::kStore, status), Consequence::kPark) << status_text(status);
}

TEST(DimseStatus, TheRowThatNamesAStatusMostCloselyCounts) {
  EXPECT_EQ(dimse_status(DimseService::kStore, 0xB006).value, 0xB006U);
  EXPECT_EQ(dimse_status(DimseService::kStore, 0xB123).value, 0xB000U);
  EXPECT_EQ(dimse_status(DimseService::kStore, 0x0211).mask, 0U);
  EXPECT_EQ(dimse_status(DimseService::kStore, 0x0000).mask, 0xFFFFU);
}

TEST(DimseStatus, AMoveThatSentSomeObjectsIsDone) {
  EXPECT_FALSE(dimse_status(DimseService::kMove, 0xB000).failure);
  EXPECT_STREQ(dimse_status(DimseService::kMove, 0xA801).code, "PRIOR_MOVE_DESTINATION");
  EXPECT_EQ(consequence(DimseService::kMove, 0xA801), Consequence::kPark);
  EXPECT_EQ(consequence(DimseService::kMove, 0xA702), Consequence::kRetryLater);
  EXPECT_EQ(consequence(DimseService::kMove, 0xC000), Consequence::kRetryLater);
}

TEST(DimseStatus, AQueryThatIsNotUnderstoodIsNotAskedAgain) {
  EXPECT_FALSE(dimse_status(DimseService::kFind, 0x0000).failure);
  EXPECT_EQ(consequence(DimseService::kFind, 0xA900), Consequence::kPark);
  EXPECT_EQ(consequence(DimseService::kFind, 0xA700), Consequence::kRetryLater);
}

TEST(DimseStatus, IsWrittenInHexadecimal) {
  EXPECT_EQ(status_text(0xA700), "0xA700");
  EXPECT_EQ(status_text(0x0110), "0x0110");
}

TEST(StoreResponse, CommentsFitErrorComment) {
  // PS3.5 table 6.2-1: LO has 64 characters.
  for (const StoreResponse& response : kStoreResponses)
    EXPECT_LE(std::string(response.when).size(), 64U);
}

}  // namespace
}  // namespace oligard::terms
