// Durable state: objects under their digest, everything else in one SQL database (SQLite through SOCI).
// Several processes use the same store at once; each opens its own. Times are UTC.
#pragma once

#include <memory>
#include <string>

#include "oligard/base/clock.h"
#include "oligard/base/result.h"
#include "oligard/config/settings.h"
#include "oligard/store/deliveries.h"
#include "oligard/store/events.h"
#include "oligard/store/instances.h"
#include "oligard/store/jobs.h"
#include "oligard/store/objects.h"
#include "oligard/store/priors.h"
#include "oligard/store/results.h"

namespace oligard::store {

/// Owns what its parts share. Thread-safe; every call is one transaction. Errors: STORE_UNAVAILABLE (locked
/// or unreachable for longer than its deadline), STORE_FULL, STORE_CORRUPT, STORE_NOT_FOUND,
/// STORE_NEWER_SCHEMA, STORE_LEASE_LOST, STORE_INTERNAL.
class Store {
 public:
  /// Objects and database in the data folder: creates the folders, creates or migrates the database. Error
  /// STORE_NEWER_SCHEMA when a later version of the program has migrated it. `clock` must outlive the store.
  [[nodiscard]] static Result<std::unique_ptr<Store>> open(const config::StoreSettings& settings,
                                                           const Clock& clock);
  /// As above, with objects kept elsewhere than in the data folder.
  [[nodiscard]] static Result<std::unique_ptr<Store>> open(const config::StoreSettings& settings,
                                                           const Clock& clock,
                                                           std::unique_ptr<Objects> objects);
  ~Store();

  [[nodiscard]] Objects& objects() { return *objects_; }
  [[nodiscard]] Instances& instances() { return instances_; }
  [[nodiscard]] Jobs& jobs() { return jobs_; }
  [[nodiscard]] Priors& priors() { return priors_; }
  [[nodiscard]] Results& results() { return results_; }
  [[nodiscard]] Deliveries& deliveries() { return deliveries_; }
  [[nodiscard]] Events& events() { return events_; }

  /// Secret of this installation, made at first use; keys the hashes of UIDs in logs.
  [[nodiscard]] Result<std::string> installation_secret();

 private:
  Store(std::unique_ptr<Objects> objects, std::unique_ptr<Database> database, const Clock& clock);

  std::unique_ptr<Objects> objects_;
  std::unique_ptr<Database> database_;
  Instances instances_;
  Jobs jobs_;
  Priors priors_;
  Results results_;
  Deliveries deliveries_;
  Events events_;
};

}  // namespace oligard::store
