package io.alidade.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.CharsetUtil;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A connection until it is upgraded: checks who asks, then answers {@code GET} of the dashboard's
 * files, {@code /api/state}, {@code /healthz} and {@code /ws}, and in a replay {@code POST} of
 * {@code /api/replay}. Whatever is refused is answered in one line and ends the connection. Belongs
 * to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class HttpHandler extends SimpleChannelInboundHandler<Object> {
  static final int MAX_LINE = 4096;
  static final int MAX_HEADERS = 8192;
  static final int MAX_HEADER_COUNT = 100;

  /** The longest message that a dashboard may send, bytes. */
  static final int MAX_MESSAGE = 4096;

  private static final long RESPONSE_MS = 30_000;

  /** How long a replay may take to do what it was told before the answer says how far it is. */
  private static final long CONTROL_NS = TimeUnit.SECONDS.toNanos(2);

  private static final long CONTROL_POLL_MS = 2;

  private static final String SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final GatewayContext gateway;
  private ScheduledFuture<?> timeout;
  private HttpMethod method = HttpMethod.GET;
  private boolean responding;
  private boolean controlling;
  private boolean done;

  HttpHandler(GatewayContext gateway) {
    this.gateway = gateway;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    expectRequest(ctx);
    ctx.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stopTimeout();
    ctx.fireChannelInactive();
  }

  /** A whole request must come in this time, however slowly its bytes drip in. */
  private void expectRequest(ChannelHandlerContext ctx) {
    restartTimeout(ctx, gateway.requestTimeoutMs());
  }

  private void restartTimeout(ChannelHandlerContext ctx, long ms) {
    stopTimeout();
    timeout =
        ctx.executor()
            .schedule(
                () -> {
                  gateway.counters().increment(Count.CONNECTIONS_TIMED_OUT);
                  ctx.close();
                },
                ms,
                TimeUnit.MILLISECONDS);
  }

  private void stopTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Object message) {
    if (done) {
      return;
    }
    if (message instanceof HttpRequest request) {
      if (controlling || (responding && !ctx.channel().isWritable())) {
        // It asks on without reading the answers, or before there is one.
        gateway.counters().increment(Count.REFUSED_BUSY);
        done = true;
        ctx.close();
        return;
      }
      gateway.counters().increment(Count.REQUESTS);
      handle(ctx, request);
    } else if (message instanceof ByteBuf) {
      // Bytes right behind an upgrade request, which a client may not send.
      done = true;
      ctx.close();
    }
  }

  private void handle(ChannelHandlerContext ctx, HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (request.decoderResult().isFailure()) {
      refuseUndecodable(ctx, request.decoderResult().cause());
      return;
    }
    if (headers.size() > MAX_HEADER_COUNT) {
      refuse(ctx, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, Count.REFUSED_TOO_LONG);
      return;
    }
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() != 1) {
      refuse(ctx, HttpResponseStatus.BAD_REQUEST, Count.REFUSED_REQUEST);
      return;
    }
    AllowedHosts allowed = gateway.allowedHosts(ctx.channel());
    if (!allowed.host(hosts.get(0))) {
      refuse(ctx, HttpResponseStatus.FORBIDDEN, Count.REFUSED_HOST);
      return;
    }
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    if (origins.size() > 1 || (origins.size() == 1 && !allowed.origin(origins.get(0)))) {
      refuse(ctx, HttpResponseStatus.FORBIDDEN, Count.REFUSED_ORIGIN);
      return;
    }
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    boolean control = gateway.control() != null && uri.rawPath().equals("/api/replay");
    method = control ? HttpMethod.POST : HttpMethod.GET;
    if (!method.equals(request.method())) {
      refuse(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED, Count.REFUSED_METHOD);
      return;
    }
    if (!request.uri().startsWith("/")
        || headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || hasContent(headers)) {
      refuse(ctx, HttpResponseStatus.BAD_REQUEST, Count.REFUSED_REQUEST);
      return;
    }
    String path = uri.rawPath();
    if (control) {
      control(ctx, request, uri);
      return;
    }
    switch (path) {
      case "/ws" -> {
        if (origins.isEmpty()) {
          refuse(ctx, HttpResponseStatus.FORBIDDEN, Count.REFUSED_ORIGIN);
        } else {
          upgrade(ctx, request);
        }
      }
      case "/api/state" -> sendState(ctx, request);
      case "/healthz" -> sendHealth(ctx, request);
      default -> sendFile(ctx, request, path);
    }
  }

  /** {@code POST /api/replay?action=seek&argument=2026-11-25T01:02:03Z} */
  private void control(ChannelHandlerContext ctx, HttpRequest request, QueryStringDecoder uri) {
    String wrong;
    try {
      wrong = gateway.control().command(parameter(uri, "action"), parameter(uri, "argument"));
    } catch (IllegalArgumentException undecodable) {
      wrong = "not a query";
    }
    if (wrong == null) {
      controlling = true;
      stopTimeout();
      answerWhenDone(ctx, request, System.nanoTime() + CONTROL_NS);
      return;
    }
    TextMessage out = new TextMessage(512);
    out.utf8(new StringBuilder(wrong.replaceAll("\\p{Cntrl}", " "))).ascii('\n');
    ByteBuf line = out.body(ctx.alloc());
    HttpResponseStatus bad = HttpResponseStatus.BAD_REQUEST;
    send(ctx, request, response(bad, "text/plain; charset=utf-8", line));
  }

  /** Answers with the replay's state when it is what was asked for, or after a while. */
  private void answerWhenDone(ChannelHandlerContext ctx, HttpRequest request, long deadlineNs) {
    if (done || !ctx.channel().isActive()) {
      return;
    }
    if (gateway.control().isBusy() && System.nanoTime() < deadlineNs) {
      ctx.executor()
          .schedule(
              () -> answerWhenDone(ctx, request, deadlineNs),
              CONTROL_POLL_MS,
              TimeUnit.MILLISECONDS);
      return;
    }
    controlling = false;
    StringBuilder replay = new StringBuilder(256);
    gateway.control().json(replay);
    TextMessage out = new TextMessage(512).utf8(replay).ascii('\n');
    send(ctx, request, json(HttpResponseStatus.OK, out.body(ctx.alloc())));
  }

  private static String parameter(QueryStringDecoder uri, String name) {
    List<String> values = uri.parameters().get(name);
    return values == null ? "" : values.get(0);
  }

  private static boolean hasContent(HttpHeaders headers) {
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    return lengths.size() > 1 || (lengths.size() == 1 && !lengths.get(0).equals("0"));
  }

  private void refuseUndecodable(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      refuse(ctx, HttpResponseStatus.REQUEST_URI_TOO_LONG, Count.REFUSED_TOO_LONG);
    } else if (cause instanceof TooLongHttpHeaderException) {
      refuse(ctx, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, Count.REFUSED_TOO_LONG);
    } else {
      refuse(ctx, HttpResponseStatus.BAD_REQUEST, Count.REFUSED_REQUEST);
    }
  }

  /** Answers in one line and closes. */
  private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, Count count) {
    gateway.counters().increment(count);
    done = true;
    ByteBuf line =
        Unpooled.copiedBuffer(
            status.code() + " " + status.reasonPhrase() + "\n", CharsetUtil.UTF_8);
    FullHttpResponse response = response(status, "text/plain; charset=utf-8", line);
    if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
      response.headers().set(HttpHeaderNames.ALLOW, method);
    }
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    stopTimeout();
    LingeringClose.after(ctx.writeAndFlush(response));
  }

  private void sendFile(ChannelHandlerContext ctx, HttpRequest request, String path) {
    StaticFiles.StaticFile file = gateway.files().get(path);
    if (file == null) {
      refuse(ctx, HttpResponseStatus.NOT_FOUND, Count.REFUSED_PATH);
      return;
    }
    ByteBuf content = file.content().duplicate();
    send(ctx, request, response(HttpResponseStatus.OK, file.contentType(), content));
  }

  private void sendState(ChannelHandlerContext ctx, HttpRequest request) {
    if (!gateway.beginState()) {
      refuse(ctx, HttpResponseStatus.SERVICE_UNAVAILABLE, Count.REFUSED_BUSY);
      return;
    }
    TextMessage out = new TextMessage(64 << 10);
    out.ascii("{\"status\":");
    engineStatus(out);
    out.ascii(',');
    gateway.broadcaster().appendState(out);
    StringBuilder counters = new StringBuilder(1024);
    gateway.counters().json(counters);
    out.ascii(",\"counters\":").utf8(counters).ascii("}\n");
    ChannelFuture sent = send(ctx, request, json(HttpResponseStatus.OK, out.body(ctx.alloc())));
    sent.addListener(written -> gateway.endState());
  }

  private void sendHealth(ChannelHandlerContext ctx, HttpRequest request) {
    TextMessage out = new TextMessage(1024);
    TextMessage engine = new TextMessage(1024);
    boolean healthy = engineStatus(engine);
    out.ascii("{\"healthy\":").bool(healthy).ascii(",\"gateway\":{");
    gateway.broadcaster().appendHealth(out);
    out.ascii("},\"status\":").append(engine).ascii("}\n");
    HttpResponseStatus status =
        healthy ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
    send(ctx, request, json(status, out.body(ctx.alloc())));
  }

  /** Appends the engine's own object; true when it says that it is well. */
  private boolean engineStatus(TextMessage out) {
    StringBuilder engine = new StringBuilder(512);
    try {
      gateway.status().json(engine);
      boolean healthy = gateway.status().healthy();
      boolean braces = engine.length() > 0 && engine.charAt(0) == '{';
      if (braces) {
        out.utf8(engine);
      } else {
        out.ascii('{').utf8(engine).ascii('}');
      }
      return healthy;
    } catch (RuntimeException fault) {
      gateway.counters().increment(Count.FAULTS);
      out.ascii("{\"error\":\"the engine could not say how it is\"}");
      return false;
    }
  }

  private static FullHttpResponse json(HttpResponseStatus status, ByteBuf content) {
    return response(status, "application/json; charset=utf-8", content);
  }

  private static FullHttpResponse response(
      HttpResponseStatus status, String contentType, ByteBuf content) {
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, contentType)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes())
        .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Content-Security-Policy", SECURITY_POLICY);
    return response;
  }

  private ChannelFuture send(
      ChannelHandlerContext ctx, HttpRequest request, FullHttpResponse response) {
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    HttpUtil.setKeepAlive(response, keepAlive);
    responding = true;
    restartTimeout(ctx, RESPONSE_MS);
    ChannelFuture sent = ctx.writeAndFlush(response);
    if (keepAlive) {
      sent.addListener(
          written -> {
            responding = false;
            if (!done && ctx.channel().isActive()) {
              expectRequest(ctx);
            }
          });
    } else {
      done = true;
      sent.addListener(ChannelFutureListener.CLOSE);
    }
    return sent;
  }

  private void upgrade(ChannelHandlerContext ctx, HttpRequest request) {
    if (!"13".equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      gateway.counters().increment(Count.REFUSED_UPGRADE);
      done = true;
      stopTimeout();
      LingeringClose.after(
          WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel()));
      return;
    }
    Channel channel = ctx.channel();
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_MESSAGE)
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .build();
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(null, Broadcaster.PROTOCOL, config)
            .newHandshaker(request);
    FullHttpRequest whole =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, request.uri(), Unpooled.EMPTY_BUFFER);
    whole.headers().set(request.headers());
    try {
      handshaker
          .handshake(channel, whole)
          .addListener(
              handshake -> {
                if (!handshake.isSuccess()) {
                  channel.close();
                } else if (!done) {
                  upgraded(ctx);
                }
              });
    } catch (WebSocketHandshakeException e) {
      refuse(ctx, HttpResponseStatus.BAD_REQUEST, Count.REFUSED_UPGRADE);
    }
  }

  private void upgraded(ChannelHandlerContext ctx) {
    done = true;
    stopTimeout();
    ctx.pipeline().replace(this, "dashboard", new DashboardHandler(gateway, ctx.channel()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    done = true;
    ctx.close();
  }
}
