package io.linkfleet.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.LinkRequested;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON form of every event is the golden sample, and nothing unreadable gets in. */
class EventCodecTest {
  static java.util.List<LinkEvent> events() {
    return Stream.concat(Samples.all().stream(), Samples.pairs().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyEventHasTheFormOfItsGoldenSample(LinkEvent event) throws IOException {
    Path file =
        Path.of(
            "src/test/resources/events",
            EventCodec.topic(event.getClass()) + (event.link().isPair() ? "-pair" : "") + ".json");
    String form =
        EventCodec.json().writerWithDefaultPrettyPrinter().writeValueAsString(event) + "\n";
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, form);
    }
    assertThat(form).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("events")
  void whatIsWrittenIsReadBackAndWrittenTheSame(LinkEvent event) throws EventCodec.Unreadable {
    byte[] bytes = EventCodec.write(event);
    LinkEvent read = EventCodec.read(bytes, event.getClass());
    assertThat(read.link()).isEqualTo(event.link());
    assertThat(EventCodec.write(read)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("events")
  void noEventHoldsAnythingSecret(LinkEvent event) {
    String json = new String(EventCodec.write(event), StandardCharsets.UTF_8);
    assertThat(json.toLowerCase(Locale.ROOT)).doesNotContain("password", "token", "secret");
  }

  @Test
  void unknownFieldsAreIgnored() throws Exception {
    var tree = EventCodec.json().valueToTree(Samples.all().get(0));
    ((com.fasterxml.jackson.databind.node.ObjectNode) tree).put("addedLater", 1);
    byte[] bytes = EventCodec.json().writeValueAsBytes(tree);
    assertThat(EventCodec.read(bytes, LinkRequested.class)).isEqualTo(Samples.all().get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "17",
        "{",
        "{}",
        "{\"link\":null}",
        "{\"link\":{},\"link\":{}}",
        "{\"link\":{\"id\":{}}}",
        "{\"at\":\"yesterday\"}",
        "{\"link\":{\"generation\":99999999999999999999999999999999999999999999999}}",
        "{\"link\":{\"target\":{\"kind\":\"java.lang.Runtime\"}}}"
      })
  void unreadableRecordsAreRefusedWithAReason(String text) {
    assertThatThrownBy(
            () -> EventCodec.read(text.getBytes(StandardCharsets.UTF_8), LinkRequested.class))
        .isInstanceOf(EventCodec.Unreadable.class)
        .message()
        .isNotBlank();
  }

  @Test
  void aHandoverWithoutItsEvidenceIsRefusedAndSaysWhatIsMissing() throws Exception {
    var whole = (com.fasterxml.jackson.databind.node.ObjectNode)
        EventCodec.json().valueToTree(Samples.all().get(2));
    var without = whole.deepCopy();
    without.remove("endpoint");
    assertRefused(without, "endpoint is missing");
    var incomplete = whole.deepCopy();
    incomplete.withObject("trust").remove("certificate");
    assertRefused(incomplete, "certificate is missing");
  }

  private static void assertRefused(Object record, String why) throws Exception {
    byte[] bytes = EventCodec.json().writeValueAsBytes(record);
    assertThatThrownBy(() -> EventCodec.read(bytes, LinkEvent.EndpointReady.class))
        .isInstanceOf(EventCodec.Unreadable.class)
        .hasMessageContaining(why);
  }

  @Test
  void aRecordThatIsTooDeepTooLargeOrNotUtf8IsRefused() {
    byte[] deep = ("{\"a\":" + "[".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
    byte[] large = new byte[EventCodec.LARGEST + 1];
    byte[] notUtf8 = {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'};
    for (byte[] record : new byte[][] {deep, large, notUtf8, null}) {
      assertThatThrownBy(() -> EventCodec.read(record, CertCreated.class))
          .isInstanceOf(EventCodec.Unreadable.class);
    }
  }

  @Test
  void aKeyThatIsNotTheLinkIsRefused() throws JsonProcessingException {
    LinkEvent event = Samples.all().get(0);
    assertThatThrownBy(() -> EventCodec.requireKey(event, null)).hasMessageContaining("no key");
    assertThatThrownBy(() -> EventCodec.requireKey(event, "x")).hasMessageContaining("not the id");
  }

  @Test
  void topicsAreTheKebabCaseOfTheirRecords() {
    assertThat(Topics.ALL)
        .extracting(Topics.Topic::name)
        .contains(
            Samples.all().stream()
                .map(event -> EventCodec.topic(event.getClass()))
                .filter(topic -> !topic.equals("link-waiting"))
                .toArray(String[]::new));
  }
}
