package io.alidade.broadcast;

import io.alidade.event.Event;
import io.alidade.event.Links;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/**
 * Serves dashboards: the page over HTTP, events over WebSocket; the protocol is in this package's
 * description. On loopback only, and only for pages that this gateway itself served.
 *
 * <p>{@link #publish} never blocks and allocates nothing, whatever clients do: between it and the
 * one event loop is a ring of fixed size, and between the event loop and each client at most the
 * high watermark (64 KiB) and one message.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the tick never throws; a close needs no answer
public final class Gateway implements AutoCloseable {
  /** What the kernel may hold unsent for one client, bytes; keeps what a slow one sees fresh. */
  private static final long NOT_SENT_LOW = 16 << 10;

  /** Where the kernel lacks that option: its whole send buffer, bytes. */
  private static final int SEND_BUFFER = 64 << 10;

  private static final WriteBufferWaterMark WATERMARK =
      new WriteBufferWaterMark(32 << 10, 64 << 10);

  private static final long CLOSE_TIMEOUT_S = 3;

  /** How much may wait in the ring, bytes of records, of a source that can wait. */
  private static final int AHEAD_BYTES = 512 << 10;

  private final EventLoopGroup loop;
  private final GatewayCounters counters;
  private final EventRing ring;
  private final Broadcaster broadcaster;
  private final Channel server;
  private volatile boolean closed;

  private Gateway(
      EventLoopGroup loop,
      GatewayCounters counters,
      EventRing ring,
      Broadcaster broadcaster,
      Channel server) {
    this.loop = loop;
    this.counters = counters;
    this.ring = ring;
    this.broadcaster = broadcaster;
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @param host a loopback address, or a name of one
   * @param port the TCP port; 0 picks a free one
   * @param status the engine's part of the state
   * @param replay whether the events are a replay's
   * @throws IllegalArgumentException when the host is not a loopback address; one line
   * @throws GatewayException when the address cannot be listened on; one line
   */
  public static Gateway start(String host, int port, GatewayStatus status, boolean replay)
      throws GatewayException {
    return start(host, port, status, replay, null, GatewayOptions.DEFAULTS);
  }

  /** The same for a replay that the pages may control. */
  public static Gateway start(String host, int port, GatewayStatus status, ReplayControl control)
      throws GatewayException {
    return start(host, port, status, true, control, GatewayOptions.DEFAULTS);
  }

  static Gateway start(
      String host, int port, GatewayStatus status, boolean replay, GatewayOptions options)
      throws GatewayException {
    return start(host, port, status, replay, null, options);
  }

  private static Gateway start(
      String host,
      int port,
      GatewayStatus status,
      boolean replay,
      ReplayControl control,
      GatewayOptions options)
      throws GatewayException {
    InetSocketAddress address = loopback(host, port);
    StaticFiles files = new StaticFiles();
    boolean epoll = options.epoll() && Epoll.isAvailable();
    GatewayCounters counters = new GatewayCounters();
    EventRing ring = new EventRing(options.ringBytes(), counters);
    Broadcaster broadcaster =
        new Broadcaster(options, ring, counters, PooledByteBufAllocator.DEFAULT, replay, control);
    GatewayContext context =
        new GatewayContext(counters, broadcaster, status, control, files, options);
    EventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("alidade-gateway", true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    Channel server;
    try {
      server = bootstrap(loop, epoll, context).bind(address).sync().channel();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop(loop);
      throw new GatewayException("interrupted while starting to listen", e);
    } catch (Exception e) { // bind's own, rethrown by sync without being declared
      stop(loop);
      throw new GatewayException(
          "cannot listen on " + host + ':' + port + " (" + reason(e) + "); choose another port", e);
    }
    loop.scheduleWithFixedDelay(
        broadcaster::tick, options.tickMs(), options.tickMs(), TimeUnit.MILLISECONDS);
    return new Gateway(loop, counters, ring, broadcaster, server);
  }

  private static InetSocketAddress loopback(String host, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is from 0 to 65535, not " + port);
    }
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + host + "' is not an address of this PC", e);
    }
    if (!address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "'"
              + host
              + "' can be reached from outside this PC, which needs TLS and a token, and this"
              + " version has neither; use 127.0.0.1, from elsewhere through an SSH tunnel");
    }
    return new InetSocketAddress(address, port);
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    return message.contains("in use") ? "the port is in use" : message.lines().findFirst().get();
  }

  private static ServerBootstrap bootstrap(
      EventLoopGroup loop, boolean epoll, GatewayContext context) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 128)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATERMARK);
    if (epoll) {
      bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_LOW);
    } else {
      bootstrap.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER);
    }
    HttpDecoderConfig http =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(HttpHandler.MAX_LINE)
            .setMaxHeaderSize(HttpHandler.MAX_HEADERS);
    return bootstrap.childHandler(
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            if (context.connect(channel)) {
              channel.pipeline().addLast(new HttpServerCodec(http), new HttpHandler(context));
            } else {
              channel.close();
            }
          }
        });
  }

  /** The port that is listened on. */
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** The names of link ids, for events published after; from any thread. */
  public void links(Links links) {
    broadcaster.links(links);
  }

  /**
   * The id of the journal that sequences belong to, for clients' {@code hello}; from any thread. A
   * session event that carries one sets it too.
   */
  public void epoch(String epoch) {
    broadcaster.epoch(epoch);
  }

  /**
   * Passes an event on, after it was journaled. One thread at a time. The record is copied; when
   * clients' side is too far behind to take it, or it is above 64 KiB, it is counted and left out.
   */
  public void publish(Event event) {
    if (!closed) {
      ring.offer(event, EventRing.EVENT);
    }
  }

  /**
   * The same for an event that is not shown itself: what it says was known before those that are. A
   * session event that is passed on so has clients forget the last session.
   */
  public void publishKnown(Event event) {
    if (!closed) {
      ring.offer(event, EventRing.KNOWN);
    }
  }

  /**
   * Whether {@link #publish} should be given an event now; for a source that can wait, which a live
   * one cannot. No more is ahead of what clients see than it takes to keep them busy.
   */
  public boolean hasRoom() {
    return ring.size() <= AHEAD_BYTES;
  }

  /** Whether all that was published is in what clients are told. */
  public boolean isDrained() {
    return ring.size() == 0;
  }

  /** Appends a JSON object of the gateway's counters, by reason; from any thread. */
  public void counters(StringBuilder out) {
    counters.json(out);
  }

  long counter(Count count) {
    return counters.get(count);
  }

  /** Sends what is queued, closes all clients with 1001 and stops, in bounded time. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.close().awaitUninterruptibly(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
    EventLoop events = loop.next();
    Promise<Void> gone = events.newPromise();
    events.execute(() -> broadcaster.finish(events, gone));
    gone.awaitUninterruptibly(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
    stop(loop);
  }

  private static void stop(EventLoopGroup loop) {
    loop.shutdownGracefully(0, CLOSE_TIMEOUT_S, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
  }
}
