package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.Parameter;
import io.linkfleet.simulator.session.SqlMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns one request message into batches for the session, and their outcome into the reply. */
final class RequestRunner {
  /** Runs a batch in the session; the connection adds faults and attention. */
  interface Execution {
    void run(String batch, List<Parameter> parameters) throws IOException;
  }

  private final ReplyWriter reply;
  private final Execution execution;
  private final RpcRunner rpc;
  private final PreparedStatements prepared = new PreparedStatements();

  RequestRunner(ReplyWriter reply, Execution execution) {
    this.reply = reply;
    this.execution = execution;
    this.rpc = new RpcRunner(reply, execution, prepared);
  }

  /** Runs everything in the message; the caller ends the reply. */
  void run(TdsMessage message) throws IOException {
    switch (message.type()) {
      case TdsMessage.BATCH -> batch(new ByteReader(message.body()).skipAllHeaders().text());
      case TdsMessage.RPC -> rpc(message.body());
      case TdsMessage.TRANSACTION -> {
        Optional<String> batch = TransactionRequest.batch(message.body());
        if (batch.isPresent()) {
          execution.run(batch.get(), List.of());
        } else {
          reply.message(error(50000, 1, "This transaction manager request is not simulated."));
        }
      }
      default -> throw new ProtocolException("a message of type " + message.type());
    }
  }

  /** The session was reset: its handles are gone. */
  void reset() {
    prepared.clear();
  }

  private void batch(String text) throws IOException {
    if (!prepared.unprepareBatch(text)) {
      execution.run(text, List.of());
    }
  }

  private void rpc(byte[] body) throws IOException {
    List<RpcCall> calls = new ArrayList<>();
    try {
      calls = RpcCall.read(body);
    } catch (TypeDecoder.UnknownType e) {
      // Unverified whether a real server stays connected; here the rest cannot be read.
      reply.message(
          new SqlMessage(
              8009,
              20,
              1,
              "The incoming tabular data stream (TDS) remote procedure call (RPC) protocol stream "
                  + "is incorrect. Data type 0x%02X is unknown.".formatted(e.type),
              "",
              1));
    }
    for (RpcCall call : calls) {
      if (reply.isCancelled()) {
        return;
      }
      rpc.run(call);
    }
  }

  static SqlMessage error(int number, int state, String text) {
    return new SqlMessage(number, 16, state, text, "", 1);
  }
}
