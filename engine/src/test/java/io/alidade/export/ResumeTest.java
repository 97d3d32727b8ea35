package io.alidade.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.event.Event;
import io.alidade.framing.FrameSink;
import io.alidade.framing.NmeaFramer;
import io.alidade.fuse.FuseSettings;
import io.alidade.journal.Journal;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionWriter;
import io.alidade.journal.Sessions;
import io.alidade.link.LinkUri;
import io.alidade.protocol.nmea.NmeaDecoder;
import io.alidade.station.ConfigException;
import io.alidade.station.SessionStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exports that are cut short anywhere, and gone on with. */
class ResumeTest {
  private static final int SENTENCES = 6000;
  private static final long START_NS = 1_600_000_000_000_000_000L;

  @TempDir Path folder;
  private SessionInfo session;

  @BeforeEach
  void aSession() {
    Path root = folder.resolve("journal");
    try (Journal journal = Journal.open(root, "test");
        SessionWriter writer = journal.beginSession(START_NS)) {
      Event event = new Event(16 * 1024);
      LinkUri link = LinkUri.parse("stdin:?name=gps");
      new SessionStart(
              "test", journal.epoch(), writer.id(), List.of(link), FuseSettings.DEFAULTS, "", "")
          .write(event, START_NS);
      append(journal, writer, event);
      NmeaDecoder decoder = new NmeaDecoder(false);
      NmeaFramer framer = new NmeaFramer();
      long[] time = {START_NS};
      FrameSink sink =
          (kind, bytes, offset, length) -> {
            event.begin(kind, 1, time[0] += 1_000_000_000L);
            event.raw(bytes, offset, length);
            decoder.decode(event);
            append(journal, writer, event);
          };
      for (int i = 0; i < SENTENCES; i++) {
        String sentence =
            i % 3 == 0
                ? "$GPHDT," + i % 360 + ".5,T\r\n"
                : String.format(Locale.ROOT, "$GPGLL,49%02d.5,N,00011.12,W,225444,A%n", i % 60);
        byte[] line = sentence.getBytes(US_ASCII);
        framer.feed(line, 0, line.length, sink);
      }
    }
    session = Sessions.list(root).get(0);
    assertThat(session.records()).isEqualTo(SENTENCES + 1);
  }

  private static void append(Journal journal, SessionWriter writer, Event event) {
    event.sequence(journal.lastSequence() + 1);
    writer.append(event.array(), 0, event.length());
  }

  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static WorkProgress cutAfter(long events) {
    return (done, total) -> {
      if (done >= events) {
        throw new Cut();
      }
    };
  }

  private Export export(ExportFormat format, WorkProgress watcher) {
    ExportRequest request =
        new ExportRequest(format, null, Long.MIN_VALUE, Long.MAX_VALUE, null, false);
    return new Export(session, request, watcher, 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = ExportFormat.class,
      names = {"RAW", "NMEA", "JSONL", "CSV", "KML", "GEOJSON"})
  void whatComesOutIsTheSameAsWithoutTheCut(ExportFormat format) throws Exception {
    Path whole = folder.resolve("whole");
    Path resumed = folder.resolve("resumed");
    Export.Result expected = export(format, (done, total) -> {}).toFile(whole, false, false);
    // With tables the first walk over the events, and so the first cuts, write nothing.
    for (int events : new int[] {1, 2000, 4000, SENTENCES + 3000}) {
      if (events > SENTENCES && format != ExportFormat.CSV) {
        continue;
      }
      assertThatThrownBy(() -> export(format, cutAfter(events)).toFile(resumed, false, events > 1))
          .isInstanceOf(Cut.class);
      assertThat(resumed).doesNotExist();
    }
    assertThatThrownBy(() -> export(format, cutAfter(1)).toFile(resumed, false, false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--resume goes on with it");
    // What was written behind the last checkpoint does not count.
    Path part = folder.resolve("resumed.part");
    Path last = format == ExportFormat.CSV ? part.resolve("nmea.HDT.csv") : part;
    Files.write(last, "behind".getBytes(US_ASCII), java.nio.file.StandardOpenOption.APPEND);
    Export.Result result = export(format, (done, total) -> {}).toFile(resumed, false, true);
    assertThat(result).isEqualTo(expected);
    assertThat(part).doesNotExist();
    assertThat(folder.resolve("resumed.part.state")).doesNotExist();
    if (format == ExportFormat.CSV) {
      for (String name : List.of("nmea.HDT.csv", "nmea.GLL.csv", "session.csv")) {
        assertThat(resumed.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
      }
    } else {
      assertThat(resumed).hasSameBinaryContentAs(whole);
    }
  }

  @Test
  void itGoesOnBehindTheLastCheckpointNotFromTheStart() throws Exception {
    Path file = folder.resolve("file");
    assertThatThrownBy(() -> export(ExportFormat.RAW, cutAfter(4000)).toFile(file, false, false))
        .isInstanceOf(Cut.class);
    assertThat(folder.resolve("file.part")).isNotEmptyFile();
    long[] size = {-1};
    WorkProgress look =
        (done, total) -> {
          if (size[0] < 0) {
            size[0] = folder.resolve("file.part").toFile().length();
          }
        };
    export(ExportFormat.RAW, look).toFile(file, false, true);
    assertThat(size[0]).isGreaterThan(Files.size(file) / 2);
  }

  @Test
  void anotherExportIsNotGoneOnWithAndForceBeginsAnew() throws Exception {
    Path file = folder.resolve("file");
    for (ExportFormat cut : List.of(ExportFormat.NMEA, ExportFormat.CSV)) {
      assertThatThrownBy(
              () ->
                  export(cut, cutAfter(cut == ExportFormat.CSV ? 8000 : 4000))
                      .toFile(file, false, false))
          .isInstanceOf(Cut.class);
      assertThatThrownBy(
              () -> export(ExportFormat.RAW, (done, total) -> {}).toFile(file, false, true))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("is of another export");
      export(ExportFormat.RAW, (done, total) -> {}).toFile(file, true, false);
      assertThat(Files.size(file)).isGreaterThan(SENTENCES * 20L);
      Files.delete(file);
    }
  }

  /** A session that is being written: what comes later is not part of the export. */
  @Test
  void anExportEndsWhereTheSessionEndedWhenItBegan() throws Exception {
    SessionInfo earlier =
        new SessionInfo(
            session.id(),
            session.directory(),
            false,
            false,
            session.firstSequence(),
            session.firstSequence() + 100,
            session.firstTimeNs(),
            session.lastTimeNs(),
            101,
            0,
            0,
            false);
    Path file = folder.resolve("file");
    ExportRequest request =
        new ExportRequest(ExportFormat.JSONL, "gps", Long.MIN_VALUE, Long.MAX_VALUE, null, false);
    new Export(earlier, request, (done, total) -> {}).toFile(file, false, false);
    assertThat(Files.readAllLines(file)).hasSize(100);
  }
}
