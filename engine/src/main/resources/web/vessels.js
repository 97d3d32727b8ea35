// The vessel table: sorted, filtered, with rows that are reused and written to only where a text changed.

import { kind, navStatus, vesselClass } from './codes.js';
import * as format from './format.js';

const MAX_ROWS = 500;

const name = (f) => f.shipname ?? f.name ?? '';

const COLUMNS = [
  { id: 'mmsi', label: 'MMSI', text: (f) => String(f.mmsi).padStart(9, '0'), key: (f) => f.mmsi },
  { id: 'name', label: 'Name', text: name, key: name },
  { id: 'class', label: 'Class', text: (f) => vesselClass(f.class).short, key: (f) => f.class ?? '' },
  { id: 'type', label: 'Type', text: kind, key: kind },
  { id: 'status', label: 'Status', text: (f) => navStatus(f.status), key: (f) => navStatus(f.status) },
  { id: 'position', label: 'Position', text: (f) => format.position(f.lat, f.lon), key: (f) => f.lat },
  { id: 'speed', label: 'SOG', unit: 'kn', number: true, text: (f) => format.decimal(f.speed, 1), key: (f) => f.speed },
  { id: 'course', label: 'COG', number: true, text: (f) => format.degrees(f.course), key: (f) => f.course },
  { id: 'heading', label: 'HDG', number: true, text: (f) => format.degrees(f.heading), key: (f) => f.heading },
  { id: 'age', label: 'Age', number: true, text: null, key: (f, vessel) => -vessel.rxMs },
  { id: 'messages', label: 'Msgs', number: true, text: (f) => (f.messages === undefined ? '' : format.count(f.messages)), key: (f) => f.messages },
];
const AGE = COLUMNS.findIndex((column) => column.id === 'age');

/** Known values by themselves, unknown ones after them whichever way the order is. */
function compare(a, b, direction) {
  const aKnown = a.key !== undefined && a.key !== '';
  const bKnown = b.key !== undefined && b.key !== '';
  if (aKnown !== bKnown) return aKnown ? -1 : 1;
  if (aKnown && a.key !== b.key) return (a.key < b.key ? -1 : 1) * direction;
  return a.vessel.mmsi - b.vessel.mmsi;
}

function freshness(ms) {
  if (ms < 10_000) return 'fresh';
  if (ms < 180_000) return 'recent';
  return ms < 600_000 ? 'old' : 'stale';
}

export class VesselTable {
  constructor(station) {
    this.station = station;
    this.body = document.querySelector('#vessels tbody');
    this.shown = document.getElementById('shown');
    this.empty = document.getElementById('empty');
    this.filter = document.getElementById('filter');
    this.filterClass = document.getElementById('filter-class');
    this.rows = new Map();
    this.spare = [];
    this.order = [];
    this.sortBy = COLUMNS[1];
    this.direction = 1;
    this.orderWanted = true;
    this.orderedAt = 0;
    this.agedAt = 0;
    this.buildHead();
    this.filter.addEventListener('input', () => this.reorderNow());
    this.filterClass.addEventListener('change', () => this.reorderNow());
  }

  buildHead() {
    const head = document.querySelector('#vessels thead tr');
    this.heads = COLUMNS.map((column) => {
      const th = document.createElement('th');
      th.role = 'columnheader';
      th.className = column.id;
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = column.label;
      if (column.unit) {
        const unit = document.createElement('small');
        unit.textContent = ` ${column.unit}`;
        button.append(unit);
      }
      button.addEventListener('click', () => this.sort(column));
      th.append(button);
      head.append(th);
      return th;
    });
    this.markSorted();
  }

  sort(column) {
    if (this.sortBy === column) {
      this.direction = -this.direction;
    } else {
      this.sortBy = column;
      // Of numbers one wants the largest first; of ages the smallest, whose key is the smallest too.
      this.direction = column.number && column.id !== 'age' ? -1 : 1;
    }
    this.markSorted();
    this.reorderNow();
  }

  markSorted() {
    COLUMNS.forEach((column, i) => {
      if (column === this.sortBy) {
        this.heads[i].setAttribute('aria-sort', this.direction > 0 ? 'ascending' : 'descending');
      } else {
        this.heads[i].removeAttribute('aria-sort');
      }
    });
  }

  reorderNow() {
    this.orderWanted = true;
    this.orderedAt = 0;
  }

  /** Brings the table up to date; cheap when little changed. */
  render(at) {
    const dirty = this.station.dirty;
    if (dirty.size > 0) this.orderWanted = true;
    // Sorting thousands of vessels takes milliseconds, and rows that jump about cannot be read.
    if (this.orderWanted && at - this.orderedAt >= 1000) {
      this.reorder();
      this.orderedAt = at;
      this.orderWanted = false;
    } else {
      for (const mmsi of dirty) {
        const row = this.rows.get(mmsi);
        if (row) this.fill(row);
      }
    }
    dirty.clear();
    if (at - this.agedAt >= 1000) {
      this.agedAt = at;
      for (const row of this.rows.values()) this.showAge(row);
    }
  }

  reorder() {
    const words = this.filter.value.trim().toLowerCase();
    const wantedClass = this.filterClass.value;
    const matching = [];
    for (const vessel of this.station.vessels.values()) {
      const fields = vessel.fields;
      if (wantedClass && fields.class !== wantedClass) continue;
      if (words && !this.matches(fields, words)) continue;
      matching.push({ vessel, key: this.sortBy.key(fields, vessel) });
    }
    matching.sort((a, b) => compare(a, b, this.direction));
    const total = matching.length;
    if (total > MAX_ROWS) matching.length = MAX_ROWS;
    this.place(matching);
    this.shown.textContent = this.counts(total, matching.length);
    this.empty.hidden = total > 0;
    this.empty.textContent =
      this.station.vessels.size > 0 ? 'No vessel matches the filter' : 'No vessels heard yet';
  }

  matches(fields, words) {
    return `${fields.mmsi} ${name(fields)} ${fields.callsign ?? ''} ${fields.destination ?? ''} ${kind(fields)}`
      .toLowerCase()
      .includes(words);
  }

  counts(matching, rows) {
    const all = this.station.vessels.size;
    const text = matching === all ? `${format.count(all)}` : `${format.count(matching)} of ${format.count(all)}`;
    return rows < matching ? `${text}, first ${rows} shown` : `${text} shown`;
  }

  /** Gives each vessel its row in the wanted order; moves and fills only what differs. */
  place(matching) {
    const wanted = new Set(matching.map(({ vessel }) => vessel.mmsi));
    for (const [mmsi, row] of this.rows) {
      if (!wanted.has(mmsi)) {
        row.element.remove();
        this.rows.delete(mmsi);
        this.spare.push(row);
      }
    }
    let next = this.body.firstElementChild;
    for (const { vessel } of matching) {
      let row = this.rows.get(vessel.mmsi);
      if (!row) {
        row = this.spare.pop() ?? this.newRow();
        row.element.dataset.mmsi = String(vessel.mmsi);
        this.rows.set(vessel.mmsi, row);
      }
      row.vessel = vessel;
      this.fill(row);
      if (row.element === next) next = next.nextElementSibling;
      else this.body.insertBefore(row.element, next);
    }
  }

  newRow() {
    const element = document.createElement('tr');
    element.role = 'row';
    const cells = COLUMNS.map((column) => {
      const td = document.createElement('td');
      td.role = 'cell';
      td.className = column.id;
      element.append(td);
      return td;
    });
    return { element, cells, texts: COLUMNS.map(() => ''), title: '', vessel: null, freshness: '' };
  }

  fill(row) {
    const fields = row.vessel.fields;
    for (let i = 0; i < COLUMNS.length; i++) {
      if (i !== AGE) this.write(row, i, COLUMNS[i].text(fields));
    }
    const title = [
      navStatus(fields.status),
      fields.callsign && `Call sign ${fields.callsign}`,
      fields.imo && `IMO ${fields.imo}`,
      fields.destination && `To ${fields.destination}`,
      fields.draught && `Draught ${fields.draught} m`,
    ]
      .filter(Boolean)
      .join('\n');
    if (title !== row.title) {
      row.title = title;
      row.element.title = title;
    }
    this.showAge(row);
  }

  showAge(row) {
    const ms = this.station.now() - row.vessel.rxMs;
    this.write(row, AGE, format.age(ms));
    const state = freshness(ms);
    if (state !== row.freshness) {
      row.freshness = state;
      row.element.dataset.freshness = state;
    }
  }

  write(row, i, text) {
    if (row.texts[i] !== text) {
      row.texts[i] = text;
      row.cells[i].textContent = text;
    }
  }
}
