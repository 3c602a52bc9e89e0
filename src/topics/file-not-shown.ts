import type { FileKind, MediaReference } from '../messages/message-kinds.js';
import { formatFileSize } from '../texts/amounts.js';
import type { Texts } from '../texts/text-shape.js';
import type { FailureTexts } from '../texts/shape/topic.js';

/** A file that can't be shown: what it is, its name and size, and why: "видео день рождения.mp4, 25 МБ: файл слишком большой". */
export function fileNotShown(
  words: Texts,
  { kind, media, reason }: { kind: FileKind; media: MediaReference; reason: keyof FailureTexts },
): string {
  const name = [words.topic.kinds[kind], media.file_name].filter(Boolean).join(' ');
  const size = media.size === undefined ? '' : `, ${formatFileSize(words.locale, media.size)}`;
  return `${name}${size}: ${words.topic.failures[reason]}`;
}
