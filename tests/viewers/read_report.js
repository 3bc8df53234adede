// What dcmjs reads of structured reports, as JSON: a list with one entry a file.
//
//   NODE_PATH=<node_modules> node read_report.js FILE...
//
// Groups are walked as OHIF does: by code values of names, over the naturalised data set.
const fs = require('fs');
const dcmjs = require('dcmjs');

const { DicomMessage, DicomMetaDictionary } = dcmjs.data;
const IMAGING_MEASUREMENTS = '126010';
const MEASUREMENT_GROUP = '125007';

const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const first = (value) => list(value)[0];
const concept = (item) => first(item.ConceptNameCodeSequence);
const named = (item, code) => list(item.ContentSequence).filter((child) => concept(child)?.CodeValue === code);

function read(path) {
  const bytes = fs.readFileSync(path);
  const parsed = DicomMessage.readFile(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return DicomMetaDictionary.naturalizeDataset(parsed.dict);
}

function region_of(number) {
  const coordinates = list(number.ContentSequence).find((child) => child.ValueType === 'SCOORD');
  if (!coordinates) return null;
  const image = first(first(coordinates.ContentSequence).ReferencedSOPSequence);
  return {
    type: coordinates.GraphicType,
    points: list(coordinates.GraphicData).map(Number),
    image: image.ReferencedSOPInstanceUID,
  };
}

function value_of(item) {
  switch (item.ValueType) {
    case 'NUM': {
      const measured = first(item.MeasuredValueSequence);
      return {
        number: Number(measured.NumericValue),
        unit: first(measured.MeasurementUnitsCodeSequence).CodeValue,
        region: region_of(item),
      };
    }
    case 'CODE':
      return first(item.ConceptCodeSequence).CodeValue;
    case 'UIDREF':
      return item.UID;
    case 'IMAGE':
      return first(item.ReferencedSOPSequence).ReferencedSOPInstanceUID;
    default:
      return item.TextValue;
  }
}

function report_of(path) {
  const dataset = read(path);
  const groups = named(dataset, IMAGING_MEASUREMENTS).flatMap((item) => named(item, MEASUREMENT_GROUP));
  return {
    patient: String(dataset.PatientName?.[0]?.Alphabetic ?? dataset.PatientName),
    title: concept(dataset).CodeValue,
    groups: groups.map((group) => list(group.ContentSequence).map((item) => [concept(item).CodeValue, value_of(item)])),
  };
}

console.log(JSON.stringify(process.argv.slice(2).map(report_of)));
