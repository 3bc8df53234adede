#include "oligard/base/transform.h"

#include <cmath>
#include <numbers>

#include <Eigen/Dense>

namespace oligard {
namespace {

using Matrix = Eigen::Matrix<double, 3, 3, Eigen::RowMajor>;

Matrix matrix_of(const AffineMap& map) {
  return Eigen::Map<const Matrix>(map.linear.data());
}

AffineMap map_of(const Matrix& linear) {
  AffineMap map;
  Eigen::Map<Matrix>(map.linear.data()) = linear;
  return map;
}

/// The orthogonal factor of the polar decomposition: Newton's iteration converges to it.
Matrix orthogonal_part(Matrix m) {
  constexpr int kSteps = 60;
  for (int step = 0; step < kSteps; ++step) {
    const Matrix next = 0.5 * (m + Matrix(m.inverse().transpose()));
    const double change = (next - m).cwiseAbs().maxCoeff();
    m = next;
    if (change < 1e-14) break;
  }
  return m;
}

}  // namespace

AffineMap translation_of(const Vec3& shift) {
  AffineMap map;
  map.translation = shift;
  return map;
}

AffineMap compose(const AffineMap& second, const AffineMap& first) {
  AffineMap both = map_of(matrix_of(second) * matrix_of(first));
  both.translation = second.apply(first.translation);
  return both;
}

AffineMap inverse(const AffineMap& map) {
  AffineMap back = map_of(matrix_of(map).inverse());
  back.translation = -1.0 * back.apply(map.translation);
  return back;
}

double determinant(const AffineMap& map) {
  return matrix_of(map).determinant();
}

double rotation_degrees(const AffineMap& map) {
  Matrix r = orthogonal_part(matrix_of(map));
  if (r.determinant() < 0) r = -r;
  // The sine from the skew part, the cosine from the trace: well conditioned at small and large angles alike.
  const double sine = 0.5 * std::hypot(r(2, 1) - r(1, 2), r(0, 2) - r(2, 0), r(1, 0) - r(0, 1));
  return std::atan2(sine, 0.5 * (r.trace() - 1)) * 180 / std::numbers::pi;
}

}  // namespace oligard
