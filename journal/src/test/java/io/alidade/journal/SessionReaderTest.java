package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionReaderTest {
  @TempDir Path root;

  @Test
  void readerFollowsAWriterToTheEndOfTheSession() throws InterruptedException {
    long records = 60_000;
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CountDownLatch reading = new CountDownLatch(1);
    try (Journal journal = Journal.open(root)) {
      SessionWriter session = journal.beginSession(TestRecords.NOON_NS);
      SessionInfo before = Sessions.list(root).get(0);
      assertThat(before.ended()).isFalse();
      Thread follower = new Thread(() -> follow(before, records, reading), "follower");
      follower.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
      follower.start();
      reading.await();
      TestRecords.append(session, 1, records);
      session.close();
      follower.join();
    }
    assertThat(thrown.get()).isNull();
  }

  private static void follow(SessionInfo info, long records, CountDownLatch reading) {
    try (SessionReader reader = SessionReader.open(info)) {
      assertThat(reader.next()).isFalse();
      reading.countDown();
      long next = 1;
      while (!reader.atEnd()) {
        next = TestRecords.readAll(reader, next);
        Thread.onSpinWait();
      }
      assertThat(reader.damage()).isNull();
      assertThat(next).isEqualTo(records + 1);
    }
  }

  @Test
  void listAndCheckWorkWhileAWriterIsAtWork() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (Journal journal = Journal.open(root)) {
      SessionWriter session = journal.beginSession(TestRecords.NOON_NS);
      Thread writer =
          new Thread(
              () -> {
                TestRecords.append(session, 1, 100_000);
                session.close();
              });
      writer.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
      writer.start();
      long seen = 0;
      while (writer.isAlive()) {
        SessionInfo info = Sessions.list(root).get(0);
        assertThat(info.records()).isGreaterThanOrEqualTo(seen).isEqualTo(info.lastSequence());
        seen = info.records();
        assertThat(JournalCheck.check(root).get(0).state()).isEqualTo(SessionVerdict.State.WHOLE);
      }
      writer.join();
    }
    assertThat(thrown.get()).isNull();
    assertThat(Sessions.list(root).get(0).records()).isEqualTo(100_000);
  }

  @Test
  void everythingThatReadsLeavesEveryByteAndTimeAsItWas() throws IOException {
    TestRecords.writeSession(root, 3000);
    Map<String, String> before = TestRecords.fingerprints(root);
    Sessions.list(root);
    JournalCheck.check(root);
    try (SessionReader reader = SessionReader.open(Sessions.list(root).get(0))) {
      assertThat(TestRecords.readAll(reader, 1)).isEqualTo(3001);
    }
    assertThat(TestRecords.fingerprints(root)).isEqualTo(before).hasSize(7);
  }

  /** A session is an ordinary queue: Chronicle's own tailer finds the same bytes in it. */
  @Test
  void chronicleReadsTheSameRecords() {
    TestRecords.writeSession(root, 3000);
    Path session = Sessions.list(root).get(0).directory();
    try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(session).readOnly(true).build();
        ExcerptTailer tailer = queue.createTailer();
        SessionReader reader = SessionReader.open(session)) {
      while (reader.next()) {
        try (DocumentContext document = tailer.readingDocument()) {
          assertThat(document.isPresent()).isTrue();
          byte[] bytes = document.wire().bytes().toByteArray();
          assertThat(bytes).hasSize(reader.length());
          assertThat(reader.record()).startsWith(bytes);
        }
      }
      try (DocumentContext document = tailer.readingDocument()) {
        assertThat(document.isPresent()).isFalse();
      }
    }
    assertThat(JournalCheck.check(root).get(0).state()).isEqualTo(SessionVerdict.State.WHOLE);
  }

  /** Chronicle adds an index page after every 2^20 messages, before or behind the record. */
  @Test
  void indexPagesBetweenRecordsArePassed() {
    int perPage = 4096 * 256;
    try (Journal journal = Journal.open(root)) {
      long sequence = 0;
      for (int records : new int[] {perPage - 1, perPage, perPage + 1}) {
        try (SessionWriter session = journal.beginSession(TestRecords.NOON_NS)) {
          byte[] bytes = new byte[RecordLayout.HEADER_LENGTH];
          for (int i = 0; i < records; i++) {
            TestRecords.header(bytes, ++sequence, TestRecords.NOON_NS);
            session.append(bytes, 0, bytes.length);
          }
        }
      }
    }
    assertThat(JournalCheck.check(root))
        .allSatisfy(
            verdict -> {
              assertThat(verdict.detail()).isEmpty();
              assertThat(verdict.state()).isEqualTo(SessionVerdict.State.WHOLE);
            })
        .extracting(SessionVerdict::records)
        .containsExactly(perPage - 1L, (long) perPage, perPage + 1L);
  }
}
