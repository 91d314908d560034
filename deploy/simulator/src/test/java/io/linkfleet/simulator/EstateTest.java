package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.linkfleet.simulator.Estate.EstateException;
import io.linkfleet.simulator.engine.RsaKeys;
import io.linkfleet.simulator.engine.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an estate file may say, and how it is told what is wrong. */
class EstateTest {
  private static final String AZURE = "azure: {subscription: s, tenant: t}\n";

  @Test
  void buildsTheWorldThatItDescribes() {
    World world =
        EstateWorld.build(
            Estate.parse(
                """
                azure: {subscription: s, tenant: t, operation: PT3S}
                logins:
                  - {name: admin, password: "${SECRET}", role: sysadmin}
                  - {name: watcher, password: x, role: monitor}
                instances:
                  - {name: mi-west, resourceGroup: rg, location: we, dnsZone: z1}
                servers:
                  - name: SQL02\\PROD
                    version: 2019
                    ip: 10.0.0.2
                    edition: Standard
                    domain: CORP
                    serviceAccount: CORP\\sql
                    endpoint: {name: Hadr_endpoint, authentication: WINDOWS NEGOTIATE}
                    databases:
                      - {name: A, size: 1 GB}
                      - {name: B, recovery: SIMPLE}
                      - {name: C, backup: none}
                      - {name: D, backup: copy-only}
                """,
                Map.of("SECRET", "pa$$word")), RsaKeys.fresh());

    var server = world.servers.get("sql02\\prod");
    assertThat(server.description.productVersion()).isEqualTo("15.0.4312.2");
    assertThat(server.description.majorVersion()).isEqualTo(15);
    assertThat(server.description.engineEdition()).isEqualTo(2);
    assertThat(server.description.azureConnect()).isTrue();
    assertThat(server.description.fqdn()).isEqualTo("sql02.corp.example");
    assertThat(server.logins.get("admin").password).isEqualTo("pa$$word");
    assertThat(server.logins.get("admin").isSysadmin()).isTrue();
    assertThat(server.logins.get("watcher").isSysadmin()).isFalse();
    assertThat(server.windowsDomain).isEqualTo("CORP");
    assertThat(server.serviceAccount).isEqualTo("CORP\\sql");
    assertThat(server.endpoint.connectionAuth).isEqualTo(3);
    assertThat(server.endpoint.encryptionAlgorithm).isEqualTo(2);
    assertThat(server.endpoint.port).isEqualTo(5022);
    assertThat(server.databases.get("A").sizeBytes).isEqualTo(1L << 30);
    assertThat(server.databases.get("A").lastLogBackupLsn).isNotNull();
    assertThat(server.databases.get("B").lastLogBackupLsn).isNull();
    assertThat(server.databases.get("C").lastLogBackupLsn).isNull();
    assertThat(server.databases.get("D").lastLogBackupLsn).as("copy-only starts no chain").isNull();
    assertThat(server.backups).extracting(backup -> backup.databaseName() + backup.copyOnly())
        .containsExactly("Afalse", "Bfalse", "Dtrue");
    assertThat(world.settings.azureOperation).isEqualTo(Duration.ofSeconds(3));
    var certificate = world.instances.get("mi-west").endpointCertificate().x509;
    assertThat(certificate.getIssuerX500Principal().getName()).contains("DigiCert Global Root G2");
  }

  @Test
  void knowsWhichBuildsSupportTheLink() {
    assertThat(server("version: 2017").azureConnect()).isTrue();
    assertThat(server("productVersion: 14.0.3456.2").azureConnect()).as("no pack").isFalse();
    assertThat(server("productVersion: 15.0.4298.1").azureConnect()).isFalse();
    assertThat(server("productVersion: 16.0.1000.6").azureConnect()).isTrue();
    assertThat(server("productVersion: 12.0.6024.0").azureConnect()).as("2014").isFalse();
    assertThat(server("version: 2022, azureConnect: false").azureConnect()).isFalse();
  }

  @Test
  void namesTheVariableThatIsNotSet() {
    assertThat(errors(AZURE + "logins: [{name: a, password: \"${NOT_SET}\"}]"))
        .containsExactly("logins[0].password: the environment variable NOT_SET is not set");
  }

  @Test
  void namesEveryErrorWithItsPath() {
    assertThat(
            errors(
                """
                azure: {subscription: s, tenant: t, operation: soon, colour: blue}
                instances:
                  - {name: MI_West, resourceGroup: rg, location: we, dnsZone: z, root: Baltimore}
                  - {resourceGroup: rg, location: we, dnsZone: z}
                servers:
                  - {name: SQL01, version: 2014, ip: 10.0.0.1, port: 99999}
                  - {name: sql01, version: 2022, ip: 10.0.0.2, hadr: maybe}
                  - name: SQL 03
                    version: 2022
                    ip: 10.0.0.3
                    edition: Web
                    traceFlags: [1800, x]
                    endpoint: {name: e, port: 80, encryption: ROT13}
                    databases:
                      - {name: A, size: big, recovery: HALF, backup: yesterday}
                      - {name: a}
                  - {name: SQL04, version: 2022}
                """))
        .satisfiesExactlyInAnyOrder(
            e -> assertThat(e).startsWith("azure.operation: must be a duration"),
            e -> assertThat(e).startsWith("azure.colour: is no known key"),
            e -> assertThat(e).startsWith("instances[0].name: must be lower-case"),
            e -> assertThat(e).startsWith("instances[0].root: must be one of DigiCert"),
            e -> assertThat(e).isEqualTo("instances[1].name: is missing"),
            e -> assertThat(e).startsWith("servers[0].version: must be one of 2016, 2017"),
            e -> assertThat(e).startsWith("servers[0].port: must be a whole number"),
            e -> assertThat(e).startsWith("servers[1].hadr: must be true or false"),
            e -> assertThat(e).isEqualTo("servers[1].name: is the same as servers[0].name"),
            e -> assertThat(e).isEqualTo("servers[2].name: must be HOST or HOST\\INSTANCE"),
            e -> assertThat(e).startsWith("servers[2].edition: must be one of"),
            e -> assertThat(e).isEqualTo("servers[2].traceFlags[1]: must be a whole number"),
            e -> assertThat(e).startsWith("servers[2].endpoint.port: must be a whole number"),
            e -> assertThat(e).startsWith("servers[2].endpoint.encryption: must be one of"),
            e -> assertThat(e).startsWith("servers[2].databases[0].size: must be a size"),
            e -> assertThat(e).startsWith("servers[2].databases[0].recovery: must be one of"),
            e -> assertThat(e).startsWith("servers[2].databases[0].backup: must be one of"),
            e ->
                assertThat(e)
                    .isEqualTo(
                        "servers[2].databases[1].name: is the same as"
                            + " servers[2].databases[0].name"),
            e -> assertThat(e).isEqualTo("servers[3].ip: is missing"));
  }

  @Test
  void saysWhereAFileIsNoYaml() {
    assertThat(errors("azure: {subscription: s\n\nservers: [")).singleElement().asString()
        .startsWith("line ");
    assertThat(errors("azure: {subscription: s, tenant: t}\nservers: []\nservers: []"))
        .singleElement().asString().contains("servers");
    assertThat(errors("")).isNotEmpty();
    assertThat(errors("servers: []")).containsExactly("azure: is missing");
  }

  @Test
  void readsTheDemoEstate() throws Exception {
    String yaml = Files.readString(Path.of("../local/estate.yaml"));

    Estate estate =
        Estate.parse(
            yaml, Map.of("LINKFLEET_SQL_PASSWORD", "a", "LINKFLEET_MONITOR_PASSWORD", "b"));

    List<Estate.DatabaseEntry> databases =
        estate.servers().stream().flatMap(server -> server.databases().stream()).toList();
    assertThat(estate.servers()).hasSize(4);
    assertThat(databases).hasSizeGreaterThanOrEqualTo(20);
    assertThat(estate.instances())
        .extracting(Estate.Instance::resourceGroup)
        .doesNotHaveDuplicates()
        .hasSize(2);
    assertThat(databases).extracting(Estate.DatabaseEntry::name)
        .anyMatch(name -> name.contains(" ") && name.length() < 100)
        .anyMatch(name -> name.contains("'"))
        .anyMatch(name -> name.contains("]"))
        .anyMatch(name -> name.codePoints().anyMatch(Character::isIdeographic))
        .anyMatch(name -> name.length() == 128);
    assertThat(databases).extracting(Estate.DatabaseEntry::recovery).contains("SIMPLE");
    assertThat(databases).extracting(Estate.DatabaseEntry::backup)
        .contains(Estate.Backup.NONE, Estate.Backup.COPY_ONLY);
    assertThat(estate.servers()).anyMatch(server -> server.name().contains("\\"));
    assertThat(estate.servers())
        .anyMatch(server -> server.endpoint() != null && server.endpoint().connectionAuth() == 3);
    assertThat(estate.servers()).allMatch(Estate.Server::azureConnect);
  }

  private static Estate.Server server(String keys) {
    return Estate.parse(AZURE + "servers: [{name: S, ip: 10.0.0.1, " + keys + "}]", Map.of())
        .servers()
        .get(0);
  }

  private static List<String> errors(String yaml) {
    return catchThrowableOfType(EstateException.class, () -> Estate.parse(yaml, Map.of()))
        .errors();
  }
}
