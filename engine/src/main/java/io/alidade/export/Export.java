package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.Links;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.replay.RecordedEvents;
import io.alidade.station.ConfigException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/** Exports one session. For one use. */
public final class Export {
  /** Where an export to a file that is cut short can be gone on with: at most so long before. */
  private static final long CHECKPOINT_NS = TimeUnit.SECONDS.toNanos(1);

  private static final int EVENTS_BETWEEN_LOOKS = 1024;

  private final SessionInfo session;
  private final ExportRequest request;
  private final WorkProgress watcher;
  private final long checkpointNs;
  private BitSet links;
  private EventNames names;
  private Destination.Progress progress;

  /**
   * What came of it.
   *
   * @param records lines, frames, packets or positions
   * @param bytes in the files; 0 for a stream
   * @param damage why reading stopped early, or empty
   */
  public record Result(long records, long bytes, String damage) {}

  /** An export that has not begun. */
  public Export(SessionInfo session, ExportRequest request, WorkProgress watcher) {
    this(session, request, watcher, CHECKPOINT_NS);
  }

  Export(SessionInfo session, ExportRequest request, WorkProgress watcher, long checkpointNs) {
    this.session = session;
    this.request = request;
    this.watcher = watcher;
    this.checkpointNs = checkpointNs;
  }

  /**
   * Writes to a stream, which is flushed and left open.
   *
   * @throws IOException as the stream does
   */
  public Result toStream(OutputStream out) throws ConfigException, JournalException, IOException {
    if (isFolder()) {
      throw new ConfigException(
          "csv has a table for each type of message: choose one with --type, or a directory with"
              + " -o");
    }
    try (RecordedEvents events = new RecordedEvents(session)) {
      return run(events, new StreamDestination(out));
    }
  }

  /**
   * Writes a file (or, for {@link ExportFormat#CSV} without a type, a folder of files), which is
   * there only when it is whole.
   *
   * @param force replace a file that is there
   * @param resume go on with an export of the same that was cut short, where there is one; what
   *     comes out is the same as without the cut
   */
  public Result toFile(Path file, boolean force, boolean resume)
      throws ConfigException, JournalException, IOException {
    FileDestination.check(file, isFolder(), force);
    try (RecordedEvents events = new RecordedEvents(session)) {
      request.links(events.start());
      String fingerprint = request.fingerprint(events.start());
      try (Destination destination =
          FileDestination.open(file, isFolder(), fingerprint, force, resume)) {
        return run(events, destination);
      }
    }
  }

  private boolean isFolder() {
    return request.format() == ExportFormat.CSV && request.type() == null;
  }

  private Result run(RecordedEvents events, Destination destination)
      throws ConfigException, JournalException, IOException {
    request.check();
    links = request.links(events.start());
    progress = destination.progress();
    if (progress.until == 0) {
      progress.until = session.lastSequence();
    }
    destination.checkpoint(); // before there is a part without it
    Links shown = events.links();
    boolean isFiltered = request.type() != null && request.format() != ExportFormat.JSONL;
    names = isFiltered && request.format() != ExportFormat.CSV ? new EventNames(shown) : null;
    EventExport export;
    if (request.format() == ExportFormat.CSV) {
      export = csv(shown, destination);
    } else {
      export = export(events, shown, destination.stream(""));
    }
    if (request.format() != ExportFormat.PACKETS) {
      events.skipTo(request.fromNs(), progress.sequence);
    }
    String damage;
    try {
      write(events, export, destination);
      damage = events.damage();
    } catch (IllegalStateException unreadable) {
      damage = "; " + unreadable.getMessage();
    }
    export.end();
    destination.finish();
    return new Result(progress.records, destination.bytes(), damage);
  }

  private EventExport export(RecordedEvents events, Links shown, OutputStream out)
      throws ConfigException {
    return switch (request.format()) {
      case RAW -> new RawExport(out);
      case NMEA -> new NmeaExport(out, request.times());
      case KISS -> new KissExport(out);
      case JSONL -> new JsonExport(out, shown, request.type());
      case KML -> new KmlExport(out, "session " + session.id());
      case GEOJSON -> new GeoJsonExport(out);
      case PACKETS -> new PacketExport(out, events.start());
      case CSV -> throw new IllegalArgumentException("csv has many streams");
    };
  }

  /** Two walks: the first finds out which columns the tables have. */
  private CsvExport csv(Links shown, Destination destination)
      throws ConfigException, JournalException, IOException {
    CsvExport export = new CsvExport(shown, request.type());
    try (RecordedEvents events = new RecordedEvents(session)) {
      events.skipTo(request.fromNs(), 0);
      while (events.next() && events.event().sequence() <= progress.until) {
        if (isChosen(events.event())) {
          export.learn(events.event());
        }
        tell(events.event().sequence(), 0);
      }
    }
    export.begin(destination);
    return export;
  }

  private void write(RecordedEvents events, EventExport export, Destination destination)
      throws IOException {
    long lastCheckpoint = System.nanoTime();
    long resumed = progress.sequence;
    int count = 0;
    while (events.next() && events.event().sequence() <= progress.until) {
      Event event = events.event();
      boolean selected = event.sequence() > resumed && isChosen(event);
      progress.records += export.take(event, selected);
      progress.sequence = Math.max(resumed, event.sequence());
      if (++count % EVENTS_BETWEEN_LOOKS == 0) {
        if (request.format().isStream() && System.nanoTime() - lastCheckpoint >= checkpointNs) {
          destination.checkpoint();
          lastCheckpoint = System.nanoTime();
        }
      }
      tell(event.sequence(), 1);
    }
  }

  /** Says how far it is; with tables there are two walks. */
  private void tell(long sequence, int walk) {
    long total = progress.until - session.firstSequence() + 1;
    long done = sequence - session.firstSequence() + 1;
    if (done % EVENTS_BETWEEN_LOOKS == 0) {
      if (request.format() == ExportFormat.CSV) {
        watcher.at(walk * total + done, 2 * total);
      } else {
        watcher.at(done, total);
      }
    }
  }

  private boolean isChosen(Event event) throws IOException {
    long time = event.rxTime();
    return time >= request.fromNs()
        && time < request.toNs()
        && (links == null || links.get(event.link()))
        && (names == null || names.of(event).equals(request.type()));
  }
}
