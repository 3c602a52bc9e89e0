import { askText } from './ask-text.js';
import { avatar, h } from './dom.js';
import { menu } from './menu.js';
import { showQr } from './qr-view.js';

const typingMs = 5_000;

/**
 * The top of the customer's phone: whom they write to, and how that one is.
 *
 * @param {Pick<import('./customer-chat.js').Context, 'stage' | 'words'>} context
 * @param {(run: () => Promise<unknown>) => void} perform
 */
export function customerHead({ stage, words }, perform) {
  const state = h('small', {});
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  /** @type {Parameters<typeof menu>[1]} */
  let entries = () => [];
  const more = menu(words.menu, () => entries());
  const element = h(
    'header',
    { class: 'chat-head' },
    avatar(stage.title),
    h('div', { class: 'chat-name' }, h('b', {}, stage.title), state),
    more,
  );

  /**
   * @param {import('./desks.js').Desk} desk
   * @param {number} person
   * @param {import('./store.js').DeskState | null} standing
   */
  function entriesOf({ messenger, block, ownerAnswers }, person, standing) {
    const qr = standing?.qr;
    const isReady = standing?.state === 'ready';
    return [
      ...(ownerAnswers && isReady
        ? [
            {
              label: words.ownerAnswers,
              run: () =>
                askText(words.ownerAnswersAbout, words, (text) => perform(() => ownerAnswers(person, text))),
            },
          ]
        : []),
      ...(block ? [{ label: words.blockBot, danger: true, run: () => perform(() => block(person)) }] : []),
      { label: words.seeInPanel, run: () => seeInPanel(messenger, person) },
      ...(qr ? [{ label: words.showQr, run: () => showQr(qr, words) }] : []),
    ];
  }

  /**
   * What an admin sees of this chat.
   *
   * @param {import('./desks.js').Messenger} messenger
   * @param {number} person
   */
  function seeInPanel(messenger, person) {
    const asked = new URLSearchParams({ client: stage.client, messenger, person: String(person) });
    window.open(`/playground/transcript?${asked.toString()}`, '_blank', 'noopener');
  }

  return {
    element,
    /**
     * @param {import('./desks.js').Desk} desk
     * @param {number} person
     * @param {'blocked' | 'quiet'} how
     * @param {import('./store.js').DeskState | null} standing
     */
    show: (desk, person, how, standing) => {
      clearTimeout(typing);
      const about = desk.messenger === 'telegram' ? words.bot : (standing?.number ?? words.opening.short);
      state.textContent = how === 'blocked' ? words.blocked : about;
      state.className = how === 'blocked' ? 'blocked' : '';
      entries = () => entriesOf(desk, person, standing);
      more.hidden = entries().length === 0;
    },
    /** @param {() => void} onEnd */
    showTyping: (onEnd) => {
      clearTimeout(typing);
      state.textContent = words.typing;
      state.className = 'typing';
      typing = setTimeout(onEnd, typingMs);
    },
  };
}
