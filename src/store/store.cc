#include "oligard/store/store.h"

#include <array>
#include <random>

#include <unistd.h>

#include "store/migrations.h"
#include "store/sql_store.h"

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

Result<std::unique_ptr<Store>> Store::open(const config::StoreSettings& settings, const Clock& clock) {
  auto store = std::make_unique<SqlStore>(settings, clock);
  if (Status opened = store->open(); !opened) return fail(opened);
  return store;
}

Status SqlStore::open() {
  if (Status made = files_.create_folders(); !made) return made;
  if (Status opened = database_.open(files_.database()); !opened) return opened;
  return migrate(database_, clock_.now());
}

std::string SqlStore::unique_name() {
  // The random part separates processes that get the same number one after the other.
  static const unsigned run = std::random_device()();
  return "own-" + std::to_string(::getpid()) + "-" + std::to_string(run) + "-" + std::to_string(next_name_++);
}

Status SqlStore::append_event(const std::string& kind, const std::string& subject,
                              const std::string& detail) {
  return database_.write([&](soci::session& sql) -> Status {
    insert_event(sql, clock_.now(), kind, subject, detail);
    return {};
  });
}

Result<std::string> SqlStore::installation_secret() {
  return database_.write([&](soci::session& sql) -> Result<std::string> {
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
