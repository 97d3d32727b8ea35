package io.alidade.broadcast;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that the last words arrive. A socket closed while the peer's bytes are still
 * unread is reset, and the reset can overtake what was written; so only the sending side is closed,
 * and the rest when the peer has closed too, or after a second.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the channel is gone either way
final class LingeringClose {
  private static final long TIMEOUT_MS = 1000;

  private static final ChannelFutureListener END_OUTPUT =
      written -> {
        if (written.isSuccess() && written.channel() instanceof DuplexChannel channel) {
          channel.shutdownOutput();
        } else {
          written.channel().close();
        }
      };

  private LingeringClose() {}

  /** Ends the connection when its last write is done, or when that is not done in a second. */
  static void after(ChannelFuture lastWrite) {
    Channel channel = lastWrite.channel();
    lastWrite.addListener(END_OUTPUT);
    var timeout =
        channel.eventLoop().schedule(() -> channel.close(), TIMEOUT_MS, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> timeout.cancel(false));
  }
}
