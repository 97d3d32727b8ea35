package io.alidade.event;

/**
 * What kind of thing an event's bytes are, as its origin says. The code is part of the journal's
 * layout. Kinds up to {@link #NOISE} come from a link's bytes and are decoded again in replay, with
 * what is {@link #DERIVED} from them; the others are facts of their own, whose decoded section is
 * input.
 */
public enum FrameKind {
  /** A frame between its start and its end. */
  FRAME(0),
  /** A frame that lacks its end: a new start, or the link's end, came first. */
  CUT(1),
  /** The first bytes of a frame that grew longer than the protocol allows. */
  OVERSIZE(2),
  /** Bytes that belong to no frame. */
  NOISE(3),
  /** A link came up, went down or ended. */
  LINK(4),
  /** A second passed. */
  TICK(5),
  /** A session begins: configuration, links, software version. */
  SESSION(6),
  /**
   * What a decoder found inside the frames before it, such as a packet in transfer frames: it owns
   * no bytes of the link, and is made again in replay.
   */
  DERIVED(7),
  /**
   * What the fuse stage knows, a part of it; it stands in the fused section. At a session's start
   * it is input, later it is made again in replay.
   */
  STATE(8),
  /** Something about the station itself, which its message names. */
  STATION(9);

  private static final FrameKind[] BY_CODE = {
    FRAME, CUT, OVERSIZE, NOISE, LINK, TICK, SESSION, DERIVED, STATE, STATION
  };

  /** The code in an event's header. */
  final int code;

  FrameKind(int code) {
    this.code = code;
  }

  /** True for bytes of a link, which a decoder turns into fields. */
  public boolean isFromLink() {
    return code <= NOISE.code;
  }

  /** The kind with this code, or null. */
  static FrameKind of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
