// Two connections to the database, one for transactions that write, one for those that only read, each behind
// a lock; exceptions end here.
#pragma once

#include <filesystem>
#include <mutex>
#include <type_traits>

#include <soci/soci.h>

#include "oligard/base/clock.h"
#include "oligard/base/result.h"
#include "store/dialect.h"

namespace oligard::store {

[[nodiscard]] inline long long to_seconds(UnixTime time) {
  return time.time_since_epoch().count();
}
[[nodiscard]] inline UnixTime to_time(long long seconds) {
  return UnixTime(std::chrono::seconds(seconds));
}

/// Thread-safe. A transaction is a function of the session that returns a Result; an error or an exception
/// rolls it back.
class Database {
 public:
  [[nodiscard]] Status open(const std::filesystem::path& file) {
    return guarded<void>([&]() -> Status {
      dialect::connect(writer_, file);
      dialect::connect(reader_, file);
      return {};
    });
  }

  template <class Transaction>
  std::invoke_result_t<Transaction, soci::session&> write(Transaction&& transaction) {
    const std::lock_guard lock(writer_mutex_);
    return run(writer_, dialect::begin_write, transaction);
  }

  template <class Transaction>
  std::invoke_result_t<Transaction, soci::session&> read(Transaction&& transaction) {
    const std::lock_guard lock(reader_mutex_);
    return run(reader_, dialect::begin_read, transaction);
  }

 private:
  template <class T, class Function>
  static Result<T> guarded(Function&& function) {
    try {
      return function();
    } catch (const std::exception& exception) {
      return tl::unexpected<Error>(dialect::to_error(exception));
    }
  }

  template <class Transaction>
  static std::invoke_result_t<Transaction, soci::session&> run(soci::session& sql,
                                                               void (*begin)(soci::session&),
                                                               Transaction& transaction) {
    using Value = typename std::invoke_result_t<Transaction, soci::session&>::value_type;
    bool begun = false;
    auto result = guarded<Value>([&]() -> Result<Value> {
      begin(sql);
      begun = true;
      Result<Value> value = transaction(sql);
      if (value) {
        dialect::commit(sql);
        begun = false;
      }
      return value;
    });
    if (begun) dialect::roll_back(sql);
    if (!result && result.error().kind == ErrorKind::kInternal && dialect::is_damaged(sql)) {
      return fail(ErrorKind::kCorrupt, "STORE_CORRUPT", "the database is damaged, or has lost its tables");
    }
    return result;
  }

  std::mutex writer_mutex_;
  std::mutex reader_mutex_;
  soci::session writer_;
  soci::session reader_;
};

}  // namespace oligard::store
