import { messengers } from './desks.js';
import { byId, h } from './dom.js';

/** @typedef {import('./desks.js').Messenger} Messenger */

/**
 * In which messenger the customer writes: a choice for each customer, remembered.
 *
 * @param {import('./customer-chat.js').Context} context
 * @param {(messenger: Messenger) => void} onChoose
 */
export function messengerChoice({ stage, words, desks, unread }, onChoose) {
  const element = byId('messengers');
  let person = stage.customers[0].id;
  element.setAttribute('aria-label', words.messenger);

  const placeOf = (/** @type {number} */ id) => `estafeta.messenger.${stage.client}.${id}`;

  /** @returns {Messenger} */
  function chosen() {
    const remembered = localStorage.getItem(placeOf(person));
    return messengers.find((one) => one === remembered) ?? 'telegram';
  }

  /** @param {Messenger} messenger */
  function choose(messenger) {
    localStorage.setItem(placeOf(person), messenger);
    show();
    onChoose(messenger);
  }

  function show() {
    const focused = element.contains(document.activeElement);
    element.replaceChildren(...messengers.map(option));
    if (focused) /** @type {HTMLElement | null} */ (element.querySelector('[aria-checked=true]'))?.focus();
  }

  /** @param {Messenger} messenger */
  function option(messenger) {
    const isChosen = messenger === chosen();
    const news = isChosen ? 0 : unread.of(desks[messenger].key(person));
    return h(
      'button',
      {
        type: 'button',
        role: 'radio',
        class: 'messenger',
        'data-messenger': messenger,
        'aria-checked': isChosen,
        tabindex: isChosen ? 0 : -1,
        onclick: () => choose(messenger),
        onkeydown: move,
      },
      h('b', {}, words.messengers[messenger]),
      h('small', {}, words.messengerKinds[messenger]),
      news > 0 && h('em', { class: 'badge', 'aria-label': words.unread(news) }, String(news)),
    );
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = messengers.indexOf(chosen());
    choose(messengers[(at + step + messengers.length) % messengers.length]);
  }

  return {
    show,
    choose,
    chosen,
    /** Another customer's phone is in the hand. @param {number} id */
    hand: (id) => {
      person = id;
      show();
    },
  };
}
