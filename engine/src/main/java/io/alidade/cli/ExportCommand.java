package io.alidade.cli;

import io.alidade.export.Export;
import io.alidade.export.ExportFormat;
import io.alidade.export.ExportRequest;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write a recorded session as a file that other programs read.")
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The journal's root directory.")
  private Path root;

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "The session (default: the only one that there is).")
  private String sessionId;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "raw|nmea|kiss|jsonl|csv|kml|geojson|packets",
      description =
          "raw: the bytes that a link delivered; nmea: its valid sentences; kiss: its valid frames,"
              + " with time stamps; jsonl: all events and tracks; csv: a table for each type of"
              + " message; kml, geojson: tracks; packets: space packets.")
  private String format;

  @Option(names = "--link", paramLabel = "NAME", description = "Only what this link brought.")
  private String link;

  @Mixin private TimeRange range;

  @Option(
      names = "--type",
      paramLabel = "MSG",
      description = "With jsonl, csv, kiss, packets: only this message, as ais.1 or track.")
  private String type;

  @Option(
      names = "--times",
      description = "With nmea: a tag block with the receive time before each sentence.")
  private boolean times;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description =
          "Write there (default: standard output); for csv without --type, a directory. The file"
              + " is there only when it is whole.")
  private Path output;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  @Option(
      names = "--resume",
      description = "Go on with an export to FILE that was cut short, if there is one.")
  private boolean resume;

  @Override
  public Integer call() throws ConfigException, EnvironmentException, JournalException {
    range.check();
    ExportRequest request =
        new ExportRequest(ExportFormat.of(format), link, range.fromNs(), range.toNs(), type, times);
    request.check();
    if (output == null && (force || resume)) {
      throw new ConfigException((force ? "--force" : "--resume") + ": is for a file; give -o FILE");
    }
    SessionInfo session = JournalRoot.session(root, sessionId);
    Export.Result result;
    try (TerminalProgress progress = new TerminalProgress()) {
      Export export = new Export(session, request, progress);
      result = output == null ? toStandardOutput(export) : toFile(export);
    }
    if (output != null) {
      System.err.println(
          "alidade: " + result.records() + " records, " + result.bytes() + " bytes in " + output);
    }
    if (!result.damage().isEmpty()) {
      System.err.println("alidade: session " + session.id() + " was cut short" + result.damage());
      return Alidade.FAILED;
    }
    return Alidade.DONE;
  }

  private Export.Result toFile(Export export)
      throws ConfigException, EnvironmentException, JournalException {
    try {
      return export.toFile(output, force, resume);
    } catch (IOException fault) {
      throw new EnvironmentException(
          output
              + " cannot be written: "
              + fault.getMessage()
              + "; --resume goes on when that is mended",
          fault);
    }
  }

  private static Export.Result toStandardOutput(Export export)
      throws ConfigException, EnvironmentException, JournalException {
    StandardOutput out = new StandardOutput();
    try {
      return export.toStream(new Pipe(out));
    } catch (OutputEnded ended) {
      out.check();
      return new Export.Result(0, 0, ""); // as when piped into head
    } catch (IOException fault) {
      throw new EnvironmentException(fault.getMessage(), fault);
    }
  }

  private static final class OutputEnded extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Standard output as a stream, which fails when nobody wants more. */
  private static final class Pipe extends OutputStream {
    private final StandardOutput out;

    Pipe(StandardOutput out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!out.write(bytes, offset, length)) {
        throw new OutputEnded();
      }
    }
  }
}
