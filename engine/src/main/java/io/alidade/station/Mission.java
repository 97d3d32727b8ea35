package io.alidade.station;

import io.alidade.event.Dictionary;
import io.alidade.mission.MissionDatabase;
import io.alidade.mission.MissionException;
import io.alidade.protocol.PacketContents;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A station's mission database with the text that it was loaded from, or none. */
public final class Mission {
  /** No packet is described. */
  public static final Mission NONE = new Mission(StoredText.EMPTY, null);

  private final StoredText text;
  private final MissionDatabase database;

  private Mission(StoredText text, MissionDatabase database) {
    this.text = text;
    this.database = database;
  }

  /** Loads an XTCE file; a complaint names the file, the line and the element. */
  public static Mission read(Path file) throws ConfigException, EnvironmentException {
    return of(readText(file), file.toString());
  }

  /** The text of a file, which may be no database. */
  public static String readText(Path file) throws ConfigException, EnvironmentException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException absent) {
      throw new ConfigException(file + ": no such file");
    } catch (CharacterCodingException notText) {
      throw new ConfigException(file + ": not UTF-8 text");
    } catch (IOException fault) {
      throw new EnvironmentException(file + ": cannot be read: " + fault.getMessage(), fault);
    }
  }

  /** Loads a database's text, none when it is empty. */
  public static Mission of(String text, String name) throws ConfigException {
    if (text.isEmpty()) {
      return NONE;
    }
    try {
      MissionDatabase database = MissionDatabase.load(text, name);
      return new Mission(StoredText.of(text), database);
    } catch (MissionException wrong) {
      throw new ConfigException(wrong.getMessage());
    }
  }

  /** The database, or null for none. */
  public MissionDatabase database() {
    return database;
  }

  /** The file's text; empty for none. */
  public String text() {
    return text.text();
  }

  /** The same as sessions store it. */
  StoredText stored() {
    return text;
  }

  /** What the file uses that changes no decoding and is left out. */
  public List<String> warnings() {
    return database == null ? List.of() : database.warnings();
  }

  /** The names of its parameters and containers. */
  public Dictionary dictionary() {
    return database == null ? Dictionary.EMPTY : database.dictionary();
  }

  /** A reader of packets for one link. */
  public PacketContents contents() {
    return database == null ? PacketContents.UNKNOWN : database.newDecoder();
  }
}
