import { h, icon } from './dom.js';
import { popup } from './popup.js';

const emoji = ['👍', '❤', '🔥', '😁', '😢', '👎'];

/**
 * What can be done with a message: shown beside it when it is pointed at or reached by keyboard.
 *
 * @param {import('./store.js').Message} message
 * @param {import('./message-view.js').Viewer} viewer
 * @param {import('./i18n.js').Words} words
 */
export function messageActions(message, viewer, words) {
  const mine = message.from.id === viewer.me();
  const given = message.reactions.find(({ id }) => id === viewer.me())?.emoji ?? [];
  const react = action('smile', words.react);
  popup(react, 'reaction-choice', () =>
    emoji.map((one) =>
      h(
        'button',
        {
          type: 'button',
          'aria-label': one,
          'aria-pressed': given.includes(one),
          onclick: () => viewer.react(message, given.includes(one) ? null : one),
        },
        one,
      ),
    ),
  );
  return h(
    'div',
    { class: 'actions' },
    action('reply', words.reply, () => viewer.reply(message)),
    react,
    mine && message.text !== '' && action('pencil', words.edit, () => viewer.edit(message)),
    mine && viewer.isRemovable?.() && action('bin', words.remove, () => viewer.remove?.(message)),
  );
}

/** @param {'reply' | 'smile' | 'pencil' | 'bin'} name @param {string} label @param {() => void} [onclick] */
function action(name, label, onclick) {
  return h('button', { type: 'button', title: label, 'aria-label': label, onclick }, icon(name));
}
