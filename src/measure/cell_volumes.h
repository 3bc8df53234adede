// How much of the cell between eight voxel centres the surface at half level encloses (marching cubes,
// Lorensen and Cline 1987).
#pragma once

#include <array>
#include <cstdint>

namespace oligard::measure {

/// Of a full cell. Every entry of kCellVolumes is a whole number of these parts.
inline constexpr std::int64_t kCellParts = std::int64_t{48} * 27720;

namespace cell {

using Corner = unsigned;                 ///< bit i is the coordinate along axis i
using Point = std::array<int, 3>;        ///< from the cell's middle, in half cells
using Loops = std::array<unsigned, 12>;  ///< for an edge the next one of its loop
inline constexpr unsigned kNone = 12;

/// Edge between two corners that differ in one axis.
constexpr unsigned edge_of(Corner a, Corner b) {
  const unsigned axis = (a ^ b) >> 1U;  // 1, 2, 4 to 0, 1, 2
  const Corner low = a & b;
  const unsigned b1 = (low >> ((axis + 1) % 3)) & 1U;
  const unsigned b2 = (low >> ((axis + 2) % 3)) & 1U;
  return 4 * axis + 2 * b2 + b1;
}

constexpr Point midpoint(unsigned edge) {
  const unsigned axis = edge / 4;
  Point p{};
  p[(axis + 1) % 3] = (edge & 1U) != 0 ? 1 : -1;
  p[(axis + 2) % 3] = (edge & 2U) != 0 ? 1 : -1;
  return p;
}

/// Corner `i` of a face, counter-clockwise seen from outside the cell.
constexpr Corner face_corner(unsigned face, unsigned i) {
  const unsigned axis = face / 2;
  const unsigned side = face % 2;
  const unsigned u = i == 1 || i == 2 ? 1 : 0;
  const unsigned v = i >= 2 ? 1 : 0;
  return (side << axis) | ((side == 1 ? u : v) << ((axis + 1) % 3)) |
         ((side == 1 ? v : u) << ((axis + 2) % 3));
}

constexpr bool has(unsigned inside, Corner corner) {
  return (inside >> corner & 1U) != 0;
}

/// Where the inside ends on a face, the surface leads to where it next begins: corners that meet across a
/// face's diagonal are joined. Writes the surface's loops and returns the inside's area in eighths.
constexpr int add_face(unsigned inside, unsigned face, Loops& next) {
  int count = 0;
  int ends = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const Corner a = face_corner(face, i);
    const Corner b = face_corner(face, (i + 1) % 4);
    count += has(inside, a) ? 1 : 0;
    if (!has(inside, a) || has(inside, b)) continue;
    ++ends;
    unsigned j = (i + 1) % 4;
    while (!has(inside, face_corner(face, (j + 1) % 4)))
      j = (j + 1) % 4;
    // The patch runs against the face's border, so that its outside is the body's.
    next[edge_of(face_corner(face, j), face_corner(face, (j + 1) % 4))] = edge_of(a, b);
  }
  constexpr std::array<int, 5> kEighths = {0, 1, 4, 7, 8};
  return ends == 2 ? 6 : kEighths[static_cast<unsigned>(count)];
}

constexpr int determinant(const Point& a, const Point& b, const Point& c) {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) +
         a[2] * (b[0] * c[1] - b[1] * c[0]);
}

/// The cone from the cell's middle to the patch of one loop, which is a fan around the loop's mean.
constexpr std::int64_t patch_parts(unsigned first, Loops& next) {
  Point sum{};
  int size = 0;
  unsigned edge = first;
  do {
    for (unsigned k = 0; k < 3; ++k)
      sum[k] += midpoint(edge)[k];
    ++size;
    edge = next[edge];
  } while (edge != first);
  std::int64_t total = 0;
  for (int i = 0; i < size; ++i) {
    const unsigned after = next[edge];
    total += determinant(sum, midpoint(edge), midpoint(after));
    next[edge] = kNone;
    edge = after;
  }
  return total * (kCellParts / 48) / size;
}

constexpr std::int64_t parts_of(unsigned inside) {
  Loops next{};
  next.fill(kNone);
  std::int64_t parts = 0;
  for (unsigned face = 0; face < 6; ++face)
    parts += add_face(inside, face, next) * (kCellParts / 48);  // a sixth of the area is the cone
  for (unsigned edge = 0; edge < 12; ++edge) {
    if (next[edge] != kNone) parts += patch_parts(edge, next);
  }
  return parts;
}

constexpr std::array<std::int32_t, 256> all_parts() {
  std::array<std::int32_t, 256> table{};
  for (unsigned inside = 0; inside < 256; ++inside)
    table[inside] = static_cast<std::int32_t>(parts_of(inside));
  return table;
}

}  // namespace cell

/// By which corners are inside: bit `x + 2y + 4z` for the corner at (x, y, z).
inline constexpr std::array<std::int32_t, 256> kCellVolumes = cell::all_parts();

static_assert(kCellVolumes[0] == 0 && kCellVolumes[255] == kCellParts);
static_assert(kCellVolumes[1] == kCellParts / 48, "a corner is a tetrahedron");
static_assert(kCellVolumes[15] == kCellParts / 2, "a face is a slab");

}  // namespace oligard::measure
