/**
 * What the program answers on this page's own address.
 *
 * @typedef {{ id: number, name: string, username: string | null }} Person
 * @typedef {{ client: string, title: string, language: import('./i18n.js').Language, timezone: string, group: { id: number, title: string },
 *   customers_bot: string, managers_bot: string, customers: Person[], managers: Person[] }} Stage
 * @typedef {{ id: string, user_name: string | null, status: 'pending' | 'active', reason: string,
 *   assigned_to_name: string | null, created_at: string, waiting_since: string | null,
 *   reminder_1_due_at: string | null, reminder_1_sent_at: string | null,
 *   reminder_2_due_at: string | null, reminder_2_sent_at: string | null,
 *   auto_close_due_at: string | null, telegram_chat_id: string | null, thread_id: number | null }} Handover
 * @typedef {{ answered: boolean, text: string | null, show_alert: boolean }} PressAnswer
 */

/** @returns {Promise<Stage[]>} */
export function loadStages() {
  return ask('/playground/stages');
}

/**
 * @param {string} client
 * @returns {Promise<Handover[]>} those that wait longest first
 */
export function loadHandovers(client) {
  return ask(`/playground/handovers?client=${encodeURIComponent(client)}`);
}

/** @returns {Promise<{ name: string, title: string }[]>} */
export function loadDocs() {
  return ask('/playground/docs');
}

/** @returns {Promise<import('./store.js').State>} */
export function loadState() {
  return ask('/playground/state');
}

/**
 * @param {string} client
 * @param {number} minutes
 */
export function jump(client, minutes) {
  return ask('/playground/jump', { client, minutes });
}

/**
 * Lets a person do something in Telegram.
 *
 * @param {string} action e.g. `personSends`
 * @param {Record<string, unknown>} fields
 * @returns {Promise<any>}
 */
export function act(action, fields) {
  return ask(`/control/${action}`, fields);
}

/**
 * Opens a messenger beside Telegram for a demo business; how that goes on comes with the changes.
 *
 * @param {string} client
 * @param {string} platform
 */
export function chooseDesk(client, platform) {
  return ask('/playground/desks/choose', { client, platform });
}

/**
 * Lets a customer do something in a messenger beside Telegram.
 *
 * @param {string} action e.g. `sends`
 * @param {Record<string, unknown>} fields
 * @returns {Promise<any>}
 */
export function actAtDesk(action, fields) {
  return ask(`/playground/desks/${action}`, fields);
}

/**
 * @param {string} address
 * @param {unknown} [body] given = POST
 * @throws {Error} in words of the program's own
 */
async function ask(address, body) {
  const response = await fetch(
    address,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  const answer = await response.json().catch(() => null);
  if (!response.ok)
    throw new Error(answer?.error ?? answer?.message ?? `${response.status} ${response.statusText}`);
  return answer;
}
