package io.alidade.broadcast;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * The exact {@code Host} and {@code Origin} values that are served. A page of another site that the
 * operator's browser happens to show can send requests to this PC too, so being on loopback is not
 * enough: its requests carry its own origin, or, after DNS rebinding, its own host.
 */
final class AllowedHosts {
  private final Set<String> hosts = new HashSet<>();
  private final Set<String> origins = new HashSet<>();

  AllowedHosts(InetSocketAddress local) {
    int port = local.getPort();
    allow("127.0.0.1", port);
    allow("localhost", port);
    allow("[::1]", port);
    InetAddress address = local.getAddress();
    if (!(address instanceof Inet6Address)) {
      allow(address.getHostAddress(), port);
    }
  }

  private void allow(String host, int port) {
    hosts.add(host + ':' + port);
    origins.add("http://" + host + ':' + port);
    if (port == 80) {
      hosts.add(host);
      origins.add("http://" + host);
    }
  }

  boolean host(String value) {
    return hosts.contains(value);
  }

  boolean origin(String value) {
    return origins.contains(value);
  }
}
