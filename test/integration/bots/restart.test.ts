import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../support/eventually.js';
import { testDatabase } from '../../support/database.js';
import type { ProcessArguments } from './process.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';

const { database, url } = await testDatabase();
const script = fileURLToPath(new URL('process.ts', import.meta.url));

describe('a process that comes and goes', () => {
  let stage: Stage;
  let processes: ChildProcess[] = [];
  beforeEach(async () => {
    stage = await openStage(database);
  });
  afterEach(async () => {
    for (const child of processes) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    processes = [];
    await stage.close();
  });

  const spawnBots = async (processName: string): Promise<ChildProcess> => {
    const { sealingKeys, apiRoot, mediaDir } = stage;
    const given: ProcessArguments = { databaseUrl: url, sealingKeys, apiRoot, mediaDir, processName };
    const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(given)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    processes.push(child);
    await once(child.stdout, 'data');
    return child;
  };
  const users = async (): Promise<string[]> =>
    (await stage.messages()).filter(({ role }) => role === 'user').map(({ content }) => content);

  it('killed in the middle of a burst: everything the user wrote is stored once', async () => {
    const child = await spawnBots('killed');
    await stage.meet('before');
    const written = Array.from({ length: 40 }, (_, index) => `message ${index}`);
    for (const [index, text] of written.entries()) {
      stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', text });
      if (index === 20) child.kill('SIGKILL');
    }
    await stage.start('after', { leaseSeconds: 3 });
    await eventually(async () => expect((await users()).slice(2)).toEqual(written));
  });

  it('killed while sending: a message of unclear outcome goes out once more, counted; the others once', async () => {
    const child = await spawnBots('killed');
    await stage.meet('hello');
    stage.telegram.faults.add({
      botUsername: 'shop_bot',
      method: 'sendMessage',
      kind: 'delay',
      delayMs: 60_000,
      times: 1,
    });
    const first = await stage.say('first');
    await stage.say('second');
    await eventually(async () => expect((await stage.status(first)).delivery_status).toBe('sending'));
    // Killed before its call has come, it would leave the delay to the process after it.
    await eventually(() => expect(stage.telegram.faults.list()).toEqual([]));
    child.kill('SIGKILL');
    await stage.start('after', { leaseSeconds: 3 });
    await eventually(() => expect(stage.told()).toEqual(['first', 'second']));
    expect((await stage.status(first)).metadata['uncertain_resends']).toBe(1);
  });

  it('of two processes one has the bot, and the other takes over when it stops', async () => {
    const one = await stage.start('one', { leaseSeconds: 3 });
    await stage.meet('hello');
    await stage.start('two', { leaseSeconds: 3 });
    for (let index = 0; index < 5; index += 1) await stage.say(`line ${index}`);
    await eventually(() => expect(stage.told()).toHaveLength(5));
    expect(stage.telegram.journal.list({ method: 'getUpdates', ok: false })).toEqual([]);
    await one.stop();
    await stage.meet('still there?');
    await stage.say('yes');
    await eventually(() => expect(stage.told().at(-1)).toBe('yes'));
    expect(stage.told()).toHaveLength(6);
  });
});

describe("the group's budget", () => {
  it('60 lines of a user in a small budget: the cap holds, nothing is missing, the card comes first', async () => {
    const budget = { operations: 6, windowMs: 3_000 };
    const stage = await openStage(database, { budget });
    try {
      await stage.start();
      const message = await stage.meet('I want a person');
      await stage.callPerson(message);
      await eventually(() =>
        expect(stage.groupChat().some(({ keyboard }) => keyboard.length > 0)).toBe(true),
      );
      const written = Array.from({ length: 60 }, (_, index) => `line ${index}.`);
      for (const text of written)
        stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', text });
      const shown = (): string =>
        stage
          .groupChat()
          .map(({ text }) => text)
          .join('\n');
      await eventually(() => expect(written.filter((text) => !shown().includes(text))).toEqual([]), {
        withinMs: 25_000,
      });
      const calls = stage.telegram.journal
        .list({ botUsername: 'managers_bot', chatId: stage.group })
        .filter(({ method }) =>
          /^(send|edit|createForumTopic|setMessageReaction|deleteMessage)/.test(method),
        );
      for (const { at } of calls) {
        const within = calls.filter((call) => call.at >= at && call.at < at + budget.windowMs - 100);
        expect(within.length).toBeLessThanOrEqual(budget.operations);
      }
    } finally {
      await stage.close();
    }
  });
});
