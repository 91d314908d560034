package io.linkfleet.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.session.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that the JDBC driver does not make but other clients do, byte by byte. */
@Timeout(60)
class RpcTest {
  @TempDir Path directory;
  private Wired wired;
  private RawClient client;
  private final List<Parameter> seen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    wired = new Wired(directory);
    client = RawClient.loggedIn(wired.listener.localPort());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    wired.close();
  }

  private void answer(String text, Object output) {
    wired.toy.on(
        text,
        (s, parameters, reply) -> {
          seen.addAll(parameters);
          parameters.stream().filter(Parameter::output).forEach(p -> p.value(output));
          reply.done(-1, 0, false);
        });
  }

  private static ByteWriter byName(String procedure) {
    var call = new ByteWriter().raw(RawClient.NO_HEADERS);
    return call.u16(procedure.length()).utf16(procedure).u16(0);
  }

  private static ByteWriter byId(int id) {
    return new ByteWriter().raw(RawClient.NO_HEADERS).u16(0xFFFF).u16(id).u16(0);
  }

  private static ByteWriter integer(ByteWriter call, String name, boolean output, int value) {
    return call.shortText(name).u8(output ? 1 : 0).u8(0x26).u8(4).u8(4).u32(value);
  }

  private static ByteWriter text(ByteWriter call, String name, String value) {
    call.shortText(name).u8(0).u8(0xE7).u16(8000).raw(TdsType.COLLATION);
    return call.u16(value.length() * 2).utf16(value);
  }

  private ByteReader call(ByteWriter call) throws Exception {
    client.send(TdsMessage.RPC, TdsMessage.END, call.toByteArray());
    return new ByteReader(client.receive());
  }

  private static void expectDone(ByteReader reply, int token, int status) throws Exception {
    assertThat(reply.u8()).isEqualTo(token);
    assertThat(reply.u16() & 0x0F).isEqualTo(status);
    reply.skip(10);
  }

  private static int expectError(ByteReader reply) throws Exception {
    assertThat(reply.u8()).isEqualTo(0xAA);
    int length = reply.u16();
    int number = reply.i32();
    reply.skip(length - 4);
    return number;
  }

  private static int expectStatus(ByteReader reply) throws Exception {
    assertThat(reply.u8()).isEqualTo(0x79);
    return reply.i32();
  }

  private static int expectInt(ByteReader reply, int ordinal, String name) throws Exception {
    assertThat(reply.u8()).isEqualTo(0xAC);
    assertThat(reply.u16()).isEqualTo(ordinal);
    assertThat(reply.shortText()).isEqualTo(name);
    reply.skip(1 + 4 + 2);
    assertThat(reply.raw(3)).containsExactly(0x26, 4, 4);
    return reply.i32();
  }

  @Test
  void anyProcedureIsCalledAsABatchWithItsReturnStatusBeforeItsOutputs() throws Exception {
    answer("EXEC @__return_status = sys.sp_getapplock @Resource = @__p0, @n = @__p1 OUTPUT", 9);
    var call = byName("sys.sp_getapplock");
    ByteReader reply = call(integer(text(call, "@Resource", "r"), "@n", true, 3));
    expectDone(reply, 0xFF, 1);
    assertThat(expectStatus(reply)).isEqualTo(9);
    assertThat(expectInt(reply, 1, "@n")).isEqualTo(9);
    expectDone(reply, 0xFE, 0);
    assertThat(reply.remaining()).isZero();
    assertThat(seen).extracting(Parameter::declaredType)
        .containsExactly("nvarchar(4000)", "int", "int");
  }

  @Test
  void aProcedureNameThatIsNoIdentifierCannotBecomeAStatement() throws Exception {
    call(byName("x; DROP DATABASE [y]"));
    assertThat(wired.toy.batches)
        .containsExactly("EXEC @__return_status = [x; DROP DATABASE [y]]]");
  }

  @Test
  void prepareThenExecuteThenUnprepare() throws Exception {
    answer("PRINT @a", null);
    var prepare = integer(byId(11), "", true, 0);
    text(text(prepare, "", "@a int"), "", "PRINT @a");
    ByteReader reply = call(integer(prepare, "", false, 1));
    assertThat(expectStatus(reply)).isZero();
    int handle = expectInt(reply, 0, "");
    expectDone(reply, 0xFE, 0);

    reply = call(integer(integer(byId(12), "", false, handle), "", false, 5));
    expectDone(reply, 0xFF, 1);
    assertThat(expectStatus(reply)).isZero();
    expectDone(reply, 0xFE, 0);
    assertThat(seen.get(0).name()).isEqualTo("@a");
    assertThat(seen.get(0).value()).isEqualTo(5);

    reply = call(integer(byName("sp_unprepare"), "", false, handle));
    assertThat(expectStatus(reply)).isZero();
    reply = call(integer(integer(byId(12), "", false, handle), "", false, 5));
    assertThat(expectError(reply)).isEqualTo(8179);
    expectDone(reply, 0xFE, 2);
  }

  @Test
  void aParameterThatIsMissingIs8178AndOneTooManyIsRefused() throws Exception {
    ByteReader reply =
        call(text(text(byName("sp_executesql"), "", "PRINT @a"), "", "@a numeric(10,2), @b int"));
    assertThat(expectError(reply)).isEqualTo(8178);
    var tooMany = text(text(byId(10), "", "PRINT 1"), "", "");
    assertThat(expectError(call(integer(tooMany, "", false, 1)))).isEqualTo(8144);
    assertThat(wired.toy.batches).isEmpty();
  }

  @Test
  void namedParametersMayComeInAnotherOrder() throws Exception {
    answer("PRINT @a", 8);
    var call = text(byId(10), "@stmt", "PRINT @a");
    text(call, "@params", "@a int OUTPUT,@b char(2)='x,y'");
    ByteReader reply = call(integer(text(call, "@B", "q"), "@a", true, 1));
    expectDone(reply, 0xFF, 1);
    expectStatus(reply);
    assertThat(expectInt(reply, 3, "@a")).isEqualTo(8);
    assertThat(seen).extracting(Parameter::name).containsExactly("@a", "@b");
  }

  @Test
  void declarationsThatCannotBeReadAreASyntaxErrorAndNoReasonToHangUp() throws Exception {
    for (String bad : List.of("nonsense", "@a", "@a int,", "@" + "a ".repeat(2000))) {
      assertThat(expectError(call(text(text(byId(10), "", "PRINT 1"), "", bad)))).isEqualTo(102);
    }
    assertThat(wired.toy.batches).isEmpty();
  }

  @Test
  void cursorsAreRefusedByName() throws Exception {
    ByteReader reply = call(integer(byId(2), "", true, 0));
    assertThat(expectError(reply)).isEqualTo(50000);
    expectDone(reply, 0xFE, 2);
  }

  @Test
  void transactionRequestsBecomeStatements() throws Exception {
    for (byte[] request :
        List.of(
            new ByteWriter().u16(5).u8(2).u8(2).utf16("t").toByteArray(),
            new ByteWriter().u16(9).u8(4).utf16("]s").toByteArray(),
            new ByteWriter().u16(8).u8(0).u8(0).toByteArray(),
            new ByteWriter().u16(7).u8(0).u8(1).u8(4).u8(0).toByteArray())) {
      client.send(
          TdsMessage.TRANSACTION,
          TdsMessage.END,
          new ByteWriter().raw(RawClient.NO_HEADERS).raw(request).toByteArray());
      expectDone(new ByteReader(client.receive()), 0xFD, 0);
    }
    assertThat(wired.toy.batches)
        .containsExactly(
            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; BEGIN TRANSACTION [t]",
            "SAVE TRANSACTION []]s]",
            "ROLLBACK TRANSACTION",
            "COMMIT TRANSACTION; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; BEGIN TRANSACTION");
  }

  @Test
  void anAttentionWithoutARequestIsAcknowledged() throws Exception {
    client.send(TdsMessage.ATTENTION, TdsMessage.END, new byte[0]);
    expectDone(new ByteReader(client.receive()), 0xFD, 0);
    client.send(TdsMessage.ATTENTION, TdsMessage.END, new byte[0]);
    assertThat(new ByteReader(client.receive()).at(1).u16()).isEqualTo(0x20);
  }

  @Test
  void aRequestGivenUpWhileSendingIsNotRun() throws Exception {
    client.send(TdsMessage.BATCH, 0, RawClient.batch("SELECT 1"));
    client.send(
        TdsMessage.BATCH,
        TdsMessage.END | TdsMessage.IGNORE,
        "x".getBytes(StandardCharsets.UTF_16LE));
    expectDone(new ByteReader(client.receive()), 0xFD, 2);
    assertThat(wired.toy.batches).isEmpty();
  }
}
