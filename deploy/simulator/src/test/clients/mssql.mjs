// What the package mssql, unmodified, can do with a simulated server through its pool.
import assert from 'node:assert/strict';
import sql from 'mssql';
import { failure, given, show } from './facts.mjs';

const config = (password = given.password) => ({
  server: 'localhost',
  port: given.port,
  user: given.user,
  password,
  connectionTimeout: 30000,
  requestTimeout: 1500,
  options: { encrypt: given.encrypt, trustServerCertificate: false },
});

const pool = await new sql.ConnectionPool(config()).connect();

const moment = new Date(Date.UTC(2026, 10, 21, 10, 11, 12, 500));
const values = [
  [sql.Bit, true],
  [sql.TinyInt, 255],
  [sql.SmallInt, -1],
  [sql.Int, 2147483647],
  [sql.BigInt, '-9223372036854775808'],
  [sql.Float, 0.1],
  [sql.Decimal(18, 3), 12.125],
  [sql.Numeric(10, 0), 7],
  [sql.NVarChar(100), 'Ω 日本語 🚀'],
  [sql.NVarChar(sql.MAX), 'y'.repeat(10000)],
  [sql.VarChar(100), 'Grüße'],
  [sql.NChar(2), 'ab'],
  [sql.Char(2), 'ab'],
  [sql.VarBinary(100), Buffer.from([0, 1])],
  [sql.VarBinary(sql.MAX), Buffer.alloc(10000, 1)],
  [sql.Binary, Buffer.from([1, 2, 3])],
  [sql.Real, 1.5],
  [sql.Money, -12.25],
  [sql.SmallMoney, 214748.25],
  [sql.SmallDateTime, new Date(Date.UTC(2026, 10, 21, 10, 11))],
  [sql.Time(3), new Date(Date.UTC(1970, 0, 1, 10, 11, 12, 500))],
  [sql.UniqueIdentifier, '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
  [sql.Date, new Date(Date.UTC(2026, 10, 21))],
  [sql.DateTime, moment],
  [sql.DateTime2(7), moment],
  [sql.DateTimeOffset(7), moment],
];

await show({
  'catalog views through the pool': async () => {
    const name = 'Sales';
    const { recordset } =
      await pool.query`SELECT name, state_desc FROM sys.databases WHERE name = ${name}`;
    assert.deepEqual([...recordset], [{ name: 'Sales', state_desc: 'ONLINE' }]);
  },

  'parameters of every type': async () => {
    for (const [type, value] of values) {
      const { recordset } = await pool
        .request().input('p', type, value).input('none', type, null)
        .query('SELECT @p AS p, @none AS none');
      assert.deepEqual([...recordset], [{ p: value, none: null }]);
    }
  },

  'several result sets, PRINT': async () => {
    const messages = [];
    const request = pool.request();
    request.on('info', (info) => messages.push(info.message));
    const { recordsets } = await request.batch("SELECT 1 AS a; PRINT 'between'; SELECT 2 AS b");
    assert.deepEqual(recordsets.map((set) => [...set]), [[{ a: 1 }], [{ b: 2 }]]);
    assert.deepEqual(messages, ['between']);
  },

  'errors with their number': async () => {
    const error = await failure(pool.request().query("RAISERROR('no %s', 16, 3, 'way')"));
    assert.equal(error.number, 50000);
    assert.equal(error.state, 3);
    assert.equal(error.message, 'no way');
  },

  'a transaction rolled back and one committed': async () => {
    const count = async () =>
      (await pool.query`SELECT 1 FROM sys.server_principals WHERE name = 'from_mssql'`)
        .recordset.length;
    for (const [end, left] of [['rollback', 0], ['commit', 1]]) {
      const transaction = new sql.Transaction(pool);
      await transaction.begin();
      await new sql.Request(transaction)
        .batch("CREATE LOGIN [from_mssql] WITH PASSWORD = N'Str0ng-enough!'");
      await transaction[end]();
      assert.equal(await count(), left, end);
    }
    await pool.request().batch('DROP LOGIN [from_mssql]');
  },

  'a prepared statement': async () => {
    const statement = new sql.PreparedStatement(pool);
    statement.input('n', sql.Int);
    await statement.prepare('SELECT @n + 1 AS more');
    const answers = [];
    for (const n of [1, 2, 3]) answers.push((await statement.execute({ n })).recordset[0].more);
    await statement.unprepare();
    assert.deepEqual(answers, [2, 3, 4]);
  },

  'a procedure with its return value, and output parameters': async () => {
    const { returnValue } = await pool.request()
      .input('Resource', sql.NVarChar(255), 'mssql')
      .input('LockMode', sql.VarChar(32), 'Shared')
      .input('LockOwner', sql.VarChar(32), 'Session')
      .execute('sp_getapplock');
    assert.equal(returnValue, 0);
    const { output } = await pool.request()
      .input('a', sql.Int, 20).output('b', sql.Int).query('SET @b = @a * 2');
    assert.deepEqual({ ...output }, { b: 40 });
  },

  'a time limit, then the next request': async () => {
    const error = await failure(pool.request().query("WAITFOR DELAY '00:01:00'"));
    assert.equal(error.code, 'ETIMEOUT');
    assert.equal((await pool.query`SELECT 5 AS five`).recordset[0].five, 5);
  },

  'a cancelled request, then the next': async () => {
    const request = pool.request();
    const waiting = request.query("WAITFOR DELAY '00:01:00'");
    setTimeout(() => request.cancel(), 300);
    assert.equal((await failure(waiting)).code, 'ECANCEL');
    assert.equal((await pool.query`SELECT 6 AS six`).recordset[0].six, 6);
  },

  'ten at the same time': async () => {
    const numbers = [...Array(10).keys()];
    const answers = await Promise.all(
      numbers.map(async (n) => (await pool.query`SELECT ${n} AS n`).recordset[0].n));
    assert.deepEqual(answers, numbers);
  },

  'a wrong password': async () => {
    const error = await failure(new sql.ConnectionPool(config('wrong')).connect());
    assert.equal(error.code, 'ELOGIN');
  },
});

await pool.close();
