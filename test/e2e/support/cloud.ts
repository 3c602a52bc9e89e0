import { randomBytes, randomInt } from 'node:crypto';
import type { LocalGraph } from '../../../playground/graph-api/local-graph.js';
import type { ShownMessage } from '../../../playground/graph-api/shown.js';
import type { CloudSettings } from '../../../src/integrations/cloud-settings.js';
import { sql } from '../../../src/shared/database.js';
import { shortId } from '../../../src/shared/ids.js';
import type { IntegrationId } from '../../../src/shared/ids.js';
import { eventually } from '../../support/eventually.js';
import type { Installation } from './installation.js';
import type { Shop, ShopOptions } from './shop.js';
import { applyAgain } from './time.js';

type Sent = Omit<Parameters<LocalGraph['customerSends']>[0], 'phone_number_id' | 'from' | 'name'>;
type Look = string | RegExp | ((message: ShownMessage) => boolean);

/** A customer who writes to a shop's number of the Cloud API. */
export type CloudCustomer = {
  /** The address by which the shop's topic is found: the number in WhatsApp's form, or the id in its place. */
  id: string;
  name: string;
  /** @returns WhatsApp's id of the message */
  writes(text: string): string;
  sends(what: Sent): string;
  /** Changes what they wrote. */
  edits(message_id: string, text: string): void;
  /** Takes back what they wrote. */
  deletes(message_id: string): void;
  /** Opens the chat: everything in it is read. */
  reads(): void;
  /** Presses a button, or chooses a row of a list, once it is there. */
  presses(title: string): Promise<void>;
  /** Waits for something the shop says. */
  sees(look: Look): Promise<ShownMessage>;
  /** Everything in the chat, oldest first. */
  chat(): ShownMessage[];
  /** What the shop has said, oldest first. */
  told(): string[];
  /** The bytes of what came with a message. */
  fileOf(message: ShownMessage): Buffer | undefined;
};

/** A shop with a number of the Cloud API beside its bot. */
export type CloudShop = {
  shop: Shop;
  integration_id: IntegrationId;
  phone_number_id: string;
  customer: CloudCustomer;
  /** The number gets a new token at Meta, and the client file has it. */
  renewToken(): Promise<void>;
  /** Meta's side of the 24 hours: they are over. */
  closeWindow(): void;
  /** The number's connection, as its row has it. */
  state(): Promise<{ status: string; status_message: string | null }>;
};

export type CloudShopOptions = CloudSettings & {
  shop?: ShopOptions;
  /** Anna hides her number and goes by this id. */
  user_id?: string;
};

/** Gives a new client of a running installation a number on the local Graph API, with Anna as its customer. */
export async function openCloudShop(
  installation: Installation,
  graph: LocalGraph,
  { template, shop: options, user_id }: CloudShopOptions = {},
): Promise<CloudShop> {
  const shop = await installation.newClient(options);
  const from = `7701${randomInt(1_000_000, 9_999_999)}`;
  const { client_id, ground } = shop;
  const credentials = () => ({
    access_token: `EAA${randomBytes(24).toString('hex')}`,
    app_secret: randomBytes(16).toString('hex'),
    verify_token: randomBytes(12).toString('hex'),
  });
  const first = credentials();
  const { phone_number_id } = graph.addNumber(first);
  if (template) graph.addTemplate({ phone_number_id, ...template, body: 'Мы ответили вам: {{1}}' });
  const apply = async (secrets: typeof first): Promise<void> => {
    for (const secret of Object.values(secrets)) ground.secrets.add(secret);
    const platform = 'whatsapp_cloud';
    const number = { platform, name: 'official', credentials: { ...secrets, phone_number_id } } as const;
    await applyAgain(shop, { integrations: [{ ...number, ...(template && { settings: { template } }) }] });
  };
  await apply(first);
  const row = async () =>
    ground.database.one<{ id: IntegrationId; status: string; status_message: string | null }>(sql`
      SELECT id, status, status_message FROM integrations
      WHERE client_id = ${client_id} AND platform_id = 'whatsapp_cloud'`);
  const { id: integration_id } = await row();
  graph.setCallback(
    phone_number_id,
    `${installation.programs[0]?.url}/whatsapp-cloud/${shortId(integration_id)}`,
  );
  await eventually(async () => expect((await row()).status).toBe('connected'));
  return {
    ...{ shop, integration_id, phone_number_id, state: row },
    customer: cloudCustomerOf(graph, shop, { phone_number_id, from, user_id }),
    closeWindow: () => graph.closeWindow({ phone_number_id, customer: from }),
    async renewToken() {
      const { access_token } = credentials();
      graph.setToken(phone_number_id, access_token);
      await apply({ ...first, access_token });
    },
  };
}

function cloudCustomerOf(
  graph: LocalGraph,
  { ground }: Shop,
  { phone_number_id, from, user_id }: { phone_number_id: string; from: string; user_id: string | undefined },
): CloudCustomer {
  const who = { phone_number_id, from };
  const called = { name: 'Анна', ...(user_id !== undefined && { user_id, hides_number: true }) };
  const chat = (): ShownMessage[] => graph.shown({ phone_number_id, customer: from }).messages;
  const ofShop = (): ShownMessage[] => chat().filter((message) => message.from === 'business');
  const sends = (what: Sent): string => {
    if (what.text !== undefined && what.text.length >= 12) ground.secrets.add(what.text);
    return graph.customerSends({ ...who, ...called, ...what }).id;
  };
  return {
    id: user_id ?? from,
    name: 'Анна',
    sends,
    writes: (text) => sends({ text }),
    edits(message_id, text) {
      ground.secrets.add(text);
      graph.customerEdits({ ...who, message_id, text });
    },
    deletes: (message_id) => void graph.customerDeletes({ ...who, message_id }),
    reads: () => graph.customerReads(who),
    async presses(title) {
      await waitToSee(ofShop, ({ choices }) => choices.some((choice) => choice.title === title));
      graph.customerPresses({ ...who, title });
    },
    sees: (look) => waitToSee(ofShop, look),
    chat,
    told: () => ofShop().map(({ text }) => text),
    fileOf: ({ file }) => (file ? graph.file(file.id) : undefined),
  };
}

async function waitToSee(messages: () => ShownMessage[], look: Look): Promise<ShownMessage> {
  return eventually(() => {
    const found = messages().findLast((message) => {
      if (typeof look === 'function') return look(message);
      return typeof look === 'string' ? message.text === look : look.test(message.text);
    });
    if (found) return found;
    const there = messages().map(({ type, text }) => `  [${type}] ${text.slice(0, 200)}`);
    throw new Error(`Nobody sees ${String(look)}; there is:\n${there.join('\n')}`);
  });
}
