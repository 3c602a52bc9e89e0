import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configOfProcess, envExample, loadConfig } from '../../src/config.js';
import { ensureEmbeddedKeys } from '../../src/shared/embedded-keys.js';
import { EstafetaError } from '../../src/shared/errors.js';
import { newSealingKey } from '../../src/shared/sealed-box.js';

const key = newSealingKey('k1');
const server = { DATABASE_URL: 'postgres://me:pw@localhost/db', ENCRYPTION_KEYS: key };

describe('The settings of an installation', () => {
  it('need nothing at all', () => {
    expect(loadConfig({})).toMatchObject({
      port: 3000,
      dataDir: '.estafeta',
      mediaDir: join('.estafeta', 'media'),
      telegramApiRoot: 'https://api.telegram.org',
      sweepIntervalSeconds: 1,
      playground: true,
      logLevel: 'info',
    });
    expect(loadConfig({}).databaseUrl).toBeUndefined();
    expect(loadConfig({}).openaiApiKey).toBeUndefined();
  });

  it('take an empty value for one that was left out', () => {
    expect(loadConfig({ PORT: '', REDIS_URL: ' ', OPENAI_API_KEY: '' })).toEqual(loadConfig({}));
  });

  it('are read as what they mean', () => {
    const config = loadConfig({
      ...server,
      PORT: '8080',
      TELEGRAM_API_ROOT: 'https://bot.example.com/',
      SWEEP_INTERVAL_SECONDS: '0.5',
    });
    expect(config).toMatchObject({
      port: 8080,
      telegramApiRoot: 'https://bot.example.com',
      sweepIntervalSeconds: 0.5,
    });
    expect(config).toMatchObject({ databaseUrl: server.DATABASE_URL, encryptionKeys: key });
  });

  it('have no playground in production, nor where it was switched off', () => {
    expect(loadConfig({ NODE_ENV: 'production' }).playground).toBe(false);
    expect(loadConfig({ NODE_ENV: 'production', PLAYGROUND: '1' }).playground).toBe(false);
    expect(loadConfig({ PLAYGROUND: '0' }).playground).toBe(false);
  });

  it('list all problems at once, each with the variable and what to do', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://x',
      PORT: 'many',
      LOG_LEVEL: 'loud',
      SWEEP_INTERVAL_SECONDS: '600',
      REDIS_URL: 'localhost',
      ENCRYPTION_KEYS: 'k1:tooshort',
    });
    expect(problems).toContain('DATABASE_URL: must be an address such as postgres://');
    expect(problems).toContain('PORT: must be a whole number from 0 to 65535');
    expect(problems).toContain('LOG_LEVEL: must be one of fatal');
    expect(problems).toContain('SWEEP_INTERVAL_SECONDS: must be at most 60');
    expect(problems).toContain('REDIS_URL: must be an address such as redis://');
    expect(problems).toContain('openssl rand -base64 32');
    expect(problems).not.toContain('tooshort');
  });

  it('must have keys of their own with a database of their own', () => {
    expect(problemsOf({ DATABASE_URL: server.DATABASE_URL })).toContain(
      'ENCRYPTION_KEYS: is required with DATABASE_URL',
    );
  });

  it('ask for an address Telegram can reach when it is to bring the messages', () => {
    const webhook = { TELEGRAM_MODE: 'webhook' };
    expect(loadConfig({}).telegramMode).toBe('polling');
    expect(problemsOf(webhook)).toContain('PUBLIC_URL: is required with TELEGRAM_MODE=webhook');
    expect(problemsOf({ ...webhook, PUBLIC_URL: 'http://bot.example.com' })).toContain('https://');
    expect(problemsOf({ ...webhook, PUBLIC_URL: 'https://bot.example.com:3000' })).toContain('the port 3000');
    expect(problemsOf({ PUBLIC_URL: 'https://bot.example.com/?token=1' })).toContain('PUBLIC_URL');
    expect(loadConfig({ ...webhook, PUBLIC_URL: 'https://bot.example.com:8443/estafeta/' }).publicUrl).toBe(
      'https://bot.example.com:8443/estafeta',
    );
  });

  it('let a Bot API server of one’s own bring messages to any address', () => {
    const PUBLIC_URL = 'http://127.0.0.1:3000';
    const own = { TELEGRAM_MODE: 'webhook', TELEGRAM_API_ROOT: 'http://127.0.0.1:8081', PUBLIC_URL };
    expect(loadConfig(own).publicUrl).toBe(PUBLIC_URL);
  });

  it('say everything that is wrong with one rule beside another', () => {
    const problems = problemsOf({ DATABASE_URL: server.DATABASE_URL, PORT: 'many' });
    expect(problems).toContain('PORT');
    expect(problems).toContain('ENCRYPTION_KEYS');
  });
});

describe('Files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'estafeta-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('.env gives what the environment does not say', () => {
    writeFileSync(join(folder, '.env'), 'OPENAI_MODEL=from-file\nESTAFETA_TEST_ONLY=1\n');
    try {
      expect(configOfProcess(folder).openaiModel).toBe('from-file');
      process.env['OPENAI_MODEL'] = 'from-environment';
      expect(configOfProcess(folder).openaiModel).toBe('from-environment');
    } finally {
      delete process.env['OPENAI_MODEL'];
      delete process.env['ESTAFETA_TEST_ONLY'];
    }
  });

  it('.env.example says what the program reads', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    expect(example).toBe(envExample());
    expect(loadConfig({})).toBeDefined();
  });

  it('keys of the embedded default are made once, for their owner only', () => {
    const dir = join(folder, 'data');
    const made = ensureEmbeddedKeys(dir);
    expect(loadConfig({ ENCRYPTION_KEYS: made }).encryptionKeys).toBe(made);
    expect(ensureEmbeddedKeys(dir)).toBe(made);
    expect(statSync(join(dir, 'encryption-keys')).mode & 0o777).toBe(0o600);
  });

  it('keys that were damaged are not replaced: that would lose every sealed secret', () => {
    writeFileSync(join(folder, 'encryption-keys'), 'k1:half');
    expect(() => ensureEmbeddedKeys(folder)).toThrow(/encryption-keys is damaged/);
    expect(readFileSync(join(folder, 'encryption-keys'), 'utf8')).toBe('k1:half');
  });
});

function problemsOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof EstafetaError) return error.message;
  }
  throw new Error('It was accepted');
}
