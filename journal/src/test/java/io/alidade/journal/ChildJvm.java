package io.alidade.journal;

import java.io.IOException;
import java.io.OutputStream;
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
