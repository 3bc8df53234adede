#include <algorithm>
#include <cstring>
#include <memory>

#include <openjpeg.h>

#include "load/bytes/compressed_frame.h"

namespace oligard::load {
namespace {

/// The codestream as OpenJPEG reads it.
struct Reader {
  std::span<const std::uint8_t> bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T read_bytes(void* buffer, OPJ_SIZE_T count, void* data) {
  auto& reader = *static_cast<Reader*>(data);
  const std::size_t taken = std::min<std::size_t>(count, reader.bytes.size() - reader.at);
  if (taken == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(buffer, reader.bytes.data() + reader.at, taken);
  reader.at += taken;
  return taken;
}

OPJ_OFF_T skip_bytes(OPJ_OFF_T count, void* data) {
  auto& reader = *static_cast<Reader*>(data);
  const auto left = static_cast<OPJ_OFF_T>(reader.bytes.size() - reader.at);
  if (count < 0 || left == 0) return -1;
  const OPJ_OFF_T taken = std::min(count, left);
  reader.at += static_cast<std::size_t>(taken);
  return taken;
}

OPJ_BOOL seek_to(OPJ_OFF_T position, void* data) {
  auto& reader = *static_cast<Reader*>(data);
  if (position < 0 || static_cast<std::size_t>(position) > reader.bytes.size()) return OPJ_FALSE;
  reader.at = static_cast<std::size_t>(position);
  return OPJ_TRUE;
}

// OpenJPEG's stream and codec are one type to the compiler: each is destroyed in its own way.
struct DestroyStream {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct DestroyCodec {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct DestroyImage {
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};
struct DestroyInfo {
  void operator()(opj_codestream_info_v2_t* info) const { opj_destroy_cstr_info(&info); }
};
using Stream = std::unique_ptr<opj_stream_t, DestroyStream>;
using Codec = std::unique_ptr<opj_codec_t, DestroyCodec>;
using Image = std::unique_ptr<opj_image_t, DestroyImage>;
using CodestreamInfo = std::unique_ptr<opj_codestream_info_v2_t, DestroyInfo>;

Stream open_stream(Reader& reader) {
  Stream stream(opj_stream_default_create(OPJ_TRUE));
  if (!stream) return stream;
  opj_stream_set_read_function(stream.get(), read_bytes);
  opj_stream_set_skip_function(stream.get(), skip_bytes);
  opj_stream_set_seek_function(stream.get(), seek_to);
  opj_stream_set_user_data(stream.get(), &reader, nullptr);
  opj_stream_set_user_data_length(stream.get(), reader.bytes.size());
  return stream;
}

bool is_reversible(opj_codec_t* codec) {
  const CodestreamInfo info(opj_get_cstr_info(codec));
  return info && info->m_default_tile_info.tccp_info != nullptr &&
         info->m_default_tile_info.tccp_info[0].qmfbid == 1;
}

bool fits(const opj_image_t& image, const FrameFormat& format) {
  const auto columns = static_cast<OPJ_UINT32>(format.shape.columns);
  const auto rows = static_cast<OPJ_UINT32>(format.shape.rows);
  if (image.numcomps != 1 || image.x1 - image.x0 != columns || image.y1 - image.y0 != rows) return false;
  const opj_image_comp_t& component = image.comps[0];
  return component.dx == 1 && component.dy == 1 && component.sgnd == 0 &&
         depth_fits(static_cast<int>(component.prec), format.bytes_per_pixel);
}

void copy_samples(const opj_image_comp_t& component, const FrameFormat& format,
                  std::vector<std::uint8_t>& out) {
  const std::size_t pixels = format.shape.pixels();
  const auto width = static_cast<std::size_t>(format.bytes_per_pixel);
  out.resize(format.bytes());
  for (std::size_t i = 0; i < pixels; ++i) {
    const auto value = static_cast<std::uint32_t>(component.data[i]);
    out[i * width] = static_cast<std::uint8_t>(value & 0xFFU);
    if (width == 2) out[2 * i + 1] = static_cast<std::uint8_t>((value >> 8U) & 0xFFU);
  }
}

}  // namespace

bool decode_jpeg_2000(std::span<const std::uint8_t> in, const FrameFormat& format,
                      std::vector<std::uint8_t>& out) {
  Reader reader{in};
  const Stream stream = open_stream(reader);
  const Codec codec(opj_create_decompress(OPJ_CODEC_J2K));
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (!stream || !codec || !opj_setup_decoder(codec.get(), &parameters)) return false;
  opj_image_t* opened = nullptr;
  const bool has_header = opj_read_header(stream.get(), codec.get(), &opened) != OPJ_FALSE;
  const Image image(opened);
  if (!has_header || !image || !fits(*image, format) || !is_reversible(codec.get())) return false;
  if (!opj_decode(codec.get(), stream.get(), image.get()) || !opj_end_decompress(codec.get(), stream.get()))
    return false;
  const opj_image_comp_t& component = image->comps[0];
  const bool is_whole = component.data != nullptr &&
                        component.w == static_cast<OPJ_UINT32>(format.shape.columns) &&
                        component.h == static_cast<OPJ_UINT32>(format.shape.rows);
  if (!is_whole) return false;
  copy_samples(component, format, out);
  return true;
}

}  // namespace oligard::load
