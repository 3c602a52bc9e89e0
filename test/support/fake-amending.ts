import { randomUUID } from 'node:crypto';
import type { AmendOutcome, Amending, StandingMessage } from '../../src/integrations/channel.js';
import { newId } from '../../src/shared/ids.js';

type Standing = { text: string; reaction: string | null };
type Fault = { outcome: AmendOutcome; isApplied: boolean };

/** So much the fake messenger takes as one message. */
const longest = 1_000;

/** A messenger in memory, as far as what stands in one chat can be changed. */
export class FakeAmending implements Amending {
  readonly #chat = new Map<string, Standing>();
  readonly #faults: Fault[] = [];

  /** Something is said in the chat, in as many messages as it takes. */
  say(content: string): StandingMessage {
    const external_ids = piecesOf(content).map((text) => this.#put(text));
    return {
      ...{ id: newId(), client_id: newId(), integration_id: newId(), external_chat_id: 'chat' },
      ...{ kind: 'text', content, media: null, media_file: null, buttons: null },
      ...{ external_ids, has_other_file: false, is_album_part: false },
    };
  }

  at(external_id: string): Standing | undefined {
    return this.#chat.get(external_id);
  }

  remove(external_id: string): void {
    this.#chat.delete(external_id);
  }

  /** The next change comes to this. */
  fail(outcome: AmendOutcome, { isApplied = false }: { isApplied?: boolean } = {}): void {
    this.#faults.push({ outcome, isApplied });
  }

  async edit({ content, external_ids }: StandingMessage): Promise<AmendOutcome> {
    const pieces = piecesOf(content);
    if (pieces.length > external_ids.length) return { type: 'refused', reason: 'text_too_long' };
    if (!this.#chat.has(external_ids[0] ?? '')) return { type: 'refused', reason: 'gone' };
    return this.#change(() => {
      for (const [index, id] of external_ids.entries()) {
        const text = pieces[index];
        if (text === undefined) this.#chat.delete(id);
        else this.#chat.set(id, { text, reaction: null });
      }
    });
  }

  async withdraw({ external_ids }: StandingMessage): Promise<AmendOutcome> {
    return this.#change(() => {
      for (const id of external_ids) this.#chat.delete(id);
    });
  }

  async react({ external_ids: [id = ''] }: StandingMessage, emoji: string | null): Promise<AmendOutcome> {
    const standing = this.#chat.get(id);
    if (!standing) return { type: 'refused', reason: 'gone' };
    return this.#change(() => {
      standing.reaction = emoji;
    });
  }

  #change(apply: () => void): AmendOutcome {
    const fault = this.#faults.shift();
    if (!fault || fault.isApplied) apply();
    return fault?.outcome ?? { type: 'done' };
  }

  #put(text: string): string {
    const id = randomUUID();
    this.#chat.set(id, { text, reaction: null });
    return id;
  }
}

function piecesOf(content: string): string[] {
  return content.match(new RegExp(`.{1,${longest}}`, 'gs')) ?? [''];
}
