// The controls of a replay: what they show comes with the statistics, what they do is sent.

import * as format from './format.js';

const byId = (id) => document.getElementById(id);

/** Writes a text only where it differs, so that an idle page causes no layout. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Controls that have a use of their own for the keys: text fields, lists, buttons, boxes. */
const OWN_KEYS = 'input:not([type="range"]), select, button, textarea';

export class ReplayBar {
  /** `send(action, argument)` tells the replay what to do. */
  constructor(station, send) {
    this.station = station;
    this.send = send;
    this.chosen = null; // the time that the slider was moved to, until the replay is there
    this.shown = null;
    this.seek = byId('replay-seek');
    byId('replay-play').onclick = () => this.toggle();
    byId('replay-step').onclick = () => send('step', '');
    byId('replay-loop').onchange = (event) => send('loop', String(event.target.checked));
    byId('replay-speed').onchange = (event) => send('speed', event.target.value);
    this.seek.oninput = () => {
      this.chosen = this.start + Number(this.seek.value);
    };
    this.seek.onchange = () => send('seek', new Date(this.chosen).toISOString());
    document.addEventListener('keydown', (event) => {
      if (!this.station.replayState || event.target.closest(OWN_KEYS)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === ' ') this.toggle();
      else if (event.key === '.') send('step', '');
      else return;
      event.preventDefault();
    });
  }

  toggle() {
    const { paused, at_end: atEnd } = this.station.replayState;
    this.send(paused || atEnd ? 'play' : 'pause', '');
  }

  render() {
    const state = this.station.replayState;
    byId('replay-bar').hidden = !state;
    if (!state) return;
    if (state !== this.shown) this.show(state);
    const position = this.chosen ?? this.station.now();
    const text = format.dateAndClock(position);
    if (this.chosen === null) this.seek.value = position - this.start;
    if (this.seek.getAttribute('aria-valuetext') !== text) this.seek.setAttribute('aria-valuetext', text);
    write(byId('replay-position'), text);
  }

  show(state) {
    this.shown = state;
    if (!this.seek.matches(':active')) this.chosen = null;
    this.start = format.parseTime(state.start);
    const length = format.parseTime(state.end) - this.start;
    this.seek.max = Math.max(1, length);
    this.seek.step = length > 10_000 ? 1000 : 1; // what an arrow key does, ms
    const stands = state.paused || state.at_end;
    byId('replay-bar').dataset.state = stands ? 'stands' : 'runs';
    write(byId('replay-play'), stands ? 'Play' : 'Pause');
    write(byId('replay-end'), format.dateAndClock(format.parseTime(state.end)));
    byId('replay-loop').checked = state.loop;
    const speed = String(state.speed);
    const select = byId('replay-speed');
    if (![...select.options].some((option) => option.value === speed)) select.add(new Option(speed, speed));
    if (speed !== this.speed) select.value = speed;
    this.speed = speed;
  }
}
