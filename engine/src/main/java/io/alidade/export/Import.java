package io.alidade.export;

import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.framing.Framer;
import io.alidade.fuse.FuseSettings;
import io.alidade.journal.Journal;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionWriter;
import io.alidade.link.LinkState;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.Mission;
import io.alidade.station.Protocol;
import io.alidade.station.SessionStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes a session of a recording: its bytes as a link would have delivered them, its times as the
 * receive times. A frame without a time has that of the frame before it; those before the first
 * time have that one. For one use.
 */
public final class Import {
  private static final int READ_BYTES = 64 * 1024;

  /** More than the ids of a journal and a session have. */
  private static final int IDS_LENGTH = 128;

  private final ImportRequest request;
  private final Path file;
  private final Protocol protocol;
  private final WorkProgress watcher;
  private final UdpDatagram datagram = new UdpDatagram();
  private RecordingFormat format;
  private int port;
  private long partial;
  private String damage = "";
  private long bytes;

  /** The time of the datagram that is being read. */
  private long datagramNs = Event.NO_TIME;

  /**
   * What came of it.
   *
   * @param session the session's id
   * @param bytes that the link delivered
   * @param partial datagrams that the capture has not all of, and that were left out
   * @param damage what kept the file from being read to its end, or empty
   */
  public record Result(String session, long events, long bytes, long partial, String damage) {}

  /** An import that has not begun. */
  public Import(ImportRequest request, WorkProgress watcher) throws ConfigException {
    this.request = request;
    this.watcher = watcher;
    file = request.file();
    protocol = Protocol.of(request.link().protocol());
    protocol.framer(request.link()); // refuses settings that make no frame
    if (request.mission() != Mission.NONE && !protocol.hasPackets()) {
      throw new ConfigException(
          "--mission: describes packets, which " + request.link().protocol() + " lacks");
    }
  }

  /**
   * Appends the session to a journal, which is made where there is none. Whatever can be refused is
   * refused before anything is written.
   *
   * @param version the software's, for the session
   */
  public Result into(Path root, String version)
      throws ConfigException, EnvironmentException, JournalException {
    try {
      return run(root, version);
    } catch (IOException fault) {
      throw new EnvironmentException(file + " cannot be read: " + fault.getMessage(), fault);
    }
  }

  private Result run(Path root, String version)
      throws ConfigException, JournalException, IOException {
    long firstNs = look();
    int slotBytes = Protocol.slotBytes(List.of(request.link()));
    if (!start(version, "", "").fits(IDS_LENGTH)) {
      throw new ConfigException("--mission: too long for one event, even compressed");
    }
    try (Journal journal = Journal.open(root, version);
        SessionWriter writer = journal.beginSession(firstNs)) {
      SessionRecorder recorder =
          new SessionRecorder(
              journal,
              writer,
              protocol.decoder(request.link(), request.mission().contents()),
              slotBytes,
              FuseSettings.DEFAULTS);
      recorder.begin(start(version, journal.epoch(), writer.id()), firstNs, times());
      recorder.link(LinkState.UP, "importing " + file);
      Framer framer = protocol.framer(request.link());
      if (format == RecordingFormat.PCAP) {
        datagrams(framer, recorder);
      } else {
        bytes(framer, recorder);
      }
      recorder.link(LinkState.END, "end of " + file + " after " + bytes + " bytes");
      return new Result(writer.id(), recorder.count(), bytes, partial, damage);
    }
  }

  private SessionStart start(String version, String epoch, String session) {
    return new SessionStart(
        version,
        epoch,
        session,
        List.of(request.link()),
        FuseSettings.DEFAULTS,
        "",
        request.mission().text());
  }

  /** Finds out what the file is and the time that it begins with. */
  private long look() throws ConfigException, IOException {
    if (!Files.exists(file)) {
      throw new ConfigException(file + ": no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(file + ": is not a regular file");
    }
    if (Files.size(file) == 0) {
      throw new ConfigException(file + ": is empty");
    }
    try (CaptureFile capture = CaptureFile.open(file)) {
      boolean isCapture = capture != null;
      RecordingFormat given = request.format();
      if (given == RecordingFormat.PCAP && !isCapture) {
        throw new ConfigException(file + ": is neither pcap nor pcapng");
      }
      format =
          given != null
              ? given
              : isCapture
                  ? RecordingFormat.PCAP
                  : RecordingFormat.ofProtocol(request.link().protocol());
      request.check(format);
      if (format == RecordingFormat.PCAP) {
        return firstOfCapture(capture);
      }
    }
    return request.hasStart() ? request.startNs() : firstOfRecording();
  }

  /** The first datagram's time; chooses the port. */
  private long firstOfCapture(CaptureFile capture) throws ConfigException, IOException {
    CapturedPacket packet = new CapturedPacket();
    TreeSet<Integer> ports = new TreeSet<>();
    long first = Event.NO_TIME;
    while (capture.next(packet)) {
      boolean isWhole = datagram.read(packet) == UdpDatagram.Kind.WHOLE;
      if (isWhole && (request.port() == 0 || request.port() == datagram.port())) {
        ports.add(datagram.port());
        first = first == Event.NO_TIME ? Math.max(0, packet.timeNs) : first;
      }
    }
    if (ports.size() > 1) {
      throw new ConfigException(
          "--port: choose one; datagrams are for "
              + ports.stream().limit(20).map(String::valueOf).collect(Collectors.joining(", ")));
    }
    if (ports.isEmpty()) {
      throw new ConfigException(
          file
              + ": no UDP datagram"
              + (request.port() == 0 ? "" : " for port " + request.port())
              + " that is whole");
    }
    port = ports.first();
    return first;
  }

  private long firstOfRecording() throws ConfigException, IOException {
    FrameTimes times = times();
    long[] first = {Event.NO_TIME};
    Framer framer = protocol.framer(request.link());
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[READ_BYTES];
      for (int read = 0; read >= 0 && first[0] == Event.NO_TIME; read = in.read(buffer)) {
        framer.feed(
            buffer,
            0,
            read,
            (kind, frame, offset, length) -> {
              long time = times.of(kind, frame, offset, length);
              first[0] = first[0] == Event.NO_TIME ? time : first[0];
            });
      }
      framer.end(
          (kind, frame, offset, length) -> {
            long time = times.of(kind, frame, offset, length);
            first[0] = first[0] == Event.NO_TIME ? time : first[0];
          });
    }
    if (first[0] == Event.NO_TIME) {
      throw new ConfigException(
          file
              + ": has no times; say when it begins with --start T, and how fast it came with"
              + " --rate BPS");
    }
    return first[0];
  }

  private FrameTimes times() {
    if (request.hasStart()) {
      return new RateTimes(request.startNs(), request.bitsPerSecond());
    }
    return switch (format) {
      case NMEA -> new NmeaTimes();
      case KISS -> new KissTimes();
      default -> (FrameKind kind, byte[] frame, int offset, int length) -> datagramNs;
    };
  }

  private void bytes(Framer framer, SessionRecorder recorder) throws IOException {
    long total = Files.size(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[READ_BYTES];
      int read;
      while ((read = in.read(buffer)) >= 0) {
        framer.feed(buffer, 0, read, recorder);
        bytes += read;
        watcher.at(bytes, total);
      }
    }
    framer.end(recorder);
  }

  /** Each datagram is a read of its own, and ends its frames. */
  private void datagrams(Framer framer, SessionRecorder recorder) throws IOException {
    long total = Files.size(file);
    try (CaptureFile capture = CaptureFile.open(file)) {
      if (capture == null) {
        throw new IOException("it changed meanwhile");
      }
      CapturedPacket packet = new CapturedPacket();
      while (capture.next(packet)) {
        UdpDatagram.Kind kind = datagram.read(packet);
        if (kind == UdpDatagram.Kind.PARTIAL) {
          partial++;
        } else if (kind == UdpDatagram.Kind.WHOLE && datagram.port() == port) {
          datagramNs = packet.timeNs < 0 ? datagramNs : packet.timeNs;
          framer.feed(packet.bytes, datagram.offset(), datagram.length(), recorder);
          framer.end(recorder);
          bytes += datagram.length();
          watcher.at(bytes, total);
        }
      }
      damage = capture.damage();
    }
  }
}
