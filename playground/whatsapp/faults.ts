import { z } from 'zod';

const common = {
  /** Whose connection it hits, by number; anybody's without it. */
  phone: z.string().optional(),
  /** How often (once). */
  times: z.number().int().positive().optional(),
};
const code = z.number().int().min(400).max(599);

/**
 * Something that is to go wrong. A message that is sent may be lost (`lose`: nothing happens, nothing is said), be
 * delivered while its acknowledgement is lost (`lose-ack`) or late (`slow-ack`), be refused (`refuse`), be delivered
 * twice as it is (`deliver-twice`), or cost the connection before or after it was delivered. One that is sent again under
 * the id it had may be delivered again (`deliver-repeated`), which WhatsApp does not do. A login, an upload or a download
 * may be refused.
 */
export const faultSchema = z.discriminatedUnion('does', [
  z.strictObject({
    does: z.enum(['lose', 'lose-ack', 'drop-before', 'drop-after', 'deliver-twice', 'deliver-repeated']),
    ...common,
  }),
  z.strictObject({ does: z.literal('refuse'), code, ...common }),
  z.strictObject({
    does: z.literal('slow-ack'),
    delayMs: z.number().int().positive().max(60_000),
    ...common,
  }),
  z.strictObject({ does: z.literal('refuse-login'), code, ...common }),
  z.strictObject({ does: z.enum(['refuse-upload', 'refuse-download']), code, times: common.times }),
]);
export type Fault = z.input<typeof faultSchema>;
type Kind = Fault['does'];
type FaultOf<K extends Kind> = Fault & { does: K };

/** What may go wrong when a message is sent. */
export const MESSAGE_FAULTS = [
  'lose',
  'lose-ack',
  'drop-before',
  'drop-after',
  'deliver-twice',
  'refuse',
  'slow-ack',
] as const satisfies Kind[];

/** The faults that are waiting for their moment. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = [];

  /** @throws a ZodError that says what is wrong with it */
  add(fault: Fault): void {
    const parsed = faultSchema.parse(fault);
    this.#waiting.push({ fault: parsed, left: parsed.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  list(): Fault[] {
    return this.#waiting.map(({ fault, left }) => ({ ...fault, times: left }));
  }

  /** Returns the oldest fault of these kinds that hits this number, and uses one of its times up. */
  take<K extends Kind>(kinds: readonly K[], phone?: string): FaultOf<K> | undefined {
    const found = this.#waiting.find(
      ({ fault }) => (kinds as readonly Kind[]).includes(fault.does) && hits(fault, phone),
    );
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#waiting = this.#waiting.filter((entry) => entry !== found);
    return found.fault as FaultOf<K>;
  }
}

function hits(fault: Fault, phone: string | undefined): boolean {
  const wanted = 'phone' in fault ? fault.phone : undefined;
  return wanted === undefined || wanted.replaceAll(/\D/g, '') === phone;
}
