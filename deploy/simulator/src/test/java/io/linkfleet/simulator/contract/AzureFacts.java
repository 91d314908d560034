package io.linkfleet.simulator.contract;

import static io.linkfleet.simulator.contract.Fact.Side.AZURE;
import static io.linkfleet.simulator.contract.Fact.Source.INFERRED;
import static io.linkfleet.simulator.contract.Fact.Source.SPECIFICATION;
import static io.linkfleet.simulator.contract.SqlSubject.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.X509;
import java.util.HexFormat;
import java.util.List;

/** Owns the facts about Azure Resource Manager; requests only read, are refused or find nothing. */
final class AzureFacts {
  private static final String LINKS = "/distributedAvailabilityGroups/";
  private static final String NEWER = "?api-version=2023-08-01-preview";

  private AzureFacts() {}

  @FunctionalInterface
  private interface AzureCheck {
    void on(AzureSubject azure) throws Exception;
  }

  private static Fact fact(String sentence, Fact.Source source, AzureCheck check) {
    return new Fact(AZURE, sentence, source, subject -> check.on((AzureSubject) subject));
  }

  static List<Fact> all() {
    return List.of(
        fact(
            "without a token: 401",
            SPECIFICATION,
            azure ->
                assertThat(
                        azure
                            .send("GET", azure.instancePath() + "?api-version=2021-11-01", null,
                                null)
                            .status())
                    .isEqualTo(401)),
        fact(
            "without an api-version: 400 MissingApiVersionParameter",
            INFERRED,
            azure -> {
              var answer = azure.send("GET", azure.instancePath(), null, azure.token());
              assertThat(answer.status() + " " + answer.code())
                  .isEqualTo("400 MissingApiVersionParameter");
            }),
        fact(
            "an instance has its FQDN, DNS zone and collation",
            SPECIFICATION,
            azure -> {
              var answer = azure.ask("GET", "", null);
              String zone = answer.body().at("/properties/dnsZone").asText();
              assertThat(zone).isNotEmpty();
              assertThat(answer.body().at("/properties/fullyQualifiedDomainName").asText())
                  .startsWith(azure.instance() + "." + zone + ".database.");
              assertThat(answer.body().at("/properties/collation").asText()).isNotEmpty();
            }),
        fact(
            "the instances of a subscription can be listed, each id naming its resource group",
            SPECIFICATION,
            azure -> {
              var answer =
                  azure.send(
                      "GET",
                      azure.subscriptionPath()
                          + "/providers/Microsoft.Sql/managedInstances?api-version=2021-11-01",
                      null,
                      azure.token());
              assertThat(answer.body().path("value").findValuesAsText("id"))
                  .anyMatch(id -> id.equalsIgnoreCase(azure.instancePath()));
            }),
        fact(
            "the endpoint certificate is DER in hexadecimal, without 0x",
            SPECIFICATION,
            azure -> {
              var answer = azure.ask("GET", "/endpointCertificates/DATABASE_MIRRORING", null);
              String blob = answer.body().at("/properties/publicBlob").asText();
              assertThat(X509.read(HexFormat.of().parseHex(blob))).isNotNull();
            }),
        fact(
            "a missing link: 404 with its type and name in the text",
            SPECIFICATION,
            azure -> {
              String name = fresh("link");
              var answer = azure.ask("GET", LINKS + name, null);
              assertThat(answer.status()).isEqualTo(404);
              assertThat(answer.body().at("/error/message").asText())
                  .isEqualTo(
                      "The requested resource of type"
                          + " 'Microsoft.Sql/managedInstances/distributedAvailabilityGroups'"
                          + " with name '"
                          + name
                          + "' was not found.");
            }),
        fact(
            "DELETE of a missing link: 204",
            SPECIFICATION,
            azure ->
                assertThat(azure.ask("DELETE", LINKS + fresh("link"), null).status())
                    .isEqualTo(204)),
        fact(
            "a trust certificate that is none: 400 InvalidPublicBlob at once",
            SPECIFICATION,
            azure -> {
              var answer =
                  azure.ask(
                      "PUT",
                      "/serverTrustCertificates/" + fresh("certificate"),
                      "{\"properties\":{\"publicBlob\":\"3003020101\"}}");
              assertThat(answer.status() + " " + answer.code())
                  .isEqualTo("400 InvalidPublicBlob");
            }),
        fact(
            "a link whose endpoint is no address: 400",
            SPECIFICATION,
            azure -> {
              var answer =
                  azure.ask(
                      "PUT",
                      LINKS + fresh("link"),
                      """
                      {"properties":{"targetDatabase":"linkfleet_no_such",
                        "sourceEndpoint":"nowhere","primaryAvailabilityGroupName":"a",
                        "secondaryAvailabilityGroupName":"b"}}
                      """);
              assertThat(answer.status()).isEqualTo(400);
            }),
        fact(
            "failover of a missing link: 404",
            INFERRED,
            azure -> {
              var answer =
                  azure.send(
                      "POST",
                      azure.instancePath() + LINKS + fresh("link") + "/failover" + NEWER,
                      "{\"failoverType\":\"Planned\"}",
                      azure.token());
              assertThat(answer.status()).isEqualTo(404);
            }));
  }
}
