import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { PhoneLink } from '../../api/channels.js';
import { now } from '../../design/clock.js';
import { useTexts } from '../../texts/use-texts.js';

/** The white margin that readers of QR codes need, in squares of the code. */
const margin = 4;
/** How large a QR code is before there is one: the room for it is kept. */
const usualSize = 57;

/** The QR code or the code to type, and for how long it is good. */
export function LinkCode({ link, method }: { link: PhoneLink; method: 'qr' | 'code' }): ReactNode {
  const { channels: texts } = useTexts();
  const left = useSecondsUntil(link.shown_until);
  return (
    <div className="link-code">
      {method === 'qr' ? (
        <QrCode qr={link.qr} />
      ) : (
        <output className="code-to-type" aria-label={texts.linking.code}>
          {link.code ?? '····-····'}
        </output>
      )}
      <p className="note">{left > 0 ? texts.linking.goodFor(left) : texts.linking.newSoon}</p>
    </div>
  );
}

function QrCode({ qr }: { qr: PhoneLink['qr'] }): ReactNode {
  const { channels: texts } = useTexts();
  const size = qr?.size ?? usualSize;
  const side = size + 2 * margin;
  return (
    <svg
      className="qr"
      viewBox={`${-margin} ${-margin} ${side} ${side}`}
      shapeRendering="crispEdges"
      {...(qr ? { role: 'img', 'aria-label': texts.linking.qr } : { 'aria-hidden': true })}
    >
      {qr && <path d={qr.path} />}
    </svg>
  );
}

function useSecondsUntil(until: string | null): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = window.setInterval(() => setAt(now()), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return until === null ? 0 : Math.max(0, Math.ceil((new Date(until).getTime() - at.getTime()) / 1_000));
}
