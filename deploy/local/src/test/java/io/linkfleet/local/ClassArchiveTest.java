package io.linkfleet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final String JVM = System.getProperty("java.vm.version");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final Instant BUILT = Instant.now().minusSeconds(60);

  @TempDir Path home;
  private Path application;
  private ClassArchive archive;

  /** As a build leaves it; each main class says where it came from. */
  @BeforeEach
  void anApplication() throws Exception {
    build("quarkus-app");
  }

  private void build(String place) throws Exception {
    application = home.resolve(place);
    for (String directory : List.of("quarkus", "app", "lib/boot", "lib/main")) {
      Files.createDirectories(application.resolve(directory));
    }
    jar("quarkus/generated-bytecode.jar", "generated");
    jar("quarkus/transformed-bytecode.jar", "transformed");
    jar("app/service.jar", "app");
    archive = new ClassArchive(application, JVM);
  }

  @Test
  void withoutAnArchiveTheServiceStartsFromItsJar() {
    assertThat(archive.isCurrent()).isFalse();
    assertThat(archive.run())
        .endsWith("-jar", application.resolve("quarkus-run.jar").toString());
  }

  @Test
  void whatATrainingRunNotedTheNextRunTakesFromTheArchive() throws Exception {
    java(archive.train());
    assertThat(write(archive)).isPresent();

    assertThat(archive.isCurrent()).isTrue();
    List<String> command = new ArrayList<>(List.of("-Xlog:class+load:stdout"));
    command.addAll(archive.run());
    assertThat(java(command))
        .contains("io.quarkus.runner.GeneratedMain source: shared objects file");
  }

  @Test
  void whatTheBuildHasChangedComesBeforeTheOriginal() throws Exception {
    assertThat(java(archive.train())).contains("I am transformed");
  }

  @Test
  void aPathWhoseClassesTheJvmDoesNotArchiveStartsAllTheSame() throws Exception {
    build("a \"quoted\" directory/quarkus-app");
    java(archive.train());
    write(archive);

    assertThat(java(archive.run())).contains("I am transformed");
  }

  @Test
  void anArchiveOfAnEarlierBuildIsLeftAside() throws Exception {
    java(archive.train());
    write(archive);

    Files.setLastModifiedTime(
        application.resolve("app/service.jar"), FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(archive.isCurrent()).isFalse();
    assertThat(archive.run()).contains("-jar");
  }

  @Test
  void anArchiveOfAnotherJvmIsNotThisOnes() throws Exception {
    java(archive.train());
    write(archive);

    assertThat(new ClassArchive(application, "25.0.1+8").isCurrent()).isFalse();
  }

  @Test
  void withoutATrainingRunNothingIsWritten() throws Exception {
    assertThat(write(archive)).isEmpty();

    assertThat(archive.isCurrent()).isFalse();
    assertThat(archive.run()).contains("-jar");
  }

  private OptionalLong write(ClassArchive written) throws Exception {
    return written.write(JAVA, home.resolve("service.log"));
  }

  private void jar(String name, String says) throws Exception {
    Path source = Files.createDirectories(home.resolve(says)).resolve("GeneratedMain.java");
    Files.writeString(
        source,
        """
        package io.quarkus.runner;

        public class GeneratedMain {
          public static void main(String[] arguments) {
            System.out.println("I am %s");
          }
        }
        """
            .formatted(says));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", source.getParent().toString(), source.toString());
    assertThat(result).isZero();
    String entry = "io/quarkus/runner/GeneratedMain.class";
    Path file = application.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(Files.readAllBytes(source.getParent().resolve(entry)));
    }
    Files.setLastModifiedTime(file, FileTime.from(BUILT));
  }

  private String java(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
