import { readFile } from 'node:fs/promises';
import { diffFromEmpty } from './schema-engine.js';

const schema = await readFile(process.argv[2] ?? new URL('schema.prisma', import.meta.url), 'utf8');
process.stdout.write(await diffFromEmpty(schema));
