package io.alidade.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * The dashboard's files, read once from the class path. A request's path is looked up as it is,
 * never resolved, so there is nothing to traverse.
 */
final class StaticFiles {
  /** One file. The content is shared and must be duplicated for each use. */
  record StaticFile(String contentType, ByteBuf content) {}

  private static final String ROOT = "/web/";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
  private static final String SVG = "image/svg+xml";

  private final Map<String, StaticFile> byPath = new HashMap<>();

  StaticFiles() {
    add("index.html", HTML);
    add("style.css", CSS);
    add("icon.svg", SVG);
    add("main.js", JAVASCRIPT);
    add("socket.js", JAVASCRIPT);
    add("station.js", JAVASCRIPT);
    add("vessels.js", JAVASCRIPT);
    add("telemetry.js", JAVASCRIPT);
    add("replaybar.js", JAVASCRIPT);
    add("panels.js", JAVASCRIPT);
    add("codes.js", JAVASCRIPT);
    add("format.js", JAVASCRIPT);
    byPath.put("/", byPath.get("/index.html"));
  }

  private void add(String name, String contentType) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(ROOT + name)) {
      if (in == null) {
        throw new IllegalStateException("the dashboard's " + name + " is not on the class path");
      }
      ByteBuf content = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(in.readAllBytes()));
      byPath.put('/' + name, new StaticFile(contentType, content.asReadOnly()));
    } catch (IOException e) {
      throw new IllegalStateException("the dashboard's " + name + " is not readable", e);
    }
  }

  /** The file at a path such as {@code /main.js}, or null. */
  StaticFile get(String path) {
    return byPath.get(path);
  }
}
