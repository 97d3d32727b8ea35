// What the numbers in AIS messages mean, in words short enough for a table (ITU-R M.1371-5).

const NAV_STATUS = [
  'Under way (engine)',
  'At anchor',
  'Not under command',
  'Restricted manoeuvrability',
  'Constrained by draught',
  'Moored',
  'Aground',
  'Fishing',
  'Under way (sailing)',
  'Reserved (HSC)',
  'Reserved (WIG)',
  'Towing astern',
  'Pushing or towing alongside',
  'Reserved',
  'AIS-SART',
  '',
];

const SHIP_TYPE = new Map([
  [30, 'Fishing'],
  [31, 'Towing'],
  [32, 'Towing, long or wide'],
  [33, 'Dredging'],
  [34, 'Diving'],
  [35, 'Military'],
  [36, 'Sailing'],
  [37, 'Pleasure craft'],
  [50, 'Pilot'],
  [51, 'Search and rescue'],
  [52, 'Tug'],
  [53, 'Port tender'],
  [54, 'Anti-pollution'],
  [55, 'Law enforcement'],
  [56, 'Local vessel'],
  [57, 'Local vessel'],
  [58, 'Medical transport'],
  [59, 'Non-combatant'],
]);

const SHIP_GROUP = new Map([
  [2, 'Wing in ground'],
  [4, 'High-speed craft'],
  [6, 'Passenger'],
  [7, 'Cargo'],
  [8, 'Tanker'],
  [9, 'Other'],
]);

const HAZARD = ['', ', hazard A', ', hazard B', ', hazard C', ', hazard D'];

const AID_TYPE = [
  'Aid to navigation',
  'Reference point',
  'Racon',
  'Fixed structure',
  'Wreck marking',
  'Light',
  'Light with sectors',
  'Leading light, front',
  'Leading light, rear',
  'Beacon, cardinal N',
  'Beacon, cardinal E',
  'Beacon, cardinal S',
  'Beacon, cardinal W',
  'Beacon, port hand',
  'Beacon, starboard hand',
  'Beacon, preferred channel port',
  'Beacon, preferred channel starboard',
  'Beacon, isolated danger',
  'Beacon, safe water',
  'Beacon, special mark',
  'Buoy, cardinal N',
  'Buoy, cardinal E',
  'Buoy, cardinal S',
  'Buoy, cardinal W',
  'Buoy, port hand',
  'Buoy, starboard hand',
  'Buoy, preferred channel port',
  'Buoy, preferred channel starboard',
  'Buoy, isolated danger',
  'Buoy, safe water',
  'Buoy, special mark',
  'Light vessel or rig',
];

const CLASS = new Map([
  ['A', { short: 'A', long: 'Class A' }],
  ['B', { short: 'B', long: 'Class B' }],
  ['base', { short: 'Base', long: 'Base station' }],
  ['aton', { short: 'AtoN', long: 'Aid to navigation' }],
  ['sar', { short: 'SAR', long: 'Search and rescue aircraft' }],
]);

const FLAG = new Map([
  ['checksum', 'Checksum does not match'],
  ['checksum.missing', 'No checksum'],
  ['length', 'Wrong length'],
  ['character', 'Character not allowed'],
  ['grammar', 'Malformed field'],
  ['cut', 'Cut short'],
  ['fragment', 'Fragment number out of range'],
  ['fragment.lost', 'Fragments lost'],
  ['fill', 'Fill bits out of range'],
  ['type', 'Unknown message type'],
  ['range', 'Value out of range'],
  ['date', 'Impossible date or time'],
  ['tagblock', 'Malformed tag block'],
  ['gap', 'Something before it is missing'],
  ['duplicate', 'Duplicate'],
  ['overflow', 'Too many fields'],
  ['fault', 'Fault of the engine'],
  ['jump', 'Moved too fast'],
  ['rate', 'Changed too fast'],
  ['time', 'Implausible date or time'],
  ['contradiction', 'Fields contradict each other'],
]);

export function navStatus(code) {
  return code === undefined ? '' : NAV_STATUS[code] ?? `Status ${code}`;
}

export function shipType(code) {
  if (code === undefined || code === 0) return '';
  const single = SHIP_TYPE.get(code);
  if (single) return single;
  const group = SHIP_GROUP.get(Math.floor(code / 10));
  return group ? group + (HAZARD[code % 10] ?? '') : `Type ${code}`;
}

export function aidType(code) {
  return code === undefined ? '' : AID_TYPE[code] ?? `Aid ${code}`;
}

export function vesselClass(code) {
  return CLASS.get(code) ?? { short: code ?? '', long: code ?? '' };
}

/** What a vessel, station or mark is, in words, from the fields that are known. */
export function kind(fields) {
  if (fields.class === 'aton' || fields.aid_type !== undefined) return aidType(fields.aid_type ?? 0);
  if (fields.class === 'base') return 'Base station';
  if (fields.class === 'sar') return 'SAR aircraft';
  return shipType(fields.shiptype);
}

export function reason(flags) {
  return flags.length === 0 ? 'Not decodable' : flags.map((flag) => FLAG.get(flag) ?? flag).join(', ');
}
