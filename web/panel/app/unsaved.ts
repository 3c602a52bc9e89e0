import { useEffect } from 'react';

/** What would be lost by leaving, as a question to whoever leaves; null: nothing would. */
let question: string | null = null;

/**
 * While something on the page is not saved, whoever leaves it is asked first: for another page of the panel, and for
 * another site.
 *
 * @param words the question; null while everything is saved
 */
export function useUnsaved(words: string | null): void {
  useEffect(() => {
    if (words === null) return;
    question = words;
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', hold);
    return () => {
      question = null;
      window.removeEventListener('beforeunload', hold);
    };
  }, [words]);
}

/** Whether the page may be left: nothing is unsaved, or the reader lets it go. */
export function mayLeave(): boolean {
  return question === null || window.confirm(question);
}

/** What was not saved has been, or is given up: the next step asks nothing. */
export function letGo(): void {
  question = null;
}
