import type { FastifyPluginAsync } from 'fastify';

/** The right to a connection, as it was taken. */
export type Right = {
  fence: number;
  /** Whether it still holds, by this process's own clock. */
  isOurs: () => boolean;
};

/** One connection of this process, from the moment its lease is held. */
export interface Connection {
  /** The integration it delivers for now; null for a bot that serves managers' groups only. */
  readonly integration_id: string | null;
  /** Messages to users may be due, or changes of them. */
  wakeMessages(): void;
  /** Posts may be due in these groups. Only where the messenger has managers' groups. */
  wakePosts?(telegram_chat_ids: readonly string[]): Promise<void>;
  /** Somebody wants what was set aside handled once more. */
  wakeReplays?(): void;
  /** Owners of the clients it serves may have to be told something. */
  tellOwners?(): Promise<void>;
  /** Begins nothing more, and waits a moment for what is under way. */
  stop(): Promise<void>;
}

/** One kind of messenger in this process: knows which of its connections are wanted, and makes them. */
export interface Messenger {
  /**
   * Asked every two seconds. Tells the connections that live what has changed for them.
   *
   * @returns the sender keys (`platform:fingerprint`) of what is wanted and can be reached from here
   */
  look(): Promise<readonly string[]>;
  /** @returns null when it is not wanted any more */
  connect(sender_key: string, right: Right): Connection | null;
  /** It has stopped, or was never made. */
  forget(sender_key: string): void;
  /** Routes on which the messenger brings what it has, if it does. */
  door?: FastifyPluginAsync;
}
