#include "target.h"

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <tuple>

#include <sys/mman.h>
#include <unistd.h>

#include "element_tree.h"
#include "mutation.h"
#include "oligard/dicom/file.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace oligard::fuzz {
namespace {

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::abort();
}

/// One file in memory that is written again for each input.
class MemoryFile {
 public:
  MemoryFile()
      : descriptor_(memfd_create("object", 0)), path_("/proc/self/fd/" + std::to_string(descriptor_)) {
    if (descriptor_ < 0) stop("no file in memory");
  }

  const std::string& hold(std::span<const std::uint8_t> bytes) {
    const auto size = static_cast<ssize_t>(bytes.size());
    if (ftruncate(descriptor_, 0) != 0 || pwrite(descriptor_, bytes.data(), bytes.size(), 0) != size)
      stop("the input cannot be written");
    return path_;
  }

 private:
  int descriptor_;
  std::string path_;
};

/// Hands `tree` to libFuzzer when it fits.
std::size_t put(const FileTree& tree, std::uint8_t* out, std::size_t max_size) {
  const Bytes bytes = write(tree);
  if (bytes.size() > max_size) return 0;
  std::copy(bytes.begin(), bytes.end(), out);
  return bytes.size();
}

}  // namespace

load::LoadLimits small_limits() {
  load::LoadLimits limits;
  limits.max_inflated_bytes = std::size_t{8} << 20U;
  limits.max_voxels_per_frame = std::size_t{1} << 20U;
  limits.max_runs = std::size_t{1} << 16U;
  limits.max_parsed_bytes = std::size_t{64} << 20U;
  limits.max_contour_points = std::size_t{1} << 16U;
  return limits;
}

Result<load::LoadedObject> load_bytes(std::span<const std::uint8_t> bytes) {
  static MemoryFile file;
  Result<load::LoadedObject> object = load::load_object(file.hold(bytes), {}, small_limits());
  if (!object && (object.error().code.empty() || object.error().reason.empty()))
    stop("a refusal without code or reason");
  if (!object && object.error().kind == ErrorKind::kInternal) stop("internal error " + object.error().code);
  return object;
}

void check_mask(const Mask& mask) {
  const Grid& grid = mask.grid;
  const Run* last = nullptr;
  for (const Run& run : mask.runs) {
    if (run.length < 1 || run.column < 0 || run.row < 0 || run.slice < 0 || run.row >= grid.rows ||
        run.slice >= grid.slices || run.length > grid.columns - run.column)
      stop("a run leaves the grid");
    if (last != nullptr && std::tie(last->slice, last->row) == std::tie(run.slice, run.row) &&
        last->column + last->length >= run.column)
      stop("runs overlap or touch");
    if (last != nullptr &&
        std::tie(last->slice, last->row, last->column) >= std::tie(run.slice, run.row, run.column))
      stop("runs are out of order");
    last = &run;
  }
}

}  // namespace oligard::fuzz

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  if (!oligard::dicom::set_up()) oligard::fuzz::stop("DCMTK's data dictionary is missing");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  using namespace oligard::fuzz;
  std::minstd_rand random(seed);
  auto tree = random() % 8 == 0 ? std::nullopt : parse({data, size});
  if (!tree) return LLVMFuzzerMutate(data, size, max_size);
  do {
    mutate(*tree, random, LLVMFuzzerMutate);
  } while (random() % 3 != 0);
  const std::size_t written = put(*tree, data, max_size);
  return written > 0 ? written : LLVMFuzzerMutate(data, size, max_size);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* data, std::size_t size,
                                                 const std::uint8_t* other, std::size_t other_size,
                                                 std::uint8_t* out, std::size_t max_size, unsigned int seed) {
  using namespace oligard::fuzz;
  std::minstd_rand random(seed);
  auto tree = parse({data, size});
  auto donor = parse({other, other_size});
  if (!tree || !donor) return 0;
  cross(*tree, *donor, random);
  return put(*tree, out, max_size);
}
