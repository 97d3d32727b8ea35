// Everything around the vessel table: connection, own position, counters, links, invalid events.

import { reason } from './codes.js';
import * as format from './format.js';

const byId = (id) => document.getElementById(id);

/** Writes a text only where it differs, so that an idle page causes no layout. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export class Panels {
  constructor(station) {
    this.station = station;
    this.linksVersion = -1;
    this.invalidVersion = -1;
    this.retryAt = 0;
    this.drawnStats = null;
    this.chart = byId('rate-chart').getContext('2d');
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.drawRates());
  }

  connection(state, retryAt) {
    this.state = state;
    this.retryAt = retryAt ?? 0;
    document.body.dataset.state = state;
    byId('connection').dataset.state = state;
    this.showConnection();
  }

  showConnection() {
    const label = byId('connection').lastElementChild;
    if (this.state === 'connected') {
      write(label, 'Connected');
    } else if (this.state === 'reconnecting') {
      const seconds = Math.ceil((this.retryAt - Date.now()) / 1000);
      write(label, seconds > 0 ? `Reconnecting in ${seconds} s` : 'Reconnecting');
    }
  }

  render() {
    const station = this.station;
    this.showConnection();
    this.showReplay();
    write(byId('clock'), format.dateAndClock(station.now()));
    this.showLag();
    this.showOutage();
    this.showOwn();
    this.showCounts();
    if (station.linksVersion !== this.linksVersion) {
      this.linksVersion = station.linksVersion;
      this.showLinks();
    }
    if (station.invalidVersion !== this.invalidVersion) {
      this.invalidVersion = station.invalidVersion;
      this.showInvalid();
    }
  }

  showReplay() {
    const { replay } = this.station;
    if (replay === this.inReplay) return;
    this.inReplay = replay;
    byId('replay').hidden = !replay;
    document.body.classList.toggle('in-replay', replay);
    document.title = replay ? 'Replay · Alidade' : 'Alidade';
  }

  showLag() {
    const lag = this.station.lag;
    const badge = byId('lag');
    badge.hidden = !lag || performance.now() - lag.at > 4000;
    if (!badge.hidden) write(badge, lag.reason === 'dropped' ? 'Events missed' : 'Latest state only');
  }

  showOutage() {
    const outage = this.station.outage;
    const badge = byId('outage');
    badge.hidden = !outage;
    if (!outage) return;
    const since = format.clock(format.parseTime(outage.data.since));
    write(badge, `Not journaling since ${since}`);
    badge.title = outage.data.reason;
  }

  showOwn() {
    const own = this.station.own;
    if (!own) {
      write(byId('own-position'), 'No fix');
      write(byId('own-detail'), '');
      return;
    }
    const fields = own.fields;
    write(byId('own-position'), format.position(fields.lat, fields.lon));
    write(
      byId('own-detail'),
      [
        fields.speed !== undefined && `${format.decimal(fields.speed, 1)} kn`,
        fields.course !== undefined && format.degrees(fields.course),
        own.link && `from ${own.link}`,
        fields.state === 'stale' && 'no fix since',
        `${format.age(this.station.now() - own.rxMs)} ago`,
      ]
        .filter(Boolean)
        .join(' · '),
    );
  }

  showCounts() {
    const { stats, rates, vessels } = this.station;
    write(byId('vessel-count'), format.count(vessels.size));
    if (!stats || stats === this.drawnStats) return;
    this.drawnStats = stats;
    write(byId('events-rate'), format.rate(rates.at(-1) ?? 0));
    write(byId('events-total'), format.count(stats.events));
    const total = Math.max(1, stats.events);
    for (const quality of ['good', 'suspect', 'invalid']) {
      write(byId(`count-${quality}`), format.count(stats[quality]));
      byId(`share-${quality}`).style.width = `${(100 * stats[quality]) / total}%`;
    }
    this.showFresh();
    this.drawRates();
  }

  showFresh() {
    const now = this.station.now();
    let fresh = 0;
    for (const vessel of this.station.vessels.values()) {
      if (now - vessel.rxMs < 60_000) fresh++;
    }
    write(byId('vessel-fresh'), `${format.count(fresh)} heard in the last minute`);
  }

  drawRates() {
    const { rates } = this.station;
    const chart = this.chart;
    const { width, height } = chart.canvas;
    const highest = Math.max(1, ...rates);
    const step = width / 60;
    chart.clearRect(0, 0, width, height);
    chart.fillStyle = getComputedStyle(document.body).getPropertyValue('--accent');
    rates.forEach((rate, i) => {
      const bar = rate > 0 ? Math.max(2, (rate / highest) * height) : 0;
      chart.fillRect(width - (rates.length - i) * step, height - bar, step - 1, bar);
    });
  }

  showLinks() {
    const byName = [...this.station.links.values()].sort((a, b) => (a.link < b.link ? -1 : 1));
    byId('links').replaceChildren(...byName.map(linkItem));
  }

  showInvalid() {
    const items = this.station.invalid.map((event) => {
      const item = document.createElement('li');
      item.dataset.seq = event.seq;
      const why = document.createElement('b');
      why.textContent = event.msg === 'noise' ? `Noise: ${reason(event.flags).toLowerCase()}` : reason(event.flags);
      const where = document.createElement('small');
      where.textContent = `${format.clock(format.parseTime(event.rx))} · ${event.link} · #${event.seq}`;
      item.append(why, where);
      return item;
    });
    byId('invalid').replaceChildren(...items);
  }
}

function linkItem(event) {
  const { state, reason: why, attempt } = event.data;
  const item = document.createElement('li');
  item.dataset.link = event.link;
  item.dataset.state = state ?? '';
  const label = document.createElement('b');
  label.textContent = event.link;
  const text = document.createElement('span');
  text.textContent = state ?? '';
  const detail = document.createElement('small');
  const since = `since ${format.clock(format.parseTime(event.rx))}`;
  detail.textContent = [why, attempt > 1 && `attempt ${attempt}`, since].filter(Boolean).join(' · ');
  item.append(document.createElement('i'), label, text, detail);
  return item;
}
