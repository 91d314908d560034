package io.linkfleet.simulator.engine;

import java.util.EnumSet;
import java.util.Set;

/** A login of a server and what it may do. */
public final class Login {
  /** The server permissions that the simulator tells apart. */
  public enum Permission {
    SYSADMIN,
    VIEW_SERVER_STATE,
    VIEW_ANY_DEFINITION,
    ALTER_ANY_ENDPOINT,
    CREATE_ENDPOINT,
    ALTER_ANY_AVAILABILITY_GROUP,
    CONTROL_SERVER,
    ALTER_ANY_LOGIN
  }

  public final String name;
  public String password;
  public final Set<Permission> permissions = EnumSet.noneOf(Permission.class);

  public Login(String name, String password) {
    this.name = name;
    this.password = password;
  }

  public boolean isSysadmin() {
    return permissions.contains(Permission.SYSADMIN);
  }
}
