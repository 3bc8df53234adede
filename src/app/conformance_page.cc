#include "app/conformance_page.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "app/conformance_objects.h"
#include "oligard/base/text.h"
#include "oligard/config/settings.h"
#include "oligard/dicom/file.h"
#include "oligard/dicom/uid_names.h"
#include "oligard/net/peer_association.h"
#include "oligard/receive/listener.h"
#include "oligard/report/code_list.h"
#include "oligard/report/contract.h"
#include "oligard/retrieve/prior_source.h"
#include "oligard/terms/dimse_status.h"

namespace oligard::app {
namespace {

using Cells = std::vector<std::string>;

/// A Markdown table.
class Table {
 public:
  explicit Table(const Cells& heading) {
    row(heading);
    text_ += '|';
    for (std::size_t i = 0; i < heading.size(); ++i)
      text_ += " --- |";
    text_ += '\n';
  }
  void row(const Cells& cells) {
    text_ += '|';
    for (const std::string& cell : cells)
      text_ += " " + escaped(cell) + " |";
    text_ += '\n';
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  static std::string escaped(const std::string& cell) {
    std::string text;
    for (const char c : cell)
      text += c == '|' ? std::string("\\|") : std::string(1, c);
    return text;
  }

  std::string text_;
};

std::string named(const std::string& uid) {
  const std::string name = dicom::uid_name(uid);
  return name == uid ? uid : name + " (" + uid + ")";
}

std::string association() {
  const config::ListenerSettings listener;
  const config::DestinationSettings destination;
  Table table({"", "as acceptor (`[listener]`)", "as requestor (`[[destination]]`, `[prior_source]`)"});
  table.row({"AE title", listener.aet + " unless `aet` says otherwise", "`listener.aet`"});
  table.row({"associations at a time", std::to_string(listener.max_associations),
             "one to each destination, one to the prior source"});
  table.row({"maximum PDU", std::to_string(listener.max_pdu) + " bytes",
             std::to_string(net::kRequestorMaxPdu) + " bytes"});
  table.row({"ACSE timeout", std::to_string(listener.acse_timeout_s) + " s",
             std::to_string(destination.acse_timeout_s) + " s"});
  table.row({"DIMSE timeout", std::to_string(listener.dimse_timeout_s) + " s",
             std::to_string(destination.dimse_timeout_s) + " s"});
  table.row({"implementation class UID", dicom::kImplementationClassUid, "the same"});
  table.row({"implementation version name", dicom::kImplementationVersion, "the same"});
  table.row({"extended, role selection or user identity negotiation", "none", "none"});
  return table.text();
}

/// Classes that share their transfer syntaxes stand together.
std::string accepted() {
  std::vector<std::pair<std::string, std::string>> rows;  // syntaxes, classes
  for (const receive::AcceptedClass& entry : receive::accepted_classes()) {
    const std::string syntaxes = joined(entry.transfer_syntax_uids, "<br>", named);
    const std::string name = named(entry.sop_class_uid);
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.first == syntaxes; });
    if (found == rows.end()) {
      rows.emplace_back(syntaxes, name);
    } else {
      found->second += "<br>" + name;
    }
  }
  Table table({"SOP class, as SCP", "transfer syntaxes, preferred first"});
  for (const auto& [syntaxes, classes] : rows)
    table.row({classes, syntaxes});
  return table.text();
}

/// "A700": as the standard's tables have it.
std::string plain_hex(unsigned status) {
  return terms::status_text(status).substr(2);
}

std::string answers() {
  Table table({"status of C-STORE, as SCP", "when"});
  for (const terms::StoreResponse& response : terms::kStoreResponses)
    table.row({plain_hex(response.status), response.when});
  return table.text();
}

std::string proposed(const std::vector<ExampleObject>& examples) {
  std::set<std::string> results;
  for (const ExampleObject& example : examples)
    results.insert(example.sop_class_uids.begin(), example.sop_class_uids.end());
  const std::string syntaxes = joined(net::proposed_transfer_syntaxes(), "<br>", named);
  Table table({"SOP class, as SCU", "for", "transfer syntaxes"});
  table.row({joined(results, "<br>", named), "results", syntaxes});
  table.row({joined(retrieve::query_classes(), "<br>", named), "earlier objects", syntaxes});
  return table.text();
}

std::string outcomes() {
  Table table({"status of C-STORE, as SCU", "what becomes of the delivery", "code"});
  for (const terms::DimseStatus& row : terms::dimse_statuses(terms::DimseService::kStore)) {
    if (row.mask == 0) continue;
    const char* becomes = !row.failure ? "sent"
                          : consequence_of(*row.failure) == Consequence::kRetryLater
                              ? "tried again until `retry_budget_s` is spent"
                              : "parked";
    const std::string code = row.code;
    table.row({plain_hex(row.value), becomes, code.empty() ? "" : "`" + code + "`"});
  }
  return table.text();
}

std::string queries() {
  Table table({"request", "matching keys", "return keys"});
  for (const retrieve::QueryKeys& keys : retrieve::query_keys())
    table.row({keys.request, joined(keys.matching, ", "), joined(keys.returned, ", ")});
  return table.text();
}

std::string objects(const std::vector<ExampleObject>& examples) {
  Table table({"object", "SOP classes", "title", "templates", "transfer syntax"});
  for (const ExampleObject& example : examples) {
    table.row({report::name_of(example.kind), joined(example.sop_class_uids, "<br>", named),
               example.outline.title, joined(example.outline.templates, ", "),
               named(example.outline.transfer_syntax_uid)});
  }
  return table.text();
}

std::string attributes(const std::vector<ExampleObject>& examples) {
  std::vector<report::AttributeOutline> rows;
  std::map<std::string, Cells> held;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    for (const report::AttributeOutline& attribute : examples[i].outline.attributes) {
      auto [found, is_new] = held.try_emplace(attribute.keyword, Cells(examples.size()));
      if (is_new) rows.push_back(attribute);
      found->second[i] = "x";
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.order < b.order; });
  Cells heading = {"tag", "attribute", "VR"};
  for (const ExampleObject& example : examples)
    heading.push_back(report::name_of(example.kind));
  Table table(heading);
  for (const report::AttributeOutline& row : rows) {
    Cells cells = {row.tag, row.keyword, row.vr};
    const Cells& marks = held[row.keyword];
    cells.insert(cells.end(), marks.begin(), marks.end());
    table.row(cells);
  }
  return table.text();
}

std::string codes() {
  std::string text;
  for (const report::CodeSection& section : report::code_list()) {
    Table table({"code", "scheme", section.title});
    for (const Code& code : section.codes)
      table.row({code.value, code.scheme, code.meaning});
    append(text, "\n", table.text());
  }
  return text;
}

std::string contract_rules() {
  Table table({"rule", "for", "objects", "what holds", "source"});
  for (const report::ContractRule& rule : report::contract()) {
    table.row({"`" + std::string(rule.id) + "`", std::string(rule.consumer),
               rule.kinds.size() == 5 ? "all" : joined(rule.kinds, ", ", report::name_of),
               std::string(rule.sentence), std::string(rule.source)});
  }
  return table.text();
}

constexpr std::string_view kBegin = "<!-- generated: ";
constexpr std::string_view kBeginEnd = " -->\n";
constexpr std::string_view kEnd = "<!-- end -->";

tl::unexpected<Error> wrong_page(const std::string& reason) {
  return fail(ErrorKind::kInvalidInput, "CONFORMANCE_PAGE", reason);
}

}  // namespace

Result<std::map<std::string, std::string>> conformance_sections() {
  const auto examples = example_objects();
  if (!examples) return fail(examples);
  return std::map<std::string, std::string>{{"association", association()},
                                            {"accepted", accepted()},
                                            {"answers", answers()},
                                            {"proposed", proposed(*examples)},
                                            {"outcomes", outcomes()},
                                            {"queries", queries()},
                                            {"objects", objects(*examples)},
                                            {"attributes", attributes(*examples)},
                                            {"codes", codes()},
                                            {"contract", contract_rules()}};
}

Result<std::string> with_sections(const std::string& page,
                                  const std::map<std::string, std::string>& sections) {
  std::string result;
  std::set<std::string> placed;
  std::size_t at = 0;
  for (std::size_t begin = page.find(kBegin); begin != std::string::npos; begin = page.find(kBegin, at)) {
    const std::size_t name_at = begin + kBegin.size();
    const std::size_t name_end = page.find(kBeginEnd, name_at);
    const std::size_t end = page.find(kEnd, name_at);
    if (name_end == std::string::npos || end == std::string::npos || end < name_end)
      return wrong_page("a marker has no end");
    const std::string name = page.substr(name_at, name_end - name_at);
    const auto section = sections.find(name);
    if (section == sections.end()) return wrong_page("nothing is generated for the marker " + name);
    result += page.substr(at, name_end + kBeginEnd.size() - at) + section->second;
    placed.insert(name);
    at = end;
  }
  for (const auto& [name, text] : sections) {
    if (placed.count(name) == 0) return wrong_page("the page has no marker for " + name);
  }
  return result + page.substr(at);
}

}  // namespace oligard::app
