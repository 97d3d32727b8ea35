package io.alidade;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.alidade.journal.RecordLayout;
import java.io.Serializable;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which package may know which: libraries stay behind one package each, dependencies point down the
 * stages, and the stages whose output {@code verify} compares are free of clocks, chance and I/O.
 */
@AnalyzeClasses(packages = "io.alidade", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String EVENT = "io.alidade.event..";
  private static final String FRAMING = "io.alidade.framing..";
  private static final String PROTOCOL = "io.alidade.protocol..";
  private static final String VALIDATE = "io.alidade.validate..";
  private static final String FUSE = "io.alidade.fuse..";
  private static final String JOURNAL = "io.alidade.journal..";
  private static final String BROADCAST = "io.alidade.broadcast..";
  private static final String PIPELINE = "io.alidade.pipeline..";
  private static final String LINK = "io.alidade.link..";
  private static final String STATION = "io.alidade.station..";
  private static final String CLI = "io.alidade.cli..";
  private static final String DEMO = "io.alidade.demo..";
  private static final String ORBIT = "io.alidade.orbit..";

  @ArchTest static final ArchRule only_the_journal_uses_Chronicle = only(JOURNAL, "net.openhft..");
  @ArchTest static final ArchRule only_links_use_jSerialComm = only(LINK, "com.fazecast..");
  @ArchTest static final ArchRule only_links_use_JNA = only(LINK, "com.sun.jna..");
  @ArchTest static final ArchRule only_the_broadcast_uses_Netty = only(BROADCAST, "io.netty..");
  @ArchTest static final ArchRule only_orbits_use_Orekit = only(ORBIT, "org.orekit..");
  @ArchTest static final ArchRule only_orbits_use_Hipparchus = only(ORBIT, "org.hipparchus..");

  @ArchTest
  static final ArchRule orbits_are_loaded_with_one_class_only =
      noClasses()
          .that()
          .resideInAPackage(ORBIT)
          .and()
          .doNotHaveSimpleName("Orbit")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.orekit..", "org.hipparchus..")
          .allowEmptyShould(true);

  @ArchTest static final ArchRule orbits_know_events_only = knows(ORBIT, ORBIT, EVENT);

  @ArchTest static final ArchRule the_journal_knows_nothing_of_telemetry = knows(JOURNAL, JOURNAL);

  @ArchTest
  static final ArchRule events_know_the_layout_of_a_record_and_no_other_of_ours =
      noClasses()
          .that()
          .resideInAPackage(EVENT)
          .should()
          .dependOnClassesThat(ours(EVENT).and(not(belongToAnyOf(RecordLayout.class))))
          .allowEmptyShould(true);

  @ArchTest static final ArchRule framing_knows_events_only = knows(FRAMING, FRAMING, EVENT);
  @ArchTest static final ArchRule protocols_know_events_only = knows(PROTOCOL, PROTOCOL, EVENT);

  @ArchTest
  static final ArchRule stages_know_neither_command_line_nor_demonstration =
      noClasses()
          .that()
          .resideInAnyPackage(PIPELINE, VALIDATE, FUSE, BROADCAST, LINK, FRAMING, PROTOCOL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CLI, DEMO)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule pure_stages_know_no_stage_beyond_them =
      noClasses()
          .that()
          .resideInAnyPackage(VALIDATE, FUSE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PIPELINE, BROADCAST, LINK, FRAMING)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule the_broadcast_is_known_to_station_and_command_line_only =
      noClasses()
          .that()
          .resideOutsideOfPackages(BROADCAST, STATION, CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BROADCAST)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule pure_stages_touch_no_file_network_clock_or_chance =
      noClasses()
          .that()
          .resideInAnyPackage(VALIDATE, FUSE, PROTOCOL, EVENT)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.io..",
                      "java.net..",
                      "java.nio.file..",
                      "java.nio.channels..",
                      "java.util.random..")
                  .and(not(belongToAnyOf(Serializable.class)))
                  .or(
                      belongToAnyOf(
                          Clock.class,
                          InstantSource.class,
                          Random.class,
                          SecureRandom.class,
                          ThreadLocalRandom.class,
                          SplittableRandom.class,
                          ThreadLocal.class)))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule pure_stages_ask_neither_the_time_nor_chance_nor_the_thread =
      noClasses()
          .that()
          .resideInAnyPackage(VALIDATE, FUSE, PROTOCOL, EVENT)
          .should()
          .accessTargetWhere(impureCall())
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("io.alidade.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  private static ArchRule only(String ours, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ours)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }

  private static ArchRule knows(String from, String... allowed) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(ours(allowed))
        .allowEmptyShould(true);
  }

  /** Classes of this project outside some packages. */
  private static DescribedPredicate<JavaClass> ours(String... except) {
    return resideInAPackage("io.alidade..")
        .and(not(resideInAnyPackage(except)))
        .as("classes of ours outside " + String.join(", ", except));
  }

  private static DescribedPredicate<JavaAccess<?>> impureCall() {
    Set<String> impure =
        Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.identityHashCode",
            "java.lang.System.getProperty",
            "java.lang.System.getenv",
            "java.lang.Math.random",
            "java.lang.Thread.currentThread",
            "java.util.UUID.randomUUID");
    return DescribedPredicate.describe(
        "a clock, chance, the environment or the thread is asked",
        access -> {
          String owner = access.getTargetOwner().getName();
          String name = access.getTarget().getName();
          return impure.contains(owner + "." + name)
              || (owner.startsWith("java.time.") && name.equals("now"));
        });
  }
}
