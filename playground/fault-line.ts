/** The faults that are waiting for their calls, each for as many as it is to hit. */
export class FaultLine<Fault extends { times?: number | undefined }, Call> {
  readonly #fits: (fault: Fault, call: Call) => boolean;
  #faults: { fault: Fault; left: number }[] = [];

  constructor(fits: (fault: Fault, call: Call) => boolean) {
    this.#fits = fits;
  }

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#faults = [];
  }

  list(): Fault[] {
    return this.#faults.map(({ fault, left }) => ({ ...fault, times: left }));
  }

  /** Returns the oldest fault that fits the call and uses one of its times up. */
  take(call: Call): Fault | undefined {
    const index = this.#faults.findIndex(({ fault }) => this.#fits(fault, call));
    const entry = this.#faults[index];
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#faults.splice(index, 1);
    return entry.fault;
  }
}
