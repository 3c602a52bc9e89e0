import { createLogger, hideSecretsInText, silentLogger } from '../../../src/shared/logger.js';

const token = '1234567890:AAFakeFakeFakeFakeFakeFakeFakeFakeFak';

describe('The log', () => {
  const logged = (write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> => {
    let line = '';
    write(createLogger({ level: 'debug', name: 'bots', to: { write: (text) => void (line += text) } }));
    return JSON.parse(line) as Record<string, unknown>;
  };

  it('is one JSON object a line, with the level by name, the time and the process', () => {
    const line = logged((logger) => logger.info({ client_id: 'c1', count: 2 }, 'stored'));
    expect(line).toMatchObject({ level: 'info', process: 'bots', client_id: 'c1', count: 2, msg: 'stored' });
    expect(new Date(String(line['time'])).getTime()).not.toBeNaN();
  });

  it("hides secrets and people's texts, however deep", () => {
    const line = logged((logger) =>
      logger.info({
        update: { message: { text: 'мой адрес', caption: 'фото', from: { id: 5 } } },
        settings: [{ telegram_bot_token: 'abc', appSecret: 'def' }],
        headers: { Authorization: 'Bearer abcdefghijk', Cookie: 'session' },
      }),
    );
    expect(JSON.stringify(line)).not.toMatch(/адрес|фото|abc|def|session/);
    expect(line['update']).toMatchObject({ message: { from: { id: 5 } } });
  });

  it('cuts tokens out of messages, of addresses and of errors', () => {
    const error = new Error(`request to https://api.telegram.org/bot${token}/getMe failed`, {
      cause: new Error('password authentication failed for postgres://estafeta:hunter2@db:5432/x'),
    });
    const line = logged((logger) =>
      logger.error({ err: error, address: `/file/bot${token}/photo.jpg` }, `with ${token}`),
    );
    expect(JSON.stringify(line)).not.toMatch(/AAFake|hunter2/);
    expect(line['err']).toMatchObject({ type: 'Error', message: expect.stringContaining('getMe failed') });
  });

  it('takes from an error its message and code, not the request a library put into it', () => {
    const error = Object.assign(new Error('429'), {
      code: 'E429',
      payload: { chat: 1 },
      request: { secretish: 'text of a user' },
    });
    const line = logged((logger) => logger.error(error));
    expect(JSON.stringify(line)).not.toContain('text of a user');
    expect(line['err']).toMatchObject({ code: 'E429', message: '429' });
  });

  it('survives what refers to itself', () => {
    const round: Record<string, unknown> = { a: 1 };
    round['self'] = round;
    expect(logged((logger) => logger.info(round))).toMatchObject({ a: 1 });
  });

  it('hides API keys in text and leaves ordinary text alone', () => {
    expect(hideSecretsInText('key sk-abcdefghijklmnop used')).toBe('key sk-[hidden] used');
    expect(hideSecretsInText('at 12:30, order 4711')).toBe('at 12:30, order 4711');
  });

  it('can be silent', () => {
    expect(silentLogger.isLevelEnabled('fatal')).toBe(false);
  });
});
