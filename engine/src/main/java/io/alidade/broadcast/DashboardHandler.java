package io.alidade.broadcast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;

/**
 * What a dashboard says after the upgrade. Pings are answered as long as the answers are read; too
 * long or too many messages end the connection. In a replay that can be controlled, a text {@code
 * {"type":"replay","action":"seek","argument":"2026-11-25T01:02:03Z"}} does what {@link
 * ReplayControl#command} says; any other text is ignored.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class DashboardHandler extends SimpleChannelInboundHandler<Object> {
  private static final JsonMapper JSON = new JsonMapper();

  private final GatewayContext gateway;
  private final Client client;
  private int messageBytes;

  DashboardHandler(GatewayContext gateway, Channel channel) {
    this.gateway = gateway;
    client = new Client(channel, gateway.counters(), System.nanoTime());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (gateway.broadcaster().isFull()) {
      client.close(WebSocketCloseStatus.TRY_AGAIN_LATER, "too many dashboards", Count.CLOSED_FULL);
    } else {
      gateway.broadcaster().add(client);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    client.closed(Count.CLOSED_CLIENT);
    gateway.broadcaster().remove(client);
    ctx.fireChannelInactive();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      gateway.broadcaster().writable(client);
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Object message) {
    if (!client.isOpen()) {
      if (message instanceof CloseWebSocketFrame) {
        ctx.close(); // the answer to ours
      }
      return;
    }
    if (!gateway.broadcaster().heard(client)) {
      client.close(WebSocketCloseStatus.POLICY_VIOLATION, "too many messages", Count.CLOSED_FLOOD);
    } else if (message instanceof CloseWebSocketFrame) {
      client.close(WebSocketCloseStatus.NORMAL_CLOSURE, "", Count.CLOSED_CLIENT);
    } else if (message instanceof PingWebSocketFrame ping) {
      if (ctx.channel().isWritable()) {
        ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
      }
    } else if (message instanceof PongWebSocketFrame) {
      return;
    } else if (message instanceof WebSocketFrame frame) {
      take(frame);
    } else if (message instanceof ByteBuf) {
      client.close(WebSocketCloseStatus.PROTOCOL_ERROR, "not a frame", Count.CLOSED_PROTOCOL);
    }
  }

  /** A message in many frames is held to the limit of one in a single frame. */
  private void take(WebSocketFrame frame) {
    if (!(frame instanceof ContinuationWebSocketFrame)) {
      messageBytes = 0;
    }
    messageBytes += frame.content().readableBytes();
    if (messageBytes > HttpHandler.MAX_MESSAGE) {
      client.close(WebSocketCloseStatus.MESSAGE_TOO_BIG, "above 4 KiB", Count.CLOSED_SIZE);
    } else if (gateway.control() != null
        && frame instanceof TextWebSocketFrame text
        && frame.isFinalFragment()) {
      control(text.text());
    }
  }

  private void control(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      if (message != null && message.path("type").asText().equals("replay")) {
        String argument = message.path("argument").asText();
        gateway.control().command(message.path("action").asText(), argument);
      }
    } catch (JsonProcessingException noJson) {
      // Ignored like any other text that means nothing here.
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      WebSocketCloseStatus status = corrupted.closeStatus();
      boolean tooBig = status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
      client.close(status, "", tooBig ? Count.CLOSED_SIZE : Count.CLOSED_PROTOCOL);
    } else {
      client.closed(cause instanceof IOException ? Count.CLOSED_CLIENT : Count.CLOSED_ERROR);
      ctx.close();
    }
  }
}
