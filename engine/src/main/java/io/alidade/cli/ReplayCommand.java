package io.alidade.cli;

import io.alidade.broadcast.Gateway;
import io.alidade.broadcast.GatewayException;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.link.Outlet;
import io.alidade.replay.EventFilter;
import io.alidade.replay.Replay;
import io.alidade.replay.SessionEvents;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.Mission;
import io.alidade.station.StationConfig.HostPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Show recorded sessions again, at any speed, to a dashboard, a link or as JSON.")
final class ReplayCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The journal's root directory.")
  private Path root;

  @Option(names = "--session", paramLabel = "ID", description = "Only this session (default: all).")
  private String sessionId;

  @Mixin private TimeRange range;

  @Option(
      names = "--speed",
      defaultValue = "1",
      paramLabel = "1|10|max",
      description = "Recorded seconds per second, 0.1 to 1000, or max (default: 1).")
  private String speed;

  @Option(names = "--loop", description = "Begin again at the end.")
  private boolean loop;

  @Option(names = "--paused", description = "Wait for the controls before the first event.")
  private boolean paused;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description = "Serve the dashboard there; goes on after the end until Ctrl-C.")
  private String http;

  @Option(names = "--json", description = "Print each event, and what it made of a track, as JSON.")
  private boolean json;

  @Option(names = "--raw", description = "With --json: add the raw bytes, in hexadecimal.")
  private boolean raw;

  @Option(
      names = "--to-link",
      paramLabel = "URI",
      description =
          "Send the raw bytes there at their times: serial:DEVICE?baud=N, tcp://HOST:PORT,"
              + " udp://HOST:PORT; with --link when the session has several links.")
  private String toLink;

  @Option(names = "--link", paramLabel = "NAME", description = "Only events of this link.")
  private String link = "";

  @Option(
      names = "--msg",
      paramLabel = "MSG",
      description = "Only these messages: ais.5, or all that begin with it and a dot: ais.")
  private String msg = "";

  @Option(names = "--mmsi", paramLabel = "N", description = "Only messages of this vessel.")
  private int mmsi = -1;

  @Option(names = "--apid", paramLabel = "N", description = "Only packets of this APID.")
  private int apid = -1;

  @Option(names = "--pass", paramLabel = "N", description = "Only what belongs to this pass.")
  private int pass = -1;

  @Option(
      names = "--mission",
      paramLabel = "FILE.xml",
      description = "Read packets with this mission database instead of the session's own.")
  private Path mission;

  @Override
  public Integer call()
      throws ConfigException, EnvironmentException, JournalException, InterruptedException {
    if (!json && http == null && toLink == null) {
      throw new ConfigException("say where to: --http HOST:PORT, --to-link URI, or --json");
    }
    range.check();
    double atSpeed = ReplayControls.speed(speed);
    if (!Replay.isSpeed(atSpeed)) {
      throw new ConfigException(
          "--speed: '" + speed + "' is not a number from 0.1 to 1000, nor max");
    }
    EventFilter filter = new EventFilter(link, msg, mmsi, apid, pass);
    Mission other = mission == null ? null : Mission.read(mission);
    List<SessionInfo> sessions = JournalRoot.sessions(root, sessionId);
    Replay replay = new Replay(sessions, range.fromNs(), range.toNs(), filter, other);
    replay.speed(atSpeed);
    replay.loop(loop);
    replay.stay(http != null);
    if (paused) {
      replay.pause();
    }
    ReplayControls controls = new ReplayControls(replay);
    Gateway gateway = null;
    Output output = json ? new Output(raw) : null;
    try (Outlet outlet = outlet();
        ReplayKeys keys = ReplayKeys.listen(controls)) {
      gateway = gateway(replay, controls);
      long shown = replay.run(new Fanout(gateway, output, outlet));
      if (output != null) {
        output.flush();
        output.out.check();
      }
      String damage = replay.damage();
      damage.lines().forEach(line -> System.err.println("alidade: " + line));
      if (!json) {
        System.err.println("alidade: replay ended, " + shown + " events");
      }
      return damage.isEmpty() ? Alidade.DONE : Alidade.FAILED;
    } catch (OutputEnded ended) {
      output.out.check();
      return Alidade.DONE; // as when piped into head
    } catch (LinkEnded ended) {
      throw new EnvironmentException("--to-link " + toLink + ": " + ended.getMessage(), ended);
    } finally {
      if (gateway != null) {
        gateway.close();
      }
    }
  }

  private Outlet outlet() throws ConfigException, EnvironmentException {
    if (toLink == null) {
      return null;
    }
    try {
      return Outlet.open(toLink);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException("--to-link: " + wrong.getMessage());
    } catch (IOException fault) {
      throw new EnvironmentException("--to-link " + toLink + ": " + fault.getMessage(), fault);
    }
  }

  private Gateway gateway(Replay replay, ReplayControls controls)
      throws ConfigException, EnvironmentException {
    if (http == null) {
      return null;
    }
    HostPort address;
    try {
      address = HostPort.parse(http);
    } catch (ConfigException wrong) {
      throw new ConfigException("--http: " + wrong.getMessage());
    }
    try {
      Gateway gateway =
          Gateway.start(
              address.host(),
              address.port(),
              out -> {
                out.append("{\"healthy\":true,\"replay\":");
                controls.json(out);
                out.append('}');
              },
              controls);
      System.err.println("alidade: replay at " + address.url(gateway.port()));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    replay.stop();
                    gateway.close();
                    Runtime.getRuntime().halt(Alidade.DONE);
                  }));
      return gateway;
    } catch (GatewayException fault) {
      throw new EnvironmentException(fault.getMessage(), fault);
    } catch (IllegalArgumentException refused) {
      throw new ConfigException("--http: " + refused.getMessage());
    }
  }

  private static final class Fanout implements Replay.Audience {
    private final Gateway gateway;
    private final Output output;
    private final Outlet outlet;

    Fanout(Gateway gateway, Output output, Outlet outlet) {
      this.gateway = gateway;
      this.output = output;
      this.outlet = outlet;
    }

    @Override
    public void begins(SessionEvents session) {
      Links links = session.links();
      if (gateway != null) {
        gateway.links(links);
      }
      if (output != null) {
        output.json.links(links);
      }
    }

    @Override
    public boolean offerKnown(Event event) {
      if (gateway == null) {
        return true;
      }
      if (!gateway.hasRoom()) {
        return false;
      }
      gateway.publish(event);
      return true;
    }

    @Override
    public boolean offer(Event event) {
      if (!offerKnown(event)) {
        return false;
      }
      if (output != null) {
        output.print(event);
      }
      if (outlet != null && event.rawLength() > 0) {
        try {
          outlet.write(event.array(), event.rawOffset(), event.rawLength());
        } catch (IOException fault) {
          throw new LinkEnded(fault);
        }
      }
      return true;
    }
  }

  private static final class LinkEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LinkEnded(IOException fault) {
      super(fault.getMessage(), fault);
    }
  }

  private static final class OutputEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputEnded() {
      super(null, null, false, false);
    }
  }

  /** JSON lines on standard output. */
  private static final class Output {
    private static final int WRITE_BYTES = 64 * 1024;
    private static final long WRITE_NS = 100_000_000;

    private final StandardOutput out = new StandardOutput();
    private final EventJson json;
    private long writtenNs = System.nanoTime();

    Output(boolean raw) {
      json = new EventJson(new Links(), raw, true);
    }

    void print(Event event) {
      json.append(event);
      json.append((byte) '\n');
      for (int at = event.messagesStart(); at < event.length(); at = event.messageEnd(at)) {
        json.appendMessage(event, at);
        json.append((byte) '\n');
      }
      if (json.length() >= WRITE_BYTES || System.nanoTime() - writtenNs >= WRITE_NS) {
        flush();
      }
    }

    void flush() {
      writtenNs = System.nanoTime();
      if (!out.write(json.array(), json.length())) {
        throw new OutputEnded();
      }
      json.clear();
    }
  }
}
