package io.linkfleet.simulator.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.management.exception.ManagementException;
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.resourcemanager.sql.fluent.SqlManagementClient;
import com.azure.resourcemanager.sql.fluent.models.DistributedAvailabilityGroupInner;
import com.azure.resourcemanager.sql.fluent.models.ManagedDatabaseInner;
import com.azure.resourcemanager.sql.fluent.models.ManagedInstanceInner;
import com.azure.resourcemanager.sql.fluent.models.ServerTrustCertificateInner;
import com.azure.resourcemanager.sql.models.ReplicationMode;
import io.linkfleet.simulator.LinkSetup;
import io.linkfleet.simulator.Simulator;
import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.X509;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Azure as the unmodified SDK sees it over HTTPS. */
class AzureSdkTest {
  private Simulator simulator;
  private SqlManagementClient client;
  private ManagedInstance west;
  private SqlServer server;
  private Certificate own;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SdkFixture.ESTATE);
    simulator.world().settings.connectDelay = Duration.ofMillis(50);
    client = SdkFixture.client(simulator);
    west = simulator.world().instances.get("mi-west");
    server = simulator.world().servers.get("SQL01");
    own = LinkSetup.trustAndEndpoint(server, west);
    LinkSetup.groups(server, west, server.databases.get("Sales"));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void listsInstancesOfTheSubscriptionOverSeveralPages() {
    simulator.azureSettings().pageSize = 1;

    var instances = client.getManagedInstances().list().stream().toList();

    assertThat(instances)
        .extracting(ManagedInstanceInner::name)
        .containsExactly("mi-north", "mi-south", "mi-west");
    assertThat(instances.get(2).id())
        .isEqualTo(
            ("/subscriptions/%s/resourceGroups/rg-west/providers/Microsoft.Sql"
                    + "/managedInstances/mi-west")
                .formatted(SdkFixture.SUBSCRIPTION));
    assertThat(instances.get(2).fullyQualifiedDomainName())
        .isEqualTo("mi-west.a1.database.windows.net");
    assertThat(instances.get(2).location()).isEqualTo("westeurope");
    assertThat(instances.get(2).dnsZone()).isEqualTo("a1");
  }

  @Test
  void listsOnlyTheInstancesOfAResourceGroup() {
    assertThat(client.getManagedInstances().listByResourceGroup("RG-WEST"))
        .extracting(ManagedInstanceInner::name)
        .containsExactly("mi-south", "mi-west");
  }

  @Test
  void givesTheEndpointCertificateAsHexadecimalDerOfARealRoot() throws Exception {
    String blob =
        client.getEndpointCertificates().get("rg-west", "mi-west", "DATABASE_MIRRORING")
            .publicBlob();

    assertThat(blob).doesNotStartWith("0x").isUpperCase();
    var certificate = X509.read(java.util.HexFormat.of().parseHex(blob));
    assertThat(certificate.getSubjectX500Principal().getName())
        .isEqualTo("CN=*.a1.database.windows.net");
    assertThat(certificate.getIssuerX500Principal().getName()).contains("DigiCert Global Root G2");
  }

  @Test
  void uploadsACertificateInALongRunningOperation() {
    var created = upload("Cert_SQL01_endpoint");

    assertThat(created.thumbprint()).hasSize(40).isEqualTo(X509.hex(X509.thumbprint(own.der)));
    var read = client.getServerTrustCertificates().get("rg-west", "mi-west", "cert_sql01_endpoint");
    assertThat(read.publicBlob()).isEqualTo(X509.hex(own.der));
    assertThat(client.getServerTrustCertificates().listByInstance("rg-west", "mi-west"))
        .extracting(ServerTrustCertificateInner::certificateName)
        .containsExactly("Cert_SQL01_endpoint");
  }

  @Test
  void acceptsTheSameCertificateUnderTheSameNameAgainWithOrWithout0x() {
    upload("Cert_SQL01_endpoint");
    long operations = operations();

    client
        .getServerTrustCertificates()
        .createOrUpdate(
            "rg-west",
            "mi-west",
            "Cert_SQL01_endpoint",
            new ServerTrustCertificateInner().withPublicBlob("0x" + X509.hex(own.der)));

    assertThat(operations()).as("nothing was done").isEqualTo(operations);
  }

  @Test
  void failsLateWhenTheSameCertificateComesUnderAnotherName() {
    upload("Cert_SQL01_endpoint");

    assertThatThrownBy(() -> upload("Another"))
        .isInstanceOfSatisfying(
            ManagementException.class,
            e -> {
              assertThat(e.getResponse().getStatusCode()).isEqualTo(200);
              assertThat(e.getValue().getCode()).isEqualTo("CertificateAlreadyExists");
            });
    assertThat(west.trustCertificates).containsOnlyKeys("Cert_SQL01_endpoint");
  }

  @Test
  void refusesAPublicKeyInPlaceOfACertificateAtOnce() {
    String key = X509.hex(own.x509.getPublicKey().getEncoded());

    assertRefused(
        400,
        "InvalidPublicBlob",
        () ->
            client
                .getServerTrustCertificates()
                .createOrUpdate(
                    "rg-west", "mi-west", "x",
                    new ServerTrustCertificateInner().withPublicBlob(key)));
  }

  @Test
  void deletesACertificate() {
    upload("Cert_SQL01_endpoint");

    client.getServerTrustCertificates().delete("rg-west", "mi-west", "Cert_SQL01_endpoint");

    assertThat(west.trustCertificates).isEmpty();
  }

  @Test
  void createsALinkThatIsVisibleWhileItsOperationRuns() {
    upload("Cert_SQL01_endpoint");
    simulator.world().settings.seedingBytesPerSecond = 1;

    var poller =
        client
            .getDistributedAvailabilityGroups()
            .beginCreateOrUpdate("rg-west", "mi-west", "DAG_Sales", wanted());
    var early = client.getDistributedAvailabilityGroups().get("rg-west", "mi-west", "DAG_Sales");
    assertThat(early.linkState()).isEqualTo("CreatingLink");
    assertRefused(409, "ConflictingDatabaseOperation", () -> setMode(ReplicationMode.SYNC));

    simulator.world().settings.seedingBytesPerSecond = 64L << 20;
    assertThat(poller.waitForCompletion(Duration.ofSeconds(20)).getStatus())
        .isEqualTo(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED);

    var link = poller.getFinalResult();
    assertThat(link.linkState()).isEqualTo("LinkSynchronizing");
    assertThat(link.targetDatabase()).isEqualTo("Sales");
    assertThat(link.primaryAvailabilityGroupName()).as("never in answers").isNull();
    assertThat(new java.math.BigInteger(link.lastHardenedLsn())).isPositive();
    assertThat(LinkSetup.remote(server, "Sales").connected).isTrue();
    assertThat(client.getManagedDatabases().listByInstance("rg-west", "mi-west"))
        .extracting(ManagedDatabaseInner::name, database -> database.status().toString())
        .containsExactly(org.assertj.core.groups.Tuple.tuple("Sales", "Online"));
  }

  @Test
  void changesTheModeOfALinkAndDeletesIt() {
    createLink();

    setMode(ReplicationMode.SYNC);
    assertThat(
            client
                .getDistributedAvailabilityGroups()
                .get("rg-west", "mi-west", "DAG_Sales")
                .replicationMode())
        .isEqualTo(ReplicationMode.SYNC);

    client.getDistributedAvailabilityGroups().delete("rg-west", "mi-west", "DAG_Sales");
    assertRefused(404, "ResourceNotFound", this::getLink);
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(LinkSetup.remote(server, "Sales").connected).isFalse());
    assertThat(west.databases).containsKey("Sales");
  }

  @Test
  void failsTheOperationWithTheEnginesErrorWhenTrustIsMissing() {
    var poller =
        client
            .getDistributedAvailabilityGroups()
            .beginCreateOrUpdate("rg-west", "mi-west", "DAG_Sales", wanted());
    poller.waitForCompletion(Duration.ofSeconds(20));

    var error = poller.poll().getValue().getError();
    assertThat(poller.poll().getStatus()).isEqualTo(LongRunningOperationStatus.FAILED);
    assertThat(error.getResponseBody()).contains("41973").contains("has not been imported");
    assertThat(getLink().linkState()).isEqualTo("LinkInitError");
  }

  @Test
  void answersASecondPutWithConflictWhileRunningAndWithTheLinkAfterwards() {
    upload("Cert_SQL01_endpoint");
    simulator.world().settings.seedingBytesPerSecond = 1;
    var poller =
        client
            .getDistributedAvailabilityGroups()
            .beginCreateOrUpdate("rg-west", "mi-west", "DAG_Sales", wanted());
    poller.poll();
    assertRefused(409, "ConflictingServerOperation", this::putLink);

    simulator.world().settings.seedingBytesPerSecond = 64L << 20;
    poller.waitForCompletion(Duration.ofSeconds(20));
    long operations = operations();
    assertThat(putLink().linkState()).isEqualTo("LinkSynchronizing");
    assertThat(operations()).isEqualTo(operations);
    assertRefused(
        400,
        "NameAlreadyExists",
        () ->
            client
                .getDistributedAvailabilityGroups()
                .createOrUpdate(
                    "rg-west", "mi-west", "DAG_Sales", wanted().withTargetDatabase("Other")));
  }

  @Test
  void refusesADatabaseNameThatTheInstanceAlreadyHas() {
    west.databases.put("SALES", "Online");

    assertRefused(400, "ManagedDatabaseNameInUse", this::putLink);
  }

  @Test
  void refusesWhatIsWrongInTheRequest() {
    var links = client.getDistributedAvailabilityGroups();

    assertRefused(
        400,
        "InvalidParameterValue",
        () ->
            links.createOrUpdate(
                "rg-west", "mi-west", "L", wanted().withSourceEndpoint("10.0.0.11:5022")));
    assertRefused(
        400,
        "InvalidParameterValue",
        () -> links.createOrUpdate("rg-west", "mi-west", "bad name", wanted()));
    assertRefused(
        400,
        "CannotUseReservedDatabaseName",
        () ->
            links.createOrUpdate("rg-west", "mi-west", "L", wanted().withTargetDatabase("msdb")));
    simulator.azureSettings().linksPerInstance = 0;
    assertRefused(400, "DatabaseNumberLimitReached", this::putLink);
  }

  @Test
  void saysWhatDoesNotExist() {
    assertRefused(404, "ResourceNotFound", this::getLink);
    assertRefused(
        404,
        "ResourceNotFound",
        () -> client.getManagedInstances().getByResourceGroup("rg-north", "mi-west"));
    assertRefused(
        404,
        "ResourceGroupNotFound",
        () -> client.getManagedInstances().getByResourceGroup("rg-none", "mi-west"));
  }

  private ServerTrustCertificateInner upload(String name) {
    return client
        .getServerTrustCertificates()
        .createOrUpdate(
            "rg-west",
            "mi-west",
            name,
            new ServerTrustCertificateInner().withPublicBlob(X509.hex(own.der)));
  }

  private void createLink() {
    upload("Cert_SQL01_endpoint");
    putLink();
  }

  private DistributedAvailabilityGroupInner putLink() {
    return client
        .getDistributedAvailabilityGroups()
        .createOrUpdate("rg-west", "mi-west", "DAG_Sales", wanted());
  }

  private DistributedAvailabilityGroupInner getLink() {
    return client.getDistributedAvailabilityGroups().get("rg-west", "mi-west", "DAG_Sales");
  }

  private void setMode(ReplicationMode mode) {
    client
        .getDistributedAvailabilityGroups()
        .update(
            "rg-west",
            "mi-west",
            "DAG_Sales",
            new DistributedAvailabilityGroupInner().withReplicationMode(mode));
  }

  private long operations() {
    return simulator.world().record.all().stream()
        .filter(effect -> effect.kind().equals("AZURE_OPERATION"))
        .count();
  }

  private static DistributedAvailabilityGroupInner wanted() {
    return new DistributedAvailabilityGroupInner()
        .withTargetDatabase("Sales")
        .withSourceEndpoint("TCP://10.0.0.11:5022")
        .withPrimaryAvailabilityGroupName("AG_Sales")
        .withSecondaryAvailabilityGroupName("mi-west");
  }

  private static void assertRefused(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            e -> {
              assertThat(e.getResponse().getStatusCode()).isEqualTo(status);
              assertThat(((ManagementException) e).getValue().getCode()).isEqualTo(code);
            });
  }
}
