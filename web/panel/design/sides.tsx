import type { ReactNode } from 'react';
import { Icon } from './icons.js';
import { Link } from '../app/navigation.js';
import { useTexts } from '../texts/use-texts.js';
import './sides.css';

type Props = {
  /** What is chosen from; its links stand in `<ul className="choices">`. */
  list: ReactNode;
  /** Whether something is open: on a phone it takes the place of the list. */
  isOpen: boolean;
  /** Where the list is, for the way back from what is open. */
  back: string;
  children: ReactNode;
};

/** A list, and beside it what was chosen from it. */
export function Sides({ list, isOpen, back, children }: Props): ReactNode {
  const { editing } = useTexts();
  return (
    <div className={isOpen ? 'sides has-open' : 'sides'}>
      <div className="card side-list">{list}</div>
      <div className="card side-open">
        {isOpen && (
          <Link to={back} className="side-back">
            <Icon name="back" />
            {editing.back}
          </Link>
        )}
        {children}
      </div>
    </div>
  );
}
