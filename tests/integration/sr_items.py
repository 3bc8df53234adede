"""Walking a structured report that pydicom read."""


def concept(item):
    """Code value of an item's name, or nothing."""
    names = item.get("ConceptNameCodeSequence")
    return names[0].CodeValue if names else None


def children(item, *path):
    """The items below one whose names have these code values, a value for each level."""
    found = [item]
    for value in path:
        found = [child for parent in found for child in parent.get("ContentSequence", []) if concept(child) == value]
    return found


def child(item, *path):
    return next(iter(children(item, *path)), None)


def walk(item):
    """Every item below one, depth first."""
    for below in item.get("ContentSequence", []):
        yield below
        yield from walk(below)


def number(item):
    """Value as written, code of the unit."""
    value = item.MeasuredValueSequence[0]
    return str(value.NumericValue), value.MeasurementUnitsCodeSequence[0].CodeValue


GROUPS = ("126010", "125007")  # Imaging Measurements, Measurement Group
CONCLUSION = ("C0034375", "121077")  # Qualitative Evaluations, Conclusion
TRACKING_ID, TRACKING_UID, COMMENT = "112039", "112040", "121106"
LONG_AXIS, SHORT_AXIS = "103339001", "103340004"
