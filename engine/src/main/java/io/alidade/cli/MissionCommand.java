package io.alidade.cli;

import io.alidade.mission.MissionDatabase;
import io.alidade.mission.MissionException;
import io.alidade.station.ConfigException;
import io.alidade.station.EnvironmentException;
import io.alidade.station.Mission;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "mission",
    mixinStandardHelpOptions = true,
    description = "Look at a mission database.",
    subcommands = MissionCommand.Check.class)
final class MissionCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name what to do: check");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description =
          "Load an XTCE file and list its containers, their parameters, sizes and limits; or all"
              + " that is refused.")
  static final class Check implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.xml", description = "The mission database.")
    private Path file;

    @Override
    public Integer call() throws ConfigException, EnvironmentException {
      String xml = Mission.readText(file);
      try {
        print(list(MissionDatabase.load(xml, file.toString())));
      } catch (MissionException refused) {
        StringBuilder text = new StringBuilder();
        refused.all().forEach(fault -> text.append("refused: ").append(fault).append('\n'));
        print(text);
        throw new ConfigException(
            file
                + ": "
                + refused.all().size()
                + " refused, listed on standard output; correct them");
      }
      return Alidade.DONE;
    }

    private static void print(StringBuilder text) throws EnvironmentException {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      StandardOutput out = new StandardOutput();
      out.write(bytes, bytes.length);
      out.check();
    }

    private static StringBuilder list(MissionDatabase database) {
      StringBuilder text = new StringBuilder();
      Map<String, MissionDatabase.ParameterInfo> parameters = new HashMap<>();
      database.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
      for (MissionDatabase.ContainerInfo container : database.containers()) {
        text.append(container.name());
        if (container.base() != null) {
          text.append(" extends ").append(container.base());
        }
        text.append(container.isAbstract() ? ", abstract\n" : "\n");
        for (String entry : container.parameters()) {
          MissionDatabase.ParameterInfo parameter = parameters.get(entry);
          text.append("  ").append(entry);
          if (parameter != null) {
            text.append(": ").append(parameter.type());
            text.append(parameter.bits() < 0 ? "" : ", " + parameter.bits() + " bits");
            text.append(parameter.limits().isEmpty() ? "" : "; " + parameter.limits());
          }
          text.append('\n');
        }
      }
      database
          .warnings()
          .forEach(warning -> text.append("not used: ").append(warning).append('\n'));
      text.append(database.containers().size()).append(" containers, ");
      text.append(database.parameters().size()).append(" parameters\n");
      return text;
    }
  }
}
