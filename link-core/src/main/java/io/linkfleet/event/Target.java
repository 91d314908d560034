package io.linkfleet.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where a database is replicated to. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = Target.ManagedInstance.class, name = "managed-instance")})
public sealed interface Target {
  /** What the target is called in sentences for people. */
  String name();

  /**
   * An Azure SQL Managed Instance, found by its short name.
   *
   * @param name the short name, for example {@code sqlmi1}
   * @param subscription the Azure subscription id
   */
  record ManagedInstance(String name, String subscription) implements Target {}
}
