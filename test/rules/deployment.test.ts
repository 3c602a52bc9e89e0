import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { z } from 'zod';
import { envExample } from '../../src/config.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const knownVariables = new Set([...envExample().matchAll(/^#(\w+)=/gm)].map(([, name]) => name));

/** What of Compose's format is used here; a word that isn't is a slip. https://docs.docker.com/reference/compose-file/ */
const service = z.strictObject({
  build: z.string().optional(),
  image: z
    .string()
    .regex(/^[\w./-]+:[\w.-]+$/, 'an image has a tag')
    .optional(),
  restart: z.literal('unless-stopped'),
  init: z.boolean().optional(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  command: z.array(z.string()).optional(),
  volumes: z.array(z.string().regex(/^[^:]+:\/[^:]+(:ro)?$/)).optional(),
  ports: z.array(z.string().regex(/^\d+:\d+$/)).optional(),
  depends_on: z
    .union([
      z.array(z.string()),
      z.record(z.string(), z.strictObject({ condition: z.enum(['service_healthy', 'service_started']) })),
    ])
    .optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
    })
    .optional(),
  stop_grace_period: z.string().optional(),
});
const composeFile = z.strictObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

describe('Dockerfile', () => {
  it('is one that Docker can read', () => {
    expect(validate(read('Dockerfile')).map(({ message }) => message)).toEqual([]);
  });

  it('runs as somebody who is not root, and asks the program whether it lives', () => {
    expect(read('Dockerfile')).toMatch(/^USER node$/m);
    expect(read('Dockerfile')).toContain('/healthz');
  });
});

describe('docker-compose.yml', () => {
  const compose = composeFile.parse(parse(read('docker-compose.yml')));
  const services = Object.entries(compose.services);

  it('names only services and volumes that are there', () => {
    for (const [, { depends_on = [], volumes = [] }] of services) {
      const others = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
      for (const other of others) expect(Object.keys(compose.services)).toContain(other);
      for (const volume of volumes.filter((one) => !one.startsWith('.')))
        expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    }
  });

  it('sets only variables that the program reads', () => {
    const { environment = {} } = compose.services['estafeta'] ?? {};
    expect(Object.keys(environment).filter((name) => !knownVariables.has(name))).toEqual([]);
  });

  it('opens nothing to the world but the proxy', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['caddy']);
  });
});

describe('the units of systemd', () => {
  const units = readdirSync(join(root, 'deploy')).filter((name) => /\.(service|timer)$/.test(name));

  it('have the sections that systemd knows, and start a program that is there', () => {
    for (const name of units) {
      const text = read('deploy', name);
      const sections = [...text.matchAll(/^\[(\w+)\]$/gm)].map(([, section]) => section);
      expect(['Unit', 'Service', 'Timer', 'Install']).toEqual(expect.arrayContaining(sections));
      for (const [line] of text.matchAll(/^(?!#|\[|$).*$/gm)) expect(line).toMatch(/^[A-Z]\w+=/);
    }
    expect(read('deploy', 'estafeta.service')).toMatch(/^ExecStart=\/usr\/bin\/node .*start\.mjs start$/m);
  });

  it('are accepted by systemd where there is one', () => {
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) return;
    // It looks units up by their names, all in one folder that holds nothing else.
    const folder = mkdtempSync(join(tmpdir(), 'estafeta-units-'));
    try {
      for (const name of units) cpSync(join(root, 'deploy', name), join(folder, name));
      const paths = units.map((name) => join(folder, name));
      const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], {
        encoding: 'utf8',
      });
      // Whether Node is at its usual place is this machine's business.
      const complaints = `${stdout}${stderr}`
        .split('\n')
        .filter((line) => line && !/is not executable/.test(line));
      expect(complaints.filter((line) => line.includes('estafeta'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the Caddyfile', () => {
  it('keeps figures about the service from the world', () => {
    expect(read('deploy', 'Caddyfile')).toMatch(/@private path .*\/metrics/);
  });
});
