import { attachChoices, sendingOf } from './attach-menu.js';
import { commandList } from './command-list.js';
import { h, icon } from './dom.js';
import { shortText } from './message-view.js';
import { popup } from './popup.js';

/** @typedef {import('./store.js').Message} Message */

/**
 * Where a person writes: text, files, commands, an answer to a message, another wording of one. Enter sends, Shift+Enter
 * makes a line, the upward arrow in an empty field changes what was written last.
 *
 * @param {import('./i18n.js').Words} words
 * @param {object} parts
 * @param {(fields: Record<string, unknown>) => Promise<boolean>} parts.send false = it stays in the field
 * @param {(message: Message, text: string) => Promise<boolean>} parts.edit false = it stays in the field
 * @param {() => Message | null} parts.lastOwn
 * @param {() => import('./store.js').Command[]} parts.commands
 * @param {(message: unknown) => void} parts.complain
 * @param {HTMLElement | null} [parts.before] stands left of the field
 */
export function composer(words, { send, edit, lastOwn, commands, complain, before = null }) {
  /** @type {{ message: Message, isEdited: boolean } | null} */
  let about = null;
  const bar = h('div', { class: 'composer-reply', hidden: true });
  const field = h('textarea', { rows: 1, autocomplete: 'off', 'aria-label': words.message, maxlength: 4096 });
  const files = h('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    tabindex: -1,
    'aria-label': words.attachments.own,
  });
  const attach = round('attach', words.attach);
  const slash = h(
    'button',
    { type: 'button', class: 'round slash', title: words.commands, 'aria-label': words.commands },
    '/',
  );
  const submit = h(
    'button',
    { class: 'round send', title: words.send, 'aria-label': words.send },
    icon('send'),
  );
  const list = commandList(field, words.commands, commands, propose);
  const form = h(
    'form',
    { class: 'composer' },
    list.element,
    bar,
    h('div', { class: 'composer-line' }, before, attach, slash, field, submit),
    files,
  );

  popup(attach, 'attach-menu', () =>
    attachChoices(words, {
      chooseFiles: () => files.click(),
      send: (sending) => void Promise.resolve(sending).then(sendAll).catch(complain),
    }),
  );
  slash.addEventListener('click', () => propose('/'));
  field.addEventListener('input', grow);
  field.addEventListener('keydown', (event) => {
    if (list.heeds(event)) return event.preventDefault();
    if (event.key === 'Escape') turnTo(null);
    if (event.key === 'ArrowUp' && field.value === '' && !about) return editLast(event);
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void sendText();
  });
  files.addEventListener('change', () => void sendFiles().catch(complain));

  /** @param {'attach'} name @param {string} label */
  function round(name, label) {
    return h('button', { type: 'button', class: 'round', title: label, 'aria-label': label }, icon(name));
  }

  function grow() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
  }

  /** @param {string} text */
  function put(text) {
    field.value = text;
    grow();
  }

  /** @param {string} text what the person may send as it is */
  function propose(text) {
    if (about?.isEdited) turnTo(null);
    put(text);
    field.focus();
    list.offer();
  }

  /** @param {KeyboardEvent} event */
  function editLast(event) {
    const message = lastOwn();
    if (!message) return;
    event.preventDefault();
    turnTo({ message, isEdited: true });
  }

  async function sendText() {
    const text = field.value.trim();
    const was = about;
    if (text === '') return;
    turnTo(null);
    put('');
    const { message, isEdited } = was ?? {};
    const isUnchanged = isEdited && message?.text === text;
    const done =
      isEdited && message ? isUnchanged || (await edit(message, text)) : await sendOne({ text }, was);
    if (done) return;
    turnTo(was);
    put(text);
  }

  async function sendFiles() {
    const chosen = [...(files.files ?? [])];
    files.value = '';
    if (chosen.length === 0) return;
    const sending = await sendingOf(chosen);
    if (!sending) return complain(words.fileTooBig);
    await sendAll(sending);
  }

  /** What stands in the field becomes the caption. @param {import('./attach-menu.js').Sending} sending */
  async function sendAll(sending) {
    const text = about?.isEdited ? '' : field.value.trim();
    const was = about?.isEdited ? null : about;
    turnTo(null);
    put('');
    for (const [index, fields] of sending.entries()) {
      const isFirst = index === 0;
      const takesWords = isFirst && text !== '' && !('location' in fields || 'contact' in fields);
      if (await sendOne({ ...fields, ...(takesWords && { text }) }, isFirst ? was : null)) continue;
      put(text);
      return;
    }
  }

  /** @param {Record<string, unknown>} fields @param {typeof about} answered */
  function sendOne(fields, answered) {
    return send({ ...fields, ...(answered && { replyTo: answered.message.message_id }) });
  }

  /** @param {typeof about} next */
  function turnTo(next) {
    if (about?.isEdited && !next?.isEdited) put('');
    about = next;
    bar.hidden = next === null;
    bar.replaceChildren();
    if (!next) return;
    const { message, isEdited } = next;
    bar.append(
      icon(isEdited ? 'pencil' : 'reply'),
      h(
        'span',
        {},
        h('b', {}, isEdited ? words.editing : message.from.name),
        h('span', {}, shortText({ text: message.text, media: message.media?.kind ?? null }, words)),
      ),
      h(
        'button',
        { type: 'button', class: 'round', 'aria-label': words.cancel, onclick: () => turnTo(null) },
        icon('close'),
      ),
    );
    if (isEdited) put(message.text);
    field.focus();
  }

  return {
    element: form,
    /** @param {Message | null} message */
    replyTo: (message) => turnTo(message && { message, isEdited: false }),
    /** @param {Message} message */
    edit: (message) => turnTo({ message, isEdited: true }),
    propose,
    /** Whether there are commands to write here. @param {boolean} are */
    showCommands: (are) => {
      slash.hidden = !are;
    },
    /** @param {string} text */
    placeholder: (text) => field.setAttribute('placeholder', text),
  };
}
