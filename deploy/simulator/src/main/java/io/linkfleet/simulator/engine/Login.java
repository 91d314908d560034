package io.linkfleet.simulator.engine;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

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
    ALTER_ANY_LOGIN,
    CREATE_ANY_DATABASE,
    ALTER_ANY_DATABASE
  }

  private static final AtomicInteger NEXT_ID = new AtomicInteger(259);

  /** The principal_id in sys.server_principals, unique among all servers here. */
  public final int id = NEXT_ID.incrementAndGet();
  public final String name;
  /** Null for a Windows login, which nobody can use here. */
  public String password;
  public boolean disabled;
  public final Set<Permission> permissions = EnumSet.noneOf(Permission.class);

  public Login(String name, String password) {
    this.name = name;
    this.password = password;
  }

  public boolean isSysadmin() {
    return permissions.contains(Permission.SYSADMIN);
  }
}
