#include "match/rigid_fit.h"

#include <Eigen/Dense>

namespace oligard::match {
namespace {

using RowMatrix = Eigen::Matrix<double, 3, 3, Eigen::RowMajor>;

Eigen::Vector3d eigen(const Vec3& v) {
  return {v.x, v.y, v.z};
}

Vec3 vec(const Eigen::Vector3d& v) {
  return {v.x(), v.y(), v.z()};
}

RowMatrix matrix_of(const AffineMap& t) {
  return Eigen::Map<const RowMatrix>(t.linear.data());
}

AffineMap from_parts(const RowMatrix& rotation, const Eigen::Vector3d& translation) {
  AffineMap t;
  Eigen::Map<RowMatrix>(t.linear.data()) = rotation;
  t.translation = vec(translation);
  return t;
}

}  // namespace

AffineMap fit_rigid(const std::vector<PointPair>& pairs, double ridge_mm2, const AffineMap& present) {
  if (pairs.empty()) return present;
  Eigen::Vector3d from = Eigen::Vector3d::Zero();
  Eigen::Vector3d to = Eigen::Vector3d::Zero();
  double weight = 0;
  for (const PointPair& p : pairs) {
    from += p.weight * eigen(p.from);
    to += p.weight * eigen(p.to);
    weight += p.weight;
  }
  from /= weight;
  to /= weight;
  RowMatrix rotation = matrix_of(present);
  if (pairs.size() >= 3) {
    Eigen::Matrix3d h = ridge_mm2 * Eigen::Matrix3d::Identity();
    for (const PointPair& p : pairs) {
      h += p.weight * (eigen(p.from) - from) * (eigen(p.to) - to).transpose();
    }
    const Eigen::JacobiSVD<Eigen::Matrix3d> svd(h, Eigen::ComputeFullU | Eigen::ComputeFullV);
    const double sign = (svd.matrixV() * svd.matrixU().transpose()).determinant() < 0 ? -1 : 1;
    rotation = svd.matrixV() * Eigen::Vector3d(1, 1, sign).asDiagonal() * svd.matrixU().transpose();
  }
  return from_parts(rotation, to - rotation * from);
}

}  // namespace oligard::match
