#include "load/bytes/compressed_frame.h"

#include <cstring>

#include <charls/charls.h>
#include <gtest/gtest.h>
#include <openjpeg.h>

namespace oligard::load {
namespace {

using Bytes = std::vector<std::uint8_t>;

FrameFormat format_of(int rows, int columns, int bytes_per_pixel) {
  return {{rows, columns}, bytes_per_pixel};
}

/// A blob of one value with some noise, little endian.
Bytes frame_of(const FrameFormat& format) {
  Bytes bytes(format.bytes(), 0);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool is_inside = i > bytes.size() / 3 && i < bytes.size() / 2;
    bytes[i] = static_cast<std::uint8_t>(is_inside ? 7 : i % 13 == 0 ? i % 251 : 0);
  }
  return bytes;
}

Bytes jpeg_ls(const Bytes& pixels, const FrameFormat& format, int near_lossless = 0, int bits = 0) {
  charls_jpegls_encoder* encoder = charls_jpegls_encoder_create();
  const charls_frame_info info{static_cast<std::uint32_t>(format.shape.columns),
                               static_cast<std::uint32_t>(format.shape.rows),
                               bits > 0 ? bits : 8 * format.bytes_per_pixel, 1};
  Bytes coded(pixels.size() * 2 + 1024);
  std::size_t written = 0;
  auto failed = charls_jpegls_encoder_set_frame_info(encoder, &info) != charls::jpegls_errc::success;
  failed |= charls_jpegls_encoder_set_near_lossless(encoder, near_lossless) != charls::jpegls_errc::success;
  failed |= charls_jpegls_encoder_set_destination_buffer(encoder, coded.data(), coded.size()) !=
            charls::jpegls_errc::success;
  failed |= charls_jpegls_encoder_encode_from_buffer(encoder, pixels.data(), pixels.size(), 0) !=
            charls::jpegls_errc::success;
  failed |= charls_jpegls_encoder_get_bytes_written(encoder, &written) != charls::jpegls_errc::success;
  charls_jpegls_encoder_destroy(encoder);
  EXPECT_FALSE(failed);
  coded.resize(written);
  return coded;
}

OPJ_SIZE_T append(void* buffer, OPJ_SIZE_T count, void* data) {
  const auto* bytes = static_cast<const std::uint8_t*>(buffer);
  static_cast<Bytes*>(data)->insert(static_cast<Bytes*>(data)->end(), bytes, bytes + count);
  return count;
}

Bytes jpeg_2000(const Bytes& pixels, const FrameFormat& format, bool is_lossy = false) {
  opj_image_cmptparm_t component{};
  component.dx = component.dy = 1;
  component.w = static_cast<OPJ_UINT32>(format.shape.columns);
  component.h = static_cast<OPJ_UINT32>(format.shape.rows);
  component.prec = static_cast<OPJ_UINT32>(8 * format.bytes_per_pixel);
  opj_image_t* image = opj_image_create(1, &component, OPJ_CLRSPC_GRAY);
  image->x1 = component.w;
  image->y1 = component.h;
  const auto width = static_cast<std::size_t>(format.bytes_per_pixel);
  for (std::size_t i = 0; i < format.shape.pixels(); ++i)
    image->comps[0].data[i] = pixels[i * width] + (width == 2 ? 256 * pixels[i * width + 1] : 0);
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.numresolution = 2;
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  parameters.irreversible = is_lossy ? 1 : 0;
  opj_codec_t* codec = opj_create_compress(OPJ_CODEC_J2K);
  EXPECT_TRUE(opj_setup_encoder(codec, &parameters, image));
  Bytes coded;
  opj_stream_t* stream = opj_stream_default_create(OPJ_FALSE);
  opj_stream_set_write_function(stream, append);
  opj_stream_set_user_data(stream, &coded, nullptr);
  EXPECT_TRUE(opj_start_compress(codec, image, stream) && opj_encode(codec, stream) &&
              opj_end_compress(codec, stream));
  opj_stream_destroy(stream);
  opj_destroy_codec(codec);
  opj_image_destroy(image);
  return coded;
}

using Decode = bool (*)(std::span<const std::uint8_t>, const FrameFormat&, Bytes&);

/// Comes back exactly; with other rows, columns or depth, or cut short, it does not come at all.
void expect_exact_or_refused(const Bytes& coded, const Bytes& pixels, const FrameFormat& format,
                             Decode decode) {
  Bytes out;
  ASSERT_TRUE(decode(coded, format, out));
  EXPECT_EQ(out, pixels);
  const auto [rows, columns] = format.shape;
  for (const FrameFormat& other : {format_of(columns, rows, format.bytes_per_pixel),
                                   format_of(rows + 1, columns, format.bytes_per_pixel),
                                   format_of(rows, columns - 1, format.bytes_per_pixel),
                                   format_of(rows, columns, 3 - format.bytes_per_pixel)})
    EXPECT_FALSE(decode(coded, other, out));
  for (std::size_t length = 0; length + 2 < coded.size(); length += 1 + coded.size() / 40) {
    const bool is_decoded = decode(std::span(coded).first(length), format, out);
    EXPECT_FALSE(is_decoded && out != pixels) << length << " of " << coded.size() << " bytes";
  }
}

TEST(CompressedFrame, JpegLsIsExactOrRefused) {
  for (const int width : {1, 2}) {
    const FrameFormat format = format_of(31, 43, width);
    const Bytes pixels = frame_of(format);
    expect_exact_or_refused(jpeg_ls(pixels, format), pixels, format, decode_jpeg_ls);
  }
}

TEST(CompressedFrame, Jpeg2000IsExactOrRefused) {
  for (const int width : {1, 2}) {
    const FrameFormat format = format_of(31, 43, width);
    const Bytes pixels = frame_of(format);
    expect_exact_or_refused(jpeg_2000(pixels, format), pixels, format, decode_jpeg_2000);
  }
}

TEST(CompressedFrame, WhatWasCodedWithLossIsRefused) {
  const FrameFormat format = format_of(16, 16, 1);
  Bytes out;
  EXPECT_FALSE(decode_jpeg_ls(jpeg_ls(frame_of(format), format, 2), format, out));
  EXPECT_FALSE(decode_jpeg_2000(jpeg_2000(frame_of(format), format, true), format, out));
}

TEST(CompressedFrame, JpegLosslessTakesNoOtherProcess) {
  // Start of image, then a baseline frame header of 8 bits, 16 × 16, one component.
  Bytes baseline{0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0, 0xFF, 0xD9};
  Bytes out;
  EXPECT_FALSE(decode_jpeg_lossless(baseline, format_of(16, 16, 1), out));
  baseline[3] = 0xC3;  // lossless, but without a scan
  EXPECT_FALSE(decode_jpeg_lossless(baseline, format_of(16, 16, 1), out));
  EXPECT_FALSE(decode_jpeg_lossless(Bytes{}, format_of(16, 16, 1), out));
}

}  // namespace
}  // namespace oligard::load
