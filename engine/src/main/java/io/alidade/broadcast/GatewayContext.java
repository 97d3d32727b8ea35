package io.alidade.broadcast;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** What the connections of one gateway share. Belongs to the event loop. */
final class GatewayContext {
  /** Answers of {@code /api/state} on their way at a time; each may be some megabytes. */
  private static final int MAX_STATES = 4;

  private final GatewayCounters counters;
  private final Broadcaster broadcaster;
  private final GatewayStatus status;
  private final ReplayControl control;
  private final StaticFiles files;
  private final GatewayOptions options;
  private AllowedHosts allowedHosts;
  private int states;
  private int connections;

  GatewayContext(
      GatewayCounters counters,
      Broadcaster broadcaster,
      GatewayStatus status,
      ReplayControl control,
      StaticFiles files,
      GatewayOptions options) {
    this.counters = counters;
    this.broadcaster = broadcaster;
    this.status = status;
    this.control = control;
    this.files = files;
    this.options = options;
  }

  GatewayCounters counters() {
    return counters;
  }

  Broadcaster broadcaster() {
    return broadcaster;
  }

  GatewayStatus status() {
    return status;
  }

  /** The controls of the replay; null for none. */
  ReplayControl control() {
    return control;
  }

  StaticFiles files() {
    return files;
  }

  int requestTimeoutMs() {
    return options.requestTimeoutMs();
  }

  AllowedHosts allowedHosts(Channel channel) {
    if (allowedHosts == null) {
      allowedHosts = new AllowedHosts((InetSocketAddress) channel.localAddress());
    }
    return allowedHosts;
  }

  /** Takes a connection in; false when there are too many. */
  boolean connect(Channel channel) {
    if (connections >= options.maxConnections()) {
      counters.increment(Count.REFUSED_CONNECTIONS);
      return false;
    }
    connections++;
    counters.increment(Count.CONNECTIONS);
    channel.closeFuture().addListener(closed -> connections--);
    return true;
  }

  boolean beginState() {
    if (states >= MAX_STATES) {
      return false;
    }
    states++;
    return true;
  }

  void endState() {
    states--;
  }
}
