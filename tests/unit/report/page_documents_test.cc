#include "oligard/report/page_documents.h"

#include <numeric>

#include <dcmtk/dcmdata/dcuid.h>
#include <gmock/gmock.h>

#include "unit/report/report_fixture.h"

namespace oligard::report::test {
namespace {

class PageDocuments : public ReportTest {
 protected:
  static DrawnPage page() {
    DrawnPage page;
    page.pdf = "%PDF-1.4\n% as drawn\n%%EOF";
    page.columns = 4;
    page.rows = 2;
    page.rgb.resize(24);
    std::iota(page.rgb.begin(), page.rgb.end(), std::uint8_t{0});
    return page;
  }
  DcmDataset& image() { return open(made(make_secondary_capture(request_, page()))); }
  DcmDataset& pdf() { return open(made(make_encapsulated_pdf(request_, page()))); }

  static Document made(Result<Document> document) {
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().reason);
    return document ? *std::move(document) : Document{};
  }
};

TEST_F(PageDocuments, ImageIsAnUncompressedColourSecondaryCapture) {
  DcmDataset& dataset = image();
  EXPECT_EQ(dicom::text(dataset, DCM_SOPClassUID), UID_SecondaryCaptureImageStorage);
  EXPECT_EQ(dicom::text(dataset, DCM_Modality), "OT");
  EXPECT_EQ(dicom::text(dataset, DCM_ConversionType), "WSD");
  EXPECT_EQ(dicom::text(dataset, DCM_ImageType), "DERIVED\\SECONDARY");
  EXPECT_EQ(dicom::text(dataset, DCM_PhotometricInterpretation), "RGB");
  EXPECT_EQ(dicom::text(dataset, DCM_BurnedInAnnotation), "YES");
  EXPECT_EQ(dicom::integer(dataset, DCM_Rows), 2);
  EXPECT_EQ(dicom::integer(dataset, DCM_Columns), 4);
  const Uint8* pixels = nullptr;
  unsigned long n = 0;
  ASSERT_TRUE(dataset.findAndGetUint8Array(DCM_PixelData, pixels, &n).good());
  EXPECT_EQ(std::vector<std::uint8_t>(pixels, pixels + n), page().rgb);
}

TEST_F(PageDocuments, PdfIsEncapsulatedAsItIs) {
  DcmDataset& dataset = pdf();
  EXPECT_EQ(dicom::text(dataset, DCM_SOPClassUID), UID_EncapsulatedPDFStorage);
  EXPECT_EQ(dicom::text(dataset, DCM_Modality), "DOC");
  EXPECT_EQ(dicom::text(dataset, DCM_MIMETypeOfEncapsulatedDocument), "application/pdf");
  EXPECT_EQ(dicom::text(dataset, DCM_BurnedInAnnotation), "YES");
  EXPECT_EQ(dicom::code(dataset, DCM_ConceptNameCodeSequence), codes::kOncologyReport.code());
  const Uint8* bytes = nullptr;
  unsigned long n = 0;
  ASSERT_TRUE(dataset.findAndGetUint8Array(DCM_EncapsulatedDocument, bytes, &n).good());
  const auto length = dicom::integer(dataset, DCM_EncapsulatedDocumentLength);
  ASSERT_EQ(length, static_cast<long>(page().pdf.size()));
  EXPECT_EQ(n % 2, 0U);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes), page().pdf.size()), page().pdf);
}

TEST_F(PageDocuments, BothNameTheirReportPatientAndStudy) {
  for (const bool is_image : {true, false}) {
    DcmDataset* dataset = is_image ? &image() : &pdf();
    EXPECT_EQ(dicom::text(*dataset, DCM_StudyInstanceUID), kStudy[2]);
    EXPECT_EQ(dicom::text(*dataset, DCM_SpecificCharacterSet), "ISO_IR 192");
    EXPECT_FALSE(dicom::text(*dataset, DCM_PatientName).empty());
    EXPECT_THAT(dicom::text(*dataset, DCM_SeriesDescription), ::testing::HasSubstr("unverified"));
    EXPECT_EQ(dicom::sequence(*dataset, DCM_ReferencedRequestSequence), nullptr);
  }
  DcmItem* source = dicom::item_of(pdf(), DCM_SourceInstanceSequence);
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(dicom::text(*source, DCM_ReferencedSOPInstanceUID),
            result_uid(request_.result_key, Document::Kind::kResult));
}

TEST_F(PageDocuments, SeriesAndInstancesAreTheirOwn) {
  const Document image = made(make_secondary_capture(request_, page()));
  const Document pdf = made(make_encapsulated_pdf(request_, page()));
  EXPECT_NE(image.sop_instance_uid, pdf.sop_instance_uid);
  EXPECT_NE(image.series_instance_uid, pdf.series_instance_uid);
  EXPECT_EQ(file_ending(image), "page.sc.dcm");
  EXPECT_EQ(file_ending(pdf), "page.pdf.dcm");
  EXPECT_EQ(made(make_secondary_capture(request_, page())).bytes, image.bytes);
  EXPECT_EQ(made(make_encapsulated_pdf(request_, page())).bytes, pdf.bytes);
}

TEST_F(PageDocuments, LabelIsThatOfTheStudy) {
  const Result<StudyLabel> label = study_label(request_);
  ASSERT_TRUE(label.has_value());
  DcmDataset& dataset = image();
  EXPECT_EQ(label->patient_name, dicom::text(dataset, DCM_PatientName));
  EXPECT_EQ(label->patient_id, dicom::text(dataset, DCM_PatientID));
  request_.study_instance_uid = "2.25.9";
  EXPECT_EQ(study_label(request_).error().code, "REPORT_STUDY_MISMATCH");
}

TEST_F(PageDocuments, RefusesWhatIsNoPage) {
  DrawnPage broken = page();
  broken.rgb.pop_back();
  EXPECT_EQ(make_secondary_capture(request_, broken).error().code, "REPORT_INVALID");
  broken = page();
  broken.pdf = "plain";
  EXPECT_EQ(make_encapsulated_pdf(request_, broken).error().code, "REPORT_INVALID");
}

}  // namespace
}  // namespace oligard::report::test
