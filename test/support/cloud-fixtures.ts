import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../fixtures/whatsapp-cloud/', import.meta.url);

/** A webhook as Meta brought it once, by the name of what it is about. */
export type Recorded = { name: string; payload: Record<string, unknown> };

/** All recorded webhooks: `message/text`, `message_status/read` and so on. */
export function recordedPayloads(): Recorded[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return files.toSorted().flatMap((file) => {
    const payloads = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Record<string, never>;
    return Object.entries(payloads).map(([name, payload]) => ({
      name: `${file.slice(0, -'.json'.length)}/${name}`,
      payload,
    }));
  });
}

/** One recorded webhook by its name. */
export function recorded(name: string): Record<string, unknown> {
  const found = recordedPayloads().find((one) => one.name === name);
  if (!found) throw new Error(`There is no recorded webhook ${name}`);
  return found.payload;
}
