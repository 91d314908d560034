package io.linkfleet.simulator.engine;

/** A change of the roles of a link: asked for on one side, carried out by the mirroring network. */
public final class RoleChange {
  /** What was asked for. */
  public enum Kind {
    /** Both sides swap roles without loss; the asking side was the primary. */
    PLANNED,
    /** The instance becomes primary, whatever the server thinks. */
    FORCED_PRIMARY,
    /** The instance becomes secondary, whatever the server thinks. */
    FORCED_SECONDARY
  }

  /** How it stands. */
  public enum Progress {
    ASKED,
    RUNNING,
    DONE,
    REFUSED
  }

  public final Kind kind;
  public volatile Progress progress = Progress.ASKED;

  public RoleChange(Kind kind) {
    this.kind = kind;
  }

  public boolean isOver() {
    return progress == Progress.DONE || progress == Progress.REFUSED;
  }
}
