// The connection to the gateway: opens it, hands its messages on, and opens it again when it ends.

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;

/** The gateway says something every second; after this long without, the connection is dead. */
const SILENCE_MS = 6_000;

export class Connection {
  /** Calls `onMessage(object)` for each message and `onState(name, retryAtMs)` on each change. */
  constructor(url, onMessage, onState) {
    this.url = url;
    this.onMessage = onMessage;
    this.onState = onState;
    this.failures = 0;
    this.open();
  }

  open() {
    const socket = new WebSocket(this.url, 'alidade.1');
    this.socket = socket;
    this.heardAt = performance.now();
    const watchdog = setInterval(() => {
      if (performance.now() - this.heardAt > SILENCE_MS) {
        this.lost(socket, watchdog);
        socket.close();
      }
    }, 1000);
    socket.onmessage = (event) => {
      this.heardAt = performance.now();
      const message = JSON.parse(event.data);
      if (message.type === 'hello') {
        this.failures = 0;
        this.onState('connected');
      }
      this.onMessage(message);
    };
    socket.onclose = () => this.lost(socket, watchdog);
  }

  /** Sends an object, if there is anybody to take it. */
  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** Tries again later: each time twice as late, and not at the same moment as other pages. */
  lost(socket, watchdog) {
    clearInterval(watchdog);
    socket.onmessage = null;
    socket.onclose = null;
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.failures);
    const spread = delay * (0.75 + Math.random() / 2);
    this.failures++;
    this.onState('reconnecting', Date.now() + spread);
    setTimeout(() => this.open(), spread);
  }
}
