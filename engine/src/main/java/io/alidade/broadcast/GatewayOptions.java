package io.alidade.broadcast;

/**
 * The gateway's limits.
 *
 * @param tickMs time between two rounds of sending, ms
 * @param ringBytes room between {@code publish} and the event loop, a power of two
 * @param maxClients dashboards at a time
 * @param maxVessels vessels whose latest state is kept
 * @param maxTickBytes JSON of one tick that is sent event by event; beyond it, clients get the
 *     latest state only
 * @param logMs how long what was sent is kept for clients that are busy for a moment, ms
 * @param unwritableLimitMs how long a client may leave data unread, ms
 * @param requestTimeoutMs how long a connection may take for a whole request, ms
 * @param epoll whether to use Linux's epoll where it is there
 */
record GatewayOptions(
    int tickMs,
    int ringBytes,
    int maxClients,
    int maxVessels,
    int maxTickBytes,
    int logMs,
    int unwritableLimitMs,
    int requestTimeoutMs,
    boolean epoll) {
  static final GatewayOptions DEFAULTS =
      new GatewayOptions(20, 8 << 20, 128, 100_000, 512 << 10, 500, 30_000, 5_000, true);

  /** Sockets of any kind at a time, dashboards and requests for pages together. */
  int maxConnections() {
    return 2 * maxClients + 64;
  }
}
