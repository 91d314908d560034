package io.linkfleet.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.stream.Stream;

/** Where a database is replicated to. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Target.ManagedInstance.class, name = "managed-instance"),
  @JsonSubTypes.Type(value = Target.SqlServer.class, name = "sql-server")
})
public sealed interface Target {
  /** What the target is called in sentences for people. */
  String name();

  /** What makes two targets the same one, whatever else is asked of them; part of the link's id. */
  @JsonIgnore
  String identity();

  /**
   * An Azure SQL Managed Instance, found by its short name.
   *
   * @param name the short name, for example {@code sqlmi1}
   * @param subscription the Azure subscription id
   */
  record ManagedInstance(String name, String subscription) implements Target {
    @Override
    public String identity() {
      return toString();
    }
  }

  /**
   * Another SQL Server, with which the source forms a pair.
   *
   * @param session what keeps the two copies of the database together
   * @param server the other server
   * @param witness the server that decides about automatic failover of a mirroring session; null
   *     when there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SqlServer(Session session, SourceServer server, SourceServer witness) implements Target {
    @Override
    @JsonIgnore
    public String name() {
      return server.name();
    }

    @Override
    public String identity() {
      return session + " " + server.address();
    }

    /** The servers beside the source, the partner first. */
    @JsonIgnore
    public List<SourceServer> others() {
      return witness == null ? List.of(server) : List.of(server, witness);
    }

    /** All servers of the pair, the source first. */
    public List<SourceServer> with(SourceServer source) {
      return Stream.concat(Stream.of(source), others().stream()).toList();
    }
  }

  /** What keeps the two copies of a pair's database together. */
  enum Session {
    /** Database mirroring: one database, a principal and a mirror (seed 003). */
    MIRRORING,
    /** One availability group with a replica on each server, without a cluster. */
    AVAILABILITY_GROUP,
    /** An availability group on each server and a distributed one above them. */
    DISTRIBUTED_AVAILABILITY_GROUP
  }
}
