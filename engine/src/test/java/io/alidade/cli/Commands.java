package io.alidade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Commands run inside the test, and a look at the journals that they leave. */
final class Commands {
  /** Messages that come with an event, and have its sequence. */
  static final Set<String> FUSED = Set.of("track", "own", "heard", "alarm", "derived", "clock");

  private Commands() {}

  record Outcome(int code, String err) {}

  static Outcome run(String... arguments) {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      int code = Alidade.execute(arguments);
      return new Outcome(code, said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(err);
    }
  }

  /** Runs a command that has to succeed. */
  static void done(String... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  static void refused(int code, String reason, String... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.err()).contains(reason);
    assertThat(outcome.err().lines()).as("one line").hasSize(1);
    assertThat(outcome.code()).isEqualTo(code);
  }

  /** Journals files as the links f0, f1 and so on of one session. */
  static void journal(Path journal, String settings, List<Path> files) {
    List<String> run = new ArrayList<>(List.of("run", "--exit-at-end"));
    run.addAll(List.of("--journal", journal.toString()));
    for (int i = 0; i < files.size(); i++) {
      run.addAll(List.of("--link", "file:" + files.get(i) + "?name=f" + i + settings));
    }
    done(run.toArray(String[]::new));
  }

  interface EventVisitor {
    void visit(Event event) throws Exception;
  }

  static SessionInfo lastSession(Path journal) {
    List<SessionInfo> sessions = Sessions.list(journal);
    return sessions.get(sessions.size() - 1);
  }

  static void forEach(SessionInfo session, EventVisitor visitor) throws Exception {
    Event event = new Event(Event.HEADER_LENGTH);
    try (SessionReader reader = SessionReader.open(session)) {
      while (reader.next()) {
        visitor.visit(event.wrap(reader.record()));
      }
      assertThat(reader.damage()).isNull();
    }
  }
}
