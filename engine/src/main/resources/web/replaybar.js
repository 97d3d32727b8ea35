// The controls of a replay: what they show comes with the statistics, what they do is sent.

import * as format from './format.js';

const byId = (id) => document.getElementById(id);
const STEPS = 1000;

export class ReplayBar {
  /** `send(action, argument)` tells the replay what to do. */
  constructor(station, send) {
    this.station = station;
    this.dragging = false;
    this.shown = null;
    byId('replay-play').onclick = () => send(this.running() ? 'pause' : 'play', '');
    byId('replay-step').onclick = () => send('step', '');
    byId('replay-loop').onchange = (event) => send('loop', String(event.target.checked));
    byId('replay-speed').onchange = (event) => send('speed', event.target.value);
    const seek = byId('replay-seek');
    seek.oninput = () => {
      this.dragging = true;
      byId('replay-position').textContent = format.dateAndClock(this.timeAt(seek.value));
    };
    seek.onchange = () => {
      this.dragging = false;
      send('seek', new Date(this.timeAt(seek.value)).toISOString());
    };
    document.addEventListener('keydown', (event) => {
      const control = event.target.closest('input, select, button, textarea');
      if (control || !this.station.replayState || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === ' ') send(this.running() ? 'pause' : 'play', '');
      else if (event.key === '.') send('step', '');
      else return;
      event.preventDefault();
    });
  }

  running() {
    return !this.station.replayState.paused;
  }

  timeAt(value) {
    const { start, end } = this.station.replayState;
    const from = Date.parse(start);
    return from + ((Date.parse(end) - from) * value) / STEPS;
  }

  render() {
    const state = this.station.replayState;
    byId('replay-bar').hidden = !state;
    if (!state) return;
    const position = Number.isNaN(this.station.latestMs) ? Date.parse(state.position) : this.station.latestMs;
    if (!this.dragging) {
      const from = Date.parse(state.start);
      const length = Date.parse(state.end) - from;
      const value = length > 0 ? Math.round(((position - from) * STEPS) / length) : 0;
      if (byId('replay-seek').value !== String(value)) byId('replay-seek').value = value;
      const text = format.dateAndClock(position);
      if (byId('replay-position').textContent !== text) byId('replay-position').textContent = text;
    }
    if (state === this.shown) return;
    this.shown = state;
    byId('replay-play').textContent = state.paused ? 'Play' : 'Pause';
    byId('replay-end').textContent = format.dateAndClock(Date.parse(state.end)) + (state.at_end ? ' (at the end)' : '');
    byId('replay-loop').checked = state.loop;
    const speed = String(state.speed);
    const select = byId('replay-speed');
    if (![...select.options].some((option) => option.value === speed)) select.add(new Option(speed, speed));
    select.value = speed;
  }
}
