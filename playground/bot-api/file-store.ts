import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { badRequest } from './api-error.js';
import type { FileKind, FileRecord } from './model.js';
import type { State } from './state.js';

const KEPT_FILES = 1_000;
const KEPT_BYTES = 256_000_000;
const DOWNLOAD_LIMIT = 20 * 1024 * 1024;

const EXTENSIONS: Record<FileKind, string> = {
  photo: 'jpg',
  voice: 'oga',
  document: 'bin',
  audio: 'mp3',
  video: 'mp4',
  video_note: 'mp4',
  sticker: 'webp',
  animation: 'mp4',
};

const FOLDERS: Record<FileKind, string> = {
  photo: 'photos',
  voice: 'voice',
  document: 'documents',
  audio: 'music',
  video: 'videos',
  video_note: 'video_notes',
  sticker: 'stickers',
  animation: 'animations',
};

export interface NewFile {
  kind: FileKind;
  content: Buffer;
  mime_type?: string | undefined;
  file_name?: string | undefined;
  duration?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
  /** Pretends to be this big, so that the 20 MB limit can be met without 20 MB. */
  pretend_size?: number | undefined;
}

/** Files of all chats: bytes in memory, or in a folder when the state is kept. Old ones are forgotten. */
export class FileStore {
  readonly #state: State;
  readonly #folder: string | null;
  readonly #bytes = new Map<string, Buffer>();

  constructor(state: State, folder: string | null) {
    this.#state = state;
    this.#folder = folder;
    if (folder) mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  save(file: NewFile): FileRecord {
    const id = String(this.#state.next('file', 1));
    const { kind, content } = file;
    const record: FileRecord = {
      id,
      kind,
      size: file.pretend_size ?? content.length,
      mime_type: file.mime_type ?? 'application/octet-stream',
      width: file.width ?? (kind === 'photo' ? 1280 : 640),
      height: file.height ?? (kind === 'photo' ? 960 : 640),
      duration: file.duration ?? 0,
      ...(file.file_name !== undefined && { file_name: file.file_name }),
    };
    if (this.#folder) writeFileSync(join(this.#folder, id), content, { mode: 0o600 });
    else this.#bytes.set(id, content);
    this.#state.files.set(id, record);
    this.#forgetOldest();
    return record;
  }

  record(id: string): FileRecord | undefined {
    return this.#state.files.get(id);
  }

  /** Returns the file's bytes, or undefined when it is unknown or forgotten. */
  read(id: string): Buffer | undefined {
    if (!this.#state.files.get(id)) return undefined;
    if (!this.#folder) return this.#bytes.get(id);
    const path = join(this.#folder, id);
    return existsSync(path) ? readFileSync(path) : undefined;
  }

  /** Returns the file_id under which one bot knows a file; other bots can't use it. */
  fileId(botId: number, id: string, size = 'x'): string {
    const readable = Buffer.from(`${botId}.${id}.${size}`).toString('base64url');
    return `AgAC${readable}${seal(readable).slice(0, 24)}`;
  }

  /** Returns the id that is the same for all bots. */
  uniqueId(id: string, size = 'x'): string {
    return `AQAD${seal(`${id}.${size}`).slice(0, 12)}`;
  }

  /** Returns the file behind a bot's file_id; undefined when the id isn't one this bot was given. */
  byFileId(botId: number, fileId: string): FileRecord | undefined {
    const readable = fileId.slice(4, -24);
    if (`AgAC${readable}${seal(readable).slice(0, 24)}` !== fileId) return undefined;
    const [owner, id] = Buffer.from(readable, 'base64url').toString().split('.');
    return Number(owner) === botId && id !== undefined ? this.#state.files.get(id) : undefined;
  }

  /** Returns what getFile answers. Throws ApiError for a wrong id and for more than 20 MB. */
  describe(botId: number, fileId: string): Record<string, unknown> {
    const file = this.byFileId(botId, fileId);
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (file.size > DOWNLOAD_LIMIT) throw badRequest('file is too big');
    const extension = /\.(\w{1,8})$/.exec(file.file_name ?? '')?.[1] ?? EXTENSIONS[file.kind];
    return {
      file_id: fileId,
      file_unique_id: this.uniqueId(file.id),
      file_size: file.size,
      file_path: `${FOLDERS[file.kind]}/file_${botId}_${file.id}.${extension}`,
    };
  }

  /** Returns the file at a path that getFile gave to this bot. */
  atPath(botId: number, path: string): { file: FileRecord; content: Buffer } | undefined {
    const [, owner, id] = /^\w+\/file_(\d+)_(\d+)\.\w+$/.exec(path) ?? [];
    const file = Number(owner) === botId && id !== undefined ? this.record(id) : undefined;
    const content = file && this.read(file.id);
    return file && content ? { file, content } : undefined;
  }

  #forgetOldest(): void {
    const files = this.#state.files;
    let bytes = 0;
    for (const [, file] of files.entries()) bytes += file.size;
    for (const [id, file] of files.entries()) {
      if (files.size <= KEPT_FILES && bytes <= KEPT_BYTES) return;
      bytes -= file.size;
      files.delete(id);
      this.#bytes.delete(id);
      if (this.#folder) rmSync(join(this.#folder, id), { force: true });
    }
  }
}

function seal(text: string): string {
  return createHmac('sha256', 'local telegram').update(text).digest('base64url');
}
