package io.linkfleet.monitor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.linkfleet.monitor.fleet.Finding;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A refusal as RFC 9457 has it.
 *
 * @param type names the kind of problem; {@code about:blank} says no more than the status
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail what is wrong this time
 * @param errors all that is wrong with a fleet file
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "application/problem+json (RFC 9457)")
public record Problem(
    String type, String title, int status, String detail, List<Finding> errors) {
  public static final String MEDIA_TYPE = "application/problem+json";

  static Response refuse(int status, String title, String detail) {
    return response(new Problem("about:blank", title, status, detail, null));
  }

  static Response refuse(List<Finding> errors) {
    int count = errors.size();
    String detail = count == 1 ? "There is 1 error." : "There are " + count + " errors.";
    return response(
        new Problem("urn:linkfleet:fleet-file", "The fleet file cannot be rolled out", 400, detail,
            errors));
  }

  private static Response response(Problem problem) {
    return Response.status(problem.status()).type(MEDIA_TYPE).entity(problem).build();
  }
}
