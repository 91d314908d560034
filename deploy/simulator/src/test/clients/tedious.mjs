// What tedious, unmodified, can do with a simulated server. The environment says where it is.
import assert from 'node:assert/strict';
import { Connection, Request, TYPES, ISOLATION_LEVEL } from 'tedious';
import { failure, given, show } from './facts.mjs';

const messages = [];

function connect(password = given.password) {
  return new Promise((resolve, reject) => {
    const connection = new Connection({
      server: 'localhost',
      authentication: { type: 'default', options: { userName: given.user, password } },
      options: {
        port: given.port,
        encrypt: given.encrypt,
        trustServerCertificate: false,
        connectTimeout: 30000,
        requestTimeout: 30000,
      },
    });
    connection.on('infoMessage', (info) => messages.push(info.message));
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });
}

/** Runs a request and gives all that came back: result sets, output values, return status. */
function ask(how, text, { prepare = () => {}, timeout, cancelAfter } = {}) {
  return new Promise((resolve, reject) => {
    const answer = { sets: [], outputs: {}, status: undefined };
    const request = new Request(text, (error, count) =>
      error ? reject(error) : resolve({ ...answer, count }));
    request.on('columnMetadata', (columns) =>
      answer.sets.push({ columns: columns.map((column) => column.colName), rows: [] }));
    request.on('row', (row) => answer.sets.at(-1).rows.push(row.map((cell) => cell.value)));
    request.on('returnValue', (name, value) => (answer.outputs[name] = value));
    request.on('doneProc', (count, more, status) => (answer.status = status));
    if (timeout) request.setTimeout(timeout);
    prepare(request);
    connection[how](request);
    if (cancelAfter) setTimeout(() => connection.cancel(), cancelAfter);
  });
}

const batch = (text, more) => ask('execSqlBatch', text, more);
const call = (text, more) => ask('execSql', text, more);
const step = (act) =>
  new Promise((resolve, reject) => act((error) => (error ? reject(error) : resolve())));
const scalar = async (text) => (await batch(text)).sets[0].rows[0][0];

const moment = new Date(Date.UTC(2026, 10, 21, 10, 11, 12, 500));
const values = [
  ['Bit', true],
  ['TinyInt', 255],
  ['SmallInt', -32768],
  ['Int', -2147483648],
  ['BigInt', '9223372036854775807'],
  ['Float', 1.5],
  ['Decimal', 12.25, { precision: 18, scale: 2 }],
  ['Numeric', -3, { precision: 10, scale: 0 }],
  ['NVarChar', 'Ω 日本語 ]] \' 🚀'],
  ['NVarChar', 'x'.repeat(20000), { length: Infinity }],
  ['VarChar', 'Grüße €'],
  ['NChar', 'abc', { length: 3 }],
  ['Char', 'abc', { length: 3 }],
  ['NText', 'long text'],
  ['Text', 'long Grüße €'],
  ['Image', Buffer.alloc(20000, 9)],
  ['Binary', Buffer.from([1, 2, 3]), { length: 3 }],
  ['Real', 1.5],
  ['Money', 922337203685.25],
  ['Money', -12.25],
  ['SmallMoney', -214748.25],
  ['SmallDateTime', new Date(Date.UTC(2026, 10, 21, 10, 11))],
  ['Time', new Date(Date.UTC(1970, 0, 1, 10, 11, 12, 500)), { scale: 3 }],
  ['VarBinary', Buffer.from([1, 2, 255])],
  ['VarBinary', Buffer.alloc(20000, 7), { length: Infinity }],
  ['UniqueIdentifier', '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
  ['Date', new Date(Date.UTC(2026, 10, 21))],
  ['DateTime', moment],
  ['DateTime2', moment, { scale: 7 }],
  ['DateTimeOffset', moment, { scale: 7 }],
];

let connection = await connect();

await show({
  'catalog views': async () => {
    const { sets } = await batch(
      "SELECT name, database_id, recovery_model_desc FROM sys.databases WHERE name = N'Sales'");
    assert.deepEqual(sets[0].columns, ['name', 'database_id', 'recovery_model_desc']);
    assert.deepEqual(sets[0].rows, [['Sales', 5, 'FULL']]);
  },

  'parameters of every type': async () => {
    for (const [type, value, options] of values) {
      const { sets } = await call('SELECT @p AS p, @none AS none', {
        prepare: (request) => {
          request.addParameter('p', TYPES[type], value, options);
          request.addParameter('none', TYPES[type], null, options);
        },
      });
      assert.deepEqual(sets[0].rows, [[value, null]], type);
    }
  },

  'a type that is not simulated is refused by name': async () => {
    const error = await failure(batch("SELECT CAST('<a/>' AS xml)"));
    assert.match(error.message, /not simulated.*xml/i);
  },

  'several result sets': async () => {
    const { sets } = await batch('SELECT 1 AS a; SELECT 2 AS b UNION ALL SELECT 3; SELECT 4 AS c');
    assert.deepEqual(sets.map((set) => set.rows.flat()), [[1], [2, 3], [4]]);
  },

  'PRINT and information': async () => {
    messages.length = 0;
    await batch("PRINT N'one 日本語'; RAISERROR('two', 10, 1)");
    assert.deepEqual(messages, ['one 日本語', 'two']);
  },

  'errors with their number': async () => {
    const error = await failure(batch('SELECT 1/0'));
    assert.equal(error.number, 8134);
    assert.equal(error.class, 16);
    assert.equal(await scalar('SELECT 1'), 1);
  },

  'a transaction rolled back and one committed': async () => {
    const there = "SELECT COUNT(*) FROM sys.server_principals WHERE name = N'from_tedious'";
    const create = "CREATE LOGIN [from_tedious] WITH PASSWORD = N'Str0ng-enough!'";
    await step((done) =>
      connection.beginTransaction(done, 'first', ISOLATION_LEVEL.READ_COMMITTED));
    await batch(create);
    assert.equal(await scalar(there), 1);
    await step((done) => connection.rollbackTransaction(done));
    assert.equal(await scalar(there), 0);
    await step((done) => connection.beginTransaction(done));
    await batch(create);
    await step((done) => connection.commitTransaction(done));
    assert.equal(await scalar(there), 1);
    assert.equal(await scalar('SELECT @@TRANCOUNT'), 0);
    await batch('DROP LOGIN [from_tedious]');
  },

  'a prepared statement': async () => {
    const rows = [];
    const request = new Request('SELECT @n * 2', () => {});
    request.addParameter('n', TYPES.Int);
    const turn = (act, event) =>
      new Promise((resolve, reject) => {
        request.removeAllListeners('row').on('row', (row) => rows.push(row[0].value));
        request.callback = (error) => (error ? reject(error) : resolve());
        if (event) request.once(event, resolve);
        act();
      });
    await turn(() => connection.prepare(request), 'prepared');
    for (const n of [1, 2, 3]) await turn(() => connection.execute(request, { n }));
    await turn(() => connection.unprepare(request));
    assert.deepEqual(rows, [2, 4, 6]);
  },

  'a procedure with its return value, and output parameters': async () => {
    const locked = await ask('callProcedure', 'sp_getapplock', {
      prepare: (request) => {
        request.addParameter('Resource', TYPES.NVarChar, 'tedious');
        request.addParameter('LockMode', TYPES.VarChar, 'Exclusive');
        request.addParameter('LockOwner', TYPES.VarChar, 'Session');
      },
    });
    assert.equal(locked.status, 0);
    const { outputs } = await call('SET @n = @n + 1; SET @t = N\'now \' + @t', {
      prepare: (request) => {
        request.addOutputParameter('n', TYPES.Int, 41);
        request.addOutputParameter('t', TYPES.NVarChar, 'this', { length: 50 });
      },
    });
    assert.deepEqual(outputs, { n: 42, t: 'now this' });
  },

  'a time limit, then the next request': async () => {
    const error = await failure(batch("WAITFOR DELAY '00:01:00'", { timeout: 300 }));
    assert.equal(error.code, 'ETIMEOUT');
    assert.equal(await scalar('SELECT 2'), 2);
  },

  'a cancelled request, then the next': async () => {
    const error = await failure(batch("WAITFOR DELAY '00:01:00'", { cancelAfter: 300 }));
    assert.equal(error.code, 'ECANCEL');
    assert.equal(await scalar('SELECT 3'), 3);
  },

  'a reset connection': async () => {
    await batch('USE msdb');
    assert.equal(await scalar('SELECT DB_NAME()'), 'msdb');
    await step((done) => connection.reset(done));
    assert.equal(await scalar('SELECT DB_NAME()'), 'master');
  },

  'a wrong password': async () => {
    const error = await failure(connect('wrong'));
    assert.equal(error.code, 'ELOGIN');
    assert.match(error.message, /Login failed for user/);
  },
});

connection.close();
