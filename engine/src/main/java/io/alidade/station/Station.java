package io.alidade.station;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.alidade.broadcast.Gateway;
import io.alidade.broadcast.GatewayException;
import io.alidade.broadcast.GatewayStatus;
import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;
import io.alidade.event.TimeText;
import io.alidade.framing.Framer;
import io.alidade.fuse.Fuse;
import io.alidade.journal.Journal;
import io.alidade.journal.JournalException;
import io.alidade.journal.RecordLayout;
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
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;

/** A running station; see {@link #start} for the wiring. */
public final class Station implements AutoCloseable {
  private static final int RING_SIZE = 1024;

  /** Slots where one event may take 200 KB. */
  private static final int LONG_EVENTS_RING_SIZE = 128;

  private static final int CLOCK_RESAMPLE_S = 60;

  private static final int PRUNE_INTERVAL_S = 60;

  private static final long NS_PER_DAY = 86_400_000_000_000L;

  /** A session that a message keeps from ending at midnight ends so many seconds later. */
  private static final int MAX_OVERDUE_S = 60;

  /** More than the ids of a journal and a session have. */
  private static final int IDS_LENGTH = 128;

  private final StationConfig config;
  private final String version;
  private final Consumer<String> notices;
  private final EpochNanoClock clock;
  private final Counters counters = new Counters();
  private final List<Link> links = new ArrayList<>();
  private final List<Receiver> receivers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService ticker = scheduler("ticker");
  private final ScheduledExecutorService syncer = scheduler("journal-sync");
  private final CountDownLatch halted = new CountDownLatch(1);
  private Journal journal;
  private Pruner pruner;

  /** Null where no passes are to be told. */
  private PassWatch passes;

  private JournalStage recording;

  /** Whether the outage that there is has been told. */
  private boolean outageTold;

  private volatile String endedFull;
  private Fuse fuse;
  private Gateway gateway;
  private volatile Pipeline pipeline; // set when all that status() reads is there
  private int slotBytes;

  /** The UTC day of the session, days since 1970. */
  private long day;

  /** The sequence from which on what is known is to be written again. */
  private volatile long nextState;

  private int overdue;
  private int ticks;
  private boolean closed;

  private static ScheduledExecutorService scheduler(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        runnable -> {
          Thread thread = new Thread(runnable, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  private Station(
      StationConfig config, String version, Consumer<String> notices, EpochNanoClock clock) {
    this.config = config;
    this.version = version;
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * Opens the journal, starts the pipeline and the gateway, then the links.
   *
   * @param notices takes lines that an operator should read, such as that old sessions are gone
   * @throws EnvironmentException when the journal, the port or a file is not to be had; nothing is
   *     left running
   */
  @SuppressWarnings("FutureReturnValueIgnored") // neither lets an exception out
  public static Station start(StationConfig config, String version, Consumer<String> notices)
      throws ConfigException, EnvironmentException {
    OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
    Station station = start(config, version, notices, clock);
    station.ticker.scheduleAtFixedRate(station::tick, 1, 1, TimeUnit.SECONDS);
    // Follows a corrected system clock.
    station.ticker.scheduleAtFixedRate(
        clock::sample, CLOCK_RESAMPLE_S, CLOCK_RESAMPLE_S, TimeUnit.SECONDS);
    return station;
  }

  /** The same on another clock; the caller calls {@link #tick} for each second of it. */
  static Station start(
      StationConfig config, String version, Consumer<String> notices, EpochNanoClock clock)
      throws ConfigException, EnvironmentException {
    Station station = new Station(config, version, notices, clock);
    try {
      station.start();
      return station;
    } catch (JournalException | GatewayException | IOException fault) {
      station.close();
      throw new EnvironmentException(fault.getMessage(), fault);
    } catch (ConfigException | EnvironmentException | RuntimeException fault) {
      station.close();
      throw fault;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // sync lets no exception out
  private void start() throws GatewayException, IOException, ConfigException, EnvironmentException {
    // What can be refused is, before a session begins: one that never ran should leave none.
    if (config.mission() != Mission.NONE && !hasPackets()) {
      throw new ConfigException("mission: describes packets, which no link carries");
    }
    slotBytes = Protocol.slotBytes(config.links());
    if (!sessionStart("", "").fits(IDS_LENGTH)) {
      throw new ConfigException(
          "the links, the configuration and the mission database are too long for one event, "
              + RecordLayout.MAX_LENGTH
              + " bytes with the database compressed");
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
    if (config.passes() != null) {
      passes =
          new PassWatch(
              config.passes(),
              config.links(),
              clock.nanoTime(),
              filler -> publish(filler::accept),
              notices);
    }
    journal = Journal.open(config.journal(), version);
    if (config.durability().batch()) {
      journal.forcesBeforeShowing();
    }
    pruner = pruner();
    if (config.http() != null) {
      gateway = gateway(config.http());
      gateway.epoch(journal.epoch());
    }
    fuse = Recovery.atEnd(config.journal(), config.fuse(), config.links());
    long now = clock.nanoTime();
    pruner.prune(now); // what was known is recovered by now, and its session may go
    pruner.complaint(false, now);
    recording = new JournalStage(journal, journal.beginSession(now), config.durability());
    SessionStart start = sessionStart(journal.epoch(), sessionId());
    if (gateway != null) {
      gateway.links(start.names(config.mission()));
    }
    Validate validate = new Validate();
    pipeline =
        new Pipeline(
            config.layout(),
            config.waiting(),
            slotBytes > Pipeline.SLOT_BYTES ? LONG_EVENTS_RING_SIZE : RING_SIZE,
            slotBytes,
            journal.lastSequence() + 1,
            validate::onEvent,
            fuse::onEvent,
            recording,
            this::broadcast);
    begin(start, now);
    tellPruned();
    tellPasses(); // the first frame may belong to one
    for (int i = 0; i < links.size(); i++) {
      Receiver receiver = new Receiver(i + 1, framers.get(i), decoders.get(i), pipeline, clock);
      receivers.add(receiver);
      links.get(i).start(receiver);
    }
    int sync = config.durability().intervalMs();
    if (sync > 0) {
      syncer.scheduleWithFixedDelay(recording::sync, sync, sync, TimeUnit.MILLISECONDS);
    }
  }

  private Pruner pruner() throws ConfigException, IOException {
    DiskGuard guard = new DiskGuard(config.journal());
    if (config.retention().minFreeBytes() >= guard.total()) {
      throw new ConfigException(
          "min-free: more than the whole disk of " + config.journal() + " has");
    }
    return new Pruner(journal, config.retention(), guard, notices);
  }

  private void tellPruned() {
    if (pruner.hasUntold()) {
      publish(event -> pruner.tell(event, clock.nanoTime()));
    }
  }

  /** Begins a session with what is known; nobody else may publish meanwhile. */
  private void begin(SessionStart start, long now) {
    day = Math.floorDiv(now, NS_PER_DAY);
    overdue = 0;
    publish(event -> start.write(event, now));
    publishState(now);
    if (passes != null) {
      passes.tellElements(now);
    }
  }

  /** Only at rest: the parts must not be parted, and what is known must not change meanwhile. */
  private void publishState(long now) {
    nextState = pipeline.headSequence() + fuse.eventsToNextState();
    if (fuse.isEmpty()) {
      return;
    }
    int parts = fuse.stateParts(slotBytes);
    for (int part = 0; part < parts; part++) {
      int each = part;
      publish(event -> Fuse.beginState(event, now, each, parts, slotBytes));
    }
  }

  /**
   * Ends the session and begins another in its place, without a break in what the links deliver.
   * Any thread but the pipeline's own.
   */
  void turnOver() {
    pipeline.atRest(this::turnOverNow);
  }

  private void turnOverNow() {
    long now = clock.nanoTime();
    begin(sessionStart(journal.epoch(), journal.nextSessionId(now)), now);
    for (int i = 0; i < receivers.size(); i++) {
      receivers.get(i).publishState(now);
      receivers.get(i).decodeWith(decoder(config.links().get(i)));
    }
  }

  /** At midnight UTC, when no message is half here; after a minute at the latest. */
  private void turnOverWhenDue() {
    long now = clock.nanoTime();
    long today = Math.floorDiv(now, NS_PER_DAY);
    // A clock that was set back a little comes to the same midnight again, and that ends nothing;
    // one that was days ahead must not keep the session for as long.
    if (today == day || today == day - 1 || recording.outage() != null) {
      overdue = 0;
      return;
    }
    pipeline.atRest(
        () -> {
          if (++overdue > MAX_OVERDUE_S || receivers.stream().allMatch(r -> r.isAtRest(now))) {
            turnOverNow();
          }
        });
  }

  private Decoder decoder(LinkUri uri) {
    try {
      return Protocol.of(uri.protocol()).decoder(uri, config.mission().contents());
    } catch (ConfigException impossible) {
      throw new IllegalStateException(impossible); // it was made when the station started
    }
  }

  /**
   * Makes room or stops journaling before the disk is full, and begins again when there is room.
   */
  private void guardDisk() {
    JournalStage.Outage outage = recording.outage();
    String complaint = pruner.complaint(outage != null, clock.nanoTime());
    recording.suspend(complaint);
    if (outage == null) {
      outageTold = false;
      return;
    }
    if (config.whenFull() == StationConfig.WhenFull.STOP) {
      endedFull = outage.reason();
      halted.countDown();
      return;
    }
    if (complaint == null && endOutage()) {
      outageTold = false;
      return;
    }
    if (!outageTold) {
      outageTold = true;
      publish(event -> outage(event, outage, false));
    }
  }

  /** Begins a session, which may not succeed; where it does, says what was missed. */
  private boolean endOutage() {
    JournalStage.Outage[] whole = new JournalStage.Outage[1];
    pipeline.atRest(
        () -> {
          whole[0] = recording.outage();
          turnOverNow();
        });
    boolean[] ended = new boolean[1];
    pipeline.atRest(
        () -> {
          ended[0] = recording.outage() == null;
          if (ended[0]) {
            publish(event -> outage(event, whole[0], true));
          }
        });
    return ended[0];
  }

  private void outage(Event event, JournalStage.Outage outage, boolean over) {
    event.begin(FrameKind.STATION, 0, clock.nanoTime());
    event.receivedNs = 0;
    event.msg(Msg.JOURNAL_OUTAGE);
    FieldWriter out = event.beginDecoded();
    out.bool(Field.OVER, over);
    out.text(Field.REASON, outage.reason());
    out.text(Field.SINCE, new TimeText().text(outage.from()));
    out.integer(Field.EVENTS, outage.events());
    out.integer(Field.FIRST_SEQ, outage.firstSequence());
    out.integer(Field.LAST_SEQ, outage.lastSequence());
    event.endDecoded();
  }

  /** Why the station ended for want of room on the disk, or null. */
  public String endedFull() {
    return endedFull;
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
        config.fuse(),
        config.text(),
        config.mission().stored());
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
              return pipeline != null && failure() == null && recording.outage() == null;
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

  /** What is to be done each second; one thread. */
  void tick() {
    ticks++;
    if (pipeline.failure() != null) {
      halted.countDown();
      return;
    }
    try {
      if (ticks % PRUNE_INTERVAL_S == 0) {
        pruner.prune(clock.nanoTime());
      }
      guardDisk();
      if (recording.outage() == null) {
        tellPruned();
      }
      turnOverWhenDue();
      if (pipeline.headSequence() >= nextState) {
        pipeline.atRest(() -> publishState(clock.nanoTime()));
      }
      publish(
          event -> {
            event.begin(FrameKind.TICK, 0, clock.nanoTime());
            event.receivedNs = 0;
            event.msg(Msg.TICK);
          });
      tellPasses();
    } catch (PipelineHalted failed) {
      halted.countDown();
    }
  }

  private void tellPasses() {
    if (passes != null) {
      passes.tick(clock.nanoTime(), fuse::satellitesUp);
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
    return recording.session().id();
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
    line.append("  journal ").append(recording.session().bytes() / 1024).append(" KiB");
    return line.toString();
  }

  /** How many vessels are known now. */
  int vesselCount() {
    return fuse.vesselCount();
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
    out.append("\",\"session\":\"").append(sessionId()).append("\",\"healthy\":");
    out.append(failure() == null).append(",\"head\":").append(pipeline.headSequence());
    out.append(",\"journal\":{\"records\":").append(recording.session().records());
    out.append(",\"bytes\":").append(recording.session().bytes());
    pruner.json(out);
    JournalStage.Outage outage = recording.outage();
    if (outage != null) {
      out.append(",\"outage\":{\"events\":").append(outage.events()).append(",\"reason\":\"");
      out.append(JsonStringEncoder.getInstance().quoteAsString(outage.reason())).append("\"}");
    }
    out.append("},\"ring_full\":");
    out.append(pipeline.fullCount()).append(",\"vessels\":").append(fuse.vesselCount());
    out.append(",\"vessels_evicted\":").append(fuse.evictedCount()).append(',');
    counters.json(out);
    if (passes != null) {
      out.append(",\"passes\":").append(passes.json());
    }
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
    syncer.shutdown();
    for (Link link : links) {
      link.close();
    }
    if (pipeline != null) {
      pipeline.drainAndStop();
    } else if (recording != null) {
      recording.end();
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
