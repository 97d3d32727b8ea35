package io.alidade.broadcast;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.TimeText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/**
 * The event loop's work: drains the ring, encodes each event once, and gives every client the same
 * bytes, or, when it is behind, pages of what changed meanwhile. All methods belong to the event
 * loop, but for {@link #links} and {@link #epoch}.
 */
final class Broadcaster {
  static final String PROTOCOL = "alidade.1";

  /** A message is ended when it is this long, bytes. */
  private static final int MESSAGE_BYTES = 48 << 10;

  /** An event whose JSON is longer is left out and counted, bytes. */
  private static final int MAX_EVENT_JSON = 256 << 10;

  private static final int PAGE_VESSELS = 500;

  /** Snapshot pages in one tick: for one client, for all. */
  private static final int CLIENT_PAGES = 8;

  private static final int TICK_PAGES = 32;
  private static final int TICK_EVENTS = 1 << 16;

  /** Events between two looks at whether a tick's bytes are enough, where clients set the pace. */
  private static final int PACED_EVENTS = 16;

  /** How many full ticks are kept for clients that are busy for a moment. */
  private static final int LOG_TICKS = 4;

  private static final int STATE_VESSELS = 10_000;

  private static final int MAX_INBOUND_PER_SECOND = 100;
  private static final long PING_NS = SECONDS.toNanos(15);
  private static final long SILENCE_NS = SECONDS.toNanos(45);
  private static final long FINISH_NS = MILLISECONDS.toNanos(500);
  private static final Client[] NONE = {};

  private final GatewayOptions options;
  private final EventRing ring;
  private final GatewayCounters counters;
  private final ByteBufAllocator allocator;
  private final boolean replay;
  private final ReplayControl control;
  private final EventJson json;
  private final LatestState state;
  private final MessageHandler onRecord = this::onRecord;
  private final byte[] record = new byte[EventRing.MAX_RECORD];
  private final Event event = new Event(0).wrap(record);
  private final TimeText timeText = new TimeText();
  private final byte[] time = new byte[TimeText.LENGTH];
  private final TextMessage message = new TextMessage(64 << 10);
  private final TextMessage batch = new TextMessage(2 * MESSAGE_BYTES);

  private final MessageLog log;
  private long tickNs;
  private int tickBytes;
  private int batchEvents;
  private long batchSeq;
  private long batchPosition;
  private boolean encoding;
  private boolean overBudget;

  /** In this tick nobody is left behind. */
  private boolean paced;

  /** The last event was a session's, or a state right behind it. */
  private boolean atHead;

  /**
   * A session began in this tick, or what was known then was told: what clients know of the last
   * one does not hold any more.
   */
  private boolean sessionBegan;

  private Client[] clients = NONE;
  private int firstClient;
  private int pageBudget;
  private volatile Links links = new Links();
  private Links usedLinks = links;
  private volatile String epoch;
  private String usedEpoch;
  private long droppedTold;
  private long secondNs = System.nanoTime();
  private long pingNs = secondNs;
  private Promise<Void> allGone;

  /** The replay's revision that all were told. */
  private long toldRevision;

  Broadcaster(
      GatewayOptions options,
      EventRing ring,
      GatewayCounters counters,
      ByteBufAllocator allocator,
      boolean replay,
      ReplayControl control) {
    this.options = options;
    this.ring = ring;
    this.counters = counters;
    this.allocator = allocator;
    this.replay = replay;
    this.control = control;
    json = new EventJson(links, false, replay);
    log = new MessageLog(LOG_TICKS * options.maxTickBytes(), MILLISECONDS.toNanos(options.logMs()));
    state = new LatestState(options.maxVessels(), json, counters);
  }

  /** From any thread: names for the events published after. */
  void links(Links newLinks) {
    links = newLinks;
  }

  /** From any thread: the journal's id. */
  void epoch(String newEpoch) {
    epoch = newEpoch;
  }

  boolean isFull() {
    return clients.length >= options.maxClients() || allGone != null;
  }

  /** Takes a client in: it is told where it is, then gets the snapshot. */
  void add(Client client) {
    Client[] more = Arrays.copyOf(clients, clients.length + 1);
    more[clients.length] = client;
    clients = more;
    counters.increment(Count.CLIENTS_OPENED);
    takeEpoch();
    message.clear().ascii("{\"type\":\"hello\",\"proto\":\"" + PROTOCOL + "\",\"epoch\":");
    state.appendEpoch(message);
    message.ascii(",\"head\":").number(state.head()).ascii(",\"replay\":").bool(replay);
    message.ascii(",\"tick_ms\":").number(options.tickMs()).ascii(",\"time\":\"");
    now(message).ascii("\"}");
    client.write(message.frame(allocator));
    sendPages(client, CLIENT_PAGES, System.nanoTime());
    client.flush();
  }

  void remove(Client client) {
    for (int i = 0; i < clients.length; i++) {
      if (clients[i] == client) {
        Client[] fewer = Arrays.copyOf(clients, clients.length - 1);
        System.arraycopy(clients, i + 1, fewer, i, clients.length - 1 - i);
        clients = fewer;
        break;
      }
    }
    completeWhenAllGone();
  }

  /** One round. Never throws: a fault costs an event or a message, not the gateway. */
  void tick() {
    try {
      long nowNs = System.nanoTime();
      drain(nowNs);
      sendLive(nowNs);
      if (!isHeldBack()) {
        log.expire(nowNs);
      }
      sendToThoseBehind(nowNs);
      closeTheStuck(nowNs);
      if (control != null && !control.isBusy() && control.revision() != toldRevision) {
        toldRevision = control.revision();
        tellStats();
      }
      if (nowNs - secondNs >= SECONDS.toNanos(1)) {
        secondNs = nowNs;
        everySecond(nowNs);
      }
    } catch (RuntimeException fault) {
      counters.increment(Count.FAULTS);
    }
  }

  /**
   * Sends what is queued, for a bounded time, then takes leave of all clients.
   *
   * @param loop the event loop, which must go on meanwhile to write to sockets
   * @param gone completed when the last one has left
   */
  void finish(EventExecutor loop, Promise<Void> gone) {
    finish(loop, gone, System.nanoTime() + FINISH_NS);
  }

  private void finish(EventExecutor loop, Promise<Void> gone, long deadlineNs) {
    tick();
    if (hasUnsent() && System.nanoTime() < deadlineNs) {
      var unused = loop.schedule(() -> finish(loop, gone, deadlineNs), 1, MILLISECONDS);
      return;
    }
    for (Client client : clients) {
      client.close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "stopping", Count.CLOSED_SERVER);
    }
    allGone = gone;
    completeWhenAllGone();
  }

  private boolean hasUnsent() {
    boolean unsent = ring.size() > 0;
    for (Client client : clients) {
      unsent |= client.isOpen() && (!client.live || client.cursor < log.next());
    }
    return unsent;
  }

  private void completeWhenAllGone() {
    if (allGone != null && clients.length == 0) {
      log.clear();
      allGone.trySuccess(null);
    }
  }

  private void drain(long nowNs) {
    tickNs = nowNs;
    tickBytes = 0;
    batchEvents = 0;
    overBudget = false;
    encoding = false;
    for (Client client : clients) {
      encoding |= client.live;
    }
    takeEpoch();
    paced = isPaced();
    if (!paced) {
      ring.drain(onRecord, TICK_EVENTS);
    } else if (!isHeldBack()) {
      int left = TICK_EVENTS;
      int drained = PACED_EVENTS;
      while (drained == PACED_EVENTS && left > 0 && tickBytes <= options.maxTickBytes()) {
        drained = ring.drain(onRecord, PACED_EVENTS);
        left -= drained;
      }
    }
    if (batchEvents > 0) {
      seal();
    }
  }

  /** Whether nobody is left behind, which a replay can afford that has no pace of its own. */
  private boolean isPaced() {
    return control != null && control.isPacedByClients();
  }

  /** Whether all wait for a client that has not taken yet what it was sent. */
  private boolean isHeldBack() {
    if (isPaced()) {
      for (Client client : clients) {
        if (client.isOpen() && (!client.live || client.cursor < log.next())) {
          return true;
        }
      }
    }
    return false;
  }

  private void takeEpoch() {
    String current = epoch;
    if (!Objects.equals(current, usedEpoch)) {
      usedEpoch = current;
      state.epoch(current);
    }
  }

  private void onRecord(int type, MutableDirectBuffer buffer, int index, int length) {
    buffer.getBytes(index, record, 0, length);
    if (event.length() != length || !event.isWellFormed()) {
      counters.increment(Count.DROPPED_MALFORMED);
      return;
    }
    Links currentLinks = links;
    if (currentLinks != usedLinks) {
      usedLinks = currentLinks;
      json.links(currentLinks);
    }
    try {
      FrameKind kind = event.kind();
      atHead = kind == FrameKind.SESSION || (atHead && kind == FrameKind.STATE);
      sessionBegan |= atHead;
      if (type == EventRing.KNOWN) {
        state.know(event);
        return;
      }
      state.apply(event);
      if (encoding) {
        encode();
      }
    } catch (RuntimeException fault) {
      counters.increment(Count.FAULTS);
    }
  }

  private void encode() {
    json.clear();
    json.append(event);
    for (int at = event.messagesStart(); at < event.length(); at = event.messageEnd(at)) {
      json.append((byte) ',');
      json.appendMessage(event, at);
    }
    if (json.length() > MAX_EVENT_JSON) {
      counters.increment(Count.DROPPED_JSON);
      return;
    }
    if (batchEvents > 0 && batch.length() + json.length() > MESSAGE_BYTES) {
      seal();
      if (!paced && tickBytes > options.maxTickBytes()) {
        encoding = false;
        overBudget = true;
        return;
      }
    }
    if (batchEvents++ == 0) {
      batch.clear().ascii("{\"type\":\"events\",\"from\":").number(event.sequence());
      batch.ascii(",\"events\":[");
    } else {
      batch.ascii(',');
    }
    batch.bytes(json.array(), 0, json.length());
    batchSeq = event.sequence();
    batchPosition = state.position();
  }

  private void seal() {
    batch.ascii("],\"to\":").number(batchSeq).ascii('}');
    log.append(batch.frame(allocator), batchSeq, batchPosition, tickNs);
    tickBytes += batch.length();
    batchEvents = 0;
  }

  private void sendLive(long nowNs) {
    ByteBuf dropped = droppedMessage();
    for (Client client : clients) {
      if (!client.isOpen()) {
        continue;
      }
      if (dropped != null && client.isWritable()) {
        client.write(dropped.retainedDuplicate());
      }
      if (client.live) {
        sendLog(client, nowNs);
        if (overBudget) {
          client.fallBehind(Count.LAG_RATE, nowNs);
        } else if (sessionBegan && client.live) {
          client.startAgain();
        }
      }
      client.flush();
    }
    sessionBegan = false;
    if (dropped != null) {
      dropped.release();
    }
  }

  /** Sends what the client has not got yet, as far as it takes it and the log still has it. */
  private void sendLog(Client client, long nowNs) {
    client.sending = true;
    while (client.cursor < log.next()) {
      if (client.cursor < log.first()) {
        client.fallBehind(Count.LAG_SLOW, nowNs);
        break;
      }
      if (!client.isWritable()) {
        break;
      }
      client.write(log.frame(client.cursor).retainedDuplicate());
      client.lastSeq = log.seq(client.cursor);
      client.position = log.position(client.cursor);
      client.cursor++;
    }
    client.sending = false;
  }

  /** A client takes data again: sends on without waiting for the tick. */
  void writable(Client client) {
    if (client.sending || !client.isOpen()) {
      return;
    }
    if (client.live) {
      sendLog(client, System.nanoTime());
    } else {
      pageBudget -= sendPages(client, pageBudget, System.nanoTime());
    }
    client.flush();
  }

  /** What the ring had no room for since last told, as a message; or null. */
  private ByteBuf droppedMessage() {
    long dropped = counters.get(Count.DROPPED_FULL) + counters.get(Count.DROPPED_SIZE);
    if (dropped == droppedTold) {
      return null;
    }
    counters.increment(Count.LAG_DROPPED);
    message.clear().ascii("{\"type\":\"lag\",\"reason\":\"dropped\",\"missed\":");
    message.number(dropped - droppedTold).ascii(",\"head\":").number(state.head()).ascii('}');
    droppedTold = dropped;
    return message.frame(allocator);
  }

  private void sendToThoseBehind(long nowNs) {
    Client[] all = clients;
    pageBudget = TICK_PAGES;
    for (int i = 0; i < all.length; i++) {
      Client client = all[(firstClient + i) % all.length];
      if (client.live || !client.isOpen()) {
        continue;
      }
      pageBudget -= sendPages(client, Math.min(pageBudget, CLIENT_PAGES), nowNs);
      client.flush();
    }
    // Whoever came first this time comes last the next, so that the budget is everyone's.
    firstClient = all.length == 0 ? 0 : (firstClient + 1) % all.length;
  }

  private int sendPages(Client client, int limit, long nowNs) {
    int pages = 0;
    client.sending = true;
    while (pages < limit && !client.live && client.isWritable()) {
      if (client.lagReason != null) {
        sendLag(client, nowNs);
      } else {
        sendPage(client);
        pages++;
      }
    }
    client.sending = false;
    return pages;
  }

  private void sendLag(Client client, long nowNs) {
    message.clear().ascii("{\"type\":\"lag\",\"reason\":\"");
    message.ascii(client.lagReason == Count.LAG_SLOW ? "slow" : "rate");
    message.ascii("\",\"from\":").number(client.lastSeq + 1);
    message.ascii(",\"head\":").number(state.head());
    message.ascii(",\"ms\":").number(NANOSECONDS.toMillis(nowNs - client.behindSinceNs));
    client.write(message.ascii('}').frame(allocator));
    client.lagReason = null;
  }

  private void sendPage(Client client) {
    if (client.position < state.clearedAt()) {
      // It has nothing, or what it has is of a session that ended.
      client.position = state.clearedAt();
      client.lastVessel = null;
      client.page = 0;
      client.fullSnapshot = true;
    } else if (client.page == 0) {
      client.fullSnapshot = false;
    }
    message.clear().ascii("{\"type\":\"snapshot\",\"seq\":").number(state.head());
    message.ascii(",\"page\":").number(client.page++);
    message.ascii(",\"full\":").bool(client.fullSnapshot).ascii(",\"vessels\":[");
    VesselState vessel = state.firstAfter(client.position, client.lastVessel);
    int vessels = 0;
    while (vessel != null && vessels < PAGE_VESSELS && message.length() < MESSAGE_BYTES) {
      if (vessels++ > 0) {
        message.ascii(',');
      }
      state.appendVessel(vessel, message);
      client.position = vessel.position;
      client.lastVessel = vessel;
      vessel = vessel.newer;
    }
    message.ascii("],\"more\":").bool(vessel != null);
    if (vessel == null) {
      message.ascii(",\"own\":");
      state.appendOwn(message);
      message.ascii(",\"links\":");
      state.appendLinks(message);
      message.ascii(",\"invalid\":");
      state.appendInvalid(message);
      message.ascii(",\"outage\":");
      state.appendOutage(message);
      client.live = true;
      client.position = state.position();
      client.lastVessel = null;
      client.lastSeq = state.head();
      client.cursor = log.next();
    }
    client.write(message.ascii('}').frame(allocator));
    counters.increment(Count.SNAPSHOT_PAGES);
  }

  private void closeTheStuck(long nowNs) {
    long unwritableLimitNs = MILLISECONDS.toNanos(options.unwritableLimitMs());
    for (Client client : clients) {
      if (!client.isOpen()) {
        continue;
      }
      if (client.isWritable()) {
        client.unwritable = false;
      } else if (!client.unwritable || client.hasTakenSome()) {
        client.unwritable = true;
        client.unwritableSinceNs = nowNs;
        client.heardNs = nowNs; // it is there, though its pings may lie behind what it reads
      } else if (nowNs - client.unwritableSinceNs > unwritableLimitNs) {
        client.close(
            WebSocketCloseStatus.TRY_AGAIN_LATER, "does not take its data", Count.CLOSED_SLOW);
      }
    }
  }

  /** Totals, pings, and an end for those who have not answered any. */
  private void everySecond(long nowNs) {
    boolean ping = nowNs - pingNs >= PING_NS;
    if (ping) {
      pingNs = nowNs;
    }
    if (clients.length == 0) {
      return;
    }
    ByteBuf stats = statsMessage();
    for (Client client : clients) {
      client.inbound = 0;
      if (!client.isOpen()) {
        continue;
      }
      if (nowNs - client.heardNs > SILENCE_NS) {
        client.close(WebSocketCloseStatus.TRY_AGAIN_LATER, "silent", Count.CLOSED_SILENT);
      } else if (client.isWritable()) {
        client.write(stats.retainedDuplicate());
        if (ping) {
          client.write(allocator.buffer(2).writeShort(0x8900)); // an empty ping frame
        }
        client.flush();
      }
    }
    stats.release();
  }

  /** Tells all clients at once what they are else told every second. */
  private void tellStats() {
    ByteBuf stats = statsMessage();
    for (Client client : clients) {
      if (client.isOpen() && client.isWritable()) {
        client.write(stats.retainedDuplicate());
        client.flush();
      }
    }
    stats.release();
  }

  private ByteBuf statsMessage() {
    message.clear().ascii("{\"type\":\"stats\",\"time\":\"");
    now(message).ascii("\",\"head\":").number(state.head());
    message.ascii(",\"events\":").number(counters.get(Count.EVENTS));
    message.ascii(",\"good\":").number(counters.get(Count.GOOD));
    message.ascii(",\"suspect\":").number(counters.get(Count.SUSPECT));
    message.ascii(",\"invalid\":").number(counters.get(Count.INVALID));
    message.ascii(",\"dropped\":");
    message.number(counters.get(Count.DROPPED_FULL) + counters.get(Count.DROPPED_SIZE));
    message.ascii(",\"vessels\":").number(state.vesselCount());
    message.ascii(",\"clients\":").number(clients.length);
    if (control != null) {
      StringBuilder position = new StringBuilder(256);
      control.json(position);
      message.ascii(",\"replay\":").utf8(position);
    }
    message.ascii('}');
    return message.frame(allocator);
  }

  /** Notes that the client said something; false when it says too much. */
  boolean heard(Client client) {
    client.heardNs = System.nanoTime();
    return ++client.inbound <= MAX_INBOUND_PER_SECOND;
  }

  /** Appends what {@code /api/state} says beside the engine's status, as members of an object. */
  void appendState(TextMessage out) {
    out.ascii("\"replay\":").bool(replay).ascii(",\"epoch\":");
    state.appendEpoch(out);
    out.ascii(",\"head\":").number(state.head()).ascii(",\"time\":\"");
    now(out).ascii("\",\"own\":");
    state.appendOwn(out);
    out.ascii(",\"vessel_count\":").number(state.vesselCount()).ascii(",\"vessels\":[");
    int vessels = 0;
    VesselState vessel = state.newest();
    while (vessel != null && vessels < STATE_VESSELS) {
      if (vessels++ > 0) {
        out.ascii(',');
      }
      state.appendVessel(vessel, out);
      vessel = vessel.older;
    }
    out.ascii("],\"links\":");
    state.appendLinks(out);
    out.ascii(",\"invalid\":");
    state.appendInvalid(out);
    out.ascii(",\"outage\":");
    state.appendOutage(out);
    out.ascii(",\"clients\":").number(clients.length);
  }

  /** Appends the gateway's part of {@code /healthz}, as members of an object. */
  void appendHealth(TextMessage out) {
    out.ascii("\"head\":").number(state.head()).ascii(",\"clients\":").number(clients.length);
    out.ascii(",\"queued_bytes\":").number(ring.size());
  }

  private TextMessage now(TextMessage out) {
    timeText.write(System.currentTimeMillis() * 1_000_000, time, 0);
    return out.bytes(time, 0, time.length);
  }
}
