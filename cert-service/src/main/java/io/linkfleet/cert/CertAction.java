package io.linkfleet.cert;

import io.linkfleet.azure.Azure;
import io.linkfleet.plan.Action;

/** The two kinds of steps here that are not a statement known in advance. */
sealed interface CertAction extends Action {

  /**
   * Makes the database master key. The plan holds only the name of the password: it is looked up,
   * or generated and kept, when the step is taken, so that a dry run makes no secret.
   *
   * @param secret name of the password in the secret store
   */
  record CreateMasterKey(String secret) implements CertAction {
    @Override
    public String shown() {
      return "-- the password is the secret "
          + secret
          + ", generated and kept there when there is none\n"
          + CertSql.createMasterKey("?").shown();
    }
  }

  /**
   * Publishes a certificate of the server on the instance. Its content is read when the step is
   * taken, since an earlier step may have to make it.
   *
   * @param at the instance
   * @param resource name of the resource there
   * @param certificate name of the certificate on the server
   */
  record Upload(Azure.Instance at, String resource, String certificate) implements CertAction {
    @Override
    public String shown() {
      return CertArm.put(at, resource, certificate);
    }
  }
}
