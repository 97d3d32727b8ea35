// What the page knows of the station, from the gateway's messages. It draws nothing.

import { parseTime } from './format.js';

const MAX_VESSELS = 20_000;
const MAX_INVALID = 50;
const RATE_SECONDS = 60;

/** How many kinds of packets are kept. */
const MAX_PACKETS = 200;

/** What the engine itself says of a station; a mission database names the other messages. */
const ENGINE = new Set(['session', 'state', 'tick', 'link', 'track', 'own', 'noise', 'invalid']);

function isContainer(event) {
  return !ENGINE.has(event.msg) && !/^(ais|nmea|kiss|ax25|ccsds|journal)\./.test(event.msg);
}

export class Station {
  constructor() {
    /** By MMSI, the longest unheard first: {fields, rxMs, changed}. */
    this.vessels = new Map();
    /** MMSIs that changed since the table last looked. */
    this.dirty = new Set();
    this.own = null;
    this.links = new Map();
    this.invalid = [];
    this.invalidVersion = 0;
    this.linksVersion = 0;
    this.telemetry = new Map(); // container name: its latest packet
    this.replay = false;
    this.replayState = undefined;
    this.stats = null;
    this.rates = [];
    this.lag = null;
    this.outage = null; // the event that tells of it, while events are not journaled
    this.latestMs = NaN;
    this.latestAt = 0;
  }

  apply(message) {
    switch (message.type) {
      case 'hello':
        this.replay = message.replay;
        this.lag = null;
        this.stats = null;
        this.rates = [];
        this.latestMs = NaN;
        if (!this.replay) this.hear(parseTime(message.time));
        break;
      case 'snapshot':
        this.snapshot(message);
        break;
      case 'events':
        for (const event of message.events) this.event(event);
        break;
      case 'stats':
        this.statistics(message);
        break;
      case 'lag':
        this.lag = { reason: message.reason, at: performance.now() };
        break;
    }
  }

  snapshot(message) {
    if (message.full && message.page === 0) this.clear();
    for (const fields of message.vessels) this.vessel(fields, fields.rx);
    if (message.more) return;
    if (message.own) this.own = { fields: message.own, rxMs: this.hear(parseTime(message.own.rx)) };
    for (const link of message.links) this.link(link);
    this.outage = message.outage ?? null;
    this.invalid = message.invalid.slice().reverse();
    this.invalidVersion++;
  }

  clear() {
    this.vessels.clear();
    this.dirty.clear();
    this.telemetry.clear();
    this.links.clear();
    this.linksVersion++;
    this.invalid = [];
    this.invalidVersion++;
    this.own = null;
    this.latestMs = NaN; // a replay may have gone back
  }

  event(event) {
    const ms = this.hear(parseTime(event.rx));
    switch (event.msg) {
      case 'track':
        this.vessel(event.data, event.rx);
        return;
      case 'own':
        this.own =
          event.data.state === 'stale' && this.own
            ? { ...this.own, fields: event.data } // told by a tick, of a fix before
            : { fields: event.data, rxMs: ms, link: event.link };
        return;
      case 'link':
        this.link(event);
        break;
      case 'session':
        this.clear();
        break;
      case 'journal.outage':
        this.outage = event.data.over ? null : event;
        break;
    }
    if (isContainer(event)) this.packet(event, ms);
    if (event.quality === 'invalid') {
      this.invalid.unshift(event);
      if (this.invalid.length > MAX_INVALID) this.invalid.pop();
      this.invalidVersion++;
    }
  }

  packet(event, rxMs) {
    if (this.telemetry.size < MAX_PACKETS || this.telemetry.has(event.msg)) {
      this.telemetry.set(event.msg, { event, rxMs });
    }
  }

  vessel(fields, rx) {
    const known = this.vessels.get(fields.mmsi);
    const vessel = known ?? { mmsi: fields.mmsi };
    vessel.fields = fields;
    vessel.rxMs = this.hear(parseTime(rx));
    if (known) this.vessels.delete(fields.mmsi);
    else if (this.vessels.size >= MAX_VESSELS) this.vessels.delete(this.vessels.keys().next().value);
    this.vessels.set(fields.mmsi, vessel);
    this.dirty.add(fields.mmsi);
  }

  link(event) {
    this.links.set(event.link, event);
    this.linksVersion++;
  }

  statistics(message) {
    const ms = parseTime(message.time);
    if (this.stats) {
      const seconds = (ms - this.stats.ms) / 1000;
      if (seconds > 0) this.rates.push(Math.max(0, (message.events - this.stats.events) / seconds));
      if (this.rates.length > RATE_SECONDS) this.rates.shift();
    }
    this.stats = { ...message, ms };
    this.replayState = message.replay;
    this.replayAt = performance.now();
    if (!this.replay) this.hear(ms);
  }

  replayNow({ position, end, speed, paused, at_end: atEnd }) {
    const told = parseTime(position);
    if (paused || atEnd) return told;
    const past = typeof speed === 'number' ? (performance.now() - this.replayAt) * speed : 0;
    return Math.max(Math.min(told + past, parseTime(end)), this.latestMs || told);
  }

  hear(ms) {
    if (!(ms <= this.latestMs)) {
      this.latestMs = ms;
      this.latestAt = performance.now();
    }
    return ms;
  }

  /**
   * The station's time, ms since 1970, so that ages do not depend on this PC's clock. Live it runs on
   * between events; in replay it is the replay's clock or, where that is not told, the newest event's.
   */
  now() {
    if (this.replayState) return this.replayNow(this.replayState);
    return this.replay ? this.latestMs : this.latestMs + performance.now() - this.latestAt;
  }
}
