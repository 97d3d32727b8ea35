package io.alidade.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The {@link RecordLayout} fields of a record inside a byte array. */
final class RecordBytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private RecordBytes() {}

  static int magic(byte[] record, int offset) {
    return (int) INT.get(record, offset + RecordLayout.MAGIC_OFFSET);
  }

  static int crc(byte[] record, int offset) {
    return (int) INT.get(record, offset + RecordLayout.CRC_OFFSET);
  }

  static void crc(byte[] record, int offset, int value) {
    INT.set(record, offset + RecordLayout.CRC_OFFSET, value);
  }

  static int length(byte[] record, int offset) {
    return (int) INT.get(record, offset + RecordLayout.LENGTH_OFFSET);
  }

  static int marks(byte[] record, int offset) {
    return (int) INT.get(record, offset + RecordLayout.MARKS_OFFSET);
  }

  static long sequence(byte[] record, int offset) {
    return (long) LONG.get(record, offset + RecordLayout.SEQUENCE_OFFSET);
  }

  static long timeNs(byte[] record, int offset) {
    return (long) LONG.get(record, offset + RecordLayout.TIME_OFFSET);
  }

  /** The CRC32C that belongs into a record's CRC field. */
  static int computeCrc(CRC32C crc, byte[] record, int offset, int length) {
    crc.reset();
    crc.update(record, offset + RecordLayout.CRC_START, length - RecordLayout.CRC_START);
    return (int) crc.getValue();
  }
}
