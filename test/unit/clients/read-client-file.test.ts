import { readClientFile } from '../../../src/clients/client-file/read-client-file.js';

const token = '123456789:AAEabcdefghijklmnopqrstuvwxyz0123456';

function read(text: string, env: Record<string, string> = {}) {
  return readClientFile({ name: 'shop.yaml', text, variable: (name) => env[name] });
}

function problems(text: string, env?: Record<string, string>): string[] {
  try {
    read(text, env);
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
}

describe('a client file', () => {
  it('is read with the secrets of the environment filled in', () => {
    const file = read(
      [
        'client: { id: coffee-point, name: Coffee Point, language: ru, timezone: Asia/Almaty }',
        'settings:',
        '  telegram_bot_token: ${MANAGERS_TOKEN}',
        '  working_hours: { mon-fri: ["09:00-13:00", "14:00-19:00"], holidays: ["2027-01-01"] }',
        'integrations:',
        '  - { platform: telegram, name: shop-bot, credentials: { bot_token: "${SHOP_TOKEN}" } }',
      ].join('\n'),
      { MANAGERS_TOKEN: token, SHOP_TOKEN: token },
    );
    expect(file.settings?.telegram_bot_token).toBe(token);
    expect(file.integrations).toMatchObject([{ credentials: { bot_token: token } }]);
  });

  it('names the line and the field of everything that is wrong with it, at once', () => {
    const found = problems(
      [
        'client: { id: coffee-point }',
        'settings:',
        '  reminder_timeout_1: soon',
        '  reminder_timeuot_2: 60',
        'intents:',
        '  - name: opening_hours',
        '    action: shout',
      ].join('\n'),
    );
    expect(found).toHaveLength(3);
    expect(found[0]).toMatch(/^shop\.yaml:3: settings\.reminder_timeout_1: /);
    expect(found).toContainEqual(
      expect.stringMatching(/^shop\.yaml:4: settings\.reminder_timeuot_2: no such name/),
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^shop\.yaml:7: intents\.0\.action: must be answer, reply/),
    );
  });

  it('says in plain words what a field must be', () => {
    const found = problems(
      [
        'client: { id: shop, name: "" }',
        'settings: { managers_only: maybe, owner_telegram_id: 5, confidence_threshold: 7, debounce_ms: soon }',
        'integrations: [{ platform: viber, name: main }]',
        'intents: { name: hours }',
        'knowledge: [{ title: Delivery }]',
      ].join('\n'),
    );
    expect(found).toEqual([
      'shop.yaml:1: client.name: must not be empty',
      'shop.yaml:2: settings.owner_telegram_id: must be a text (a number in quotes is one)',
      'shop.yaml:2: settings.debounce_ms: must be a number',
      'shop.yaml:2: settings.confidence_threshold: must be at most 1',
      'shop.yaml:2: settings.managers_only: must be true or false',
      'shop.yaml:3: integrations.0.platform: must be telegram or whatsapp or whatsapp_cloud',
      'shop.yaml:4: intents: must be a list',
      'shop.yaml:5: knowledge.0.text: is missing; write a text',
    ]);
  });

  it('names the line of time-outs in the wrong order', () => {
    expect(
      problems('client: { id: shop }\nsettings:\n  reminder_timeout_1: 90\n  reminder_timeout_2: 60'),
    ).toEqual([
      'shop.yaml:4: settings.reminder_timeout_2: Must be later than reminder_timeout_1 (90), but is 60.',
    ]);
  });

  it('says so when there is nothing in it', () => {
    expect(problems('')).toEqual(['shop.yaml:1: the file is empty; examples/ has files to start from']);
    expect(problems('settings: {}')).toEqual([
      'shop.yaml:1: client: is missing; write a block of named fields',
    ]);
  });

  it('names the line where it is no YAML', () => {
    expect(problems('client:\n  id: "coffee\n')[0]).toMatch(/^shop\.yaml:\d: this is not YAML/);
  });

  it('says which variable the environment lacks, once', () => {
    const found = problems('client: { id: a }\nsettings:\n  telegram_bot_token: ${NOT_SET}\n');
    expect(found).toEqual([
      'shop.yaml:3: settings.telegram_bot_token: the environment has no NOT_SET; set it, in .env for example',
    ]);
  });

  it('never repeats a secret in its complaints', () => {
    const found = problems('client: { id: a }\nsettings:\n  telegram_bot_token: my-secret-value\n');
    expect(found[0]).toContain('must be a bot token');
    expect(found.join()).not.toContain('my-secret-value');
  });

  it('refuses the same intent twice: the second would silently win', () => {
    const found = problems(
      'client: { id: a }\nintents:\n  - { name: hours, action: answer }\n  - { name: hours, action: ignore }\n',
    );
    expect(found[0]).toMatch(/^shop\.yaml:4: intents\.1: hours stands in intents twice/);
  });

  it('refuses a placeholder that a notice has no value for', () => {
    expect(problems('client: { id: a }\nnotices:\n  greeting: "Hi {manager_name}"\n')[0]).toMatch(
      /^shop\.yaml:3: notices\.greeting: \{manager_name\} is not known/,
    );
  });
});
