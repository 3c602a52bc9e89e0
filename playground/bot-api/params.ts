import { badRequest } from './api-error.js';

export interface Upload {
  content: Buffer;
  file_name: string;
  mime_type: string;
}

/**
 * What a bot sent with a call. Forms carry strings, JSON carries values: both are read alike.
 */
export class Params {
  constructor(
    readonly values: Record<string, unknown>,
    readonly uploads: ReadonlyMap<string, Upload> = new Map(),
  ) {}

  has(name: string): boolean {
    const value = this.values[name];
    return value !== undefined && value !== null && value !== '';
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  /** Throws ApiError when what is there is no whole number. */
  integer(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const value = Number(this.values[name]);
    if (!Number.isSafeInteger(value)) throw badRequest(`parameter "${name}" must be an integer`);
    return value;
  }

  flag(name: string): boolean {
    const value = this.values[name];
    return value === true || value === 1 || value === '1' || String(value).toLowerCase() === 'true';
  }

  number(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const value = Number(this.values[name]);
    if (Number.isNaN(value)) throw badRequest(`parameter "${name}" must be a number`);
    return value;
  }

  /** Returns an object or a list, also when it came as JSON text. Throws ApiError when it can't be read. */
  json<Value>(name: string): Value | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (typeof value !== 'string') return value as Value;
    try {
      return JSON.parse(value) as Value;
    } catch {
      throw badRequest(`can't parse ${name} JSON object`);
    }
  }

  /** Returns the call as the journal keeps it: values, and the names of files instead of their bytes. */
  forJournal(): Record<string, unknown> {
    const files = [...this.uploads].map(([name, upload]) => [name, `<file ${upload.file_name}>`]);
    return { ...this.values, ...Object.fromEntries(files) };
  }
}
