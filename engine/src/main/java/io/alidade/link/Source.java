package io.alidade.link;

import java.io.IOException;

/**
 * Something to read bytes from. All calls come from the link's reader thread, except {@link
 * #prepare}, which comes before it starts, and {@link #cancel}, which may come at any time.
 *
 * <p>Faults are {@link IOException}s whose message is one line for the operator.
 */
interface Source {
  /** Size of the buffer to read into. */
  int bufferSize();

  /** Finds out early what no retry would mend: a file that is missing, a library that is. */
  default void prepare() throws IOException {}

  /** Opens, or throws; says what it opened. */
  String open() throws IOException;

  /**
   * Waits for bytes.
   *
   * @param waitMillis the longest wait, 0 for no limit; a source may return 0 earlier
   * @return how many were put at the start of the buffer, 0 for none yet, -1 at the end
   */
  int read(byte[] buffer, int waitMillis) throws IOException;

  /** Closes what is open, in bounded time; does nothing where nothing is. */
  void close();

  /**
   * Makes a blocked {@link #open} or {@link #read} return soon, for good.
   *
   * @return whether the reader thread will notice soon; always, where {@link #isCancellable} holds
   */
  boolean cancel();

  /** Whether a blocked read can be woken. */
  default boolean isCancellable() {
    return true;
  }

  /** Whether each read is a datagram. */
  default boolean isDatagrams() {
    return false;
  }

  /** Whether -1 from {@link #read} is the end of the link, or a loss to recover from. */
  default boolean isFinite() {
    return false;
  }

  /** What the operator is told when {@link #read} gave -1. */
  String endReason();

  /** The source that a URI names. */
  static Source of(LinkUri uri, LinkClock clock) {
    return switch (uri.scheme()) {
      case SERIAL -> new SerialSource(uri, clock);
      case TCP -> new TcpSource(uri.host(), uri.port());
      case UDP -> new UdpSource(uri.host(), uri.port());
      case FILE -> new FileSource(uri.path(), uri.paceOfFile(), clock);
      case STDIN -> new StdinSource();
    };
  }
}
