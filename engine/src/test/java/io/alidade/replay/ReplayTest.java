package io.alidade.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.fuse.Fuse;
import io.alidade.fuse.FuseSettings;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionWriter;
import io.alidade.journal.Sessions;
import io.alidade.link.LinkUri;
import io.alidade.protocol.nmea.NmeaDecoder;
import io.alidade.station.SessionStart;
import io.alidade.validate.Validate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_764_032_400L * SECOND;
  private static final String[] LINES = {
    "!AIVDM,2,1,9,B,55R3Vn82=ILTQ3KKS>1<D60Dq@E918U<F222221J1`?164vc03S1CCAD,0*2A\r\n",
    "!AIVDM,2,2,9,B,`88888888888880,2*76\r\n",
    "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n",
    "$GPGLL,4916.45,N,12311.12,W,225444,A*31\r\n",
    "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*5B\r\n",
    "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n",
  };

  @TempDir Path root;

  /** A session of the lines, one a second, each event changed by the tamperer before appending. */
  private SessionInfo record(Consumer<Event> tamperer) throws Exception {
    try (Journal journal = Journal.open(root);
        SessionWriter session = journal.beginSession(START)) {
      Event event = new Event(16 * 1024);
      new SessionStart(
              "test",
              journal.epoch(),
              session.id(),
              List.of(LinkUri.parse("tcp://127.0.0.1:1?name=ais0")),
              FuseSettings.ofVessels(10),
              "",
              "")
          .write(event, START);
      NmeaDecoder decoder = new NmeaDecoder(true);
      Validate validate = new Validate();
      Fuse fuse = new Fuse(10);
      long sequence = journal.lastSequence() + 1;
      for (int i = 0; i <= LINES.length; i++) {
        if (i > 0) {
          byte[] line = LINES[i - 1].getBytes(US_ASCII);
          event.begin(FrameKind.FRAME, 1, START + i * SECOND / 4);
          event.raw(line, 0, line.length);
          decoder.decode(event);
        }
        event.sequence(sequence++);
        validate.onEvent(event);
        fuse.onEvent(event);
        tamperer.accept(event);
        session.append(event.array(), 0, event.length());
      }
    }
    List<SessionInfo> sessions = Sessions.list(root);
    return sessions.get(sessions.size() - 1);
  }

  private static Replay replay(SessionInfo session, double speed, long from, long to) {
    Replay replay = new Replay(List.of(session), from, to, EventFilter.ALL, null);
    assertThat(replay.speed(speed)).isTrue();
    return replay;
  }

  private static List<byte[]> replayed(Replay replay) throws Exception {
    List<byte[]> events = new ArrayList<>();
    replay.run(
        new Replay.Audience() {
          private int offers;

          @Override
          public void begins(SessionEvents session) {
            assertThat(session.start().links().get(0).name()).isEqualTo("ais0");
          }

          @Override
          public boolean offer(Event event) {
            if (++offers % 3 == 0) {
              return false; // "not now": it must come again
            }
            events.add(Arrays.copyOf(event.array(), event.length()));
            return true;
          }
        });
    return events;
  }

  @Test
  void whatWasRecordedIsMadeAgainToTheByte() throws Exception {
    SessionInfo session = record(event -> {});
    Verify.Result result = Verify.session(session);
    assertThat(result.difference()).isNull();
    assertThat(result.events()).isEqualTo(LINES.length + 1);
    assertThat(result.damage()).isEmpty();
  }

  @Test
  void oneChangedFieldIsFound() throws Exception {
    SessionInfo session =
        record(
            event -> {
              FieldReader fields = event.decoded();
              if (event.msg() == Msg.AIS + 1 && fields.find(Field.MMSI)) {
                event.array()[Event.HEADER_LENGTH + event.rawLength() + 4]++; // the type
              }
            });
    Verify.Result result = Verify.session(session);
    assertThat(result.events()).isEqualTo(3);
    assertThat(result.difference()).contains("event 4 differs at byte", "(decoded)", "\"type\":2");
  }

  @Test
  void aChangedFlagAndAChangedTrackAreFound() throws Exception {
    SessionInfo flagged = record(event -> event.remark(io.alidade.event.Flag.JUMP));
    assertThat(Verify.session(flagged).difference()).contains("event 1 differs", "(header)");
    SessionInfo moved =
        record(
            event -> {
              if (event.fusedLength() > 0) {
                event.array()[event.length() - 1] ^= 1;
              }
            });
    assertThat(Verify.session(moved).difference()).contains("(fused)");
  }

  @Test
  void replayShowsEveryEventAndARangeOfThem() throws Exception {
    SessionInfo session = record(event -> {});
    List<byte[]> all = replayed(replay(session, Replay.MAX_SPEED, Long.MIN_VALUE, Long.MAX_VALUE));
    assertThat(all).hasSize(LINES.length + 1);
    List<byte[]> some = replayed(replay(session, 1000, START + SECOND / 2, START + 5 * SECOND / 4));
    assertThat(some).hasSize(3);
    assertThat(some.get(0)).as("the first part was run, not shown").isEqualTo(all.get(2));
    assertThat(new Event(72).wrap(some.get(0)).msg()).isEqualTo(Msg.AIS + 5);
  }

  @Test
  void aSessionThatDoesNotSayWhatItIsIsRefused() throws Exception {
    SessionInfo session =
        record(
            event -> {
              if (event.kind() == FrameKind.SESSION) {
                event.begin(FrameKind.TICK, 0, START);
                event.sequence(1);
              }
            });
    assertThat(Verify.session(session).difference())
        .contains("does not begin with a session event");
    Replay replay = replay(session, Replay.MAX_SPEED, Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(replayed(replay)).isEmpty();
    assertThat(replay.damage()).contains("does not begin with a session event");
  }

  @Test
  void anEventOfAnUnknownLinkIsADifference() throws Exception {
    SessionInfo session =
        record(
            event -> {
              if (event.kind().isFromLink()) {
                event.array()[Event.LINK_OFFSET] = 9;
              }
            });
    assertThat(Verify.session(session).difference()).contains("of link 9");
  }

  @Test
  void sessionStartSurvivesItsEvent() throws Exception {
    SessionStart start =
        new SessionStart(
            "1.0",
            "epoch",
            "session",
            List.of(LinkUri.parse("stdin:?name=x"), LinkUri.parse("udp://127.0.0.1:5")),
            new FuseSettings(7, 244123456, 5000, 900, 600, List.of("a = b * 2", "c = a")),
            "links: é\n",
            "<SpaceSystem/>");
    Event event = new Event(4096);
    start.write(event, 5);
    FieldWriter ignored = event.beginFused();
    event.endFused();
    assertThat(ignored).isNotNull();
    assertThat(SessionStart.read(event)).isEqualTo(start);
  }
}
