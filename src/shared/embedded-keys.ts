import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EstafetaError, messageOf } from './errors.js';
import { newSealingKey, parseSealingKeys } from './sealed-box.js';

/**
 * The sealing keys of the embedded default: read from `<dir>/encryption-keys`, made there at the first start, readable by its owner only.
 *
 * @returns the text in the form of ENCRYPTION_KEYS
 * @throws EstafetaError `encryption_keys_invalid` when the file was damaged: making new ones would lose every sealed secret
 */
export function ensureEmbeddedKeys(dir: string): string {
  const file = join(dir, 'encryption-keys');
  mkdirSync(dir, { recursive: true });
  if (!existsSync(file)) writeOnce(file, `${newSealingKey('k1')}\n`);
  const text = readFileSync(file, 'utf8').trim();
  try {
    parseSealingKeys(text);
  } catch (error) {
    throw new EstafetaError({
      code: 'encryption_keys_invalid',
      message: `${file} is damaged: ${messageOf(error)}`,
      whatToDo: 'Restore it from a backup. Without it delete it, and enter every bot token again.',
      cause: error,
    });
  }
  return text;
}

/** Writes a whole file or nothing; when another process was first, its file stays. */
function writeOnce(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    unlinkSync(draft);
  }
}
