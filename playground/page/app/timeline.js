import { h } from './dom.js';

/** @typedef {import('./server.js').Handover} Handover */
/** @typedef {{ name: string, kind: string, due: number, sent: string | null }} Mark */

/**
 * The way of a request from when somebody began to wait to its closing by time, with what is due on it.
 *
 * @param {Handover} handover
 * @param {import('./i18n.js').Words} words
 */
export function timeline(handover, words) {
  const start = Date.parse(handover.waiting_since ?? handover.created_at);
  const marks = marksOf(handover, words);
  const end = Math.max(...marks.map(({ due }) => due), start + 60_000);
  const fill = h('span', { class: 'fill' });
  const drawn = marks.map((mark) => drawMark(mark));
  for (const { mark, element } of drawn) {
    const share = Math.min(1, Math.max(0, (mark.due - start) / (end - start)));
    element.style.left = `${share * 100}%`;
    element.classList.toggle('at-end', share > 0.85);
  }
  const bar = h('div', { class: 'bar' }, fill);
  const closing =
    handover.auto_close_due_at === null && h('span', { class: 'not-closing' }, words.notClosing);
  return {
    element: h('div', { class: 'timeline' }, bar, ...drawn.map(({ element }) => element), closing),
    /** @param {number} now */
    tick: (now) => {
      fill.style.setProperty('--left', `${Math.min(100, Math.max(0, ((end - now) / (end - start)) * 100))}%`);
      for (const { mark, element, when } of drawn) {
        const passed = mark.sent !== null || mark.due <= now;
        element.classList.toggle('passed', passed);
        element.classList.toggle('sent', mark.sent !== null);
        when.textContent = whenOf(mark, now, words);
      }
    },
  };
}

/**
 * @param {Handover} handover
 * @param {import('./i18n.js').Words} words
 * @returns {Mark[]}
 */
function marksOf(handover, words) {
  /** @type {[string, string, string | null, string | null][]} */
  const all = [
    ['first', words.reminder1, handover.reminder_1_due_at, handover.reminder_1_sent_at],
    ['second', words.reminder2, handover.reminder_2_due_at, handover.reminder_2_sent_at],
    ['close', words.autoClose, handover.auto_close_due_at, null],
  ];
  return all.flatMap(([kind, name, due, sent]) => {
    const at = due ?? sent;
    // An answer stops the reminders; only what is still ahead or was sent is shown.
    return at === null || (handover.waiting_since === null && kind !== 'close')
      ? []
      : [{ kind, name, due: Date.parse(at), sent }];
  });
}

/** @param {Mark} mark */
function drawMark(mark) {
  const when = h('small', {});
  const label = h('span', { class: 'mark-label' }, h('b', {}, mark.name), h('span', {}, when));
  const element = h('div', { class: `mark ${mark.kind}` }, h('i', {}), label);
  return { mark, element, when };
}

/** @param {Mark} mark @param {number} now @param {import('./i18n.js').Words} words */
function whenOf({ due, sent }, now, words) {
  if (sent !== null) return words.sentAt(words.time(new Date(sent)));
  const time = words.time(new Date(due));
  return `${time} · ${due <= now ? words.dueNow : words.inTime(words.roughly(due - now))}`;
}
