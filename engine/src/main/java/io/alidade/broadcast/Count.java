package io.alidade.broadcast;

/** What the gateway counts, named as in {@code /api/state}. */
enum Count {
  EVENTS("events"),
  GOOD("events.good"),
  SUSPECT("events.suspect"),
  INVALID("events.invalid"),
  /** The ring was full. */
  DROPPED_FULL("dropped.full"),
  /** A record too long to pass on. */
  DROPPED_SIZE("dropped.size"),
  /** An event whose JSON is too long to send; its state is kept. */
  DROPPED_JSON("dropped.json"),
  /** A record whose lengths do not add up. */
  DROPPED_MALFORMED("dropped.malformed"),
  /** An event that the gateway failed on; a defect of ours. */
  FAULTS("faults"),
  /** Vessels forgotten for want of room. */
  VESSELS_EVICTED("vessels.evicted"),
  VESSELS_OVERSIZE("vessels.oversize"),
  CONNECTIONS("connections"),
  /** Closed before an upgrade: no whole request came, or its answer was not read, in time. */
  CONNECTIONS_TIMED_OUT("connections.timed_out"),
  REQUESTS("requests"),
  REFUSED_CONNECTIONS("refused.connections"),
  REFUSED_HOST("refused.host"),
  REFUSED_ORIGIN("refused.origin"),
  REFUSED_REQUEST("refused.request"),
  REFUSED_TOO_LONG("refused.too_long"),
  REFUSED_PATH("refused.path"),
  REFUSED_METHOD("refused.method"),
  REFUSED_UPGRADE("refused.upgrade"),
  REFUSED_BUSY("refused.busy"),
  CLIENTS_OPENED("clients.opened"),
  CLOSED_CLIENT("closed.client"),
  CLOSED_SLOW("closed.slow"),
  CLOSED_SILENT("closed.silent"),
  CLOSED_FULL("closed.full"),
  CLOSED_SIZE("closed.size"),
  CLOSED_FLOOD("closed.flood"),
  CLOSED_PROTOCOL("closed.protocol"),
  CLOSED_ERROR("closed.error"),
  CLOSED_SERVER("closed.server"),
  LAG_SLOW("lag.slow"),
  LAG_RATE("lag.rate"),
  LAG_DROPPED("lag.dropped"),
  /** Messages and bytes handed to sockets, all clients together. */
  MESSAGES_SENT("sent.messages"),
  BYTES_SENT("sent.bytes"),
  SNAPSHOT_PAGES("sent.snapshot_pages"),
  /** The most bytes that ever waited for one client. */
  PENDING_MAX("pending.max_bytes");

  final String text;

  Count(String text) {
    this.text = text;
  }
}
