/** So many places, for whatever is done side by side: who finds none free waits in line. */
export class Places {
  #free: number;
  readonly #inLine: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Takes a place if one is free: then nobody waits in line. */
  takeIfFree(): boolean {
    if (this.#free === 0) return false;
    this.#free -= 1;
    return true;
  }

  /** @param ahead whether it goes before all who wait */
  async take(ahead: boolean): Promise<void> {
    if (this.takeIfFree()) return;
    await new Promise<void>((resolve) => {
      if (ahead) this.#inLine.unshift(resolve);
      else this.#inLine.push(resolve);
    });
  }

  /** Leaves a place, to whoever is next in line. */
  leave(): void {
    const next = this.#inLine.shift();
    if (next) next();
    else this.#free += 1;
  }
}
