import { applyClientFile } from '../../../src/clients/client-file/apply-client-file.js';
import { loadClientState } from '../../../src/clients/client-file/client-file.repository.js';
import { readClientFile } from '../../../src/clients/client-file/read-client-file.js';
import { systemClock } from '../../../src/shared/clock.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../../src/shared/sealed-box.js';
import { testDatabase } from '../../support/database.js';

const { database: db } = await testDatabase();
const tools = { db, clock: systemClock, box: createSealedBox(parseSealingKeys(newSealingKey('k1'))) };

/** What an apply of these lines changes, as paths. */
async function apply(lines: string[], prune = false): Promise<string[]> {
  const text = ['client: { id: shop }', ...lines].join('\n');
  const file = readClientFile({ name: 'shop.yaml', text, variable: () => undefined });
  const { changes } = await applyClientFile(tools, file, { prune, actor: 'test' });
  return changes.map(({ kind, path }) => `${kind} ${path}`);
}

const kept = async () => {
  const { notices, saved_replies } = (await loadClientState(db, 'shop'))?.state ?? {};
  return { notices, saved_replies };
};

describe('A client file with texts by language', () => {
  const lines = [
    'notices:',
    '  greeting: { all: "Привет!", kk: "Сәлем!" }',
    '  resolved: { kk: "Сау болыңыз, {user_name}!" }',
    '  timeout: ""',
    'saved_replies:',
    '  adres: { kk: "Абай 10", all: "Абая 10" }',
    '  minutku: "Минутку"',
  ];

  it('says the same after it is kept, and applied again changes nothing', async () => {
    await apply(lines);
    expect(await kept()).toEqual({
      notices: {
        greeting: { all: 'Привет!', kk: 'Сәлем!' },
        resolved: { kk: 'Сау болыңыз, {user_name}!' },
        timeout: '',
      },
      saved_replies: { adres: { all: 'Абая 10', kk: 'Абай 10' }, minutku: 'Минутку' },
    });
    expect(await apply(lines)).toEqual([]);
  });

  it('takes the place of what there was as a whole: a plain text is one for all languages', async () => {
    expect(await apply(['notices: { greeting: "Привет!" }', 'saved_replies: { adres: "Абая 12" }'])).toEqual([
      'change notices.greeting',
      'change saved_replies.adres',
    ]);
    expect(await kept()).toMatchObject({
      notices: { greeting: 'Привет!' },
      saved_replies: { adres: 'Абая 12' },
    });
    expect((await apply(['notices: { greeting: { en: "Hello!" } }'], true)).toSorted()).toEqual([
      'change notices.greeting',
      'remove notices.resolved',
      'remove notices.timeout',
    ]);
  });

  it('names the line of a language there is not, of a placeholder without a value, of a text that is empty', async () => {
    const wrong = [
      'notices:',
      '  greeting: { de: "Hallo" }',
      '  resolved: { kk: "{minutes} минут" }',
      'saved_replies:',
      '  adres: { all: "Абая 10", kk: "" }',
    ];
    await expect(apply(wrong)).rejects.toThrow(
      /shop\.yaml:3: notices\.greeting: must be a text, or texts by all, en, kk, ru\nshop\.yaml:4: notices\.resolved\.kk: \{minutes\} is not known[^\n]*\nshop\.yaml:6: saved_replies\.adres\.kk: must not be empty/,
    );
  });
});
