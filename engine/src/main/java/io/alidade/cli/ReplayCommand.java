package io.alidade.cli;

import io.alidade.broadcast.Gateway;
import io.alidade.broadcast.GatewayException;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.replay.Rederivation;
import io.alidade.replay.Replay;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.Mission;
import io.alidade.station.StationConfig.HostPort;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Run recorded sessions again, at any speed, to a dashboard or as JSON.")
final class ReplayCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The journal's root directory.")
  private Path root;

  @Option(names = "--session", paramLabel = "ID", description = "Only this session (default: all).")
  private String sessionId;

  @Option(names = "--from", paramLabel = "T", description = "From this UTC time, ISO 8601.")
  private String from;

  @Option(names = "--to", paramLabel = "T", description = "Up to this UTC time, ISO 8601.")
  private String to;

  @Option(
      names = "--speed",
      defaultValue = "1",
      paramLabel = "1|10|max",
      description = "Recorded seconds per second, or max (default: 1).")
  private String speed;

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
      names = "--mission",
      paramLabel = "FILE.xml",
      description = "Read packets with this mission database instead of the session's own.")
  private Path mission;

  @Override
  public Integer call()
      throws ConfigException, EnvironmentException, JournalException, InterruptedException {
    if (!json && http == null) {
      throw new ConfigException("say where to: --http HOST:PORT, or --json");
    }
    long fromNs = from == null ? Long.MIN_VALUE : time("--from", from);
    long toNs = to == null ? Long.MAX_VALUE : time("--to", to);
    if (fromNs >= toNs) {
      throw new ConfigException("--from: '" + from + "' is not before --to '" + to + "'");
    }
    Replay replay =
        new Replay(speed(), fromNs, toNs, mission == null ? null : Mission.read(mission));
    List<SessionInfo> sessions = JournalRoot.sessions(root, sessionId);
    Gateway gateway = gateway(replay);
    Output output = json ? new Output(raw) : null;
    try {
      long shown = 0;
      boolean whole = true;
      for (SessionInfo session : sessions) {
        if (session.records() > 0) {
          shown += replay.run(session, new Fanout(gateway, output));
          whole &= whole(session, replay.damage());
        }
      }
      if (output != null) {
        output.flush();
        output.out.check();
      }
      if (gateway != null) {
        System.err.println("alidade: replay ended, " + shown + " events; Ctrl-C to leave");
        new CountDownLatch(1).await();
      }
      return whole ? Alidade.DONE : Alidade.FAILED;
    } catch (OutputEnded ended) {
      output.out.check();
      return Alidade.DONE; // as when piped into head
    } finally {
      if (gateway != null) {
        gateway.close();
      }
    }
  }

  private static boolean whole(SessionInfo session, String damage) {
    if (!damage.isEmpty()) {
      System.err.println("alidade: session " + session.id() + " was cut short" + damage);
    }
    return damage.isEmpty();
  }

  private Gateway gateway(Replay replay) throws ConfigException, EnvironmentException {
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
              out ->
                  out.append("{\"healthy\":true,\"position\":\"")
                      .append(Instant.ofEpochSecond(0, replay.positionNs()))
                      .append("\"}"),
              true);
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

  private double speed() throws ConfigException {
    if (speed.equals("max")) {
      return Replay.MAX_SPEED;
    }
    try {
      double value =
          Double.parseDouble(speed.endsWith("x") ? speed.substring(0, speed.length() - 1) : speed);
      if (value >= 0.1 && value <= 1000) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new ConfigException("--speed: '" + speed + "' is not a number from 0.1 to 1000, nor max");
  }

  private static long time(String option, String text) throws ConfigException {
    try {
      Instant instant = Instant.parse(text);
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    } catch (DateTimeParseException | ArithmeticException malformed) {
      throw new ConfigException(
          option + ": '" + text + "' is not a UTC time, as in 2026-11-25T01:02:03Z");
    }
  }

  private record Fanout(Gateway gateway, Output output) implements Replay.Audience {
    @Override
    public void begins(Rederivation session) {
      Links links = session.links();
      if (gateway != null) {
        gateway.links(links);
      }
      if (output != null) {
        output.json.links(links);
      }
    }

    @Override
    public boolean offer(Event event) {
      if (gateway != null) {
        if (!gateway.hasRoom()) {
          return false;
        }
        gateway.publish(event);
      }
      if (output != null) {
        output.print(event);
      }
      return true;
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

    private final StandardOutput out = new StandardOutput();
    private final EventJson json;

    Output(boolean raw) {
      json = new EventJson(new Links(), raw, true);
    }

    void print(Event event) {
      json.append(event);
      json.append((byte) '\n');
      if (EventJson.hasTrack(event)) {
        json.appendTrack(event);
        json.append((byte) '\n');
      }
      if (json.length() >= WRITE_BYTES) {
        flush();
      }
    }

    void flush() {
      if (!out.write(json.array(), json.length())) {
        throw new OutputEnded();
      }
      json.clear();
    }
  }
}
