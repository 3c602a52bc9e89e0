import { h, icon } from './dom.js';
import { shortText } from './message-view.js';
import { base64, voiceTone } from './voice-tone.js';

/** @typedef {import('./store.js').Message} Message */

const biggestFile = 20_000_000;

/**
 * Where a person writes: text, files, a voice note, an answer to a message. Enter sends, Shift+Enter makes a line.
 *
 * @param {import('./i18n.js').Words} words
 * @param {object} parts
 * @param {(fields: Record<string, unknown>) => Promise<boolean>} parts.send false = it stays in the field
 * @param {(message: string) => void} parts.complain
 * @param {HTMLElement | null} [parts.before] stands left of the field
 */
export function composer(words, { send, complain, before = null }) {
  /** @type {Message | null} */
  let replied = null;
  const quote = h('div', { class: 'composer-reply', hidden: true });
  const field = h('textarea', { rows: 1, autocomplete: 'off', 'aria-label': words.message, maxlength: 4096 });
  const files = h('input', { type: 'file', hidden: true, tabindex: -1, 'aria-label': words.attach });
  const attach = h(
    'button',
    { type: 'button', class: 'round', title: words.attach, 'aria-label': words.attach },
    icon('attach'),
  );
  const voice = h(
    'button',
    { type: 'button', class: 'round', title: words.voice, 'aria-label': words.voice },
    icon('microphone'),
  );
  const submit = h(
    'button',
    { class: 'round send', title: words.send, 'aria-label': words.send },
    icon('send'),
  );
  const form = h(
    'form',
    { class: 'composer' },
    quote,
    h('div', { class: 'composer-line' }, before, attach, field, voice, submit),
    files,
  );

  field.addEventListener('input', grow);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') replyTo(null);
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void sendText();
  });
  attach.addEventListener('click', () => files.click());
  files.addEventListener('change', () => void sendFile());
  voice.addEventListener('click', () => void sendMore({ voice: voiceTone() }));

  function grow() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
  }

  async function sendText() {
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    grow();
    if (await sendMore({ text })) return;
    field.value = text;
    grow();
  }

  async function sendFile() {
    const file = files.files?.[0];
    files.value = '';
    if (!file) return;
    if (file.size > biggestFile) {
      complain(words.fileTooBig);
      return;
    }
    const content = base64(new Uint8Array(await file.arrayBuffer()));
    const kind = /^image\/(jpeg|png|webp)$/.test(file.type) ? 'photo' : 'document';
    const text = field.value.trim();
    const media = { content, file_name: file.name, ...(file.type && { mime_type: file.type }) };
    if (await sendMore({ [kind]: media, ...(text && { text }) })) {
      field.value = '';
      grow();
    }
  }

  /** @param {Record<string, unknown>} fields */
  async function sendMore(fields) {
    const answered = replied;
    replyTo(null);
    const sent = await send({ ...fields, ...(answered && { replyTo: answered.message_id }) });
    if (!sent) replyTo(answered);
    return sent;
  }

  /** @param {Message | null} message */
  function replyTo(message) {
    replied = message;
    quote.hidden = message === null;
    quote.replaceChildren();
    if (!message) return;
    const media = message.media?.kind ?? null;
    quote.append(
      icon('reply'),
      h(
        'span',
        {},
        h('b', {}, message.from.name),
        h('span', {}, shortText({ text: message.text, media }, words)),
      ),
      h(
        'button',
        { type: 'button', class: 'round', 'aria-label': words.cancelReply, onclick: () => replyTo(null) },
        icon('close'),
      ),
    );
    field.focus();
  }

  return {
    element: form,
    replyTo,
    focus: () => field.focus(),
    /** @param {string} text what the person may send as it is */
    propose: (text) => {
      field.value = text;
      grow();
      field.focus();
    },
    /** @param {string} text */
    placeholder: (text) => field.setAttribute('placeholder', text),
    /** @param {boolean} off */
    disable: (off) => {
      for (const part of [field, attach, voice, submit]) part.disabled = off;
    },
  };
}
