#include "load/bytes/rle.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "load/bytes/inflate.h"
#include "load/seg/fragments.h"

namespace oligard::load {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes fragment_of(const Bytes& segment) {
  Bytes fragment(64, 0);
  fragment[0] = 1;
  fragment[4] = 64;
  for (const std::uint8_t byte : segment)
    fragment.push_back(byte);
  return fragment;
}

Bytes deflated(const Bytes& in) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  Bytes out(in.size() + 100);
  stream.next_in = const_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(Rle, DecodesTheExampleOfTheStandard) {
  // PS3.5 G.3.1: literals of n + 1 bytes, repeats of 257 - n, 128 does nothing.
  const Bytes segment{2, 7, 8, 9, 128, 254, 5, 0, 1};
  EXPECT_EQ(rle_decoded_size(segment), 7U);
  Bytes out(7);
  EXPECT_EQ(decode_rle(segment, out), 7U);
  EXPECT_EQ(out, (Bytes{7, 8, 9, 5, 5, 5, 1}));
}

TEST(Rle, StopsAtEitherEnd) {
  const Bytes cut{9, 1, 2};
  EXPECT_EQ(rle_decoded_size(cut), 2U);
  const Bytes padded{254, 5, 0};
  EXPECT_EQ(rle_decoded_size(padded), 3U);
  const Bytes long_run{129, 4};
  Bytes out(5);
  EXPECT_EQ(decode_rle(long_run, out), 5U);
  EXPECT_EQ(out, (Bytes{4, 4, 4, 4, 4}));
}

TEST(Rle, InterleavesPlanes) {
  Bytes out(6, 0);
  EXPECT_EQ(decode_rle(Bytes{2, 1, 2, 3}, out, 1, 2), 3U);
  EXPECT_EQ(out, (Bytes{0, 1, 0, 2, 0, 3}));
}

TEST(Rle, RefusesHeadersThatContradictTheFragment) {
  EXPECT_TRUE(rle_segments(Bytes(10, 1)).empty());
  Bytes fragment = fragment_of({0, 1});
  EXPECT_EQ(rle_segments(fragment).size(), 1U);
  fragment[0] = 16;
  EXPECT_TRUE(rle_segments(fragment).empty());
  fragment[0] = 2;
  EXPECT_TRUE(rle_segments(fragment).empty());
  fragment[0] = 1;
  fragment[4] = 67;
  EXPECT_TRUE(rle_segments(fragment).empty());
}

TEST(Fragments, DeflatedFramesMayBePackedOrBytes) {
  Bytes packed(125, 0x0F);
  Bytes out;
  EXPECT_TRUE(decode_fragment(FragmentCodec::kDeflate, deflated(packed), {20, 50}, 1, 1000, out));
  EXPECT_EQ(out, packed);
  const Bytes bytes(1000, 1);
  EXPECT_TRUE(decode_fragment(FragmentCodec::kDeflate, deflated(bytes), {20, 50}, 1, 1000, out));
  EXPECT_EQ(out, bytes);
}

TEST(Fragments, DeflatedFramesAreBounded) {
  Bytes out;
  const Bytes bomb = deflated(Bytes(1'000'000, 0));
  EXPECT_FALSE(decode_fragment(FragmentCodec::kDeflate, bomb, {20, 50}, 1, 1000, out));
  EXPECT_LE(out.capacity(), std::size_t{200'000});
  Bytes damaged = deflated(Bytes(125, 3));
  damaged.resize(damaged.size() / 2);
  EXPECT_FALSE(decode_fragment(FragmentCodec::kDeflate, damaged, {20, 50}, 1, 1000, out));
}

}  // namespace
}  // namespace oligard::load
