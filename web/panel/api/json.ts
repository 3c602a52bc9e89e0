/** What a type of the program has become on its way here: moments are text, and ids have lost their brand. */
export type Json<T> = T extends Date
  ? string
  : T extends string & { readonly __idOf: string }
    ? string
    : T extends string | number | boolean | null | undefined
      ? T
      : T extends readonly (infer Item)[]
        ? Json<Item>[]
        : { [Key in keyof T]: Json<T[Key]> };
