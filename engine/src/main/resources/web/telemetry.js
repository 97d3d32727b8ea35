// The latest packet of each kind that a mission database describes, parameter by parameter.

import * as format from './format.js';

const MAX_PARAMETERS = 400;

/** Names and values of a packet, what is inside objects and arrays by its path. */
function flatten(fields, prefix, rows) {
  for (const [name, value] of Object.entries(fields)) {
    if (rows.length >= MAX_PARAMETERS) return rows;
    const path = Array.isArray(fields) ? `${prefix}[${name}]` : prefix ? `${prefix}.${name}` : name;
    if (value !== null && typeof value === 'object') flatten(value, path, rows);
    else rows.push([path, value]);
  }
  return rows;
}

/** What tells how a packet came, not what is in it. */
const OF_THE_LINK = new Set([
  'vcid', 'apid', 'type', 'sechdr', 'seqflags', 'seqcount', 'length', 'missing', 'out_of_order',
  'port', 't_ms', 'src', 'dst', 'via', 'control', 'pf', 'ns', 'nr', 'pid', 'info', 'text', 'data',
]);

/** Where a packet comes from, in a few words. */
function origin(link, fields) {
  const parts = [link];
  if (fields.src !== undefined) parts.push(fields.src);
  if (fields.apid !== undefined) parts.push(`APID ${fields.apid}`, `#${fields.seqcount}`);
  return parts.join(' · ');
}

const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d\.\d{3})\d*Z$/;

function text(value) {
  if (typeof value === 'string') return value.replace(TIME, '$1 $2');
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(7)));
}

function element(name, className, content) {
  const made = document.createElement(name);
  made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}

/** One packet kind: a heading, and a row for each parameter, made anew only when those change. */
class Packet {
  constructor(name) {
    this.root = element('article', 'packet');
    this.root.dataset.packet = name;
    const head = element('h3', '', name);
    this.age = element('small', 'age');
    this.quality = element('span', 'quality');
    head.append(this.quality, this.age);
    this.origin = element('p', 'origin');
    this.list = element('dl', '');
    this.root.append(head, this.origin, this.list);
    this.rows = new Map();
    this.names = '';
  }

  show(event) {
    const { limits = {}, ...fields } = event.data;
    const values = flatten(fields, '', []).filter(([name]) => !OF_THE_LINK.has(name));
    const names = values.map(([name]) => name).join('\n');
    if (names !== this.names) {
      this.names = names;
      this.rows.clear();
      this.list.replaceChildren();
      for (const [name] of values) {
        const row = element('div', '');
        row.dataset.parameter = name;
        const value = element('dd', '');
        row.append(element('dt', '', name), value);
        this.list.append(row);
        this.rows.set(name, { row, value });
      }
    }
    for (const [name, value] of values) {
      const { row, value: cell } = this.rows.get(name);
      const level = limits[name.split(/[.[]/)[0]] ?? '';
      const shown = level ? `${text(value)} ${level}` : text(value);
      if (cell.textContent !== shown) cell.textContent = shown;
      if (row.dataset.level !== level) row.dataset.level = level;
    }
    const from = origin(event.link, fields);
    if (this.origin.textContent !== from) this.origin.textContent = from;
    const quality = event.quality === 'good' ? '' : [event.quality, ...event.flags].join(' ');
    if (this.quality.textContent !== quality) this.quality.textContent = quality;
  }

  showAge(ms) {
    const shown = format.age(ms);
    if (this.age.textContent !== shown) this.age.textContent = shown;
  }
}

export class TelemetryPanel {
  constructor(station) {
    this.station = station;
    this.packets = new Map();
    this.root = document.getElementById('telemetry');
    this.vessels = document.getElementById('vessel-panel');
  }

  render() {
    const telemetry = this.station.telemetry;
    this.root.hidden = telemetry.size === 0;
    this.vessels.hidden = telemetry.size > 0 && this.station.vessels.size === 0;
    // Cards that a satellite has nothing to say in.
    document.body.classList.toggle('no-vessels', this.vessels.hidden && !this.station.own);
    for (const [name, packet] of this.packets) {
      if (!telemetry.has(name)) {
        packet.root.remove();
        this.packets.delete(name);
      }
    }
    for (const [name, latest] of telemetry) {
      let packet = this.packets.get(name);
      if (!packet) {
        packet = new Packet(name);
        this.packets.set(name, packet);
        this.root.append(packet.root);
      }
      if (packet.shown !== latest) {
        packet.shown = latest;
        packet.show(latest.event);
      }
      packet.showAge(this.station.now() - latest.rxMs);
    }
  }
}
