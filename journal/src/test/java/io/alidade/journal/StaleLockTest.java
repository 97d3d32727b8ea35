package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer that was killed leaves its number in two places: in the root's lock file, where it is
 * for people only, since the lock itself goes with the process; and in Chronicle's metadata of its
 * session, where Chronicle would wait fifteen seconds for a living process of that number and then
 * give up. That file is never opened again: each session is a queue of its own.
 */
class StaleLockTest {
  @TempDir Path root;

  private void killWhileAppending() throws Exception {
    Process child =
        ChildJvm.process(ChildJvm.command(List.of(), "append", root.toString())).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      for (int i = 0; i < 50; i++) {
        assertThat(out.readLine()).isNotNull();
      }
    } finally {
      child.destroyForcibly();
    }
    child.onExit().join();
  }

  /** As if the writer had died inside an append, and a living process had its number now. */
  private static void takeChroniclesLock(Path session, long pid) throws IOException {
    Path file = session.resolve("metadata.cq4t");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
    int key = text.indexOf("chronicle.write.lock");
    assertThat(key).isPositive();
    int value = text.indexOf('\u00a7', key) + 1; // The code of an i64, which lies aligned.
    assertThat(value % 8).isZero();
    System.out.printf("Chronicle's lock as the dead writer left it: %x%n", bytes.getLong(value));
    bytes.putLong(value, pid);
    Files.write(file, bytes.array());
  }

  @Test
  @Timeout(60)
  void lockOfADeadProcessStallsNobodyEvenIfItsNumberIsInUseAgain() throws Exception {
    long own = ProcessHandle.current().pid();
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    for (long alive : new long[] {own, parent, 1}) {
      killWhileAppending();
      List<Path> sessions = RootDirectory.sessions(root);
      Files.writeString(root.resolve("lock"), alive + "\n");
      takeChroniclesLock(sessions.get(sessions.size() - 1), alive);
      long start = System.nanoTime();
      try (Journal journal = Journal.open(root);
          SessionWriter session = journal.beginSession(TestRecords.NOON_NS)) {
        long next = journal.lastSequence() + 1;
        TestRecords.append(session, next, next);
        System.out.printf(
            "lock of number %d left over: first append after %.0f ms%n",
            alive, (System.nanoTime() - start) / 1e6);
      }
    }
    assertThat(JournalCheck.check(root))
        .hasSize(6)
        .extracting(SessionVerdict::state)
        .doesNotContain(SessionVerdict.State.DAMAGED);
    assertThat(Files.readString(root.resolve("lock"))).isEqualTo(own + "\n");
  }
}
