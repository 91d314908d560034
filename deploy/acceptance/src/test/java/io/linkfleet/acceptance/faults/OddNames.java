package io.linkfleet.acceptance.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.util.List;
import java.util.Locale;

/** Owns names that a server may have and that must never be more than names. */
final class OddNames {
  /** With it the others are compared. */
  static final String PLAIN = "PlainName";

  /** All of them on one server; each needs a backup, so its name is part of a path as well. */
  static final List<String> DATABASES =
      List.of(
          "a]; DROP DATABASE x--",
          "']; EXEC xp_cmdshell 'x'--",
          "n".repeat(128),
          "it's \"quoted\" `so`",
          "line\nbreak\r\nand\ttab",
          "\u202eright \u05d0\u05d1 to left",
          "\ud83d\ude00 \ud801\udc37",
          "${jndi:ldap://x/a}",
          "../up/../../and%2Fdown",
          "%2F..%5c",
          ";Server=[evil]",
          "/* no */ GO -- comment");

  /** Its case differs from what is asked for. */
  static final String CASE = "CaseOfName";

  /** A mirroring endpoint that is already there. */
  static final String ENDPOINT = "e]; DROP DATABASE x--";

  static final String LABEL = "a'];/../../../azure-token\u202e${jndi:x}%2F";
  static final String DIRECTORY = "D:\\o'brien]; DROP DATABASE x--";

  static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private OddNames() {}

  /** A text in the quotes of JSON, which is that of YAML too. */
  static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The server in the estate. */
  static String estate(Server server) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
              - name: %s
                version: 2022
                port: %d
                ip: %s
                endpoint: {name: %s, authentication: WINDOWS}
                databases:
            """,
            server.name(),
            server.port(0),
            server.address(),
            quoted(ENDPOINT)));
    for (String name : DATABASES) {
      text.append("      - {name: %s, size: 1 MB, backup: none}\n".formatted(quoted(name)));
    }
    text.append("      - {name: %s, size: 1 MB, backup: none}\n".formatted(PLAIN));
    text.append("      - {name: %s, size: 1 MB}\n".formatted(CASE));
    return text.toString();
  }
}
