#include "oligard/store/store.h"

#include <array>
#include <random>

#include "store/folder_objects.h"
#include "store/migrations.h"
#include "store/rows.h"

namespace oligard::store {
namespace {

constexpr std::array kInstanceStates = {InstanceState::kReceived,    InstanceState::kIndexed,
                                        InstanceState::kIgnored,     InstanceState::kRefused,
                                        InstanceState::kQuarantined, InstanceState::kResult};

}  // namespace

std::string to_string(InstanceState state) {
  switch (state) {
    case InstanceState::kReceived:
      return "received";
    case InstanceState::kIndexed:
      return "indexed";
    case InstanceState::kIgnored:
      return "ignored";
    case InstanceState::kRefused:
      return "refused";
    case InstanceState::kQuarantined:
      return "quarantined";
    case InstanceState::kResult:
      return "result";
  }
  return "received";
}

std::string to_string(JobKind kind) {
  switch (kind) {
    case JobKind::kIndex:
      return "index";
    case JobKind::kAssess:
      return "assess";
    case JobKind::kFindPriors:
      return "find_priors";
  }
  return "index";
}

std::string to_string(DeliveryState state) {
  switch (state) {
    case DeliveryState::kPending:
      return "pending";
    case DeliveryState::kSent:
      return "sent";
    case DeliveryState::kParked:
      return "parked";
  }
  return "pending";
}

Result<InstanceState> instance_state_from(const std::string& text) {
  for (const InstanceState state : kInstanceStates) {
    if (to_string(state) == text) return state;
  }
  return fail(ErrorKind::kCorrupt, "STORE_CORRUPT", "the database holds an instance in an unknown state");
}

tl::unexpected<Error> no_such(const std::string& what) {
  return fail(ErrorKind::kNotFound, "STORE_NOT_FOUND", "the store has no such " + what);
}

Store::Store(std::unique_ptr<Objects> objects, std::unique_ptr<Database> database, const Clock& clock)
    : objects_(std::move(objects)),
      database_(std::move(database)),
      instances_(*database_, *objects_, clock),
      jobs_(*database_, clock),
      priors_(*database_, clock),
      results_(*database_, *objects_, clock),
      deliveries_(*database_, clock),
      events_(*database_, clock) {}

Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const config::StoreSettings& settings, const Clock& clock) {
  auto objects = FolderObjects::make(settings.data_dir);
  if (!objects) return fail(objects);
  return open(settings, clock, std::move(*objects));
}

Result<std::unique_ptr<Store>> Store::open(const config::StoreSettings& settings, const Clock& clock,
                                           std::unique_ptr<Objects> objects) {
  auto database = std::make_unique<Database>();
  if (Status opened = database->open(settings.data_dir / "oligard.db"); !opened) return fail(opened);
  if (Status migrated = migrate(*database, clock.now()); !migrated) return fail(migrated);
  return std::unique_ptr<Store>(new Store(std::move(objects), std::move(database), clock));
}

Result<std::string> Store::installation_secret() {
  return database_->write([&](soci::session& sql) -> Result<std::string> {
    std::string secret;
    sql << "SELECT value FROM setting WHERE name = 'secret'", soci::into(secret);
    if (sql.got_data()) return secret;
    std::random_device random;
    static constexpr std::string_view kDigits = "0123456789abcdef";
    for (int i = 0; i < 64; ++i) {
      secret += kDigits[random() % kDigits.size()];
    }
    sql << "INSERT INTO setting (name, value) VALUES ('secret', :value)", soci::use(secret);
    return secret;
  });
}

}  // namespace oligard::store
