import { byId, h } from './dom.js';
import { moreSteps } from './more-steps.js';

/** @typedef {'ask' | 'call' | 'take' | 'answer' | 'resolve'} Step */
/** @typedef {{ label: string, say?: string, hint?: string, run: () => void, place: number, state: 'done' | 'next' | null }} Item */

/** @type {Step[]} */
const order = ['ask', 'call', 'take', 'answer', 'resolve'];

/**
 * The main job in five steps above everything: each can be done by a press, and is ticked when it happened, however. Then
 * more to try.
 *
 * @param {import('./i18n.js').Words} words
 * @param {Record<Step | import('./more-steps.js').MoreStep, () => void>} run
 */
export function trySteps(words, run) {
  const element = byId('steps');
  let at = 0;
  /** @type {string | null} the request the steps are about */
  let followed = null;
  const more = moreSteps(words, run, () => show());

  /** @returns {Item[]} */
  const items = () =>
    order.map((step, place) => ({
      ...words.steps[step],
      run: run[step],
      place,
      state: place < at ? 'done' : place === at ? 'next' : null,
    }));

  /** @param {Item} item */
  function stepButton({ label, say, hint, run: onclick, place, state }) {
    const quoted = words.language === 'en' ? `“${say}”` : `«${say}»`;
    return h(
      'li',
      { class: state },
      h(
        'button',
        { type: 'button', onclick, 'aria-current': state === 'next' ? 'step' : null },
        h('i', { 'aria-hidden': 'true' }, state === 'done' ? '✓' : String(place + 1)),
        h('span', {}, h('b', {}, label), h('small', {}, hint ?? quoted)),
      ),
    );
  }

  function show() {
    const done = at === order.length;
    const title = done ? words.steps.more : words.steps.title;
    const had = element.contains(document.activeElement);
    element.setAttribute('aria-label', title);
    element.replaceChildren(
      h('b', { class: 'steps-title' }, title),
      h('ol', {}, ...(done ? more.items() : items()).map(stepButton)),
      ...(done ? [h('button', { type: 'button', class: 'again', onclick: restart }, words.steps.again)] : []),
    );
    element.classList.toggle('all-done', done);
    const next = /** @type {HTMLElement | null} */ (element.querySelector('.next'));
    // On a narrow screen the steps go beyond its edge.
    if (next?.parentElement) next.parentElement.scrollLeft = next.offsetLeft - next.parentElement.offsetLeft;
    if (had) /** @type {HTMLElement | null} */ (next?.querySelector('button'))?.focus();
  }

  function restart() {
    at = 0;
    followed = null;
    show();
  }

  /** @param {Step | 'end'} step */
  function reach(step) {
    const place = step === 'end' ? order.length : order.indexOf(step);
    if (place <= at) return;
    at = place;
    show();
  }

  show();
  return {
    onChange: more.onChange,
    onJump: () => more.tick('time'),
    /** A customer was sent something by the bot. */
    onAnswer: () => {
      if (at === 0) reach('call');
      if (order[at] === 'answer') reach('resolve');
    },
    /** @param {import('./server.js').Handover[]} handovers */
    onHandovers: (handovers) => {
      more.onHandovers(handovers);
      const same = handovers.find(({ id }) => id === followed);
      if (followed !== null && !same) {
        if (order[at] === 'resolve') return reach('end');
        followed = null;
      }
      if (at === order.length) return;
      const one = same ?? handovers[0];
      followed = one?.id ?? null;
      if (one) reach(one.status === 'active' ? 'answer' : 'take');
    },
  };
}
