package io.alidade.event;

/**
 * What kind of thing an event's bytes are, as its origin says. The code is part of the journal's
 * layout. Kinds up to {@link #NOISE} come from a link's bytes and are decoded again in replay; the
 * later ones are facts of their own, whose decoded section is input.
 */
public enum FrameKind {
  /** A frame between its start and its end. */
  FRAME,
  /** A frame that lacks its end: a new start, or the link's end, came first. */
  CUT,
  /** The first bytes of a frame that grew longer than the protocol allows. */
  OVERSIZE,
  /** Bytes that belong to no frame. */
  NOISE,
  /** A link came up, went down or ended. */
  LINK,
  /** A second passed. */
  TICK,
  /** A session begins: configuration, links, software version. */
  SESSION;

  private static final FrameKind[] VALUES = values();

  /** True for bytes of a link, which a decoder turns into fields. */
  public boolean isFromLink() {
    return ordinal() <= NOISE.ordinal();
  }

  /** The kind with this code, or null. */
  static FrameKind of(int code) {
    return code >= 0 && code < VALUES.length ? VALUES[code] : null;
  }
}
