import { act, actAtDesk } from './server.js';

/**
 * @typedef {'telegram' | 'whatsapp' | 'whatsapp_cloud'} Messenger
 * @typedef {object} Desk a messenger as a customer's phone uses it; whatever can't be done throws in words
 * @property {Messenger} messenger
 * @property {(person: number) => string} key of a customer's chat, whether they wrote already or not
 * @property {(person: number, fields: Record<string, unknown>) => Promise<unknown>} send
 * @property {(person: number, messageId: number, text: string) => Promise<unknown>} edit
 * @property {(person: number, messageId: number, emoji: string | null) => Promise<unknown>} react
 * @property {(person: number, messageId: number, data: string) => Promise<import('./server.js').PressAnswer | null>} press
 * @property {((person: number, messageId: number) => Promise<unknown>) | null} remove null = what was sent stays
 * @property {((person: number) => Promise<unknown>) | null} read tells the shop that its messages were seen
 * @property {((person: number) => Promise<unknown>) | null} start null = whoever has the number may write
 * @property {((person: number) => Promise<unknown>) | null} block
 * @property {((person: number, text: string) => Promise<unknown>) | null} ownerAnswers from the shop's phone itself; null = there is none
 * @property {(language: string) => import('./store.js').Command[]} commands
 */

/** @type {Messenger[]} */
export const messengers = ['telegram', 'whatsapp', 'whatsapp_cloud'];

/**
 * Every messenger in which the customers of a demo business write.
 *
 * @param {{ stage: import('./server.js').Stage, store: import('./store.js').Store }} context
 * @returns {Record<Messenger, Desk>}
 */
export function desksOf(context) {
  return {
    telegram: telegramDesk(context),
    whatsapp: whatsappDesk(context, 'whatsapp'),
    whatsapp_cloud: whatsappDesk(context, 'whatsapp_cloud'),
  };
}

/** @param {Parameters<typeof desksOf>[0]} context @returns {Desk} */
function telegramDesk({ stage, store }) {
  const bot = stage.customers_bot;
  return {
    messenger: 'telegram',
    key: (person) => store.privateKey(bot, person),
    send: (person, fields) => act('personSends', { person, chat: bot, ...fields }),
    edit: (person, messageId, text) => act('personEdits', { person, chat: bot, messageId, text }),
    react: (person, messageId, emoji) => act('personReacts', { person, chat: bot, messageId, emoji }),
    press: (person, messageId, data) => act('personPresses', { person, chat: bot, messageId, data }),
    remove: null,
    read: null,
    start: (person) => act('personStartsBot', { person, bot }),
    block: (person) => act('personBlocksBot', { person, bot }),
    ownerAnswers: null,
    commands: (language) =>
      store.menu(bot, [`all_private_chats///${language}`, 'all_private_chats///', 'default///']),
  };
}

/** @param {Parameters<typeof desksOf>[0]} context @param {'whatsapp' | 'whatsapp_cloud'} platform @returns {Desk} */
function whatsappDesk({ stage: { client } }, platform) {
  const at = (/** @type {number} */ person) => ({ client, platform, person });
  return {
    messenger: platform,
    key: (person) => `${platform}:${client}:${person}`,
    send: (person, fields) => actAtDesk('sends', { ...at(person), ...fields }),
    edit: (person, messageId, text) => actAtDesk('edits', { ...at(person), messageId, text }),
    react: (person, messageId, emoji) => actAtDesk('reacts', { ...at(person), messageId, emoji }),
    press: async (person, messageId, data) => {
      await actAtDesk('presses', { ...at(person), messageId, data });
      return null;
    },
    remove: (person, messageId) => actAtDesk('deletes', { ...at(person), messageId }),
    read: (person) => actAtDesk('reads', at(person)),
    start: null,
    block: null,
    ownerAnswers: (person, text) => actAtDesk('ownerAnswers', { ...at(person), text }),
    commands: () => [],
  };
}
