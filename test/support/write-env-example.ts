// Writes .env.example anew from src/config.ts: `npm run env-example`; with --check it only says whether that is needed.
import { readFileSync, writeFileSync } from 'node:fs';
import { envExample } from '../../src/config.js';

const file = new URL('../../.env.example', import.meta.url);
if (!process.argv.includes('--check')) {
  writeFileSync(file, envExample());
} else if (readFileSync(file, 'utf8') !== envExample()) {
  process.stderr.write('.env.example is not what src/config.ts says: run `npm run env-example`.\n');
  process.exitCode = 1;
}
