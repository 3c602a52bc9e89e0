/** @typedef {'rate' | 'messenger' | 'hand' | 'edit' | 'time' | 'mute'} MoreStep */

/** @type {MoreStep[]} */
const order = ['rate', 'messenger', 'hand', 'edit', 'time', 'mute'];

/**
 * What else there is to try, in any order: each is ticked when it happened.
 *
 * @param {import('./i18n.js').Words} words
 * @param {Record<MoreStep, () => void>} run
 * @param {() => void} onTick
 */
export function moreSteps(words, run, onTick) {
  /** @type {Set<MoreStep>} */
  const done = new Set();
  /** @type {Map<string, string | null>} who had each request */
  const takers = new Map();

  /** @param {MoreStep} step */
  function tick(step) {
    if (done.has(step)) return;
    done.add(step);
    onTick();
  }

  return {
    tick,
    items: () => {
      const next = order.find((step) => !done.has(step));
      return order.map((step, place) => ({
        ...words.steps[step],
        run: run[step],
        place,
        state: done.has(step)
          ? /** @type {const} */ ('done')
          : step === next
            ? /** @type {const} */ ('next')
            : null,
      }));
    },
    /** @param {import('./store.js').Change} change */
    onChange: ({ type, chat, data }) => {
      if (type === 'message' && !data.from.is_bot && chat?.startsWith('whatsapp')) tick('messenger');
      if (type === 'message' && !data.from.is_bot && data.reply_to && /⭐/u.test(data.text)) tick('rate');
      if (type === 'edited' && data.edited && !data.from.is_bot) tick('edit');
      if (type === 'edited' && data.from.is_bot && /⭐\s*$/u.test(data.text)) tick('rate');
      if (type === 'message' && !data.from.is_bot && /^\/mute\b/.test(data.text)) tick('mute');
    },
    /** @param {import('./server.js').Handover[]} handovers */
    onHandovers: (handovers) => {
      for (const { id, assigned_to_name: taker } of handovers) {
        const before = takers.get(id) ?? null;
        if (before !== null && taker !== null && taker !== before) tick('hand');
        takers.set(id, taker);
      }
    },
  };
}
