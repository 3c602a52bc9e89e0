import { argumentsInvalid, readArguments } from './arguments.js';
import { openInstallation } from './installation.js';
import { createAdmin, findAdmin, listAdmins, makeResetLink, setDisabled } from '../src/admins/accounts.js';
import type { AdminLine } from '../src/admins/accounts.js';
import { linkAddress } from '../src/admins/links.js';
import { clientRoles } from '../src/admins/roles.js';
import type { ClientRole } from '../src/admins/roles.js';
import { configOfProcess } from '../src/config.js';
import { systemClock } from '../src/shared/clock.js';
import { openDatabase, sql } from '../src/shared/database.js';
import type { Database } from '../src/shared/database.js';
import { EstafetaError } from '../src/shared/errors.js';
import type { ClientId } from '../src/shared/ids.js';

const createUsage = 'admin create EMAIL [--name NAME] [--client CLIENT] [--role owner|admin|viewer]';
const actor = 'command line';

/** Makes an account, and prints the link that sets its password. */
export async function runAdminCreate(args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const options = { name: text, client: text, role: text };
  const { values, positionals } = readArguments(args, options, createUsage);
  const email = onlyEmail(positionals, createUsage);
  const role = roleOf(values.role);
  if (values.client === undefined && values.role !== undefined)
    throw argumentsInvalid('A role is one in a client: name it with --client.', createUsage);
  return onDatabase('admin-create', async (db, base) => {
    const place =
      values.client === undefined ? null : { client_id: await clientNamed(db, values.client), role };
    const name = values.name ?? email;
    const given = { email, name, place, actor, now: systemClock.now() };
    sayLink(base, await createAdmin(db, given));
  });
}

/** Shows who may sign in. */
export async function runAdminList(args: readonly string[]): Promise<number> {
  readArguments(args, {}, 'admin list');
  return onDatabase('admin-list', async (db) => {
    const admins = await listAdmins(db);
    if (admins.length === 0) console.log('There is no admin yet: `npm start` prints a link for the first.');
    for (const admin of admins) console.log(lineOf(admin));
  });
}

/** Prints a link that sets a new password and switches one-time codes off. */
export async function runAdminReset(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, 'admin reset EMAIL');
  const email = onlyEmail(positionals, 'admin reset EMAIL');
  return onDatabase('admin-reset', async (db, base) => {
    const admin_id = await findAdmin(db, email);
    sayLink(base, await makeResetLink(db, { admin_id, actor, now: systemClock.now() }));
  });
}

/** Lets an admin in no more, or again. */
export async function runAdminDisable(args: readonly string[]): Promise<number> {
  const usage = 'admin disable EMAIL [--undo]';
  const { values, positionals } = readArguments(args, { undo: { type: 'boolean' } }, usage);
  const email = onlyEmail(positionals, usage);
  const disabled = values.undo !== true;
  return onDatabase('admin-disable', async (db) => {
    const admin_id = await findAdmin(db, email);
    await setDisabled(db, { admin_id, disabled, actor, now: systemClock.now() });
    console.log(disabled ? `${email} is signed out and let in no more.` : `${email} may sign in again.`);
  });
}

async function onDatabase(
  name: string,
  work: (db: Database, base: string) => Promise<void>,
): Promise<number> {
  const config = configOfProcess();
  const installation = await openInstallation(config, { share: true });
  const db = openDatabase(installation.databaseUrl, { max: 2, applicationName: `estafeta-${name}` });
  try {
    await work(db, config.publicUrl ?? `http://localhost:${config.port}`);
    return 0;
  } finally {
    await db.close();
    await installation.close();
  }
}

function sayLink(base: string, { secret, expires_at }: { secret: string; expires_at: Date }): void {
  console.log(
    `Give them this link, which sets their password once, until ${expires_at.toISOString()}:\n  ${linkAddress(base, secret)}`,
  );
}

function lineOf({ email, name, is_superadmin, roles, ...state }: AdminLine): string {
  const told = [
    name,
    ...(is_superadmin ? ['runs the installation'] : []),
    ...roles.map(({ client, role }) => `${role} of ${client}`),
    ...(state.has_totp ? ['one-time codes'] : []),
    ...(state.has_password ? [] : ['no password yet']),
    ...(state.disabled_at ? ['disabled'] : []),
  ];
  return [email, ...told].join(' · ');
}

function onlyEmail([email, ...more]: readonly string[], usage: string): string {
  if (email === undefined || more.length > 0 || !/^\S+@\S+$/.test(email))
    throw argumentsInvalid('Name one e-mail address.', usage);
  return email;
}

function roleOf(text: string | undefined): ClientRole {
  const role = clientRoles.find((one) => one === (text ?? 'owner'));
  if (!role) throw argumentsInvalid(`A role is one of ${clientRoles.join(', ')}.`, createUsage);
  return role;
}

async function clientNamed(db: Database, slug: string): Promise<ClientId> {
  const client = await db.maybeOne<{ id: ClientId }>(sql`SELECT id FROM clients WHERE slug = ${slug}`);
  if (client) return client.id;
  throw new EstafetaError({
    code: 'client_unknown',
    message: `There is no client ${JSON.stringify(slug)}.`,
    whatToDo: 'See `client list` for those there are, or apply its file first.',
  });
}
