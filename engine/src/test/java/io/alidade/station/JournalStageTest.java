package io.alidade.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.Sessions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outages of the journal, and how they end. */
class JournalStageTest {
  @TempDir Path root;
  private Journal journal;
  private JournalStage stage;
  private long sequence;

  @BeforeEach
  void open() throws Exception {
    journal = Journal.open(root, "test");
    stage = new JournalStage(journal, journal.beginSession(0), Durability.parse("interval=50"));
    event(FrameKind.SESSION, Msg.SESSION);
  }

  @AfterEach
  void close() {
    stage.end();
    journal.close();
  }

  private void event(FrameKind kind, int msg) {
    Event event = new Event(Event.HEADER_LENGTH);
    event.begin(kind, 0, ++sequence);
    event.msg(msg);
    event.sequence(sequence);
    stage.onEvent(event);
  }

  private void tick() {
    event(FrameKind.TICK, Msg.TICK);
  }

  /** A channel refuses a thread that was interrupted; what the disk has is not known then. */
  private void refuseToSync() throws InterruptedException {
    Thread interrupted =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              stage.sync();
            });
    interrupted.start();
    interrupted.join();
  }

  @Test
  void aDiskThatDoesNotSyncIsAnOutageUntilASessionBegins() throws Exception {
    tick();
    refuseToSync();
    assertThat(stage.outage()).isNull();
    tick();
    tick();
    JournalStage.Outage outage = stage.outage();
    assertThat(outage.firstSequence()).isEqualTo(3);
    assertThat(outage.events()).isEqualTo(2);
    assertThat(outage.reason()).contains(root.toString()).doesNotContain("\n");
    stage.sync();

    event(FrameKind.SESSION, Msg.SESSION);
    assertThat(stage.outage()).isNull();
    tick();
    stage.sync();
    assertThat(stage.session().forced()).isEqualTo(6);
    assertThat(Sessions.list(root))
        .extracting(SessionInfo::firstSequence, SessionInfo::lastSequence)
        .containsExactly(tuple(1L, 2L), tuple(5L, 6L));
  }

  @Test
  void anOutageThatASessionCouldNotEndGoesOnAsTheSame() {
    stage.suspend("full");
    tick();
    tick();
    assertThat(stage.outage().events()).isEqualTo(2);
    event(FrameKind.SESSION, Msg.SESSION);
    tick();
    JournalStage.Outage outage = stage.outage();
    assertThat(outage.firstSequence()).isEqualTo(2);
    assertThat(outage.events()).isEqualTo(4);

    stage.suspend(null);
    event(FrameKind.SESSION, Msg.SESSION);
    assertThat(stage.outage()).isNull();
    stage.suspend("full again");
    tick();
    assertThat(stage.outage().firstSequence()).isEqualTo(7);
  }
}
