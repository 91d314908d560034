package io.linkfleet.sqlserver;

import io.linkfleet.event.SourceServer;
import io.linkfleet.plan.Step;
import io.linkfleet.plan.Visit;

/** A visit to one SQL Server: its session, its lock, and steps that are statements. */
public abstract class SqlVisit<S> implements Visit<S> {
  protected final SqlConnection sql;

  protected SqlVisit(SqlServers servers, SourceServer server) {
    this.sql = servers.open(server);
  }

  @Override
  public boolean lock() {
    return sql.lock();
  }

  @Override
  public void unlock() {
    sql.unlock();
  }

  @Override
  public void apply(Step step) {
    sql.execute(step.sentence(), (Statement) step.action());
  }

  @Override
  public void close() {
    sql.close();
  }
}
