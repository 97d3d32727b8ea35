package io.alidade.link;

/**
 * What a link delivers to. All calls of one link come from its reader thread (but for a last
 * boundary, see {@link Link#close}), one after the other, none before {@link Link#start} and none
 * that begins after {@link Link#close} has returned.
 *
 * <p>A receiver may block: that holds this link up and no other. An exception that it throws ends
 * the link's thread; it is for faults of the program, not for bad input.
 */
public interface LinkReceiver {
  /**
   * One read's bytes, 1 or more; for a datagram link one datagram. The array is the link's own: it
   * is valid during the call and must not be changed.
   */
  void bytes(byte[] bytes, int offset, int length);

  /**
   * The bytes before and after this do not belong together: a datagram ended, or the device or
   * connection went away. Whatever a framer holds back is to be flushed. Always before the {@link
   * #state} that tells why, and not called where no byte came since the last one.
   */
  void boundary();

  /**
   * The link's state changed.
   *
   * @param attempt how many times the link was opened, or tried to be, since bytes last came; 0
   *     when bytes had come since it was opened
   * @param reason one line for the operator; it says what was seen, and holds no time of retry
   */
  void state(LinkState state, int attempt, String reason);
}
