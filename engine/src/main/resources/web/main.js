// The dashboard: messages change the station's state, and at most ten times a second the page shows it.

import { Panels } from './panels.js';
import { ReplayBar } from './replaybar.js';
import { Connection } from './socket.js';
import { Station } from './station.js';
import { TelemetryPanel } from './telemetry.js';
import { VesselTable } from './vessels.js';

const FRAME_MS = 100;

const station = new Station();
const table = new VesselTable(station);
const telemetry = new TelemetryPanel(station);
const panels = new Panels(station);
const replayBar = new ReplayBar(station, (action, argument) => connection.send({ type: 'replay', action, argument }));
let drawnAt = 0;

function frame(at) {
  requestAnimationFrame(frame);
  // A little early is better than one frame of the screen late.
  if (at - drawnAt < FRAME_MS - 4) return;
  drawnAt = at;
  table.render(at);
  panels.render();
  telemetry.render();
  replayBar.render();
}

const connection = new Connection(
  `ws://${location.host}/ws`,
  (message) => station.apply(message),
  (state, retryAt) => panels.connection(state, retryAt),
);
requestAnimationFrame(frame);
