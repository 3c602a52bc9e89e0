import { avatar, byId, h } from './dom.js';
import { complain } from './notify.js';
import { act } from './server.js';

/** @typedef {import('./server.js').Person} Person */

/**
 * The customers as tabs above the phone, and the field that adds one.
 *
 * @param {import('./customer-chat.js').Context} context
 * @param {(person: Person) => void} onChoose
 */
export function customers({ stage, words, store, desks, unread }, onChoose) {
  const bar = byId('customers');
  const form = /** @type {HTMLFormElement} */ (byId('new-customer'));
  const name = /** @type {HTMLInputElement} */ (form.elements.namedItem('name'));
  const add = byId('add-customer');
  /** @type {Person[]} those made on this page who have not written yet */
  const made = [];
  let chosen = stage.customers[0];
  const leaving = new AbortController();

  bar.setAttribute('aria-label', words.customers);
  name.placeholder = words.customerName;
  name.setAttribute('aria-label', words.customerName);
  add.setAttribute('aria-label', words.addCustomer);
  add.title = words.addCustomer;
  // These three stand in index.html and outlive a business that is left: what listens leaves with it.
  const { signal } = leaving;
  add.addEventListener('click', () => showForm(form.hidden === true), { signal });
  form.addEventListener(
    'submit',
    (event) => {
      event.preventDefault();
      void create();
    },
    { signal },
  );
  form.addEventListener(
    'keydown',
    ({ key }) => {
      if (key === 'Escape') showForm(false);
    },
    { signal },
  );
  showForm(false);

  /** @param {boolean} visible */
  function showForm(visible) {
    form.hidden = !visible;
    add.setAttribute('aria-expanded', String(visible));
    if (visible) name.focus();
  }

  async function create() {
    const first_name = name.value.trim();
    if (first_name === '') return;
    try {
      const person = await act('createPerson', { first_name, language_code: words.language });
      made.push({ id: person.id, name: first_name, username: null });
      name.value = '';
      showForm(false);
      choose(made[made.length - 1]);
    } catch (error) {
      complain(error);
    }
  }

  /** The demo's own customers, whoever else wrote, whoever was added just now. */
  function everyone() {
    const known = new Map(stage.customers.map((person) => [person.id, person]));
    for (const { person: id } of store.customersOf(stage)) {
      const person = id === null ? undefined : store.people.get(id);
      if (!person || known.has(person.id)) continue;
      const full = [person.first_name, person.last_name].filter(Boolean).join(' ');
      known.set(person.id, { id: person.id, name: full, username: person.username ?? null });
    }
    for (const person of made) known.set(person.id, person);
    return [...known.values()];
  }

  /** @param {Person} person */
  function choose(person) {
    chosen = person;
    onChoose(person);
    show();
  }

  function show() {
    const focused = bar.contains(document.activeElement);
    bar.replaceChildren(...everyone().map(tab));
    const selected = /** @type {HTMLElement | null} */ (bar.querySelector('[aria-selected=true]'));
    if (selected && isOut(selected)) bar.scrollLeft = selected.offsetLeft - bar.offsetLeft;
    if (focused) selected?.focus();
  }

  /** @param {HTMLElement} one */
  function isOut(one) {
    const [inner, outer] = [one.getBoundingClientRect(), bar.getBoundingClientRect()];
    return inner.left < outer.left || inner.right > outer.right;
  }

  /** @param {Person} person */
  function tab(person) {
    const isChosen = person.id === chosen.id;
    const news = unread.of(...Object.values(desks).map((desk) => desk.key(person.id)));
    return h(
      'button',
      {
        type: 'button',
        role: 'tab',
        class: 'person',
        'aria-selected': isChosen,
        'aria-controls': 'customer-chat',
        tabindex: isChosen ? 0 : -1,
        onclick: () => choose(person),
        onkeydown: move,
      },
      avatar(person.name),
      h('span', {}, person.name),
      news > 0 && h('em', { class: 'badge', 'aria-label': words.unread(news) }, String(news)),
    );
  }

  /** @param {KeyboardEvent} event */
  function move({ key }) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step === undefined) return;
    const all = everyone();
    const at = all.findIndex(({ id }) => id === chosen.id);
    choose(all[(at + step + all.length) % all.length]);
  }

  return {
    show,
    stop: () => leaving.abort(),
    /** @param {import('./store.js').Change} change */
    onChange: ({ type, chat: key }) => {
      if ((type === 'chat' || type === 'message') && store.isCustomers(stage, key)) show();
    },
  };
}
