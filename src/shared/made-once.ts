/**
 * Something that is made when it is first asked for, and once: all who ask get the same. What could not be made is made
 * anew for whoever asks next.
 */
export class MadeOnce<T> {
  readonly #make: () => Promise<T>;
  #made: Promise<T> | undefined;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  get(): Promise<T> {
    if (this.#made) return this.#made;
    const making = this.#make();
    this.#made = making;
    making.catch(() => {
      this.#made = undefined;
    });
    return making;
  }

  /** @returns undefined when nobody has asked for it, or it could not be made */
  async ifMade(): Promise<T | undefined> {
    return this.#made?.catch(() => undefined);
  }
}
