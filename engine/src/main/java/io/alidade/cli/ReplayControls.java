package io.alidade.cli;

import io.alidade.broadcast.ReplayControl;
import io.alidade.event.TimeText;
import io.alidade.replay.Replay;
import io.alidade.station.ConfigException;
import java.time.Instant;
import java.util.regex.Pattern;

/** A replay's controls as texts, for pages, HTTP and keys. Any thread. */
final class ReplayControls implements ReplayControl {
  private static final long SKIP_NS = 60_000_000_000L;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,9})?x?");

  private final Replay replay;

  ReplayControls(Replay replay) {
    this.replay = replay;
  }

  @Override
  public String command(String action, String argument) {
    switch (action) {
      case "play" -> replay.play();
      case "pause" -> replay.pause();
      case "step" -> replay.step();
      case "loop" -> {
        if (!argument.equals("true") && !argument.equals("false")) {
          return "loop: '" + argument + "' is neither true nor false";
        }
        replay.loop(argument.equals("true"));
      }
      case "speed" -> {
        if (!replay.speed(speed(argument))) {
          return "speed: '" + argument + "' is not a number from 0.1 to 1000, nor max";
        }
      }
      case "seek" -> {
        try {
          replay.seek(TimeRange.timeNs("seek", argument));
        } catch (ConfigException malformed) {
          return malformed.getMessage();
        }
      }
      default -> {
        return "action: '" + action + "' is none of play, pause, step, speed, seek, loop";
      }
    }
    return null;
  }

  @Override
  public boolean isBusy() {
    return replay.isBusy();
  }

  @Override
  public long revision() {
    return replay.revision();
  }

  @Override
  public boolean isPacedByClients() {
    return replay.isPacedByAudience();
  }

  @Override
  public void json(StringBuilder out) {
    TimeText time = new TimeText();
    out.append("{\"position\":\"").append(time.text(replay.positionNs()));
    out.append("\",\"start\":\"").append(time.text(replay.startNs()));
    out.append("\",\"end\":\"").append(time.text(replay.endNs()));
    out.append("\",\"speed\":");
    if (replay.speed() == Replay.MAX_SPEED) {
      out.append("\"max\"");
    } else {
      out.append(replay.speed());
    }
    out.append(",\"paused\":").append(replay.isPaused());
    out.append(",\"loop\":").append(replay.isLooping());
    out.append(",\"at_end\":").append(replay.isAtEnd()).append('}');
  }

  /** A key that was pressed; false for one that means nothing. */
  boolean key(char key) {
    switch (key) {
      case ' ' -> {
        if (replay.isPaused() || replay.isAtEnd()) {
          replay.play();
        } else {
          replay.pause();
        }
      }
      case '.' -> replay.step();
      case '+' -> {
        if (replay.speed() != Replay.MAX_SPEED) {
          replay.speed(Math.min(Replay.GREATEST_SPEED, replay.speed() * 2));
        }
      }
      case '-' -> {
        double now = Math.min(replay.speed(), 2 * Replay.GREATEST_SPEED);
        replay.speed(Math.max(Replay.LEAST_SPEED, now / 2));
      }
      case 'm' -> replay.speed(Replay.MAX_SPEED);
      case 'l' -> replay.loop(!replay.isLooping());
      case '<' -> replay.skip(-SKIP_NS);
      case '>' -> replay.skip(SKIP_NS);
      case '0' -> replay.seek(replay.startNs());
      case 'q' -> replay.stop();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Where the replay is, in one line. */
  String line() {
    String speed = replay.speed() == Replay.MAX_SPEED ? "max" : replay.speed() + "x";
    return text(replay.positionNs())
        + "  "
        + speed.replace(".0x", "x")
        + (replay.isPaused() ? "  paused" : "")
        + (replay.isLooping() ? "  loop" : "")
        + (replay.isAtEnd() ? "  at the end" : "");
  }

  /** The speed that a text says, {@code 10}, {@code 10x} or {@code max}; NaN for none. */
  static double speed(String text) {
    if (text.equals("max")) {
      return Replay.MAX_SPEED;
    }
    // Less than what Java takes for a number: no hexadecimal, no type suffix, no infinity.
    return NUMBER.matcher(text).matches()
        ? Double.parseDouble(text.endsWith("x") ? text.substring(0, text.length() - 1) : text)
        : Double.NaN;
  }

  private static Instant text(long timeNs) {
    return Instant.ofEpochSecond(
        Math.floorDiv(timeNs, 1_000_000_000L), Math.floorMod(timeNs, 1_000_000_000L));
  }
}
