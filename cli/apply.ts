import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { argumentsInvalid, readArguments } from './arguments.js';
import { openInstallation } from './installation.js';
import { applyClientFile, planClientFile } from '../src/clients/client-file/apply-client-file.js';
import type { AppliedFile } from '../src/clients/client-file/apply-client-file.js';
import type { Change } from '../src/clients/client-file/changes.js';
import { readClientFile } from '../src/clients/client-file/read-client-file.js';
import type { ClientFile } from '../src/clients/client-file/client-file-schema.js';
import { configOfProcess, environmentVariable } from '../src/config.js';
import { systemClock } from '../src/shared/clock.js';
import { openDatabase } from '../src/shared/database.js';
import { EstafetaError, messageOf } from '../src/shared/errors.js';

const usage = 'apply FILE.yaml [--prune] [--yes]';

/** Shows what a client file would change, asks, and applies it. */
export async function runApply(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(
    args,
    { prune: { type: 'boolean', default: false }, yes: { type: 'boolean', default: false } },
    usage,
  );
  const [name, ...more] = positionals;
  if (!name || more.length > 0) throw argumentsInvalid('apply takes one file', usage);
  const config = configOfProcess();
  const file = readClientFile({ name, text: await textOf(name), variable: environmentVariable });
  const installation = await openInstallation(config, { share: true });
  const db = openDatabase(installation.databaseUrl, { max: 3, applicationName: 'estafeta-apply' });
  try {
    const tools = { db, clock: systemClock, box: installation.sealedBox };
    return await applyShown(tools, { file, name, prune: values.prune, yes: values.yes });
  } finally {
    await db.close();
    await installation.close();
  }
}

async function applyShown(
  tools: Parameters<typeof applyClientFile>[0],
  { file, name, prune, yes }: { file: ClientFile; name: string; prune: boolean; yes: boolean },
): Promise<number> {
  const plan = await planClientFile(tools, file, prune);
  console.log([...plan.remarks, planText(plan)].join('\n'));
  if (!plan.is_new && plan.changes.length === 0) return 0;
  if (!yes && !(await agreed())) {
    console.log('Nothing was changed.');
    return 1;
  }
  const done = await applyClientFile(tools, file, { prune, actor: `apply ${name}` });
  console.log(done.is_new ? `The client ${done.slug} was created.` : `The client ${done.slug} was changed.`);
  return 0;
}

/** The differences as lines: `+` new, `~` changed, `-` removed. */
function planText({ slug, is_new, changes }: AppliedFile): string {
  if (is_new) return [`New client ${slug}:`, ...changes.map(line)].join('\n');
  if (changes.length === 0) return `The client ${slug} is as the file says: nothing to change.`;
  return [`Client ${slug}:`, ...changes.map(line)].join('\n');
}

function line({ path, kind, before, after, changed_elsewhere }: Change): string {
  const warning = changed_elsewhere ? '   <- changed elsewhere since the file was last applied' : '';
  if (kind === 'add') return `  + ${path}: ${after}${warning}`;
  if (kind === 'remove') return `  - ${path}: ${before}${warning}`;
  return `  ~ ${path}: ${before} -> ${after}${warning}`;
}

async function textOf(name: string): Promise<string> {
  try {
    return await readFile(name, 'utf8');
  } catch (error) {
    throw new EstafetaError({
      code: 'file_unreadable',
      message: `${name} can't be read: ${messageOf(error)}`,
      whatToDo: 'Check the path; examples/ has files to start from.',
      cause: error,
    });
  }
}

async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new EstafetaError({
      code: 'not_confirmed',
      message: 'There is nobody at the keyboard to confirm the changes.',
      whatToDo: 'Add --yes to apply them without asking.',
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^(y|yes|д|да)$/i.test((await terminal.question('Apply these changes? [y/N] ')).trim());
  } finally {
    terminal.close();
  }
}
