#include <sstream>
#include <type_traits>

#include <gtest/gtest.h>

#include "oligard/base/date.h"
#include "oligard/base/digest.h"
#include "oligard/base/log.h"
#include "oligard/base/mask.h"
#include "oligard/base/phi.h"

namespace oligard {
namespace {

TEST(Date, ReadsDicomAndIsoAndRefusesTheRest) {
  EXPECT_EQ(to_iso(*parse_dicom_date("20240229")), "2024-02-29");
  EXPECT_EQ(to_dicom(*parse_iso_date("1999-12-31")), "19991231");
  EXPECT_EQ(days_between(*parse_iso_date("2024-02-28"), *parse_iso_date("2024-03-01")), 2);
  for (const char* bad : {"", "2024", "20240230", "2024-01-01", "2O240101", "00000101", "202401011"}) {
    EXPECT_EQ(parse_dicom_date(bad).error().code, "DATE_INVALID") << bad;
  }
}

TEST(Digest, MatchesThePublishedVectors) {
  // FIPS 180-4 examples.
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digest, UidsAreValidAndDiffer) {
  const std::string uid = uid_from_text("a");
  EXPECT_EQ(uid.substr(0, 5), "2.25.");
  EXPECT_LE(uid.size(), 64U);
  EXPECT_NE(uid[5], '0');
  EXPECT_NE(uid, uid_from_text("b"));
  EXPECT_EQ(uid, uid_from_text("a"));
}

TEST(Digest, UidIsTheDecimalOfTheUuid) {
  // 128 bits with version 5 and the RFC 4122 variant set: 0x00000000000050008000000000000000.
  EXPECT_EQ(uid_from_digest(std::string(64, '0')), "2.25.377798542001608471871488");
}

TEST(Mask, NormaliseJoinsTouchingAndOverlappingRuns) {
  Mask mask;
  mask.runs = {{0, 0, 5, 3}, {0, 0, 0, 2}, {0, 0, 2, 1}, {0, 1, 0, 4}, {0, 0, 7, 4}, {1, 0, 0, 0}};
  normalise(mask);
  EXPECT_EQ(mask.runs, (std::vector<oligard::Run>{{0, 0, 0, 3}, {0, 0, 5, 6}, {0, 1, 0, 4}}));
  EXPECT_EQ(voxel_count(mask), 13);
}

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};
template <class T>
concept Loggable = requires(const T& value) {
  log::Field("key", value);
};

TEST(Consequence, IsTheSameForEveryPartOfTheService) {
  const std::pair<ErrorKind, Consequence> table[] = {
      {ErrorKind::kInvalidInput, Consequence::kRefuse},    {ErrorKind::kUnsupported, Consequence::kRefuse},
      {ErrorKind::kNotFound, Consequence::kPark},          {ErrorKind::kConflict, Consequence::kKeepAside},
      {ErrorKind::kUnavailable, Consequence::kRetryLater}, {ErrorKind::kRejected, Consequence::kPark},
      {ErrorKind::kResource, Consequence::kRetryLater},    {ErrorKind::kCorrupt, Consequence::kStop},
      {ErrorKind::kInternal, Consequence::kFailAttempt},
  };
  for (const auto& [kind, consequence] : table)
    EXPECT_EQ(consequence_of(kind), consequence) << name_of(kind);
}

TEST(Phi, HasNoWayIntoAStreamOrALog) {
  static_assert(!Streamable<Phi<std::string>>);
  static_assert(!Loggable<Phi<std::string>>);
  static_assert(!std::is_convertible_v<Phi<std::string>, std::string>);
  static_assert(Loggable<std::string>);
  EXPECT_EQ(Phi<std::string>("x").reveal(), "x");
}

TEST(Log, UidsAreKeyedHashes) {
  log::set_uid_key("one");
  const std::string first = log::uid("study", "1.2.3").text();
  EXPECT_EQ(first.size(), 12U);
  EXPECT_EQ(first.find("1.2.3"), std::string::npos);
  log::set_uid_key("two");
  EXPECT_NE(first, log::uid("study", "1.2.3").text());
}

}  // namespace
}  // namespace oligard
