#include "classify/texts_en.h"

namespace oligard::classify {
namespace {

constexpr std::size_t form_of(int n) {
  return n == 1 ? 0 : 1;
}

consteval Counted counted(const char* one, const char* other) {
  return {&form_of, {Pattern<"n">(one), Pattern<"n">(other), Pattern<"n">(other), Pattern<"n">(other)}};
}

constexpr Texts kEnglish = {
    .basic =
        {
            .comma = ", ",
            .semicolon = "; ",
            .both = " and ",
            .millimetres = "{number} mm",
            .percent = "{number} %",
            .below = "below {limit}",
            .above = "above {limit}",
            .months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
            .date = "{day} {month} {year}",
            .sited = "{lesion} ({organ})",
            .lesions = counted("{n} lesion", "{n} lesions"),
            .assessable_lesions = counted("{n} assessable lesion", "{n} assessable lesions"),
            .progressing_lesions = counted("{n} progressing lesion", "{n} progressing lesions"),
            .organs = counted("{n} organ", "{n} organs"),
            .days = counted("{n} day", "{n} days"),
            .targets = counted("{n} target", "{n} targets"),
        },
    .flag =
        {
            .discordant = "diameter and volume disagree",
            .truncated = "cut by the image border or seen in part, minimum size",
            .first_imaged = "first time this region is imaged",
            .possible_flare = "possible healing flare",
            .volume_only = "change of the volume alone",
            .relative_only = "growth of at least 20 %, but below 5 mm",
            .absolute_only = "growth of at least 5 mm, but below 20 %",
            .growth_below_threshold = "volume growth below the threshold",
            .outside_coverage = "outside the imaged region",
            .not_segmented = "not segmented, no statement",
            .registration_failed = "the studies could not be aligned here",
            .no_reference_after_therapy = "no study since the local therapy to compare with",
            .irradiated = "irradiated {days} ago, growth may be treatment effect",
            .treated = "treated locally {days} ago, growth may be treatment effect",
            .reader_statement = "as {report} states; the rules say {status}, {confidence}",
        },
    .lesion =
        {
            .is_new = "{lesion} new",
            .is_new_with_size = "{lesion} new, {size}",
            .reappeared = "{lesion} reappeared, {size}",
            .as_stated = "{lesion} as stated by a reader",
            .grown = "{lesion} {from} -> {size}{percent}, nadir {date}",
            .grown_by = " ({percent})",
            .grown_as_stated = "{figures}, as stated by a reader",
            .status = "{lesion} {organ}{role}: {status}",
            .target = ", target",
            .size = " {size} mm",
            .from_nadir = " ({percent} vs nadir {nadir} mm)",
            .confidence = ", {confidence}",
            .remark = "; {remark}",
            .progressing = "{lesion} ({organ}{change})",
            .change_from_nadir = ", {percent} vs nadir",
            .change_new = ", new",
            .change_reappeared = ", reappeared",
        },
    .recist =
        {
            .no_target = "no target lesion",
            .none_measured = "no target measured",
            .sum = "sum {sum} mm",
            .incomplete = ", incomplete",
            .from_nadir = ", {percent} from nadir",
            .response = "RECIST 1.1 time-point response: {response} ({figures}).",
            .dated_back = " Progression is dated back to {date}.",
            .confounded = " RECIST is confounded: a target lesion was treated locally.",
            .irecist = " iRECIST: {response}.",
        },
    .conclusion =
        {
            .progression = "Progression of {n} of {lesions} ({organs}): {list}.",
            .remaining = counted("The remaining lesion is stable or regressing",
                                 "The remaining {n} lesions are stable or regressing"),
            .none_controlled = "No lesion is stable or regressing for certain",
            .possible = "; possible progression of {lesions}",
            .not_evaluable = "; {n} not evaluable",
            .exceeds = "Exceeds profile {profile} ({reasons}).",
            .compatible =
                "In a patient on systemic therapy with prior disease control this is compatible with "
                "oligoprogression (profile {profile}, confidence {confidence}).",
            .pattern_only =
                "Imaging pattern of limited progression; it meets the numeric limits of profile "
                "{profile} (confidence {confidence}). Whether this is oligoprogression depends on "
                "{unknown}",
            .therapy_and_control = "systemic therapy and prior disease control, which are not known to the "
                                   "software.",
            .control = "prior disease control, which is not known to the software.",
            .therapy = "systemic therapy, which is not known to the software.",
            .organ_outside = "{organ} is outside this profile",
            .organs_outside = "{organs} are outside this profile",
            .off_therapy =
                "no systemic therapy was reported at the time of imaging (oligorecurrence pattern)",
            .no_control = "no prior disease control was reported",
            .cns_outside = "progressing CNS lesions are outside this profile",
            .limited =
                "The number meets profile {profile}, but it is not classified as oligoprogression because "
                "{reasons}. ",
            .poly = "Progression of {n} of {lesions} in {organs}",
            .largest = ": {list}.",
            .diffuse = " Progression of non-measurable disease: {lesions}.",
            .mixed_progress = counted("{n} lesion progresses", "{n} lesions progress"),
            .mixed =
                "Mixed response: {progress} ({list}), {responding} regress or have resolved, {stable} are "
                "stable. ",
            .response =
                "No progressing lesion. {n} of {lesions} at least 30 % smaller than on {date} or resolved",
            .the_baseline = "the baseline",
            .and_stable = ", {n} stable",
            .and_not_evaluable = ", {n} not evaluable",
            .stable = "No progressing lesion among {lesions}; no new lesion.",
            .stable_no_further_new = "No progressing lesion among {lesions}; no further new lesion.",
            .stable_not_evaluable = " Not evaluable: {lesions}.",
            .stable_growth = " Growth below the threshold in {lesions}.",
            .before_baseline = "Study before the baseline: {lesions}. No statement on progression is made.",
            .first_study = "First available study: {lesions}",
            .baseline_study = "Baseline study: {lesions}",
            .in_organs = " in {organs}",
            .target_sum = "; target sum {sum} mm.",
            .no_target = "; no target lesion.",
            .no_statement = " No statement on progression is possible.",
            .indeterminate = "Indeterminate: {reason}{list}. Short-interval follow-up or reader review is "
                             "suggested.",
            .indeterminate_list = "; {list}",
            .possible_progression = "possible progression that cannot be confirmed on this study",
            .too_many_not_evaluable = "more than half of the known lesions could not be evaluated",
            .diffuse_growth = "small growth of several lesions that together reach the progression threshold "
                              "although no single lesion does",
            .no_assessable = "no lesion could be compared",
            .drifting = " The other lesions together have grown by the progression threshold.",
            .would_change_one = " The category would change if {lesion} progresses.",
            .would_change = " The category would change if {lesions} progress.",
            .review_lead = " Needs review: ",
            .review = counted("{n} link in doubt would change it.", "{n} links in doubt would change it."),
        },
    .first_seen =
        {
            .flagged = "Progression first flagged under profile {profile} {when}; {beside}.",
            .on_this_study = "on this study",
            .on_date = "on {date}",
            .no_pd = "RECIST 1.1 has not called PD",
            .pd_same_study = "RECIST 1.1 called PD on the same study",
            .before_pd = "{days} before RECIST 1.1 PD ({date})",
            .after_pd = "{days} after RECIST 1.1 PD ({date})",
            .longest = " Flagged longest: {lesions}, since {date}.",
            .hindsight = " In hindsight from {date}, in doubt then: {lesions}.",
        },
    .flip =
        {
            .likelihood = " (probability {probability})",
            .may_not_progress = "{lesion} may not have progressed{likelihood}",
            .not_evaluable = "{lesion} was not evaluable and may progress",
            .may_progress = "{lesion} may progress{likelihood}",
            .off_therapy = "The patient may not be on systemic therapy",
            .no_control = "The disease may not have been controlled before",
            .sentence = "{reading}; the category under {profile} would then be {category}.",
            .more = "{n} more readings would change the category.",
        },
    .link =
        {
            .placed = "{lesion} at {timepoint}",
            .pair = "{from} and {to}",
            .linked = "{from} and {to} are linked with probability {probability}",
            .doubt = " ({doubt})",
            .else_two = "; else they are two lesions ({probability})",
            .else_one = "; else {pairs} are one lesion ({probability})",
            .no_partner = "{lesion} has no partner at {timepoint} (probability {probability})",
            .in_doubt_lead = " Link in doubt: ",
            .lineage_lead = " Split or merged: ",
            .split = "{from} split into {to}.",
            .merged = "{from} merged into {to}.",
            .more = "{n} more doubtful links would change what is said.",
            .untried = counted("{n} doubtful link", "{n} doubtful links"),
            .not_tried = "{links} beyond the {n} least sure ones were not tried the other way.",
            .if_not_same = "If {pairs} are not the same lesion (probability {probability}), {change}",
            .if_same = "If {pairs} are the same lesion (probability {probability}), {change}",
            .if_others = "If {pairs} are not the same lesion but {others} are (probability {probability}), "
                         "{change}",
            .category_instead = "the category under {profile} would be {category} instead of {now}",
            .response_instead = "RECIST 1.1 would be {response} instead of {now}",
        },
    .note =
        {
            .reports = "Reports",
            .headers = "Headers",
            .unnamed_lesion = "a lesion by a name",
            .notes = {{
                {NoteCode::kNotSurelyRegistered, "the two time points are not surely registered"},
                {NoteCode::kOtherFitsAsWell, "another explanation fits nearly as well"},
                {NoteCode::kNotSeenBetween, "it was not seen in between"},
                {NoteCode::kFitsPoorly, "place and size fit poorly"},
                {NoteCode::kOnlyLesion, "the only lesion of both time points: nothing confirms the place"},
                {NoteCode::kWithoutPlace, "by organ and size, without a place"},
                {NoteCode::kNeighboursDisagree, "the time points before and after say otherwise"},
                {NoteCode::kThirdTimePointAlone, "found over a third time point alone"},
                {NoteCode::kUidAgainstPlaces, "the Tracking UID and the places disagree"},
                {NoteCode::kGroupElsewhere, "a group of lesions lies elsewhere than the others say"},
                {NoteCode::kReadersContradict, "readers contradict each other"},
                {NoteCode::kReaderLinkFar, "a reader states it, but the places lie {0} mm apart"},
                {NoteCode::kReaderLinksFar,
                 "A reader links lesions that lie far apart by the other lesions."},
                {NoteCode::kReaderUidsContradict,
                 "Readers give one lesion the Tracking UIDs of different lesions: none of them is followed."},
                {NoteCode::kUidsLeftOut, "Tracking UIDs contradict the places of lesions and were left out."},
                {NoteCode::kImagesNotRegistered, "The images of {0} and {1} were not registered: {2}."},
                {NoteCode::kSourcesContradict,
                 "Contradiction on {0}: the value from {1} is used, not the one from {2}."},
                {NoteCode::kBaselineContradiction,
                 "{0} of {1} contradict each other on whether it is the baseline; they are not used for "
                 "that."},
                {NoteCode::kSeveralBaselines,
                 "{0} call several time points the baseline ({1}); they are not used for that."},
                {NoteCode::kOtherBaseline, "{0} call {1} the baseline; {2} is used ({3})."},
                {NoteCode::kLaterBaseline, "The baseline is a later study ({0}): nothing is compared yet."},
                {NoteCode::kNoSuchLesion,
                 "The clinical context names {0} ({1}), which is no lesion known at this time; that is not "
                 "used."},
                {NoteCode::kSeveralLesions,
                 "The clinical context names {0} ({1}), which fits several lesions; that is not used."},
                {NoteCode::kSeveralTherapies,
                 "The clinical context names several local therapies of {0}; the latest is used."},
                {NoteCode::kRoleOfSeveral,
                 "A report of {0} states a RECIST role by a Tracking UID that fits several lesions; that is "
                 "not used."},
                {NoteCode::kContradictoryTarget,
                 "Reports contradict each other on whether {0} is a target; target is used."},
                {NoteCode::kContradictoryNonTarget,
                 "Reports contradict each other on whether {0} is a target; non-target is used."},
                {NoteCode::kTargetNotAtBaseline,
                 "{0} is stated to be a target but was not there at the baseline; it is none."},
                {NoteCode::kBothRoles,
                 "The clinical context calls {0} both target and non-target; it is no target."},
                {NoteCode::kRolesOverruled,
                 "Reports state other RECIST roles of {0} than the clinical context, which is used."},
                {NoteCode::kReaderLesionUnknown,
                 "A reader's report says something of a lesion at {0} that is none of the lesions known at "
                 "this time; it is not followed ({1})."},
                {NoteCode::kReaderStatusUnclear,
                 "A reader's report states several statuses of {0} at {1}, or one that is not known; no "
                 "reader's status is followed ({2})."},
                {NoteCode::kReaderStatusContradicted,
                 "Readers' reports state different statuses of {0} at {1} ({2}); none is followed ({3})."},
                {NoteCode::kReaderStatusImpossible,
                 "A reader's report states that {0} at {1} is {2}, which no lesion is at this time point; it "
                 "is not followed ({3})."},
                {NoteCode::kReaderStatusUnsure,
                 "A reader's report states that {0} at {1} is {2}; whether the reader changed that cannot be "
                 "told, as the result that the report is a copy of is not here; it is not followed ({3})."},
                {NoteCode::kReaderStatusUnseen,
                 "A reader's report states that {0} at {1} is {2}, but it was not seen by then; it is not "
                 "followed ({3})."},
            }},
        },
    .context =
        {
            .contradiction = "At {timepoint} systemic_therapy and on_systemic_therapy contradict each other; "
                             "{taken}",
            .dates_used = "the dates ({source}) are used.",
            .not_known_used = "systemic therapy is taken as not known.",
            .too_many_targets = "{targets} are stated; RECIST 1.1 has at most {n}.",
            .too_many_in_organ = "{targets} are stated in one organ ({organ}); RECIST 1.1 has at most {n}.",
        },
    .not_assessed =
        {
            .not_imaged = "Not imaged: {regions}.",
            .brain_included = ", the brain included",
            .regions_unknown = "Which regions were imaged is not known{brain}.",
            .imaged_in_part = "Imaged at least in part: {regions}. Whether others were imaged is not "
                              "known{brain}.",
            .not_evaluable = "Not evaluable ({reason}): {lesions}.",
            .no_reason = "no reason stated",
            .possible_progression = "Possible progression, too uncertain to count: {lesions}.",
            .treated = "Locally treated, counted neither as progressing nor as controlled: {lesions}.",
            .sum_incomplete = "The RECIST sum is incomplete{targets}.",
            .sum_missing = ": {targets}",
            .therapy_unknown = "Whether the patient is on systemic therapy is not known.",
            .control_unknown = "Whether earlier treatment controlled the disease is not known.",
            .polymetastatic = "polymetastatic disease",
            .oligometastatic = "treated oligometastases",
            .months = "time since the primary diagnosis",
            .history_unknown = "Not known of the history: {what}.",
            .baseline_assumed = "The baseline is assumed: the first study, {date}.",
            .remark = "{remark}: {lesions}",
        },
    .caveat =
        {
            .not_verified =
                "Computer-generated, not verified by a physician. Decision support / research use "
                "only; not for diagnosis or treatment decisions on its own.",
            .no_definition =
                "Oligoprogression has no agreed imaging definition; RECIST 1.1 is not adapted to it.",
            .therapy_needed = "Requires knowledge of systemic therapy; source here: {source}.",
            .segmented_only = "Only segmented lesions in the imaged regions were assessed{coverage}.",
            .regions_unknown = " (which regions were imaged is not known)",
            .imaged_in_part = " (imaged at least in part: {regions}; of other regions it is not known)",
            .brain_not_imaged = " (brain not imaged)",
            .pseudoprogression = "Growth or new lesions under immunotherapy may be pseudoprogression.",
            .flare = "A new blastic bone lesion may be a healing flare.",
            .post_treatment = "Growth after local therapy may be post-treatment change.",
        },
    .rule =
        {
            .most_lesions = "at most {lesions}",
            .most_organs = "in at most {organs}",
            .most_per_organ = "at most {n} in one organ",
            .most_share = "at most {share} % of the assessable lesions",
            .below_share = "fewer than {share} % of the assessable lesions",
            .one_controlled = "at least one controlled lesion",
            .only_in = "only in {organs}",
            .cns_counted = "CNS lesions count like others",
            .cns_any = "CNS lesions are not counted, any number may progress",
            .cns_none = "CNS lesions are not counted, and none may progress",
            .progression =
                "A lesion progresses when its size is at least {percent} % and {size} mm above its "
                "nadir, or its volume at least {volume_percent} % above its volume nadir.",
            .rule = "{rules}, profile {profile}{own}: {limits}. {progression} Source of the profile: "
                    "{source}{verified}.",
            .own_profile = " (user-defined)",
            .no_source = "not stated",
            .not_verified = " (not verified)",
            .changed_constant = "{name} {value} (default {usual})",
            .changed_profile = "profile {name} (changed): {limits}",
            .own_profile_limits = "profile {name} (user-defined): {limits}",
        },
    .report =
        {
            .titled = "{lesion} {organ}",
            .ungrouped = "{title}: {status}, {confidence}. Tracking UID {uid}. ",
            .not_listed = "{title}: NOT_LISTED. Tracking UID {uid}.",
            .small_node =
                " Short axis {size} mm: below the size of a pathological node, not counted as a lesion.",
            .not_counted = " Measured, but not counted as a lesion by the rules.",
            .fragment = " (fragment {n} of {of})",
            .long_axis = "long axis",
            .short_axis = "short axis",
            .volume = "volume",
            .cubic_centimetres = "{number} cm3",
            .stated = "{figure} {size}",
            .differs = "{figure} {size} differs from {whose} {other} by more than 20 %",
            .agrees = "{figure} {size} ({whose} {other})",
            .of_first_reader = "the first reader's",
            .measured = "measured",
            .of_reader = "Reader's {figures}.",
            .is_used = " A reader's size is used.",
            .disagreement = "Readers' and measured sizes of {lesions} differ by more than 20 %.",
            .not_evaluable = counted("{n} lesion not evaluable", "{n} lesions not evaluable"),
            .all_assessed = "All lesions assessed; not verified",
            .no_line = "no line is known for their long axis",
            .no_image = "the images that they were segmented or drawn on are not known",
            .other_study = "their images belong to another study",
            .not_drawn = "Axes of {lesions} are not drawn: {reason}.",
            .no_viewer = " No viewer companion (SR-B) is written.",
            .nothing_measured = "No lesion is measured at this time point: no viewer companion (SR-B) is "
                                "written.",
            .priors =
                "Earlier objects of the patient could not all be fetched from the PACS: {count}{code}. What "
                "this result compares with may not be all there is.",
            .priors_uncounted = "how many are missing is not known",
            .priors_missing = counted("{n} is missing", "{n} are missing"),
            .priors_code = " ({code})",
        },
};

}  // namespace

const Texts& english() {
  return kEnglish;
}

}  // namespace oligard::classify
