#include "registration/itk_rigid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include <itkMattesMutualInformationImageToImageMetricv4.h>
#include <itkRegularStepGradientDescentOptimizerv4.h>

#include "registration/itk_image.h"

namespace oligard::registration {
namespace {

/// Mattes' metric in one work unit: the sums of several are joined in the order in which they end, which
/// changes the last bits. SetMaximumNumberOfWorkUnits of ITK 5.2 sets threads alone.
class Metric : public itk::MattesMutualInformationImageToImageMetricv4<Image, Image> {
 public:
  using Self = Metric;
  using Pointer = itk::SmartPointer<Self>;
  itkNewMacro(Self)

      protected : Metric() {
    SetMaximumNumberOfWorkUnits(1);
    m_SparseGetValueAndDerivativeThreader->SetNumberOfWorkUnits(1);
    m_DenseGetValueAndDerivativeThreader->SetNumberOfWorkUnits(1);
  }
};

using Optimizer = itk::RegularStepGradientDescentOptimizerv4<double>;
using Points = Metric::FixedSampledPointSetType;

constexpr int kLevels = 3;
constexpr int kBins = 32;
constexpr double kTurnRadiusMm = 150;  // a turn by 1 / 150 rad weighs as much as 1 mm
constexpr double kSmallestOverlap = 0.05;
constexpr double kFewestPoints = 300;

/// A number in [-0.5, 0.5) that depends on `key` alone (SplitMix64).
double jitter(std::uint64_t key) {
  std::uint64_t x = key + 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  x ^= x >> 31U;
  return static_cast<double>(x >> 11U) * 0x1.0p-53 - 0.5;
}

}  // namespace

struct ItkRigid::Impl {
  std::array<Image::Pointer, kLevels> from;
  std::array<Image::Pointer, kLevels> to;
  Grid grid;
  std::vector<std::size_t> body;  ///< voxels of the first volume

  /// About `count` places of the first volume.
  [[nodiscard]] Points::Pointer sample(std::size_t count) const {
    auto points = Points::New();
    const auto columns = static_cast<std::size_t>(grid.columns);
    const auto rows = static_cast<std::size_t>(grid.rows);
    const std::size_t taken = std::min(count, body.size());
    for (std::size_t i = 0; i < taken; ++i) {
      const std::size_t index = body[i * body.size() / taken];
      const auto moved = [i](std::size_t value, std::uint64_t key) {
        return static_cast<double>(value) + jitter(3 * i + key);
      };
      const Vec3 place = grid.to_patient(moved(index % columns, 0), moved(index / columns % rows, 1),
                                         moved(index / columns / rows, 2));
      Points::PointType point;
      point[0] = place.x;
      point[1] = place.y;
      point[2] = place.z;
      points->SetPoint(i, point);
    }
    return points;
  }

  [[nodiscard]] Metric::Pointer metric(int level, Euler* transform, std::size_t points) const {
    auto metric = Metric::New();
    metric->SetNumberOfHistogramBins(kBins);
    metric->SetFixedImage(from[static_cast<std::size_t>(level)]);
    metric->SetMovingImage(to[static_cast<std::size_t>(level)]);
    metric->SetMovingTransform(transform);
    metric->SetUseMovingImageGradientFilter(false);
    metric->SetUseFixedImageGradientFilter(false);
    metric->SetFixedSampledPointSet(sample(points));
    metric->SetUseSampledPointSet(true);
    metric->Initialize();
    return metric;
  }
};

namespace {

ScoredMap scored(Metric& metric, const Euler& transform) {
  ScoredMap result;
  result.map = map_of(transform);
  const double value = metric.GetValue();
  const auto points = static_cast<double>(metric.GetFixedSampledPointSet()->GetNumberOfPoints());
  const auto valid = static_cast<double>(metric.GetNumberOfValidPoints());
  result.overlap = points > 0 ? valid / points : 0;
  const bool enough = valid >= kFewestPoints && result.overlap >= kSmallestOverlap;
  result.information = enough && std::isfinite(value) ? std::max(-value, 0.0) : 0;
  return result;
}

}  // namespace

ItkRigid::ItkRigid(const CoarseVolume& from, const CoarseVolume& to) : impl_(std::make_unique<Impl>()) {
  impl_->from[kFine] = image_of(from);
  impl_->to[kFine] = image_of(to);
  for (std::size_t level = kFine; level-- > 0;) {
    impl_->from[level] = halved(impl_->from[level + 1]);
    impl_->to[level] = halved(impl_->to[level + 1]);
  }
  impl_->grid = from.grid;
  for (std::size_t i = 0; i < from.body.size(); ++i)
    if (from.body[i] != 0) impl_->body.push_back(i);
}

ItkRigid::~ItkRigid() = default;

ScoredMap ItkRigid::score(int level, const RigidMap& map, std::size_t points) const {
  try {
    const auto transform = transform_of(map);
    const auto metric = impl_->metric(level, transform, points);
    return scored(*metric, *transform);
  } catch (const itk::ExceptionObject&) {
    return {map, 0, 0};
  }
}

ScoredMap ItkRigid::optimise(int level, const RigidMap& start, const RigidSettings& settings) const {
  try {
    const auto transform = transform_of(start);
    const auto metric = impl_->metric(level, transform, settings.points);
    auto optimizer = Optimizer::New();
    optimizer->SetMetric(metric);
    Optimizer::ScalesType scales(6);
    scales.Fill(1);
    for (unsigned i = 0; i < 3; ++i)
      scales[i] = kTurnRadiusMm * kTurnRadiusMm;
    optimizer->SetScales(scales);
    optimizer->SetLearningRate(settings.step_mm);
    optimizer->SetMinimumStepLength(settings.smallest_step_mm);
    optimizer->SetRelaxationFactor(0.6);
    optimizer->SetNumberOfIterations(static_cast<itk::SizeValueType>(settings.iterations));
    // Mutual information changes by less than the default of 1e-4 a millimetre.
    optimizer->SetGradientMagnitudeTolerance(1e-9);
    optimizer->SetDoEstimateLearningRateOnce(false);
    optimizer->SetDoEstimateLearningRateAtEachIteration(false);
    optimizer->SetReturnBestParametersAndValue(true);
    optimizer->SetNumberOfWorkUnits(1);
    optimizer->StartOptimization();
    return scored(*metric, *transform);
  } catch (const itk::ExceptionObject&) {
    return {start, 0, 0};
  }
}

}  // namespace oligard::registration
