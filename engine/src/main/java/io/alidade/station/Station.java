package io.alidade.station;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.alidade.broadcast.Gateway;
import io.alidade.broadcast.GatewayException;
import io.alidade.broadcast.GatewayStatus;
import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;
import io.alidade.framing.Framer;
import io.alidade.fuse.Fuse;
import io.alidade.journal.Journal;
import io.alidade.journal.JournalException;
import io.alidade.journal.SessionWriter;
import io.alidade.link.Link;
import io.alidade.link.LinkUri;
import io.alidade.observe.Counters;
import io.alidade.observe.Latency;
import io.alidade.pipeline.Pipeline;
import io.alidade.pipeline.PipelineHalted;
import io.alidade.pipeline.Receiver;
import io.alidade.protocol.Decoder;
import io.alidade.station.StationConfig.HostPort;
import io.alidade.validate.Validate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.OffsetEpochNanoClock;

/** A running station; see {@link #start} for the wiring. */
public final class Station implements AutoCloseable {
  private static final int RING_SIZE = 1024;

  /** Slots where one event may take 200 KB. */
  private static final int LONG_EVENTS_RING_SIZE = 128;

  private static final int CLOCK_RESAMPLE_S = 60;

  /** More than the ids of a journal and a session have. */
  private static final int IDS_LENGTH = 128;

  private final StationConfig config;
  private final String version;
  private final OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
  private final Counters counters = new Counters();
  private final List<Link> links = new ArrayList<>();
  private final List<Receiver> receivers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          runnable -> {
            Thread thread = new Thread(runnable, "ticker");
            thread.setDaemon(true);
            return thread;
          });
  private final CountDownLatch halted = new CountDownLatch(1);
  private Journal journal;
  private SessionWriter session;
  private Fuse fuse;
  private Gateway gateway;
  private volatile Pipeline pipeline; // set when all that status() reads is there
  private int ticks;
  private boolean closed;

  private Station(StationConfig config, String version) {
    this.config = config;
    this.version = version;
  }

  /**
   * Opens the journal, starts the pipeline and the gateway, then the links.
   *
   * @throws EnvironmentException when the journal, the port or a file is not to be had; nothing is
   *     left running
   */
  public static Station start(StationConfig config, String version)
      throws ConfigException, EnvironmentException {
    Station station = new Station(config, version);
    try {
      station.start();
      return station;
    } catch (JournalException | GatewayException | IOException fault) {
      station.close();
      throw new EnvironmentException(fault.getMessage(), fault);
    } catch (ConfigException | RuntimeException fault) {
      station.close();
      throw fault;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the ticker's tick lets no exception out
  private void start() throws GatewayException, IOException, ConfigException {
    // What can be refused is, before a session begins: one that never ran should leave none.
    if (config.mission() != Mission.NONE && !hasPackets()) {
      throw new ConfigException("mission: describes packets, which no link carries");
    }
    int slotBytes = Protocol.slotBytes(config.links());
    if (!sessionStart("", "").fits(slotBytes - IDS_LENGTH)) {
      throw new ConfigException(
          "the links, the configuration and the mission database are too long for one event, "
              + slotBytes
              + " bytes");
    }
    List<Framer> framers = new ArrayList<>();
    List<Decoder> decoders = new ArrayList<>();
    for (LinkUri uri : config.links()) {
      Protocol protocol = Protocol.of(uri.protocol());
      framers.add(protocol.framer(uri));
      decoders.add(protocol.decoder(uri, config.mission().contents()));
      Link link = Link.of(uri);
      links.add(link);
      link.prepare();
    }
    journal = Journal.open(config.journal(), version);
    if (config.http() != null) {
      gateway = gateway(config.http());
      gateway.epoch(journal.epoch());
    }
    session = journal.beginSession(clock.nanoTime());
    SessionStart start = sessionStart(journal.epoch(), session.id());
    if (gateway != null) {
      gateway.links(start.names(config.mission()));
    }
    Validate validate = new Validate();
    fuse = new Fuse(config.vessels());
    pipeline =
        new Pipeline(
            config.layout(),
            config.waiting(),
            slotBytes > Pipeline.SLOT_BYTES ? LONG_EVENTS_RING_SIZE : RING_SIZE,
            slotBytes,
            journal.lastSequence() + 1,
            validate::onEvent,
            fuse::onEvent,
            event -> session.append(event.array(), 0, event.length()),
            session::close,
            this::broadcast);
    publish(event -> start.write(event, clock.nanoTime()));
    for (int i = 0; i < links.size(); i++) {
      Receiver receiver = new Receiver(i + 1, framers.get(i), decoders.get(i), pipeline, clock);
      receivers.add(receiver);
      links.get(i).start(receiver);
    }
    ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private boolean hasPackets() throws ConfigException {
    for (LinkUri link : config.links()) {
      if (Protocol.of(link.protocol()).hasPackets()) {
        return true;
      }
    }
    return false;
  }

  private SessionStart sessionStart(String epoch, String session) {
    return new SessionStart(
        version,
        epoch,
        session,
        config.links(),
        config.vessels(),
        config.text(),
        config.mission().text());
  }

  private Gateway gateway(HostPort address) throws GatewayException, ConfigException {
    try {
      return Gateway.start(
          address.host(),
          address.port(),
          new GatewayStatus() {
            @Override
            public void json(StringBuilder out) {
              status(out);
            }

            @Override
            public boolean healthy() {
              return pipeline != null && failure() == null;
            }
          },
          false);
    } catch (IllegalArgumentException refused) {
      throw new ConfigException("http: " + refused.getMessage());
    }
  }

  private void broadcast(Event event) {
    counters.onEvent(event);
    if (gateway != null) {
      gateway.publish(event);
    }
  }

  private void tick() {
    if (++ticks % CLOCK_RESAMPLE_S == 0) {
      clock.sample(); // follows a corrected system clock
    }
    if (pipeline.failure() != null) {
      halted.countDown();
      return;
    }
    try {
      publish(
          event -> {
            event.begin(FrameKind.TICK, 0, clock.nanoTime());
            event.receivedNs = 0;
            event.msg(Msg.TICK);
          });
    } catch (PipelineHalted failed) {
      halted.countDown();
    }
  }

  private interface Filler {
    void fill(Event event);
  }

  private void publish(Filler filler) {
    long slot = pipeline.claim();
    try {
      filler.fill(pipeline.event(slot));
    } finally {
      pipeline.publish(slot);
    }
  }

  /** Waits until every finite link has ended, or the pipeline has halted. */
  public void awaitEnd() throws InterruptedException {
    for (Link link : links) {
      while (!link.awaitEnd(200, TimeUnit.MILLISECONDS)) {
        if (pipeline.failure() != null) {
          return;
        }
      }
    }
  }

  /** Waits until the pipeline halts, which a healthy one never does. */
  public void awaitHalt() throws InterruptedException {
    halted.await();
  }

  /** Which links were read only in part, as a text to append, or empty. */
  public String endedEarly() {
    StringBuilder text = new StringBuilder();
    for (Link link : links) {
      if (link.failed()) {
        text.append(text.length() == 0 ? "; read only in part: " : ", ").append(link.uri().name());
      }
    }
    return text.toString();
  }

  /** What halted the pipeline, or null. */
  public Throwable failure() {
    return pipeline == null ? null : pipeline.failure();
  }

  /** The port that the dashboard is served on, or 0 for none. */
  public int httpPort() {
    return gateway == null ? 0 : gateway.port();
  }

  public String sessionId() {
    return session.id();
  }

  /** One line for an operator. */
  public String statusLine(long eventsBefore) {
    StringBuilder line = new StringBuilder();
    line.append("events ").append(counters.total());
    line.append(" (+").append(counters.total() - eventsBefore).append(')');
    line.append("  good ").append(counters.of(Quality.GOOD));
    line.append("  suspect ").append(counters.of(Quality.SUSPECT));
    line.append("  invalid ").append(counters.of(Quality.INVALID));
    line.append("  vessels ").append(fuse.vesselCount());
    for (int i = 0; i < links.size(); i++) {
      line.append("  ").append(config.links().get(i).name()).append(' ');
      line.append(receivers.get(i).stateText());
    }
    line.append("  journal ").append(session.bytes() / 1024).append(" KiB");
    return line.toString();
  }

  /** Bytes received over all links. */
  public long byteCount() {
    return receivers.stream().mapToLong(Receiver::byteCount).sum();
  }

  /** All events that went through. */
  public long eventCount() {
    return counters.total();
  }

  /** The station's part of /api/state and /healthz. */
  private void status(StringBuilder out) {
    if (pipeline == null) {
      out.append("{\"healthy\":false,\"starting\":true}");
      return;
    }
    out.append("{\"version\":\"").append(version).append("\",\"epoch\":\"").append(journal.epoch());
    out.append("\",\"session\":\"").append(session.id()).append("\",\"healthy\":");
    out.append(failure() == null).append(",\"head\":").append(pipeline.headSequence());
    out.append(",\"journal\":{\"records\":").append(session.records());
    out.append(",\"bytes\":").append(session.bytes()).append("},\"ring_full\":");
    out.append(pipeline.fullCount()).append(",\"vessels\":").append(fuse.vesselCount());
    out.append(",\"vessels_evicted\":").append(fuse.evictedCount()).append(',');
    counters.json(out);
    out.append(",\"links\":[");
    for (int i = 0; i < receivers.size(); i++) {
      out.append(i == 0 ? "{\"name\":\"" : ",{\"name\":\"");
      out.append(JsonStringEncoder.getInstance().quoteAsString(config.links().get(i).name()));
      out.append("\",\"state\":\"").append(receivers.get(i).stateText());
      out.append("\",\"bytes\":").append(receivers.get(i).byteCount());
      receivers.get(i).json(out);
      out.append('}');
    }
    out.append("],\"latency_ns\":{");
    String comma = "";
    for (Latency latency : pipeline.latencies()) {
      out.append(comma);
      latency.json(out);
      comma = ",";
    }
    out.append("}}");
  }

  /** Ends the links, lets every event that was taken reach the journal, closes it. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    ticker.shutdown();
    for (Link link : links) {
      link.close();
    }
    if (pipeline != null) {
      pipeline.drainAndStop();
    } else if (session != null) {
      session.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    if (journal != null) {
      journal.close();
    }
    halted.countDown();
  }
}
