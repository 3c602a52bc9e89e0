import { byId, h } from './dom.js';

/** @typedef {'ask' | 'call' | 'take' | 'answer' | 'resolve'} Step */

/** @type {Step[]} */
const order = ['ask', 'call', 'take', 'answer', 'resolve'];

/**
 * The main job in five steps above everything: each can be done by a press, and is ticked when it happened, however.
 *
 * @param {import('./i18n.js').Words} words
 * @param {Record<Step, () => void>} run
 */
export function trySteps(words, run) {
  const element = byId('steps');
  element.setAttribute('aria-label', words.steps.title);
  let at = 0;
  /** @type {string | null} the request the steps are about */
  let followed = null;

  /** @param {Step} step @param {number} place */
  function stepButton(step, place) {
    const text = words.steps[step];
    const about = 'say' in text ? `«${text.say}»` : text.hint;
    return h(
      'li',
      { class: place < at ? 'done' : place === at ? 'next' : null },
      h(
        'button',
        { type: 'button', onclick: run[step], 'aria-current': place === at ? 'step' : null },
        h('i', { 'aria-hidden': 'true' }, place < at ? '✓' : String(place + 1)),
        h(
          'span',
          {},
          h('b', {}, text.label),
          h('small', {}, words.language === 'en' ? about.replace('«', '“').replace('»', '”') : about),
        ),
      ),
    );
  }

  function show() {
    const done = at === order.length;
    element.replaceChildren(
      h('b', { class: 'steps-title' }, words.steps.title),
      h('ol', {}, ...order.map(stepButton)),
      ...(done
        ? [
            h(
              'p',
              { class: 'steps-done' },
              words.steps.done,
              h('button', { type: 'button', onclick: restart }, words.steps.again),
            ),
          ]
        : []),
    );
    element.classList.toggle('all-done', done);
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
    /** A customer was sent something by the bot. */
    onAnswer: () => {
      if (at === 0) reach('call');
      if (order[at] === 'answer') reach('resolve');
    },
    /** @param {import('./server.js').Handover[]} handovers */
    onHandovers: (handovers) => {
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
