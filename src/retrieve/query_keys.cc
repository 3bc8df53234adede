#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dctag.h>

#include "oligard/dicom/dataset.h"
#include "retrieve/query_answers.h"

namespace oligard::retrieve {
namespace {

/// A key with a value is matched, one without is asked for.
QueryKeys keys_of(const char* request, DcmDataset& query) {
  QueryKeys keys{request, {}, {}};
  for (DcmObject* object = query.nextInContainer(nullptr); object != nullptr;
       object = query.nextInContainer(object)) {
    DcmTag tag(object->getTag());
    if (tag == DCM_QueryRetrieveLevel) continue;
    (dicom::text(query, tag).empty() ? keys.returned : keys.matching).emplace_back(tag.getTagName());
  }
  return keys;
}

}  // namespace

std::vector<QueryKeys> query_keys() {
  const FoundSeries series{"1", "2"};
  const FoundObject object{"1", "2", "3", ""};
  std::vector<QueryKeys> all;
  DcmDataset studies, of_study, of_series, whole, parts;
  ask_for_studies(studies, {Phi<std::string>("1"), Phi<std::string>("1")}, "20240131-");
  all.push_back(keys_of("C-FIND, STUDY", studies));
  ask_for_series(of_study, "1");
  all.push_back(keys_of("C-FIND, SERIES", of_study));
  ask_for_instances(of_series, series);
  all.push_back(keys_of("C-FIND, IMAGE", of_series));
  ask_to_move(whole, {object}, true);
  all.push_back(keys_of("C-MOVE, SERIES", whole));
  ask_to_move(parts, {object}, false);
  all.push_back(keys_of("C-MOVE, IMAGE", parts));
  return all;
}

}  // namespace oligard::retrieve
