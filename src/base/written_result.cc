#include "oligard/base/written_result.h"

#include <nlohmann/json.hpp>

namespace oligard {
namespace {

using Json = nlohmann::json;

/// The rest of a record may be long and is passed over.
Json written_json(std::string_view record) {
  const auto is_wanted = [](int depth, Json::parse_event_t event, const Json& parsed) {
    if (event != Json::parse_event_t::key || depth > 2) return true;
    return parsed == (depth == 1 ? "record" : "written");
  };
  const Json document = Json::parse(record, is_wanted, false);
  const Json none;
  const Json& outer = document.is_object() ? document.value("record", none) : none;
  return outer.is_object() ? outer.value("written", none) : none;
}

}  // namespace

std::string to_json(const WrittenResult& written) {
  Json json = {{"sop_instance_uid", written.sop_instance_uid},
               {"groups", Json::array()},
               {"text_digests", written.text_digests}};
  for (const WrittenGroup& group : written.groups)
    json["groups"].push_back({{"observation_uid", group.observation_uid},
                              {"status", group.status},
                              {"tracking_id", group.tracking_id},
                              {"tracking_uid", group.tracking_uid}});
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::optional<WrittenResult> written_in_record(std::string_view record) {
  try {
    const Json json = written_json(record);
    if (!json.is_object()) return std::nullopt;
    WrittenResult written;
    json.at("sop_instance_uid").get_to(written.sop_instance_uid);
    json.at("text_digests").get_to(written.text_digests);
    for (const Json& group : json.at("groups"))
      written.groups.push_back({group.at("observation_uid"), group.at("tracking_id"),
                                group.at("tracking_uid"), group.at("status")});
    return written;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace oligard
