#include "oligard/draw/page.h"

#include <algorithm>
#include <clocale>
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "draw/page/content.h"
#include "unit/draw/page/page_patient.h"

namespace oligard::draw {
namespace {

using terms::Rgb;
using test::PagePatient;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Texts whose ink may touch are apart by less than this.
constexpr double kTouchPt = 0.2;

Page drawn(const PageRequest& request) {
  Result<Page> page = make_page(request);
  EXPECT_TRUE(page.has_value()) << (page ? "" : page.error().reason);
  return page ? *std::move(page) : Page{};
}

std::string all_text(const Page& page) {
  std::string text;
  for (const PlacedText& placed : page.texts)
    text += placed.text + "\n";
  return text;
}

std::vector<std::string> cut_texts(const Page& page) {
  std::vector<std::string> cut;
  for (const PlacedText& placed : page.texts)
    if (placed.is_cut) cut.push_back(placed.text);
  return cut;
}

bool overlap(const Box& a, const Box& b) {
  return std::min(a.right(), b.right()) - std::max(a.left, b.left) > kTouchPt &&
         std::min(a.bottom(), b.bottom()) - std::max(a.top, b.top) > kTouchPt;
}

void expect_good_layout(const Page& page) {
  constexpr double kEdge = 10;
  ASSERT_FALSE(page.texts.empty());
  for (const PlacedText& placed : page.texts) {
    EXPECT_GE(placed.size, kSmallestText) << placed.text;
    EXPECT_GE(placed.ink.left, kEdge) << placed.text;
    EXPECT_GE(placed.ink.top, kEdge) << placed.text;
    EXPECT_LE(placed.ink.right(), kPageWidth - kEdge) << placed.text;
    EXPECT_LE(placed.ink.bottom(), kPageHeight - kEdge) << placed.text;
  }
  for (std::size_t i = 0; i < page.texts.size(); ++i) {
    for (std::size_t j = i + 1; j < page.texts.size(); ++j)
      EXPECT_FALSE(overlap(page.texts[i].ink, page.texts[j].ink))
          << page.texts[i].text << " | " << page.texts[j].text;
  }
}

/// One liver lesion escapes, one bone lesion is new, the others respond.
PagePatient escaping() {
  PagePatient patient(3);
  patient.add("L01", "liver", {28, 14, 26});
  patient.add("L02", "lung", {20, 12, 11});
  patient.add("L03", "lymph_node", {22, 15, 14}, true);
  patient.add("L04", "adrenal", {18, 14, 0});
  patient.add("L05", "bone", {0, 0, 17});
  return patient;
}

TEST(Page, SaysWhoWhatWhenAndHowSure) {
  PagePatient patient = escaping();
  const std::string text = all_text(drawn(patient.request()));
  for (const char* said :
       {"Doe, Jane", "ID 4711 · born 12 Mar 1957 · F", "CT of 3 Jun 2025", "time point 3 of 3",
        "baseline 3 Feb 2025", "OLIGOPROGRESSION", "AI result, not verified by a physician", "PD", "26.0 mm",
        "nadir 14.0 mm, 4 Apr 2025", "+86 %", "first flagged now", "new", "17.0 mm",
        "Computer-generated, not verified by a physician", "Profile default_5, rule set lesion-rules-1.0",
        "Oligard 1.2.3 · analysed 1 Sep 2025 12:00 UTC · record 0123456789ab"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
  EXPECT_THAT(text, HasSubstr(patient.assessment.timepoints[2].recist.overall));
}

TEST(Page, CutsNothingOfAUsualPatient) {
  PagePatient patient = escaping();
  EXPECT_THAT(cut_texts(drawn(patient.request())), ::testing::IsEmpty());
}

TEST(Page, IsTheSameWhateverLocaleAndZone) {
  PagePatient patient = escaping();
  PageRequest request = patient.request();
  request.slices = {PagePatient::slice("L01", 1, true), PagePatient::slice("L01", 2, true)};
  const Page first = drawn(request);
  ASSERT_EQ(setenv("TZ", "Asia/Tokyo", 1), 0);
  ASSERT_EQ(setenv("LANG", "de_DE.UTF-8", 1), 0);
  const char* locale = std::setlocale(LC_ALL, "C.UTF-8");
  const Page second = drawn(request);
  std::setlocale(LC_ALL, "C");
  EXPECT_NE(locale, nullptr);
  EXPECT_EQ(first.pdf, second.pdf);
  EXPECT_EQ(first.rgb, second.rgb);
}

TEST(Page, PdfStatesTheTimeOfTheAnalysisAlone) {
  PagePatient patient = escaping();
  const Page page = drawn(patient.request());
  EXPECT_THAT(page.pdf, StartsWith("%PDF-1.4"));
  EXPECT_THAT(page.pdf, HasSubstr("20250901120000Z"));
}

TEST(Page, HasPixelsInTheColoursOfTheStatuses) {
  PagePatient patient = escaping();
  const Page page = drawn(patient.request());
  ASSERT_EQ(page.rgb.size(), std::size_t{3} * kPixelWidth * kPixelHeight);
  const auto pixels_of = [&page](Rgb colour) {
    int n = 0;
    for (std::size_t i = 0; i < page.rgb.size(); i += 3)
      n += page.rgb[i] == colour.red && page.rgb[i + 1] == colour.green && page.rgb[i + 2] == colour.blue;
    return n;
  };
  EXPECT_GT(pixels_of(terms::look::kProgressing.colour), 1000) << "bars, dots and headline";
  EXPECT_GT(pixels_of(terms::look::kNew.colour), 200);
  EXPECT_GT(pixels_of(terms::look::kRegressing.colour), 100);
}

TEST(Page, FilmShowsImageOrOutline) {
  PagePatient patient = escaping();
  PageRequest request = patient.request();
  const Page without = drawn(request);
  request.slices = {PagePatient::slice("L01", 1, false), PagePatient::slice("L01", 2, false)};
  const Page outlines = drawn(request);
  request.slices = {PagePatient::slice("L01", 1, true), PagePatient::slice("L01", 2, true)};
  const Page images = drawn(request);
  const auto greys = [](const Page& page) {
    int n = 0;
    for (std::size_t i = 0; i < page.rgb.size(); i += 3)
      n += page.rgb[i] == 120 && page.rgb[i + 1] == 120 && page.rgb[i + 2] == 120;
    return n;
  };
  EXPECT_NE(without.rgb, outlines.rgb);
  EXPECT_LT(greys(outlines), greys(images) / 10);
  EXPECT_GT(greys(images), 5000);
  EXPECT_THAT(all_text(images), HasSubstr("4 Apr 2025\n3 Jun 2025\n"));
  expect_good_layout(images);
}

TEST(Page, CountsWhatHasNoRoom) {
  PagePatient patient(4);
  patient.add_many(300, 10);
  const PageRequest request = patient.request();
  const Page page = drawn(request);
  const PageWords words;
  const Result<Content> content = content_of(request, words);
  std::size_t told = 0;
  for (const PlacedText& placed : page.texts) {
    if (placed.text.starts_with("and ")) told += static_cast<std::size_t>(std::stoul(placed.text.substr(4)));
  }
  EXPECT_GT(told, 200U);
  std::size_t rows = 0;
  for (const std::vector<Row>* all : {&content->progressing, &content->others}) {
    for (const Row& row : *all) {
      rows += std::count_if(page.texts.begin(), page.texts.end(), [&row](const PlacedText& placed) {
        return placed.text == row.id && placed.ink.left < 560;
      });
    }
  }
  EXPECT_EQ(rows + told, content->progressing.size() + content->others.size());
}

TEST(Page, NamesOfAnyScriptAreWritten) {
  PagePatient patient = escaping();
  PageRequest request = patient.request();
  request.header.patient_name = "Yamada^Tarou=山田^太郎=やまだ^たろう";
  EXPECT_THAT(all_text(drawn(request)), HasSubstr("Yamada, Tarou (山田 太郎) (やまだ たろう)"));
  request.header.patient_name = "Hong^Gildong=洪^吉洞=홍^길동";
  EXPECT_THAT(all_text(drawn(request)), HasSubstr("(홍 길동)"));
}

TEST(Page, BrokenTextDoesNoHarm) {
  PagePatient patient = escaping();
  PageRequest request = patient.request();
  request.header.patient_name = "Doe\xff\xfe^J\x01\x02ane\r\n<b>&";
  request.header.study_description = std::string(3000, 'x');
  expect_good_layout(drawn(request));
}

TEST(Page, RefusesWhatContradictsItself) {
  PagePatient patient = escaping();
  const PageRequest good = patient.request();
  PageRequest request = good;
  request.assessment = nullptr;
  EXPECT_EQ(make_page(request).error().code, "PAGE_NOT_DRAWN");
  request = good;
  request.timepoint = 1;
  EXPECT_EQ(make_page(request).error().code, "PAGE_NOT_DRAWN") << "later time points must not be seen";
  request = good;
  request.profiles = {"other"};
  EXPECT_EQ(make_page(request).error().code, "PAGE_NOT_DRAWN");
  request = good;
  request.slices = {PagePatient::slice("L01", 1, true)};
  request.slices[0].grey.pop_back();
  EXPECT_EQ(make_page(request).error().code, "PAGE_NOT_DRAWN");
}

struct LayoutCase {
  const char* name;
  std::size_t timepoints, lesions, growing;
  bool has_long_names = false;
  bool has_film = false;
};

class PageLayout : public testing::TestWithParam<LayoutCase> {};

TEST_P(PageLayout, TextsAreWithinThePageAndApart) {
  PagePatient patient(GetParam().timepoints);
  patient.add_many(GetParam().lesions, GetParam().growing);
  PageRequest request = patient.request();
  if (GetParam().has_long_names) {
    request.header = {
        "Wolfeschlegelsteinhausenbergerdorff^Hubert Blaine Adolph Charles David Earl^Frederick^Dr.",
        std::string(64, '8'),
        "19570312",
        "F",
        std::string(64, 'W'),
        std::string(16, 'A')};
    request.cautions = {std::string("A caution that is long. ") + std::string(400, 'c')};
    request.program = "Oligard " + std::string(120, '9');
  }
  for (std::size_t i = 1; GetParam().has_film && i <= GetParam().lesions; ++i) {
    const std::string id = "L" + std::string(i < 10 ? "0" : "") + std::to_string(i);
    request.slices.push_back(PagePatient::slice(id, 0, true));
    request.slices.push_back(PagePatient::slice(id, request.timepoint, i % 2 == 0));
  }
  expect_good_layout(drawn(request));
}

INSTANTIATE_TEST_SUITE_P(
    Patients, PageLayout,
    testing::Values(LayoutCase{"NoLesion", 2, 0, 0}, LayoutCase{"One", 1, 1, 0},
                    LayoutCase{"OneGrows", 3, 1, 1, false, true}, LayoutCase{"NoneGrows", 3, 11, 0},
                    LayoutCase{"Three", 3, 12, 4, true, true},
                    LayoutCase{"TwelveDates", 12, 20, 10, false, true},
                    LayoutCase{"SixGrow", 4, 24, 4, false, true}, LayoutCase{"Forty", 4, 40, 8, true, true},
                    LayoutCase{"FortyGrow", 3, 40, 1, true, true}, LayoutCase{"Baseline", 1, 40, 0, true},
                    LayoutCase{"ThreeHundred", 3, 300, 20, true, true},
                    LayoutCase{"ThreeHundredGrow", 3, 300, 2}),
    [](const auto& named) { return named.param.name; });

}  // namespace
}  // namespace oligard::draw
