package io.alidade.link;

/** What a link tells of itself, each once per change. */
public enum LinkState {
  /** Open: the device, connection, socket or file can be read; no byte need have come yet. */
  UP,
  /** Not open; the link tries again, for ever. Told again when the reason changes. */
  DOWN,
  /** Open, but silent for longer than its watchdog allows: it is closed and opened again. */
  STALE,
  /** A file or standard input came to its end; nothing follows. */
  END
}
