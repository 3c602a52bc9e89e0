import QRCode from 'qrcode';
import { argumentsInvalid, readArguments } from './arguments.js';
import { openInstallation } from './installation.js';
import { configOfProcess } from '../src/config.js';
import { askForLink, readLink, readPhoneNumber, unlink } from '../src/integrations/whatsapp-link.js';
import type { ShownLink } from '../src/integrations/whatsapp-link.js';
import { linksOfClient } from '../src/integrations/whatsapp-link-row.js';
import type { LinkRow } from '../src/integrations/whatsapp-link-row.js';
import { readableCode } from '../src/integrations/whatsapp-link-posts.js';
import { systemClock } from '../src/shared/clock.js';
import { openDatabase, sql } from '../src/shared/database.js';
import type { Database } from '../src/shared/database.js';
import { msOfSeconds, wait } from '../src/shared/durations.js';
import { EstafetaError } from '../src/shared/errors.js';
import type { ClientId } from '../src/shared/ids.js';
import type { SealedBox } from '../src/shared/sealed-box.js';
import { texts } from '../src/texts/texts.js';

const linkUsage = 'whatsapp link CLIENT [NAME] [--code +77010000001]';
const unlinkUsage = 'whatsapp unlink CLIENT [NAME]';
const lookEveryMs = 500;
/** Nobody has taken the request up: no process with the role bots runs. */
const unheardMs = msOfSeconds(12);

/** Links a phone, with a QR code in the terminal or a code to type. */
export async function runWhatsappLink(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { code: { type: 'string' } }, linkUsage);
  const number = values.code === undefined ? null : readPhoneNumber(values.code);
  if (values.code !== undefined && number === null)
    throw argumentsInvalid('--code takes the number with its country, such as +77010000001', linkUsage);
  return onPhone(positionals, linkUsage, async (ground, phone) => {
    const { client_id, integration_id } = phone;
    const asked = await askForLink(ground.db, {
      ...{ client_id, integration_id, now: systemClock.now() },
      ...(number === null ? { method: 'qr' } : { method: 'code', phone: number }),
    });
    if (asked === 'reconnecting') console.log('A phone is linked already: connecting it once more.');
    return follow(ground, phone, isLinkOver);
  });
}

/** Logs a phone out at WhatsApp and erases its session. */
export async function runWhatsappUnlink(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, unlinkUsage);
  return onPhone(positionals, unlinkUsage, async (ground, phone) => {
    await unlink(ground.db, phone);
    return follow(ground, phone, ({ state }) => (state === 'unlinked' ? 0 : null));
  });
}

/** Shows where the links of all phones stand. */
export async function runWhatsappStatus(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, 'whatsapp status [CLIENT]');
  return onGround('whatsapp-status', async (ground) => {
    const clients = await ground.db.query<{ id: ClientId; slug: string }>(sql`
      SELECT id, slug FROM clients WHERE ${positionals[0] ?? null}::text IS NULL OR slug = ${positionals[0] ?? null}
      ORDER BY slug`);
    let count = 0;
    for (const { id, slug } of clients) {
      for (const link of await linksOfClient(ground.db, id)) {
        const shown = await readLink(ground.db, ground.box, {
          ...link,
          language: 'en',
          now: systemClock.now(),
        });
        console.log(`${slug} · ${link.name} · ${link.phone ?? 'no number'} · ${shown.state}: ${shown.words}`);
        count += 1;
      }
    }
    if (count === 0) console.log('No client has a connection with a linked phone.');
    return 0;
  });
}

type Ground = { db: Database; box: SealedBox };

async function onGround(name: string, work: (ground: Ground) => Promise<number>): Promise<number> {
  const installation = await openInstallation(configOfProcess(), { share: true });
  const db = openDatabase(installation.databaseUrl, { max: 2, applicationName: `estafeta-${name}` });
  try {
    return await work({ db, box: installation.sealedBox });
  } finally {
    await db.close();
    await installation.close();
  }
}

async function onPhone(
  [slug, name, ...more]: readonly string[],
  usage: string,
  work: (ground: Ground, phone: LinkRow) => Promise<number>,
): Promise<number> {
  if (!slug || more.length > 0)
    throw argumentsInvalid('Name one client, and perhaps one of its phones', usage);
  return onGround('whatsapp-link', async (ground) => {
    const client = await ground.db.maybeOne<{ id: ClientId }>(
      sql`SELECT id FROM clients WHERE slug = ${slug}`,
    );
    if (!client) throw unknownClient(slug);
    const links = await linksOfClient(ground.db, client.id);
    const fitting = links.filter((link) => name === undefined || link.name === name);
    const [phone] = fitting;
    if (phone && fitting.length === 1) return work(ground, phone);
    throw whichPhone(slug, links);
  });
}

/** Tells each step as it comes; a QR code is drawn anew when it changes. @returns the exit code */
async function follow(
  { db, box }: Ground,
  phone: LinkRow,
  isOver: (link: ShownLink) => number | null,
): Promise<number> {
  let said = '';
  let drawn: string | null = null;
  let unheard = 0;
  for (;;) {
    const link = await readLink(db, box, { ...phone, language: 'en', now: systemClock.now() });
    const shown = link.qr ?? link.code;
    if (link.words !== said) console.log(link.words);
    said = link.words;
    if (shown !== null && shown !== drawn) console.log(await drawing(link));
    drawn = shown;
    const code = isOver(link);
    if (code !== null) return code;
    unheard = link.state === 'asked' || link.state === 'unlinking' ? unheard + lookEveryMs : 0;
    if (unheard === unheardMs)
      console.log('No process takes it up yet: is one with the role bots running (npm start)?');
    await wait(lookEveryMs);
  }
}

function isLinkOver({ state }: ShownLink): number | null {
  if (state === 'connected') return 0;
  return state === 'unlinked' || state === 'logged_out' || state === 'refused' ? 1 : null;
}

async function drawing({ qr, code, phone }: ShownLink): Promise<string> {
  const { linking } = texts('en');
  if (qr !== null) {
    return `${await QRCode.toString(qr, { type: 'terminal', small: true })}\n${linking.howToScan}`;
  }
  return `${linking.howToType({ phone: phone ?? '' })}\n\n  ${readableCode(code ?? '')}\n`;
}

function unknownClient(slug: string): EstafetaError {
  return new EstafetaError({
    code: 'client_unknown',
    message: `There is no client ${JSON.stringify(slug)}.`,
    whatToDo: 'See `client list` for those there are, or apply its file first.',
  });
}

function whichPhone(slug: string, links: readonly LinkRow[]): EstafetaError {
  const names = links.map(({ name }) => name).join(', ');
  return new EstafetaError({
    code: 'phone_unknown',
    message:
      links.length === 0 ? `${slug} has no connection with a linked phone.` : `Which phone of ${slug}?`,
    whatToDo:
      links.length === 0
        ? 'Add `{ platform: whatsapp, name: main-number }` to its file and apply it.'
        : `Name one of these: ${names}`,
  });
}
