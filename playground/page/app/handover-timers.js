import { avatar, byId, h, icon } from './dom.js';
import { timeline } from './timeline.js';
import { complain, toast } from './notify.js';
import { jump, loadHandovers } from './server.js';

/** @typedef {import('./server.js').Handover} Handover */
/** @typedef {{ element: HTMLElement, tick: (now: number) => void, drawn: string }} Row */

const ownAtMost = 7 * 24 * 60;

/**
 * The open requests with their clocks, and the jump forward in time.
 *
 * @param {import('./customer-chat.js').Context} context
 * @param {{ onOpen: (handover: Handover) => void, onHandovers: (handovers: Handover[]) => void, onJump: () => void }} listeners
 */
export function handoverTimers({ stage, words }, { onOpen, onHandovers, onJump }) {
  /** @type {Handover[]} */
  let handovers = [];
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let next;
  let stopped = false;

  const count = h('span', { class: 'count' });
  const list = h('div', { class: 'handover-list' });
  byId('handovers').replaceChildren(
    h(
      'header',
      { class: 'handovers-head' },
      h('h2', { id: 'handovers-title' }, words.handovers, count),
      jumps(),
    ),
    list,
  );
  const ticking = setInterval(tick, 1_000);

  function jumps() {
    const own = h('input', {
      type: 'number',
      min: 1,
      max: ownAtMost,
      step: 1,
      required: true,
      'aria-label': words.jumpOwn,
      placeholder: '90',
    });
    const form = h(
      'form',
      { class: 'jump-own' },
      own,
      h('span', {}, words.minutesShort),
      h('button', {}, words.go),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void forward(own.valueAsNumber, `+${own.value} ${words.minutesShort}`);
    });
    return h(
      'div',
      { class: 'jumps', role: 'group', 'aria-label': words.jump },
      h(
        'span',
        { class: 'jumps-about' },
        icon('clock'),
        h('span', {}, h('b', {}, words.jump), h('small', {}, words.jumpHint)),
      ),
      ...Object.entries(words.jumps).map(([minutes, label]) =>
        h(
          'button',
          {
            type: 'button',
            class: `jump-${minutes}`,
            onclick: () => void forward(Number(minutes), label),
          },
          label,
        ),
      ),
      form,
    );
  }

  /** @param {number} minutes @param {string} label */
  async function forward(minutes, label) {
    try {
      await jump(stage.client, minutes);
      toast(words.jumped(label));
      onJump();
      await read();
    } catch (error) {
      complain(error);
    }
  }

  async function read() {
    clearTimeout(next);
    try {
      const found = await loadHandovers(stage.client);
      if (stopped) return;
      handovers = found;
      draw();
      onHandovers(handovers);
    } catch {
      // The page says already that the connection is lost; the next reading is soon.
    }
    if (!stopped) later(4_000);
  }

  /** @param {number} milliseconds */
  function later(milliseconds) {
    clearTimeout(next);
    next = setTimeout(() => void read(), milliseconds);
  }

  function draw() {
    count.textContent = handovers.length > 0 ? String(handovers.length) : '';
    for (const [id, row] of rows) {
      if (handovers.some((handover) => handover.id === id)) continue;
      row.element.remove();
      rows.delete(id);
    }
    list.querySelector('.nobody')?.remove();
    if (handovers.length === 0) {
      list.append(
        h('div', { class: 'nobody' }, h('b', {}, words.nobodyWaits), h('span', {}, words.nobodyWaitsHint)),
      );
    }
    for (const [place, handover] of handovers.entries()) {
      const row = freshRow(handover);
      if (list.children[place] !== row.element) list.insertBefore(row.element, list.children[place] ?? null);
    }
    tick();
  }

  /** Drawn anew only when the request changed: what ticks is text within it. @param {Handover} handover */
  function freshRow(handover) {
    const before = rows.get(handover.id);
    const drawn = JSON.stringify(handover);
    if (before?.drawn === drawn) return before;
    const row = { ...rowOf(handover), drawn };
    before?.element.replaceWith(row.element);
    rows.set(handover.id, row);
    return row;
  }

  /** @param {Handover} handover */
  function rowOf(handover) {
    const { user_name: name, status, reason, assigned_to_name: taker, waiting_since: since } = handover;
    const waiting = h('span', { class: 'waiting' });
    const line = timeline(handover, words);
    const element = h(
      'article',
      { class: `handover ${status}` },
      h(
        'button',
        { type: 'button', class: 'handover-who', title: words.openTopic, onclick: () => onOpen(handover) },
        avatar(name ?? '?'),
        h(
          'span',
          {},
          h('b', {}, name ?? '?'),
          h('small', {}, words.reasons[/** @type {keyof typeof words.reasons} */ (reason)] ?? reason),
        ),
      ),
      h(
        'div',
        { class: 'handover-state' },
        h('span', { class: 'pill' }, status === 'pending' ? words.pending : words.activeBy(taker ?? '')),
        waiting,
      ),
      line.element,
    );
    /** @param {number} now */
    const tickRow = (now) => {
      waiting.textContent =
        since === null ? words.answered : words.waits(words.ticking(now - Date.parse(since)));
      line.tick(now);
    };
    return { element, tick: tickRow };
  }

  function tick() {
    const now = Date.now();
    for (const row of rows.values()) row.tick(now);
  }

  void read();
  return {
    /** Something happened that may have changed a request. */
    soon: () => later(150),
    /** Leads to the jump that brings the first reminder. */
    focus: () => /** @type {HTMLElement | null} */ (byId('handovers').querySelector('.jump-30'))?.focus(),
    stop: () => {
      stopped = true;
      clearTimeout(next);
      clearInterval(ticking);
    },
  };
}
