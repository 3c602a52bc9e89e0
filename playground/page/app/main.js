import { customerChat } from './customer-chat.js';
import { customers } from './customers.js';
import { desksOf } from './desks.js';
import { showDocuments } from './documents.js';
import { byId, h } from './dom.js';
import { handoverTimers } from './handover-timers.js';
import { wordsOf } from './i18n.js';
import { managersGroup } from './managers-group.js';
import { messengerChoice } from './messenger-choice.js';
import { clearToasts, complain } from './notify.js';
import { loadStages } from './server.js';
import { createStore } from './store.js';
import { trySteps } from './try-steps.js';
import { unreadCounts } from './unread.js';

/** @typedef {import('./server.js').Stage} Stage */
/** @typedef {ReturnType<typeof openStage>} Scene */

const remembered = 'estafeta.stage';

/** @type {Scene | null} */
let scene = null;
/** @type {Stage | null} */
let chosen = null;

const store = createStore({
  onReset: () => {
    if (chosen && !scene) scene = openStage(chosen);
    else scene?.onReset();
  },
  onChange: (change) => scene?.onChange(change),
  onConnection: (online) => {
    if (!chosen) return;
    const words = wordsOf(chosen);
    const mark = byId('connection');
    mark.textContent = online ? words.connected : words.disconnected;
    mark.classList.toggle('lost', !online);
  },
});

/**
 * Shows one demo business: its customers, its managers' group, its requests.
 *
 * @param {Stage} stage
 */
function openStage(stage) {
  const words = wordsOf(stage);
  const context = { stage, words, store, desks: desksOf({ stage, store }), unread: unreadCounts() };
  let [person] = stage.customers;
  const messenger = messengerChoice(context, (picked) => {
    phone.hand(person, picked);
    tabs.show();
  });
  const phone = customerChat(context, messenger.chosen());
  const tabs = customers(context, (other) => {
    person = other;
    messenger.hand(person.id);
    phone.hand(person, messenger.chosen());
    messenger.show();
  });
  const group = managersGroup(context);
  const steps = trySteps(words, {
    ask: () => void phone.say(words.steps.ask.say),
    call: () => void phone.say(words.steps.call.say),
    take: showCard,
    answer: () => {
      openNewest();
      group.playNamed(handovers[0]?.assigned_to_name ?? null);
      group.propose(words.steps.answer.say);
    },
    resolve: showCard,
    rate: phone.goToButtons,
    hand: () => {
      if (handovers.length === 0) void phone.say(words.steps.call.say);
      else showCard();
    },
    edit: phone.editLast,
    time: () => timers.focus(),
    messenger: () => messenger.choose('whatsapp'),
    mute: () => {
      group.openSomeTopic();
      group.propose(words.steps.mute.say);
    },
  });
  /** @type {import('./server.js').Handover[]} */
  let handovers = [];
  const timers = handoverTimers(context, {
    onOpen: ({ thread_id: thread }) => {
      if (thread !== null) group.open(thread);
    },
    onHandovers: (found) => {
      handovers = found;
      steps.onHandovers(found);
    },
    onJump: () => steps.onJump(),
  });

  function openNewest() {
    const thread = handovers[0]?.thread_id ?? null;
    if (thread !== null && thread !== group.thread()) group.open(thread);
  }

  function showCard() {
    openNewest();
    group.goToCard();
  }

  /** Whether what a customer wrote last was more than a command. @param {string | null} key */
  function isAnswer(key) {
    if (!store.isCustomers(stage, key)) return false;
    const said = [...(store.chat(key ?? '')?.messages.values() ?? [])].findLast(({ from }) => !from.is_bot);
    return said !== undefined && !said.text.startsWith('/');
  }

  /** What comes into a chat that is not open is counted. @param {import('./store.js').Change} change */
  function countUnread({ type, chat: key, data }) {
    if (type !== 'message' || !data.from.is_bot || key === null || key === phone.key()) return;
    if (!store.isCustomers(stage, key)) return;
    context.unread.add(key);
    messenger.show();
  }

  tabs.show();
  messenger.show();
  phone.showAll();
  phone.openIfClosed();
  group.showAll();
  return {
    stop: () => {
      timers.stop();
      tabs.stop();
      phone.stop();
    },
    onReset: () => {
      tabs.show();
      phone.showAll();
      group.showAll();
      timers.soon();
    },
    /** @param {import('./store.js').Change} change */
    onChange: (change) => {
      countUnread(change);
      phone.onChange(change);
      tabs.onChange(change);
      group.onChange(change);
      if (change.type === 'typing' || change.type === 'desk') return;
      timers.soon();
      if (change.type === 'message' || change.type === 'edited') steps.onChange(change);
      if (change.type === 'message' && change.data.from.is_bot && isAnswer(change.chat)) steps.onAnswer();
    },
  };
}

/** @param {Stage} stage @param {Stage[]} stages */
function choose(stage, stages) {
  chosen = stage;
  localStorage.setItem(remembered, stage.client);
  const words = wordsOf(stage);
  document.documentElement.lang = stage.language;
  document.title = words.pageTitle;
  for (const element of document.querySelectorAll('[data-text]')) {
    const text = words[/** @type {'brand'} */ (element.getAttribute('data-text'))];
    element.textContent = text;
  }
  const bar = byId('stages');
  bar.setAttribute('aria-label', words.business);
  bar.replaceChildren(...stages.map((one) => stageButton(one, stages)));
  if (!scene) return;
  scene.stop();
  clearToasts();
  scene = openStage(stage);
  byId('connection').textContent = words.connected;
}

/** @param {Stage} stage @param {Stage[]} stages */
function stageButton(stage, stages) {
  const isChosen = stage === chosen;
  return h(
    'button',
    {
      type: 'button',
      role: 'radio',
      'aria-checked': isChosen,
      tabindex: isChosen ? 0 : -1,
      lang: stage.language,
      onclick: () => choose(stage, stages),
      onkeydown: (/** @type {KeyboardEvent} */ { key }) => {
        if (!/^Arrow(Left|Right|Up|Down)$/.test(key)) return;
        const step = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : stages.length - 1;
        choose(stages[(stages.indexOf(stage) + step) % stages.length], stages);
        /** @type {HTMLElement | null} */ (byId('stages').querySelector('[aria-checked=true]'))?.focus();
      },
    },
    h('small', { 'aria-hidden': 'true' }, stage.language.toUpperCase()),
    stage.title,
  );
}

async function open() {
  const stages = await loadStages();
  const wanted = localStorage.getItem(remembered);
  const own = navigator.language.slice(0, 2);
  const stage =
    stages.find(({ client }) => client === wanted) ??
    stages.find(({ language }) => language === own) ??
    stages.find(({ language }) => language === 'en') ??
    stages[0];
  choose(stage, stages);
  byId('open-docs').addEventListener('click', () => void showDocuments(wordsOf(chosen ?? stage)));
  store.connect();
}

open().catch(complain);
