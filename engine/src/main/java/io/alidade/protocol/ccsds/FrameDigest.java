package io.alidade.protocol.ccsds;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Sixty-four bits by which a frame is known again; not proof against forgery. */
final class FrameDigest {
  static final int LENGTH = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private FrameDigest() {}

  /** Digests the first {@code length} bytes. */
  static void write(byte[] frame, int length, byte[] digest) {
    long hash = length * FACTOR;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      hash = mix(hash, (long) LONG.get(frame, i));
    }
    for (; i < length; i++) {
      hash = mix(hash, frame[i]);
    }
    LONG.set(digest, 0, mix(hash, 0));
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * FACTOR;
    return mixed ^ mixed >>> 29;
  }
}
