package io.alidade.cli;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.framing.FrameSink;
import io.alidade.framing.Framer;
import io.alidade.fuse.Fuse;
import io.alidade.fuse.FuseSettings;
import io.alidade.link.LinkUri;
import io.alidade.observe.Counters;
import io.alidade.pipeline.Faults;
import io.alidade.pipeline.Stage;
import io.alidade.protocol.Decoder;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.Mission;
import io.alidade.station.Protocol;
import io.alidade.validate.Validate;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agrona.concurrent.OffsetEpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description = "Decode a file or standard input to one JSON object per event.")
final class DecodeCommand implements Callable<Integer> {
  private static final int READ_BYTES = 64 * 1024;
  private static final int WRITE_BYTES = 64 * 1024;

  @Option(
      names = "--protocol",
      defaultValue = "nmea",
      paramLabel = "NAME",
      description =
          "What the bytes are: nmea (default), kiss, ccsds-packets, ccsds-tm, ccsds-aos, ccsds-uslp.")
  private String protocol;

  @Option(names = "--raw", description = "Add the raw bytes, in hexadecimal.")
  private boolean raw;

  @Option(
      names = "--fused",
      description = "After each event what the fuse stage makes of it: track, own, alarm ...")
  private boolean fused;

  @Mixin private LinkSettings settings;

  @Option(
      names = "--stats",
      description =
          "At the end one JSON object on stderr: events by quality and flag, and with transfer"
              + " frames those of each virtual channel.")
  private boolean stats;

  @Option(
      names = "--mission",
      paramLabel = "FILE.xml",
      description = "The mission database (XTCE) that describes the packets.")
  private Path missionFile;

  @Parameters(
      arity = "0..1",
      defaultValue = "-",
      paramLabel = "FILE|-",
      description = "The file, or - for standard input (default).")
  private String file;

  @Override
  public Integer call() throws ConfigException, EnvironmentException {
    Protocol decoded = protocol();
    LinkUri link = settings.link("stdin:?protocol=" + protocol);
    boolean isStandardInput = file.equals("-");
    if (!isStandardInput && !Files.exists(Path.of(file))) {
      throw new ConfigException(file + ": no such file");
    }
    if (!isStandardInput && Files.isDirectory(Path.of(file))) {
      throw new ConfigException(file + ": is a directory");
    }
    Mission mission = mission(decoded);
    String name = isStandardInput ? "stdin" : Path.of(file).getFileName().toString();
    EventJson json = new EventJson(new Links(mission.dictionary(), name), raw, false);
    StandardOutput out = new StandardOutput();
    Run run =
        new Run(
            decoded.framer(link),
            decoded.decoder(link, mission.contents()),
            decoded.slotBytes(),
            json,
            out,
            fused);
    try (InputStream in =
        isStandardInput ? new FileInputStream(FileDescriptor.in) : new FileInputStream(file)) {
      run.decode(in);
    } catch (IOException fault) {
      String what = isStandardInput ? "standard input" : file;
      throw new EnvironmentException(what + " cannot be read: " + fault.getMessage(), fault);
    }
    out.check();
    if (stats) {
      System.err.println(run.statistics());
    }
    return Alidade.DONE;
  }

  private Mission mission(Protocol decoded) throws ConfigException, EnvironmentException {
    if (missionFile == null) {
      return Mission.NONE;
    }
    if (!decoded.hasPackets()) {
      throw new ConfigException("--mission: describes packets, which " + protocol + " lacks");
    }
    Mission mission = Mission.read(missionFile);
    mission.warnings().forEach(warning -> System.err.println("alidade: " + warning));
    return mission;
  }

  private Protocol protocol() throws ConfigException {
    try {
      return Protocol.of(protocol);
    } catch (ConfigException unknown) {
      throw new ConfigException("--protocol: " + unknown.getMessage());
    }
  }

  /** The way of the data on one thread, from bytes to JSON. */
  private static final class Run implements FrameSink {
    private final OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
    private final Event event;
    private final Stage validate = new Validate()::onEvent;
    private final Stage fuse = new Fuse(FuseSettings.DEFAULTS)::onEvent;
    private final Framer framer;
    private final Decoder decoder;
    private final EventJson json;
    private final StandardOutput out;
    private final boolean fused;
    private final Counters counters = new Counters();
    private long byteCount;
    private long rxTime;
    private long sequence;
    private boolean outputClosed;

    Run(
        Framer framer,
        Decoder decoder,
        int slotBytes,
        EventJson json,
        StandardOutput out,
        boolean fused) {
      this.framer = framer;
      this.decoder = decoder;
      this.json = json;
      this.out = out;
      this.fused = fused;
      event = new Event(slotBytes);
    }

    void decode(InputStream in) throws IOException {
      byte[] bytes = new byte[READ_BYTES];
      int read;
      while ((read = in.read(bytes)) >= 0 && !outputClosed) {
        rxTime = clock.nanoTime();
        byteCount += read;
        framer.feed(bytes, 0, read, this);
        if (in.available() == 0) {
          write(); // someone may be watching a slow stream
        }
      }
      framer.end(this);
      write();
    }

    @Override
    public void frame(FrameKind kind, byte[] bytes, int offset, int length) {
      event.begin(kind, 1, rxTime);
      event.raw(bytes, offset, length);
      Faults.decode(decoder, event);
      print();
      while (decoder.hasDerived()) {
        event.begin(FrameKind.DERIVED, 1, rxTime);
        Faults.derive(decoder, event);
        print();
      }
    }

    private void print() {
      event.sequence(++sequence);
      Faults.run(validate, event);
      Faults.run(fuse, event);
      counters.onEvent(event);
      json.append(event);
      json.append((byte) '\n');
      int end = fused ? event.length() : 0;
      for (int at = event.messagesStart(); at < end; at = event.messageEnd(at)) {
        json.appendMessage(event, at);
        json.append((byte) '\n');
      }
      if (json.length() >= WRITE_BYTES) {
        write();
      }
    }

    /** What there was, named as in a station's state. */
    String statistics() {
      StringBuilder text = new StringBuilder("{\"bytes\":").append(byteCount).append(',');
      counters.json(text);
      framer.json(text);
      decoder.json(text);
      return text.append('}').toString();
    }

    private void write() {
      outputClosed |= !out.write(json.array(), json.length());
      json.clear();
    }
  }
}
