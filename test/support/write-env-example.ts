// Writes .env.example anew from src/config.ts: `npm run env-example`.
import { writeFileSync } from 'node:fs';
import { envExample } from '../../src/config.js';

writeFileSync(new URL('../../.env.example', import.meta.url), envExample());
