package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 100_000;
  private static final int RECORDS = 100_000;

  @TempDir Path root;

  @Test
  void appendAndReadAllocateNothingPerRecord() {
    byte[] record = new byte[256];
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(TestRecords.NOON_NS)) {
      byte[] template = TestRecords.record(1, TestRecords.NOON_NS, 256 - 32);
      System.arraycopy(template, 0, record, 0, 256);
      append(session, record, 1, WARM_UP);
      long before = allocated();
      append(session, record, WARM_UP + 1, RECORDS);
      double perAppend = (allocated() - before) / (double) RECORDS;
      System.out.printf("append: %.4f B/record%n", perAppend);
      assertThat(perAppend).isLessThanOrEqualTo(1.0);
    }
    try (SessionReader reader = SessionReader.open(Sessions.list(root).get(0))) {
      assertThat(read(reader, WARM_UP)).isEqualTo(WARM_UP);
      long before = allocated();
      assertThat(read(reader, RECORDS)).isEqualTo(WARM_UP + RECORDS);
      double perRead = (allocated() - before) / (double) RECORDS;
      System.out.printf("read: %.4f B/record%n", perRead);
      assertThat(perRead).isLessThanOrEqualTo(1.0);
    }
  }

  private static void append(SessionWriter session, byte[] record, long first, int count) {
    for (long sequence = first; sequence < first + count; sequence++) {
      for (int i = 0; i < Long.BYTES; i++) {
        record[RecordLayout.SEQUENCE_OFFSET + i] = (byte) (sequence >>> (8 * i));
      }
      session.append(record, 0, record.length);
    }
  }

  private static long read(SessionReader reader, int count) {
    long last = 0;
    for (int i = 0; i < count && reader.next(); i++) {
      last = RecordBytes.sequence(reader.record(), 0);
    }
    return last;
  }

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
