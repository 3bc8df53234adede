// `oligard inspect`: what one object holds, in words; for a refused one: why, and what its sender must
// change.
#include "app/inspect.h"

#include <iostream>
#include <memory>

#include "app/commands.h"
#include "oligard/dicom/sop_classes.h"
#include "oligard/dicom/uid_names.h"
#include "oligard/pipeline/analysis.h"

namespace oligard::app {
namespace {

constexpr std::size_t kNameWidth = 19;

std::string or_not_stated(const std::string& value) {
  return value.empty() ? "not stated" : value;
}

std::string made_by(const load::ObjectHeader& header) {
  const std::string& model = header.model;
  return or_not_stated(header.manufacturer + (header.manufacturer.empty() || model.empty() ? "" : ", ") +
                       model);
}

void print(const load::LoadedObject& object, const std::vector<SourceRule>& rules, std::ostream& out,
           const Layout& layout) {
  print_header(load::header_of(object), out, layout);
  if (const auto* report = std::get_if<load::MeasurementReport>(&object)) describe(*report, out);
  if (const auto* segmentation = std::get_if<load::Segmentation>(&object)) {
    const bool is_structure_set =
        dicom::kind_of(segmentation->header.sop_class_uid) == dicom::ObjectKind::kRtStructureSet;
    is_structure_set ? describe_structure_set(*segmentation, out, layout)
                     : describe(*segmentation, out, layout);
  }
  if (const auto* image = std::get_if<load::ImageObject>(&object)) describe(*image, out);
  if (const auto* registration = std::get_if<load::Registration>(&object)) describe(*registration, out);
  print_use(object, rules, out, layout);
}

int inspect(const std::string& path, const std::string& config_file) {
  const Result<config::Settings> settings = settings_from(config_file);
  if (!settings) return print_settings_error(settings.error());
  const Layout layout = standard_output();
  const Result<load::LoadedObject> object = load::load_object(path, settings->sources);
  if (!object) {
    print_refused(path, object.error(), std::cout, layout);
    std::cout.flush();
    return print_refusal(path, object.error());
  }
  print(*object, settings->sources, std::cout, layout);
  return kDone;
}

}  // namespace

void print_fact(std::ostream& out, std::string_view name, const std::string& value) {
  print_warning(out, name, value, Layout{});
}

void print_warning(std::ostream& out, std::string_view name, const std::string& value, const Layout& layout) {
  std::string column(name);
  column.resize(std::max(column.size(), kNameWidth), ' ');
  out << "  " << column << layout.warning(printable(value)) << "\n";
}

void print_header(const load::ObjectHeader& header, std::ostream& out, const Layout& layout) {
  out << layout.bold(printable(or_not_stated(dicom::uid_name(header.sop_class_uid)))) << "\n";
  print_fact(out, "Patient key", pipeline::patient_key(header.patient));
  print_fact(out, "Study Date", header.study_date ? to_iso(*header.study_date) : "not stated");
  if (header.content_date) print_fact(out, "Made on", to_iso(*header.content_date));
  print_fact(out, "Made by", made_by(header));
  print_fact(out, "Series Description", or_not_stated(header.series_description));
  print_fact(out, "SOP Instance UID", header.sop_instance_uid);
  print_fact(out, "Series", header.series_instance_uid);
  print_fact(out, "Study", header.study_instance_uid);
  if (!header.transfer_syntax_uid.empty())
    print_fact(out, "Transfer syntax", dicom::uid_name(header.transfer_syntax_uid));
}

void add_inspect(CommandLine& line) {
  auto path = std::make_shared<std::string>();
  auto config_file = std::make_shared<std::string>();
  Command command = line.command("inspect", "Say what one object holds, or why it is refused");
  command.option("file", *path, "DICOM file").required();
  command.option("--config", *config_file, "settings file (TOML), for its source rules");
  command.runs([=] { return inspect(*path, *config_file); });
}

}  // namespace oligard::app
