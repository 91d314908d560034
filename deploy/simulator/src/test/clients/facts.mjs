// Owns how a script shows its facts: one line for each that held, exit code 1 at the first that
// does not. The tests compare the lines with the list that they expect, so none can go missing.
import assert from 'node:assert/strict';

/** Runs facts one after the other; each is a name and a function that throws when it is not so. */
export async function show(facts) {
  for (const [name, fact] of Object.entries(facts)) {
    try {
      await fact();
    } catch (error) {
      console.error(`not so: ${name}\n${error.stack ?? error}`);
      process.exit(1);
    }
    console.log(`ok ${name}`);
  }
}

/** The error with which a promise is rejected. */
export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  assert.fail('it should have failed');
}

/** What the tests say about the server to talk to. */
export const given = {
  port: Number(process.env.SIMULATOR_PORT),
  user: process.env.SIMULATOR_USER,
  password: process.env.SIMULATOR_PASSWORD,
  encrypt: { off: false, on: true, strict: 'strict' }[process.env.SIMULATOR_ENCRYPT],
};
