package io.alidade.cli;

import io.alidade.broadcast.Gateway;
import io.alidade.broadcast.GatewayException;
import io.alidade.broadcast.GatewayStatus;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionInfo;
import io.alidade.link.Outlet;
import io.alidade.replay.EventFilter;
import io.alidade.replay.Replay;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.Mission;
import io.alidade.station.StationConfig.HostPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
  private Integer mmsi;

  @Option(names = "--apid", paramLabel = "N", description = "Only packets of this APID.")
  private Integer apid;

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
    EventFilter filter = filter();
    Mission other = null;
    if (mission != null) {
      other = Mission.read(mission);
      other.warnings().forEach(warning -> System.err.println("alidade: " + warning));
    }
    List<SessionInfo> sessions = JournalRoot.sessions(root, sessionId);
    Replay replay = new Replay(sessions, range.fromNs(), range.toNs(), filter, other);
    check(replay);
    replay.speed(atSpeed);
    replay.loop(loop);
    replay.stay(http != null);
    if (paused) {
      replay.pause();
    }
    return show(replay, new ReplayControls(replay));
  }

  private EventFilter filter() throws ConfigException {
    if (mmsi != null && (mmsi < 0 || mmsi > 999_999_999)) {
      throw new ConfigException("--mmsi: " + mmsi + " is not a number of up to nine digits");
    }
    if (apid != null && (apid < 0 || apid > 2047)) {
      throw new ConfigException("--apid: " + apid + " is not a number from 0 to 2047");
    }
    return new EventFilter(link, msg, mmsi == null ? -1 : mmsi, apid == null ? -1 : apid, pass);
  }

  private void check(Replay replay) throws ConfigException {
    if (replay.isEmpty()) {
      throw new ConfigException(
          "nothing was recorded then; 'alidade sessions " + root + "' lists what there is");
    }
    if (link.isEmpty() && toLink == null) {
      return;
    }
    Set<String> links = replay.linkNames();
    if (!link.isEmpty() && !links.contains(link)) {
      throw new ConfigException(
          "--link: '" + link + "' is none of the links; there are: " + String.join(", ", links));
    }
    if (link.isEmpty() && links.size() > 1) {
      throw new ConfigException(
          "--to-link sends one link's bytes; choose it with --link: " + String.join(", ", links));
    }
  }

  private int show(Replay replay, ReplayControls controls)
      throws ConfigException, EnvironmentException, JournalException, InterruptedException {
    StandardOutput out = json ? new StandardOutput() : null;
    try (Outlet outlet = outlet();
        ReplayKeys keys = ReplayKeys.listen(controls);
        EndSignals signals = EndSignals.listen(replay::stop, keys::close);
        Gateway gateway = gateway(controls)) {
      long shown = replay.run(new ReplayAudience(gateway, out, raw, outlet));
      if (out != null) {
        out.check();
      }
      String damage = replay.damage();
      damage.lines().forEach(line -> System.err.println("alidade: " + line));
      if (shown == 0 && replay.isAtEnd() && damage.isEmpty()) {
        System.err.println("alidade: no event is what was asked for");
      } else if (!json) {
        System.err.println("alidade: replay ended, " + shown + " events");
      }
      return damage.isEmpty() ? Alidade.DONE : Alidade.FAILED;
    } catch (ReplayAudience.OutputEnded ended) {
      out.check();
      return Alidade.DONE; // as when piped into head
    } catch (ReplayAudience.LinkEnded ended) {
      throw new EnvironmentException("--to-link " + toLink + ": " + ended.getMessage(), ended);
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

  private Gateway gateway(ReplayControls controls) throws ConfigException, EnvironmentException {
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
      Gateway gateway = Gateway.start(address.host(), address.port(), status(controls), controls);
      System.err.println("alidade: replay at " + address.url(gateway.port()));
      return gateway;
    } catch (GatewayException fault) {
      throw new EnvironmentException(fault.getMessage(), fault);
    } catch (IllegalArgumentException refused) {
      throw new ConfigException("--http: " + refused.getMessage());
    }
  }

  /** What stands under {@code status} in the pages' state. */
  static GatewayStatus status(ReplayControls controls) {
    return out -> {
      out.append("{\"healthy\":true,\"replay\":");
      controls.json(out);
      out.append('}');
    };
  }
}
