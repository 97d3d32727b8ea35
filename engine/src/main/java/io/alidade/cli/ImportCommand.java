package io.alidade.cli;

import io.alidade.export.Import;
import io.alidade.export.ImportRequest;
import io.alidade.export.RecordingFormat;
import io.alidade.journal.JournalException;
import io.alidade.link.LinkUri;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.Mission;
import io.alidade.station.Protocol;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Make a session of a recording, with the recording's times.")
final class ImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The recording.")
  private Path file;

  @Option(
      names = "--journal",
      required = true,
      paramLabel = "DIR",
      description = "The journal's root directory.")
  private Path journal;

  @Option(
      names = "--protocol",
      required = true,
      paramLabel = "NAME",
      description =
          "What the bytes are: nmea, kiss, ccsds-packets, ccsds-tm, ccsds-aos, ccsds-uslp.")
  private String protocol;

  @Option(
      names = "--name",
      paramLabel = "LINK",
      description = "The name of the session's link (default: the file's).")
  private String name;

  @Option(
      names = "--format",
      paramLabel = "nmea|kiss|cadu|packets|pcap",
      description =
          "What the recording is (default: pcap where it is a capture, else the protocol's).")
  private String format;

  @Option(
      names = "--start",
      paramLabel = "T",
      description = "When it begins, UTC, ISO 8601; instead of times in the recording.")
  private String start;

  @Option(
      names = "--rate",
      paramLabel = "BPS",
      description = "With --start: how fast it came, bit/s, 8 bits a byte.")
  private Long rate;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "In a capture: the UDP port whose datagrams are taken.")
  private Integer port;

  @Mixin private LinkSettings settings;

  @Option(
      names = "--mission",
      paramLabel = "FILE.xml",
      description = "The mission database (XTCE) that describes the packets.")
  private Path missionFile;

  @Override
  public Integer call() throws ConfigException, EnvironmentException, JournalException {
    ImportRequest request = request();
    Import.Result result;
    try (TerminalProgress progress = new TerminalProgress()) {
      result = new Import(request, progress).into(journal, Alidade.version());
    }
    System.out.println(
        result.session() + ": " + result.events() + " events, " + result.bytes() + " bytes");
    boolean whole = result.partial() == 0 && result.damage().isEmpty();
    if (!whole) {
      System.err.println(
          "alidade: "
              + file
              + " was not imported as a whole"
              + (result.damage().isEmpty() ? "" : "; " + result.damage())
              + (result.partial() == 0
                  ? ""
                  : "; left out "
                      + result.partial()
                      + " datagrams, fragments or longer than captured"));
    }
    return whole ? Alidade.DONE : Alidade.FAILED;
  }

  private ImportRequest request() throws ConfigException, EnvironmentException {
    if (journal.toString().isEmpty()) {
      throw new ConfigException("--journal: has no value; . is the working directory");
    }
    try {
      Protocol.of(protocol);
    } catch (ConfigException unknown) {
      throw new ConfigException("--protocol: " + unknown.getMessage());
    }
    RecordingFormat recording = format == null ? null : RecordingFormat.of(format);
    LinkUri link = settings.link(uri());
    long startNs = ImportRequest.NO_START;
    if (start != null) {
      startNs = TimeRange.timeNs("--start", start);
      if (startNs < 0) {
        throw new ConfigException("--start: '" + start + "' is before 1970");
      }
    }
    if ((start == null) != (rate == null)) {
      throw new ConfigException("--start and --rate: go together; one is missing");
    }
    if (rate != null && (rate < 1 || rate > ImportRequest.MAX_RATE)) {
      throw new ConfigException("--rate: " + rate + " is not 1 to " + ImportRequest.MAX_RATE);
    }
    if (port != null && (port < 1 || port > 65_535)) {
      throw new ConfigException("--port: " + port + " is not 1 to 65535");
    }
    Mission mission = missionFile == null ? Mission.NONE : Mission.read(missionFile);
    mission.warnings().forEach(warning -> System.err.println("alidade: " + warning));
    return new ImportRequest(
        file, recording, link, mission, startNs, rate == null ? 0 : rate, port == null ? 0 : port);
  }

  private String uri() {
    StringBuilder uri = new StringBuilder("file:").append(encode(file.toString()));
    uri.append("?protocol=").append(protocol);
    if (name != null) {
      uri.append("&name=").append(encode(name));
    }
    return uri.toString();
  }

  /** Percent-encodes what means something in a URI, and nothing else. */
  private static String encode(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean special = "%?&=#+ ".indexOf(b & 0xFF) >= 0 || b < 0;
      out.append(special ? String.format("%%%02X", b & 0xFF) : String.valueOf((char) b));
    }
    return out.toString();
  }
}
