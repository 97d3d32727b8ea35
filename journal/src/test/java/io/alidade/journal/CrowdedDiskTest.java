package io.alidade.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that somebody fills at any moment, to the last block: an exception, and never a store into
 * a mapping for which there is no room, which ends the JVM. The disk is a tmpfs in a mount
 * namespace of the child.
 */
class CrowdedDiskTest {
  @TempDir Path folder;

  @Test
  void aDiskWithoutRoomIsAnExceptionWheneverItFillsUp() throws Exception {
    Process probe =
        new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "x", "/mnt").start();
    Assumptions.assumeTrue(probe.waitFor() == 0, "no mount namespaces here");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    List<String> command = new ArrayList<>();
    command.addAll(List.of("unshare", "-rm", "sh", "-c"));
    command.add("mount -t tmpfs -o size=24m tmpfs " + disk + " && exec \"$@\"");
    command.add("sh");
    command.addAll(
        ChildJvm.command(
            List.of("-XX:ErrorFile=" + folder.resolve("crash.log")), "crowded", disk + "/journal"));
    Process child = ChildJvm.process(command).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("sessions ", "went through", "failed ENVIRONMENT", "sequences ");
    assertThat(child.exitValue()).isZero();
  }
}
