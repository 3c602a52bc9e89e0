/** Something a page that shows the chats must redraw. */
export interface Change {
  /** Counts up from 1 while the process lives. */
  n: number;
  type: 'message' | 'edited' | 'deleted' | 'topic' | 'chat' | 'person' | 'bot' | 'typing' | 'answer';
  /** The key of the chat, where there is one. */
  chat: string | null;
  data: unknown;
}

/** Tells listeners what changed. What nobody listens to is not even built. */
export class Changes {
  #count = 0;
  readonly #listeners = new Set<(change: Change) => void>();

  /** Calls the listener for each change from now on; returns what ends that. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(type: Change['type'], chat: string | null, data: () => unknown): void {
    this.#count += 1;
    if (this.#listeners.size === 0) return;
    const change: Change = { n: this.#count, type, chat, data: data() };
    for (const listener of this.#listeners) listener(change);
  }
}
