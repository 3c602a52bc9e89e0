import { useState } from 'react';
import type { ReactNode } from 'react';
import { fileAddress } from '../../api/reports.js';
import type { Transcript } from '../../api/reports.js';
import { useTexts } from '../../texts/use-texts.js';

type Line = Transcript['lines'][number];
type Shown = { address: string; line: Line; onError: () => void };

/** The file of a message: a picture is seen, what sounds is played, everything else is downloaded. */
export function SaidFile({ client_id, line }: { client_id: string; line: Line }): ReactNode {
  const { conversations: texts } = useTexts();
  const [isGone, setIsGone] = useState(false);
  if (isGone) return <p className="note">{texts.file.gone}</p>;
  const address = fileAddress(client_id, line.id);
  const shown: Shown = { address, line, onError: () => setIsGone(true) };
  switch (line.kind) {
    case 'image':
    case 'sticker':
      return <Picture {...shown} />;
    case 'voice':
    case 'audio':
    case 'video':
    case 'video_note':
      return <Recording {...shown} />;
    default:
      return (
        <a href={address} download={line.file_name ?? ''}>
          {texts.file.download}: {line.file_name ?? texts.file.unnamed}
        </a>
      );
  }
}

function Picture({ address, line, onError }: Shown): ReactNode {
  const { file } = useTexts().conversations;
  const alt = line.text || (line.role === 'user' ? file.photo : file.ourPhoto);
  return (
    <a href={address} target="_blank" rel="noreferrer" className="said-picture" title={file.open}>
      <img src={address} alt={alt} loading="lazy" onError={onError} />
    </a>
  );
}

function Recording({ address, line, onError }: Shown): ReactNode {
  const { kinds } = useTexts().conversations;
  const played = { controls: true, preload: 'none', src: address, 'aria-label': kinds[line.kind], onError };
  return line.kind === 'voice' || line.kind === 'audio' ? (
    <audio className="said-sound" {...played} />
  ) : (
    <video className="said-film" {...played} />
  );
}
