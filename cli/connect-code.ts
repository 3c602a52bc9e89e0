import { argumentsInvalid, readArguments } from './arguments.js';
import { openInstallation } from './installation.js';
import { configOfProcess } from '../src/config.js';
import { makeConnectCode } from '../src/integrations/connect-code.js';
import { systemClock } from '../src/shared/clock.js';
import { openDatabase } from '../src/shared/database.js';

const usage = 'client connect-code CLIENT';

/** Prints a code that binds a Telegram group to a client. */
export async function runConnectCode(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, usage);
  const [slug, ...more] = positionals;
  if (!slug || more.length > 0) throw argumentsInvalid('client connect-code takes one client', usage);
  const installation = await openInstallation(configOfProcess(), { share: true });
  const db = openDatabase(installation.databaseUrl, {
    max: 2,
    applicationName: 'estafeta-client-connect-code',
  });
  try {
    const { code, expires_at } = await makeConnectCode(db, { slug, now: systemClock.now() });
    console.log(
      `Add the client's bot to the managers' group and send there:\n\n  /connect ${code}\n\nGood once, until ${expires_at.toISOString()}.`,
    );
    return 0;
  } finally {
    await db.close();
    await installation.close();
  }
}
