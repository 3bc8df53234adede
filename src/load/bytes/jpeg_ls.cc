#include <memory>

#include <charls/charls_jpegls_decoder.h>

#include "load/bytes/compressed_frame.h"

namespace oligard::load {
namespace {

/// True when the stream is closed by EOI, but for padding. CharLS takes about a second over a small frame
/// that is cut short before it gives up.
bool is_closed(std::span<const std::uint8_t> in) {
  while (!in.empty() && in.back() == 0)
    in = in.first(in.size() - 1);
  return in.size() >= 2 && in[in.size() - 2] == 0xFF && in.back() == 0xD9;
}

}  // namespace

bool decode_jpeg_ls(std::span<const std::uint8_t> in, const FrameFormat& format,
                    std::vector<std::uint8_t>& out) {
  struct Destroy {
    void operator()(charls_jpegls_decoder* decoder) const { charls_jpegls_decoder_destroy(decoder); }
  };
  const std::unique_ptr<charls_jpegls_decoder, Destroy> decoder(charls_jpegls_decoder_create());
  const auto is_done = [](charls_jpegls_errc code) { return code == charls::jpegls_errc::success; };
  charls_frame_info info{};
  std::int32_t near_lossless = 1;
  const bool is_read =
      decoder != nullptr && is_closed(in) &&
      is_done(charls_jpegls_decoder_set_source_buffer(decoder.get(), in.data(), in.size())) &&
      is_done(charls_jpegls_decoder_read_header(decoder.get())) &&
      is_done(charls_jpegls_decoder_get_frame_info(decoder.get(), &info)) &&
      is_done(charls_jpegls_decoder_get_near_lossless(decoder.get(), 0, &near_lossless));
  const bool fits = is_read && near_lossless == 0 && info.component_count == 1 &&
                    info.width == static_cast<std::uint32_t>(format.shape.columns) &&
                    info.height == static_cast<std::uint32_t>(format.shape.rows) &&
                    depth_fits(info.bits_per_sample, format.bytes_per_pixel);
  if (!fits) return false;
  out.resize(format.bytes());
  return is_done(charls_jpegls_decoder_decode_to_buffer(decoder.get(), out.data(), out.size(), 0));
}

}  // namespace oligard::load
