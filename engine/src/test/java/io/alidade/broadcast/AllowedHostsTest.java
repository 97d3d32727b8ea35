package io.alidade.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AllowedHostsTest {
  private static AllowedHosts hosts(int lastByte, int port) throws UnknownHostException {
    byte[] address = {127, 0, 0, (byte) lastByte};
    return new AllowedHosts(new InetSocketAddress(InetAddress.getByAddress(address), port));
  }

  @Test
  void areTheThreeLoopbackNamesWithThePort() throws Exception {
    AllowedHosts hosts = hosts(1, 8080);
    assertThat(hosts.host("127.0.0.1:8080")).isTrue();
    assertThat(hosts.host("localhost:8080")).isTrue();
    assertThat(hosts.host("[::1]:8080")).isTrue();
    assertThat(hosts.host("127.0.0.1")).isFalse();
    assertThat(hosts.host("127.0.0.2:8080")).isFalse();
    assertThat(hosts.origin("http://localhost:8080")).isTrue();
    assertThat(hosts.origin("https://localhost:8080")).isFalse();
    assertThat(hosts.origin("localhost:8080")).isFalse();
  }

  @Test
  void includeAnotherLoopbackAddressThatIsListenedOn() throws Exception {
    AllowedHosts hosts = hosts(2, 8080);
    assertThat(hosts.host("127.0.0.2:8080")).isTrue();
  }

  @Test
  void needNoPortWhereItIsTheDefaultOne() throws Exception {
    AllowedHosts hosts = hosts(1, 80);
    assertThat(hosts.host("localhost")).isTrue();
    assertThat(hosts.host("localhost:80")).isTrue();
    assertThat(hosts.origin("http://localhost")).isTrue();
  }
}
