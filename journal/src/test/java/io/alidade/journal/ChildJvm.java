package io.alidade.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM of its own with the same java, flags and class path: what tests kill, limit and watch. */
final class ChildJvm {
  private ChildJvm() {}

  static List<String> command(List<String> extraFlags, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(System.getProperty("alidade.jvm.flags").split(" ", -1)));
    command.add("-Xmx128m");
    command.addAll(extraFlags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ChildJvm.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  static ProcessBuilder process(List<String> command) {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** The program of the child; its output is the tests' evidence. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "append" -> append(root);
      case "open" -> open(root);
      case "fill" -> fill(root);
      case "crowded" -> crowded(root);
      case "session" -> session(root, Long.parseLong(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** Appends until it is killed, and says so after each record. */
  private static void append(Path root) throws IOException {
    OutputStream out = System.out;
    Journal journal = Journal.open(root);
    SessionWriter session = journal.beginSession(TestRecords.NOON_NS);
    for (long sequence = journal.lastSequence() + 1; ; sequence++) {
      byte[] bytes = TestRecords.record(sequence);
      session.append(bytes, 0, bytes.length);
      out.write((sequence + "\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }

  /** Tries to open; prints what hinders it. */
  private static void open(Path root) {
    try (Journal journal = Journal.open(root)) {
      System.out.println("open " + journal.lastSequence());
    } catch (JournalException e) {
      System.out.println(e.kind() + " " + e.getMessage());
    }
  }

  /** Appends until an append fails; goes on in a new session with half as much. */
  private static void fill(Path root) {
    try (Journal journal = Journal.open(root)) {
      SessionWriter session = journal.beginSession(TestRecords.NOON_NS);
      byte[] bytes = new byte[50_000];
      long sequence = 0;
      try {
        while (true) {
          TestRecords.header(bytes, ++sequence, TestRecords.NOON_NS);
          session.append(bytes, 0, bytes.length);
        }
      } catch (JournalException e) {
        System.out.println("failed " + sequence + " " + e.kind() + " " + e.getMessage());
      }
      session.close();
      System.out.println("last " + journal.lastSequence());
      long first = sequence + 10; // What came during the outage was not journaled.
      try (SessionWriter next = journal.beginSession(TestRecords.NOON_NS)) {
        TestRecords.append(next, first, first + 9);
      }
      System.out.println("last " + journal.lastSequence());
    }
  }

  /** On a small disk: begins sessions and appends when so many blocks, or none, are left. */
  private static void crowded(Path root) throws IOException {
    Path filler = root.resolveSibling("filler");
    byte[] record = new byte[64];
    int whole = 0;
    try (Journal journal = Journal.open(root)) {
      for (int blocks = 0; blocks < 64; blocks++) {
        // Also while Chronicle makes its own file; then more blocks are needed for ours.
        boolean before = blocks % 2 == 1;
        if (before) {
          fill(filler, blocks);
        }
        try (SessionWriter session = journal.beginSession(TestRecords.NOON_NS)) {
          if (!before) {
            fill(filler, blocks);
          }
          append(session, journal, record, 3);
          whole++;
        } catch (JournalException e) {
          // As it must be on a disk without room.
        }
        Files.deleteIfExists(filler);
      }
      System.out.println("sessions " + whole);
      try (SessionWriter session = journal.beginSession(TestRecords.NOON_NS)) {
        // Where the index goes on in another page, and no room is claimed for records at that time.
        int page = QueueAppender.RECORDS_PER_INDEX_PAGE;
        append(session, journal, record, page - 10_500);
        for (int i = 0; i < 5; i++) {
          long free = root.toFile().getFreeSpace();
          while (free - root.toFile().getFreeSpace() < QueueAppender.CLAIM) {
            append(session, journal, record, 1);
          }
          fill(filler, 0);
          append(session, journal, record, QueueAppender.CLAIM / (record.length + 4) - 10);
          Files.delete(filler);
        }
        System.out.println("went through");
        fill(filler, 0);
        append(session, journal, record, 5_000);
      } catch (JournalException e) {
        System.out.println("failed " + e.kind());
      }
      Files.delete(filler);
    }
    System.out.println("sequences " + Journal.open(root).lastSequence());
  }

  private static void append(SessionWriter session, Journal journal, byte[] record, int count) {
    for (int i = 0; i < count; i++) {
      TestRecords.header(record, journal.lastSequence() + 1, TestRecords.NOON_NS);
      session.append(record, 0, record.length);
    }
  }

  /** Takes all of the disk but so many blocks. */
  private static void fill(Path filler, int blocks) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
      for (byte[] zeros = new byte[DiskBlocks.BLOCK]; ; ) {
        file.write(zeros);
      }
    } catch (IOException full) {
      try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
        file.setLength(Math.max(0, file.length() - (long) blocks * DiskBlocks.BLOCK));
      }
    }
  }

  /** Writes, lists, reads and checks: everything that a station does. */
  private static void session(Path root, long records) throws IOException {
    TestRecords.writeSession(root, records);
    try (SessionReader reader = SessionReader.open(Sessions.list(root).get(0))) {
      System.out.println("read " + (TestRecords.readAll(reader, 1) - 1));
    }
    System.out.println("check " + JournalCheck.check(root).get(0).state());
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(TestRecords.NOON_NS)) {
      TestRecords.append(session, records + 1, records + 1);
      Path open = RootDirectory.sessions(root).get(1);
      System.out.println("queue " + Files.size(TestRecords.queueFile(open)));
    }
    System.out.println("block " + System.getProperty("chronicle.disk.monitor.disable"));
    System.out.println("ambient " + System.getProperty("ambient"));
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .forEach(thread -> System.out.println("thread " + thread.getName()));
  }
}
