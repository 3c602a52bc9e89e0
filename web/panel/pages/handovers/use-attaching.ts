import { useState } from 'react';
import type { ClipboardEvent, DragEvent } from 'react';
import type { Letter } from './use-letter.js';
import type { OpenedHandover } from '../../api/handovers.js';
import { isTaken } from '../../../../src/messages/taken-files.js';

export type Attaching = {
  /** The names of what was given last and is not taken. */
  refused: readonly string[];
  isOver: boolean;
  choose: (files: readonly File[]) => void;
  paste: (event: ClipboardEvent) => void;
  /** For the place a file may be dropped on. */
  place: Record<'onDragOver' | 'onDragLeave' | 'onDrop', (event: DragEvent) => void>;
};

/** The ways in which files come to a letter. What its messenger does not take is told at once, and not attached. */
export function useAttaching(
  { attach }: Pick<Letter, 'attach'>,
  { files: taken }: Pick<OpenedHandover['writing'], 'files'>,
): Attaching {
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [isOver, setIsOver] = useState(false);
  const isFine = ({ type, size }: File): boolean => isTaken(taken, { type: bareType(type), size });
  const choose = (files: readonly File[]): void => {
    attach(files.filter(isFine));
    setRefused(files.filter((file) => !isFine(file)).map(({ name }) => name));
  };
  const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');
  return {
    ...{ refused, isOver, choose },
    paste: (event) => {
      const files = [...event.clipboardData.files];
      if (files.length === 0) return;
      event.preventDefault();
      choose(files);
    },
    place: {
      onDragOver: (event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setIsOver(true);
      },
      onDragLeave: () => setIsOver(false),
      onDrop: (event) => {
        setIsOver(false);
        if (!holdsFiles(event)) return;
        event.preventDefault();
        choose([...event.dataTransfer.files]);
      },
    },
  };
}

/** As the server reads it. */
function bareType(type: string): string {
  return type.toLowerCase().split(';')[0]?.trim() || 'application/octet-stream';
}
